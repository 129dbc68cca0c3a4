//! Older material of the national certification authority, where it is at hand (see
//! `tests/national.rs`): lists, answers and timestamps with GOST 34.310-2004.

use std::path::PathBuf;

use crate::certificate::Certificate;
use crate::refusal::{CertificateFault, OcspFault, Refusal};
use crate::request::{Content, Purpose, Request};
use crate::revocation::{Crl, State, ocsp};
use crate::time::Time;
use crate::timestamp::{self, Imprint};
use crate::trust::Trust;

fn read(name: &str) -> Option<Vec<u8>> {
    let checkout = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("TIRKEU_FIXTURES").map(PathBuf::from);
    let beside = ["../shared/fixtures", "../../shared/fixtures"].map(|path| checkout.join(path));
    let mut folders = named.into_iter().chain(beside);
    let found = folders.find(|folder| folder.join("nca").is_dir());
    if found.is_none() {
        eprintln!("skipped: TIRKEU_FIXTURES names no folder with national test material");
    }
    Some(std::fs::read(found?.join("nca").join(name)).unwrap())
}

fn pinned(name: &str) -> Option<(Trust, Certificate)> {
    let mut trust = Trust::new();
    trust.pin(name, &read(name)?).unwrap();
    let certificate = trust.pinned()[0].clone();
    Some((trust, certificate))
}

fn request(at: &str) -> Request<'static> {
    Request::new(&[], Content::Carried, at.parse().unwrap(), Purpose::Any)
}

/// Each byte changed in turn; gives the places where the change did no harm.
fn harmless(bytes: &[u8], stands: impl Fn(&[u8]) -> bool) -> Vec<usize> {
    assert!(stands(bytes));
    (0..bytes.len())
        .filter(|at| {
            let mut changed = bytes.to_vec();
            changed[*at] ^= 1 << (at % 8);
            stands(&changed)
        })
        .collect()
}

fn crl(list: &str, issuer: &str) {
    let (Some(bytes), Some((_, issuer))) = (read(list), pinned(issuer)) else {
        return;
    };
    let request = request("2022-04-01");
    let stands = |bytes: &[u8]| {
        Crl::parse(bytes)
            .is_ok_and(|crl| crl.is_of(&issuer) && crl.check(&issuer, &request).is_ok())
    };
    assert_eq!(harmless(&bytes, stands), Vec::<usize>::new(), "{list}");
    let crl = Crl::parse(&bytes).unwrap();
    assert_eq!(crl.find(&[1, 2, 3]), Ok(State::Good));
}

#[test]
fn lists_stand_and_no_changed_copy_does() {
    crl("nca_rsa_test.crl", "nca_rsa_test.crt");
    crl("nca_gost_test.crl", "nca_gost_test.crt");
}

#[test]
fn an_answer_stands_and_no_changed_copy_does() {
    let (Some(bytes), Some((_, issuer)), Some((_, leaf))) = (
        read("ocsp_response_individual_sign_2004.bin"),
        pinned("nca_rsa_test.crt"),
        pinned("individual_valid_sign_2004_rsa.cer"),
    ) else {
        return;
    };
    let request = request("2022-09-02T16:54:30Z");
    // The answer is about another of this person's certificates.
    let other = ocsp::check(&bytes, &leaf, &issuer, &request).err();
    assert_eq!(other, Some(Refusal::Ocsp(OcspFault::OtherCertificate)));
    let mut leaf = leaf;
    leaf.serial = vec![
        0x42, 0x79, 0x39, 0x0A, 0x14, 0x1F, 0x53, 0x53, 0xA6, 0x29, 0x47, 0xB6, 0x1E, 0xD6, 0x5E,
        0x81, 0x74, 0x14, 0x67, 0xD1,
    ];
    let stands = |bytes: &[u8]| ocsp::check(bytes, &leaf, &issuer, &request).is_ok();
    assert_eq!(harmless(&bytes, stands), Vec::<usize>::new());
}

#[test]
fn an_answer_with_the_older_gost_says_revoked() {
    let (Some(bytes), Some((_, issuer)), Some((_, leaf))) = (
        read("ocsp_response_ceo_sign_2004_revoked.bin"),
        pinned("nca_gost_test.crt"),
        pinned("ceo_valid_sign_2004_gost.cer"),
    ) else {
        return;
    };
    let request = request("2022-09-02T16:57:30Z");
    let mut leaf = leaf;
    leaf.serial = vec![
        0x12, 0xE3, 0xE7, 0xB9, 0x96, 0x6D, 0x09, 0xEB, 0x9C, 0xDA, 0x64, 0x25, 0x14, 0x57, 0xE8,
        0x15, 0xC2, 0xA8, 0xDD, 0xED,
    ];
    let (state, _) = ocsp::check(&bytes, &leaf, &issuer, &request).unwrap();
    assert_eq!(state.at(request.at), Err(CertificateFault::Revoked));
    assert_eq!(state.at("2022-01-17".parse::<Time>().unwrap()), Ok(()));
    let stands = |bytes: &[u8]| ocsp::check(bytes, &leaf, &issuer, &request).is_ok();
    assert_eq!(harmless(&bytes, stands), Vec::<usize>::new());
}

#[test]
fn a_timestamp_with_the_older_gost_stands_and_no_changed_copy_does() {
    let (Some(bytes), Some((trust, _))) = (read("tsp_token.bin"), pinned("nca_gost_test.crt"))
    else {
        return;
    };
    let latest: Time = "2022-09-19".parse().unwrap();
    let verify = |bytes: &[u8], imprint| {
        timestamp::verify(
            bytes,
            imprint,
            &[crate::oid::TIMESTAMP_POLICIES],
            latest,
            &trust,
        )
    };
    let time = verify(&bytes, Imprint::Any).unwrap();
    assert_eq!(time.to_string(), "2022-09-18T13:20:14Z");
    assert!(verify(&bytes, Imprint::Of(b"something else")).is_err());
    let stands = |bytes: &[u8]| verify(bytes, Imprint::Any).is_ok();
    assert_eq!(harmless(&bytes, stands), Vec::<usize>::new());
}
