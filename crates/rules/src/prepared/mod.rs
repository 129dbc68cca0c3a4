//! Decisions made ready when a program is built, for programs that are to be small.

mod bytes;
mod decision;
mod outline;

use chrono::NaiveDate;

use crate::decision::Decision;
use crate::error::RulesError;
use crate::outline::Outline;
use crate::policy::Policy;
use crate::prepared::bytes::{Reader, Writer};

/// Raised whenever the encoding changes.
const FORMAT: u8 = 1;

/// Decisions of some goals of a policy for any day, and what the policy says besides its
/// conditions.
///
/// It is made by [`Policy::prepare`] and gives the same [`Decision`]s as the policy, for less than
/// a thousandth of the work and without the compiler, which a program that has only this type need
/// not carry. Conditions of rules are kept as diagrams only, so [`RuleVersion::rows`] are empty.
///
/// [`RuleVersion::rows`]: crate::RuleVersion::rows
#[derive(Clone, Debug)]
pub struct Prepared<'b> {
    /// Its rules have no rows. Nobody gets hold of it but as an outline and by decisions.
    policy: Policy,
    goals: Vec<Goal<'b>>,
}

/// What gives decisions: a policy, whole or prepared.
pub trait Decides {
    /// What the policy says besides the conditions of its rules.
    fn outline(&self) -> Outline<'_>;

    /// The decision of a goal on a day. Fails as the implementing type says.
    fn in_force(&self, goal: &str, on: NaiveDate) -> Result<Decision<'_>, RulesError>;
}

impl Decides for Policy {
    fn outline(&self) -> Outline<'_> {
        self.outline()
    }

    fn in_force(&self, goal: &str, on: NaiveDate) -> Result<Decision<'_>, RulesError> {
        self.in_force(goal, on)
    }
}

impl Decides for Prepared<'_> {
    fn outline(&self) -> Outline<'_> {
        self.outline()
    }

    fn in_force(&self, goal: &str, on: NaiveDate) -> Result<Decision<'_>, RulesError> {
        self.in_force(goal, on)
    }
}

#[derive(Clone, Debug)]
struct Goal<'b> {
    name: String,
    /// In order; the first has no first day.
    periods: Vec<Period<&'b [u8]>>,
}

/// A time during which a decision stays the same.
#[derive(Clone, Copy, Debug)]
struct Period<B> {
    from: Option<NaiveDate>,
    decision: B,
}

impl Policy {
    /// The bytes of [`Prepared`] with these goals, for [`Prepared::decode`] of the same version of
    /// this crate. Switches are as they are chosen now.
    ///
    /// Fails as [`Policy::in_force`] does.
    pub fn prepare(&self, goals: &[&str]) -> Result<Vec<u8>, RulesError> {
        let mut writer = Writer {
            bytes: vec![FORMAT],
        };
        writer.outline(self);
        writer.index(goals.len());
        for goal in goals {
            writer.text(goal);
            let periods = self.periods(goal)?;
            writer.list(periods, |writer, period| {
                writer.day(period.from);
                writer.slice(&period.decision);
            });
        }
        Ok(writer.bytes)
    }

    /// The decisions of a goal as bytes.
    fn periods(&self, goal: &str) -> Result<Vec<Period<Vec<u8>>>, RulesError> {
        let mut periods: Vec<Period<Vec<u8>>> = Vec::new();
        let dates = self.dates().into_iter().map(Some);
        for from in std::iter::once(None).chain(dates) {
            let decision = self.in_force(goal, from.unwrap_or(NaiveDate::MIN))?;
            let mut writer = Writer::default();
            writer.decision(&decision);
            let decision = writer.bytes;
            if periods.last().is_none_or(|last| last.decision != decision) {
                periods.push(Period { from, decision });
            }
        }
        Ok(periods)
    }
}

impl<'b> Prepared<'b> {
    /// Reads the bytes of [`Policy::prepare`].
    ///
    /// Fails with [`RulesError::Damaged`] on bytes of another version, and on bytes whose parts
    /// do not fit together. Of decisions this is found out only when they are asked for.
    pub fn decode(bytes: &'b [u8]) -> Result<Self, RulesError> {
        let mut reader = Reader::new(bytes);
        let format = reader.byte();
        reader.check(format == FORMAT);
        let policy = reader.outline();
        let goals = reader.list(|reader| Goal {
            name: reader.text(),
            periods: reader.list(|reader| Period {
                from: reader.day(),
                decision: reader.slice(),
            }),
        });
        match reader.ends() {
            true => Ok(Self { policy, goals }),
            false => Err(RulesError::Damaged),
        }
    }

    /// What the policy says besides its conditions.
    pub fn outline(&self) -> Outline<'_> {
        Outline::new(&self.policy)
    }

    /// The decision of a goal on a day.
    ///
    /// Fails with [`RulesError::NotPrepared`] for a goal that was not prepared, and with
    /// [`RulesError::Damaged`].
    pub fn in_force(&self, goal: &str, on: NaiveDate) -> Result<Decision<'_>, RulesError> {
        let found = self.goals.iter().find(|found| found.name == goal);
        let periods = found.map_or(&[][..], |goal| &goal.periods);
        let mut periods = periods.iter().rev();
        let Some(period) = periods.find(|period| period.from <= Some(on)) else {
            return Err(RulesError::NotPrepared {
                goal: goal.to_owned(),
            });
        };
        let mut reader = Reader::new(period.decision);
        let decision = reader.decision(&self.policy, goal, on);
        match reader.ends() {
            true => Ok(decision),
            false => Err(RulesError::Damaged),
        }
    }
}
