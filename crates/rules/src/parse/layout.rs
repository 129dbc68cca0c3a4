//! Where things stand in policy files, and which findings of the analysis they allow.

use std::collections::HashMap;

use toml::de::DeTable;

use super::error::PolicyErrors;
use super::reader::{Lined, Place, PolicyFile, Report, Section};
use crate::analysis::{Allowed, Kind, Layout, Position, RulePlace, TablePlace};
use crate::policy::Policy;

impl Policy {
    /// As [`Policy::parse`], and says where everything is written, for those who mend it.
    ///
    /// Besides what a policy holds, a file may have any number of `[[allow]]`: `finding` names a
    /// [`Kind`], `table`, `rule` and `about` narrow it down, and `because` says why.
    pub fn parse_with_layout(files: &[PolicyFile<'_>]) -> Result<(Self, Layout), PolicyErrors> {
        let policy = Self::parse(files)?;
        let mut layout = Layout {
            facts: vec![None; policy.facts.len()],
            tables: vec![TablePlace::default(); policy.tables.len()],
            ..Layout::default()
        };
        let names: HashMap<&str, usize> = policy
            .facts
            .iter()
            .map(|fact| fact.name.as_str())
            .zip(0..)
            .collect();
        let mut report = Report::default();
        for file in files {
            // It has been read once already, so it is TOML.
            if let Ok(document) = DeTable::parse(file.text) {
                let document = document.into_inner();
                let file = Lined::new(*file);
                let section = Section::new(&file, &document, 0);
                note(&policy, &names, &mut layout, section, &mut report);
            }
        }
        report.finish((policy, layout))
    }
}

/// Notes the places of one file.
fn note(
    policy: &Policy,
    facts: &HashMap<&str, usize>,
    layout: &mut Layout,
    file: Section<'_>,
    report: &mut Report,
) {
    for section in file.sections("fact", report) {
        let name = section.text("name", report);
        let fact = name.and_then(|name| facts.get(name.value));
        if let Some(slot) = fact.and_then(|fact| layout.facts.get_mut(*fact)) {
            *slot = Some(position(section.place));
        }
    }
    let keys = [
        ("parameter", "message", &mut layout.parameters),
        ("source", "title", &mut layout.sources),
        ("switch", "note", &mut layout.switches),
    ];
    for (what, key, places) in keys {
        for section in file.sections(what, report) {
            let text = section.text(key, report);
            places.extend(text.map(|text| (text.value.to_owned(), position(text.place))));
        }
    }
    for section in file.sections("allow", report) {
        layout.allowed.extend(allowed(section, report));
    }
    if !file.has("table") {
        return;
    }
    let Some(header) = file.section("table", report) else {
        return;
    };
    let Some(name) = header.text("name", report) else {
        return;
    };
    let found = policy
        .tables
        .iter()
        .position(|table| table.name == name.value);
    let Some(table) = found.and_then(|index| layout.tables.get_mut(index)) else {
        return;
    };
    table.position = Some(position(header.place));
    for rule in file.sections("rule", report) {
        let rows = rule.sections("when", report);
        table.rules.push(RulePlace {
            position: position(rule.place),
            message: position(rule.place_of("message")),
            rows: rows.iter().map(|row| position(row.place)).collect(),
        });
    }
}

fn allowed(section: Section<'_>, report: &mut Report) -> Option<Allowed> {
    section.only(&["finding", "table", "rule", "about", "because"], report);
    let kinds = Kind::ALL.map(|kind| (kind.as_str(), kind));
    let finding = section.one_of("finding", "finding", &kinds, report);
    let because = section.text("because", report);
    let mut optional = |key| {
        let text = section.optional_text(key, report)?;
        Some(text.value.to_owned())
    };
    let (table, rule, about) = (optional("table"), optional("rule"), optional("about"));
    Some(Allowed {
        position: position(section.place),
        finding: finding?,
        table,
        rule,
        about,
        because: because?.value.to_owned(),
    })
}

fn position(place: Place<'_>) -> Position {
    Position {
        file: place.file.name.to_owned(),
        line: place.line(),
        column: place.column(),
    }
}
