//! Facts, sources and switches.

use std::collections::HashSet;

use super::asking;
use super::error::Problem;
use super::reader::{Report, Section, Text, form, index_of};
use crate::codec::fits;
use crate::fact::{Asks, FactDeclaration, FactType};
use crate::number::Number;
use crate::policy::{Source, Switch};

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Boolean,
    Whole,
    Number,
}

/// Reads one kind of declaration from all files and reports names declared twice. `read` is given
/// what has been declared before.
pub(super) fn all<'a, T>(
    files: &[Section<'a>],
    key: &'static str,
    read: impl Fn(Section<'a>, &[T], &mut Report) -> Option<(Text<'a>, T)>,
    report: &mut Report,
) -> Vec<T> {
    let mut names: HashSet<&str> = HashSet::new();
    let mut declared = Vec::new();
    for file in files {
        for section in file.sections(key, report) {
            let Some((name, declaration)) = read(section, &declared, report) else {
                continue;
            };
            if names.contains(name.value) {
                let problem = Problem::Duplicate {
                    what: key,
                    name: name.value.to_owned(),
                };
                report.add(name.place, problem);
            } else if fits(declared.len() + 1) {
                names.insert(name.value);
                declared.push(declaration);
            } else {
                report.add(name.place, Problem::TooMany { what: key });
                return declared;
            }
        }
    }
    declared
}

/// Reads a `[[fact]]`, given those declared before it.
pub(super) fn fact<'a>(
    section: Section<'a>,
    before: &[FactDeclaration],
    report: &mut Report,
) -> Option<(Text<'a>, FactDeclaration)> {
    let name = section.text("name", report);
    let kinds = [
        ("text", Kind::Text),
        ("boolean", Kind::Boolean),
        ("whole", Kind::Whole),
        ("number", Kind::Number),
    ];
    let kind = section.one_of("type", "type", &kinds, report);
    let asks = [("answer", Asks::Answer), ("register", Asks::Register)];
    let asks = section.one_of("asks", "kind of asking", &asks, report);
    let optional = section.flag("optional", report);
    let kind = match kind? {
        Kind::Text => {
            only(section, &["values"], report);
            let values = section.texts("values", report)?;
            FactType::Text {
                values: values.iter().map(|text| text.value.to_owned()).collect(),
            }
        }
        Kind::Boolean => {
            only(section, &[], report);
            FactType::Boolean
        }
        Kind::Whole => {
            let (min, max) = bounds(section, Number::is_whole, "a whole number", report)?;
            FactType::Whole { min, max }
        }
        Kind::Number => {
            let (min, max) = bounds(section, |_| true, "a number", report)?;
            FactType::Number { min, max }
        }
    };
    let mut declaration = FactDeclaration {
        name: name?.value.to_owned(),
        kind,
        optional,
        asks: asks?,
        change: None,
        weights: Vec::new(),
        after: None,
    };
    asking::read(section, before, &mut declaration, report);
    Some((name?, declaration))
}

/// Reports keys that no fact of this type has.
fn only(section: Section<'_>, own: &[&'static str], report: &mut Report) {
    let all = ["name", "type", "asks", "optional"];
    section.only(&[&all, own, &asking::KEYS].concat(), report);
}

fn bounds(
    section: Section<'_>,
    is_allowed: impl Fn(Number) -> bool,
    expected: &str,
    report: &mut Report,
) -> Option<(Option<Number>, Option<Number>)> {
    only(section, &["min", "max"], report);
    let min = section.number("min", report);
    let max = section.number("max", report);
    if (section.has("min") && min.is_none()) || (section.has("max") && max.is_none()) {
        return None;
    }
    if !min.into_iter().chain(max).all(is_allowed) {
        return form(section.place, &format!("{expected} as min and max"), report);
    }
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        report.add(section.place, Problem::EmptyDomain);
        return None;
    }
    Some((min, max))
}

/// Reads a `[[source]]`.
pub(super) fn source<'a>(section: Section<'a>, report: &mut Report) -> Option<(Text<'a>, Source)> {
    section.only(&["id", "date", "url", "title"], report);
    let id = section.text("id", report);
    let title = section.text("title", report);
    let url = section.optional_text("url", report);
    let source = Source {
        id: id?.value.to_owned(),
        date: section.date("date", report),
        url: url.map(|url| url.value.to_owned()),
        title: title?.value.to_owned(),
    };
    Some((id?, source))
}

/// Reads a `[[switch]]`.
pub(super) fn switch<'a>(section: Section<'a>, report: &mut Report) -> Option<(Text<'a>, Switch)> {
    section.only(&["name", "options", "chosen", "note"], report);
    let name = section.text("name", report);
    let options = section.texts("options", report);
    let chosen = section.text("chosen", report);
    let note = section.text("note", report);
    let options: Vec<String> = options?.iter().map(|text| text.value.to_owned()).collect();
    let chosen = index_of(
        chosen?,
        "option",
        options.iter().map(String::as_str),
        report,
    )?;
    let switch = Switch {
        name: name?.value.to_owned(),
        options,
        chosen,
        note: note?.value.to_owned(),
    };
    Some((name?, switch))
}
