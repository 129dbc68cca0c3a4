//! Rules and parameters that contradict each other.

use chrono::NaiveDate;

use super::error::Problem;
use super::reader::{Place, Report};
use super::rules::Header;
use crate::cell::{Cell, Range, Test};
use crate::fact::{FactDeclaration, FactId};
use crate::partition::Partition;
use crate::policy::Parameter;
use crate::table::{Basis, HitPolicy, Row, Rule};

/// Reports versions of one rule that repeat each other, rows of a unique table that can apply
/// together, and such rows with different outputs under the hit policy any; whatever the switches,
/// and whatever other tables could give.
pub(super) fn check_rules(
    rules: &[(Rule, Place<'_>)],
    header: &Header<'_>,
    facts: &[FactDeclaration],
    report: &mut Report,
) {
    let may_not_meet = |rule: &Rule, other: &Rule| match header.hit {
        HitPolicy::Unique => true,
        HitPolicy::Any => rule.then != other.then,
        _ => false,
    };
    for (index, (rule, place)) in rules.iter().enumerate() {
        for (other, other_place) in rules.iter().take(index) {
            if rule.id != other.id && !may_not_meet(rule, other) {
                continue;
            }
            let Some(on) = together(&rule.basis, &other.basis) else {
                continue;
            };
            if rule.id == other.id && has_same_rows(rule, other) {
                let name = rule.id.clone();
                report.add(*place, Problem::OverlappingVersions { name, on });
            } else if may_not_meet(rule, other)
                && rule.rows.iter().any(|row| {
                    let mut others = other.rows.iter();
                    others.any(|other| can_meet(row, other, header, facts))
                })
            {
                let other_line = other_place.line();
                let (rule, other) = (rule.id.clone(), other.id.clone());
                report.add(
                    *place,
                    match header.hit {
                        HitPolicy::Any => Problem::Conflict {
                            rule,
                            other,
                            other_line,
                            on,
                        },
                        _ => Problem::Overlap {
                            rule,
                            other,
                            other_line,
                            on,
                        },
                    },
                );
            }
        }
    }
}

/// Reports versions of one parameter that are in force together.
pub(super) fn check_parameters(parameters: &[(Parameter, Place<'_>)], report: &mut Report) {
    for (index, (parameter, place)) in parameters.iter().enumerate() {
        let others = parameters.iter().take(index);
        for (other, _) in others.filter(|(other, _)| other.name == parameter.name) {
            if let Some(on) = together(&parameter.basis, &other.basis) {
                let name = parameter.name.clone();
                report.add(*place, Problem::OverlappingVersions { name, on });
            }
        }
    }
}

/// Whether two things can be in force together, and from which day on; no day if they always are.
fn together(one: &Basis, other: &Basis) -> Option<Option<NaiveDate>> {
    if let (Some(one), Some(other)) = (one.switch, other.switch)
        && one.switch == other.switch
        && one.option != other.option
    {
        return None;
    }
    let from = one.from.max(other.from);
    let until = one.until.into_iter().chain(other.until).min();
    match (from, until) {
        (Some(from), Some(until)) => (from <= until).then_some(Some(from)),
        _ => Some(from.or(until)),
    }
}

fn has_same_rows(one: &Rule, other: &Rule) -> bool {
    one.rows.iter().all(|row| other.rows.contains(row))
        && other.rows.iter().all(|row| one.rows.contains(row))
}

/// Whether some facts and outputs satisfy both rows.
fn can_meet(one: &Row, other: &Row, header: &Header<'_>, facts: &[FactDeclaration]) -> bool {
    let fact = |fact: FactId| facts.get(fact.index());
    let output = |output: u16| header.outputs.get(usize::from(output))?.1.as_ref();
    all_meet(&one.cells, &other.cells, fact) && all_meet(&one.outputs, &other.outputs, output)
}

/// Whether cells on the same thing have a value in common.
fn all_meet<'d, K: Copy + PartialEq>(
    one: &[(K, Cell)],
    other: &[(K, Cell)],
    declaration: impl Fn(K) -> Option<&'d FactDeclaration>,
) -> bool {
    one.iter().all(|(key, cell)| {
        let other = other.iter().find(|(asked, _)| asked == key);
        let (Some((_, other)), Some(declaration)) = (other, declaration(*key)) else {
            return true;
        };
        meet(cell, other, declaration)
    })
}

/// Whether some value satisfies both cells.
fn meet(one: &Cell, other: &Cell, declaration: &FactDeclaration) -> bool {
    // In a table of thousands of rows nearly all pairs are told apart here.
    if let (Some(tests), Some(others)) = (alternatives(one), alternatives(other))
        && !tests
            .iter()
            .any(|test| others.iter().any(|other| may_meet(test, other)))
    {
        return false;
    }
    let partition = Partition::of(declaration, &[one, other]);
    let mut samples = partition.samples().iter();
    samples.any(|sample| one.holds(*sample) && other.holds(*sample))
}

/// The tests of which a cell is satisfied by any.
fn alternatives(cell: &Cell) -> Option<&[Test]> {
    match cell {
        Cell::Tests {
            tests,
            negated: false,
        } => Some(tests),
        _ => None,
    }
}

/// Whether a value may satisfy both tests; false only if none can.
fn may_meet(one: &Test, other: &Test) -> bool {
    let ends_before = |one: &Range, other: &Range| match (one.high, other.low) {
        (Some(high), Some(low)) => high.number < low.number,
        _ => false,
    };
    match (one, other) {
        (Test::Range(one), Test::Range(other)) => {
            !ends_before(one, other) && !ends_before(other, one)
        }
        _ => one == other,
    }
}
