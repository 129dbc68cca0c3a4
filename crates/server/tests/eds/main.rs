//! `tirkeu eds verify`, as the program itself, over a filing that the forgeries of `crates/eds` are
//! made of.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

#[path = "../../../eds/tests/forgeries/certificates.rs"]
mod certificates;
#[path = "../../../eds/tests/forgeries/der.rs"]
mod der;
#[path = "../../../eds/tests/forgeries/draft.rs"]
mod draft;

use std::fs;
use std::process::{Command, Output};

use draft::{Draft, IIN, KEYS, NOW, TEXT};

/// A folder with a filing in it, everything in its own file.
struct Filing(tempfile::TempDir);

impl Filing {
    fn new(draft: &Draft) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir(path.join("trust")).unwrap();
        fs::write(path.join("trust/root.cer"), draft.root.signed(&KEYS.root)).unwrap();
        fs::write(path.join("filing.cms"), draft.cms()).unwrap();
        fs::write(path.join("text"), TEXT).unwrap();
        let ocsp = draft.ocsp.as_ref().unwrap().bytes();
        fs::write(path.join("ocsp"), ocsp).unwrap();
        fs::write(path.join("crl"), Draft::with_crl().crl.unwrap().bytes()).unwrap();
        Self(folder)
    }

    fn verify(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
        command.current_dir(self.0.path());
        command
            .args(["eds", "verify", "--trust", "trust"])
            .args(arguments);
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
        (status.code(), text)
    }

    fn says(&self, arguments: &[&str], status: i32, words: &[&str]) {
        let (code, text) = self.verify(arguments);
        assert_eq!(code, Some(status), "{text}");
        for word in words {
            assert!(text.contains(word), "{word}: {text}");
        }
    }
}

const MESSAGE: [&str; 6] = ["--cms", "filing.cms", "--data", "text", "--at", NOW];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    [&MESSAGE[..], more].concat()
}

#[test]
fn a_signature_that_stands_is_told_check_by_check() {
    let filing = Filing::new(&Draft::good());
    let words = [
        "the signature stands",
        "СЫНАҚ АДАМ, IIN 900101300017",
        "ok  digest      Streebog-512 of the contents",
        "vouched for by ROOT",
        "ok  revocation  not revoked, says OCSP of 2026-06-01T12:00:00Z",
    ];
    filing.says(
        &with(&["--ocsp", "ocsp", "--revocation", "--iin", IIN]),
        0,
        &words,
    );
    filing.says(&with(&["--crl", "crl"]), 0, &["not revoked, says the CRL"]);
    filing.says(&with(&[]), 0, &["--  revocation  nothing was given"]);
}

#[test]
fn a_refusal_is_told_with_its_reason() {
    let filing = Filing::new(&Draft::good());
    fs::write(filing.0.path().join("other"), "I sell my flat.").unwrap();
    let other = ["--cms", "filing.cms", "--data", "other", "--at", NOW];
    filing.says(
        &other,
        1,
        &["REFUSED: other contents were signed (digest_mismatch)"],
    );
    let late = [
        "--cms",
        "filing.cms",
        "--data",
        "text",
        "--at",
        "2027-02-01",
    ];
    filing.says(&late, 1, &["certificate.issuer_expired"]);
    filing.says(&with(&["--revocation"]), 1, &["revocation_unknown"]);
    filing.says(
        &with(&["--purpose", "sign-in"]),
        1,
        &["certificate.is_for_signing"],
    );
    filing.says(&with(&["--iin", "900101300028"]), 1, &["other_person"]);
    fs::write(filing.0.path().join("filing.cms"), "no message").unwrap();
    filing.says(&with(&[]), 1, &["cms.malformed"]);
}

#[test]
fn programs_read_json() {
    let filing = Filing::new(&Draft::good());
    let (code, text) = filing.verify(&with(&["--json", "--ocsp", "ocsp"]));
    assert_eq!(code, Some(0), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["stands"], true);
    assert_eq!(json["refusal"], serde_json::Value::Null);
    assert_eq!(json["signers"][0]["subject"]["iin"], IIN);
    let checks = json["signers"][0]["checks"].as_array().unwrap();
    let digest = checks
        .iter()
        .find(|check| check["name"] == "digest")
        .unwrap();
    assert_eq!(digest["outcome"], "passed");

    let (code, text) = filing.verify(&["--cms", "filing.cms", "--json", "--at", NOW]);
    assert_eq!(code, Some(1), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["refusal"], "content_missing");
    assert_eq!(json["checks"][1]["reason"], "content_missing");
}

#[test]
fn evidence_is_kept_and_verifies_again() {
    let filing = Filing::new(&Draft::good());
    let keep = with(&["--ocsp", "ocsp", "--revocation", "--keep", "kept.json"]);
    filing.says(&keep, 0, &["the signature stands"]);
    let again = ["--evidence", "kept.json", "--data", "text"];
    filing.says(&again, 0, &["the signature stands", "says OCSP"]);
    let missing = ["--evidence", "kept.json"];
    filing.says(
        &missing,
        2,
        &["the contents that were signed must be given"],
    );
    let other = ["--evidence", "kept.json", "--data", "ocsp"];
    filing.says(&other, 2, &["the contents are others"]);
}

#[test]
fn wrong_arguments_are_told_from_wrong_signatures() {
    let filing = Filing::new(&Draft::good());
    filing.says(&["--cms", "nothing"], 2, &["nothing: No such file"]);
    filing.says(&[], 2, &["--cms"]);
    filing.says(&with(&["--at", "yesterday"]), 2, &["--at"]);
    fs::write(filing.0.path().join("trust/b.pem"), "no certificate").unwrap();
    filing.says(&with(&[]), 2, &["trust/b.pem", "malformed"]);
}
