//! Rules and parameters that contradict each other.

use chrono::NaiveDate;

use super::error::Problem;
use super::reader::{Place, Report};
use crate::cell::Cell;
use crate::fact::{FactDeclaration, FactId};
use crate::partition::Partition;
use crate::policy::Parameter;
use crate::table::{Basis, HitPolicy, Row, Rule};

/// Reports versions of one rule that repeat each other, and rows of a unique table that can apply
/// together, whatever the switches.
pub(super) fn check_rules(
    rules: &[(Rule, Place<'_>)],
    hit: HitPolicy,
    facts: &[FactDeclaration],
    report: &mut Report,
) {
    for (index, (rule, place)) in rules.iter().enumerate() {
        for (other, other_place) in rules.iter().take(index) {
            let Some(on) = together(&rule.basis, &other.basis) else {
                continue;
            };
            if rule.id == other.id && has_same_rows(rule, other) {
                let name = rule.id.clone();
                report.add(*place, Problem::OverlappingVersions { name, on });
            } else if hit == HitPolicy::Unique
                && rule.rows.iter().any(|row| {
                    let mut others = other.rows.iter();
                    others.any(|other| can_meet(row, other, facts))
                })
            {
                let problem = Problem::Overlap {
                    rule: rule.id.clone(),
                    other: other.id.clone(),
                    other_line: other_place.line(),
                    on,
                };
                report.add(*place, problem);
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

/// Whether some facts satisfy both rows.
fn can_meet(one: &Row, other: &Row, facts: &[FactDeclaration]) -> bool {
    let cell_of = |row: &'_ Row, fact: FactId| -> Option<Cell> {
        let found = row.cells.iter().find(|(asked, _)| *asked == fact);
        found.map(|(_, cell)| cell.clone())
    };
    one.cells.iter().all(|(fact, cell)| {
        let (Some(other), Some(declaration)) = (cell_of(other, *fact), facts.get(fact.index()))
        else {
            return true;
        };
        let partition = Partition::of(declaration, &[cell, &other]);
        let mut samples = partition.samples().iter();
        samples.any(|sample| cell.holds(*sample) && other.holds(*sample))
    })
}
