//! The signed message.

use eds::algorithm::{Digest, SignatureFault};
use eds::oid;
use eds::{Encoding, Material, Refusal};

use crate::der::*;
use crate::draft::{Draft, KEYS, TEXT, attribute, content_type, message_digest, signing_time};
use crate::{check, check_from};

fn malformed(encoding: Encoding) -> Refusal {
    Refusal::Malformed(Material::Cms, encoding)
}

#[test]
fn bytes_that_are_not_strict_der() {
    check(|draft| draft.alter = Vec::clear, malformed(Encoding::Empty));
    check(
        |draft| draft.alter = |cms| cms.truncate(300),
        malformed(Encoding::Truncated),
    );
    check(
        |draft| draft.alter = |cms| cms.push(0),
        malformed(Encoding::TrailingBytes),
    );
    check(
        |draft| {
            draft.alter = |cms| {
                cms.splice(1..4, [0x80]);
                cms.extend([0, 0]);
            }
        },
        malformed(Encoding::IndefiniteLength),
    );
    check(
        |draft| {
            draft.alter = |cms| {
                assert_eq!(cms[1], 0x82);
                cms[1] = 0x83;
                cms.insert(2, 0);
            }
        },
        malformed(Encoding::LongLength),
    );
    check(
        |draft| draft.carried = Some(tlv(0x24, &octets(TEXT))),
        Refusal::ContentCarried,
    );
    check(
        |draft| draft.certificates = Some(vec![tlv(0x02, &[0x7F; 600])]),
        malformed(Encoding::GiantInteger),
    );
    check(
        |draft| draft.sid_serial = Some(vec![0, 10]),
        malformed(Encoding::LongInteger),
    );
    check(
        |draft| {
            let deep = (0..40).fold(seq(&[]), |inner, _| seq(&[inner]));
            draft.certificates = Some(vec![deep]);
        },
        malformed(Encoding::TooDeep),
    );
    check(
        |draft| draft.certificates = Some(vec![vec![0x01, 0x01, 0x01]]),
        malformed(Encoding::Boolean),
    );
    check(
        |draft| draft.certificates = Some(vec![tlv(0x24, &octets(b"in pieces"))]),
        malformed(Encoding::StringInPieces),
    );
    check(
        |draft| draft.certificates = Some(vec![vec![0x3F, 0x81, 0x01, 0x00]]),
        malformed(Encoding::LongTag),
    );
    check(
        |draft| draft.alter = |cms| *cms = seq(&[int(5)]),
        malformed(Encoding::Structure),
    );
    check(
        |draft| draft.alter = |cms| cms.resize(2 << 20, 0),
        Refusal::TooLarge(Material::Cms),
    );
}

#[test]
fn messages_of_another_kind() {
    check(
        |draft| draft.cms_type = oid::CMS_DATA,
        Refusal::NotSignedData,
    );
    check(|draft| draft.version = 3, Refusal::Version);
    check(|draft| draft.signer_version = 3, Refusal::Version);
    check(|draft| draft.signers = 0, Refusal::NoSigner);
    check(|draft| draft.signers = 2, Refusal::SeveralSigners);
    check(|draft| draft.signers = 9, Refusal::TooManySigners);
    check(
        |draft| draft.certificates = Some(vec![seq(&[]); 17]),
        Refusal::TooManyCertificates,
    );
}

#[test]
fn contents_that_are_not_ours() {
    check(
        |draft| draft.carried = Some(b"I sell my flat.".to_vec()),
        Refusal::ContentCarried,
    );
    check(
        |draft| draft.carried = Some(TEXT.to_vec()),
        Refusal::ContentCarried,
    );
    check(
        |draft| draft.request = |request| request.content = eds::Content::Carried,
        Refusal::ContentMissing,
    );
    check(
        |draft| {
            draft.content_type = oid::TIMESTAMP_INFO;
            draft.version = 3;
        },
        Refusal::ContentTypeNotTaken,
    );
    check(
        |draft| draft.text = b"I sell my flat.",
        Refusal::DigestMismatch,
    );
}

#[test]
fn signed_attributes_that_are_not_in_order() {
    let attributes = |change: fn(&mut Vec<Vec<u8>>), expected| {
        check(|draft| change(draft.attributes.as_mut().unwrap()), expected);
    };
    check(|draft| draft.attributes = None, Refusal::AttributesMissing);
    attributes(|list| drop(list.remove(0)), Refusal::ContentTypeMissing);
    attributes(|list| drop(list.remove(2)), Refusal::MessageDigestMissing);
    attributes(
        |list| list.push(message_digest(Digest::Streebog512, b"another text")),
        Refusal::AttributeDoubled,
    );
    attributes(
        |list| list.push(signing_time("2026-06-02")),
        Refusal::AttributeDoubled,
    );
    attributes(
        |list| {
            let two = [octets(&[1; 64]), octets(&[2; 64])];
            list[2] = attribute(oid::MESSAGE_DIGEST, &two);
        },
        Refusal::AttributeValues,
    );
    attributes(
        |list| list[2] = attribute(oid::MESSAGE_DIGEST, &[]),
        Refusal::AttributeValues,
    );
    attributes(
        |list| list[2] = attribute(oid::MESSAGE_DIGEST, &[int(5)]),
        Refusal::AttributeMalformed,
    );
    attributes(
        |list| list[0] = content_type(oid::TIMESTAMP_INFO),
        Refusal::ContentTypeMismatch,
    );
    attributes(
        |list| list[2] = message_digest(Digest::Streebog512, b"another text"),
        Refusal::DigestMismatch,
    );
    attributes(
        |list| list[2] = message_digest(Digest::Sha256, TEXT),
        Refusal::DigestMismatch,
    );
    check(
        |draft| {
            draft.attributes.as_mut().unwrap().reverse();
            draft.sorted = false;
        },
        Refusal::AttributesNotCanonical,
    );
    check(
        |draft| draft.request = |request| request.signing_time_within = Some(60),
        Refusal::SigningTime,
    );
}

#[test]
fn algorithms_that_are_not_taken() {
    check(
        |draft| {
            draft.digest = oid::SHA1;
            draft.digests = vec![oid::SHA1];
        },
        Refusal::DigestNotAllowed,
    );
    check(
        |draft| draft.digests = vec![oid::SHA256],
        Refusal::DigestNotAnnounced,
    );
    check(
        |draft| draft.signature_algorithm = oid::CMS_DATA,
        Refusal::Signature(SignatureFault::AlgorithmNotAllowed),
    );
    check(
        |draft| draft.signature_algorithm = oid::GOST_2015_256_SIGNATURE,
        Refusal::Signature(SignatureFault::AlgorithmsDisagree),
    );
    // A key of RSA, said to have signed with GOST.
    check(
        |draft| draft.leaf = Draft::with_rsa().leaf,
        Refusal::Signature(SignatureFault::AlgorithmsDisagree),
    );
}

#[test]
fn signatures_that_do_not_fit() {
    let signature = |alter: fn(&mut Vec<u8>), expected| {
        check(
            |draft| draft.alter_signature = alter,
            Refusal::Signature(expected),
        );
    };
    signature(|bytes| bytes[70] ^= 1, SignatureFault::Mismatch);
    signature(
        |bytes| bytes[..64].fill(0),
        SignatureFault::NumberOutOfRange,
    );
    signature(
        |bytes| bytes[64..].fill(0),
        SignatureFault::NumberOutOfRange,
    );
    signature(
        |bytes| bytes[..64].fill(0xFF),
        SignatureFault::NumberOutOfRange,
    );
    signature(
        |bytes| bytes[64..].fill(0xFF),
        SignatureFault::NumberOutOfRange,
    );
    signature(|bytes| bytes.push(0), SignatureFault::SignatureLength);
    signature(|bytes| bytes.truncate(127), SignatureFault::SignatureLength);
    signature(|bytes| bytes.reverse(), SignatureFault::Mismatch);
    // Made with another person's key.
    check(
        |draft| draft.key = KEYS.other.clone(),
        Refusal::Signature(SignatureFault::Mismatch),
    );
}

#[test]
fn signatures_with_rsa_that_do_not_fit() {
    let signature = |alter: fn(&mut Vec<u8>), expected| {
        let change = |draft: &mut Draft| draft.alter_signature = alter;
        check_from(Draft::with_rsa(), change, Refusal::Signature(expected));
    };
    signature(|bytes| bytes[70] ^= 1, SignatureFault::Mismatch);
    signature(|bytes| bytes.fill(0), SignatureFault::Mismatch);
    signature(|bytes| bytes.fill(0xFF), SignatureFault::NumberOutOfRange);
    signature(|bytes| bytes.insert(0, 0), SignatureFault::SignatureLength);
}

#[test]
fn certificates_that_the_signature_does_not_name_clearly() {
    check(
        |draft| draft.sid_serial = Some(vec![11]),
        Refusal::SignerCertificateMissing,
    );
    check(
        |draft| draft.certificates = Some(Vec::new()),
        Refusal::SignerCertificateMissing,
    );
    // Bound to one certificate, and another for the same key put in its place.
    check(
        |draft| {
            let bound = seq(&[seq(&[seq(&[octets(&[7; 32])])])]);
            let bound = attribute(oid::SIGNING_CERTIFICATE_V2, &[bound]);
            draft.attributes.as_mut().unwrap().push(bound);
        },
        Refusal::SignerCertificateMismatch,
    );
    check(
        |draft| {
            let mut twin = draft.leaf.clone();
            twin.key = Draft::with_rsa().leaf.key;
            let both = [&draft.leaf, &twin].map(|leaf| leaf.signed(&KEYS.issuer));
            draft.certificates = Some(both.to_vec());
        },
        Refusal::SignerCertificateAmbiguous,
    );
}
