use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::PathBuf,
};

use chrono::NaiveDate;
use clap::Args;
use wire::{VerdictBody, facts_from_json, verdict_body};

use super::{CliError, policy};

/// `tirkeu rules eval`
#[derive(Debug, Args)]
pub(super) struct RulesEval {
    /// File with the facts as a JSON object, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// The date on which the rules are asked, YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    on: NaiveDate,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Folder of policy files, instead of those this program was built with.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
}

impl RulesEval {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let law = policy::law(self.policy.as_deref())?;
        let given: BTreeMap<String, serde_json::Value> = serde_json::from_str(&self.read()?)?;
        let facts = facts_from_json(law.outline(), &given).map_err(|errors| CliError::Facts {
            facts: errors
                .into_iter()
                .map(|error| error.problem.to_string())
                .collect(),
        })?;
        let law = law.in_force(self.on)?;
        let verdict = verdict_body(&law, &law.verdict(&facts)?);
        let text = if self.json {
            serde_json::to_string(&verdict)? + "\n"
        } else {
            for_people(&verdict)
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(())
    }

    fn read(&self) -> Result<String, CliError> {
        if self.facts.as_os_str() == "-" {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .map_err(CliError::Input)?;
            return Ok(text);
        }
        std::fs::read_to_string(&self.facts).map_err(|cause| CliError::File {
            path: self.facts.clone(),
            cause,
        })
    }
}

fn for_people(verdict: &VerdictBody) -> String {
    let mut text = format!("outcome: {}\n", verdict.outcome.symbol());
    if let Some(consent) = verdict.consent {
        text.push_str(&format!("consent: {}\n", consent.symbol()));
    }
    for because in &verdict.because {
        let maybe = if because.certain {
            ""
        } else {
            " (or another rule)"
        };
        text.push_str(&format!(
            "{}{maybe}: {}\n    {}, {}; confidence {}\n",
            because.rule, because.text.en, because.act, because.article, because.confidence
        ));
    }
    if !verdict.missing.is_empty() {
        text.push_str(&format!(
            "still to be known: {}\n",
            verdict.missing.join(", ")
        ));
    }
    text
}
