//! What is written differently, whether or not an outcome changes.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ParameterChange;
use crate::analysis::Period;
use crate::cell::Cell;
use crate::fact::{FactDeclaration, FactId};
use crate::policy::{Policy, RuleVersion};
use crate::table::{Row, Table};

/// The parameters whose values change, with the days.
pub(super) fn parameters(old: &Policy, new: &Policy) -> Vec<ParameterChange> {
    let both = old.parameters.iter().chain(&new.parameters);
    let names: BTreeSet<&str> = both.map(|parameter| parameter.name.as_str()).collect();
    let dates = old.dates().into_iter().chain(new.dates());
    let dates: BTreeSet<NaiveDate> = dates.collect();
    let periods = Period::between(&dates.into_iter().collect::<Vec<_>>());
    let mut changes: Vec<ParameterChange> = Vec::new();
    for name in names {
        for period in &periods {
            let value = |policy: &Policy| {
                let parameter = policy.parameter(name, period.day())?;
                Some(parameter.value)
            };
            let (old, new) = (value(old), value(new));
            if old == new {
                continue;
            }
            match changes.last_mut() {
                Some(last)
                    if (last.name.as_str(), last.old, last.new) == (name, old, new)
                        && last.period.until.and_then(|day| day.succ_opt()) == period.from =>
                {
                    last.period.until = period.until;
                }
                _ => changes.push(ParameterChange {
                    name: name.to_owned(),
                    period: *period,
                    old,
                    new,
                }),
            }
        }
    }
    changes
}

/// A version of a rule and its rows, to be compared with others.
#[derive(Clone, PartialEq)]
struct Written<'p> {
    version: RuleVersion<'p>,
    rows: Vec<WrittenRow<'p>>,
}

/// A row in which outputs of other tables have their names, as the order of tables may differ.
#[derive(Clone, PartialEq)]
struct WrittenRow<'p> {
    cells: &'p [(FactId, Cell)],
    outputs: Vec<(&'p str, String)>,
}

impl<'p> WrittenRow<'p> {
    fn new(policy: &'p Policy, row: &'p Row) -> Self {
        let outputs = row.outputs.iter().filter_map(|(table, cell)| {
            let table = policy.tables.get(usize::from(*table))?;
            let feel = cell.feel(&table.output_declaration()?).to_string();
            Some((table.output.as_str(), feel))
        });
        let mut outputs: Vec<(&str, String)> = outputs.collect();
        outputs.sort_unstable();
        Self {
            cells: &row.cells,
            outputs,
        }
    }
}

impl Written<'_> {
    /// What is different in another version of the rule.
    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let (one, two) = (&self.version, &other.version);
        let mut differences = Vec::new();
        let mut note = |is_same: bool, what| {
            if !is_same {
                differences.push(what);
            }
        };
        note(one.id == two.id, "id");
        note(one.output == two.output, "then");
        note(one.from == two.from, "from");
        note(one.until == two.until, "until");
        note(one.switch == two.switch, "switch");
        note(one.source.id == two.source.id, "source");
        note(one.article == two.article, "article");
        note(one.confidence == two.confidence, "confidence");
        note(one.message == two.message, "message");
        note(self.rows == other.rows, "when");
        differences
    }
}

/// The versions of a table's rules, in order.
fn written<'p>(policy: &'p Policy, table: &str) -> Vec<Written<'p>> {
    let rules = policy.rules().filter(|rule| rule.table == table);
    let rows = policy.tables.iter().find(|found| found.name == table);
    let rows = rows.map_or(&[][..], |table| &table.rules);
    let rules = rules.zip(rows);
    rules
        .map(|(version, rule)| Written {
            version,
            rows: rule
                .rows
                .iter()
                .map(|row| WrittenRow::new(policy, row))
                .collect(),
        })
        .collect()
}

/// Everything that is written differently. The aligned policies have cells that can be compared.
pub(super) fn texts(
    old: &Policy,
    new: &Policy,
    aligned_old: &Policy,
    aligned_new: &Policy,
) -> Vec<String> {
    let mut texts = Vec::new();
    fn name(table: &Table) -> String {
        table.name.clone()
    }
    named(&old.tables, &new.tables, "table", name, &mut texts);
    for table in &new.tables {
        let Some(before) = old.tables.iter().find(|before| before.name == table.name) else {
            continue;
        };
        let differs = (before.hit, &before.values, &before.output, &before.goal)
            != (table.hit, &table.values, &table.output, &table.goal);
        if differs {
            texts.push(format!("table {} has another header", table.name));
        }
        let before = written(aligned_old, &table.name);
        rules(
            &table.name,
            before,
            written(aligned_new, &table.name),
            &mut texts,
        );
    }
    named(
        &old.facts,
        &new.facts,
        "fact",
        |fact| fact.name.clone(),
        &mut texts,
    );
    let kept = |policy: &Policy, other: &Policy| -> Vec<String> {
        let names = policy.facts.iter().map(|fact| fact.name.clone());
        names.filter(|name| other.fact(name).is_some()).collect()
    };
    if kept(old, new) != kept(new, old) {
        texts.push("the facts are in another order".to_owned());
    }
    for fact in &new.facts {
        let before = old.facts.iter().find(|before| before.name == fact.name);
        // What a fact is asked after is told by its name, as the order may differ.
        let without = |fact: &FactDeclaration| FactDeclaration {
            after: None,
            ..fact.clone()
        };
        let after = |policy: &Policy, fact: &FactDeclaration| {
            let after = policy.facts.get(fact.after?.index())?;
            Some(after.name.clone())
        };
        let differs = |before: &FactDeclaration| {
            without(before) != without(fact) || after(old, before) != after(new, fact)
        };
        if before.is_some_and(differs) {
            texts.push(format!("fact {} is declared differently", fact.name));
        }
    }
    named(
        &old.sources,
        &new.sources,
        "source",
        |source| source.id.clone(),
        &mut texts,
    );
    for source in &new.sources {
        let before = old.source(&source.id);
        if before.is_some_and(|before| before != source) {
            texts.push(format!("source {} is described differently", source.id));
        }
    }
    named(
        &old.switches,
        &new.switches,
        "switch",
        |switch| switch.name.clone(),
        &mut texts,
    );
    for switch in &new.switches {
        let before = old
            .switches
            .iter()
            .find(|before| before.name == switch.name);
        let Some(before) = before else { continue };
        let chosen = before.options.get(usize::from(before.chosen));
        let now = switch.options.get(usize::from(switch.chosen));
        if let (Some(chosen), Some(now)) = (chosen, now)
            && chosen != now
        {
            texts.push(format!("switch {} was {chosen} and is {now}", switch.name));
        }
    }
    texts
}

/// What is there in one list only.
fn named<T>(old: &[T], new: &[T], what: &str, name: fn(&T) -> String, texts: &mut Vec<String>) {
    let has = |list: &[T], wanted: &str| list.iter().any(|thing| name(thing) == wanted);
    for thing in old.iter().map(name) {
        if !has(new, &thing) {
            texts.push(format!("{what} {thing} is gone"));
        }
    }
    for thing in new.iter().map(name) {
        if !has(old, &thing) {
            texts.push(format!("{what} {thing} is new"));
        }
    }
}

fn rules(table: &str, old: Vec<Written<'_>>, new: Vec<Written<'_>>, texts: &mut Vec<String>) {
    let is_same = |one: &Written<'_>, other: &Written<'_>| one.differences(other).is_empty();
    let mut gone: Vec<Written<'_>> = Vec::new();
    let mut kept = vec![false; new.len()];
    // The places of old rules among the new ones, to see whether the order is the same.
    let mut places = Vec::new();
    for rule in &old {
        let place = (0..new.len()).find(|index| {
            kept.get(*index) == Some(&false)
                && new.get(*index).is_some_and(|other| is_same(rule, other))
        });
        match place.and_then(|place| Some((place, kept.get_mut(place)?))) {
            Some((place, kept)) => {
                *kept = true;
                places.push(place);
            }
            None => gone.push(rule.clone()),
        }
    }
    if !places.is_sorted() {
        texts.push(format!("the rules of table {table} are in another order"));
    }
    let come = new.iter().zip(&kept).filter(|(_, kept)| !**kept);
    let mut come: Vec<Written<'_>> = come.map(|(rule, _)| rule.clone()).collect();
    for rule in gone {
        let id = rule.version.id;
        let same_id = come.iter().position(|other| other.version.id == id);
        let renamed = || {
            come.iter()
                .position(|other| rule.differences(other) == ["id"])
        };
        match same_id.or_else(renamed) {
            Some(place) => {
                let other = come.remove(place);
                let differences = rule.differences(&other).join(", ");
                texts.push(match other.version.id == id {
                    true => format!("rule {id} of table {table} changes its {differences}"),
                    false => format!("rule {id} of table {table} is now {}", other.version.id),
                });
            }
            None => texts.push(format!("rule {id} of table {table} is gone")),
        }
    }
    for rule in come {
        texts.push(format!("rule {} of table {table} is new", rule.version.id));
    }
}
