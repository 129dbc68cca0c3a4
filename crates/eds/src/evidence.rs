//! What is kept of a verified signature, so that anybody can verify it again years later, when the
//! certificates have expired and their authority no longer answers.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::algorithm::Digest;
use crate::certificate::{Certificate, hex};
use crate::oid::ObjectIdentifier;
use crate::report::Report;
use crate::request::{Content, Purpose, Request, Revocation};
use crate::time::Time;
use crate::trust::{Trust, TrustError};
use crate::verify::verify;

/// The form in which evidence is written.
const FORMAT: &str = "tirkeu-eds-evidence/1";

/// Bytes, in base64 where they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

/// A signed message with everything that was held against it. Written as JSON; whom to trust is
/// not part of it, only which authorities were relied on, by their fingerprints.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    format: String,
    at: Time,
    purpose: Purpose,
    #[serde(skip_serializing_if = "Option::is_none")]
    iin: Option<String>,
    content_sha256: Option<String>,
    cms: Bytes,
    certificates: Vec<Bytes>,
    authorities: Vec<String>,
    crls: Vec<Bytes>,
    ocsp: Vec<Bytes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ocsp_nonce: Option<Bytes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Bytes>,
    revocation_required: bool,
    timestamp_required: bool,
    policies: Vec<String>,
    timestamp_policies: Vec<String>,
    ocsp_age: i64,
    clock_skew: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_time_within: Option<i64>,
}

/// Says when it was judged, and nothing of whom it is about: this ends up in logs.
impl fmt::Debug for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Evidence")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// Why evidence cannot be read or verified.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The text is no evidence.
    #[error("this is no evidence: {0}")]
    Json(#[from] serde_json::Error),
    /// A form that is not known.
    #[error("evidence of the unknown form {0:?}")]
    Format(String),
    /// A certificate in it cannot be read.
    #[error("{0}")]
    Certificate(#[from] TrustError),
    /// An authority it relies on is not among those that are trusted.
    #[error("it relies on an authority that is not trusted: {0}")]
    Authority(String),
    /// The contents are others than were signed.
    #[error("the contents are others than the evidence is about")]
    OtherContent,
    /// The contents must be given.
    #[error("the contents that were signed must be given")]
    ContentMissing,
    /// An object identifier in it is none.
    #[error("{0:?} is no object identifier")]
    Identifier(String),
}

fn dotted(policies: &[ObjectIdentifier]) -> Vec<String> {
    policies.iter().map(ToString::to_string).collect()
}

fn identifiers(policies: &[String]) -> Result<Vec<ObjectIdentifier>, EvidenceError> {
    let parse = |text: &String| {
        ObjectIdentifier::new(text).map_err(|_| EvidenceError::Identifier(text.clone()))
    };
    policies.iter().map(parse).collect()
}

fn copies(all: &[&[u8]]) -> Vec<Bytes> {
    all.iter().map(|bytes| Bytes(bytes.to_vec())).collect()
}

fn slices(all: &[Bytes]) -> Vec<&[u8]> {
    all.iter().map(|bytes| bytes.0.as_slice()).collect()
}

impl Evidence {
    /// What is kept of a request and its report. `trust` is what it was verified with: the
    /// certificates that are not pinned are kept too.
    #[must_use]
    pub fn of(request: &Request<'_>, report: &Report, trust: &Trust) -> Self {
        let chains = report.signers.iter().flat_map(|signer| &signer.chain);
        let (pinned, between): (Vec<_>, Vec<_>) =
            chains.partition(|certificate| trust.pins(certificate));
        let mut authorities: Vec<_> = pinned
            .iter()
            .map(|certificate| certificate.fingerprint())
            .collect();
        authorities.sort();
        authorities.dedup();
        let between = between.into_iter().chain(&trust.intermediates);
        let mut certificates: Vec<Bytes> = Vec::new();
        for certificate in between.map(Certificate::as_der) {
            if !certificates.iter().any(|known| known.0 == certificate) {
                certificates.push(Bytes(certificate.to_vec()));
            }
        }
        let content = match request.content {
            Content::Detached(content) => Some(hex(&Digest::Sha256.of_bytes(content))),
            Content::Carried => None,
        };
        Self {
            format: FORMAT.to_owned(),
            at: request.at,
            purpose: request.purpose,
            iin: request.iin.map(str::to_owned),
            content_sha256: content,
            cms: Bytes(request.cms.to_vec()),
            certificates,
            authorities,
            crls: copies(&request.crls),
            ocsp: copies(&request.ocsp),
            ocsp_nonce: request.ocsp_nonce.map(|nonce| Bytes(nonce.to_vec())),
            timestamp: request.timestamp.map(|token| Bytes(token.to_vec())),
            revocation_required: request.revocation == Revocation::Required,
            timestamp_required: request.timestamp_required,
            policies: dotted(&request.policies),
            timestamp_policies: dotted(&request.timestamp_policies),
            ocsp_age: request.ocsp_age,
            clock_skew: request.clock_skew,
            signing_time_within: request.signing_time_within,
        }
    }

    /// Writes it, as JSON on several lines.
    ///
    /// # Errors
    ///
    /// None in practice: everything in it can be written.
    pub fn to_json(&self) -> Result<String, EvidenceError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// [`EvidenceError::Json`] and [`EvidenceError::Format`].
    pub fn from_json(text: &str) -> Result<Self, EvidenceError> {
        let evidence: Self = serde_json::from_str(text)?;
        if evidence.format == FORMAT {
            Ok(evidence)
        } else {
            Err(EvidenceError::Format(evidence.format))
        }
    }

    /// The time for which it was judged.
    #[must_use]
    pub fn at(&self) -> Time {
        self.at
    }

    /// The signed message.
    #[must_use]
    pub fn cms(&self) -> &[u8] {
        &self.cms.0
    }

    /// Verifies it again, under the demands that were made then and at the time of then. Trusted
    /// are those of the pinned authorities of `trust` that the evidence relies on.
    ///
    /// # Errors
    ///
    /// [`EvidenceError`], if it cannot be verified at all. Whether the signature stands is in the
    /// report.
    pub fn verify(&self, content: Option<&[u8]>, trust: &Trust) -> Result<Report, EvidenceError> {
        let content = match (&self.content_sha256, content) {
            (None, _) => Content::Carried,
            (Some(_), None) => return Err(EvidenceError::ContentMissing),
            (Some(digest), Some(content)) => {
                if *digest != hex(&Digest::Sha256.of_bytes(content)) {
                    return Err(EvidenceError::OtherContent);
                }
                Content::Detached(content)
            }
        };
        let known = trust.fingerprints();
        if let Some(authority) = self.authorities.iter().find(|name| !known.contains(name)) {
            return Err(EvidenceError::Authority(authority.clone()));
        }
        let mut trust = trust.clone();
        for certificate in &self.certificates {
            trust.add_intermediate("a certificate of the evidence", &certificate.0)?;
        }
        let mut request = Request::new(&self.cms.0, content, self.at, self.purpose);
        request.iin = self.iin.as_deref();
        request.policies = identifiers(&self.policies)?;
        request.revocation = if self.revocation_required {
            Revocation::Required
        } else {
            Revocation::IfGiven
        };
        request.crls = slices(&self.crls);
        request.ocsp = slices(&self.ocsp);
        request.ocsp_nonce = self.ocsp_nonce.as_ref().map(|nonce| nonce.0.as_slice());
        request.ocsp_age = self.ocsp_age;
        request.timestamp = self.timestamp.as_ref().map(|token| token.0.as_slice());
        request.timestamp_required = self.timestamp_required;
        request.timestamp_policies = identifiers(&self.timestamp_policies)?;
        request.clock_skew = self.clock_skew;
        request.signing_time_within = self.signing_time_within;
        Ok(verify(&request, &trust))
    }
}
