use async_trait::async_trait;
use eds::{algorithm::Digest, issue::TimestampQuestion};
use hyper::Method;

use super::{called, down};
use crate::{
    adapters::client::Client,
    ports::{Down, Timestamps},
};

const TSA: &str = "TSA";

/// The timestamp authority.
pub struct HttpTimestamps(Client);

impl HttpTimestamps {
    /// The authority at an address.
    ///
    /// # Errors
    /// A text for the operator where the address cannot be used.
    pub fn new(address: &str) -> Result<Self, String> {
        Client::new(address, None).map(Self)
    }
}

#[async_trait]
impl Timestamps for HttpTimestamps {
    async fn stamp(&self, imprint: &[u8]) -> Result<Vec<u8>, Down> {
        let digest = match imprint.len() {
            32 => Digest::Sha256,
            64 => Digest::Streebog512,
            length => return Err(down(TSA)(format!("no digest has {length} bytes"))),
        };
        let question = TimestampQuestion::new(digest, imprint.to_vec());
        let question = question.to_der().map_err(down(TSA))?;
        let kind = "application/timestamp-query";
        called(&self.0, Method::POST, kind, question, TSA).await
    }
}
