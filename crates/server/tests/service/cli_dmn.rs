//! `tirkeu rules export`, `import` and `tck`, as the program itself.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const MODELS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../dmn/tests/models");

fn rules(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
    command.arg("rules").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_policy_goes_out_as_dmn_and_comes_back_as_files_that_decide_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.dmn");
    let files = folder.path().join("policy");
    let output = rules(&["export", "--out", path(&file)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let output = rules(&["import", path(&file), "--out", path(&files)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("outcome.toml"));
    assert_eq!(text(&output.stderr), "");

    // What was written from these files is, byte for byte, what was written before.
    let again = folder.path().join("again.dmn");
    let output = rules(&["export", "--policy", path(&files), "--out", path(&again)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(fs::read(&file).unwrap(), fs::read(&again).unwrap());

    // A second import would write over what somebody may have changed.
    let output = rules(&["import", path(&file), "--out", path(&files)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there is such a file already"));
}

#[test]
fn a_day_and_a_version_are_options_of_export() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.dmn");
    let out = ["--out", path(&file)];
    let output = rules(&[&["export", "--on", "2026-03-01", "--dmn", "1.3"], &out[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains("https://www.omg.org/spec/DMN/20191111/MODEL/"));
    assert!(written.contains("as in force on 2026-03-01"));
    assert!(!written.contains("2026-06-30"));
    let output = rules(&[&["export", "--dmn", "1.1"], &out[..]].concat());
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_kit_s_tests_run_and_are_counted() {
    let output = rules(&["tck", MODELS]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let said = text(&output.stdout);
    assert!(
        said.contains("unique-test-01.xml 001 passed (Fee: by the engine)"),
        "{said}"
    );
    assert!(said.contains("by interpreting, as "), "{said}");
    let last = said.lines().last().unwrap();
    assert!(last.ends_with(" passed, 0 failed, 0 skipped"), "{last}");
}

#[test]
fn a_test_that_fails_is_told_by_the_status_and_one_that_is_skipped_by_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str, change: fn(String) -> String| {
        let text = fs::read_to_string(Path::new(MODELS).join(name)).unwrap();
        fs::write(folder.path().join(name), change(text)).unwrap();
    };
    copy("unique.dmn", |text| text);
    copy("unique-test-01.xml", |text| {
        text.replacen("none", "nothing", 1)
    });
    copy("chain.dmn", |text| text.replace("12.5 ** 2", "sqrt(2)"));
    copy("chain-test-01.xml", |text| text);
    let output = rules(&["tck", path(folder.path())]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(
        said.contains("001 failed: Fee: expected \"nothing\", found \"none\""),
        "{said}"
    );
    assert!(said.contains("skipped: "), "{said}");
    assert!(said.contains("sqrt() is not supported"), "{said}");
    let last = said.lines().last().unwrap();
    assert_eq!(last, "4 passed, 1 failed, 4 skipped");
}

#[test]
fn what_is_wrong_with_a_model_is_said_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let check = |model: &[u8], expected: &str| {
        let file = folder.path().join("m.dmn");
        fs::write(&file, model).unwrap();
        let output = rules(&["import", path(&file), "--out", path(&out)]);
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        assert!(said.contains(expected), "{said}");
        assert!(!out.exists());
    };
    check(
        b"<!DOCTYPE a><a/>",
        "m.dmn:1:1: a document type declaration is not read",
    );
    check(b"<a>\n</b>", "m.dmn:2:");
    check(&vec![b' '; 11_000_000], "11000000 bytes are too many");
    let output = rules(&["tck", path(folder.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("-test-"));
}
