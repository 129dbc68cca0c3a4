//! Configuration by file: what stands there is taken where neither an argument nor the environment
//! says otherwise.
//!
//! A file is TOML; its names are those of `tirkeu serve`'s options with `_` for `-`. The values are
//! given to the command line's own reader, so that the types of options, what excludes what, and
//! every message are the same wherever an option comes from.

mod check;
mod file;

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use clap::{ArgMatches, Command, CommandFactory, parser::ValueSource};

use super::{Arguments, CliError};
pub(super) use check::ConfigCommand;
use file::{Entry, entries};

/// The option that names the file.
const CONFIG: &str = "config";

/// Arguments in which the file's values have their place, with the lines they come from.
pub(super) struct Configured {
    /// As if all had been typed.
    pub(super) arguments: Vec<OsString>,
    /// Name of the option, and where in which file it stands.
    pub(super) lines: BTreeMap<String, String>,
}

/// Puts the values of the file that `--config` or `TIRKEU_CONFIG` names behind the arguments.
///
/// # Errors
/// [`CliError::File`], or [`CliError::Setting`] with the place of what is not understood.
pub(super) fn configured(arguments: Vec<OsString>) -> Result<Configured, CliError> {
    let mut configured = Configured {
        arguments,
        lines: BTreeMap::new(),
    };
    // What is wrong with arguments is said later, by whoever reads them all.
    let lenient = Arguments::command().ignore_errors(true);
    let Ok(matches) = lenient.try_get_matches_from(&configured.arguments) else {
        return Ok(configured);
    };
    let Some((command, given)) = innermost(&matches) else {
        return Ok(configured);
    };
    let named = given.try_get_one::<PathBuf>(CONFIG).ok().flatten();
    let (Some(path), Some(options)) = (named, find(&Arguments::command(), &command).cloned())
    else {
        return Ok(configured);
    };
    let text = std::fs::read_to_string(path).map_err(|cause| CliError::File {
        path: path.clone(),
        cause,
    })?;
    for Entry {
        id,
        name,
        value,
        line,
    } in entries(path, &text, &options)?
    {
        let place = format!("{}:{line}", path.display());
        let elsewhere = matches!(
            given.value_source(&id),
            Some(ValueSource::CommandLine | ValueSource::EnvVariable)
        );
        if elsewhere {
            continue;
        }
        configured.lines.insert(id, place);
        configured.arguments.push(match value {
            Some(value) => format!("--{name}={value}").into(),
            None => format!("--{name}").into(),
        });
    }
    Ok(configured)
}

/// Names of the command that was asked for, and what was given to it.
fn innermost(matches: &ArgMatches) -> Option<(Vec<String>, &ArgMatches)> {
    let mut names = Vec::new();
    let mut inner = matches;
    while let Some((name, next)) = inner.subcommand() {
        names.push(name.to_owned());
        inner = next;
    }
    (!names.is_empty()).then_some((names, inner))
}

fn find<'a>(all: &'a Command, names: &[String]) -> Option<&'a Command> {
    names
        .iter()
        .try_fold(all, |command, name| command.find_subcommand(name))
}
