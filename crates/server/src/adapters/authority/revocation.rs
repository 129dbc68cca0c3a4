use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use eds::{Certificate, issue::OcspQuestion};
use hyper::Method;
use tokio::time::Instant;

use super::{called, down};
use crate::{
    adapters::client::Client,
    ports::{Down, Randomness, Revocation, RevocationAnswer},
};

const OCSP: &str = "OCSP";
const CRL: &str = "list of revoked certificates";
/// Bytes of a nonce (RFC 8954: up to 32).
const NONCE: usize = 16;
/// How long a list is used before it is fetched again. Whether it still counts, by its own dates,
/// is for the verifier to see.
const KEPT: Duration = Duration::from_secs(600);
/// The largest list that is read, in bytes.
const MOST: usize = 32 << 20;

/// OCSP, and the list where OCSP does not answer.
pub struct HttpRevocation {
    ocsp: Option<Client>,
    list: Option<Client>,
    randomness: Arc<dyn Randomness>,
    kept: Mutex<Option<(Instant, Vec<u8>)>>,
}

impl HttpRevocation {
    /// Asks at the address of OCSP, and where there is none or it does not answer, looks the
    /// certificate up in the list at the other.
    ///
    /// # Errors
    /// A text for the operator where an address cannot be used or there is neither.
    pub fn new(
        ocsp: Option<&str>,
        list: Option<&str>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, String> {
        if ocsp.is_none() && list.is_none() {
            return Err(
                "whether a certificate is revoked must be asked of somebody: name --ocsp URL or \
                 --crl URL"
                    .to_owned(),
            );
        }
        let client = |address| Client::new(address, None);
        Ok(Self {
            ocsp: ocsp.map(client).transpose()?,
            list: list
                .map(|address| client(address).map(|client| client.reading(MOST)))
                .transpose()?,
            randomness,
            kept: Mutex::default(),
        })
    }

    async fn ask(
        &self,
        ocsp: &Client,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<RevocationAnswer, Down> {
        let mut nonce = vec![0; NONCE];
        self.randomness.fill(&mut nonce).map_err(down(OCSP))?;
        let question = OcspQuestion::new(certificate, issuer, Some(nonce.clone()))
            .and_then(|question| question.to_der())
            .map_err(down(OCSP))?;
        let kind = "application/ocsp-request";
        let response = called(ocsp, Method::POST, kind, question, OCSP).await?;
        // A status without an answer, such as tryLater.
        if matches!(response.as_slice(), [0x30, 3, 0x0A, 1, _]) {
            return Err(down(OCSP)("it says that it cannot answer"));
        }
        Ok(RevocationAnswer::Ocsp {
            response,
            nonce: Some(nonce),
        })
    }

    async fn look_up(&self, list: &Client) -> Result<RevocationAnswer, Down> {
        let now = Instant::now();
        if let Some((at, bytes)) = &*self.kept.lock().unwrap_or_else(PoisonError::into_inner)
            && now.duration_since(*at) < KEPT
        {
            return Ok(RevocationAnswer::Crl(bytes.clone()));
        }
        let bytes = called(list, Method::GET, "application/pkix-crl", Vec::new(), CRL).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((now, bytes.clone()));
        Ok(RevocationAnswer::Crl(bytes))
    }
}

#[async_trait]
impl Revocation for HttpRevocation {
    async fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<RevocationAnswer, Down> {
        let asked = match &self.ocsp {
            Some(ocsp) => self.ask(ocsp, certificate, issuer).await,
            None => Err(down(OCSP)("no address is configured")),
        };
        match (asked, &self.list) {
            (Err(error), Some(list)) => {
                tracing::debug!(%error, "the list of revoked certificates is used instead");
                self.look_up(list).await
            }
            (asked, _) => asked,
        }
    }
}
