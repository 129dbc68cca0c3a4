use std::io::Write;

use clap::Args;
use wire::{VerdictBody, verdict_body};

use super::{CliError, facts::Asked, policy};

/// `tirkeu rules eval`
#[derive(Debug, Args)]
pub(super) struct RulesEval {
    #[command(flatten)]
    asked: Asked,
}

impl RulesEval {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let law = policy::law(self.asked.policy())?;
        let facts = self.asked.facts(law.outline())?;
        let law = law.in_force(self.asked.on)?;
        let verdict = verdict_body(&law, &law.verdict(&facts)?);
        let text = if self.asked.json {
            serde_json::to_string(&verdict)? + "\n"
        } else {
            for_people(&verdict)
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(())
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
