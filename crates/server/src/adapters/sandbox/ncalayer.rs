use std::sync::PoisonError;

use eds::issue::Authority;
use registration::identifiers::Iin;
use serde::{Deserialize, Serialize};

use super::{Algorithm, CertificatesError, Fault, Sandbox, Wanted};

/// What the sandbox's NCALayer does when it is asked for a signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Signs as it is asked.
    #[default]
    Ok,
    /// The person closes its window.
    Cancel,
    /// The person types a wrong password.
    WrongPassword,
    /// Signs with another person's certificate.
    WrongCertificate,
    /// Signs with a certificate for the other purpose: for signing in where a document is signed.
    WrongPurpose,
    /// Signs with a certificate that is no longer valid.
    Expired,
    /// Signs with a revoked certificate.
    Revoked,
    /// Never answers.
    Silent,
}

/// How the sandbox's NCALayer is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NcaLayerSettings {
    /// What it does.
    pub mode: Mode,
    /// Kind of key it signs with.
    pub algorithm: Algorithm,
    /// Who sits before it: whose certificate is used where none is asked for.
    pub person: Option<Iin>,
}

impl Sandbox {
    /// How NCALayer is set.
    #[must_use]
    pub fn ncalayer(&self) -> NcaLayerSettings {
        *self.ncalayer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets NCALayer for everybody.
    pub fn set_ncalayer(&self, settings: NcaLayerSettings) {
        *self.ncalayer.lock().unwrap_or_else(PoisonError::into_inner) = settings;
    }

    /// The certificate that is signed with: of the person asked for, or of who sits there, or of
    /// the first person who has one.
    ///
    /// # Errors
    /// [`CertificatesError::Nobody`] where there is no such certificate.
    pub fn chosen(
        &self,
        settings: NcaLayerSettings,
        asked: Option<Iin>,
        sign_in: bool,
    ) -> Result<Authority, CertificatesError> {
        let first = |not: Option<Iin>| {
            let mut people = self.world.people.iter();
            people
                .find(|person| person.has_eds && Some(person.iin) != not)
                .map(|person| person.iin)
        };
        let asked = asked.or(settings.person).or_else(|| first(None));
        let iin = match settings.mode {
            Mode::WrongCertificate => first(asked),
            _ => asked,
        };
        self.certificate(Wanted {
            iin: iin.ok_or(CertificatesError::Nobody)?,
            sign_in: sign_in != (settings.mode == Mode::WrongPurpose),
            algorithm: settings.algorithm,
            fault: match settings.mode {
                Mode::Expired => Some(Fault::Expired),
                Mode::Revoked => Some(Fault::Revoked),
                _ => None,
            },
        })
    }
}
