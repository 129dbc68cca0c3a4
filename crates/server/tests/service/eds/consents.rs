use eds::Purpose;
use serde_json::{Value, json};
use server::adapters::sandbox::Fault;

use crate::support::{Answer, Signers, Visitor, text};

/// Dana asks Serik, who has a digital signature.
async fn asked(signers: &Signers) -> (Visitor, Value, String) {
    let dana = signers.person("dana");
    let visitor = signers.service.sign_in(dana.iin).await;
    let answers = serde_json::to_value(&dana.journey).unwrap();
    let filed = signers.service.file_ok(&visitor, answers).await;
    let owner = signers.person("serik").phone.unwrap();
    let token = signers.service.token(owner).await;
    (visitor, filed, format!("/api/v1/consents/{token}"))
}

async fn answer(signers: &Signers, path: &str, agrees: bool, cms: &str) -> Answer {
    let body = json!({"agrees": agrees, "cms": cms});
    signers.service.post(&format!("{path}/eds"), body).await
}

#[tokio::test]
async fn an_owner_agrees_with_a_signature_over_what_was_shown() {
    let signers = Signers::start();
    let (visitor, filed, path) = asked(&signers).await;
    let shown = signers.service.get(&path).await.json;
    let consent = text(&shown, "text");
    assert!(consent.starts_with("tirkeu-consent/1 ru\n\n"), "{consent}");
    for part in [
        text(&filed, "number"),
        text(&filed, "subject"),
        shown["address"]["ru"].as_str().unwrap(),
        "согласен",
    ] {
        assert!(consent.contains(part), "{part}: {consent}");
    }
    for iin in ["dana", "serik"].map(|key| signers.iin(key).to_string()) {
        assert!(!consent.contains(&iin), "{consent}");
    }
    let cms = signers.signed("serik", Purpose::Sign, consent, None);
    let agreed = answer(&signers, &path, true, &cms).await;
    assert_eq!(agreed.status, 200, "{agreed:?}");
    assert_eq!(agreed.json["standing"], "agreed");
    assert_eq!(agreed.json["text"], Value::Null);
    let state = signers.service.state(&visitor, &filed).await;
    assert_eq!(state, "awaiting_signature");
    let again = answer(&signers, &path, true, &cms).await;
    assert_eq!(again.problem(), "consent_answered");
}

#[tokio::test]
async fn an_answer_that_is_not_the_owners_or_not_over_the_text_changes_nothing() {
    let signers = Signers::start();
    let (visitor, filed, path) = asked(&signers).await;
    let shown = signers.service.get(&path).await.json;
    let consent = text(&shown, "text");
    let check = async |what: &str, agrees, cms: String, expected: &str| {
        let refused = answer(&signers, &path, agrees, &cms).await;
        assert_eq!(refused.problem(), expected, "{what}");
        let state = signers.service.state(&visitor, &filed).await;
        assert_eq!(state, "awaiting_consent", "{what}");
    };
    let sign = |key, purpose, text: &str, fault| signers.signed(key, purpose, text, fault);
    let by = |key| sign(key, Purpose::Sign, consent, None);
    check("another owner", true, by("nurlan"), "eds_other_person").await;
    let signs_in = sign("serik", Purpose::SignIn, consent, None);
    check("the other purpose", true, signs_in, "eds_wrong_purpose").await;
    let revoked = sign("serik", Purpose::Sign, consent, Some(Fault::Revoked));
    check("revoked", true, revoked, "eds_revoked").await;
    let other = sign("serik", Purpose::Sign, "да", None);
    check("another text", true, other, "eds_altered").await;
    check("a yes for a no", false, by("serik"), "eds_altered").await;
    check("garbage", true, "да".to_owned(), "eds_malformed").await;
    let no = consent.replace("и согласен(на)", "и не согласен(на)");
    assert_ne!(no, consent);
    let declined = answer(
        &signers,
        &path,
        false,
        &sign("serik", Purpose::Sign, &no, None),
    )
    .await;
    assert_eq!(declined.json["standing"], "declined", "{declined:?}");
}

#[tokio::test]
async fn an_answer_counts_by_when_it_arrives() {
    for (millis, expected) in [(3_600_000 - 1, 200), (3_600_000, 409)] {
        let signers = Signers::start();
        let (_, _, path) = asked(&signers).await;
        let shown = signers.service.get(&path).await.json;
        let cms = signers.signed("serik", Purpose::Sign, text(&shown, "text"), None);
        signers.service.world.forward_ms(millis);
        let answer = answer(&signers, &path, true, &cms).await;
        assert_eq!(answer.status, expected, "{answer:?}");
        if expected == 409 {
            assert_eq!(answer.problem(), "consent_too_late");
        }
    }
}

#[tokio::test]
async fn an_owner_without_a_signature_answers_as_before() {
    let signers = Signers::start();
    let (_, _, path) = asked(&signers).await;
    let agreed = signers.service.post(&path, json!({"agrees": true})).await;
    assert_eq!(agreed.json["standing"], "agreed");
    assert_eq!(agreed.json["text"], Value::Null);
    let without = crate::support::Service::start();
    let visitor = without.sign_in(without.town.bolat).await;
    let answers = without
        .town
        .tenant_answers(without.town.flat, without.town.aigul);
    without.file_ok(&visitor, answers).await;
    let token = without
        .token(without.world.phone_of(without.town.aigul))
        .await;
    let shown = without.get(&format!("/api/v1/consents/{token}")).await;
    assert_eq!(shown.json["text"], Value::Null, "no authorities, no text");
}
