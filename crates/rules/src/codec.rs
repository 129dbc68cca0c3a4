//! Policies as bytes: what the build compiles and the program embeds.

use crate::cell::{Cell, Test};
use crate::distinct::distinct;
use crate::error::RulesError;
use crate::fact::{FactDeclaration, FactType};
use crate::number::Number;
use crate::policy::Policy;
use crate::table::{Basis, HitPolicy, Rule, Table};

/// Raised whenever the encoding of a policy changes.
const FORMAT: u8 = 2;

impl Policy {
    /// The policy as bytes, for [`Policy::decode`] of the same version of this crate: a format
    /// number and the policy in postcard's encoding.
    pub fn encode(&self) -> Vec<u8> {
        // Writing into a growing buffer has no way to fail: every length is known beforehand.
        postcard::to_allocvec(&(FORMAT, self)).unwrap_or_default()
    }

    /// Reads the bytes of [`Policy::encode`].
    ///
    /// Fails with [`RulesError::Damaged`] on bytes of another version, and on bytes whose parts
    /// do not fit together.
    pub fn decode(bytes: &[u8]) -> Result<Self, RulesError> {
        match bytes.first() {
            Some(&FORMAT) => {}
            _ => return Err(RulesError::Damaged),
        }
        match postcard::from_bytes::<(u8, Self)>(bytes) {
            Ok((_, policy)) if policy.holds_together() => Ok(policy),
            _ => Err(RulesError::Damaged),
        }
    }

    /// Sets the version from the content.
    pub(crate) fn stamp(&mut self) {
        self.version.clear();
        let hash = self
            .encode()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        for shift in (0..16).rev() {
            let digit = (hash >> (shift * 4)) & 0xf;
            self.version
                .push(char::from_digit(digit as u32, 16).unwrap_or('0'));
        }
    }

    /// Whether every index points at something and every cell fits its fact.
    fn holds_together(&self) -> bool {
        fits(self.facts.len())
            && self.facts.iter().all(is_declared_soundly)
            && self
                .switches
                .iter()
                .all(|switch| is_index(switch.chosen, switch.options.len()))
            && self
                .parameters
                .iter()
                .all(|parameter| self.is_founded(&parameter.basis))
            && fits(self.tables.len())
            && (0..)
                .zip(&self.tables)
                .all(|(index, table)| self.is_sound(index, table))
    }

    fn is_sound(&self, index: u16, table: &Table) -> bool {
        let depends_soundly = table.when_output.is_none_or(|when| {
            self.tables
                .get(usize::from(when.table))
                .is_some_and(|other| {
                    when.table < index
                        && other.goal == table.goal
                        && !matches!(other.hit, HitPolicy::Sum | HitPolicy::Count)
                        && is_index(when.value, other.values.len())
                })
        });
        depends_soundly
            && reckons_soundly(table)
            && fits(table.values.len())
            && fits(table.rules.len())
            && table.rules.iter().all(|rule| {
                is_index(rule.then, table.values.len())
                    && self.is_founded(&rule.basis)
                    && rule.rows.iter().all(|row| {
                        row.cells.is_sorted_by(|(one, _), (other, _)| one < other)
                            && row.cells.iter().all(|(fact, cell)| {
                                self.facts
                                    .get(fact.index())
                                    .is_some_and(|declaration| cell_fits(cell, declaration))
                            })
                            && row.outputs.is_sorted_by(|(one, _), (other, _)| one < other)
                            && row.outputs.iter().all(|(other, cell)| {
                                *other < index
                                    && self.tables.get(usize::from(*other)).is_some_and(|other| {
                                        other.goal == table.goal
                                            && other
                                                .output_declaration()
                                                .is_some_and(|output| cell_fits(cell, &output))
                                    })
                            })
                    })
            })
    }

    fn is_founded(&self, basis: &Basis) -> bool {
        is_index(basis.source, self.sources.len())
            && basis.switch.is_none_or(|chosen| {
                self.switches
                    .get(usize::from(chosen.switch))
                    .is_some_and(|switch| is_index(chosen.option, switch.options.len()))
            })
    }
}

/// Whether so many things can be told apart by a `u16`.
pub(crate) fn fits(count: usize) -> bool {
    count < usize::from(u16::MAX)
}

/// Whether the values of a table that reckons are different numbers and no sum is out of range.
fn reckons_soundly(table: &Table) -> bool {
    if !table.hit.reckons() {
        return true;
    }
    let numbers: Option<Vec<Number>> = table.numbers().collect();
    numbers.is_some_and(|numbers| {
        distinct(numbers.iter().copied()).len() == numbers.len()
            && sums(&table.rules, &numbers).is_some()
    })
}

/// The sum of all rules' outputs regardless of their signs; `None` if it is out of range.
pub(crate) fn sums(rules: &[Rule], numbers: &[Number]) -> Option<i64> {
    let sizes = rules.iter().map(|rule| {
        let number = numbers.get(usize::from(rule.then))?;
        number.millionths().checked_abs()
    });
    sizes
        .into_iter()
        .try_fold(0_i64, |sum, size| sum.checked_add(size?))
}

fn is_index(index: u16, count: usize) -> bool {
    usize::from(index) < count
}

fn is_declared_soundly(declaration: &FactDeclaration) -> bool {
    match &declaration.kind {
        FactType::Text { values } => !values.is_empty() && fits(values.len()),
        FactType::Boolean => true,
        FactType::Whole { min, max } => {
            min.is_none_or(|min| min.is_whole())
                && max.is_none_or(|max| max.is_whole())
                && min.zip(*max).is_none_or(|(min, max)| min <= max)
        }
        FactType::Number { min, max } => min.zip(*max).is_none_or(|(min, max)| min <= max),
    }
}

fn cell_fits(cell: &Cell, declaration: &FactDeclaration) -> bool {
    let tests = match cell {
        Cell::Any => &[],
        Cell::Tests { tests, .. } => tests.as_slice(),
    };
    tests.iter().all(|test| match (test, &declaration.kind) {
        (Test::Null, _) => declaration.optional,
        (Test::Bool(_), FactType::Boolean) => true,
        (Test::Text(index), FactType::Text { values }) => is_index(*index, values.len()),
        (Test::Range(_), FactType::Whole { .. } | FactType::Number { .. }) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::fact::FactId;
    use crate::number::Number;
    use crate::parse::PolicyFile;
    use crate::table::{SwitchOption, WhenOutput};

    const TEXT: &str = r#"
[[fact]]
name = "sex"
type = "text"
values = ["f", "m"]
asks = "answer"
[[fact]]
name = "age"
type = "whole"
asks = "answer"
[[source]]
id = "s"
title = "s"
[[switch]]
name = "w"
options = ["x"]
chosen = "x"
note = "w"
[table]
name = "t"
goal = "g"
hit = "first"
output = "o"
values = ["v"]
[[rule]]
id = "r"
then = "v"
source = "s"
confidence = "high"
message = "m"
switch = "w:x"
[[rule.when]]
sex = '"m"'
age = "< 3"
"#;

    fn check(damage: impl Fn(&mut Policy)) {
        let files = [PolicyFile {
            name: "t.toml",
            text: TEXT,
        }];
        let mut policy = Policy::parse(&files).unwrap();
        assert_eq!(Policy::decode(&policy.encode()).as_ref(), Ok(&policy));
        damage(&mut policy);
        assert_eq!(Policy::decode(&policy.encode()), Err(RulesError::Damaged));
    }

    #[test]
    fn parts_that_do_not_fit_together_are_refused() {
        check(|policy| policy.facts[0].kind = FactType::Boolean);
        check(|policy| policy.facts[0].kind = FactType::Text { values: Vec::new() });
        check(|policy| {
            let (min, max) = (Some(Number::from(2)), Some(Number::from(1)));
            policy.facts[1].kind = FactType::Whole { min, max };
        });
        check(|policy| drop(policy.facts.pop()));
        check(|policy| policy.sources.clear());
        check(|policy| policy.switches.clear());
        check(|policy| policy.switches[0].chosen = 1);
        check(|policy| policy.tables[0].values.clear());
        check(|policy| policy.tables[0].when_output = Some(WhenOutput { table: 0, value: 0 }));
        check(|policy| policy.tables[0].hit = HitPolicy::Sum);
        for table in [0, 1] {
            check(|policy| {
                let tests = vec![Test::Null];
                let cell = Cell::Tests {
                    tests,
                    negated: false,
                };
                policy.tables[0].rules[0].rows[0]
                    .outputs
                    .push((table, cell));
            });
        }
        check(|policy| {
            let switch = SwitchOption {
                switch: 0,
                option: 1,
            };
            policy.tables[0].rules[0].basis.switch = Some(switch);
        });
        let cells = |policy: &mut Policy, change: fn(&mut Vec<(FactId, Cell)>)| {
            change(&mut policy.tables[0].rules[0].rows[0].cells);
        };
        check(|policy| cells(policy, |cells| cells.reverse()));
        check(|policy| cells(policy, |cells| cells[0].0 = FactId(7)));
        check(|policy| {
            cells(policy, |cells| {
                let tests = vec![Test::Null];
                cells[0].1 = Cell::Tests {
                    tests,
                    negated: false,
                };
            });
        });
    }

    #[test]
    fn days_survive() {
        let files = [PolicyFile {
            name: "t.toml",
            text: TEXT,
        }];
        let mut policy = Policy::parse(&files).unwrap();
        policy.sources[0].date = Some(NaiveDate::MAX);
        policy.tables[0].rules[0].basis.from = Some(NaiveDate::MIN);
        assert_eq!(Policy::decode(&policy.encode()), Ok(policy));
    }
}
