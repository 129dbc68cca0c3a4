use std::{path::PathBuf, sync::Arc};

use clap::Args;
use eds::Trust;

use super::CliError;
use crate::{
    adapters::{
        authority::{HttpRevocation, HttpTimestamps},
        system::SystemRandomness,
    },
    ports::{Signatures, Timestamps},
};

/// Where NCALayer listens on a citizen's computer.
const NCALAYER: &str = "wss://127.0.0.1:13579";

/// Whose digital signatures are taken, and whom to ask about them.
#[derive(Debug, Args)]
pub(super) struct SignatureOptions {
    /// Folder of the certificates of the authorities whose digital signatures are taken; those in its
    /// folder `intermediates` are used if one of the others vouches for them. Without it, no digital
    /// signatures are taken.
    #[arg(
        long,
        value_name = "DIR",
        env = "TIRKEU_TRUST",
        conflicts_with = "sandbox"
    )]
    trust: Option<PathBuf>,
    /// The authority's OCSP; nothing is accepted unless it or --crl answers.
    #[arg(long, value_name = "URL", env = "TIRKEU_OCSP", requires = "trust")]
    ocsp: Option<String>,
    /// The authority's list of revoked certificates, for when OCSP does not answer.
    #[arg(long, value_name = "URL", env = "TIRKEU_CRL", requires = "trust")]
    crl: Option<String>,
    /// The authority's timestamps; with it, no document is signed without one.
    #[arg(long, value_name = "URL", env = "TIRKEU_TSA", requires = "trust")]
    tsa: Option<String>,
}

impl SignatureOptions {
    /// What they say, or what is wrong with them. Nothing is called yet.
    pub(super) fn open(&self) -> Result<Option<Signatures>, CliError> {
        let Some(folder) = &self.trust else {
            tracing::warn!("digital signatures are not taken: no --trust DIR");
            return Ok(None);
        };
        let trust = Trust::read_dir(folder).map_err(|error| CliError::Eds(error.to_string()))?;
        let (ocsp, crl) = (self.ocsp.as_deref(), self.crl.as_deref());
        let revocation = HttpRevocation::new(ocsp, crl, Arc::new(SystemRandomness))
            .map_err(CliError::Setting)?;
        let timestamps = self.tsa.as_deref().map(HttpTimestamps::new).transpose();
        let timestamps = timestamps.map_err(CliError::Setting)?;
        Ok(Some(Signatures {
            trust,
            revocation: Arc::new(revocation),
            timestamps: timestamps.map(|it| Arc::new(it) as Arc<dyn Timestamps>),
            ncalayer: NCALAYER.to_owned(),
        }))
    }
}
