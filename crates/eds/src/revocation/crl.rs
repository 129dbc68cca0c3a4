//! Lists of revoked certificates (RFC 5280, section 5), read where they lie: a list has as many
//! entries as it likes, and none of them is copied.

use der::Decode;
use der::asn1::BitStringRef;
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extensions;
use x509_cert::time::Time as X509Time;

use super::State;
use crate::algorithm::{SignatureAlgorithm, SignatureFault};
use crate::certificate::Certificate;
use crate::oid;
use crate::refusal::{CrlFault, Material, Refusal};
use crate::request::Request;
use crate::strict::{self, Element, Encoding, tag};
use crate::time::Time;

/// Bytes of the largest list that is looked at: about a million entries.
const SIZE: usize = 48 * 1024 * 1024;
/// Tag of a UTCTime.
const UTC_TIME: u8 = 0x17;
/// Tag of a GeneralizedTime.
const GENERALIZED_TIME: u8 = 0x18;
/// Reason `certificateHold`.
const ON_HOLD: u8 = 6;
/// Reason `removeFromCRL`: no longer on hold.
const REMOVED: u8 = 8;

/// A list, taken apart.
#[derive(Debug)]
pub(crate) struct Crl<'a> {
    signed: &'a [u8],
    algorithm: Result<SignatureAlgorithm, SignatureFault>,
    signature: &'a [u8],
    issuer: &'a [u8],
    pub(crate) this_update: Time,
    next_update: Option<Time>,
    entries: &'a [u8],
    complete: bool,
}

/// One revoked certificate.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    serial: &'a [u8],
    state: State,
}

/// Fails with what is wrong with the bytes.
fn malformed(encoding: Encoding) -> Refusal {
    Refusal::Malformed(Material::Crl, encoding)
}

fn decoded<'a, T: Decode<'a>>(bytes: &'a [u8]) -> Result<T, Encoding> {
    T::from_der(bytes).map_err(|_| Encoding::Structure)
}

fn time(element: Element<'_>) -> Result<Time, Encoding> {
    decoded::<X509Time>(element.whole).map(|time| Time::of(time.to_unix_duration()))
}

impl<'a> Crl<'a> {
    /// Takes a list apart.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.len() > SIZE {
            return Err(Refusal::TooLarge(Material::Crl));
        }
        strict::check(bytes)
            .and_then(|()| Self::parts(bytes))
            .map_err(malformed)
    }

    fn parts(bytes: &'a [u8]) -> Result<Self, Encoding> {
        let mut outer = strict::expect(&mut &*bytes, tag::SEQUENCE)?.content;
        let signed = strict::expect(&mut outer, tag::SEQUENCE)?;
        let algorithm = strict::expect(&mut outer, tag::SEQUENCE)?;
        let signature = strict::expect(&mut outer, tag::BIT_STRING)?;
        if !outer.is_empty() {
            return Err(Encoding::Structure);
        }
        let signature: BitStringRef<'a> = decoded(signature.whole)?;

        let mut rest = signed.content;
        // Only version 2 has a version, and only version 2 has extensions.
        let version = strict::next_if(&mut rest, tag::INTEGER)?;
        if version.is_some_and(|version| version.content != [1]) {
            return Err(Encoding::Structure);
        }
        let inner = strict::expect(&mut rest, tag::SEQUENCE)?;
        let issuer = strict::expect(&mut rest, tag::SEQUENCE)?;
        let this_update = time(strict::next(&mut rest)?)?;
        let next_update = match rest.first() {
            Some(&(UTC_TIME | GENERALIZED_TIME)) => Some(time(strict::next(&mut rest)?)?),
            _ => None,
        };
        let entries = strict::next_if(&mut rest, tag::SEQUENCE)?;
        let extensions = strict::next_if(&mut rest, tag::CONTEXT_0)?;
        if !rest.is_empty() {
            return Err(Encoding::Structure);
        }
        let extensions = extensions
            .map(|explicit| decoded::<Extensions>(explicit.content))
            .transpose()?
            .unwrap_or_default();
        let complete = extensions.iter().all(|extension| {
            !extension.critical
                && extension.extn_id != oid::DELTA_CRL
                && extension.extn_id != oid::ISSUING_DISTRIBUTION_POINT
        });
        let algorithm = if algorithm.whole == inner.whole {
            let algorithm: AlgorithmIdentifierOwned = decoded(algorithm.whole)?;
            SignatureAlgorithm::of(&algorithm)
        } else {
            Err(SignatureFault::AlgorithmsDisagree)
        };
        Ok(Self {
            signed: signed.whole,
            algorithm,
            signature: signature.as_bytes().ok_or(Encoding::Structure)?,
            issuer: issuer.whole,
            this_update,
            next_update,
            entries: entries.map_or(&[][..], |entries| entries.content),
            complete,
        })
    }

    /// Is this a list of that authority?
    pub(crate) fn is_of(&self, issuer: &Certificate) -> bool {
        self.issuer == issuer.subject_der
    }

    /// Is the list in order: whole, fresh, and signed by its issuer?
    pub(crate) fn check(&self, issuer: &Certificate, request: &Request<'_>) -> Result<(), Refusal> {
        let fail = |fault| Err(Refusal::Crl(fault));
        if !self.complete {
            return fail(CrlFault::NotComplete);
        }
        if issuer.key_usage.is_some_and(|usage| !usage.crl_sign()) {
            return fail(CrlFault::IssuerMayNotSign);
        }
        if self.this_update > request.at.plus(request.clock_skew) {
            return fail(CrlFault::FromTheFuture);
        }
        // A list without a next one would never grow old.
        if self.next_update.is_none_or(|next| next < request.at) {
            return fail(CrlFault::Old);
        }
        self.algorithm
            .and_then(|algorithm| algorithm.verify(issuer.key(), self.signed, self.signature))
            .map_err(|fault| Refusal::Crl(CrlFault::Signature(fault)))
    }

    /// What the list says of the certificate with this number.
    pub(crate) fn find(&self, serial: &[u8]) -> Result<State, Refusal> {
        let mut rest = self.entries;
        while !rest.is_empty() {
            let element = strict::expect(&mut rest, tag::SEQUENCE).map_err(malformed)?;
            if let Some(entry) = Entry::parse(element.content, serial).map_err(malformed)?
                && entry.serial == serial
            {
                return Ok(entry.state);
            }
        }
        Ok(State::Good)
    }
}

impl<'a> Entry<'a> {
    /// The entry, if it is about the certificate with this number.
    fn parse(mut content: &'a [u8], wanted: &[u8]) -> Result<Option<Self>, Encoding> {
        let serial = strict::expect(&mut content, tag::INTEGER)?.content;
        if serial != wanted {
            return Ok(None);
        }
        let since = time(strict::next(&mut content)?)?;
        let extensions = strict::next_if(&mut content, tag::SEQUENCE)?;
        let extensions = extensions
            .map(|extensions| decoded::<Extensions>(extensions.whole))
            .transpose()?
            .unwrap_or_default();
        let reason = extensions
            .iter()
            .find(|extension| extension.extn_id == oid::CRL_REASON)
            .map(|extension| extension.extn_value.as_bytes());
        let state = match reason {
            Some([tag::ENUMERATED, 1, REMOVED]) => State::Good,
            reason => State::Revoked {
                since,
                on_hold: matches!(reason, Some([tag::ENUMERATED, 1, ON_HOLD])),
            },
        };
        Ok(Some(Self { serial, state }))
    }
}
