//! From a policy to words.

use chrono::NaiveDate;
use rules::{FactDeclaration, Policy, Rule, Table};

use super::{Draft, DraftFact, DraftParameter, DraftRow, DraftRule, DraftTable, Grounds};

impl Draft {
    /// The words of a policy; with a day, only what is in force on it, which then has neither
    /// dates nor switches.
    pub(crate) fn of(policy: &Policy, on: Option<NaiveDate>) -> Self {
        let parameters = policy.parameters().filter_map(|version| {
            let grounds = Grounds {
                from: version.from,
                until: version.until,
                switch: named(version.switch),
                source: version.source.id.clone(),
                article: version.article.to_owned(),
                confidence: version.confidence.as_str().to_owned(),
                message: version.message.to_owned(),
            };
            Some(DraftParameter {
                name: version.name.to_owned(),
                value: version.value,
                rule: version.rule.to_owned(),
                grounds: grounds.on(on, policy)?,
            })
        });
        let mut versions = policy.rules();
        let tables = policy.tables().iter().map(|table| {
            let rules = table.rules.iter().filter_map(|rule| {
                let version = versions.next()?;
                let grounds = Grounds {
                    from: version.from,
                    until: version.until,
                    switch: named(version.switch),
                    source: version.source.id.clone(),
                    article: version.article.to_owned(),
                    confidence: version.confidence.as_str().to_owned(),
                    message: version.message.to_owned(),
                };
                Some(DraftRule {
                    id: rule.id.clone(),
                    then: version.output.to_owned(),
                    comment: String::new(),
                    grounds: grounds.on(on, policy)?,
                    rows: rows(policy, rule),
                })
            });
            let rules = rules.collect();
            DraftTable {
                rules,
                ..header(policy, table)
            }
        });
        Self {
            tables: tables.collect(),
            facts: policy
                .facts()
                .iter()
                .map(|declared| fact(policy, declared))
                .collect(),
            sources: policy.sources().to_vec(),
            switches: match on {
                None => policy.switches().to_vec(),
                Some(_) => Vec::new(),
            },
            parameters: parameters.collect(),
        }
    }
}

impl Grounds {
    /// These grounds, or without dates and switch if they are in force on the day, or nothing.
    fn on(self, on: Option<NaiveDate>, policy: &Policy) -> Option<Self> {
        let Some(on) = on else {
            return Some(self);
        };
        let is_chosen = self.switch.as_ref().is_none_or(|(name, option)| {
            let mut switches = policy.switches().iter();
            let switch = switches.find(|switch| switch.name == *name);
            let chosen = switch.and_then(|switch| switch.options.get(usize::from(switch.chosen)));
            chosen == Some(option)
        });
        let is_dated =
            self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until);
        (is_chosen && is_dated).then_some(Self {
            from: None,
            until: None,
            switch: None,
            ..self
        })
    }
}

fn named(switch: Option<(&str, &str)>) -> Option<(String, String)> {
    switch.map(|(name, option)| (name.to_owned(), option.to_owned()))
}

fn header(policy: &Policy, table: &Table) -> DraftTable {
    let value = |table: &Table, index: u16| {
        let value = table.values.get(usize::from(index));
        value.cloned().unwrap_or_default()
    };
    let when = table.when_output.and_then(|when| {
        let other = policy.tables().get(usize::from(when.table))?;
        Some((other.output.clone(), value(other, when.value)))
    });
    let silent = table.silent.iter();
    DraftTable {
        name: table.name.clone(),
        goal: table.goal.clone(),
        hit: table.hit.as_str().to_owned(),
        output: table.output.clone(),
        values: table.values.clone(),
        silent: silent.map(|index| value(table, *index)).collect(),
        when,
        rules: Vec::new(),
    }
}

fn rows(policy: &Policy, rule: &Rule) -> Vec<DraftRow> {
    let rows = rule.rows.iter().map(|row| {
        let outputs = row.outputs.iter().filter_map(|(table, cell)| {
            let declaration = policy
                .tables()
                .get(usize::from(*table))?
                .output_declaration()?;
            let text = cell.feel(&declaration).to_string();
            Some((declaration.name, text))
        });
        let facts = row.cells.iter().filter_map(|(fact, cell)| {
            let declaration = policy.facts().get(fact.index())?;
            Some((declaration.name.clone(), cell.feel(declaration).to_string()))
        });
        outputs.chain(facts).collect()
    });
    rows.collect()
}

fn fact(policy: &Policy, fact: &FactDeclaration) -> DraftFact {
    let weights = fact.weights.iter();
    let after = fact
        .after
        .and_then(|after| policy.facts().get(after.index()));
    DraftFact {
        weights: weights
            .map(|weight| (weight.cell.feel(fact).to_string(), weight.weight))
            .collect(),
        after: after.map(|after| after.name.clone()),
        declaration: FactDeclaration {
            weights: Vec::new(),
            after: None,
            ..fact.clone()
        },
    }
}
