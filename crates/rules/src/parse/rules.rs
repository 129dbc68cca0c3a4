//! Rules, parameters and what they rest on.

use super::cell;
use super::error::Problem;
use super::reader::{Place, Report, Section, index_of};
use crate::cell::Cell;
use crate::codec::fits;
use crate::fact::{FactDeclaration, FactId};
use crate::policy::{Parameter, Source, Switch};
use crate::table::{Basis, Confidence, Row, Rule, SwitchOption};

/// What rules may mention.
#[derive(Clone, Copy)]
pub(super) struct Declared<'d> {
    pub(super) facts: &'d [FactDeclaration],
    pub(super) sources: &'d [Source],
    pub(super) switches: &'d [Switch],
}

/// Reads a `[[rule]]` of a table with the given outputs.
pub(super) fn rule(
    section: Section<'_>,
    values: &[String],
    declared: Declared<'_>,
    report: &mut Report,
) -> Option<Rule> {
    section.only(
        &[
            "id",
            "then",
            "from",
            "until",
            "source",
            "article",
            "confidence",
            "message",
            "switch",
            "when",
        ],
        report,
    );
    let id = section.text("id", report);
    let then = section
        .text("then", report)
        .and_then(|then| index_of(then, "output", values.iter().map(String::as_str), report));
    let basis = basis(section, declared, report);
    let mut rows = Vec::new();
    let mut sound = true;
    if !section.has("when") {
        return section.missing("when", report);
    }
    for when in section.sections("when", report) {
        match row(when, declared.facts, report) {
            Some(row) => rows.push(row),
            None => sound = false,
        }
    }
    (sound && !rows.is_empty()).then_some(())?;
    Some(Rule {
        id: id?.value.to_owned(),
        then: then?,
        basis: basis?,
        rows,
    })
}

fn row(section: Section<'_>, facts: &[FactDeclaration], report: &mut Report) -> Option<Row> {
    let mut cells = Vec::new();
    let mut sound = true;
    for (key, value, span) in section.entries() {
        let names = facts.iter().map(|fact| fact.name.as_str());
        let index = index_of(key, "fact", names, report);
        let text = section.as_text(value, &span, report);
        let (Some(index), Some(text)) = (index, text) else {
            sound = false;
            continue;
        };
        let Some(fact) = facts.get(usize::from(index)) else {
            continue;
        };
        match cell::parse(text.value, fact) {
            Ok(Cell::Any) => {}
            Ok(cell) => cells.push((FactId(index), cell)),
            Err((offset, problem)) => {
                report.add(text.inside(offset), problem);
                sound = false;
            }
        }
    }
    cells.sort_by_key(|(fact, _)| *fact);
    sound.then_some(Row { cells })
}

/// Reads a `[[parameter]]`.
pub(super) fn parameter(
    section: Section<'_>,
    declared: Declared<'_>,
    report: &mut Report,
) -> Option<Parameter> {
    section.only(
        &[
            "name",
            "value",
            "rule",
            "from",
            "until",
            "source",
            "article",
            "confidence",
            "message",
            "switch",
        ],
        report,
    );
    let name = section.text("name", report);
    let rule = section.text("rule", report);
    let basis = basis(section, declared, report);
    let value = if section.has("value") {
        section.number("value", report)
    } else {
        section.missing("value", report)
    };
    Some(Parameter {
        name: name?.value.to_owned(),
        value: value?,
        rule: rule?.value.to_owned(),
        basis: basis?,
    })
}

fn basis(section: Section<'_>, declared: Declared<'_>, report: &mut Report) -> Option<Basis> {
    let levels = [Confidence::High, Confidence::Medium, Confidence::Low];
    let levels = levels.map(|level| (level.as_str(), level));
    let source = section.text("source", report).and_then(|source| {
        let ids = declared.sources.iter().map(|source| source.id.as_str());
        index_of(source, "source", ids, report)
    });
    let from = section.date("from", report);
    let until = section.date("until", report);
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        report.add(section.place, Problem::FromAfterUntil { from, until });
    }
    let article = section.optional_text("article", report);
    let confidence = section.one_of("confidence", "confidence", &levels, report);
    let message = section.text("message", report);
    let switch = if section.has("switch") {
        Some(switch_option(section, declared.switches, report)?)
    } else {
        None
    };
    Some(Basis {
        from,
        until,
        switch,
        source: source?,
        article: article.map_or("", |article| article.value).to_owned(),
        confidence: confidence?,
        message: message?.value.to_owned(),
    })
}

/// Reads `switch = "name:option"`.
fn switch_option(
    section: Section<'_>,
    switches: &[Switch],
    report: &mut Report,
) -> Option<SwitchOption> {
    let mut name = section.optional_text("switch", report)?;
    let mut option = name;
    (name.value, option.value) = name.value.split_once(':').unwrap_or((name.value, ""));
    let names = switches.iter().map(|switch| switch.name.as_str());
    let switch = index_of(name, "switch", names, report)?;
    let options = &switches.get(usize::from(switch))?.options;
    let options = options.iter().map(String::as_str);
    let option = index_of(option, "option of the switch", options, report)?;
    Some(SwitchOption { switch, option })
}

/// Reads every `[[parameter]]` with its place.
pub(super) fn parameters<'a>(
    files: &[Section<'a>],
    declared: Declared<'_>,
    report: &mut Report,
) -> Vec<(Parameter, Place<'a>)> {
    let mut parameters = Vec::new();
    for file in files {
        for section in file.sections("parameter", report) {
            if let Some(parameter) = parameter(section, declared, report) {
                parameters.push((parameter, section.place));
            }
        }
    }
    parameters
}

/// Reads every `[[rule]]` of a file with its place.
pub(super) fn rules<'a>(
    file: Section<'a>,
    values: &[String],
    declared: Declared<'_>,
    report: &mut Report,
) -> Vec<(Rule, Place<'a>)> {
    let mut rules = Vec::new();
    for section in file.sections("rule", report) {
        if let Some(rule) = rule(section, values, declared, report) {
            rules.push((rule, section.place));
        }
    }
    if !fits(rules.len()) {
        report.add(file.place, Problem::TooMany { what: "rules" });
    }
    rules
}
