//! From a certificate to a pinned authority (RFC 5280, section 6).

use crate::certificate::Certificate;
use crate::refusal::CertificateFault;
use crate::time::Time;
use crate::trust::Trust;

/// Certificates in the longest way.
const LENGTH: usize = 6;
/// Signatures that are checked in looking for a way, however many certificates claim to be in it.
const ATTEMPTS: usize = 16;

/// The issuers of a certificate, its own first, a pinned one last.
pub(crate) type Chain = Vec<Certificate>;

/// Finds the way from `certificate` to a pinned authority. `others` came with the message and are
/// trusted for nothing but being looked at.
pub(crate) fn build(
    certificate: &Certificate,
    others: &[Certificate],
    trust: &Trust,
    at: Time,
) -> Result<Chain, CertificateFault> {
    let mut search = Search {
        others,
        trust,
        at,
        attempts: ATTEMPTS,
        fault: CertificateFault::IssuerUnknown,
    };
    let mut chain = Vec::new();
    if search.extend(certificate, &mut chain, 0) {
        Ok(chain)
    } else {
        Err(search.fault)
    }
}

struct Search<'a> {
    others: &'a [Certificate],
    trust: &'a Trust,
    at: Time,
    attempts: usize,
    /// Why the most promising way ended.
    fault: CertificateFault,
}

impl Search<'_> {
    /// Extends the way beyond `certificate`, which is an issuer unless `chain` is empty; `below` is
    /// the number of authorities below the next one.
    fn extend(&mut self, certificate: &Certificate, chain: &mut Chain, below: usize) -> bool {
        if chain.len() >= LENGTH {
            self.fault = CertificateFault::ChainTooLong;
            return false;
        }
        let (trust, others) = (self.trust, self.others);
        let candidates = trust
            .pinned
            .iter()
            .chain(&trust.intermediates)
            .chain(others)
            .filter(|issuer| certificate.names(issuer));
        for issuer in candidates {
            if self.attempts == 0 {
                return false;
            }
            self.attempts -= 1;
            if let Err(fault) = self.link(certificate, issuer, chain.is_empty(), below) {
                self.fault = fault;
                continue;
            }
            chain.push(issuer.clone());
            if trust.pins(issuer) {
                return true;
            }
            let next = below + usize::from(!issuer.names_itself_as_issuer());
            if !issuer.names_itself_as_issuer() && self.extend(issuer, chain, next) {
                return true;
            }
            chain.pop();
        }
        false
    }

    /// May `issuer` have issued `certificate`, and has it?
    fn link(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        is_leaf: bool,
        below: usize,
    ) -> Result<(), CertificateFault> {
        let authority = issuer.authority.as_ref().filter(|authority| authority.ca);
        let authority = authority.ok_or(CertificateFault::IssuerNotAuthority)?;
        if issuer.key_usage.is_some_and(|usage| !usage.key_cert_sign()) {
            return Err(CertificateFault::IssuerMayNotSign);
        }
        if authority
            .path_len_constraint
            .is_some_and(|most| below > usize::from(most))
        {
            return Err(CertificateFault::PathLengthExceeded);
        }
        issuer.valid_at(self.at).map_err(|fault| match fault {
            CertificateFault::NotYetValid => CertificateFault::IssuerNotYetValid,
            _ => CertificateFault::IssuerExpired,
        })?;
        if is_leaf {
            certificate.signed_by(issuer)
        } else {
            self.trust.authority_signed(certificate, issuer)
        }
        .map_err(CertificateFault::Signature)
    }
}
