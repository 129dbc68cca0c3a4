use std::path::Path;

use clap::{ArgAction, Command};
use toml::de::{DeTable, DeValue};

use super::{super::CliError, CONFIG};

/// An option that stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// How clap calls it, which is also its name in the file.
    pub(super) id: String,
    /// Its name on the command line.
    pub(super) name: String,
    /// Its value; none for a switch that is on.
    pub(super) value: Option<String>,
    /// From one.
    pub(super) line: usize,
}

/// What a file says to the options of a command. A switch that is off says nothing.
///
/// # Errors
/// [`CliError::Setting`], with file, line and column, where it is no TOML, where a name is unknown
/// (the nearest one is named), or where a value is of another kind than its option's.
pub(super) fn entries(path: &Path, text: &str, command: &Command) -> Result<Vec<Entry>, CliError> {
    let refused = |at: usize, why: &str| {
        let (line, column) = place(text, at);
        CliError::Setting(format!("{}:{line}:{column}: {why}", path.display()))
    };
    let table = DeTable::parse(text)
        .map_err(|error| refused(error.span().map_or(0, |span| span.start), error.message()))?;
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        let (given, at) = (key.get_ref().as_ref(), key.span().start);
        let options = || {
            command
                .get_arguments()
                .filter(|option| is_setting(option.get_id().as_str()))
        };
        let Some(option) = options().find(|option| option.get_id() == given) else {
            let names = options().map(|option| option.get_id().as_str());
            return Err(refused(at, &unknown(given, names)));
        };
        let Some(name) = option.get_long() else {
            return Err(refused(at, &unknown(given, [])));
        };
        let switch = matches!(option.get_action(), ArgAction::SetTrue);
        let many = matches!(option.get_action(), ArgAction::Append);
        let values = match (value.get_ref(), switch) {
            (DeValue::Boolean(true), true) => vec![None],
            (DeValue::Boolean(false), true) => continue,
            (_, true) => return Err(refused(at, &format!("`{given}` is true or false"))),
            (DeValue::String(text), false) => vec![Some(text.to_string())],
            (DeValue::Integer(number), false) => vec![Some(number.to_string())],
            // An option that can be given more than once.
            (DeValue::Array(all), false) if many => {
                let texts = all.iter().map(|one| match one.get_ref() {
                    DeValue::String(text) => Ok(Some(text.to_string())),
                    _ => Err(refused(one.span().start, "a text in quotes is expected")),
                });
                texts.collect::<Result<_, _>>()?
            }
            (_, false) => {
                return Err(refused(
                    at,
                    &format!("`{given}` is a text in quotes or a whole number"),
                ));
            }
        };
        for value in values {
            found.push(Entry {
                id: given.to_owned(),
                name: name.to_owned(),
                value,
                line: place(text, at).0,
            });
        }
    }
    Ok(found)
}

/// Whether an option can stand in a file: all can, but the one that names it.
pub(super) fn is_setting(id: &str) -> bool {
    !["help", "version", CONFIG].contains(&id)
}

fn unknown<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    if ["token", "password", "secret", "key"]
        .iter()
        .any(|end| given.ends_with(end))
    {
        let variable = format!("TIRKEU_{}", given.to_uppercase());
        return format!(
            "a secret such as `{given}` does not stand in this file: set {variable}, or {variable}_FILE to the file that holds it"
        );
    }
    match rules::nearest(given, names) {
        Some(nearest) => format!("there is no option `{given}`; did you mean `{nearest}`?"),
        None => format!(
            "there is no option `{given}`; `tirkeu serve --help` lists all, with `-` for `_`"
        ),
    }
}

/// Line and column of a byte, from one.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::{super::super::Arguments, *};

    fn options() -> Command {
        let all = Arguments::command();
        all.find_subcommand("serve").unwrap().clone()
    }

    fn read(text: &str) -> Result<Vec<String>, String> {
        let entries = entries(Path::new("t.toml"), text, &options());
        let shown = |entry: Entry| match entry.value {
            Some(value) => format!("--{}={value}", entry.name),
            None => format!("--{}", entry.name),
        };
        entries
            .map(|all| all.into_iter().map(shown).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_option_stands_under_its_own_name() {
        let check = |text: &str, expected: &[&str]| assert_eq!(read(text).unwrap(), expected);
        check("", &[]);
        check("port = 80", &["--port=80"]);
        check("public_url = \"https://x\"", &["--public-url=https://x"]);
        check("sandbox = true", &["--sandbox"]);
        check("sandbox = false", &[]);
        check("smpp_5 = true # 5.0", &["--smpp-5"]);
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_place() {
        let check = |text: &str, expected: &str| {
            let said = read(text).unwrap_err();
            assert!(said.contains(expected), "{expected:?} in {said:?}");
        };
        check(
            "\n  prot = 80",
            "t.toml:2:3: there is no option `prot`; did you mean `port`?",
        );
        check("publicurl = \"x\"", "did you mean `public_url`?");
        check("public-url = \"x\"", "did you mean `public_url`?");
        check("entirely_else = 1", "lists all");
        check("config = \"x\"", "there is no option `config`");
        check("help = true", "there is no option `help`");
        check("port = 80\nport = 81", "t.toml:2:1: ");
        check("port = ", "t.toml:1:");
        check(
            "port = [80]",
            "`port` is a text in quotes or a whole number",
        );
        check("port = 80.5", "whole number");
        check("[serve]\nport = 80", "there is no option `serve`");
        check("sandbox = \"yes\"", "`sandbox` is true or false");
        check("smpp_password = \"x\"", "TIRKEU_SMPP_PASSWORD_FILE");
        check("registers_token = \"x\"", "set TIRKEU_REGISTERS_TOKEN");
    }

    #[test]
    fn an_option_of_many_values_stands_as_a_list() {
        let many = clap::Arg::new("friend")
            .long("friend")
            .action(ArgAction::Append);
        let command = Command::new("x").arg(many);
        let read = |text: &str| {
            let all = entries(Path::new("t.toml"), text, &command);
            all.map(|all| {
                all.into_iter()
                    .filter_map(|entry| entry.value)
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(read("friend = [\"a\", \"b\"]").unwrap(), ["a", "b"]);
        assert_eq!(read("friend = \"a\"").unwrap(), ["a"]);
        assert!(read("friend = [1]").is_err());
    }

    #[test]
    fn every_option_has_a_variable_of_its_name() {
        for option in options().get_arguments() {
            let id = option.get_id().as_str();
            if ["help", "version"].contains(&id) {
                continue;
            }
            let expected = format!("TIRKEU_{}", id.to_uppercase());
            let variable = option.get_env().map(|name| name.to_string_lossy());
            assert_eq!(variable.as_deref(), Some(expected.as_str()), "--{id}");
        }
    }

    #[test]
    fn the_example_lists_every_option_and_can_be_read() {
        let example = include_str!("../../../../../docs/tirkeu.example.toml");
        read(example).unwrap();
        let setting = |line: &str| {
            let line = line.trim_start_matches("# ");
            let (name, _) = line.split_once(" = ")?;
            let plain = name
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || "_5".contains(letter));
            plain.then(|| line.to_owned())
        };
        let lines: Vec<String> = example.lines().filter_map(setting).collect();
        let all = read(&lines.join("\n")).unwrap();
        assert!(all.len() > 10, "{all:?}");
        let listed: BTreeSet<&str> = lines
            .iter()
            .filter_map(|line| line.split(' ').next())
            .collect();
        let command = options();
        let known = command
            .get_arguments()
            .map(|option| option.get_id().as_str());
        let known: BTreeSet<&str> = known.filter(|id| is_setting(id)).collect();
        assert_eq!(listed, known);
    }
}
