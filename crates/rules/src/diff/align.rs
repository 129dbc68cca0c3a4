//! Two policies over the same facts.

use super::DiffError;
use crate::cell::{Cell, Endpoint, Range, Test};
use crate::fact::{FactDeclaration, FactId, FactType};
use crate::number::Number;
use crate::policy::Policy;

/// Two policies that declare the same facts, with everything that either of them admits.
pub(super) struct Aligned {
    pub(super) old: Policy,
    pub(super) new: Policy,
    /// The facts whose values are not the same in both policies, and the cells that admit those of
    /// the old and of the new one.
    pub(super) domains: Vec<(FactId, Cell, Cell)>,
}

/// Declares in both policies the facts of either.
pub(super) fn align(old: &Policy, new: &Policy) -> Result<Aligned, DiffError> {
    // The order is that of the new policy; what only the old one asks comes last.
    let mut facts = new.facts.clone();
    for declaration in &old.facts {
        match facts.iter_mut().find(|fact| fact.name == declaration.name) {
            Some(fact) => join(fact, declaration)?,
            // Nobody is asked in the joined order.
            None => facts.push(FactDeclaration {
                after: None,
                ..declaration.clone()
            }),
        }
    }
    let mut domains = Vec::new();
    for (index, joined) in (0..).zip(&facts) {
        let find = |policy: &Policy| -> Option<FactDeclaration> {
            let mut facts = policy.facts.iter();
            facts.find(|fact| fact.name == joined.name).cloned()
        };
        if let (Some(old), Some(new)) = (find(old), find(new)) {
            let (old, new) = (domain(&old, joined), domain(&new, joined));
            if old != new {
                domains.push((FactId(index), old, new));
            }
        }
    }
    Ok(Aligned {
        old: redeclare(old, &facts),
        new: redeclare(new, &facts),
        domains,
    })
}

/// Widens a declaration so that it admits what another one does.
fn join(fact: &mut FactDeclaration, other: &FactDeclaration) -> Result<(), DiffError> {
    let least = |one: &mut Option<Number>, other: &Option<Number>| {
        *one = one.zip(*other).map(|(one, other)| one.min(other));
    };
    let greatest = |one: &mut Option<Number>, other: &Option<Number>| {
        *one = one.zip(*other).map(|(one, other)| one.max(other));
    };
    match (&mut fact.kind, &other.kind) {
        (FactType::Boolean, FactType::Boolean) => {}
        (FactType::Text { values }, FactType::Text { values: others }) => {
            for value in others {
                if !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
        (
            FactType::Whole { min, max },
            FactType::Whole {
                min: low,
                max: high,
            },
        )
        | (
            FactType::Number { min, max },
            FactType::Number {
                min: low,
                max: high,
            },
        ) => {
            least(min, low);
            greatest(max, high);
        }
        _ => {
            return Err(DiffError::TypeChanged {
                fact: fact.name.clone(),
                old: other.kind.domain(),
                new: fact.kind.domain(),
            });
        }
    }
    fact.optional |= other.optional;
    Ok(())
}

/// The cell that admits the values of a declaration among those of a wider one.
fn domain(own: &FactDeclaration, joined: &FactDeclaration) -> Cell {
    let mut tests = match (&own.kind, &joined.kind) {
        (FactType::Boolean, _) => vec![Test::Bool(false), Test::Bool(true)],
        (FactType::Text { values }, FactType::Text { values: joined }) => {
            let index = (0..).zip(joined);
            let own = index.filter(|(_, value)| values.contains(value));
            own.map(|(index, _)| Test::Text(index)).collect()
        }
        (FactType::Whole { min, max } | FactType::Number { min, max }, _) => {
            let end = |number: &Option<Number>| {
                number.map(|number| Endpoint {
                    number,
                    closed: true,
                })
            };
            vec![Test::Range(Range {
                low: end(min),
                high: end(max),
            })]
        }
        _ => Vec::new(),
    };
    if own.optional {
        tests.push(Test::Null);
    }
    Cell::Tests {
        tests,
        negated: false,
    }
}

/// The policy with its cells put in terms of other declarations of its facts.
fn redeclare(policy: &Policy, facts: &[FactDeclaration]) -> Policy {
    let mut redeclared = policy.clone();
    redeclared.facts = facts.to_vec();
    let index = |fact: FactId| {
        let name = &policy.facts.get(fact.index())?.name;
        let index = facts.iter().position(|joined| joined.name == *name)?;
        u16::try_from(index).ok().map(FactId)
    };
    let rules = redeclared.tables.iter_mut();
    let rules = rules.flat_map(|table| &mut table.rules);
    for row in rules.flat_map(|rule| &mut rule.rows) {
        for (fact, cell) in &mut row.cells {
            let Some(joined) = index(*fact) else {
                continue;
            };
            if let (
                Some(FactType::Text { values }),
                Some(FactType::Text { values: joined }),
                Cell::Tests { tests, .. },
            ) = (
                policy.facts.get(fact.index()).map(|fact| &fact.kind),
                facts.get(joined.index()).map(|fact| &fact.kind),
                cell,
            ) {
                tests
                    .iter_mut()
                    .for_each(|test| rename(test, values, joined));
            }
            *fact = joined;
        }
        row.cells.sort_by_key(|(fact, _)| *fact);
    }
    redeclared.stamp();
    redeclared
}

/// Puts the index of a text in terms of other values.
fn rename(test: &mut Test, values: &[String], joined: &[String]) {
    if let Test::Text(index) = test
        && let Some(value) = values.get(usize::from(*index))
        && let Some(new) = joined.iter().position(|joined| joined == value)
    {
        *index = u16::try_from(new).unwrap_or(*index);
    }
}
