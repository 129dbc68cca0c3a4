use std::{collections::BTreeMap, io::Write};

use clap::{ArgMatches, CommandFactory, Parser, Subcommand, parser::ValueSource};

use super::{
    super::{Arguments, CliError, serve::Serve},
    file::is_setting,
    find,
};

/// `tirkeu config`
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Say what `tirkeu serve` would do with the same arguments, environment and file: every option,
    /// its value, and where it comes from. Nothing is opened or called but the policy and the secrets.
    Check(ConfigCheck),
}

/// `tirkeu config check`
#[derive(Debug, Parser)]
pub(in crate::cli) struct ConfigCheck {
    #[command(flatten)]
    serve: Serve,
}

impl ConfigCommand {
    pub(in crate::cli) fn run(
        self,
        matches: &ArgMatches,
        lines: &BTreeMap<String, String>,
    ) -> Result<(), CliError> {
        let Self::Check(check) = self;
        let names = ["config".to_owned(), "check".to_owned()];
        let all = Arguments::command();
        let mut out = std::io::stdout().lock();
        let given = matches
            .subcommand()
            .and_then(|(_, config)| config.subcommand());
        if let (Some((_, given)), Some(command)) = (given, find(&all, &names)) {
            let options = command.get_arguments();
            for option in options.filter(|option| is_setting(option.get_id().as_str())) {
                let id = option.get_id().as_str();
                let value = match given.try_get_raw(id).ok().flatten() {
                    // It may hold a password.
                    Some(_) if id == "database" => "(set)".to_owned(),
                    Some(values) => {
                        let all: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
                        all.join(", ")
                    }
                    None => "-".to_owned(),
                };
                let from = match given.value_source(id) {
                    _ if lines.contains_key(id) => lines.get(id).cloned().unwrap_or_default(),
                    Some(ValueSource::CommandLine) => "argument".to_owned(),
                    Some(ValueSource::EnvVariable) => "environment".to_owned(),
                    _ => "default".to_owned(),
                };
                writeln!(out, "{id:<16} {value:<32} {from}")?;
            }
        }
        check.serve.check()?;
        writeln!(out, "All is well.")?;
        Ok(())
    }
}
