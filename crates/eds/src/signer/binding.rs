//! A signature bound to one certificate by a signed attribute (RFC 2634, RFC 5035), so that no other
//! certificate for the same key can be put in its place.

use der::asn1::OctetString;
use der::{Any, Decode, Sequence};
use spki::AlgorithmIdentifierOwned;

use super::attributes::read;
use crate::algorithm::Digest;
use crate::certificate::Certificate;
use crate::message::SignerPart;
use crate::oid;
use crate::strict::{self, tag};

/// What the signed attributes say of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// Nothing.
    None,
    /// The signature belongs to this certificate.
    Right,
    /// The signature belongs to another, or the attribute cannot be read.
    Wrong,
}

/// RFC 2634, section 5.4: the signature is bound to a certificate.
#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<EssCertId>,
    #[asn1(optional = "true")]
    _policies: Option<Any>,
}

#[derive(Sequence)]
struct EssCertId {
    hash: OctetString,
    #[asn1(optional = "true")]
    _issuer: Option<Any>,
}

/// RFC 5035, section 3.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<Any>,
    #[asn1(optional = "true")]
    _policies: Option<Any>,
}

/// Do the signed attributes name this certificate?
pub(crate) fn binding(part: &SignerPart<'_>, certificate: &Certificate) -> Binding {
    let old = read::<SigningCertificate>(part, oid::SIGNING_CERTIFICATE);
    let new = read::<SigningCertificateV2>(part, oid::SIGNING_CERTIFICATE_V2);
    let (Ok(old), Ok(new)) = (old, new) else {
        return Binding::Wrong;
    };
    if old.is_none() && new.is_none() {
        return Binding::None;
    }
    let of_old = |value: SigningCertificate| {
        let first = value
            .certificates
            .first()
            .map(|first| first.hash.as_bytes());
        first == Some(Digest::Sha1.of_bytes(certificate.as_der()).as_slice())
    };
    let of_new = |value: SigningCertificateV2| {
        let first = value.certificates.first();
        first.is_some_and(|first| names(first, certificate))
    };
    if old.is_none_or(of_old) && new.is_none_or(of_new) {
        Binding::Right
    } else {
        Binding::Wrong
    }
}

/// Does an `ESSCertIDv2` name this certificate? Its digest is SHA-256 unless it says otherwise.
fn names(id: &Any, certificate: &Certificate) -> bool {
    let mut parts = id.value();
    let digest = match strict::next_if(&mut parts, tag::SEQUENCE) {
        Ok(Some(algorithm)) => AlgorithmIdentifierOwned::from_der(algorithm.whole)
            .ok()
            .and_then(|algorithm| Digest::of_algorithm(&algorithm)),
        Ok(None) => Some(Digest::Sha256),
        Err(_) => None,
    };
    let hash = strict::expect(&mut parts, tag::OCTET_STRING);
    match (digest, hash) {
        (Some(digest), Ok(hash)) => hash.content == digest.of_bytes(certificate.as_der()),
        _ => false,
    }
}
