use std::fmt;

use chrono::NaiveDate;
use rules::{Decides, Decision, Facts, Outline, Policy, Prepared, RuleVersion, Value};

use crate::{
    symbol::symbols,
    verdict::{Because, ConsentNeeded, Outcome, Verdict},
};

static POLICY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/policy.bin"));
static PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/prepared.bin"));

/// Goal of the policy that decides whether an application passes and who must agree.
pub(crate) const VERDICT: &str = "verdict";
/// Output of that goal that says what becomes of the application.
pub(crate) const OUTCOME: &str = "outcome";
/// Output of that goal that says who must agree.
const CONSENT: &str = "consent";
/// Goal that says what follows from the owners' answers.
const CONSENT_RESULT: &str = "consent_result";
/// Goal that says what somebody should know besides the verdict.
const NOTICES: &str = "notices";

/// In how many minutes owners can be asked to answer.
const CONSENT_MINUTES: std::ops::RangeInclusive<u32> = 1..=7 * 24 * 60;

/// The policy of this service: the tables of `policy/`, read when the program was built.
///
/// A program that is to be small has it as a [`Prepared`], with the goals of the verdict and of the
/// notices, and then carries neither the tables nor what compiles them.
#[derive(Clone, Debug)]
pub struct Law<P = Policy> {
    policy: P,
}

/// Why the law cannot be applied.
#[derive(Debug)]
pub enum LawError {
    /// The policy lacks a goal or breaks a rule of the engine.
    Rules(rules::RulesError),
    /// The policy answers something this program has no meaning for.
    Vocabulary(String),
    /// No parameter of this name is in force on the date.
    Parameter(&'static str, NaiveDate),
    /// No table of the goals gives this output.
    Output(&'static str),
}

impl fmt::Display for LawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(error) => error.fmt(f),
            Self::Vocabulary(value) => write!(
                f,
                "the policy answers `{value}`, which is not in the vocabulary"
            ),
            Self::Parameter(name, on) => {
                write!(f, "no whole parameter `{name}` is in force on {on}")
            }
            Self::Output(name) => write!(f, "no table gives `{name}`"),
        }
    }
}

impl std::error::Error for LawError {}

impl From<rules::RulesError> for LawError {
    fn from(error: rules::RulesError) -> Self {
        Self::Rules(error)
    }
}

symbols! {
    /// How an owner answered the question for consent.
    ConsentAnswer {
        /// Agreed.
        Agreed = "agreed",
        /// Declined.
        Declined = "declined",
        /// Did not answer within the term.
        NoneInTime = "none_in_time",
    }
}

symbols! {
    /// What the policy makes of an owner's answer.
    Consequence {
        /// The application goes on.
        Continue = "continue",
        /// It is refused (R10).
        Refused = "refused",
        /// It is cancelled (R9).
        Cancelled = "cancelled",
    }
}

symbols! {
    /// Whom a notice of the law speaks to.
    Audience {
        /// Whoever files.
        Applicant = "applicant",
        /// An owner of the dwelling.
        Owner = "owner",
    }
}

impl Law {
    /// The law this program was built with.
    ///
    /// # Errors
    /// [`LawError`] where the embedded bytes are not a policy.
    pub fn embedded() -> Result<Self, LawError> {
        Ok(Self::new(Policy::decode(POLICY)?))
    }
}

impl Law {
    /// Whether the service can work by this law from a day on: it has both goals, all their answers
    /// have a meaning, and how long owners may think is known on every day.
    ///
    /// # Errors
    /// [`LawError`], the first thing that would fail one day.
    pub fn check_from(&self, first: NaiveDate) -> Result<(), LawError> {
        let later = self.policy.dates().into_iter().filter(|day| *day > first);
        for day in [first].into_iter().chain(later) {
            self.policy.in_force(VERDICT, day)?;
            self.policy.in_force(CONSENT_RESULT, day)?;
            self.consent_minutes(day)?;
        }
        self.check_answers(VERDICT, OUTCOME, |symbol| {
            Outcome::from_symbol(symbol).is_some_and(|outcome| outcome != Outcome::Unknown)
        })?;
        self.check_answers(VERDICT, CONSENT, |symbol| {
            ConsentNeeded::from_symbol(symbol).is_some()
        })?;
        self.check_answers(CONSENT_RESULT, CONSENT_RESULT, |symbol| {
            Consequence::from_symbol(symbol).is_some()
        })
    }

    /// Whether the policy has an output, and only with values that have a meaning.
    fn check_answers(
        &self,
        goal: &str,
        output: &'static str,
        has_meaning: impl Fn(&str) -> bool,
    ) -> Result<(), LawError> {
        let mut tables = self.policy.tables().iter();
        let table = tables
            .find(|table| table.goal == goal && table.output == output)
            .ok_or(LawError::Output(output))?;
        match table.values.iter().find(|value| !has_meaning(value)) {
            Some(value) => Err(LawError::Vocabulary(value.clone())),
            None => Ok(()),
        }
    }
}

impl Law<Prepared<'static>> {
    /// The law this program was built with, prepared.
    ///
    /// # Errors
    /// [`LawError`] where the embedded bytes are not a prepared policy.
    pub fn prepared() -> Result<Self, LawError> {
        Ok(Self::new(Prepared::decode(PREPARED)?))
    }
}

impl<P: Decides> Law<P> {
    /// A law read elsewhere, for instance from an edited `policy/`.
    #[must_use]
    pub fn new(policy: P) -> Self {
        Self { policy }
    }

    /// The policy, whole or prepared.
    #[must_use]
    pub fn policy(&self) -> &P {
        &self.policy
    }

    /// Facts, rules and parameters.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        self.policy.outline()
    }

    /// The law as it stands on a date.
    ///
    /// # Errors
    /// [`LawError`] where the policy lacks the goal `verdict`.
    pub fn in_force(&self, on: NaiveDate) -> Result<InForce<'_, P>, LawError> {
        Ok(InForce {
            policy: &self.policy,
            on,
            decision: self.policy.in_force(VERDICT, on)?,
        })
    }

    /// What follows from an owner's answer on a date, and the rule that says so.
    ///
    /// # Errors
    /// [`LawError`] where the policy does not say.
    pub fn consequence(
        &self,
        answer: ConsentAnswer,
        on: NaiveDate,
    ) -> Result<(Consequence, String), LawError> {
        let decision = self.policy.in_force(CONSENT_RESULT, on)?;
        let mut facts = Facts::new();
        let outline = self.outline();
        outline.set(&mut facts, "consent.answer", Value::Text(answer.symbol()))?;
        let verdict = decision.evaluate(&facts);
        let output = verdict.output(CONSENT_RESULT).unwrap_or_default();
        let consequence = Consequence::from_symbol(output)
            .ok_or_else(|| LawError::Vocabulary(output.to_owned()))?;
        let rule = verdict
            .because
            .first()
            .and_then(|because| outline.rule_version(because.rule))
            .map(|version| version.id.to_owned())
            .unwrap_or_default();
        Ok((consequence, rule))
    }

    /// The rule that somebody should know of besides the verdict on a date (R21, R22); none where
    /// the policy has nothing to say to them.
    pub fn notice(&self, audience: Audience, on: NaiveDate) -> Option<RuleVersion<'_>> {
        let decision = self.policy.in_force(NOTICES, on).ok()?;
        let mut facts = Facts::new();
        let outline = self.outline();
        outline.admit(
            &mut facts,
            "notice.audience",
            Value::Text(audience.symbol()),
        );
        let verdict = decision.evaluate(&facts);
        let because = verdict.because.first()?;
        outline
            .rule_version(because.rule)
            .filter(|_| because.certain)
    }

    /// How many minutes owners have to answer on a date (R9), at least one and at most a week.
    ///
    /// # Errors
    /// [`LawError::Parameter`] where none is in force, or one with which nobody could answer.
    pub fn consent_minutes(&self, on: NaiveDate) -> Result<u32, LawError> {
        const NAME: &str = "consent.minutes";
        self.parameter(NAME, on)
            .ok()
            .filter(|minutes| CONSENT_MINUTES.contains(minutes))
            .ok_or(LawError::Parameter(NAME, on))
    }

    /// A whole parameter on a date, such as `fine.mrp`.
    ///
    /// # Errors
    /// [`LawError::Parameter`] where none is in force.
    pub fn parameter(&self, name: &'static str, on: NaiveDate) -> Result<u32, LawError> {
        self.number(name, on).ok_or(LawError::Parameter(name, on))
    }

    /// A whole parameter on a date, if one is in force.
    pub(crate) fn number(&self, name: &str, on: NaiveDate) -> Option<u32> {
        let value = self.outline().parameter(name, on)?.value.to_whole()?;
        u32::try_from(value).ok()
    }
}

/// The law on one date, ready to judge. Only that of a whole policy can be taken apart.
#[derive(Debug)]
pub struct InForce<'a, P = Policy> {
    policy: &'a P,
    on: NaiveDate,
    decision: Decision<'a>,
}

impl<'a, P: Decides> InForce<'a, P> {
    /// The date.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The policy, whole or prepared.
    #[must_use]
    pub fn policy(&self) -> &'a P {
        self.policy
    }

    /// Facts, rules and parameters of the policy, in force or not.
    #[must_use]
    pub fn outline(&self) -> Outline<'a> {
        self.policy.outline()
    }

    /// Every rule in force with its standing under the facts.
    #[must_use]
    pub fn decision(&self) -> &Decision<'a> {
        &self.decision
    }

    /// The version of a rule that gave a reason.
    #[must_use]
    pub fn version(&self, because: &Because) -> Option<RuleVersion<'a>> {
        self.outline()
            .rule(&because.rule)
            .find(|version| version.message == because.message && self.covers(version))
    }

    /// The first version of a rule that is in force, whichever table it stands in.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<RuleVersion<'a>> {
        self.outline().rule(id).find(|version| self.covers(version))
    }

    fn covers(&self, version: &RuleVersion<'_>) -> bool {
        self.outline().is_in_force(version.reference, self.on)
    }

    /// The verdict on the facts known so far.
    ///
    /// # Errors
    /// [`LawError::Vocabulary`] where the policy answers outside the vocabulary.
    pub fn verdict(&self, facts: &Facts) -> Result<Verdict, LawError> {
        self.told(&self.decision.evaluate(facts))
    }

    /// A verdict of the engine in the words of the domain.
    pub(crate) fn told(&self, found: &rules::Verdict) -> Result<Verdict, LawError> {
        let outcome = match found.output(OUTCOME) {
            None => Outcome::Unknown,
            Some(symbol) => Outcome::from_symbol(symbol)
                .ok_or_else(|| LawError::Vocabulary(symbol.to_owned()))?,
        };
        let consent = match found.output(CONSENT) {
            None => None,
            Some(symbol) => Some(
                ConsentNeeded::from_symbol(symbol)
                    .ok_or_else(|| LawError::Vocabulary(symbol.to_owned()))?,
            ),
        };
        let because = found
            .because
            .iter()
            .filter_map(|because| {
                let version = self.outline().rule_version(because.rule)?;
                Some(Because {
                    rule: version.id.to_owned(),
                    message: version.message.to_owned(),
                    certain: because.certain,
                })
            })
            .collect();
        let missing = found
            .missing
            .iter()
            .filter_map(|fact| Some(self.outline().facts().get(fact.index())?.name.clone()))
            .collect();
        Ok(Verdict {
            outcome,
            consent,
            because,
            missing,
        })
    }
}
