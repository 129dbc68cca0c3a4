//! Access to the keys of TOML tables that reports what is wrong and goes on.

use std::collections::HashSet;
use std::fmt::Display;
use std::ops::Range;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::error::{PolicyError, PolicyErrors, Problem};
use crate::nearest::nearest;
use crate::number::Number;

/// A policy file: a name for messages and the text.
#[derive(Clone, Copy, Debug)]
pub struct PolicyFile<'a> {
    /// The name, such as `outcome.toml`.
    pub name: &'a str,
    /// The text, TOML 1.
    pub text: &'a str,
}

/// A file with where its lines begin, so that a place in it is told without counting them again.
pub(super) struct Lined<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lined<'a> {
    pub(super) fn new(file: PolicyFile<'a>) -> Self {
        let PolicyFile { name, text } = file;
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            name,
            text,
            starts: [0].into_iter().chain(breaks).collect(),
        }
    }
}

/// A place in a file.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) file: &'a Lined<'a>,
    /// In bytes from the start.
    pub(super) offset: usize,
}

impl Place<'_> {
    /// The line, from 1.
    pub(super) fn line(&self) -> usize {
        let starts = &self.file.starts;
        starts.partition_point(|start| *start <= self.offset)
    }

    /// The column in characters, from 1.
    pub(super) fn column(&self) -> usize {
        let starts = &self.file.starts;
        let start = starts.get(self.line() - 1).copied().unwrap_or_default();
        let before = self.file.text.get(start..self.offset);
        before.map_or(0, |before| before.chars().count()) + 1
    }
}

/// Nobody reads more problems than these, and a file that is no policy can have millions.
const MOST: usize = 100;

/// The problems found so far.
#[derive(Default)]
pub(super) struct Report {
    errors: Vec<PolicyError>,
    /// How many are not kept.
    more: usize,
}

impl Report {
    pub(super) fn add(&mut self, place: Place<'_>, problem: Problem) {
        if self.errors.len() == MOST {
            self.more += 1;
            return;
        }
        self.errors.push(PolicyError {
            file: place.file.name.to_owned(),
            line: place.line(),
            column: place.column(),
            problem,
        });
    }

    /// What was read, if nothing is wrong.
    pub(super) fn finish<T>(self, read: T) -> Result<T, PolicyErrors> {
        let Self { mut errors, more } = self;
        if errors.is_empty() {
            return Ok(read);
        }
        errors.sort_by(|one, other| {
            let key = |error: &PolicyError| (error.file.clone(), error.line, error.column);
            key(one).cmp(&key(other))
        });
        Err(PolicyErrors { errors, more })
    }
}

/// A text of a file and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) value: &'a str,
    pub(super) place: Place<'a>,
    /// The length in bytes as written, with quotes.
    length: usize,
}

impl<'a> Text<'a> {
    /// The place of a byte of the value. In a text with escapes or over several lines that is
    /// where the text begins.
    pub(super) fn inside(&self, offset: usize) -> Place<'a> {
        let Place {
            file,
            offset: start,
        } = self.place;
        let written = file
            .text
            .get(start..start + self.length)
            .unwrap_or_default();
        let offset = if written.len() == self.value.len() + 2 {
            start + 1 + offset
        } else {
            start
        };
        Place { file, offset }
    }
}

/// A TOML table and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    table: &'a DeTable<'a>,
    pub(super) place: Place<'a>,
}

impl<'a> Section<'a> {
    pub(super) fn new(file: &'a Lined<'a>, table: &'a DeTable<'a>, offset: usize) -> Self {
        Self {
            table,
            place: Place { file, offset },
        }
    }

    /// The place where something of the section begins.
    pub(super) fn at(&self, span: &Range<usize>) -> Place<'a> {
        Place {
            file: self.place.file,
            offset: span.start,
        }
    }

    fn get(&self, key: &str) -> Option<(&'a DeValue<'a>, Range<usize>)> {
        let value = self.table.get(key)?;
        Some((value.get_ref(), value.span()))
    }

    /// Where the value of a key is written.
    pub(super) fn place_of(&self, key: &str) -> Place<'a> {
        match self.get(key) {
            Some((_, span)) => self.at(&span),
            None => self.place,
        }
    }

    /// Every key and value in the order of the keys.
    pub(super) fn entries(
        &self,
    ) -> impl Iterator<Item = (Text<'a>, &'a DeValue<'a>, Range<usize>)> + use<'a> {
        let section = *self;
        self.table.iter().map(move |(key, value)| {
            let span = key.span();
            let key = Text {
                value: key.get_ref(),
                place: section.at(&span),
                length: span.len(),
            };
            (key, value.get_ref(), value.span())
        })
    }

    /// Reports keys other than the known ones.
    pub(super) fn only(&self, keys: &[&'static str], report: &mut Report) {
        for (key, _, _) in self.entries() {
            if !keys.contains(&key.value) {
                report.add(
                    key.place,
                    Problem::UnknownKey {
                        key: key.value.to_owned(),
                        expected: keys.join(", "),
                        nearest: nearest(key.value, keys.iter().copied()),
                    },
                );
            }
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn missing<T>(&self, key: &'static str, report: &mut Report) -> Option<T> {
        report.add(self.place, Problem::MissingKey { key });
        None
    }

    /// A text, or `None` after a report.
    pub(super) fn text(&self, key: &'static str, report: &mut Report) -> Option<Text<'a>> {
        if self.has(key) {
            self.optional_text(key, report)
        } else {
            self.missing(key, report)
        }
    }

    /// A text, if the key is there.
    pub(super) fn optional_text(&self, key: &str, report: &mut Report) -> Option<Text<'a>> {
        let (value, span) = self.get(key)?;
        self.as_text(value, &span, report)
    }

    pub(super) fn as_text(
        &self,
        value: &'a DeValue<'a>,
        span: &Range<usize>,
        report: &mut Report,
    ) -> Option<Text<'a>> {
        let place = self.at(span);
        match value {
            DeValue::String(value) => Some(Text {
                value,
                place,
                length: span.len(),
            }),
            _ => form(place, "a text in quotes", report),
        }
    }

    /// A list of at least one text, all different, or `None` after a report.
    pub(super) fn texts(&self, key: &'static str, report: &mut Report) -> Option<Vec<Text<'a>>> {
        let Some((value, span)) = self.get(key) else {
            return self.missing(key, report);
        };
        let place = self.at(&span);
        let DeValue::Array(entries) = value else {
            return form(place, "a list of texts", report);
        };
        if !crate::codec::fits(entries.len()) {
            report.add(place, Problem::TooMany { what: "texts" });
            return None;
        }
        let mut texts: Vec<Text<'a>> = Vec::new();
        let mut known = HashSet::new();
        let mut sound = true;
        for entry in entries.iter() {
            match self.as_text(entry.get_ref(), &entry.span(), report) {
                Some(text) if !known.insert(text.value) => {
                    let name = text.value.to_owned();
                    report.add(text.place, Problem::Duplicate { what: "text", name });
                    sound = false;
                }
                Some(text) => texts.push(text),
                None => sound = false,
            }
        }
        if texts.is_empty() && sound {
            return form(place, "a list of at least one text", report);
        }
        sound.then_some(texts)
    }

    /// One of several words, or `None` after a report.
    pub(super) fn one_of<T: Copy>(
        &self,
        key: &'static str,
        what: &'static str,
        words: &[(&'static str, T)],
        report: &mut Report,
    ) -> Option<T> {
        let text = self.text(key, report)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words = words.iter().map(|(word, _)| *word);
            unknown(text.value, text.place, what, words, report);
        }
        found.map(|(_, value)| *value)
    }

    /// True or false; false if the key is not there.
    pub(super) fn flag(&self, key: &str, report: &mut Report) -> bool {
        match self.get(key) {
            None => false,
            Some((DeValue::Boolean(value), _)) => *value,
            Some((_, span)) => form(self.at(&span), "true or false", report).unwrap_or(false),
        }
    }

    /// A local date, if the key is there.
    pub(super) fn date(&self, key: &str, report: &mut Report) -> Option<NaiveDate> {
        let (value, span) = self.get(key)?;
        let date = match value {
            DeValue::Datetime(value) if value.time.is_none() => value.date.and_then(|date| {
                NaiveDate::from_ymd_opt(
                    i32::from(date.year),
                    u32::from(date.month),
                    u32::from(date.day),
                )
            }),
            _ => None,
        };
        date.or_else(|| {
            form(
                self.at(&span),
                "a date without quotes, such as 2026-01-31",
                report,
            )
        })
    }

    /// An exact number, if the key is there.
    pub(super) fn number(&self, key: &str, report: &mut Report) -> Option<Number> {
        self.exact(key, false, report)
    }

    /// An exact number, in quotes or without, if the key is there.
    pub(super) fn output_number(&self, key: &str, report: &mut Report) -> Option<Number> {
        self.exact(key, true, report)
    }

    fn exact(&self, key: &str, quoted: bool, report: &mut Report) -> Option<Number> {
        let (value, span) = self.get(key)?;
        let number = match value {
            DeValue::Integer(value) if value.radix() == 10 => value.as_str().parse().ok(),
            DeValue::Float(value) => value.as_str().parse().ok(),
            DeValue::String(value) if quoted => value.parse().ok(),
            _ => None,
        };
        number.or_else(|| {
            form(
                self.at(&span),
                "a decimal number of at most six places",
                report,
            )
        })
    }

    /// A table, if the key is there.
    pub(super) fn section(&self, key: &str, report: &mut Report) -> Option<Section<'a>> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::Table(table) => Some(Section::new(self.place.file, table, span.start)),
            _ => form(self.at(&span), "a table", report),
        }
    }

    /// The tables of an array of tables; none if the key is not there.
    pub(super) fn sections(&self, key: &str, report: &mut Report) -> Vec<Section<'a>> {
        let Some((value, span)) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(entries) = value else {
            let expected = format!("an array of tables, [[{key}]]");
            return form(self.at(&span), &expected, report).unwrap_or_default();
        };
        let mut sections = Vec::with_capacity(entries.len());
        for entry in entries.iter() {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    let start = entry.span().start;
                    sections.push(Section::new(self.place.file, table, start));
                }
                _ => {
                    form::<()>(self.at(&entry.span()), "a table", report);
                }
            }
        }
        sections
    }
}

/// Reports a value of the wrong form.
pub(super) fn form<T>(place: Place<'_>, expected: &str, report: &mut Report) -> Option<T> {
    let expected = expected.to_owned();
    report.add(place, Problem::Form { expected });
    None
}

/// The index of a name among declared ones, or `None` after a report.
pub(super) fn index_of<'n>(
    text: Text<'_>,
    what: &'static str,
    names: impl Iterator<Item = &'n str> + Clone,
    report: &mut Report,
) -> Option<u16> {
    match names.clone().position(|name| name == text.value) {
        Some(index) => u16::try_from(index).ok(),
        None => {
            unknown(text.value, text.place, what, names, report);
            None
        }
    }
}

/// Reports a name that is not among the declared ones.
pub(super) fn unknown<'n>(
    name: &str,
    place: Place<'_>,
    what: &'static str,
    names: impl Iterator<Item = &'n str> + Clone,
    report: &mut Report,
) {
    let problem = Problem::UnknownName {
        what,
        name: name.to_owned(),
        expected: listed(names.clone()),
        nearest: nearest(name, names),
    };
    report.add(place, problem);
}

/// `a, b or c`.
pub(super) fn listed(names: impl Iterator<Item = impl Display>) -> String {
    let names: Vec<String> = names.map(|name| name.to_string()).collect();
    match names.as_slice() {
        [] => "nothing, as none is declared".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
