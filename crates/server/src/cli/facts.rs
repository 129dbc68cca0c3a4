use std::{
    collections::BTreeMap,
    fmt::Display,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::Args;
use rules::{Facts, Outline, RulesError};
use serde::{Deserialize, de::IgnoredAny};
use wire::facts_from_json;

use super::{CliError, files};

/// How many bytes of facts are read: some hundred times what a person can be asked.
const MAX_BYTES: u64 = 1024 * 1024;

/// About what the rules are asked.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// File with the facts as a JSON object, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// The date on which the rules are asked, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) on: NaiveDate,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Folder of policy files, instead of those this program was built with.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
}

impl Asked {
    /// The folder of policy files.
    pub(super) fn policy(&self) -> Option<&Path> {
        self.policy.as_deref()
    }

    /// The facts of the file, under a policy.
    pub(super) fn facts(&self, outline: Outline<'_>) -> Result<Facts, CliError> {
        let text = files::text(&self.facts, MAX_BYTES)?;
        let name = match self.facts.to_str() {
            Some("-") => "standard input".to_owned(),
            _ => self.facts.display().to_string(),
        };
        let wrong = |place: (usize, usize), what: &dyn Display| {
            format!("--facts {name}:{}:{}: {what}", place.0, place.1)
        };
        let given: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(&text).map_err(|error| {
                let place = (error.line(), error.column().max(1));
                let what = error.to_string();
                // Where it is stands before it already.
                let what = what
                    .rsplit_once(" at line ")
                    .map_or(&*what, |(what, _)| what);
                let what = format!("the facts are not a JSON object: {what}");
                CliError::Facts {
                    facts: vec![wrong(place, &what)],
                }
            })?;
        facts_from_json(outline, &given).map_err(|errors| {
            let places = places(&text);
            let facts = errors.into_iter().map(|error| {
                let (key, value) = places.get(&error.fact).copied().unwrap_or_default();
                let offset = match error.problem {
                    RulesError::UnknownFact { .. } => key,
                    _ => value,
                };
                wrong(place(&text, offset), &error.problem)
            });
            CliError::Facts {
                facts: facts.collect(),
            }
        })
    }
}

/// A date of the command line.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse()
        .map_err(|_| "expected a date, such as 2026-01-31")
}

/// Where key and value of each member of a JSON object begin, in bytes; of keys that are there
/// twice the last, which counts. What cannot be followed is left out.
fn places(text: &str) -> BTreeMap<String, (usize, usize)> {
    let mut places = BTreeMap::new();
    let mut at = 0;
    let skip = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let rest = rest.trim_start_matches(|letter: char| {
            letter.is_ascii_whitespace() || matches!(letter, '{' | ',' | ':')
        });
        text.len() - rest.len()
    };
    loop {
        let key = skip(at);
        let Some((name, after)) = read::<String>(text, key) else {
            return places;
        };
        let value = skip(after);
        let Some((_, after)) = read::<IgnoredAny>(text, value) else {
            return places;
        };
        places.insert(name, (key, value));
        at = after;
    }
}

/// What stands at a place of a JSON text, and where it ends.
fn read<'t, T: Deserialize<'t>>(text: &'t str, at: usize) -> Option<(T, usize)> {
    let mut stream = serde_json::Deserializer::from_str(text.get(at..)?).into_iter();
    let value = stream.next()?.ok()?;
    Some((value, at + stream.byte_offset()))
}

/// Line and column of a byte, from 1; the column in characters.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}
