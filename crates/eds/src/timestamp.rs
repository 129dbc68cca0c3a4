//! Timestamps (RFC 3161): a token is a signed message of its own.

use der::asn1::{GeneralizedTime, OctetString};
use der::{Decode, Sequence};
use spki::AlgorithmIdentifierOwned;

use crate::algorithm::Digest;
use crate::certificate::Certificate;
use crate::chain;
use crate::message::{Message, SignerPart};
use crate::oid::{self, ObjectIdentifier};
use crate::refusal::{CertificateFault, Material, Refusal, TimestampFault};
use crate::request::accepted;
use crate::signer::{self, Attributes, Binding};
use crate::strict::{self, Encoding, tag};
use crate::time::Time;
use crate::trust::Trust;

/// What a timestamp must be over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Imprint<'a> {
    /// The digest of these bytes.
    Of(&'a [u8]),
    /// Whatever it is over: for tokens whose contents are not there.
    #[cfg(test)]
    Any,
}

/// RFC 3161, section 2.4.2. Accuracy, ordering, nonce, name and extensions may follow.
struct Info {
    policy: ObjectIdentifier,
    digest: AlgorithmIdentifierOwned,
    imprint: OctetString,
    time: Time,
}

#[derive(Sequence)]
struct MessageImprint {
    digest: AlgorithmIdentifierOwned,
    imprint: OctetString,
}

fn fail<T>(fault: TimestampFault) -> Result<T, Refusal> {
    Err(Refusal::Timestamp(fault))
}

fn malformed(encoding: Encoding) -> Refusal {
    Refusal::Malformed(Material::Timestamp, encoding)
}

/// The token in a response, or the token itself.
fn token(bytes: &[u8]) -> Result<&[u8], Refusal> {
    let mut parts = strict::expect(&mut &*bytes, tag::SEQUENCE)
        .map_err(malformed)?
        .content;
    if parts.first() != Some(&tag::SEQUENCE) {
        return Ok(bytes);
    }
    strict::only(bytes).map_err(malformed)?;
    let status = strict::next(&mut parts).map_err(malformed)?;
    let status = strict::expect(&mut &*status.content, tag::INTEGER).map_err(malformed)?;
    // Granted, or granted with changes.
    if !matches!(status.content, [0 | 1]) {
        return fail(TimestampFault::NotGranted);
    }
    strict::only(parts)
        .map(|token| token.whole)
        .map_err(malformed)
}

impl Info {
    fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        strict::check(bytes).map_err(malformed)?;
        Self::parts(bytes).map_err(malformed)
    }

    fn parts(bytes: &[u8]) -> Result<Self, Encoding> {
        let structure = |_| Encoding::Structure;
        let mut parts = strict::expect(&mut &*bytes, tag::SEQUENCE)?.content;
        if strict::expect(&mut parts, tag::INTEGER)?.content != [1] {
            return Err(Encoding::Structure);
        }
        let policy = strict::expect(&mut parts, tag::OID)?;
        let imprint = strict::expect(&mut parts, tag::SEQUENCE)?;
        let imprint = MessageImprint::from_der(imprint.whole).map_err(structure)?;
        strict::expect(&mut parts, tag::INTEGER)?;
        let time = strict::next(&mut parts)?;
        let time = GeneralizedTime::from_der(time.whole).map_err(structure)?;
        Ok(Self {
            policy: ObjectIdentifier::from_der(policy.whole).map_err(structure)?,
            digest: imprint.digest,
            imprint: imprint.imprint,
            time: Time::of(time.to_unix_duration()),
        })
    }
}

/// Verifies a token, or a response with one, and gives the time it stands for.
pub(crate) fn verify(
    bytes: &[u8],
    imprint: Imprint<'_>,
    policies: &[ObjectIdentifier],
    latest: Time,
    trust: &Trust,
) -> Result<Time, Refusal> {
    if bytes.len() > crate::message::SIZE {
        return Err(Refusal::TooLarge(Material::Timestamp));
    }
    let token = token(bytes)?;
    let message = Message::parse(token, Material::Timestamp)?;
    let content = match message.content {
        Some(content) if message.content_type == oid::TIMESTAMP_INFO => content,
        _ => return fail(TimestampFault::NotTimestamp),
    };
    let [part] = message.signers.as_slice() else {
        return fail(TimestampFault::Signers);
    };
    let info = Info::parse(content)?;
    over(&info, imprint)?;
    if !accepted(policies, &info.policy) {
        return fail(TimestampFault::PolicyNotAllowed);
    }
    let certificate = signed(part, &message, content)?;
    if info.time > latest {
        return fail(TimestampFault::FromTheFuture);
    }
    let unfit = |fault| Refusal::Timestamp(TimestampFault::Signer(fault));
    if !certificate.purposes.contains(&oid::TIME_STAMPING) {
        return Err(unfit(CertificateFault::Purpose));
    }
    certificate.valid_at(info.time).map_err(unfit)?;
    chain::build(certificate, &message.certificates, trust, info.time).map_err(unfit)?;
    Ok(info.time)
}

/// Is it over what it should be?
fn over(info: &Info, imprint: Imprint<'_>) -> Result<(), Refusal> {
    match imprint {
        Imprint::Of(bytes) => {
            let digest =
                Digest::of_algorithm(&info.digest).filter(|digest| *digest != Digest::Sha1);
            let Some(digest) = digest else {
                return fail(TimestampFault::ImprintNotAllowed);
            };
            if info.imprint.as_bytes() == digest.of_bytes(bytes) {
                Ok(())
            } else {
                fail(TimestampFault::ImprintMismatch)
            }
        }
        #[cfg(test)]
        Imprint::Any => Ok(()),
    }
}

/// Verifies the signature, and gives the certificate it is bound to.
fn signed<'a>(
    part: &SignerPart<'_>,
    message: &'a Message<'_>,
    content: &[u8],
) -> Result<&'a Certificate, Refusal> {
    let (digest, algorithm) =
        signer::algorithms(part, message).map_err(|refusal| match refusal {
            Refusal::Signature(fault) => Refusal::Timestamp(TimestampFault::Signature(fault)),
            _ => Refusal::Timestamp(TimestampFault::Attributes),
        })?;
    let attributes = Attributes::complete(part, &message.content_type)
        .map_err(|_| Refusal::Timestamp(TimestampFault::Attributes))?;
    if digest.of_bytes(content) != attributes.message_digest {
        return fail(TimestampFault::DigestMismatch);
    }
    let missing = Refusal::Timestamp(TimestampFault::SignerCertificate);
    let certificate = signer::find_certificate(part, message).map_err(|_| missing)?;
    if signer::binding(part, certificate) != Binding::Right {
        return Err(missing);
    }
    let signed = part
        .signed_bytes()
        .ok_or(Refusal::Timestamp(TimestampFault::Attributes))?;
    algorithm
        .verify(certificate.key(), &signed, part.info.signature.as_bytes())
        .map_err(|fault| Refusal::Timestamp(TimestampFault::Signature(fault)))?;
    Ok(certificate)
}
