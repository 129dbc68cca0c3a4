//! The program itself.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

pub(crate) fn tirkeu(arguments: &[&str], input: &str) -> Output {
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

pub(crate) fn stderr(output: &Output) -> String {
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
    let facts = ["-", "--on", "2026-03-01"];
    check(
        &facts,
        r#"{"servce":"permanent"}"#,
        "--facts standard input:1:2: unknown fact \"servce\", did you mean \"service\"?",
    );
    check(
        &facts,
        "{\n  \"subject.age\": 15,\n  \"service\": \"permanant\"\n}",
        "--facts standard input:3:14: service cannot be \"permanant\": expected",
    );
    check(
        &facts,
        r#"{"service":"permanant"}"#,
        "did you mean \"permanent\"?",
    );
    check(
        &facts,
        r#"{"service": "permanent", "subject.age": "old"}"#,
        ":1:41: subject.age cannot be \"old\": expected",
    );
    check(&facts, r#"{"subject.age": [15]}"#, ":1:17: subject.age");
    check(
        &facts,
        r#"{"subjekt.age": [15]}"#,
        ":1:2: unknown fact \"subjekt.age\"",
    );
    check(
        &facts,
        "[]",
        "--facts standard input:1:1: the facts are not a JSON object",
    );
    check(&facts, "{\n\"service\" 1}", "standard input:2:11: ");
    check(
        &["-", "--on", "tomorrow"],
        "{}",
        "'tomorrow' for '--on <DATE>': expected a date",
    );
    let output = tirkeu(
        &[
            "rules",
            "explain",
            "--facts",
            "-",
            "--on",
            "2026-03-01",
            "--why-not",
            "onlin",
        ],
        "{}",
    );
    let said = stderr(&output);
    assert!(said.contains("'--why-not <OUTCOME>'"), "{said}");
    assert!(said.contains("did you mean \"online\"?"), "{said}");
    check(
        &["/nowhere/facts.json", "--on", "2026-03-01"],
        "",
        "/nowhere/facts.json",
    );
}

/// A copy of the policy in which texts are replaced.
pub(crate) fn edited(changes: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(POLICY).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
    folder
}

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policy");

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_policy_is_clean() {
    for folder in [&[][..], &[POLICY][..]] {
        let output = tirkeu(&[&["rules", "check"], folder].concat(), "");
        assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
        assert!(
            stdout(&output).contains(": 0 findings"),
            "{}",
            stdout(&output)
        );
    }
}

#[test]
fn faults_of_a_policy_are_found() {
    // A person of 18 who files for themselves falls between two rules, and a message has no words.
    let folder = edited(&[
        ("outcome.toml", "message = \"R19\"", "message = \"R99\""),
        (
            "outcome.toml",
            "message = \"R3\"\n  [[rule.when]]\n  \"subject.age\" = \">= 18\"",
            "message = \"R3\"\n  [[rule.when]]\n  \"subject.age\" = \"> 18\"",
        ),
    ]);
    let path = folder.path().to_str().unwrap();
    let output = tirkeu(&["rules", "check", path], "");
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    for part in [
        "outcome.toml:5:1: error: no outcome: table outcome gives no outcome",
        "subject.age 18",
        "for example on 2025-11-24: ",
        "outcome.toml:22:11: error: words missing: there are no words for R99 in kk, ru, en, did you mean \"R19\"?",
        "expected a key of locales/*/rules.toml",
        "3 findings",
    ] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
    let output = tirkeu(&["rules", "check", path, "--json"], "");
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let gap = &json["findings"][0];
    assert_eq!(
        (&json["clean"], &json["finished"]),
        (&false.into(), &true.into())
    );
    assert_eq!(
        (&gap["severity"], &gap["finding"]),
        (&"error".into(), &"no outcome".into())
    );
    assert_eq!(
        (&gap["file"], &gap["line"]),
        (&"outcome.toml".into(), &5.into())
    );
    assert_eq!(gap["witness"]["facts"]["subject.age"], 18);
    // The witness is what `rules eval` takes.
    let facts = gap["witness"]["facts"].to_string();
    let eval = [
        "rules",
        "eval",
        "--facts",
        "-",
        "--on",
        "2025-11-24",
        "--policy",
        path,
    ];
    let output = tirkeu(&eval, &facts);
    assert!(!stdout(&output).contains("online"), "{}", stdout(&output));
    let output = tirkeu(&["rules", "check", "/nowhere"], "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn policies_are_compared() {
    let moved = edited(&[(
        "outcome.toml",
        "\"subject.age\" = \"< 14\"",
        "\"subject.age\" = \"< 13\"",
    )]);
    let moved = moved.path().to_str().unwrap();
    let output = tirkeu(&["rules", "diff", POLICY, moved], "");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    for part in [
        "outcome: R1 → ",
        "not_separate → ",
        "subject.age 13",
        "from 2025-11-24",
    ] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
    let output = tirkeu(&["rules", "diff", POLICY, moved, "--json"], "");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["changes_nothing"], false);
    let change = &json["groups"][0]["changes"][0];
    assert_eq!(change["old"], "not_separate");
    assert_eq!(change["regions"][0]["subject.age"], "13");
    assert_eq!(change["example"]["facts"]["subject.age"], 13);

    let reworded = edited(&[
        ("outcome.toml", "message = \"R19\"", "message = \"R20\""),
        (
            "outcome.toml",
            "\"subject.age\" = \"[14..16)\"",
            "\"subject.age\" = \"14, 15\"",
        ),
    ]);
    let reworded = reworded.path().to_str().unwrap();
    let output = tirkeu(&["rules", "diff", POLICY, reworded], "");
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.starts_with("no outcome changes\n"), "{text}");
    assert!(
        text.contains("rule R19 of table outcome changes its message"),
        "{text}"
    );
}

#[test]
fn what_is_wrong_in_a_case_is_said_with_its_place() {
    const CASE: &str = "about = \"one\"\n[given]\n\"service\" = \"permanent\"\n\
        [[case]]\nname = \"a\"\non = 2026-03-01\n\"subject.age\" = 15\nexpect = \"unknown\"\n";
    let measure = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("some.toml"), text).unwrap();
        let folder = folder.path().to_str().unwrap();
        tirkeu(&["rules", "tests", POLICY, "--coverage", folder], "")
    };
    assert_eq!(measure(CASE).status.code(), Some(0));
    let check = |from: &str, to: &str, place: &str, parts: &[&str]| {
        assert!(CASE.contains(from), "{from}");
        let output = measure(&CASE.replacen(from, to, 1));
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{to}: {said}");
        assert!(said.starts_with(&format!("some.toml:{place}: ")), "{said}");
        for part in parts {
            assert!(said.contains(part), "{part:?} in {said}");
        }
    };
    check(
        "\"subject.age\"",
        "\"subject.agee\"",
        "7:1",
        &["unknown key", "expected", "did you mean \"subject.age\"?"],
    );
    check("\"service\"", "\"servce\"", "3:1", &["\"service\"?"]);
    check("expect", "expct", "8:1", &["did you mean \"expect\"?"]);
    check(
        "\"permanent\"",
        "\"permanant\"",
        "3:13",
        &["expected", "\"permanent\"?"],
    );
    check("15", "\"old\"", "7:17", &["subject.age", "expected"]);
    check("15", "121", "7:17", &["subject.age", "120"]);
    check("15", "[15]", "7:17", &["expected", "120"]);
    check("on = 2026-03-01\n", "", "4:1", &["missing key \"on\""]);
    check("2026-03-01", "\"2026-03-01\"", "6:6", &["a date"]);
    check("about", "abuot", "1:1", &["did you mean \"about\"?"]);
    check(
        "[given]",
        "goal = \"verdct\"\n[given]",
        "2:8",
        &["unknown goal", "did you mean \"verdict\"?"],
    );
    check(
        "[given]",
        "[switches]\nastana_area = \"2026-07\"\n[given]",
        "3:15",
        &["astana_area", "\"2026-08\"?"],
    );
    check("[given]", "[given", "2:7", &[]);
}

#[test]
fn cases_are_made_from_the_rules_and_measured() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("cases");
    let out = out.to_str().unwrap();
    let output = tirkeu(&["rules", "tests", POLICY, "--out", out], "");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    let measured = |folder: &str| {
        let output = tirkeu(&["rules", "tests", POLICY, "--coverage", folder], "");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let total = measured(out).lines().last().unwrap().to_owned();
    assert!(said.contains(&total), "{total:?} in {said}");
    // The cases that people wrote test as much.
    let by_hand = measured(&format!("{POLICY}/cases"));
    assert_eq!(by_hand.lines().last().unwrap(), total);
    assert!(!by_hand.contains("NEVER MATCHES"), "{by_hand}");
    std::fs::remove_file(format!("{out}/notices.toml")).unwrap();
    let less = measured(out);
    assert!(
        less.contains("notices R21 row 1 from 2025-01-01: NEVER MATCHES"),
        "{less}"
    );
    let printed = stdout(&tirkeu(&["rules", "tests"], ""));
    assert!(
        printed.starts_with("# consent_result.toml\nabout = "),
        "{printed}"
    );
}
