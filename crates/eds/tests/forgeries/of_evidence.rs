//! What is kept of a filing.

use eds::{Content, Evidence, EvidenceError, Purpose, Request, Trust, verify};

use crate::draft::{Draft, IIN, KEYS, NONCE, NOW, Ocsp, TEXT};

fn kept() -> (Evidence, Trust) {
    let draft = Draft::good();
    let mut trust = Trust::new();
    trust.pin("root", &draft.root.signed(&KEYS.root)).unwrap();
    let cms = draft.cms();
    let ocsp = draft.ocsp.as_ref().map(Ocsp::bytes).unwrap();
    let mut request = Request::new(
        &cms,
        Content::Detached(TEXT),
        NOW.parse().unwrap(),
        Purpose::Sign,
    );
    request.iin = Some(IIN);
    request.ocsp = vec![&ocsp];
    request.ocsp_nonce = Some(NONCE);
    let report = verify(&request, &trust);
    assert!(report.exactly_one().is_ok(), "{report:#?}");
    (Evidence::of(&request, &report, &trust), trust)
}

#[test]
fn evidence_verifies_again_after_it_was_stored() {
    let (evidence, trust) = kept();
    let again = Evidence::from_json(&evidence.to_json().unwrap()).unwrap();
    assert_eq!(again, evidence);
    let report = again.verify(Some(TEXT), &trust).unwrap();
    let signer = report.exactly_one().unwrap();
    assert_eq!(signer.subject.iin.as_deref(), Some(IIN));
}

#[test]
fn evidence_of_something_else_or_of_strangers_does_not() {
    let (evidence, trust) = kept();
    let other = evidence.verify(Some(b"another text"), &trust);
    assert!(matches!(other, Err(EvidenceError::OtherContent)));
    let missing = evidence.verify(None, &trust);
    assert!(matches!(missing, Err(EvidenceError::ContentMissing)));
    let strangers = evidence.verify(Some(TEXT), &Trust::new());
    assert!(matches!(strangers, Err(EvidenceError::Authority(_))));

    let json = evidence.to_json().unwrap();
    let changed = json.replace(NOW, "2027-06-01T12:00:00Z");
    let report = Evidence::from_json(&changed)
        .unwrap()
        .verify(Some(TEXT), &trust)
        .unwrap();
    assert!(report.exactly_one().is_err());
    let unknown = Evidence::from_json(&json.replace("evidence/1", "evidence/9"));
    assert!(matches!(unknown, Err(EvidenceError::Format(_))));
}
