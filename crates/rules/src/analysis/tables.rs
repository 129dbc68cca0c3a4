//! Facts for which a table gives nothing, or two things at once.

use super::finding::{Finding, Kind, Witness};
use super::forest::{TooManySteps, none};
use super::rows::before;
use super::space::{Period, Space, TableRegions, gives_first};
use crate::diagram::Edge;
use crate::policy::{Policy, RuleRef};
use crate::table::HitPolicy;

/// How many regions a finding shows.
const REGIONS: usize = 8;

/// A finding that may go on from one period to the next: its table, its rule and its cases.
pub(super) struct Now {
    table: u16,
    rules: Option<(RuleRef, RuleRef)>,
    cases: Edge,
    finding: Finding,
}

type Placed = (u16, Option<RuleRef>, Finding);

/// The cases in which a table with one output is relevant and no rule applies. A table of which
/// no rule is in force is not in force itself.
pub(super) fn gaps(
    space: &mut Space<'_>,
    policy: &Policy,
    table: &TableRegions,
    period: Period,
    found: &mut Vec<Now>,
) -> Result<(), TooManySteps> {
    let Some(declared) = policy.tables.get(usize::from(table.index)) else {
        return Ok(());
    };
    // The least or the greatest of nothing is nothing, as it is of a list or a sum.
    let is_due = gives_first(declared.hit) && !declared.hit.reckons();
    if table.rules.is_empty() || !is_due {
        return Ok(());
    }
    let matched = before(space, &table.rules)?.pop().unwrap_or(none());
    let cases = space.forest.minus(table.relevant, matched)?;
    let finding = Finding {
        about: declared.output.clone(),
        ..Finding::new(Kind::Gap, &declared.name)
    };
    note(space, table, period, None, cases, finding, found)
}

/// The cases in which two rules apply although the hit policy rules that out.
pub(super) fn conflicts(
    space: &mut Space<'_>,
    policy: &Policy,
    table: &TableRegions,
    period: Period,
    found: &mut Vec<Now>,
) -> Result<(), TooManySteps> {
    let Some(declared) = policy.tables.get(usize::from(table.index)) else {
        return Ok(());
    };
    let conflict = match declared.hit {
        HitPolicy::Unique => |_: u16, _: u16| true,
        HitPolicy::Any => |one: u16, other: u16| one != other,
        _ => return Ok(()),
    };
    let id = |rule: RuleRef| {
        let version = policy.rule_version(rule);
        version.map_or_else(String::new, |version| version.id.to_owned())
    };
    for (index, rule) in table.rules.iter().enumerate() {
        for other in table.rules.iter().take(index) {
            if !conflict(rule.output, other.output) {
                continue;
            }
            let both = space.forest.and(rule.condition, other.condition)?;
            let cases = space.forest.and(table.relevant, both)?;
            let finding = Finding {
                rule: id(rule.rule),
                about: id(other.rule),
                ..Finding::new(Kind::Conflict, &declared.name)
            };
            let rules = Some((rule.rule, other.rule));
            note(space, table, period, rules, cases, finding, found)?;
        }
    }
    Ok(())
}

fn note(
    space: &mut Space<'_>,
    table: &TableRegions,
    period: Period,
    rules: Option<(RuleRef, RuleRef)>,
    cases: Edge,
    finding: Finding,
    found: &mut Vec<Now>,
) -> Result<(), TooManySteps> {
    let Some(path) = space.forest.nearest(cases, space.usual()) else {
        return Ok(());
    };
    let within = space.within(cases)?;
    let (regions, _) = space.forest.regions(cases, REGIONS);
    found.push(Now {
        table: table.index,
        rules,
        cases,
        finding: Finding {
            period: Some(period),
            witness: Some(Witness {
                on: period.day(),
                facts: space.example(&path),
            }),
            within: space.cells(&within),
            regions: regions.iter().map(|region| space.cells(region)).collect(),
            ..finding
        },
    });
    Ok(())
}

/// Goes on to the next period: what is found again in the same cases is one finding.
pub(super) fn go_on(found: &mut Vec<Placed>, last: &mut Vec<(Now, usize)>, now: Vec<Now>) {
    let mut going_on = Vec::with_capacity(now.len());
    for now in now {
        let same = last.iter().find(|(then, _)| {
            (then.table, then.rules, then.cases) == (now.table, now.rules, now.cases)
        });
        let number = match same {
            Some((_, number)) => {
                if let Some((_, _, finding)) = found.get_mut(*number)
                    && let (Some(period), Some(new)) = (&mut finding.period, now.finding.period)
                {
                    period.until = new.until;
                }
                *number
            }
            None => {
                let rule = now.rules.map(|(rule, _)| rule);
                found.push((now.table, rule, now.finding.clone()));
                found.len() - 1
            }
        };
        going_on.push((now, number));
    }
    *last = going_on;
}
