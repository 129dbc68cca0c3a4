//! The program itself: killed between the steps, what it logs, what it exports, when it refuses to
//! start.

use std::{fs, path::Path, process::Command};

use eds::Purpose;
use serde_json::json;

use crate::support::{Keyring, Program, text};

fn tirkeu(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
    let output = command
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn killed_after_every_step_nothing_is_lost_or_doubled_and_the_evidence_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let keys = Keyring::of(folder.path());
    let given = program.ok("POST", "/api/v1/sign-in/challenge", &json!({}));
    let challenge = text(&given, "text").to_owned();
    // The address, with its port, is another one after a restart: so is the origin.
    let cms = keys.signed("nurlan", Purpose::SignIn, &challenge);
    let mut program = program.killed_and_started_again(folder.path());
    let body = json!({"challenge_text": challenge, "cms": cms});
    let (status, answer) = program.call("POST", "/api/v1/sign-in/eds", &body);
    assert_eq!((status, text(&answer, "code")), (422, "challenge_expired"));

    let challenge = keys.challenge(&mut program, "nurlan");
    program.ok("POST", "/api/v1/sign-in/eds", &challenge);
    let mut program = program.killed_and_started_again(folder.path());
    let filed = program.ok("POST", "/api/v1/applications", &keys.filing("nurlan"));
    assert_eq!(filed["signing"], json!(["code", "eds", "qr"]));
    let mut program = program.killed_and_started_again(folder.path());
    let document = text(&filed, "document");
    let cms = keys.signed("nurlan", Purpose::Sign, document);
    let path = format!("/api/v1/applications/{}", text(&filed, "number"));
    let body = json!({"cms": cms, "document_sha256": filed["document_sha256"]});
    let signed = program.ok("POST", &format!("{path}/eds-signature"), &body);
    let mut program = program.killed_and_started_again(folder.path());
    let repeated = program.ok("POST", &format!("{path}/eds-signature"), &body);
    assert_eq!(repeated, signed, "sent again, not signed again");
    program.kill();

    // What was kept, verified by the program alone.
    let trust = folder.path().join("trust");
    fs::create_dir(&trust).unwrap();
    fs::write(trust.join("root.cer"), keys.0.authority().root()).unwrap();
    let number = text(&filed, "number");
    let export = [
        "eds",
        "evidence",
        "--database",
        "tirkeu.sqlite",
        "--out",
        "kept",
        number,
    ];
    let (code, said) = tirkeu(folder.path(), &export);
    assert_eq!(code, Some(0), "{said}");
    let kept = folder.path().join(format!("kept/{number}-document.txt"));
    assert_eq!(fs::read_to_string(&kept).unwrap(), document);
    let line = said.trim().replace("--trust DIR", "--trust trust");
    let verify: Vec<&str> = line.split(' ').skip(1).collect();
    let (code, said) = tirkeu(folder.path(), &verify);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the signature stands"), "{said}");
    assert!(said.contains("over this signature, at"), "{said}");
    fs::write(&kept, document.replace("2026", "2027")).unwrap();
    let (code, _) = tirkeu(folder.path(), &verify);
    assert_ne!(code, Some(0), "over something else");
    let (code, said) = tirkeu(folder.path(), &["audit", "verify", "tirkeu.sqlite"]);
    assert_eq!(code, Some(0), "{said}");
    let unknown = ["eds", "evidence", "--database", "no-such-file", number];
    let (code, said) = tirkeu(folder.path(), &unknown);
    assert_eq!(code, Some(2), "{said}");
    assert!(!folder.path().join("no-such-file").exists());
}

#[test]
fn the_log_names_nobody_and_carries_no_signature() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let keys = Keyring::of(folder.path());
    let challenge = keys.challenge(&mut program, "aigerim");
    let person = program.ok("POST", "/api/v1/sign-in/eds", &challenge);
    let filed = program.ok("POST", "/api/v1/applications", &keys.filing("aigerim"));
    let number = text(&filed, "number");
    let path = format!("/api/v1/applications/{number}/eds-signature");
    let mut sent = Vec::new();
    for (key, expected) in [("nurlan", 422), ("aigerim", 200)] {
        let cms = keys.signed(key, Purpose::Sign, text(&filed, "document"));
        let body = json!({"cms": cms, "document_sha256": filed["document_sha256"]});
        let (status, answer) = program.call("POST", &path, &body);
        assert_eq!(status, expected, "{answer}");
        sent.push(cms);
    }
    let written = program.logged();
    assert!(written.contains("/eds-signature"), "{written}");
    assert!(
        written.contains("other_person"),
        "the reason, for the operator"
    );
    let nonce = text(&challenge, "challenge_text").lines().nth(2).unwrap();
    let mut canaries = vec![text(&person, "iin"), text(&person, "name"), number, nonce];
    // Part of the signature proper, wherever in the text it would be broken.
    canaries.extend(sent.iter().map(|cms| &cms[cms.len() - 60..]));
    canaries.push(&text(&challenge, "cms")[..40]);
    for canary in canaries {
        assert!(!written.contains(canary), "{canary} in {written}");
    }
}

#[test]
fn a_server_that_could_believe_nobody_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let trust = folder.path().join("trust");
    fs::create_dir(&trust).unwrap();
    let root = Keyring::of(folder.path()).0.authority().root().to_vec();
    fs::write(trust.join("root.cer"), root).unwrap();
    let serve = |more: &[&str]| {
        let registers = ["serve", "--registers", "http://127.0.0.1:1"];
        let sms = ["--smpp", "smpp://a@127.0.0.1:1", "--port", "0"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
        command.current_dir(folder.path()).args(registers).args(sms);
        command.env("TIRKEU_SMPP_PASSWORD", "secret").args(more);
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    for (arguments, why) in [
        (&["--trust", "empty"][..], "no file that ends in"),
        (&["--trust", "nowhere"], "nowhere"),
        (&["--trust", "trust"], "--ocsp"),
        (&["--ocsp", "http://127.0.0.1:1"], "--trust"),
        (&["--trust", "trust", "--ocsp", "ocsp"], "https://"),
    ] {
        let (code, said) = serve(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
    let (code, said) = tirkeu(folder.path(), &["serve", "--sandbox", "--trust", "trust"]);
    assert_eq!(code, Some(2), "{said}");
}
