//! What is made here stands before the verifier.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::*;
use crate::algorithm::Digest;
use crate::refusal::{CertificateFault, OcspFault, Refusal};
use crate::request::{Content, Purpose, Request};
use crate::signing::{PrivateKey, SigningError};
use crate::time::Time;
use crate::trust::Trust;
use crate::verify::verify;

const IIN: &str = "900101300017";
const TEXT: &[u8] = "Мен осы мекенжай бойынша тіркелемін.".as_bytes();
const NOW: &str = "2026-06-01T12:00:00Z";

fn at(text: &str) -> Time {
    text.parse().unwrap()
}

fn key(seed: &str) -> PrivateKey {
    PrivateKey::gost_512_from_seed(seed.as_bytes()).unwrap()
}

struct World {
    root: Authority,
    issuer: Authority,
    responder: Authority,
    stamper: Authority,
}

impl World {
    fn new() -> Self {
        let (from, until) = (at("2026-01-01"), at("2056-01-01"));
        let name = Name::service("ROOT").unwrap();
        let root = Authority::root(name, key("root"), from, until).unwrap();
        let service = |issuer: &Authority, name: &str, used_for| {
            let subject = &Name::service(name).unwrap();
            let template = Template {
                subject,
                used_for,
                from,
                until,
            };
            issuer.issue(&template, key(name)).unwrap()
        };
        let issuer = service(&root, "ISSUER", Use::Intermediate);
        Self {
            responder: service(&issuer, "OCSP", Use::Ocsp),
            stamper: service(&issuer, "TSA", Use::Timestamps),
            root,
            issuer,
        }
    }

    fn person(&self, used_for: Use, key: PrivateKey) -> Authority {
        let subject = &Name::person(IIN, "ОМАРОВА", "ДАНА", Some("СЕРІКҚЫЗЫ")).unwrap();
        let (from, until) = (at("2026-01-01"), at("2027-01-01"));
        let template = Template {
            subject,
            used_for,
            from,
            until,
        };
        self.issuer.issue(&template, key).unwrap()
    }

    fn token(&self, signature: &[u8]) -> Result<Vec<u8>, SigningError> {
        let digest = Digest::Streebog512;
        TimestampAnswer {
            question: &TimestampQuestion::new(digest, digest.of_bytes(signature)),
            time: at(NOW),
            serial: &[1, 2, 3],
            authority: &self.stamper,
            chain: &[self.issuer.certificate().clone()],
        }
        .token()
    }

    fn ocsp(&self, person: &Authority, state: OcspState) -> Vec<u8> {
        let question = OcspQuestion::new(
            person.certificate(),
            self.issuer.certificate(),
            Some(b"nonce".to_vec()),
        );
        let question = question.unwrap();
        // What is sent is what is read.
        let sent = OcspQuestion::from_der(&question.to_der().unwrap()).unwrap();
        assert_eq!(sent, question);
        assert!(sent.is_of(self.issuer.certificate()) && !sent.is_of(self.root.certificate()));
        assert_eq!(sent.serial_number(), person.certificate().serial_number());
        let responder = &self.responder;
        let answer = OcspAnswer {
            question: &sent,
            state,
            time: at(NOW),
            responder,
        };
        answer.sign().unwrap()
    }

    fn crl(&self, revoked: &[Revoked<'_>]) -> Vec<u8> {
        crl(&self.issuer, at("2026-05-30"), at("2026-06-30"), revoked).unwrap()
    }

    fn check(
        &self,
        person: &Authority,
        purpose: Purpose,
        over: Over<'_>,
        ocsp: &[u8],
        crl: &[u8],
        expected: Result<(), Refusal>,
    ) {
        let chain = &[self.issuer.certificate().clone()];
        let message = Message {
            over,
            signer: person,
            chain,
            time: at(NOW),
        };
        let cms = message
            .sign_stamped(|signature| self.token(signature))
            .unwrap();
        let mut trust = Trust::new();
        trust.pin("root", self.root.certificate().as_der()).unwrap();
        let content = match over {
            Over::Carried(_) => Content::Carried,
            _ => Content::Detached(TEXT),
        };
        let mut request = Request::new(&cms, content, at(NOW), purpose);
        request.iin = Some(IIN);
        request.timestamp_required = true;
        request.ocsp_nonce = Some(b"nonce");
        request.ocsp.extend((!ocsp.is_empty()).then_some(ocsp));
        request.crls.extend((!crl.is_empty()).then_some(crl));
        let report = verify(&request, &trust);
        let found = report.exactly_one().map(|signer| {
            assert_eq!(signer.subject.surname.as_deref(), Some("ОМАРОВА"));
            assert_eq!(signer.subject.patronymic.as_deref(), Some("СЕРІКҚЫЗЫ"));
            assert_eq!(signer.timestamps, [at(NOW)]);
        });
        assert_eq!(found, expected, "{report:#?}");
    }
}

#[test]
fn signatures_of_people_stand() {
    let world = World::new();
    let rsa = PrivateKey::rsa(2048, &mut random()).unwrap();
    for key in [key("person"), rsa] {
        let signing = world.person(Use::Sign, key.clone());
        let signing_in = world.person(Use::SignIn, key.clone());
        let digest = key.digest().of_bytes(TEXT);
        for (person, purpose) in [(&signing, Purpose::Sign), (&signing_in, Purpose::SignIn)] {
            let ocsp = world.ocsp(person, OcspState::Good);
            for over in [
                Over::Detached(TEXT),
                Over::Carried(TEXT),
                Over::Digest(&digest),
            ] {
                world.check(person, purpose, over, &ocsp, &[], Ok(()));
                world.check(person, purpose, over, &[], &world.crl(&[]), Ok(()));
            }
        }
    }
}

/// Bytes that follow from a count, well mixed.
fn random() -> impl FnMut(&mut [u8]) {
    let mut count = 0_u64;
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            count += 1;
            let block = Digest::Sha256.of_bytes(&count.to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

#[test]
fn what_is_revoked_or_unknown_or_for_another_purpose_does_not_stand() {
    let world = World::new();
    let signing = world.person(Use::Sign, key("person"));
    let check = |purpose, ocsp: &[u8], crl: &[u8], expected| {
        let over = Over::Detached(TEXT);
        world.check(&signing, purpose, over, ocsp, crl, Err(expected));
    };
    let since = at("2026-03-01");
    let good = world.ocsp(&signing, OcspState::Good);
    let revoked = world.ocsp(&signing, OcspState::Revoked { since });
    let unknown = world.ocsp(&signing, OcspState::Unknown);
    let fault = Refusal::Certificate;
    check(
        Purpose::Sign,
        &revoked,
        &[],
        fault(CertificateFault::Revoked),
    );
    check(
        Purpose::Sign,
        &unknown,
        &[],
        Refusal::Ocsp(OcspFault::UnknownCertificate),
    );
    check(
        Purpose::SignIn,
        &good,
        &[],
        fault(CertificateFault::IsForSigning),
    );
    let certificate = signing.certificate();
    let list = world.crl(&[Revoked { certificate, since }]);
    check(Purpose::Sign, &[], &list, fault(CertificateFault::Revoked));
}

#[test]
fn certificates_come_out_the_same_whenever_they_are_made() {
    let one = World::new().person(Use::Sign, key("person"));
    let two = World::new().person(Use::Sign, key("person"));
    assert_eq!(one.certificate().as_der(), two.certificate().as_der());
    let other = World::new().person(Use::SignIn, key("person"));
    assert_ne!(
        one.certificate().serial_number(),
        other.certificate().serial_number()
    );
}

#[test]
fn requests_for_timestamps_are_read_as_they_were_sent() {
    let question = TimestampQuestion::new(Digest::Sha256, vec![7; 32]);
    let sent = question.to_der().unwrap();
    assert_eq!(TimestampQuestion::from_der(&sent), Ok(question));
    for end in 0..sent.len() {
        assert!(TimestampQuestion::from_der(&sent[..end]).is_err());
    }
    let short = TimestampQuestion::new(Digest::Sha256, vec![7; 31])
        .to_der()
        .unwrap();
    assert!(TimestampQuestion::from_der(&short).is_err());
    assert!(OcspQuestion::from_der(&sent).is_err());
}
