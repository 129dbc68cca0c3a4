//! Writing policy files.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;
use rules::{Asks, FactType, Number, Policy, PolicyErrors, PolicyFile};

use super::{Draft, DraftFact, DraftTable, Grounds};

impl Draft {
    /// The policy's files by name: `facts.toml`, `sources.toml`, `switches.toml`,
    /// `parameters.toml` and one for each table, so far as there is something to write; and the
    /// policy that they are read as.
    ///
    /// # Errors
    /// What is wrong with the policy.
    pub(crate) fn files(&self) -> Result<(BTreeMap<String, String>, Policy), PolicyErrors> {
        let plain = self.write(|_, table| file_name(&table.name));
        // Tables keep the order of their files, so where names would change it numbers lead.
        if let Some(files) = plain {
            let policy = read(&files)?;
            let order = policy.tables().iter().map(|table| &table.name);
            if order.eq(self.tables.iter().map(|table| &table.name)) {
                return Ok((files, policy));
            }
        }
        let numbered =
            |index, table: &DraftTable| format!("table_{index:03}_{}", file_name(&table.name));
        let files = self.write(numbered).unwrap_or_default();
        let policy = read(&files)?;
        Ok((files, policy))
    }

    /// The files under names of one's choice; none if two would have the same name.
    fn write(
        &self,
        name: impl Fn(usize, &DraftTable) -> String,
    ) -> Option<BTreeMap<String, String>> {
        let mut files = BTreeMap::new();
        let mut add = |name: &str, text: String| {
            text.is_empty() || files.insert(format!("{name}.toml"), text).is_none()
        };
        let mut sound = add("facts", self.facts_file());
        sound &= add("sources", self.sources_file());
        sound &= add("switches", self.switches_file());
        sound &= add("parameters", self.parameters_file());
        for (index, table) in self.tables.iter().enumerate() {
            sound &= add(&name(index, table), table_file(table));
        }
        sound.then_some(files)
    }

    fn facts_file(&self) -> String {
        let mut file = String::new();
        for DraftFact {
            declaration: fact,
            weights,
            after,
        } in &self.facts
        {
            start(&mut file, "fact");
            text(&mut file, "name", &fact.name);
            let bounds = |file: &mut String, min: &Option<Number>, max: &Option<Number>| {
                for (key, bound) in [("min", min), ("max", max)] {
                    if let Some(bound) = bound {
                        bare(file, key, &bound.to_string());
                    }
                }
            };
            match &fact.kind {
                FactType::Text { values } => {
                    text(&mut file, "type", "text");
                    texts(&mut file, "values", values);
                }
                FactType::Boolean => text(&mut file, "type", "boolean"),
                FactType::Whole { min, max } => {
                    text(&mut file, "type", "whole");
                    bounds(&mut file, min, max);
                }
                FactType::Number { min, max } => {
                    text(&mut file, "type", "number");
                    bounds(&mut file, min, max);
                }
            }
            if fact.optional {
                bare(&mut file, "optional", "true");
            }
            let asks = match fact.asks {
                Asks::Answer => "answer",
                Asks::Register => "register",
            };
            text(&mut file, "asks", asks);
            if let Some(change) = fact.change {
                bare(&mut file, "change", &change.to_string());
            }
            if !weights.is_empty() {
                let weights = weights.iter();
                let weights = weights.map(|(cell, weight)| format!("{} = {weight}", literal(cell)));
                let weights = weights.collect::<Vec<_>>().join(", ");
                bare(&mut file, "weights", &format!("{{ {weights} }}"));
            }
            if let Some(after) = after {
                text(&mut file, "after", after);
            }
        }
        file
    }

    fn sources_file(&self) -> String {
        let mut file = String::new();
        for source in &self.sources {
            start(&mut file, "source");
            text(&mut file, "id", &source.id);
            day(&mut file, "date", source.date);
            if let Some(url) = &source.url {
                text(&mut file, "url", url);
            }
            text(&mut file, "title", &source.title);
        }
        file
    }

    fn switches_file(&self) -> String {
        let mut file = String::new();
        for switch in &self.switches {
            start(&mut file, "switch");
            text(&mut file, "name", &switch.name);
            texts(&mut file, "options", &switch.options);
            let chosen = switch.options.get(usize::from(switch.chosen));
            text(&mut file, "chosen", chosen.map_or("", String::as_str));
            text(&mut file, "note", &switch.note);
        }
        file
    }

    fn parameters_file(&self) -> String {
        let mut file = String::new();
        for parameter in &self.parameters {
            start(&mut file, "parameter");
            text(&mut file, "name", &parameter.name);
            bare(&mut file, "value", &parameter.value.to_string());
            text(&mut file, "rule", &parameter.rule);
            grounds(&mut file, &parameter.grounds);
        }
        file
    }
}

fn table_file(table: &DraftTable) -> String {
    let mut file = String::from("[table]\n");
    text(&mut file, "name", &table.name);
    text(&mut file, "goal", &table.goal);
    text(&mut file, "hit", &table.hit);
    text(&mut file, "output", &table.output);
    texts(&mut file, "values", &table.values);
    if !table.silent.is_empty() {
        texts(&mut file, "silent", &table.silent);
    }
    if let Some((output, value)) = &table.when {
        let entry = format!("{{ {} = {} }}", quoted(output), quoted(value));
        bare(&mut file, "when_output", &entry);
    }
    for rule in &table.rules {
        start(&mut file, "rule");
        for line in rule.comment.lines() {
            let line = line.replace(char::is_control, " ");
            let _written = writeln!(file, "# {line}");
        }
        text(&mut file, "id", &rule.id);
        text(&mut file, "then", &rule.then);
        grounds(&mut file, &rule.grounds);
        for row in &rule.rows {
            file.push_str("  [[rule.when]]\n");
            for (name, cell) in row {
                let _written = writeln!(file, "  {} = {}", quoted(name), literal(cell));
            }
        }
    }
    file
}

fn grounds(file: &mut String, grounds: &Grounds) {
    day(file, "from", grounds.from);
    day(file, "until", grounds.until);
    if let Some((switch, option)) = &grounds.switch {
        text(file, "switch", &format!("{switch}:{option}"));
    }
    text(file, "source", &grounds.source);
    if !grounds.article.is_empty() {
        text(file, "article", &grounds.article);
    }
    text(file, "confidence", &grounds.confidence);
    text(file, "message", &grounds.message);
}

fn start(file: &mut String, what: &str) {
    if !file.is_empty() {
        file.push('\n');
    }
    let _written = writeln!(file, "[[{what}]]");
}

fn bare(file: &mut String, key: &str, value: &str) {
    let _written = writeln!(file, "{key} = {value}");
}

fn text(file: &mut String, key: &str, value: &str) {
    bare(file, key, &quoted(value));
}

fn texts(file: &mut String, key: &str, values: &[String]) {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    bare(file, key, &format!("[{}]", values.join(", ")));
}

fn day(file: &mut String, key: &str, day: Option<NaiveDate>) {
    if let Some(day) = day {
        bare(file, key, &day.to_string());
    }
}

/// A text with quotes that need the fewest escapes: cells are full of double quotes.
fn literal(text: &str) -> String {
    let is_plain = |letter: char| letter != '\'' && !letter.is_control();
    match text.contains('"') && text.chars().all(is_plain) {
        true => format!("'{text}'"),
        false => quoted(text),
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            letter if letter.is_control() => {
                let _written = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let safe = |letter: char| match letter.is_alphanumeric() || matches!(letter, '-' | '_') {
        true => letter,
        false => '_',
    };
    let name: String = name.chars().take(80).map(safe).collect();
    match name.is_empty() {
        true => "table".to_owned(),
        false => name,
    }
}

fn read(files: &BTreeMap<String, String>) -> Result<Policy, PolicyErrors> {
    let files: Vec<PolicyFile<'_>> = files
        .iter()
        .map(|(name, text)| PolicyFile { name, text })
        .collect();
    Policy::parse(&files)
}
