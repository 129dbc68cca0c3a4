//! A service that works by a folder of policy files, and what it makes of a wrong one.

use std::{fs, path::Path, time::Duration};

use serde_json::json;

use crate::{
    cli::{edited, stderr, tirkeu},
    support::Program,
};

/// A mistake in the policy, and what is said about it.
struct Mistake {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// The text whose line and column are told, if some are.
    at: Option<&'static str>,
    said: &'static str,
}

const fn mistake(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    at: Option<&'static str>,
    said: &'static str,
) -> Mistake {
    Mistake {
        file,
        from,
        to,
        at,
        said,
    }
}

const MISTAKES: [Mistake; 14] = [
    // Cells that are wrong.
    mistake(
        "outcome.toml",
        r#""[14..16)""#,
        r#""[14..160)""#,
        Some("160)"),
        "cell of subject.age: expected a whole number from 0 up to 120, found 160",
    ),
    mistake(
        "outcome.toml",
        r#"'"parent","representative"'"#,
        r#"'"parent","representativ"'"#,
        Some("\"representativ\""),
        r#"found "representativ", did you mean "representative"?"#,
    ),
    // A fact that is not declared.
    mistake(
        "outcome.toml",
        r#""subject.age""#,
        r#""subjekt.age""#,
        Some("\"subjekt.age\""),
        r#"did you mean "subject.age"?"#,
    ),
    // Dates that do not exist, or end before they begin.
    mistake(
        "outcome.toml",
        "from = 2025-11-24",
        "from = 2025-13-24",
        Some("2025-13-24"),
        "expected month between 01 and 12",
    ),
    mistake(
        "outcome.toml",
        "from = 2025-11-24",
        "from = 2025-11-31",
        Some("2025-11-31"),
        "expected",
    ),
    mistake(
        "outcome.toml",
        "from = 2025-11-24",
        "from = 2025-11-24\nuntil = 2025-11-23",
        None,
        "from 2025-11-24 is after until 2025-11-23",
    ),
    // Tables that depend on each other in a circle.
    mistake(
        "outcome.toml",
        r#""subject.age" = "< 14""#,
        r#""consent" = "null""#,
        Some("\"consent\""),
        "table outcome depends on its own output",
    ),
    // A source that is not there.
    mistake(
        "outcome.toml",
        r#"source = "nit_announcement""#,
        r#"source = "nit_anouncement""#,
        Some("\"nit_anouncement\""),
        r#"did you mean "nit_announcement"?"#,
    ),
    // Words that are not there, of each kind.
    mistake(
        "outcome.toml",
        r#"message = "R19""#,
        r#"message = "R_19""#,
        Some("\"R_19\""),
        r#"words missing: there are no words for R_19 in kk, ru, en, did you mean "R19"?"#,
    ),
    mistake(
        "sources.toml",
        r#"title = "source.egov_citizens""#,
        r#"title = "source.egov_citizenz""#,
        Some("\"source.egov_citizenz\""),
        r#"did you mean "source.egov_citizens"?"#,
    ),
    mistake(
        "switches.toml",
        r#"note = "R18_switch""#,
        r#"note = "R18_swich""#,
        Some("\"R18_swich\""),
        r#"did you mean "R18_switch"?"#,
    ),
    // Somebody gets no answer.
    mistake(
        "outcome.toml",
        r#""subject.age" = "< 14""#,
        r#""subject.age" = "< 13""#,
        Some("[table]"),
        "error: no outcome: table outcome gives no outcome",
    ),
    // An answer that means nothing to the program.
    mistake(
        "consent.toml",
        r#"values = ["#,
        r#"values = ["neighbours", "#,
        None,
        "the policy answers `neighbours`, which is not in the vocabulary",
    ),
    // A number that the program needs.
    mistake(
        "parameters.toml",
        r#"name = "consent.minutes""#,
        r#"name = "consent.hours""#,
        None,
        "no whole parameter `consent.minutes` is in force on ",
    ),
];

impl Mistake {
    /// What must be said when it has been made in a text.
    fn check(&self, changed: &str, said: &str) {
        let said = said.replace("\\\"", "\"");
        assert!(said.contains(self.said), "{:?} in {said}", self.said);
        if let Some(at) = self.at {
            let before = &changed[..changed.find(at).unwrap()];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let place = format!("{}:{line}:{column}: ", self.file);
            assert!(said.contains(&place), "{place} in {said}");
        }
    }
}

#[test]
fn a_service_does_not_start_by_a_wrong_policy() {
    for mistake in MISTAKES {
        let folder = edited(&[(mistake.file, mistake.from, mistake.to)]);
        let data = folder.path().join("data");
        let output = tirkeu(
            &[
                "serve",
                "--sandbox",
                "--port",
                "0",
                "--data",
                data.to_str().unwrap(),
                "--policy",
                folder.path().to_str().unwrap(),
            ],
            "",
        );
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{}: {said}", mistake.to);
        let changed = fs::read_to_string(folder.path().join(mistake.file)).unwrap();
        mistake.check(&changed, &said);
        assert!(!data.exists(), "nothing is begun");
    }
}

/// What becomes of a child of 13.
#[cfg(unix)]
fn outcome_at_13(program: &mut Program) -> String {
    let body =
        json!({"on": "2026-03-01", "facts": {"subject.age": 13, "subject.citizenship": "citizen"}});
    let verdict = program.ok("POST", "/api/v1/verdict", &body);
    verdict["outcome"].as_str().unwrap().to_owned()
}

/// Tells the program to read its policy, and waits until the log has a sentence once more.
#[cfg(unix)]
fn reload(program: &Program, expected: &str) {
    let count = || program.logged().matches(expected).count();
    let before = count();
    program.signal("HUP");
    let mut waits = 0..200;
    assert!(
        waits.any(|_| {
            std::thread::sleep(Duration::from_millis(25));
            count() > before
        }),
        "{expected:?} in {}",
        program.logged()
    );
}

#[cfg(unix)]
#[test]
fn a_service_takes_a_changed_policy_and_keeps_the_old_one_where_the_new_is_wrong() {
    let folder = edited(&[]);
    let data = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mut program = Program::start_with(data.path(), &["--policy", path]);
    let outcome = folder.path().join("outcome.toml");
    let original = fs::read_to_string(&outcome).unwrap();
    let write = |path: &Path, text: &str| fs::write(path, text).unwrap();

    assert_eq!(outcome_at_13(&mut program), "not_separate");
    reload(&program, "the policy is the same");

    // Children under 14 must visit an office from now on.
    let changed = original.replacen("then = \"not_separate\"", "then = \"visit_psc\"", 1);
    assert_ne!(changed, original);
    write(&outcome, &changed);
    assert_eq!(
        outcome_at_13(&mut program),
        "not_separate",
        "nobody told it"
    );
    reload(&program, "another policy is in use");
    assert_eq!(outcome_at_13(&mut program), "visit_psc");

    for mistake in MISTAKES {
        let path = folder.path().join(mistake.file);
        let good = fs::read_to_string(&path).unwrap();
        let bad = good.replacen(mistake.from, mistake.to, 1);
        assert_ne!(good, bad);
        write(&path, &bad);
        reload(&program, "the old policy stays in use");
        mistake.check(&bad, &program.logged());
        assert_eq!(outcome_at_13(&mut program), "visit_psc", "{}", mistake.to);
        write(&path, &good);
    }
    fs::remove_file(&outcome).unwrap();
    reload(&program, "the old policy stays in use");
    assert_eq!(outcome_at_13(&mut program), "visit_psc");

    write(&outcome, &original);
    reload(&program, "another policy is in use");
    assert_eq!(outcome_at_13(&mut program), "not_separate");
}

#[test]
fn a_folder_without_a_policy_is_not_clean_but_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for arguments in [
        &["rules", "check", path][..],
        &["serve", "--sandbox", "--port", "0", "--policy", path],
    ] {
        let output = tirkeu(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&output);
        assert!(said.contains("no file here is named like *.toml"), "{said}");
    }
}

#[test]
fn what_is_too_large_is_refused_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let large = |name: &str| {
        let path = folder.path().join(name);
        // A hundred million zeros that take no room.
        let file = fs::File::create(&path).unwrap();
        file.set_len(100_000_000).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let check = |arguments: &[&str]| {
        let output = tirkeu(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&output);
        assert!(said.contains("100000000 bytes are too many"), "{said}");
    };
    let facts = large("facts.json");
    check(&["rules", "eval", "--facts", &facts, "--on", "2026-03-01"]);
    let out = folder.path().join("out");
    let model = large("model.dmn");
    check(&["rules", "import", &model, "--out", out.to_str().unwrap()]);
    let policy = large("policy.toml");
    let path = Path::new(&policy).parent().unwrap().to_str().unwrap();
    check(&["rules", "check", path]);
    check(&["rules", "diff", path, path]);
    check(&[
        "rules",
        "eval",
        "--facts",
        "-",
        "--on",
        "2026-03-01",
        "--policy",
        path,
    ]);
    check(&["serve", "--sandbox", "--port", "0", "--policy", path]);
}

#[test]
fn what_is_deep_or_grows_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let check = |arguments: &[&str], expected: &str| {
        let output = tirkeu(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&output);
        assert!(said.contains(expected), "{expected:?} in {said}");
    };
    let entities: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let bomb =
        format!("<!DOCTYPE l [<!ENTITY l0 \"l\">{entities}]><definitions>&l9;</definitions>");
    let bomb = write("bomb.dmn", &bomb);
    check(
        &["rules", "import", &bomb, "--out", out],
        "bomb.dmn:1:1: a document type declaration is not read",
    );
    let deep = write("deep.dmn", &"<a>".repeat(1_000_000));
    check(
        &["rules", "import", &deep, "--out", out],
        "too many elements inside each other",
    );
    let deep = write("deep.json", &"{\"a\":".repeat(100_000));
    check(
        &["rules", "eval", "--facts", &deep, "--on", "2026-03-01"],
        "recursion limit",
    );
    write("deep.toml", &format!("a = {}", "[".repeat(1_000_000)));
    check(
        &["rules", "check", folder.path().to_str().unwrap()],
        "deep.toml:1:85: cannot recurse further",
    );
}
