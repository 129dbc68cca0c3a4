//! What the national certification authority's own library has made, where it is at hand: the
//! folder `nca` of the fixtures that `TIRKEU_FIXTURES` names, or `../shared/fixtures` beside the
//! checkout.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use eds::{
    CertificateFault, Content, Kind, Purpose, Refusal, Report, Request, Revocation, Time, Trust,
    verify,
};

/// The folder, or nothing, with a message.
fn folder() -> Option<PathBuf> {
    let checkout = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("TIRKEU_FIXTURES").map(PathBuf::from);
    let folders = named
        .into_iter()
        .chain(["../shared/fixtures", "../../shared/fixtures"].map(|folder| checkout.join(folder)));
    let found = folders
        .map(|folder| folder.join("nca"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: TIRKEU_FIXTURES names no folder with national test material");
    }
    found
}

fn read(name: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(folder()?.join(name)).unwrap();
    let text = std::str::from_utf8(&bytes).ok().map(str::trim);
    let base64 = text.and_then(|text| STANDARD.decode(text).ok());
    Some(base64.unwrap_or(bytes))
}

fn trust() -> Option<Trust> {
    let mut trust = Trust::new();
    for name in [
        "nca_gost2015_test.cer",
        "nca_rsa_test.crt",
        "nca_gost_test.crt",
    ] {
        trust.pin(name, &read(name)?).unwrap();
    }
    Some(trust)
}

fn at(text: &str) -> Time {
    text.parse().unwrap()
}

/// A request that asks for nothing but what is in the message.
fn request(cms: &[u8], time: &str) -> Request<'static> {
    let cms = cms.to_vec().leak();
    let mut request = Request::new(cms, Content::Carried, at(time), Purpose::Sign);
    request.revocation = Revocation::IfGiven;
    request
}

fn outcome(report: &Report, signer: usize) -> Option<Refusal> {
    report.signers[signer].refusal()
}

#[test]
fn a_signature_with_rsa_verifies_at_a_time_of_its_certificate() {
    let (Some(trust), Some(cms)) = (trust(), read("attached_rsa_one_signer.cms.b64")) else {
        return;
    };
    let report = verify(&request(&cms, "2021-06-01"), &trust);
    let signer = report
        .exactly_one()
        .unwrap_or_else(|_| panic!("{report:#?}"));
    assert_eq!(signer.subject.iin.as_deref(), Some("123456789011"));
    assert_eq!(signer.subject.common_name.as_deref(), Some("ТЕСТОВ ТЕСТ"));
    assert_eq!(signer.subject.patronymic.as_deref(), Some("ТЕСТОВИЧ"));
    assert_eq!(signer.claimed_time, Some(at("2022-09-28T14:40:30Z")));

    let late = verify(&request(&cms, "2022-09-28"), &trust);
    let expired = Refusal::Certificate(CertificateFault::Expired);
    assert_eq!(late.exactly_one().err(), Some(expired));
    assert_eq!(expired.kind(), Kind::Expired);
}

#[test]
fn of_two_signers_each_is_reported() {
    let (Some(trust), Some(cms)) = (trust(), read("attached_two_signers.cms.b64")) else {
        return;
    };
    let report = verify(&request(&cms, "2022-09-27T21:17:59Z"), &trust);
    assert_eq!(report.exactly_one().err(), Some(Refusal::SeveralSigners));
    assert_eq!(outcome(&report, 0), None, "{report:#?}");
    let expired = Refusal::Certificate(CertificateFault::Expired);
    assert_eq!(outcome(&report, 1), Some(expired));

    let early = verify(&request(&cms, "2021-06-01"), &trust);
    let too_early = Refusal::Certificate(CertificateFault::IssuerNotYetValid);
    assert_eq!(outcome(&early, 0), Some(too_early));
    assert_eq!(outcome(&early, 1), None);
}

#[test]
fn every_certificate_that_is_at_hand_can_be_read() {
    for name in [
        "ceo_valid_sign_2004_gost.cer",
        "individual_valid_sign_2004_rsa.cer",
    ] {
        let Some(bytes) = read(name) else { return };
        let mut trust = Trust::new();
        trust.pin(name, &bytes).unwrap();
        assert_eq!(trust.pinned().len(), 1, "{name}");
        println!("{name}: {:#?}", trust.pinned()[0].subject());
    }
}

#[test]
fn crls_and_ocsp_are_held_against_the_signer() {
    let (Some(trust), Some(cms), Some(ocsp), Some(crl)) = (
        trust(),
        read("attached_rsa_one_signer.cms.b64"),
        read("ocsp_response_individual_sign_2004.bin"),
        read("nca_rsa_test.crl"),
    ) else {
        return;
    };
    // Both are from 2022, after the certificate had expired: everything else must stand.
    let expired = Some(Refusal::Certificate(CertificateFault::Expired));
    let mut asked = request(&cms, "2022-09-02T16:54:30Z");
    asked.revocation = Revocation::Required;
    asked.ocsp = vec![&ocsp];
    let nonce = [0xB5, 0xE5, 0xC9, 0xB5, 0x52, 0xCB, 0xCA, 0xC4];
    asked.ocsp_nonce = Some(&nonce);
    let report = verify(&asked, &trust);
    assert_eq!(report.exactly_one().err(), expired, "{report:#?}");
    let said = &report.signers[0].checks;
    assert!(
        said.iter()
            .any(|check| check.found.contains("not revoked, says OCSP")),
        "{said:#?}"
    );

    let mut asked = request(&cms, "2022-09-02T16:54:30Z");
    asked.revocation = Revocation::Required;
    asked.crls = vec![&crl];
    let report = verify(&asked, &trust);
    let said = &report.signers[0].checks;
    assert!(
        said.iter()
            .any(|check| check.found.contains("not revoked, says the CRL")),
        "{said:#?}"
    );
}

#[test]
fn no_message_with_a_byte_changed_verifies() {
    for (name, time) in [
        ("attached_rsa_one_signer.cms.b64", "2021-06-01"),
        ("attached_two_signers.cms.b64", "2022-09-27T21:17:59Z"),
    ] {
        let (Some(trust), Some(cms)) = (trust(), read(name)) else {
            return;
        };
        let outcomes = |cms: &[u8]| {
            let report = verify(&request(cms, time), &trust);
            let of_message = report.checks.iter().map(|check| check.outcome);
            let of_signers = report.signers.iter().map(eds::Signer::refusal);
            (
                of_message.collect::<Vec<_>>(),
                of_signers.collect::<Vec<_>>(),
            )
        };
        let good = outcomes(&cms);
        assert_eq!(good.1[0], None);
        let mut accepted = Vec::new();
        for at in 0..cms.len() {
            let mut changed = cms.clone();
            changed[at] ^= 1 << (at % 8);
            // Of two signers one has expired at any time; a change must show in the other, or make
            // an earlier check fail.
            if outcomes(&changed) == good {
                accepted.push(at);
            }
        }
        println!(
            "{name}: {} bytes, accepted with a change at {accepted:?}",
            cms.len()
        );
        assert!(accepted.is_empty(), "{name}: {accepted:?}");
    }
}
