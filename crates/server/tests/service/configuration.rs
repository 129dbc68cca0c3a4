//! Configuration by argument, environment and file.

use std::process::{Command, Output};

use crate::cli::stderr;

/// `tirkeu config check` with a file, arguments and variables.
fn check(file: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.toml"), file).unwrap();
    Command::new(env!("CARGO_BIN_EXE_tirkeu"))
        .args(["config", "check", "--config", "t.toml"])
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(folder.path())
        .output()
        .unwrap()
}

/// An option in what the program says of a configuration: its value, and where it comes from.
fn said(output: &Output, option: &str) -> (String, String) {
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text
        .lines()
        .find(|line| line.split_whitespace().next() == Some(option));
    let mut words = line
        .unwrap_or_else(|| panic!("{text}{}", stderr(output)))
        .split_whitespace();
    let value = words.nth(1).unwrap_or_default().to_owned();
    (value, words.collect::<Vec<_>>().join(" "))
}

#[test]
fn an_argument_comes_before_the_environment_and_that_before_the_file() {
    let port = |file: &str, arguments: &[&str], variables: &[(&str, &str)]| {
        let file = format!("sandbox = true\n{file}");
        let output = check(&file, arguments, variables);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let (value, from) = said(&output, "port");
        format!("{value} {from}")
    };
    let (argument, variable) = (["--port", "1"], [("TIRKEU_PORT", "2")]);
    assert_eq!(port("", &[], &[]), "8080 default");
    assert_eq!(port("port = 3", &[], &[]), "3 t.toml:2");
    assert_eq!(port("port = 3", &[], &variable), "2 environment");
    assert_eq!(port("port = 3", &argument, &variable), "1 argument");
    assert_eq!(port("", &argument, &variable), "1 argument");
}

#[test]
fn what_would_not_start_is_refused() {
    let refused = |file: &str, expected: &str| {
        let output = check(file, &[], &[]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        let text = stderr(&output);
        assert!(text.contains(expected), "{expected:?} in {text}");
    };
    refused(
        "sandbox = true\nprot = 1",
        "t.toml:2:1: there is no option `prot`; did you mean `port`?",
    );
    refused("sandbox = true\nport = 70000", "t.toml:2");
    refused("", "no state registers");
    refused(
        "registers = \"https://r\"\nsms_http = \"https://s\"",
        "TIRKEU_SMS_TOKEN",
    );
    refused(
        "sandbox = true\nregisters = \"https://r\"",
        "cannot be used with",
    );
    refused("sandbox = true\npolicy = \"/nowhere\"", "/nowhere");
    refused("sandbox = true\nlog_format = \"xml\"", "json");
    let missing = check("", &["--config", "none.toml"], &[]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn a_database_is_not_shown_with_its_password() {
    let output = check(
        "sandbox = true\ndatabase = \"postgres://a:s3cret@h/n\"",
        &[],
        &[],
    );
    assert_eq!(said(&output, "database").0, "(set)", "{}", stderr(&output));
    let all = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&all).contains("s3cret"));
}

#[test]
fn the_example_is_one_with_which_it_starts() {
    let example = include_str!("../../../../docs/tirkeu.example.toml");
    let secrets = [
        ("TIRKEU_SMS_TOKEN", "token"),
        (
            "TIRKEU_SMS_WEBHOOK_SECRET",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ),
    ];
    let output = check(example, &[], &secrets);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}
