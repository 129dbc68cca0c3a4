use std::io::Write;

use clap::{Args, ValueEnum};
use registration::Outcome;
use rules::{nearest, suggestion};
use wire::explanation_body;
use words::Lang;

use super::{CliError, explained::Explained, facts::Asked, policy};

/// `tirkeu rules explain`
#[derive(Debug, Args)]
pub(super) struct RulesExplain {
    #[command(flatten)]
    asked: Asked,
    /// Tell also why this outcome does not follow, and what would lead to it.
    #[arg(long, value_name = "OUTCOME", value_parser = outcome)]
    why_not: Option<Outcome>,
    /// The language of the words.
    #[arg(long, value_enum, default_value_t = LangArgument::En)]
    lang: LangArgument,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LangArgument {
    Kk,
    Ru,
    En,
}

impl From<LangArgument> for Lang {
    fn from(lang: LangArgument) -> Self {
        match lang {
            LangArgument::Kk => Self::Kk,
            LangArgument::Ru => Self::Ru,
            LangArgument::En => Self::En,
        }
    }
}

/// An outcome that the rules can give.
fn outcome(symbol: &str) -> Result<Outcome, String> {
    let known = Outcome::ALL
        .iter()
        .copied()
        .filter(|known| *known != Outcome::Unknown);
    known
        .clone()
        .find(|known| known.symbol() == symbol)
        .ok_or_else(|| {
            let symbols: Vec<&str> = known.map(Outcome::symbol).collect();
            let meant = suggestion(&nearest(symbol, symbols.iter().copied()));
            format!("expected one of {}{meant}", symbols.join(", "))
        })
}

impl RulesExplain {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let law = policy::law(self.asked.policy())?;
        let facts = self.asked.facts(law.outline())?;
        let law = law.in_force(self.asked.on)?;
        let text = if self.asked.json {
            let body = explanation_body(&law, &facts, self.why_not)?;
            serde_json::to_string(&body)? + "\n"
        } else {
            Explained::new(&law, &facts, self.lang.into()).text(self.why_not)?
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(())
    }
}
