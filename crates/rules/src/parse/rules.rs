//! Rules, parameters and what they rest on.

use super::cell;
use super::error::Problem;
use super::reader::{Place, Report, Section, Text, index_of, unknown};
use crate::cell::Cell;
use crate::codec::fits;
use crate::fact::{FactDeclaration, FactId};
use crate::policy::{Parameter, Source, Switch};
use crate::table::{Basis, Confidence, HitPolicy, Row, Rule, SwitchOption};

/// What rules may mention.
#[derive(Clone, Copy)]
pub(super) struct Declared<'d> {
    pub(super) facts: &'d [FactDeclaration],
    pub(super) sources: &'d [Source],
    pub(super) switches: &'d [Switch],
}

/// The table that rules belong to, as far as they have to know it.
pub(super) struct Header<'h> {
    pub(super) hit: HitPolicy,
    pub(super) values: &'h [String],
    /// The outputs of the tables of the same goal, in the order of the files: the name and, unless
    /// it is a list, the declaration of the fact that cells may take it for.
    pub(super) outputs: &'h [(&'h str, Option<FactDeclaration>)],
    /// The index of the table's own output among them.
    pub(super) own: usize,
}

impl Header<'_> {
    /// The outputs of the other tables.
    pub(super) fn others(&self) -> impl Iterator<Item = &str> + Clone {
        let outputs = self.outputs.iter().enumerate();
        let others = outputs.filter(|(index, _)| *index != self.own);
        others.map(|(_, (name, _))| *name)
    }
}

/// The rules of a table.
#[derive(Default)]
pub(super) struct Rules<'a> {
    /// Each rule and where it begins. The outputs that its rows test are still indexes into
    /// [`Header::outputs`].
    pub(super) rules: Vec<(Rule, Place<'a>)>,
    /// The outputs that rows test, and where they do so first.
    pub(super) tests: Vec<(u16, Place<'a>)>,
}

/// Reads a `[[rule]]` of a table.
fn rule<'a>(
    section: Section<'a>,
    header: &Header<'_>,
    declared: Declared<'_>,
    tests: &mut Vec<(u16, Place<'a>)>,
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
    let then = then(section, header, report);
    let basis = basis(section, declared, report);
    let mut rows = Vec::new();
    let mut sound = true;
    if !section.has("when") {
        return section.missing("when", report);
    }
    for when in section.sections("when", report) {
        match row(when, header, declared.facts, tests, report) {
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

/// The index of the output that a rule gives. A table that reckons takes numbers without quotes.
fn then(section: Section<'_>, header: &Header<'_>, report: &mut Report) -> Option<u16> {
    let values = header.values.iter().map(String::as_str);
    if !header.hit.reckons() || !section.has("then") {
        let then = section.text("then", report)?;
        return index_of(then, "output", values, report);
    }
    let number = section.output_number("then", report)?.to_string();
    let index = values.clone().position(|value| value == number);
    if index.is_none() {
        unknown(&number, section.place_of("then"), "output", values, report);
    }
    index.and_then(|index| u16::try_from(index).ok())
}

/// The index of a name among the facts and, after them, the outputs of the goal. The table's own
/// output is no suggestion, but who names it shall hear that this is a circle.
fn fact_or_output(
    name: Text<'_>,
    header: &Header<'_>,
    facts: &[FactDeclaration],
    report: &mut Report,
) -> Option<u16> {
    let facts = facts.iter().map(|fact| fact.name.as_str());
    let outputs = header.outputs.iter().map(|(output, _)| *output);
    let mut names = facts.clone().chain(outputs);
    if let Some(index) = names.position(|declared| declared == name.value) {
        return u16::try_from(index).ok();
    }
    let what = match header.outputs {
        [_] => "fact",
        _ => "fact or output of the goal",
    };
    let names = facts.chain(header.others());
    unknown(name.value, name.place, what, names, report);
    None
}

fn row<'a>(
    section: Section<'a>,
    header: &Header<'_>,
    facts: &[FactDeclaration],
    tests: &mut Vec<(u16, Place<'a>)>,
    report: &mut Report,
) -> Option<Row> {
    let mut row = Row {
        cells: Vec::new(),
        outputs: Vec::new(),
    };
    let mut sound = true;
    for (key, value, span) in section.entries() {
        let index = fact_or_output(key, header, facts, report);
        let text = section.as_text(value, &span, report);
        let (Some(index), Some(text)) = (index, text) else {
            sound = false;
            continue;
        };
        let output = usize::from(index).checked_sub(facts.len());
        let declaration = match output {
            None => facts.get(usize::from(index)),
            Some(output) => header.outputs.get(output).and_then(|(_, it)| it.as_ref()),
        };
        let Some(declaration) = declaration else {
            let output = key.value.to_owned();
            report.add(key.place, Problem::ListTested { output });
            sound = false;
            continue;
        };
        let cell = match cell::parse(text.value, declaration) {
            Ok(Cell::Any) => continue,
            Ok(cell) => cell,
            Err((offset, problem)) => {
                report.add(text.inside(offset), problem);
                sound = false;
                continue;
            }
        };
        match output {
            None => row.cells.push((FactId(index), cell)),
            Some(output) => {
                let output = output as u16;
                if tests.iter().all(|(tested, _)| *tested != output) {
                    tests.push((output, key.place));
                }
                row.outputs.push((output, cell));
            }
        }
    }
    row.cells.sort_by_key(|(fact, _)| *fact);
    sound.then_some(row)
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

/// Reads every `[[rule]]` of a file.
pub(super) fn rules<'a>(
    file: Section<'a>,
    header: &Header<'_>,
    declared: Declared<'_>,
    report: &mut Report,
) -> Rules<'a> {
    let mut found = Rules::default();
    for section in file.sections("rule", report) {
        if let Some(rule) = rule(section, header, declared, &mut found.tests, report) {
            found.rules.push((rule, section.place));
        }
    }
    if !fits(found.rules.len()) {
        report.add(file.place, Problem::TooMany { what: "rules" });
    }
    found
}
