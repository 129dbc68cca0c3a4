//! Was a certificate revoked at the time? CRLs (RFC 5280) and answers of OCSP (RFC 6960).

mod crl;
pub(crate) mod ocsp;

use std::fmt;

pub(crate) use crl::Crl;

use crate::certificate::Certificate;
use crate::message::Message;
use crate::refusal::{CertificateFault, CrlFault, OcspFault, Refusal};
use crate::request::{Request, Revocation};
use crate::time::Time;

/// What says that the certificate was not revoked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    /// Nothing was given, and nothing is demanded.
    Nothing,
    /// An answer of this time.
    Ocsp(Time),
    /// A list of this time.
    Crl(Time),
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing was given"),
            Self::Ocsp(time) => write!(formatter, "not revoked, says OCSP of {time}"),
            Self::Crl(time) => write!(formatter, "not revoked, says the CRL of {time}"),
        }
    }
}

/// A certificate's state in a list or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Good,
    Revoked { since: Time, on_hold: bool },
}

impl State {
    /// Fails if the certificate was revoked by then.
    pub(crate) fn at(self, at: Time) -> Result<(), CertificateFault> {
        match self {
            Self::Revoked { since, on_hold } if since <= at => Err(if on_hold {
                CertificateFault::Suspended
            } else {
                CertificateFault::Revoked
            }),
            _ => Ok(()),
        }
    }
}

/// Holds everything that was given against the certificate and its issuers. Whatever is about the
/// certificate must be in order, even where something else already says that it is good.
pub(crate) fn check(
    certificate: &Certificate,
    issuer: &Certificate,
    chain: &[Certificate],
    message: &Message<'_>,
    request: &Request<'_>,
) -> Result<Found, Refusal> {
    let mut found = Found::Nothing;
    let mut unfit = None;
    for bytes in &request.ocsp {
        match ocsp::check(bytes, certificate, issuer, request) {
            Ok((state, time)) => {
                state.at(request.at).map_err(Refusal::Certificate)?;
                found = Found::Ocsp(time);
            }
            Err(Refusal::Ocsp(OcspFault::OtherCertificate)) => {
                unfit = unfit.or(Some(Refusal::Ocsp(OcspFault::OtherCertificate)));
            }
            Err(refusal) => return Err(refusal),
        }
    }
    for bytes in request.crls.iter().chain(&message.crls) {
        let list = Crl::parse(bytes)?;
        if let Some((authority, by)) = above(&list, chain) {
            list.check(by, request)?;
            if list.find(&authority.serial)?.at(request.at).is_err() {
                return Err(Refusal::Certificate(CertificateFault::IssuerRevoked));
            }
        }
        if !list.is_of(issuer) {
            unfit = unfit.or(Some(Refusal::Crl(CrlFault::OtherIssuer)));
            continue;
        }
        list.check(issuer, request)?;
        let state = list.find(&certificate.serial)?;
        state.at(request.at).map_err(Refusal::Certificate)?;
        if !matches!(found, Found::Ocsp(_)) {
            found = Found::Crl(list.this_update);
        }
    }
    match (found, request.revocation) {
        (Found::Nothing, Revocation::Required) => Err(unfit.unwrap_or(Refusal::RevocationUnknown)),
        (found, _) => Ok(found),
    }
}

/// The authority of the way that this list is about, and the one above it that issues the list.
fn above<'a>(
    list: &Crl<'_>,
    chain: &'a [Certificate],
) -> Option<(&'a Certificate, &'a Certificate)> {
    chain
        .windows(2)
        .map(|pair| (&pair[0], &pair[1]))
        .find(|(_, issuer)| list.is_of(issuer))
}
