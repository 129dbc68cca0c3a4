//! What is to be verified, and what is demanded of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::oid::{self, ObjectIdentifier};
use crate::time::Time;

/// What the signature is to be over.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// These bytes; a message that brings its own is refused, so that nothing can be smuggled in.
    Detached(&'a [u8]),
    /// Whatever the message carries.
    Carried,
}

/// What the certificate must be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Purpose {
    /// Signing documents: extended key usage emailProtection, key usage nonRepudiation.
    Sign,
    /// Signing in: extended key usage clientAuth, key usage digitalSignature.
    SignIn,
    /// Anything.
    Any,
}

/// Must something say that the certificate is not revoked?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Yes: an answer of OCSP or a CRL.
    Required,
    /// What is given is held against it; nothing need be given.
    IfGiven,
}

/// A message and what is demanded of it. [`Request::new`] demands what a filing needs, except that
/// a particular person is named.
#[derive(Clone)]
pub struct Request<'a> {
    /// The message: CMS signed data in DER.
    pub cms: &'a [u8],
    /// What it is to be over.
    pub content: Content<'a>,
    /// The time for which everything is judged: for a filing, when it arrived.
    pub at: Time,
    /// What the certificate must be for.
    pub purpose: Purpose,
    /// Personal number of the one person who may have signed.
    pub iin: Option<&'a str>,
    /// Policies of which the certificate must have one, or one below; none: any policy.
    pub policies: Vec<ObjectIdentifier>,
    /// Must something say that the certificate is not revoked?
    pub revocation: Revocation,
    /// Lists of revoked certificates, in DER.
    pub crls: Vec<&'a [u8]>,
    /// Answers of OCSP, in DER.
    pub ocsp: Vec<&'a [u8]>,
    /// The nonce that OCSP was asked with.
    pub ocsp_nonce: Option<&'a [u8]>,
    /// Seconds after which an answer of OCSP without a date of its own is old.
    pub ocsp_age: i64,
    /// A timestamp over the signature, besides those in the message: a token or a response, in DER.
    pub timestamp: Option<&'a [u8]>,
    /// Must there be a timestamp?
    pub timestamp_required: bool,
    /// Policies of which a timestamp must have one, or one below; none: any policy.
    pub timestamp_policies: Vec<ObjectIdentifier>,
    /// Seconds by which clocks may differ.
    pub clock_skew: i64,
    /// Seconds by which the time that the signer claims may differ from `at`; none: any.
    pub signing_time_within: Option<i64>,
}

/// Says when and for what it is judged, and nothing of whom: this ends up in logs.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("at", &self.at)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

impl<'a> Request<'a> {
    /// Demands a national certificate for this purpose that something says is not revoked.
    #[must_use]
    pub fn new(cms: &'a [u8], content: Content<'a>, at: Time, purpose: Purpose) -> Self {
        Self {
            cms,
            content,
            at,
            purpose,
            iin: None,
            policies: vec![oid::NATIONAL_POLICIES],
            revocation: Revocation::Required,
            crls: Vec::new(),
            ocsp: Vec::new(),
            ocsp_nonce: None,
            ocsp_age: 60 * 60,
            timestamp: None,
            timestamp_required: false,
            timestamp_policies: vec![oid::TIMESTAMP_POLICIES],
            clock_skew: 5 * 60,
            signing_time_within: None,
        }
    }
}

/// Is `policy` one of those accepted, or below one?
pub(crate) fn accepted(accepted: &[ObjectIdentifier], policy: &ObjectIdentifier) -> bool {
    accepted.is_empty()
        || accepted
            .iter()
            .any(|accepted| policy.as_bytes().starts_with(accepted.as_bytes()))
}
