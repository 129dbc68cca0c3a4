use chrono::{DateTime, Utc};
use eds::{
    Content, Evidence, Kind, Purpose, Refusal, Report, Request, Revocation, Time, Trust,
    algorithm::{Digest, PublicKey},
};
use registration::identifiers::Iin;
use wire::ProblemCode;

use crate::{
    app::App,
    error::ApiError,
    ports::{Down, RevocationAnswer, Signatures},
};

/// A digital signature that stands.
pub struct Verified {
    /// Whom the certificate names.
    pub iin: Iin,
    /// What is kept of it: [`Evidence`] as JSON.
    pub evidence: String,
}

/// Why a digital signature is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum NotAccepted {
    /// This service takes no digital signatures.
    #[error("no authorities are configured")]
    NotTaken,
    /// It does not stand.
    #[error("{0}")]
    Refused(Refusal),
    /// Nobody says whether the certificate is revoked.
    #[error("{0}")]
    RevocationUnknown(String),
    /// Nobody says when the signature was there.
    #[error("{0}")]
    NotStamped(String),
    /// Something broke here.
    #[error("{0}")]
    Broken(String),
}

impl From<NotAccepted> for ApiError {
    fn from(why: NotAccepted) -> Self {
        let code = match &why {
            NotAccepted::NotTaken => return Self::new(ProblemCode::NotFound),
            NotAccepted::Refused(refusal) => return Self::new(code(refusal.kind())),
            NotAccepted::RevocationUnknown(_) => ProblemCode::EdsRevocationUnknown,
            NotAccepted::NotStamped(_) => ProblemCode::RegisterDown,
            NotAccepted::Broken(_) => ProblemCode::Internal,
        };
        Self {
            cause: Some(why.to_string()),
            ..Self::new(code)
        }
    }
}

/// What a person is told, by what can be done about it.
fn code(kind: Kind) -> ProblemCode {
    match kind {
        Kind::Altered => ProblemCode::EdsAltered,
        Kind::Expired => ProblemCode::EdsExpired,
        Kind::NotYetValid => ProblemCode::EdsNotYetValid,
        Kind::Revoked => ProblemCode::EdsRevoked,
        Kind::RevocationUnknown => ProblemCode::EdsRevocationUnknown,
        Kind::UnknownAuthority => ProblemCode::EdsUnknownAuthority,
        Kind::WrongPurpose => ProblemCode::EdsWrongPurpose,
        Kind::OtherPerson => ProblemCode::EdsOtherPerson,
        _ => ProblemCode::EdsMalformed,
    }
}

/// What is verified, owned so that it can be verified beside the threads that answer.
#[derive(Clone)]
struct Claim {
    cms: Vec<u8>,
    content: Vec<u8>,
    iin: Option<String>,
    purpose: Purpose,
    at: Time,
}

/// What is held against a claim besides itself.
#[derive(Clone, Default)]
struct Held {
    revocation: Option<RevocationAnswer>,
    timestamp: Option<Vec<u8>>,
    whole: bool,
}

/// Verifies a digital signature over these bytes: everything that can be seen in it first, then
/// against what its authority says of the certificate at this moment, and for a document with a
/// timestamp. `expected` is whose it has to be; without it, whoever the certificate names.
///
/// # Errors
/// [`NotAccepted`]; nothing has changed then, and the same signature can be sent again.
pub async fn verify_signature(
    app: &App,
    cms: Vec<u8>,
    content: Vec<u8>,
    expected: Option<Iin>,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Verified, NotAccepted> {
    let signatures = app.signatures.as_ref().ok_or(NotAccepted::NotTaken)?;
    let claim = Claim {
        cms,
        content,
        iin: expected.map(|iin| iin.to_string()),
        purpose,
        at: Time::from_unix(now.timestamp()),
    };
    let (report, _) = judged(&claim, Held::default(), &signatures.trust).await?;
    let held = ask(signatures, &report, purpose).await?;
    let stamped = held.timestamp.is_some();
    let (report, evidence) =
        judged(&claim, held, &signatures.trust)
            .await
            .map_err(|why| match why {
                // It stood without the timestamp that we fetched.
                NotAccepted::Refused(refusal) if stamped && refusal.kind() == Kind::Timestamp => {
                    NotAccepted::NotStamped(refusal.to_string())
                }
                NotAccepted::Refused(refusal) if refusal.kind() == Kind::RevocationUnknown => {
                    NotAccepted::RevocationUnknown(refusal.to_string())
                }
                other => other,
            })?;
    let signer = report.exactly_one().map_err(NotAccepted::Refused)?;
    let iin = signer.subject.iin.as_deref().unwrap_or_default();
    let iin = Iin::parse(iin).map_err(|_| NotAccepted::Refused(Refusal::PersonMissing))?;
    Ok(Verified { iin, evidence })
}

/// Whether a claim stands under what is held against it, with the evidence.
async fn judged(claim: &Claim, held: Held, trust: &Trust) -> Result<(Report, String), NotAccepted> {
    let (claim, trust) = (claim.clone(), trust.clone());
    let judged = tokio::task::spawn_blocking(move || {
        let content = Content::Detached(&claim.content);
        let mut request = Request::new(&claim.cms, content, claim.at, claim.purpose);
        request.iin = claim.iin.as_deref();
        request.timestamp = held.timestamp.as_deref();
        match &held.revocation {
            Some(RevocationAnswer::Ocsp { response, nonce }) => {
                request.ocsp = vec![response];
                request.ocsp_nonce = nonce.as_deref();
            }
            Some(RevocationAnswer::Crl(list)) => request.crls = vec![list],
            None => {}
        }
        if !held.whole {
            request.revocation = Revocation::IfGiven;
        }
        let report = eds::verify(&request, &trust);
        let refused = report.exactly_one().err();
        if let Some(refusal) = refused {
            tracing::warn!(reason = refusal.code(), "refused: a digital signature");
            return Err(NotAccepted::Refused(refusal));
        }
        let evidence = Evidence::of(&request, &report, &trust)
            .to_json()
            .map_err(|cause| NotAccepted::Broken(cause.to_string()))?;
        Ok((report, evidence))
    });
    judged
        .await
        .map_err(|cut| NotAccepted::Broken(cut.to_string()))?
}

/// Asks the authority about the one certificate, and for a timestamp where the signature is one
/// that has to be believed for years and brings none.
async fn ask(
    signatures: &Signatures,
    report: &Report,
    purpose: Purpose,
) -> Result<Held, NotAccepted> {
    let signer = report.exactly_one().map_err(NotAccepted::Refused)?;
    let (Some(certificate), Some(issuer)) = (&signer.certificate, signer.chain.first()) else {
        return Err(NotAccepted::Broken(
            "a signature stands without a certificate".to_owned(),
        ));
    };
    let unknown = |down: Down| NotAccepted::RevocationUnknown(down.to_string());
    let revocation = signatures.revocation.status(certificate, issuer);
    let revocation = Some(revocation.await.map_err(unknown)?);
    let timestamp = match &signatures.timestamps {
        Some(authority) if purpose == Purpose::Sign && signer.timestamps.is_empty() => {
            let digest = match certificate.key() {
                PublicKey::Gost(_) => Digest::Streebog512,
                _ => Digest::Sha256,
            };
            let imprint = digest.of_bytes(&signer.signature);
            let stamped = authority.stamp(&imprint).await;
            Some(stamped.map_err(|down| NotAccepted::NotStamped(down.to_string()))?)
        }
        _ => None,
    };
    Ok(Held {
        revocation,
        timestamp,
        whole: true,
    })
}
