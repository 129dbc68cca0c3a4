//! What was found: a check each, for the message and for every signer.

use serde::Serialize;

use crate::certificate::{Certificate, Subject};
use crate::refusal::Refusal;
use crate::time::Time;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CheckName {
    /// Is the message signed data in strict DER, and no larger than is looked at?
    Encoding,
    /// Are the contents those that they should be?
    Content,
    /// Has somebody signed?
    Signers,
    /// Are the algorithms on the list?
    Algorithms,
    /// Are the signed attributes complete, single and canonical?
    Attributes,
    /// Is the signed digest that of the contents?
    Digest,
    /// Is there exactly one certificate that the signature names?
    Certificate,
    /// Is the signature that certificate's?
    Signature,
    /// Does a pinned authority vouch for the certificate?
    Chain,
    /// Was the certificate valid?
    Validity,
    /// Is the certificate for this purpose?
    Usage,
    /// Was the certificate issued under an accepted policy?
    Policy,
    /// Is it the right person's?
    Person,
    /// Was the certificate not revoked?
    Revocation,
    /// Do timestamps stand over this signature?
    Timestamp,
}

impl CheckName {
    /// The check in a word or two.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::Content => "content",
            Self::Signers => "signers",
            Self::Algorithms => "algorithms",
            Self::Attributes => "attributes",
            Self::Digest => "digest",
            Self::Certificate => "certificate",
            Self::Signature => "signature",
            Self::Chain => "chain",
            Self::Validity => "validity",
            Self::Usage => "usage",
            Self::Policy => "policy",
            Self::Person => "person",
            Self::Revocation => "revocation",
            Self::Timestamp => "timestamp",
        }
    }
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "reason")]
pub enum Outcome {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed(Refusal),
    /// Not demanded, and nothing was there to look at.
    NotAsked,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub name: CheckName,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What was found, in English.
    pub found: String,
}

/// Somebody who signed, or claims to have.
#[derive(Clone, Debug, Serialize)]
pub struct Signer {
    /// Whom the certificate names.
    pub subject: Subject,
    /// The signer's certificate.
    #[serde(skip)]
    pub certificate: Option<Certificate>,
    /// Its number at its issuer, in hexadecimal digits.
    pub serial_number: Option<String>,
    /// The signature's bytes, over which a timestamp stands.
    #[serde(skip)]
    pub signature: Vec<u8>,
    /// SHA-256 of the certificate, in hexadecimal digits.
    pub fingerprint: Option<String>,
    /// The way to the pinned authority, which is the last.
    #[serde(skip)]
    pub chain: Vec<Certificate>,
    /// When the signer claims to have signed.
    pub claimed_time: Option<Time>,
    /// When timestamps say that the signature was there.
    pub timestamps: Vec<Time>,
    /// What was found about this signer.
    pub checks: Vec<Check>,
}

impl Signer {
    /// The first reason why this signature does not stand.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        first_failure(&self.checks)
    }
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The time for which everything was judged.
    pub at: Time,
    /// What was found about the message.
    pub checks: Vec<Check>,
    /// Everybody who signed.
    pub signers: Vec<Signer>,
}

fn first_failure(checks: &[Check]) -> Option<Refusal> {
    checks.iter().find_map(|check| match check.outcome {
        Outcome::Failed(refusal) => Some(refusal),
        _ => None,
    })
}

impl Report {
    /// The first reason why not everything stands: the message's, or a signer's.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        first_failure(&self.checks).or_else(|| self.signers.iter().find_map(Signer::refusal))
    }

    /// The one signer of a filing.
    ///
    /// # Errors
    ///
    /// Why it does not stand, or [`Refusal::SeveralSigners`].
    pub fn exactly_one(&self) -> Result<&Signer, Refusal> {
        if let Some(refusal) = first_failure(&self.checks) {
            return Err(refusal);
        }
        match self.signers.as_slice() {
            [signer] => signer.refusal().map_or(Ok(signer), Err),
            [] => Err(Refusal::NoSigner),
            _ => Err(Refusal::SeveralSigners),
        }
    }
}

/// Checks as they are made.
#[derive(Debug, Default)]
pub(crate) struct Checks(pub(crate) Vec<Check>);

impl Checks {
    /// Notes a check. What was found is said on success; a failure says its reason.
    pub(crate) fn note<T>(
        &mut self,
        name: CheckName,
        result: Result<T, Refusal>,
        found: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        match result {
            Ok(value) => {
                let found = found(&value);
                self.push(name, Outcome::Passed, found);
                Some(value)
            }
            Err(refusal) => {
                self.push(name, Outcome::Failed(refusal), refusal.to_string());
                None
            }
        }
    }

    pub(crate) fn push(&mut self, name: CheckName, outcome: Outcome, found: String) {
        self.0.push(Check {
            name,
            outcome,
            found,
        });
    }
}
