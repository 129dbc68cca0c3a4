//! Forgeries, each made of a filing that stands by changing one thing, and each refused with a
//! reason of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

mod certificates;
mod der;
mod draft;
mod of_any_bytes;
mod of_certificates;
mod of_evidence;
mod of_messages;
mod of_revocation;
mod of_timestamps;

use eds::Refusal;

use draft::Draft;

/// What is wrong once the filing is changed.
fn check(change: impl FnOnce(&mut Draft), expected: Refusal) {
    check_from(Draft::good(), change, expected);
}

fn check_from(mut draft: Draft, change: impl FnOnce(&mut Draft), expected: Refusal) {
    change(&mut draft);
    let report = draft.verify();
    let found = report.exactly_one().err();
    assert_eq!(found, Some(expected), "{}: {report:#?}", expected.code());
}

#[test]
fn filings_stand_before_they_are_changed() {
    for draft in [Draft::good(), Draft::with_crl(), Draft::with_rsa()] {
        let report = draft.verify();
        let signer = report
            .exactly_one()
            .unwrap_or_else(|_| panic!("{report:#?}"));
        assert_eq!(signer.subject.iin.as_deref(), Some(draft::IIN));
        assert_eq!(signer.timestamps, [draft::NOW.parse().unwrap()]);
    }
}
