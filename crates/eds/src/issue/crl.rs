use der::Encode;

use super::authority::Authority;
use super::write::{bits, context, extension, instant, integer, sequence, small};
use crate::certificate::Certificate;
use crate::oid;
use crate::signing::SigningError;
use crate::time::Time;

/// A certificate that no longer counts.
#[derive(Clone, Copy, Debug)]
pub struct Revoked<'a> {
    /// Which.
    pub certificate: &'a Certificate,
    /// Since when.
    pub since: Time,
}

/// A list of revoked certificates (RFC 5280, section 5) in DER.
///
/// # Errors
///
/// [`SigningError`].
pub fn crl(
    issuer: &Authority,
    this_update: Time,
    next_update: Time,
    revoked: &[Revoked<'_>],
) -> Result<Vec<u8>, SigningError> {
    let entries = revoked.iter().map(|entry| {
        Ok(sequence(&[
            integer(&entry.certificate.serial),
            instant(entry.since)?,
        ]))
    });
    let entries = entries.collect::<Result<Vec<_>, SigningError>>()?;
    let algorithm = issuer.key().signature_algorithm().to_der()?;
    let mut parts = vec![
        small(1),
        algorithm.clone(),
        issuer.name().der(),
        instant(this_update)?,
        instant(next_update)?,
    ];
    // RFC 5280, section 5.1.2.6: where nothing is revoked there is no list of it.
    if !entries.is_empty() {
        parts.push(sequence(&entries));
    }
    let number = this_update.unix().to_der()?;
    let number = extension(oid::CRL_NUMBER, false, &number)?;
    parts.push(context(0, &sequence(&[number])));
    let list = sequence(&parts);
    let signature = bits(&issuer.key().sign(&list)?);
    Ok(sequence(&[list, algorithm, signature]))
}
