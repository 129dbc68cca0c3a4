use eds::{
    CertificateFault, Content, Purpose, Refusal, Request, Time,
    algorithm::Digest,
    issue::{OcspQuestion, Over, TimestampQuestion},
    verify,
};

use super::*;
use crate::{
    adapters::sandbox::{Algorithm, Fault, Wanted},
    ports::{Revocation, RevocationAnswer, Timestamps},
};

const TEXT: &[u8] = b"I register at this address.";

fn wanted(sandbox: &Sandbox, key: &str, purpose: Purpose) -> Wanted {
    Wanted::good(person(sandbox, key).iin, purpose)
}

/// Signs and verifies with what the authority says of the certificate at that moment.
async fn verified(
    sandbox: &Sandbox,
    wanted: Wanted,
    purpose: Purpose,
    lists: bool,
) -> Result<(), Refusal> {
    let signer = sandbox.certificate(wanted).expect("a certificate");
    let cms = sandbox.sign(&signer, Over::Detached(TEXT), true);
    let cms = cms.expect("a signature");
    let trust = sandbox.authority().trust().expect("certificates");
    let at = Time::from_unix(sandbox.now().timestamp());
    let iin = wanted.iin.to_string();
    let mut request = Request::new(&cms, Content::Detached(TEXT), at, purpose);
    request.iin = Some(&iin);
    request.timestamp_required = true;
    let issuer = eds::Certificate::from_der(sandbox.authority().intermediate());
    let issuer = issuer.expect("a certificate");
    let answer = sandbox.status(signer.certificate(), &issuer).await;
    let RevocationAnswer::Ocsp { response, nonce } = answer.expect("an answer") else {
        panic!("a list");
    };
    let crl = sandbox.crl().expect("a list");
    if lists {
        request.crls = vec![&crl];
    } else {
        request.ocsp = vec![&response];
        request.ocsp_nonce = nonce.as_deref();
    }
    let report = verify(&request, &trust);
    report.exactly_one().map(|_| ())
}

#[tokio::test]
async fn certificates_of_people_stand_and_those_with_a_fault_do_not() {
    let (sandbox, _folder) = sandbox();
    let refused = |fault| Err(Refusal::Certificate(fault));
    for (key, purpose, expected) in [
        ("aigerim", Purpose::Sign, Ok(())),
        ("aigerim", Purpose::SignIn, Ok(())),
        ("marat", Purpose::SignIn, Ok(())),
        ("kairat", Purpose::Sign, refused(CertificateFault::Expired)),
        ("ainur", Purpose::Sign, refused(CertificateFault::Revoked)),
        ("ainur", Purpose::SignIn, refused(CertificateFault::Revoked)),
    ] {
        for lists in [false, true] {
            let wanted = wanted(&sandbox, key, purpose);
            let found = verified(&sandbox, wanted, purpose, lists).await;
            assert_eq!(found, expected, "{key} {purpose:?}");
        }
    }
}

#[tokio::test]
async fn a_revoked_certificate_leaves_the_same_persons_other_one_good() {
    let (sandbox, _folder) = sandbox();
    let good = wanted(&sandbox, "aigerim", Purpose::Sign);
    let bad = Wanted {
        fault: Some(Fault::Revoked),
        ..good
    };
    let revoked = Err(Refusal::Certificate(CertificateFault::Revoked));
    assert_eq!(verified(&sandbox, bad, Purpose::Sign, true).await, revoked);
    assert_eq!(verified(&sandbox, good, Purpose::Sign, true).await, Ok(()));
}

#[tokio::test]
async fn keys_of_rsa_are_made_when_they_are_wanted() {
    let (sandbox, _folder) = sandbox();
    let rsa = Wanted {
        algorithm: Algorithm::Rsa,
        ..wanted(&sandbox, "nurlan", Purpose::Sign)
    };
    assert_eq!(verified(&sandbox, rsa, Purpose::Sign, false).await, Ok(()));
}

#[test]
fn people_without_a_signature_have_no_certificate() {
    let (sandbox, _folder) = sandbox();
    for (key, purpose, expected) in [
        ("tamara", Purpose::Sign, true),
        ("ivan", Purpose::Sign, false),
        ("dana", Purpose::SignIn, false),
        ("marat", Purpose::SignIn, true),
        ("marat", Purpose::Sign, false),
    ] {
        let found = sandbox.certificate(wanted(&sandbox, key, purpose));
        assert_eq!(found.is_ok(), expected, "{key} {purpose:?}");
    }
}

#[tokio::test]
async fn a_restart_finds_the_same_certificates_and_another_folder_others() {
    let (sandbox, folder) = sandbox();
    let signing = wanted(&sandbox, "aigerim", Purpose::Sign);
    let before = sandbox.certificate(signing).expect("a certificate");
    let again = sandbox_on(folder.path(), "2027-03-01");
    assert_eq!(sandbox.authority().root(), again.authority().root());
    // The new server has not issued it, and knows it all the same.
    let issuer = eds::Certificate::from_der(again.authority().intermediate());
    let question = OcspQuestion::new(before.certificate(), &issuer.expect("one"), None);
    let question = question
        .and_then(|question| question.to_der())
        .expect("DER");
    let answer = again.ocsp(&question).expect("an answer");
    // 0x80 0x00: good.
    assert!(answer.windows(4).any(|bytes| bytes == [0x80, 0, 0x18, 15]));
    let certificate = again.certificate(signing).expect("a certificate");
    assert_eq!(
        before.certificate().as_der(),
        certificate.certificate().as_der()
    );
    let (other, _folder) = super::sandbox();
    assert_ne!(sandbox.authority().root(), other.authority().root());
}

#[tokio::test]
async fn certificates_do_not_run_out_when_the_clock_is_moved() {
    let (sandbox, _folder) = sandbox();
    for _ in 0..3 {
        sandbox
            .move_forward(200 * 24 * 60 * 60)
            .await
            .expect("kept");
        let signing = wanted(&sandbox, "aigerim", Purpose::Sign);
        assert_eq!(
            verified(&sandbox, signing, Purpose::Sign, false).await,
            Ok(())
        );
    }
}

#[tokio::test]
async fn stamps_and_answers_are_given_to_whoever_asks() {
    let (sandbox, _folder) = sandbox();
    for length in [32, 64] {
        assert!(sandbox.stamp(&vec![7; length]).await.is_ok());
    }
    assert!(sandbox.stamp(&[7; 20]).await.is_err());
    let question = TimestampQuestion::new(Digest::Sha256, vec![7; 32]);
    let granted = sandbox.timestamp(&question.to_der().expect("DER"));
    let refused = sandbox.timestamp(b"no request").expect("an answer");
    assert!(granted.expect("an answer").len() > 500 && refused.len() < 20);
    assert_eq!(
        sandbox.ocsp(b"no request").expect("an answer"),
        [0x30, 3, 0x0A, 1, 1]
    );
}
