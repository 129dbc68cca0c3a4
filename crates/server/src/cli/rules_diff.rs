use std::{io::Write, path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::Args;
use rules::{
    FactId, Output, Policy,
    analysis::{Period, STEPS},
    diff::{Change, Diff, diff},
};
use serde_json::{Map, json};

use super::{CliError, FOUND, policy, rules_check};

/// `tirkeu rules diff`
#[derive(Debug, Args)]
pub(super) struct RulesDiff {
    /// Folder of the old policy's files.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Folder of the new policy's files.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl RulesDiff {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let read = |folder| -> Result<Policy, CliError> {
            Ok(policy::law(Some(folder))?.policy().clone())
        };
        let (old, new) = (read(&self.old)?, read(&self.new)?);
        let diff = diff(&old, &new, STEPS).map_err(|error| CliError::Compare(error.to_string()))?;
        let text = match self.json {
            true => serde_json::to_string_pretty(&as_json(&diff))? + "\n",
            false => for_people(&diff),
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(match diff.changes_nothing() {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(FOUND),
        })
    }
}

fn outcome(outcome: Option<&Output>) -> String {
    outcome.map_or_else(|| "nothing".to_owned(), Output::to_string)
}

fn name(diff: &Diff, fact: FactId) -> &str {
    let fact = diff.facts.get(fact.index());
    fact.map_or("", |fact| &fact.name)
}

/// Changes for one reason together, in the order in which the first of each was found.
fn by_rules(diff: &Diff) -> Vec<Vec<&Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    for change in &diff.changes {
        let reason = |change: &Change| {
            (
                change.goal.clone(),
                change.output.clone(),
                change.old_rules.clone(),
                change.new_rules.clone(),
            )
        };
        let same = groups.iter_mut().find(|group| {
            let first = group.first();
            first.is_some_and(|first| reason(first) == reason(change))
        });
        match same {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups
}

fn for_people(diff: &Diff) -> String {
    let mut text = String::new();
    for group in by_rules(diff) {
        let Some(first) = group.first() else { continue };
        let rules = |rules: &[String]| match rules {
            [] => "no rule".to_owned(),
            rules => rules.join(", "),
        };
        text.push_str(&format!(
            "{}: {} → {}\n",
            first.output,
            rules(&first.old_rules),
            rules(&first.new_rules)
        ));
        for change in group {
            text.push_str(&format!(
                "  {} → {}{}\n",
                outcome(change.old.as_ref()),
                outcome(change.new.as_ref()),
                when(&change.period)
            ));
            let words = |region: &[(FactId, String)]| {
                let cells = region.iter();
                let cells = cells.map(|(fact, cell)| format!("{} {cell}", name(diff, *fact)));
                listed(&cells.collect::<Vec<_>>())
            };
            if change.complete && change.regions.len() <= rules_check::REGIONS_SHOWN {
                for region in &change.regions {
                    text.push_str(&format!("    where {}\n", words(region)));
                }
            } else {
                let more = if change.complete { "" } else { "more than " };
                text.push_str(&format!(
                    "    only where {}\n    exactly in {more}{} regions, which --json lists\n",
                    words(&change.within),
                    change.regions.len()
                ));
            }
            let facts = change.example.facts.iter(&diff.new);
            let facts: Vec<String> = facts
                .map(|(fact, value)| format!("{} = {value}", name(diff, fact)))
                .collect();
            let on = change.example.on;
            text.push_str(&format!("    for example on {on}: {}\n", listed(&facts)));
        }
    }
    for domain in &diff.domains {
        let fact = name(diff, domain.fact);
        if let Some(cell) = &domain.only_old {
            text.push_str(&format!("{fact} can no longer be {cell}\n"));
        }
        if let Some(cell) = &domain.only_new {
            text.push_str(&format!("{fact} can now be {cell}\n"));
        }
    }
    for parameter in &diff.parameters {
        let value = |value: Option<rules::Number>| match value {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        text.push_str(&format!(
            "{}: {} → {}{}\n",
            parameter.name,
            value(parameter.old),
            value(parameter.new),
            when(&parameter.period)
        ));
    }
    if diff.changes_nothing() {
        text.push_str("no outcome changes\n");
    }
    if !diff.texts.is_empty() {
        text.push_str("written differently:\n");
    }
    for line in &diff.texts {
        text.push_str(&format!("  {line}\n"));
    }
    if !diff.finished {
        text.push_str("not finished: there may be more changes\n");
    }
    text
}

fn when(period: &Period) -> String {
    let words = rules_check::period(period);
    match words.is_empty() {
        true => String::new(),
        false => format!(", {}", words.join(" ")),
    }
}

fn listed(parts: &[String]) -> String {
    match parts {
        [] => "anything".to_owned(),
        parts => parts.join(", "),
    }
}

fn as_json(diff: &Diff) -> serde_json::Value {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let output = |output: &Option<Output>| match output {
        Some(Output::List(values)) => json!(values),
        Some(output) => json!(output.to_string()),
        None => json!(null),
    };
    let groups = by_rules(diff).into_iter().map(|group| {
        let changes = group.iter().map(|change| {
            let cells = |region: &Vec<(FactId, String)>| {
                let cells = region.iter();
                let cells = cells.map(|(fact, cell)| (name(diff, *fact).to_owned(), json!(cell)));
                cells.collect::<Map<_, _>>()
            };
            json!({
                "old": output(&change.old),
                "new": output(&change.new),
                "from": day(change.period.from),
                "until": day(change.period.until),
                "within": cells(&change.within),
                "regions": change.regions.iter().map(cells).collect::<Vec<_>>(),
                "complete": change.complete,
                "example": {
                    "on": change.example.on.to_string(),
                    "facts": rules_check::facts_json(&diff.new, &change.example.facts),
                },
            })
        });
        let first = group.first();
        json!({
            "goal": first.map(|first| &first.goal),
            "output": first.map(|first| &first.output),
            "old_rules": first.map(|first| &first.old_rules),
            "new_rules": first.map(|first| &first.new_rules),
            "changes": changes.collect::<Vec<_>>(),
        })
    });
    let domains = diff.domains.iter().map(|domain| {
        json!({
            "fact": name(diff, domain.fact),
            "only_old": domain.only_old,
            "only_new": domain.only_new,
        })
    });
    let parameters = diff.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "old": parameter.old.map(|value| value.to_string()),
            "new": parameter.new.map(|value| value.to_string()),
            "from": day(parameter.period.from),
            "until": day(parameter.period.until),
        })
    });
    json!({
        "changes_nothing": diff.changes_nothing(),
        "finished": diff.finished,
        "groups": groups.collect::<Vec<_>>(),
        "domains": domains.collect::<Vec<_>>(),
        "parameters": parameters.collect::<Vec<_>>(),
        "texts": diff.texts,
    })
}
