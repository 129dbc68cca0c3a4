use std::sync::atomic::Ordering;

use base64::{Engine, engine::general_purpose::STANDARD};
use eds::{Certificate, Purpose, issue::Over};
use serde_json::json;
use server::{
    adapters::sandbox::{Algorithm, Fault, Wanted},
    ports::{Revocation, RevocationAnswer, Timestamps},
};

use crate::support::{Signers, text};

#[tokio::test]
async fn an_application_is_signed_over_the_document_that_is_kept() {
    let signers = Signers::start();
    for key in ["aigerim", "nurlan"] {
        let (visitor, filed) = signers.filed(key).await;
        assert!(filed["signing"].as_array().unwrap().contains(&json!("eds")));
        let cms = signers.signed(key, Purpose::Sign, text(&filed, "document"), None);
        let signed = signers.sign(&visitor, &filed, &cms).await;
        assert_eq!(signed.status, 200, "{signed:?}");
        assert_eq!(signed.json["state"], "signed");
        assert_eq!(signed.json["document"], filed["document"]);
        assert_eq!(signed.json["signing"], json!([]));
        signers.service.settle().await;
        let state = signers.service.state(&visitor, &filed).await;
        assert_eq!(state, "registered", "{key}");
    }
}

#[tokio::test]
async fn a_key_of_rsa_signs_too() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("aigerim").await;
    let rsa = Wanted {
        algorithm: Algorithm::Rsa,
        ..Wanted::good(signers.iin("aigerim"), Purpose::Sign)
    };
    let signer = signers.sandbox.certificate(rsa).unwrap();
    let document = text(&filed, "document");
    // With a timestamp of its own, as NCALayer can ask for one: then none is fetched.
    signers
        .service
        .world
        .stamps_down
        .store(true, Ordering::SeqCst);
    let over = Over::Detached(document.as_bytes());
    let cms = signers.sandbox.sign(&signer, over, true).unwrap();
    let signed = signers.sign(&visitor, &filed, &STANDARD.encode(cms)).await;
    assert_eq!(signed.status, 200, "{signed:?}");
}

#[tokio::test]
async fn what_does_not_stand_is_told_by_its_own_reason_and_changes_nothing() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("aigerim").await;
    let document = text(&filed, "document");
    let check = async |what: &str, cms: String, expected: (u16, &str)| {
        let answer = signers.sign(&visitor, &filed, &cms).await;
        assert_eq!((answer.status, answer.problem()), expected, "{what}");
        let state = signers.service.state(&visitor, &filed).await;
        assert_eq!(state, "awaiting_signature", "{what}");
    };
    let sign = |fault| signers.signed("aigerim", Purpose::Sign, document, fault);
    let expired = sign(Some(Fault::Expired));
    check("an expired certificate", expired, (422, "eds_expired")).await;
    let revoked = sign(Some(Fault::Revoked));
    check("a revoked certificate", revoked, (422, "eds_revoked")).await;
    let purpose = signers.signed("aigerim", Purpose::SignIn, document, None);
    check(
        "a certificate for signing in",
        purpose,
        (422, "eds_wrong_purpose"),
    )
    .await;
    let other = signers.signed("nurlan", Purpose::Sign, document, None);
    check("another person's", other, (422, "eds_other_person")).await;
    let altered = document.replace("2026", "2027");
    assert_ne!(altered, document);
    let altered = signers.signed("aigerim", Purpose::Sign, &altered, None);
    check("altered content", altered, (422, "eds_altered")).await;
    for within in [document, "another document"] {
        let carried = Over::Carried(within.as_bytes());
        let carried = signers.over("aigerim", Purpose::Sign, carried, None);
        check("attached content", carried, (422, "eds_altered")).await;
    }
    for garbage in ["", "nothing", "MIIB", "AAAAAAAAAAAA", "💥"] {
        check(garbage, garbage.to_owned(), (422, "eds_malformed")).await;
    }
    let mut torn = sign(None);
    torn.truncate(torn.len() / 8 * 4);
    check("half a signature", torn, (422, "eds_malformed")).await;
    let elsewhere = Signers::start().signed("aigerim", Purpose::Sign, document, None);
    check(
        "another authority",
        elsewhere,
        (422, "eds_unknown_authority"),
    )
    .await;
    let huge = "A".repeat(100_000);
    check("a huge body", huge, (413, "too_large")).await;
    let world = &signers.service.world;
    world.authority_down.store(true, Ordering::SeqCst);
    let unknown = (503, "eds_revocation_unknown");
    check("nobody answers for the authority", sign(None), unknown).await;
    world.authority_down.store(false, Ordering::SeqCst);
    world.stamps_down.store(true, Ordering::SeqCst);
    check("nobody stamps", sign(None), (503, "register_down")).await;
    world.stamps_down.store(false, Ordering::SeqCst);
    let signed = signers.sign(&visitor, &filed, &sign(None)).await;
    assert_eq!(signed.status, 200, "the same signature, sent again");
}

#[tokio::test]
async fn a_certificate_for_signing_in_alone_signs_nothing() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("marat").await;
    let owner = signers.person("viktor").phone.unwrap();
    let code = signers.service.reply_code(owner).await;
    signers.service.reply(owner, &format!("ДА {code}")).await;
    let path = format!("/api/v1/applications/{}", text(&filed, "number"));
    let ready = signers.service.as_(&visitor).get(&path).await.json;
    let cms = signers.signed("marat", Purpose::SignIn, text(&ready, "document"), None);
    let answer = signers.sign(&visitor, &ready, &cms).await;
    assert_eq!(answer.problem(), "eds_wrong_purpose");
}

#[tokio::test]
async fn who_is_not_the_applicant_or_saw_something_else_signs_nothing() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("aigerim").await;
    let document = text(&filed, "document");
    let cms = signers.signed("aigerim", Purpose::Sign, document, None);
    let stranger = signers.sign_in("nurlan").await;
    let answer = signers.sign(&stranger, &filed, &cms).await;
    assert_eq!((answer.status, answer.problem()), (404, "not_found"));
    let path = format!(
        "/api/v1/applications/{}/eds-signature",
        text(&filed, "number")
    );
    let body = json!({"cms": cms, "document_sha256": "0".repeat(64)});
    let answer = signers
        .service
        .as_(&visitor)
        .post(&path, body.clone())
        .await;
    assert_eq!(answer.problem(), "other_document");
    let nobody = signers.service.post(&path, body).await;
    assert_eq!(nobody.problem(), "sign_in_needed");
}

#[tokio::test]
async fn a_session_of_a_code_signs_with_a_signature_too() {
    let signers = Signers::start();
    let aigerim = signers.person("aigerim");
    let visitor = signers.service.sign_in(aigerim.iin).await;
    let answers = serde_json::to_value(&aigerim.journey).unwrap();
    let filed = signers.service.file_ok(&visitor, answers).await;
    let cms = signers.signed("aigerim", Purpose::Sign, text(&filed, "document"), None);
    assert_eq!(signers.sign(&visitor, &filed, &cms).await.status, 200);
    let again = signers.sign(&visitor, &filed, &cms).await;
    assert_eq!((again.status, again.problem()), (409, "wrong_state"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_signatures_at_once_one_signs() {
    for _ in 0..5 {
        let signers = Signers::start();
        let (visitor, filed) = signers.filed("aigerim").await;
        let document = text(&filed, "document");
        let cms = signers.signed("aigerim", Purpose::Sign, document, None);
        let sign = async || signers.sign(&visitor, &filed, &cms).await;
        let (a, b, c) = tokio::join!(sign(), sign(), sign());
        let mut ends = [a, b, c].map(|answer| (answer.status, answer.problem().to_owned()));
        ends.sort();
        let lost = (409, "wrong_state".to_owned());
        assert_eq!(ends, [(200, String::new()), lost.clone(), lost]);
        let number = registration::application::ApplicationNumber::parse(text(&filed, "number"));
        let kept = signers.service.app.store.evidence(number.unwrap()).await;
        assert_eq!(kept.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_authority_that_answers_something_else_is_not_believed() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("aigerim").await;
    let cms = signers.signed("aigerim", Purpose::Sign, text(&filed, "document"), None);
    let sandbox = &signers.sandbox;
    let issuer = Certificate::from_der(sandbox.authority().intermediate()).unwrap();
    let about = async |key| {
        let wanted = Wanted::good(signers.iin(key), Purpose::Sign);
        let signer = sandbox.certificate(wanted).unwrap();
        let answer = sandbox.status(signer.certificate(), &issuer).await;
        answer.unwrap()
    };
    let of_others = Signers::start().sandbox.crl().unwrap();
    let own = about("aigerim").await;
    let RevocationAnswer::Ocsp { response, .. } = own.clone() else {
        panic!("{own:?}")
    };
    let ocsp = |response: &[u8], nonce: Option<Vec<u8>>| RevocationAnswer::Ocsp {
        response: response.to_vec(),
        nonce,
    };
    let check = async |what: &str, lie: RevocationAnswer| {
        signers.lies.lock().unwrap().revocation = Some(lie);
        let answer = signers.sign(&visitor, &filed, &cms).await;
        let expected = (503, "eds_revocation_unknown");
        assert_eq!((answer.status, answer.problem()), expected, "{what}");
    };
    check("of another person", about("nurlan").await).await;
    check("another nonce", ocsp(&response, Some(vec![7; 16]))).await;
    check("garbage", ocsp(b"garbage", None)).await;
    check("no list", RevocationAnswer::Crl(Vec::new())).await;
    check("another authority's list", RevocationAnswer::Crl(of_others)).await;
    let stale = RevocationAnswer::Crl(sandbox.crl().unwrap());
    signers.lies.lock().unwrap().revocation = None;
    let stamp = sandbox.stamp(&[7; 64]).await.unwrap();
    for lie in [stamp, b"garbage".to_vec(), Vec::new()] {
        signers.lies.lock().unwrap().timestamp = Some(lie);
        let answer = signers.sign(&visitor, &filed, &cms).await;
        assert_eq!((answer.status, answer.problem()), (503, "register_down"));
    }
    signers.lies.lock().unwrap().timestamp = None;
    signers.service.world.forward_ms(3 * 24 * 3_600_000);
    let visitor = signers.sign_in("aigerim").await;
    for (what, lie) in [("an old list", stale), ("an old answer", own)] {
        signers.lies.lock().unwrap().revocation = Some(lie);
        let answer = signers.sign(&visitor, &filed, &cms).await;
        assert_eq!(answer.problem(), "eds_revocation_unknown", "{what}");
    }
    let state = signers.service.state(&visitor, &filed).await;
    assert_eq!(state, "awaiting_signature");
    signers.lies.lock().unwrap().revocation = None;
    let signed = signers.sign(&visitor, &filed, &cms).await;
    assert_eq!(signed.status, 200, "{signed:?}");
}
