//! Rows that have no effect.

use std::collections::BTreeMap;

use super::finding::{Finding, Kind, Witness};
use super::forest::{TooManySteps, all, none};
use super::space::{Found, Period, RuleRegions, Space, TableRegions, gives_first};
use crate::diagram::Edge;
use crate::number::Number;
use crate::policy::{Policy, RuleRef};
use crate::table::{HitPolicy, Table};

/// How a row fares in one period: the finding that it has no effect, or none if it has one or if
/// something else is found that explains why not.
type Standing = Option<Finding>;

/// How every row fares; what has an effect in one period is sound.
#[derive(Default)]
pub(super) struct Rows(BTreeMap<(RuleRef, usize), Standing>);

impl Rows {
    /// Adds what a table does in a period.
    pub(super) fn add(
        &mut self,
        space: &mut Space<'_>,
        policy: &Policy,
        table: &TableRegions,
        period: Period,
    ) -> Result<(), TooManySteps> {
        let Some(declared) = policy.tables.get(usize::from(table.index)) else {
            return Ok(());
        };
        let rules = &table.rules;
        let before = before(space, rules)?;
        let after = after(space, rules)?;
        for (index, rule) in rules.iter().enumerate() {
            for row in 0..rule.rows.len() {
                let place = Place {
                    table,
                    declared,
                    before: &before,
                    after: &after,
                    rule: index,
                    row,
                };
                let standing = place.standing(space, policy, period)?;
                self.note((rule.rule, row), standing);
            }
        }
        Ok(())
    }

    fn note(&mut self, row: (RuleRef, usize), standing: Standing) {
        match (self.0.get(&row), &standing) {
            (Some(None), _) => return,
            // A row is nowhere as idle as where it matches nothing.
            (Some(Some(known)), Some(new)) if known.kind >= new.kind => return,
            _ => {}
        }
        self.0.insert(row, standing);
    }

    /// The rows that have no effect in any period.
    pub(super) fn idle(self) -> impl Iterator<Item = (RuleRef, usize, Finding)> {
        self.0
            .into_iter()
            .filter_map(|((rule, row), standing)| Some((rule, row, standing?)))
    }
}

/// For each rule the cases that rules before it match; the last entry is of all rules.
pub(super) fn before(
    space: &mut Space<'_>,
    rules: &[RuleRegions],
) -> Result<Vec<Edge>, TooManySteps> {
    let mut before = vec![none()];
    let mut union = none();
    for rule in rules {
        union = space.forest.or(rule.condition, union)?;
        before.push(union);
    }
    Ok(before)
}

/// For each rule what the rules after it give: one more than the output of the first that applies.
fn after(space: &mut Space<'_>, rules: &[RuleRegions]) -> Result<Vec<Edge>, TooManySteps> {
    let mut after = Vec::with_capacity(rules.len());
    let mut given = none();
    for rule in rules.iter().rev() {
        after.push(given);
        let output = Edge::terminal(u32::from(rule.output) + 1);
        given = space.forest.choice(rule.condition, output, given)?;
    }
    after.reverse();
    Ok(after)
}

/// A row among the rules in force.
struct Place<'t> {
    table: &'t TableRegions,
    declared: &'t Table,
    before: &'t [Edge],
    after: &'t [Edge],
    rule: usize,
    row: usize,
}

impl Place<'_> {
    fn standing(
        &self,
        space: &mut Space<'_>,
        policy: &Policy,
        period: Period,
    ) -> Result<Standing, TooManySteps> {
        let Some((rule, row)) = self.table.rules.get(self.rule).and_then(|rule| {
            let row = rule.rows.get(self.row)?;
            Some((rule, *row))
        }) else {
            return Ok(None);
        };
        let idle = |kind, about: String, witness| {
            let version = policy.rule_version(rule.rule);
            Some(Finding {
                rule: version.map_or_else(String::new, |version| version.id.to_owned()),
                row: Some(self.row + 1),
                about,
                period: Some(period),
                witness,
                ..Finding::new(kind, &self.declared.name)
            })
        };
        let matched = space.forest.and(self.table.relevant, row)?;
        if matched == none() {
            return Ok(idle(Kind::Unreachable, String::new(), None));
        }
        if self.matters(space, rule, matched)? {
            return Ok(None);
        }
        // Not after a rule with the same output alone: then it is only superfluous.
        let single = gives_first(self.declared.hit);
        let earlier = self.before.get(self.rule).copied().unwrap_or(none());
        let masked = single && self.is_masked(space, rule, matched, earlier)?;
        // What somebody wrote in vain is worse than what is written twice.
        if !masked && let Some((other, row)) = self.container(space, rule, row)? {
            let Some(row) = row else {
                return Ok(None);
            };
            let witness = witness(space, matched, period);
            let about = name_row(policy, other, row);
            return Ok(idle(Kind::Subsumed, about, witness));
        }
        let kind = match masked {
            true => Kind::Masked,
            false => Kind::NeverDecides,
        };
        // What adds nothing to a sum needs another rule with a sum to give, whatever that is.
        let with_others = single || self.declared.hit == HitPolicy::Sum;
        let same_as = (single && kind == Kind::NeverDecides).then_some(rule.output);
        let (cases, decider) = self.decided(space, matched, with_others, same_as)?;
        let about = match decider {
            Some((rule, row)) => name_row(policy, rule, row),
            None => "another row".to_owned(),
        };
        Ok(idle(kind, about, witness(space, cases, period)))
    }

    /// Whether some output would be another without the row.
    fn matters(
        &self,
        space: &mut Space<'_>,
        rule: &RuleRegions,
        matched: Edge,
    ) -> Result<bool, TooManySteps> {
        let mut own = matched;
        for (index, row) in rule.rows.iter().enumerate() {
            if index != self.row {
                own = space.forest.minus(own, *row)?;
            }
        }
        if !gives_first(self.declared.hit) {
            // To add nothing changes a sum only where there would be none.
            let number = self.declared.numbers().nth(usize::from(rule.output));
            if self.declared.hit == HitPolicy::Sum && number.flatten() == Some(Number::from(0)) {
                for (index, other) in self.table.rules.iter().enumerate() {
                    if index != self.rule {
                        own = space.forest.minus(own, other.condition)?;
                    }
                }
            }
            return Ok(own != none());
        }
        let before = self.before.get(self.rule).copied().unwrap_or(none());
        let own = space.forest.minus(own, before)?;
        if own == none() {
            return Ok(false);
        }
        let after = self.after.get(self.rule).copied().unwrap_or(none());
        let output = u32::from(rule.output) + 1;
        let differs = space.forest.set(after, |after| after != output)?;
        Ok(space.forest.and(own, differs)? != none())
    }

    /// Another row of the same output that matches wherever this one does. No row if the two
    /// match the same cases and the other one, which comes later, is found instead.
    fn container(
        &self,
        space: &mut Space<'_>,
        rule: &RuleRegions,
        row: Edge,
    ) -> Result<Option<(RuleRef, Option<usize>)>, TooManySteps> {
        let mut twin = None;
        for (index, other) in self.table.rules.iter().enumerate() {
            let is_same = index == self.rule;
            if !is_same && (other.output != rule.output || !gives_first(self.declared.hit)) {
                continue;
            }
            for (number, cases) in other.rows.iter().enumerate() {
                if (index, number) == (self.rule, self.row) {
                    continue;
                }
                if *cases == row && (index, number) > (self.rule, self.row) {
                    twin = Some((other.rule, None));
                } else if space.forest.minus(row, *cases)? == none() {
                    return Ok(Some((other.rule, Some(number))));
                }
            }
        }
        Ok(twin)
    }

    /// Whether rules before give another output wherever the row matches.
    fn is_masked(
        &self,
        space: &mut Space<'_>,
        rule: &RuleRegions,
        matched: Edge,
        earlier: Edge,
    ) -> Result<bool, TooManySteps> {
        if space.forest.minus(matched, earlier)? != none() {
            return Ok(false);
        }
        let mut same = none();
        let own = Found::Value(u32::from(rule.output));
        for part in &self.table.parts {
            let gives = |terminal| *part.found(terminal) == own;
            let gives = space.forest.set(part.root, gives)?;
            same = space.forest.or(same, gives)?;
        }
        Ok(space.forest.and(matched, same)? == none())
    }

    /// Some cases that the row matches, and the other row that decides them or, if none does
    /// before, would without it; if wanted, one that gives the same.
    fn decided(
        &self,
        space: &mut Space<'_>,
        matched: Edge,
        with_others: bool,
        same_as: Option<u16>,
    ) -> Result<(Edge, Option<(RuleRef, usize)>), TooManySteps> {
        let mut left = all();
        for (index, other) in self.table.rules.iter().enumerate() {
            if !with_others && index != self.rule {
                continue;
            }
            for (number, row) in other.rows.iter().enumerate() {
                if (index, number) == (self.rule, self.row) {
                    continue;
                }
                let cases = space.forest.and(left, *row)?;
                let cases = space.forest.and(matched, cases)?;
                if cases != none() && same_as.is_none_or(|output| output == other.output) {
                    return Ok((cases, Some((other.rule, number))));
                }
                left = space.forest.minus(left, *row)?;
            }
        }
        Ok((matched, None))
    }
}

fn witness(space: &Space<'_>, cases: Edge, period: Period) -> Option<Witness> {
    let path = space.forest.nearest(cases, space.usual())?;
    Some(Witness {
        on: period.day(),
        facts: space.example(&path),
    })
}

/// `R1`, or `row 2 of R1` if it has several.
fn name_row(policy: &Policy, rule: RuleRef, row: usize) -> String {
    let table = policy.tables.get(usize::from(rule.table));
    let Some(rule) = table.and_then(|table| table.rules.get(usize::from(rule.rule))) else {
        return String::new();
    };
    match rule.rows.len() {
        1 => rule.id.clone(),
        _ => format!("row {} of {}", row + 1, rule.id),
    }
}
