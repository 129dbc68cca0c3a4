//! Answers of OCSP (RFC 6960).

use der::asn1::{BitString, GeneralizedTime, OctetString};
use der::{Any, Choice, Decode, Encode, Enumerated, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extensions;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::State;
use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::certificate::Certificate;
use crate::oid::{self, ObjectIdentifier};
use crate::refusal::{CertificateFault, Material, OcspFault, Refusal};
use crate::request::Request;
use crate::strict::{self, Encoding, tag};
use crate::time::Time;

/// Bytes of the largest answer that is looked at.
const SIZE: usize = 64 * 1024;
/// Certificates and single answers in an answer that are looked at.
const PARTS: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enumerated)]
#[repr(u32)]
enum Status {
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SigRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
struct OcspResponse {
    status: Status,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes>,
}

#[derive(Sequence)]
struct ResponseBytes {
    kind: ObjectIdentifier,
    response: OctetString,
}

#[derive(Sequence)]
struct BasicResponse {
    data: ResponseData,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<Any>>,
}

#[derive(Sequence)]
struct ResponseData {
    #[asn1(
        context_specific = "0",
        tag_mode = "EXPLICIT",
        default = "Default::default"
    )]
    version: u8,
    responder: ResponderId,
    produced_at: GeneralizedTime,
    responses: Vec<SingleResponse>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Choice)]
enum ResponderId {
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", constructed = "true")]
    ByName(Name),
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", constructed = "true")]
    ByKey(OctetString),
}

#[derive(Sequence)]
struct SingleResponse {
    id: CertId,
    status: CertStatus,
    this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct CertId {
    digest: AlgorithmIdentifierOwned,
    issuer_name: OctetString,
    issuer_key: OctetString,
    serial: SerialNumber,
}

#[derive(Choice)]
enum CertStatus {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    Good(der::asn1::Null),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Revoked(RevokedInfo),
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT")]
    Unknown(der::asn1::Null),
}

#[derive(Sequence)]
struct RevokedInfo {
    time: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    reason: Option<Reason>,
}

/// RFC 5280, section 5.3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enumerated)]
#[repr(u32)]
enum Reason {
    Unspecified = 0,
    KeyCompromise = 1,
    CaCompromise = 2,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
    CertificateHold = 6,
    RemoveFromCrl = 8,
    PrivilegeWithdrawn = 9,
    AaCompromise = 10,
}

fn malformed(encoding: Encoding) -> Refusal {
    Refusal::Malformed(Material::Ocsp, encoding)
}

fn fail<T>(fault: OcspFault) -> Result<T, Refusal> {
    Err(Refusal::Ocsp(fault))
}

fn time(time: GeneralizedTime) -> Time {
    Time::of(time.to_unix_duration())
}

/// What an answer says of the certificate, and when. Everything about the answer is held against
/// the request before its word is taken.
pub(crate) fn check(
    bytes: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
    request: &Request<'_>,
) -> Result<(State, Time), Refusal> {
    if bytes.len() > SIZE {
        return Err(Refusal::TooLarge(Material::Ocsp));
    }
    strict::check(bytes).map_err(malformed)?;
    let structure = |_| malformed(Encoding::Structure);
    let response = OcspResponse::from_der(bytes).map_err(structure)?;
    if response.status != Status::Successful {
        return fail(OcspFault::NotSuccessful);
    }
    let inner = response.bytes.ok_or(malformed(Encoding::Structure))?;
    if inner.kind != oid::OCSP_BASIC {
        return Err(malformed(Encoding::Structure));
    }
    let inner = inner.response.as_bytes();
    strict::check(inner).map_err(malformed)?;
    let basic = BasicResponse::from_der(inner).map_err(structure)?;
    let signed = strict::only(inner)
        .and_then(|basic| strict::expect(&mut &*basic.content, tag::SEQUENCE))
        .map_err(malformed)?
        .whole;
    if basic.data.version != 0 || basic.data.responses.len() > PARTS {
        return Err(malformed(Encoding::Structure));
    }
    let single = basic
        .data
        .responses
        .iter()
        .find(|single| single.id.names(certificate, issuer));
    let Some(single) = single else {
        return fail(OcspFault::OtherCertificate);
    };

    let responder = responder(&basic, issuer, request.at)?;
    let signature = basic
        .signature
        .as_bytes()
        .ok_or(malformed(Encoding::Structure))?;
    SignatureAlgorithm::of(&basic.algorithm)
        .and_then(|algorithm| algorithm.verify(responder.key(), signed, signature))
        .map_err(|fault| Refusal::Ocsp(OcspFault::Signature(fault)))?;

    extensions(&basic, single, request)?;
    let this_update = time(single.this_update);
    fresh(&basic, single, request)?;
    let state = match &single.status {
        CertStatus::Good(_) => State::Good,
        CertStatus::Unknown(_) => return fail(OcspFault::UnknownCertificate),
        CertStatus::Revoked(revoked) => State::Revoked {
            since: time(revoked.time),
            on_hold: revoked.reason == Some(Reason::CertificateHold),
        },
    };
    Ok((state, this_update))
}

impl CertId {
    /// Does this name the certificate, as one of this issuer?
    fn names(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let Some(digest) = Digest::of_algorithm(&self.digest) else {
            return false;
        };
        self.serial.as_bytes() == certificate.serial
            && self.issuer_name.as_bytes() == digest.of_bytes(&certificate.issuer)
            && self.issuer_key.as_bytes() == digest.of_bytes(&issuer.key_bytes)
    }
}

/// The certificate of the responder: the issuer itself, or one that it has appointed (RFC 6960,
/// section 4.2.2.2).
fn responder(
    basic: &BasicResponse,
    issuer: &Certificate,
    at: Time,
) -> Result<Certificate, Refusal> {
    let named = |certificate: &Certificate| match &basic.data.responder {
        ResponderId::ByName(name) => name
            .to_der()
            .is_ok_and(|name| name == certificate.subject_der),
        ResponderId::ByKey(key) => key.as_bytes() == Digest::Sha1.of_bytes(&certificate.key_bytes),
    };
    if named(issuer) {
        return Ok(issuer.clone());
    }
    let carried = basic.certificates.as_deref().unwrap_or_default();
    let responder = carried
        .iter()
        .take(PARTS)
        .filter_map(|certificate| certificate.to_der().ok())
        .filter_map(|bytes| Certificate::from_der(&bytes).ok())
        .find(|certificate| named(certificate));
    let Some(responder) = responder else {
        return fail(OcspFault::ResponderUnknown);
    };
    let unfit = |fault| Refusal::Ocsp(OcspFault::Responder(fault));
    if !responder.names(issuer) {
        return fail(OcspFault::ResponderNotAppointed);
    }
    responder
        .signed_by(issuer)
        .map_err(|fault| unfit(CertificateFault::Signature(fault)))?;
    if !responder.purposes.contains(&oid::OCSP_SIGNING) {
        return Err(unfit(CertificateFault::Purpose));
    }
    responder.valid_at(at).map_err(unfit)?;
    Ok(responder)
}

/// Holds nonce and critical extensions against the request.
fn extensions(
    basic: &BasicResponse,
    single: &SingleResponse,
    request: &Request<'_>,
) -> Result<(), Refusal> {
    let of_answer = basic.data.extensions.as_deref().unwrap_or_default();
    let of_single = single.extensions.as_deref().unwrap_or_default();
    let unknown = of_answer
        .iter()
        .chain(of_single)
        .any(|extension| extension.critical && extension.extn_id != oid::OCSP_NONCE);
    if unknown {
        return fail(OcspFault::CriticalExtensionUnknown);
    }
    let Some(sent) = request.ocsp_nonce else {
        return Ok(());
    };
    let nonce = of_answer
        .iter()
        .find(|extension| extension.extn_id == oid::OCSP_NONCE);
    let Some(nonce) = nonce else {
        return fail(OcspFault::NonceMissing);
    };
    // RFC 8954 wraps the nonce in a string of its own; older responders do not.
    let value = nonce.extn_value.as_bytes();
    let wrapped = OctetString::from_der(value).ok();
    if value == sent || wrapped.is_some_and(|nonce| nonce.as_bytes() == sent) {
        Ok(())
    } else {
        fail(OcspFault::NonceMismatch)
    }
}

/// Is the answer of the right time?
fn fresh(
    basic: &BasicResponse,
    single: &SingleResponse,
    request: &Request<'_>,
) -> Result<(), Refusal> {
    let this_update = time(single.this_update);
    let latest = request.at.plus(request.clock_skew);
    if this_update > latest || time(basic.data.produced_at) > latest {
        return fail(OcspFault::FromTheFuture);
    }
    let until = single
        .next_update
        .map_or(this_update.plus(request.ocsp_age), time);
    if until < request.at.plus(-request.clock_skew) {
        return fail(OcspFault::Old);
    }
    Ok(())
}
