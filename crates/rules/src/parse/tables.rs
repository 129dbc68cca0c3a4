//! Decision tables and their dependencies.

use super::error::Problem;
use super::overlap;
use super::reader::{Place, Report, Section, Text, index_of};
use super::rules::{Declared, rules};
use crate::table::{HitPolicy, Table, WhenOutput};

/// A table whose dependency is still a name.
struct Draft<'a> {
    table: Table,
    /// The other output, its value, and where they are written.
    when: Option<(Text<'a>, Text<'a>)>,
    place: Place<'a>,
}

/// Reads the tables of all files, dependent ones after those they depend on.
pub(super) fn tables(
    files: &[Section<'_>],
    declared: Declared<'_>,
    report: &mut Report,
) -> Vec<Table> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for file in files {
        if let Some(draft) = draft(*file, declared, report) {
            let repeats = |what, one: &str, other: &str, report: &mut Report| {
                if one == other {
                    let name = one.to_owned();
                    report.add(draft.place, Problem::Duplicate { what, name });
                }
            };
            for Draft { table, .. } in &drafts {
                repeats("table", &draft.table.name, &table.name, report);
                if draft.table.goal == table.goal {
                    repeats("output", &draft.table.output, &table.output, report);
                }
            }
            drafts.push(draft);
        }
    }
    order(drafts, report)
}

fn draft<'a>(file: Section<'a>, declared: Declared<'_>, report: &mut Report) -> Option<Draft<'a>> {
    if !file.has("table") {
        if file.has("rule") {
            file.missing::<()>("table", report);
        }
        return None;
    }
    let header = file.section("table", report)?;
    header.only(
        &[
            "name",
            "goal",
            "hit",
            "output",
            "values",
            "when_output",
            "silent",
        ],
        report,
    );
    let policies = [
        ("unique", HitPolicy::Unique),
        ("first", HitPolicy::First),
        ("priority", HitPolicy::Priority),
        ("collect", HitPolicy::Collect),
    ];
    let name = header.text("name", report);
    let goal = header.text("goal", report);
    let hit = header.one_of("hit", "hit policy", &policies, report);
    let output = header.text("output", report);
    let values = header.texts("values", report)?;
    let values: Vec<String> = values.iter().map(|text| text.value.to_owned()).collect();
    let silent = if header.has("silent") {
        let texts = header.texts("silent", report)?;
        let index = |text| {
            index_of(
                text,
                "output",
                values.iter().map(String::as_str),
                &mut *report,
            )
        };
        texts.into_iter().filter_map(index).collect()
    } else {
        Vec::new()
    };
    let when = if header.has("when_output") {
        Some(when_output(header, report)?)
    } else {
        None
    };
    let rules = rules(file, &values, declared, report);
    let hit = hit?;
    overlap::check_rules(&rules, hit, declared.facts, report);
    Some(Draft {
        table: Table {
            name: name?.value.to_owned(),
            goal: goal?.value.to_owned(),
            hit,
            output: output?.value.to_owned(),
            values,
            when_output: None,
            silent,
            rules: rules.into_iter().map(|(rule, _)| rule).collect(),
        },
        when,
        place: header.place,
    })
}

/// Reads `when_output = { output = "value" }`.
fn when_output<'a>(header: Section<'a>, report: &mut Report) -> Option<(Text<'a>, Text<'a>)> {
    let section = header.section("when_output", report)?;
    let mut entries = section.entries();
    match (entries.next(), entries.next()) {
        (Some((output, value, span)), None) => {
            Some((output, section.as_text(value, &span, report)?))
        }
        _ => super::reader::form(section.place, "one output and its value", report),
    }
}

/// Puts tables after those they depend on and resolves the dependencies.
fn order(mut drafts: Vec<Draft<'_>>, report: &mut Report) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::with_capacity(drafts.len());
    while !drafts.is_empty() {
        let ready = drafts.iter().position(|draft| {
            draft.when.is_none_or(|(output, _)| {
                !drafts.iter().any(|other| {
                    other.table.goal == draft.table.goal && other.table.output == output.value
                })
            })
        });
        let Some(ready) = ready else {
            for draft in &drafts {
                let table = draft.table.name.clone();
                report.add(draft.place, Problem::Cycle { table });
            }
            break;
        };
        let Draft {
            mut table, when, ..
        } = drafts.remove(ready);
        if let Some((output, value)) = when {
            table.when_output = resolve(&tables, &table.goal, output, value, report);
        }
        tables.push(table);
    }
    tables
}

fn resolve(
    tables: &[Table],
    goal: &str,
    output: Text<'_>,
    value: Text<'_>,
    report: &mut Report,
) -> Option<WhenOutput> {
    let same_goal = tables.iter().filter(|table| table.goal == goal);
    let outputs = same_goal.map(|table| table.output.as_str());
    index_of(output, "output of the goal", outputs, report)?;
    let other = tables
        .iter()
        .position(|table| table.goal == goal && table.output == output.value)?;
    let values = tables.get(other)?.values.iter().map(String::as_str);
    Some(WhenOutput {
        table: u16::try_from(other).ok()?,
        value: index_of(value, "value of the output", values, report)?,
    })
}
