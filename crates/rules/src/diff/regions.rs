//! The cases whose outcome changes.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::align::Aligned;
use super::{Change, DomainChange};
use crate::analysis::{
    Found, Period, Space, TableRegions, TooManySteps, Witness, all, gives_first, goals, none,
    periods,
};
use crate::diagram::Edge;
use crate::policy::Policy;
use crate::table::Table;
use crate::verdict::Output;

/// How many regions a change shows.
const REGIONS: usize = 1000;

/// Things that terminals stand for; each has one number.
struct Numbered<T>(Vec<T>);

impl<T: PartialEq> Numbered<T> {
    fn number(&mut self, thing: T) -> u32 {
        let known = self.0.iter().position(|known| *known == thing);
        let number = known.unwrap_or_else(|| {
            self.0.push(thing);
            self.0.len() - 1
        });
        number as u32
    }
}

/// Outcomes and the rules that give them.
struct Terminals {
    outcomes: Numbered<Option<Output>>,
    /// Ids of rules.
    causes: Numbered<Vec<String>>,
    /// Old and new outcome, old and new cause. The first stands for no change.
    changes: Numbered<Option<(u32, u32, u32, u32)>>,
}

/// Collects where outcomes change.
pub(super) fn changes(
    space: &mut Space<'_>,
    aligned: &Aligned,
    changes: &mut Vec<Change>,
) -> Result<(), TooManySteps> {
    let Aligned { old, new, domains } = aligned;
    let mut admitted = all();
    for (fact, old, new) in domains {
        // A fact that no rule mentions has no variable and cannot matter.
        for cell in [old, new] {
            let cases = space.cell(*fact, cell)?;
            admitted = space.forest.and(cases, admitted)?;
        }
    }
    let mut terminals = Terminals {
        outcomes: Numbered(Vec::new()),
        causes: Numbered(Vec::new()),
        changes: Numbered(vec![None]),
    };
    let mut all_goals = goals(new);
    all_goals.extend(goals(old));
    let mut seen = BTreeSet::new();
    for goal in all_goals {
        if !seen.insert(goal) {
            continue;
        }
        let mut last: Vec<(Edge, usize)> = Vec::new();
        for period in common_periods(old, new, goal) {
            let tables_old = space.goal(old, goal, period.day())?;
            let tables_new = space.goal(new, goal, period.day())?;
            let mut now = Vec::new();
            for output in outputs(old, new, goal) {
                let before = outcome(space, old, &tables_old, output, &mut terminals)?;
                let after = outcome(space, new, &tables_new, output, &mut terminals)?;
                let changed = compare(space, before, after, admitted, &mut terminals)?;
                for terminal in space.forest.terminals(changed) {
                    let cases = space.forest.set(changed, |found| found == terminal)?;
                    let Some(Some(change)) = terminals.changes.0.get(terminal as usize) else {
                        continue;
                    };
                    let change = describe(space, &terminals, *change, cases, period)?;
                    let change = Change {
                        goal: goal.to_owned(),
                        output: output.to_owned(),
                        ..change
                    };
                    now.push(go_on(changes, &last, cases, change));
                }
            }
            last = now;
        }
    }
    Ok(())
}

/// Adds a change, or prolongs the same one of the period before.
fn go_on(
    changes: &mut Vec<Change>,
    last: &[(Edge, usize)],
    cases: Edge,
    change: Change,
) -> (Edge, usize) {
    for (then, index) in last {
        if *then != cases {
            continue;
        }
        if let Some(known) = changes.get_mut(*index)
            && (&known.output, &known.old, &known.new) == (&change.output, &change.old, &change.new)
            && (&known.old_rules, &known.new_rules) == (&change.old_rules, &change.new_rules)
        {
            known.period.until = change.period.until;
            return (cases, *index);
        }
    }
    changes.push(change);
    (cases, changes.len() - 1)
}

/// Values that one policy admits and the other does not, of facts that rules mention.
pub(super) fn domains(space: &mut Space<'_>, aligned: &Aligned) -> Vec<DomainChange> {
    let mut changes = Vec::new();
    for (fact, old, new) in &aligned.domains {
        let Some(variable) = space.variable(*fact) else {
            continue;
        };
        let classes = || 0..space.forest.size(variable);
        let only = |own, other| {
            let classes = classes().filter(|class| {
                space.holds(variable, own, *class) && !space.holds(variable, other, *class)
            });
            let classes: Vec<u16> = classes.collect();
            if classes.is_empty() {
                return None;
            }
            let cells = space.cells(&vec![(variable, classes)]);
            cells.into_iter().next().map(|(_, cell)| cell)
        };
        let (only_old, only_new) = (only(old, new), only(new, old));
        if only_old.is_some() || only_new.is_some() {
            changes.push(DomainChange {
                fact: *fact,
                only_old,
                only_new,
            });
        }
    }
    changes
}

/// The periods in which both policies stay the same.
fn common_periods(old: &Policy, new: &Policy, goal: &str) -> Vec<Period> {
    let periods = periods(old, goal).into_iter().chain(periods(new, goal));
    let dates: BTreeSet<NaiveDate> = periods.filter_map(|period| period.from).collect();
    Period::between(&dates.into_iter().collect::<Vec<_>>())
}

/// The names of a goal's outputs.
fn outputs<'p>(old: &'p Policy, new: &'p Policy, goal: &str) -> Vec<&'p str> {
    let mut outputs: Vec<&str> = Vec::new();
    for table in new.tables.iter().chain(&old.tables) {
        if table.goal == goal && !outputs.contains(&table.output.as_str()) {
            outputs.push(&table.output);
        }
    }
    outputs
}

/// What a policy gives as an output, and by which rules.
fn outcome(
    space: &mut Space<'_>,
    policy: &Policy,
    tables: &[TableRegions],
    output: &str,
    terminals: &mut Terminals,
) -> Result<(Edge, Edge), TooManySteps> {
    let nothing = terminals.outcomes.number(None);
    let nobody = terminals.causes.number(Vec::new());
    let declared = |table: &TableRegions| policy.tables.get(usize::from(table.index));
    let found_table = tables
        .iter()
        .find(|table| declared(table).is_some_and(|table| table.output == output));
    let Some((table, declared)) = found_table.and_then(|table| Some((table, declared(table)?)))
    else {
        return Ok((Edge::terminal(nothing), Edge::terminal(nobody)));
    };
    let mut outcome = Edge::terminal(nothing);
    for part in &table.parts {
        let outcomes = &mut terminals.outcomes;
        outcome = space
            .forest
            .pair(outcome, part.root, &mut |before, terminal| {
                let before = outcomes.0.get(before as usize).cloned().flatten();
                outcomes.number(extend(before, part.found(terminal), declared))
            })?;
    }
    let mut cause = Edge::terminal(nobody);
    for rule in table.rules.iter().rev() {
        let version = policy.rule_version(rule.rule);
        let id = version.map_or_else(String::new, |version| version.id.to_owned());
        let causes = &mut terminals.causes;
        if gives_first(declared.hit) {
            let own = Edge::terminal(causes.number(vec![id]));
            cause = space.forest.choice(rule.condition, own, cause)?;
        } else {
            cause = space
                .forest
                .pair(rule.condition, cause, &mut |applies, rest| {
                    let mut ids = causes.0.get(rest as usize).cloned().unwrap_or_default();
                    if applies == 1 && !ids.contains(&id) {
                        ids.insert(0, id.clone());
                    }
                    causes.number(ids)
                })?;
        }
    }
    let cause = space
        .forest
        .choice(table.relevant, cause, Edge::terminal(nobody))?;
    Ok((outcome, cause))
}

/// An outcome with one more part of it.
fn extend(before: Option<Output>, part: &Found, table: &Table) -> Option<Output> {
    let value = |value: &u32| {
        let value = table.values.get(*value as usize);
        value.cloned().unwrap_or_default()
    };
    match part {
        Found::Nothing => before,
        Found::Value(found) if table.hit.reckons() => {
            let number = table.numbers().nth(*found as usize).flatten();
            number.map(Output::Number)
        }
        Found::Value(found) => Some(Output::One(value(found))),
        Found::Number(number) => Some(Output::Number(*number)),
        Found::Piece(values) => {
            let mut list = match before {
                Some(Output::List(list)) => list,
                _ => Vec::new(),
            };
            list.extend(values.iter().map(value));
            Some(Output::List(list))
        }
    }
}

/// The changes between two outcomes with their causes, among the admitted cases.
fn compare(
    space: &mut Space<'_>,
    (old, old_cause): (Edge, Edge),
    (new, new_cause): (Edge, Edge),
    admitted: Edge,
    terminals: &mut Terminals,
) -> Result<Edge, TooManySteps> {
    let differing = space.forest.difference(old, new)?;
    let differing = space.forest.and(differing, admitted)?;
    if differing == none() {
        return Ok(none());
    }
    // Outside of the differing cases nothing has to be told apart.
    let mut within = |function| space.forest.choice(differing, function, none());
    let (old, new) = (within(old)?, within(new)?);
    let (old_cause, new_cause) = (within(old_cause)?, within(new_cause)?);
    let mut pairs = Numbered(Vec::new());
    let outcomes = space
        .forest
        .pair(old, new, &mut |old, new| pairs.number((old, new)))?;
    let causes = space.forest.pair(old_cause, new_cause, &mut |old, new| {
        pairs.number((old, new))
    })?;
    let changes = &mut terminals.changes;
    let changed = space
        .forest
        .pair(outcomes, causes, &mut |outcomes, causes| {
            let pair = |number: u32| pairs.0.get(number as usize).copied().unwrap_or((0, 0));
            let ((old, new), (old_cause, new_cause)) = (pair(outcomes), pair(causes));
            changes.number(Some((old, new, old_cause, new_cause)))
        })?;
    space.forest.choice(differing, changed, none())
}

fn describe(
    space: &mut Space<'_>,
    terminals: &Terminals,
    (old, new, old_cause, new_cause): (u32, u32, u32, u32),
    cases: Edge,
    period: Period,
) -> Result<Change, TooManySteps> {
    let outcome = |number: u32| {
        let outcome = terminals.outcomes.0.get(number as usize);
        outcome.cloned().flatten()
    };
    let cause = |number: u32| {
        let cause = terminals.causes.0.get(number as usize);
        cause.cloned().unwrap_or_default()
    };
    let (regions, complete) = space.forest.regions(cases, REGIONS);
    let path = space
        .forest
        .nearest(cases, space.usual())
        .unwrap_or_default();
    let within = space.within(cases)?;
    Ok(Change {
        goal: String::new(),
        output: String::new(),
        period,
        old: outcome(old),
        new: outcome(new),
        old_rules: cause(old_cause),
        new_rules: cause(new_cause),
        within: space.cells(&within),
        regions: regions.iter().map(|region| space.cells(region)).collect(),
        complete,
        example: Witness {
            on: period.day(),
            facts: space.example(&path),
        },
    })
}
