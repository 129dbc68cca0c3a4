//! The program itself.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn tirkeu(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tirkeu"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments reads nothing.
    let _unread = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn without_registers_it_does_not_serve() {
    let output = tirkeu(&["serve", "--port", "0"], "");
    assert_eq!(output.status.code(), Some(2));
    for word in ["registers", "SMS", "--sandbox"] {
        assert!(stderr(&output).contains(word), "{}", stderr(&output));
    }
    assert!(output.stdout.is_empty());
}

#[test]
fn rules_are_asked_from_the_command_line() {
    let ask = |facts: &str| {
        let output = tirkeu(
            &[
                "rules",
                "eval",
                "--facts",
                "-",
                "--on",
                "2026-03-01",
                "--json",
            ],
            facts,
        );
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let foreigner = ask(r#"{"subject.citizenship":"residence_permit"}"#);
    assert_eq!(foreigner["outcome"], "other_service");
    assert_eq!(foreigner["because"][0]["rule"], "R19");
    assert_eq!(foreigner.get("consent"), None);
    let nothing = ask("{}");
    assert_eq!(nothing["outcome"], "unknown");
    assert!(nothing["missing"].as_array().unwrap().len() > 10);
    let people = tirkeu(
        &["rules", "eval", "--facts", "-", "--on", "2026-03-01"],
        r#"{"subject.citizenship":"residence_permit"}"#,
    );
    let text = String::from_utf8(people.stdout).unwrap();
    assert!(text.starts_with("outcome: other_service\nR19"), "{text}");
}

#[test]
fn the_same_facts_get_the_same_verdict_from_an_edited_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policy");
    let arguments = [
        "rules",
        "eval",
        "--facts",
        "-",
        "--on",
        "2026-03-01",
        "--json",
    ];
    let facts = r#"{"service":"temporary","term.months":13,"subject.age":30}"#;
    let embedded = tirkeu(&arguments, facts);
    let read = tirkeu(&[&arguments[..], &["--policy", folder]].concat(), facts);
    assert_eq!(stderr(&read), "");
    assert_eq!(embedded.stdout, read.stdout);
    assert!(!read.stdout.is_empty());
}

#[test]
fn what_is_wrong_with_facts_is_said() {
    let check = |arguments: &[&str], facts: &str, expected: &str| {
        let output = tirkeu(&[&["rules", "eval", "--facts"], arguments].concat(), facts);
        assert_eq!(output.status.code(), Some(2), "{facts}");
        assert!(
            stderr(&output).contains(expected),
            "{expected:?} in {}",
            stderr(&output)
        );
    };
    check(
        &["-", "--on", "2026-03-01"],
        r#"{"servce":"permanent"}"#,
        "service",
    );
    check(
        &["-", "--on", "2026-03-01"],
        r#"{"service":"permanant"}"#,
        "permanent",
    );
    check(
        &["-", "--on", "2026-03-01"],
        r#"{"subject.age":"old"}"#,
        "subject.age",
    );
    check(&["-", "--on", "2026-03-01"], "[]", "JSON object");
    check(&["-", "--on", "tomorrow"], "{}", "--on");
    check(
        &["/nowhere/facts.json", "--on", "2026-03-01"],
        "",
        "/nowhere/facts.json",
    );
}
