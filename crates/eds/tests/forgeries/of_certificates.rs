//! The signer's certificate and the way to the authority.

use eds::algorithm::SignatureFault;
use eds::oid::{self, ObjectIdentifier};
use eds::{CertificateFault as Fault, Purpose, Refusal};

use crate::certificates::{
    CRL_SIGN, DIGITAL_SIGNATURE, Parts, authority, constraints, extension, key_usage, name, person,
    policies, purposes,
};
use crate::check;
use crate::der::*;
use crate::draft::{Draft, IIN, KEYS, issuer_name, root_name};

fn refused(change: impl FnOnce(&mut Draft), fault: Fault) {
    check(change, Refusal::Certificate(fault));
}

#[test]
fn certificates_out_of_their_time() {
    refused(
        |draft| draft.leaf.until = "2026-05-31".into(),
        Fault::Expired,
    );
    refused(
        |draft| draft.leaf.from = "2026-06-02".into(),
        Fault::NotYetValid,
    );
    refused(
        |draft| draft.issuer.until = "2026-05-31".into(),
        Fault::IssuerExpired,
    );
    refused(
        |draft| draft.issuer.from = "2026-06-02".into(),
        Fault::IssuerNotYetValid,
    );
    refused(
        |draft| draft.root.until = "2026-05-31".into(),
        Fault::IssuerExpired,
    );
}

#[test]
fn certificates_that_no_authority_vouches_for() {
    refused(|draft| draft.pinned = false, Fault::IssuerUnknown);
    refused(
        |draft| draft.leaf.issuer = authority("NOBODY"),
        Fault::IssuerUnknown,
    );
    // Under the right name, with another key.
    refused(
        |draft| draft.leaf_issuer = KEYS.other.clone(),
        Fault::Signature(SignatureFault::Mismatch),
    );
    // A person who issues certificates.
    refused(
        |draft| {
            let between = Parts::new(5, issuer_name(), &KEYS.issuer, root_name()).signing();
            draft.issuer = between;
        },
        Fault::IssuerNotAuthority,
    );
    refused(
        |draft| {
            let between = Parts::new(5, issuer_name(), &KEYS.issuer, root_name());
            draft.issuer = between.with(&[constraints(true, None), key_usage(CRL_SIGN)]);
        },
        Fault::IssuerMayNotSign,
    );
    // An authority below one that allows none.
    refused(
        |draft| {
            let below = authority("BELOW");
            let parts = Parts::new(6, below.clone(), &KEYS.other, issuer_name());
            let below_bytes = parts.of_authority(None).signed(&KEYS.issuer);
            draft.leaf.issuer = below;
            draft.leaf_issuer = KEYS.other.clone();
            let leaf = draft.leaf.signed(&KEYS.other);
            draft.certificates = Some(vec![leaf, below_bytes, draft.issuer.signed(&KEYS.root)]);
        },
        Fault::PathLengthExceeded,
    );
    // Seven authorities, each below the last.
    refused(
        |draft| {
            let names: Vec<_> = (0..7).map(|at| authority(&format!("CA {at}"))).collect();
            let mut all = Vec::new();
            for at in 0..7 {
                let above = if at == 0 {
                    root_name()
                } else {
                    names[at - 1].clone()
                };
                let parts = Parts::new(40 + at as u8, names[at].clone(), &KEYS.root, above);
                all.push(parts.of_authority(None).signed(&KEYS.root));
            }
            draft.leaf.issuer = names[6].clone();
            draft.leaf_issuer = KEYS.root.clone();
            all.push(draft.leaf.signed(&KEYS.root));
            draft.certificates = Some(all);
        },
        Fault::ChainTooLong,
    );
}

#[test]
fn certificates_for_something_else() {
    let with =
        |parts: fn(Parts) -> Parts| parts(Parts::new(10, person(IIN), &KEYS.person, issuer_name()));
    refused(
        |draft| draft.leaf = with(Parts::signing_in),
        Fault::IsForSigningIn,
    );
    refused(
        |draft| draft.request = |request| request.purpose = Purpose::SignIn,
        Fault::IsForSigning,
    );
    refused(
        |draft| {
            draft.leaf = with(|parts| parts.with(&[purposes(&[oid::OCSP_SIGNING])]));
        },
        Fault::Purpose,
    );
    refused(
        |draft| {
            draft.leaf = with(|parts| {
                parts.with(&[
                    key_usage(DIGITAL_SIGNATURE),
                    purposes(&[oid::EMAIL_PROTECTION]),
                    policies(oid::POLICY_RSA_SIGN),
                ])
            });
        },
        Fault::KeyUsage,
    );
    refused(
        |draft| {
            draft.leaf.extensions[2] = policies(ObjectIdentifier::new_unwrap("1.2.398.3.3.9"));
        },
        Fault::PolicyNotAllowed,
    );
}

#[test]
fn certificates_of_another_person() {
    check(
        |draft| draft.leaf.subject = person("900101300028"),
        Refusal::OtherPerson,
    );
    let named = |attributes: &[(ObjectIdentifier, &str)], expected| {
        let subject = name(attributes);
        check(|draft| draft.leaf.subject = subject, expected);
    };
    named(&[(oid::COMMON_NAME, "НИКТО")], Refusal::PersonMissing);
    named(&[(oid::SERIAL_NUMBER, IIN)], Refusal::PersonMissing);
    named(
        &[(oid::SERIAL_NUMBER, "IIN90010130001")],
        Refusal::PersonMissing,
    );
    // Two numbers: nobody can say which is meant.
    let ours = format!("IIN{IIN}");
    let both = [
        (oid::SERIAL_NUMBER, ours.as_str()),
        (oid::SERIAL_NUMBER, "IIN900101300028"),
    ];
    named(&both, Refusal::PersonMissing);
}

/// A certificate that cannot be read is no certificate: the signature then names none. What is
/// wrong with it is said where it is read alone.
#[test]
fn certificates_that_cannot_be_read() {
    let unread = |change: fn(&mut Parts), fault| {
        let mut draft = Draft::good();
        change(&mut draft.leaf);
        let bytes = draft.leaf.signed(&KEYS.issuer);
        assert_eq!(eds::Certificate::from_der(&bytes).err(), Some(fault));
        check(|other| *other = draft, Refusal::SignerCertificateMissing);
    };
    unread(|leaf| leaf.version = 1, Fault::Version);
    unread(
        |leaf| leaf.outer_algorithm = oid::RSA_SHA256_SIGNATURE,
        Fault::Signature(SignatureFault::AlgorithmsDisagree),
    );
    unread(
        |leaf| {
            leaf.outer_algorithm = oid::CMS_DATA;
            leaf.inner_algorithm = oid::CMS_DATA;
        },
        Fault::Signature(SignatureFault::AlgorithmNotAllowed),
    );
    unread(
        |leaf| leaf.extensions.push(key_usage(DIGITAL_SIGNATURE)),
        Fault::ExtensionDoubled,
    );
    unread(
        |leaf| {
            leaf.extensions
                .push(extension(oid::CMS_DATA, true, &null()))
        },
        Fault::CriticalExtensionUnknown,
    );
    unread(
        |leaf| leaf.extensions[1] = extension(oid::EXTENDED_KEY_USAGE, false, &null()),
        Fault::ExtensionMalformed,
    );
    let point = [7_u8; 128];
    let key = |kind, curve, point: &[u8]| {
        let parameters = seq(&[oid(curve), oid(oid::STREEBOG_512)]);
        seq(&[seq(&[oid(kind), parameters]), bits(&octets(point))])
    };
    let keyed = |key: Vec<u8>, fault| {
        let mut draft = Draft::good();
        draft.leaf.key = key;
        let bytes = draft.leaf.signed(&KEYS.issuer);
        assert_eq!(
            eds::Certificate::from_der(&bytes).err(),
            Some(Fault::Signature(fault))
        );
    };
    let (kind, curve) = (oid::GOST_2015_512_KEY, oid::GOST_2015_512_CURVE_A);
    keyed(key(kind, curve, &point), SignatureFault::KeyOffTheCurve);
    keyed(key(kind, curve, &point[1..]), SignatureFault::KeyMalformed);
    keyed(
        key(kind, oid::GOST_2015_256_CURVE_A, &point),
        SignatureFault::CurveNotAllowed,
    );
    keyed(
        key(oid::CMS_DATA, curve, &point),
        SignatureFault::KeyNotAllowed,
    );
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let numbers = seq(&[tlv(0x02, modulus), tlv(0x02, exponent)]);
        seq(&[algorithm(oid::RSA_KEY), bits(&numbers)])
    };
    let mut modulus = [0xFF_u8; 257];
    modulus[0] = 0;
    keyed(rsa(&modulus, &[3]), SignatureFault::RsaKeyNotAllowed);
    keyed(
        rsa(&modulus[..129], &[1, 0, 1]),
        SignatureFault::RsaKeyNotAllowed,
    );
    modulus[256] = 0xFE;
    keyed(rsa(&modulus, &[1, 0, 1]), SignatureFault::RsaKeyNotAllowed);
}
