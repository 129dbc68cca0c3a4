//! Whom we trust: pinned authorities, and certificates that may stand between them and a person.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use der::pem;
use thiserror::Error;

use crate::algorithm::SignatureFault;
use crate::certificate::Certificate;
use crate::refusal::CertificateFault;

/// Files of a folder with one of these endings are certificates.
const ENDINGS: [&str; 4] = ["cer", "crt", "der", "pem"];
/// The folder within a folder of authorities that holds what is not pinned.
const INTERMEDIATES: &str = "intermediates";
/// Links of authorities that are remembered as verified.
const REMEMBERED: usize = 1024;

/// Pinned authorities, and certificates of authorities that one of them must vouch for.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    pub(crate) pinned: Vec<Certificate>,
    pub(crate) intermediates: Vec<Certificate>,
    verified: Arc<Mutex<HashSet<(String, String)>>>,
}

/// Why a folder or a file of authorities cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TrustError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// A file holds no certificate, or one that is not taken.
    #[error("{path}: {fault}")]
    Certificate {
        /// The file, or what the caller calls the bytes.
        path: String,
        /// Why.
        fault: CertificateFault,
    },
    /// A folder holds no certificate.
    #[error("{path}: no file that ends in .cer, .crt, .der or .pem")]
    Empty {
        /// The folder.
        path: String,
    },
}

/// The certificates in a file: one in DER, or any number in PEM.
fn certificates(name: &str, bytes: &[u8]) -> Result<Vec<Certificate>, TrustError> {
    let fail = |fault| TrustError::Certificate {
        path: name.to_owned(),
        fault,
    };
    let structure = CertificateFault::Malformed(crate::strict::Encoding::Structure);
    const BEGIN: &[u8] = b"-----BEGIN";
    if !bytes.trim_ascii_start().starts_with(BEGIN) {
        return Ok(vec![Certificate::from_der(bytes).map_err(fail)?]);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| fail(structure))?;
    let mut found = Vec::new();
    for block in text.split_inclusive("-----END CERTIFICATE-----") {
        let block = block.trim();
        if block.is_empty() {
            continue;
        }
        let (_, der) =
            pem::decode_vec(format!("{block}\n").as_bytes()).map_err(|_| fail(structure))?;
        found.push(Certificate::from_der(&der).map_err(fail)?);
    }
    Ok(found)
}

impl Trust {
    /// Trusts nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Pins the certificates in a file: whatever they have signed is trusted. `name` is what an
    /// error calls the file.
    ///
    /// # Errors
    ///
    /// [`TrustError::Certificate`].
    pub fn pin(&mut self, name: &str, bytes: &[u8]) -> Result<(), TrustError> {
        self.pinned.extend(certificates(name, bytes)?);
        Ok(())
    }

    /// Adds certificates that are used if a pinned authority vouches for them.
    ///
    /// # Errors
    ///
    /// [`TrustError::Certificate`].
    pub fn add_intermediate(&mut self, name: &str, bytes: &[u8]) -> Result<(), TrustError> {
        self.intermediates.extend(certificates(name, bytes)?);
        Ok(())
    }

    /// Pins every `.cer`, `.crt`, `.der` and `.pem` of a folder; those in its folder
    /// `intermediates` are used if a pinned authority vouches for them.
    ///
    /// # Errors
    ///
    /// [`TrustError`].
    pub fn read_dir(folder: &Path) -> Result<Self, TrustError> {
        let mut trust = Self::new();
        for (name, bytes) in files(folder)? {
            trust.pin(&name, &bytes)?;
        }
        let intermediates = folder.join(INTERMEDIATES);
        if intermediates.is_dir() {
            for (name, bytes) in files(&intermediates)? {
                trust.add_intermediate(&name, &bytes)?;
            }
        }
        if trust.pinned.is_empty() {
            return Err(TrustError::Empty {
                path: folder.display().to_string(),
            });
        }
        Ok(trust)
    }

    /// SHA-256 of each pinned certificate, in hexadecimal digits.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        self.pinned.iter().map(Certificate::fingerprint).collect()
    }

    /// The pinned certificates.
    #[must_use]
    pub fn pinned(&self) -> &[Certificate] {
        &self.pinned
    }

    /// Is this certificate pinned?
    pub(crate) fn pins(&self, certificate: &Certificate) -> bool {
        self.pinned
            .iter()
            .any(|pinned| pinned.as_der() == certificate.as_der())
    }

    /// Is the signature of an authority on another's certificate right? What is right is
    /// remembered, since every message needs the same few.
    pub(crate) fn authority_signed(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<(), SignatureFault> {
        let link = (certificate.fingerprint(), issuer.fingerprint());
        if self
            .verified
            .lock()
            .is_ok_and(|known| known.contains(&link))
        {
            return Ok(());
        }
        certificate.signed_by(issuer)?;
        if let Ok(mut known) = self.verified.lock()
            && known.len() < REMEMBERED
        {
            known.insert(link);
        }
        Ok(())
    }
}

/// Names and contents of the certificates' files in a folder, in the order of their names.
fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, TrustError> {
    let fail = |path: &Path, error| TrustError::File {
        path: path.display().to_string(),
        error,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| fail(folder, error))? {
        let path = entry.map_err(|error| fail(folder, error))?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).map_err(|error| fail(&path, error))?;
            Ok((path.display().to_string(), bytes))
        })
        .collect()
}
