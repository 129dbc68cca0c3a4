use eds::{Evidence, Purpose};
use registration::application::{ApplicationNumber, ConsentId};
use server::ports::store::Signed;

use crate::support::{Signers, text};

#[tokio::test]
async fn evidence_is_kept_with_the_signature_and_verifies_again_years_later() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("aigerim").await;
    let document = text(&filed, "document");
    let number = ApplicationNumber::parse(text(&filed, "number")).unwrap();
    let store = &signers.service.app.store;
    assert!(store.evidence(number).await.unwrap().is_empty());
    let cms = signers.signed("aigerim", Purpose::Sign, document, None);
    assert_eq!(signers.sign(&visitor, &filed, &cms).await.status, 200);
    // When the certificate has long expired.
    signers.service.world.forward_ms(10 * 365 * 24 * 3_600_000);
    let kept = store.evidence(number).await.unwrap();
    let [kept] = kept.as_slice() else {
        panic!("{kept:?}")
    };
    assert_eq!(
        (kept.signed, kept.content.as_str()),
        (Signed::Document, document)
    );
    let size = kept.evidence.len() + kept.content.len();
    assert!(size < 16 * 1024, "{size} bytes are kept of each signature");
    println!("{size} bytes are kept of a signature");
    let evidence = Evidence::from_json(&kept.evidence).unwrap();
    let trust = signers.sandbox.authority().trust().unwrap();
    let report = evidence
        .verify(Some(kept.content.as_bytes()), &trust)
        .unwrap();
    let signer = report.exactly_one().unwrap();
    assert_eq!(signer.subject.iin, Some(signers.iin("aigerim").to_string()));
    assert_eq!(signer.timestamps.len(), 1);
    assert!(evidence.verify(Some(b"another"), &trust).is_err());
    let stranger = Signers::start().sandbox.authority().trust().unwrap();
    assert!(
        evidence
            .verify(Some(kept.content.as_bytes()), &stranger)
            .is_err()
    );
}

#[tokio::test]
async fn an_owners_answer_is_kept_with_its_text() {
    let signers = Signers::start();
    let dana = signers.person("dana");
    let visitor = signers.service.sign_in(dana.iin).await;
    let answers = serde_json::to_value(&dana.journey).unwrap();
    let filed = signers.service.file_ok(&visitor, answers).await;
    let owner = signers.person("serik").phone.unwrap();
    let token = signers.service.token(owner).await;
    let path = format!("/api/v1/consents/{token}");
    let shown = signers.service.get(&path).await.json;
    let cms = signers.signed("serik", Purpose::Sign, text(&shown, "text"), None);
    let body = serde_json::json!({"agrees": true, "cms": cms});
    let agreed = signers.service.post(&format!("{path}/eds"), body).await;
    assert_eq!(agreed.status, 200);
    let number = ApplicationNumber::parse(text(&filed, "number")).unwrap();
    let kept = signers.service.app.store.evidence(number).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].signed, Signed::Consent(ConsentId(0)));
    assert_eq!(kept[0].content, text(&shown, "text"));
    let trust = signers.sandbox.authority().trust().unwrap();
    let evidence = Evidence::from_json(&kept[0].evidence).unwrap();
    let report = evidence.verify(Some(kept[0].content.as_bytes()), &trust);
    assert!(report.unwrap().exactly_one().is_ok());
}
