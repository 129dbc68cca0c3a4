//! One signer of a message (RFC 5652, section 5.3 to 5.6).

mod attributes;
mod binding;

pub(crate) use attributes::Attributes;
pub(crate) use binding::{Binding, binding};

use cms::signed_data::SignerIdentifier;
use der::Encode;

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::certificate::{Certificate, Subject};
use crate::chain::{self, Chain};
use crate::message::{Message, SignerPart};
use crate::oid;
use crate::refusal::{CertificateFault, Refusal, TimestampFault};
use crate::report::{CheckName, Checks, Outcome, Signer};
use crate::request::{Purpose, Request, accepted};
use crate::revocation::{self, Found};
use crate::time::Time;
use crate::timestamp::{self, Imprint};
use crate::trust::Trust;

/// Timestamps in one signature that are looked at.
const TIMESTAMPS: usize = 4;

/// Verifies a signature over `content`, and everything about who made it.
pub(crate) fn verify(
    part: &SignerPart<'_>,
    message: &Message<'_>,
    content: Option<&[u8]>,
    request: &Request<'_>,
    trust: &Trust,
) -> Signer {
    let mut checks = Checks::default();
    let algorithms = checks.note(CheckName::Algorithms, algorithms(part, message), |found| {
        found.1.name().to_owned()
    });
    let attributes = Attributes::of(part, &message.content_type, request);
    let attributes = checks.note(CheckName::Attributes, attributes, |found| {
        found.claimed_time.map_or_else(
            || "complete and canonical".to_owned(),
            |time| format!("complete and canonical, said to be signed at {time}"),
        )
    });
    if let (Some((digest, _)), Some(attributes), Some(content)) = (algorithms, &attributes, content)
    {
        let same = digest.of_bytes(content) == attributes.message_digest;
        let result = if same {
            Ok(())
        } else {
            Err(Refusal::DigestMismatch)
        };
        checks.note(CheckName::Digest, result, |()| {
            format!("{} of the contents is what was signed", digest.name())
        });
    }
    let certificate =
        find_certificate(part, message).and_then(|certificate| match binding(part, certificate) {
            Binding::None | Binding::Right => Ok(certificate),
            Binding::Wrong => Err(Refusal::SignerCertificateMismatch),
        });
    let certificate = checks.note(CheckName::Certificate, certificate, |certificate| {
        format!(
            "{}, {}",
            certificate.serial_number(),
            certificate.key().name()
        )
    });
    if let (Some((_, algorithm)), Some(certificate)) = (algorithms, certificate) {
        let result = match part.signed_bytes() {
            Some(signed) => algorithm
                .verify(certificate.key(), &signed, part.info.signature.as_bytes())
                .map_err(Refusal::Signature),
            None => Err(Refusal::AttributesNotCanonical),
        };
        checks.note(CheckName::Signature, result, |()| {
            "made with the certificate's key".to_owned()
        });
    }
    let mut signer = Signer {
        subject: certificate.map_or_else(Subject::default, |found| found.subject().clone()),
        certificate: certificate.cloned(),
        serial_number: certificate.map(Certificate::serial_number),
        signature: part.info.signature.as_bytes().to_vec(),
        fingerprint: certificate.map(Certificate::fingerprint),
        chain: Vec::new(),
        claimed_time: attributes.and_then(|attributes| attributes.claimed_time),
        timestamps: Vec::new(),
        checks: Vec::new(),
    };
    if let Some(certificate) = certificate {
        signer.chain = vouched_for(certificate, message, request, trust, &mut checks);
        let stamps = timestamps(part, certificate, request, trust);
        match stamps {
            Ok(stamps) if stamps.is_empty() => {
                checks.push(CheckName::Timestamp, Outcome::NotAsked, "none".to_owned());
            }
            stamps => {
                let found = checks.note(CheckName::Timestamp, stamps, |stamps| {
                    let stamps: Vec<_> = stamps.iter().map(Time::to_string).collect();
                    format!("over this signature, at {}", stamps.join(", "))
                });
                signer.timestamps = found.unwrap_or_default();
            }
        }
    }
    signer.checks = checks.0;
    signer
}

/// Digest and signature algorithm, both on the list and belonging together.
pub(crate) fn algorithms(
    part: &SignerPart<'_>,
    message: &Message<'_>,
) -> Result<(Digest, SignatureAlgorithm), Refusal> {
    let digest = Digest::of_algorithm(&part.info.digest_alg)
        .filter(|digest| *digest != Digest::Sha1)
        .ok_or(Refusal::DigestNotAllowed)?;
    let mut announced = message.digests.iter().map(Digest::of_algorithm);
    if !announced.any(|announced| announced == Some(digest)) {
        return Err(Refusal::DigestNotAnnounced);
    }
    let algorithm = SignatureAlgorithm::of_signer(&part.info.signature_algorithm, digest)
        .map_err(Refusal::Signature)?;
    Ok((digest, algorithm))
}

/// The one certificate of the message that the signer names.
pub(crate) fn find_certificate<'a>(
    part: &SignerPart<'_>,
    message: &'a Message<'_>,
) -> Result<&'a Certificate, Refusal> {
    let named = |certificate: &&Certificate| match &part.info.sid {
        SignerIdentifier::IssuerAndSerialNumber(sid) => {
            sid.serial_number.as_bytes() == certificate.serial
                && sid
                    .issuer
                    .to_der()
                    .is_ok_and(|issuer| issuer == certificate.issuer)
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => certificate
            .key_identifier
            .as_deref()
            .is_some_and(|found| found == identifier.0.as_bytes()),
    };
    let mut found = message.certificates.iter().filter(named);
    let certificate = found.next().ok_or(Refusal::SignerCertificateMissing)?;
    if found.all(|other| other.as_der() == certificate.as_der()) {
        Ok(certificate)
    } else {
        Err(Refusal::SignerCertificateAmbiguous)
    }
}

/// Everything about the certificate; gives the way to the authority.
fn vouched_for(
    certificate: &Certificate,
    message: &Message<'_>,
    request: &Request<'_>,
    trust: &Trust,
    checks: &mut Checks,
) -> Chain {
    let chain = chain::build(certificate, &message.certificates, trust, request.at);
    let chain = checks.note(
        CheckName::Chain,
        chain.map_err(Refusal::Certificate),
        |chain| {
            let authority = chain
                .last()
                .and_then(|last| last.subject().common_name.clone());
            format!("vouched for by {}", authority.unwrap_or_default())
        },
    );
    let validity = certificate
        .valid_at(request.at)
        .map_err(Refusal::Certificate);
    checks.note(CheckName::Validity, validity, |()| {
        format!(
            "valid {} to {}",
            certificate.not_before(),
            certificate.not_after()
        )
    });
    let usage = usage(certificate, request.purpose).map_err(Refusal::Certificate);
    checks.note(CheckName::Usage, usage, |()| {
        let purposes: Vec<_> = certificate
            .purposes()
            .iter()
            .map(ToString::to_string)
            .collect();
        format!("extended key usage {}", purposes.join(", "))
    });
    let policies = certificate.policies();
    let policy = policies
        .iter()
        .find(|policy| accepted(&request.policies, policy))
        .map(ToString::to_string)
        .or_else(|| request.policies.is_empty().then(|| "any".to_owned()))
        .ok_or(Refusal::Certificate(CertificateFault::PolicyNotAllowed));
    checks.note(CheckName::Policy, policy, Clone::clone);
    match (request.iin, certificate.subject().iin.as_deref()) {
        (None, found) => {
            let found = found.map_or("names nobody by number", |_| "names a person by number");
            checks.push(CheckName::Person, Outcome::NotAsked, found.to_owned());
        }
        (Some(asked), found) => {
            let result = match found {
                None => Err(Refusal::PersonMissing),
                Some(found) if found == asked => Ok(()),
                Some(_) => Err(Refusal::OtherPerson),
            };
            checks.note(CheckName::Person, result, |()| {
                "the person asked for".to_owned()
            });
        }
    }
    let chain = chain.unwrap_or_default();
    if chain.is_empty() {
        let found = "not looked at: no authority vouches for the certificate".to_owned();
        checks.push(CheckName::Revocation, Outcome::NotAsked, found);
    }
    if let Some(issuer) = chain.first() {
        match revocation::check(certificate, issuer, &chain, message, request) {
            Ok(Found::Nothing) => {
                let found = "nothing was given".to_owned();
                checks.push(CheckName::Revocation, Outcome::NotAsked, found);
            }
            found => {
                checks.note(CheckName::Revocation, found, ToString::to_string);
            }
        }
    }
    chain
}

/// Is the certificate for this purpose?
fn usage(certificate: &Certificate, purpose: Purpose) -> Result<(), CertificateFault> {
    let signs = certificate.purposes.contains(&oid::EMAIL_PROTECTION);
    let signs_in = certificate.purposes.contains(&oid::CLIENT_AUTH);
    let usage = certificate.key_usage;
    let allowed = match purpose {
        Purpose::Any => return Ok(()),
        Purpose::Sign if signs => usage.is_some_and(|usage| usage.non_repudiation()),
        Purpose::Sign if signs_in => return Err(CertificateFault::IsForSigningIn),
        Purpose::SignIn if signs_in => usage.is_some_and(|usage| usage.digital_signature()),
        Purpose::SignIn if signs => return Err(CertificateFault::IsForSigning),
        _ => return Err(CertificateFault::Purpose),
    };
    if allowed {
        Ok(())
    } else {
        Err(CertificateFault::KeyUsage)
    }
}

/// The times of all timestamps over this signature.
fn timestamps(
    part: &SignerPart<'_>,
    certificate: &Certificate,
    request: &Request<'_>,
    trust: &Trust,
) -> Result<Vec<Time>, Refusal> {
    let mut tokens: Vec<Vec<u8>> = Vec::new();
    for attribute in part.info.unsigned_attrs.iter().flat_map(|set| set.iter()) {
        if attribute.oid == oid::TIMESTAMP_TOKEN {
            for value in attribute.values.iter() {
                tokens.push(value.to_der().map_err(|_| Refusal::AttributeMalformed)?);
            }
        }
    }
    tokens.extend(request.timestamp.map(<[u8]>::to_vec));
    if tokens.is_empty() && request.timestamp_required {
        return Err(Refusal::Timestamp(TimestampFault::Missing));
    }
    if tokens.len() > TIMESTAMPS {
        return Err(Refusal::Timestamp(TimestampFault::Signers));
    }
    let signature = part.info.signature.as_bytes();
    let mut times = Vec::new();
    for token in &tokens {
        let time = timestamp::verify(
            token,
            Imprint::Of(signature),
            &request.timestamp_policies,
            request.at.plus(request.clock_skew),
            trust,
        )?;
        if certificate.valid_at(time).is_err() {
            return Err(Refusal::Timestamp(TimestampFault::OutsideValidity));
        }
        times.push(time);
    }
    Ok(times)
}
