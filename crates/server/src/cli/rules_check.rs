use std::{io::Write, path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::Args;
use registration::Law;
use rules::{
    FactId, Facts, Policy, Value,
    analysis::{Finding, Kind, Layout, Period, Position, Report, STEPS, Witness, check},
};
use serde_json::{Map, json};

use super::{CliError, FOUND, policy, wording};

/// Beyond so many regions people read what they have in common.
pub(super) const REGIONS_SHOWN: usize = 3;

/// `tirkeu rules check`
#[derive(Debug, Args)]
pub(super) struct RulesCheck {
    /// Folder of policy files, instead of those this program was built with.
    #[arg(value_name = "DIR")]
    policy: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl RulesCheck {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let (policy, layout) = match &self.policy {
            Some(folder) => policy::with_layout(folder)?,
            None => (Law::embedded()?.policy().clone(), Layout::default()),
        };
        let report = check(&policy, &layout, &wording::lacking, STEPS);
        let text = match self.json {
            true => serde_json::to_string_pretty(&as_json(&policy, &report))? + "\n",
            false => for_people(&policy, &report),
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(match report.is_clean() {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(FOUND),
        })
    }
}

fn for_people(policy: &Policy, report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        text.push_str(&line(finding));
        text.push('\n');
        if finding.kind == Kind::WordsMissing {
            text.push_str(
                "    expected a key of locales/*/rules.toml that this program was built with\n",
            );
        }
        if let Some(because) = &finding.allowed {
            text.push_str(&format!("    because: {because}\n"));
        }
        let mut when: Vec<String> = finding.period.iter().flat_map(period).collect();
        when.extend(
            finding
                .scenario
                .as_ref()
                .map(|scenario| format!("if {} were {}", scenario.switch, scenario.option)),
        );
        if !when.is_empty() {
            text.push_str(&format!("    {}\n", when.join(" ")));
        }
        let words = |region: &[(FactId, String)]| {
            let cells = region.iter().map(|(fact, cell)| {
                let fact = policy.facts().get(fact.index());
                format!("{} {cell}", fact.map_or("", |fact| &fact.name))
            });
            listed(cells.collect())
        };
        match finding.regions.as_slice() {
            regions if regions.len() <= REGIONS_SHOWN => {
                for region in regions {
                    text.push_str(&format!("    where {}\n", words(region)));
                }
            }
            _ => text.push_str(&format!("    only where {}\n", words(&finding.within))),
        }
        if let Some(Witness { on, facts }) = &finding.witness {
            let facts = facts.iter(policy).filter_map(|(fact, value)| {
                let name = &policy.facts().get(fact.index())?.name;
                Some(format!("{name} = {value}"))
            });
            text.push_str(&format!(
                "    for example on {on}: {}\n",
                listed(facts.collect())
            ));
        }
    }
    let found = report.unallowed().count();
    let allowed = report.findings.len() - found;
    text.push_str(&format!(
        "{} facts, {} tables, {} rules: {found} findings, {allowed} allowed\n",
        policy.facts().len(),
        policy.tables().len(),
        policy.rules().count(),
    ));
    if !report.finished {
        let why = match report.steps > STEPS {
            true => format!("more than {STEPS} steps"),
            false => "the tables of a goal are too complex together".to_owned(),
        };
        text.push_str(&format!(
            "not finished: {why}; there may be more findings\n"
        ));
    }
    text
}

/// Where a finding is, how bad and what it is.
pub(super) fn line(finding: &Finding) -> String {
    let place = match &finding.position {
        Some(Position { file, line, column }) => format!("{file}:{line}:{column}: "),
        None => String::new(),
    };
    let severity = match &finding.allowed {
        Some(_) => "allowed",
        None => finding.kind.severity().as_str(),
    };
    let kind = finding.kind.as_str();
    format!("{place}{severity}: {kind}: {}", finding.sentence())
}

/// The first and the last day of a period, in words.
pub(super) fn period(period: &Period) -> Vec<String> {
    let from = period.from.map(|day| format!("from {day}"));
    let until = period.until.map(|day| format!("until {day}"));
    from.into_iter().chain(until).collect()
}

fn listed(parts: Vec<String>) -> String {
    match parts.is_empty() {
        true => "anything".to_owned(),
        false => parts.join(", "),
    }
}

fn as_json(policy: &Policy, report: &Report) -> serde_json::Value {
    let findings = report.findings.iter();
    json!({
        "clean": report.is_clean(),
        "finished": report.finished,
        "steps": report.steps,
        "findings": findings.map(|finding| finding_json(policy, finding)).collect::<Vec<_>>(),
    })
}

fn finding_json(policy: &Policy, finding: &Finding) -> serde_json::Value {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let name = |index: usize| policy.facts().get(index).map_or("", |fact| &fact.name);
    let cells = |region: &Vec<(FactId, String)>| {
        let cells = region.iter();
        let cells = cells.map(|(fact, cell)| (name(fact.index()).to_owned(), json!(cell)));
        cells.collect::<Map<_, _>>()
    };
    json!({
        "severity": finding.kind.severity().as_str(),
        "finding": finding.kind.as_str(),
        "sentence": finding.sentence(),
        "table": finding.table,
        "rule": finding.rule,
        "row": finding.row,
        "about": finding.about,
        "file": finding.position.as_ref().map(|position| &position.file),
        "line": finding.position.as_ref().map(|position| position.line),
        "column": finding.position.as_ref().map(|position| position.column),
        "nearest": finding.nearest,
        "from": day(finding.period.and_then(|period| period.from)),
        "until": day(finding.period.and_then(|period| period.until)),
        "switch": finding.scenario.as_ref().map(|scenario| &scenario.switch),
        "option": finding.scenario.as_ref().map(|scenario| &scenario.option),
        "within": cells(&finding.within),
        "regions": finding.regions.iter().map(cells).collect::<Vec<_>>(),
        "witness": finding.witness.as_ref().map(|witness| json!({
            "on": witness.on.to_string(),
            "facts": facts_json(policy, &witness.facts),
        })),
        "allowed": finding.allowed,
    })
}

/// Facts as `tirkeu rules eval` takes them.
pub(super) fn facts_json(policy: &Policy, facts: &Facts) -> Map<String, serde_json::Value> {
    let named = facts.iter(policy).filter_map(|(fact, value)| {
        let name = policy.facts().get(fact.index())?.name.clone();
        let value = match value {
            Value::Null => json!(null),
            Value::Bool(value) => json!(value),
            Value::Text(text) => json!(text),
            // Whole numbers stay whole; a fraction of six places fits into a float.
            Value::Number(number) => match number.to_whole() {
                Some(whole) => json!(whole),
                None => json!(number.to_string().parse::<f64>().unwrap_or_default()),
            },
        };
        Some((name, value))
    });
    named.collect()
}
