//! Decision tables.

use super::error::Problem;
use super::order::{Dependence, Draft, order};
use super::overlap;
use super::reader::{Place, Report, Section, Text, index_of, unknown};
use super::rules::{Declared, Header, rules};
use crate::codec::{fits, sums};
use crate::distinct::distinct;
use crate::fact::FactDeclaration;
use crate::number::Number;
use crate::table::{HitPolicy, Table, output_declaration};

/// A `[table]` and the file it stands in.
struct Heading<'a> {
    file: Section<'a>,
    place: Place<'a>,
    name: Text<'a>,
    goal: Text<'a>,
    hit: HitPolicy,
    output: Text<'a>,
    values: Vec<String>,
    silent: Vec<u16>,
    /// The other output that makes the table relevant, and its value.
    when: Option<(Text<'a>, Text<'a>)>,
}

/// Reads the tables of all files, dependent ones after those they depend on.
pub(super) fn tables(
    files: &[Section<'_>],
    declared: Declared<'_>,
    report: &mut Report,
) -> Vec<Table> {
    let mut headings: Vec<Heading<'_>> = Vec::new();
    for file in files {
        if let Some(heading) = heading(*file, report) {
            let mut repeats = |what, one: &str, other: &str| {
                if one == other {
                    let name = one.to_owned();
                    report.add(heading.place, Problem::Duplicate { what, name });
                }
            };
            for other in &headings {
                repeats("table", heading.name.value, other.name.value);
                if heading.goal.value == other.goal.value {
                    repeats("output", heading.output.value, other.output.value);
                }
            }
            headings.push(heading);
        }
    }
    let drafts = headings.iter().enumerate();
    let drafts = drafts.map(|(index, _)| draft(&headings, index, declared, report));
    let drafts = drafts.collect();
    order(drafts, report)
}

fn heading<'a>(file: Section<'a>, report: &mut Report) -> Option<Heading<'a>> {
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
    let name = header.text("name", report);
    let goal = header.text("goal", report);
    let hit = header.one_of("hit", "hit policy", &HitPolicy::ALL, report);
    let output = header.text("output", report);
    let values = match hit {
        Some(hit) if hit.reckons() => numbers(file, header, report)?,
        _ => {
            let texts = header.texts("values", report)?;
            texts.iter().map(|text| text.value.to_owned()).collect()
        }
    };
    let silent = if header.has("silent") {
        let texts = header.texts("silent", report)?;
        let index = |text| {
            let values = values.iter().map(String::as_str);
            index_of(text, "output", values, &mut *report)
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
    Some(Heading {
        file,
        place: header.place,
        name: name?,
        goal: goal?,
        hit: hit?,
        output: output?,
        values,
        silent,
        when,
    })
}

/// The values of a table that reckons, in the form in which numbers print. They may be left out:
/// then they are the numbers that the rules give.
fn numbers(file: Section<'_>, header: Section<'_>, report: &mut Report) -> Option<Vec<String>> {
    if !header.has("values") {
        // What is wrong with a rule is told when it is read.
        let mut unheard = Report::default();
        let rules = file.sections("rule", &mut unheard).into_iter();
        let numbers = rules.filter_map(|rule| rule.output_number("then", &mut unheard));
        let numbers = distinct(numbers);
        if !fits(numbers.len()) {
            report.add(header.place, Problem::TooMany { what: "outputs" });
            return None;
        }
        return Some(numbers.iter().map(Number::to_string).collect());
    }
    let mut numbers: Vec<String> = Vec::new();
    for text in header.texts("values", report)? {
        let Ok(number) = text.value.parse::<Number>() else {
            let expected = "a decimal number of at most six places".to_owned();
            report.add(text.place, Problem::Form { expected });
            return None;
        };
        let name = number.to_string();
        if numbers.contains(&name) {
            let what = "number";
            report.add(text.place, Problem::Duplicate { what, name });
        } else {
            numbers.push(name);
        }
    }
    Some(numbers)
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

/// Reads the rules of a table and what it depends on.
fn draft<'a>(
    headings: &[Heading<'a>],
    index: usize,
    declared: Declared<'_>,
    report: &mut Report,
) -> Option<Draft<'a>> {
    let heading = headings.get(index)?;
    let (same_goal, outputs): (Vec<usize>, Vec<(&str, Option<FactDeclaration>)>) = headings
        .iter()
        .enumerate()
        .filter(|(_, other)| other.goal.value == heading.goal.value)
        .map(|(index, other)| {
            let name = other.output.value;
            let declaration = output_declaration(name, other.hit, &other.values);
            (index, (name, declaration))
        })
        .unzip();
    let header = Header {
        hit: heading.hit,
        values: &heading.values,
        outputs: &outputs,
        own: same_goal.iter().position(|other| *other == index)?,
    };
    let mut rules = rules(heading.file, &header, declared, report);
    overlap::check_rules(&rules.rules, &header, declared.facts, report);
    let mut depends = Vec::new();
    for (output, place) in &rules.tests {
        depends.push(Dependence {
            draft: same_goal.get(usize::from(*output)).copied()?,
            place: *place,
        });
    }
    // From indexes among the outputs of the goal to indexes among all drafts.
    let rows = rules.rules.iter_mut().flat_map(|(rule, _)| &mut rule.rows);
    for (output, _) in rows.flat_map(|row| &mut row.outputs) {
        *output = same_goal
            .get(usize::from(*output))
            .map_or(0, |draft| *draft as u16);
    }
    let mut when = None;
    if let Some((output, value)) = heading.when {
        let place = output.place;
        let found = outputs.iter().position(|(name, _)| *name == output.value);
        if found.is_none() {
            unknown(
                output.value,
                place,
                "output of the goal",
                header.others(),
                report,
            );
        }
        if let Some(draft) = found.and_then(|draft| same_goal.get(draft).copied()) {
            let other = headings.get(draft)?;
            depends.push(Dependence { draft, place });
            let values = match other.hit {
                HitPolicy::Sum | HitPolicy::Count => &[],
                _ => other.values.as_slice(),
            };
            let values = values.iter().map(String::as_str);
            when =
                index_of(value, "value of the output", values, report).map(|value| (draft, value));
        }
    }
    let rules: Vec<_> = rules.rules.into_iter().map(|(rule, _)| rule).collect();
    if heading.hit.reckons() {
        let numbers = heading.values.iter().filter_map(|value| value.parse().ok());
        if sums(&rules, &numbers.collect::<Vec<Number>>()).is_none() {
            let table = heading.name.value.to_owned();
            report.add(heading.place, Problem::SumOutOfRange { table });
        }
    }
    Some(Draft {
        table: Table {
            name: heading.name.value.to_owned(),
            goal: heading.goal.value.to_owned(),
            hit: heading.hit,
            output: heading.output.value.to_owned(),
            values: heading.values.clone(),
            when_output: None,
            silent: heading.silent.clone(),
            rules,
        },
        when,
        depends,
    })
}
