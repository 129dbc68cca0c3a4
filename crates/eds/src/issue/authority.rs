use super::certificate::{Template, Use};
use super::name::Name;
use crate::certificate::Certificate;
use crate::signing::{PrivateKey, SigningError};
use crate::time::Time;

/// Somebody with a certificate and its key: an authority, a service, or a person.
#[derive(Clone, Debug)]
pub struct Authority {
    name: Name,
    key: PrivateKey,
    certificate: Certificate,
}

impl Authority {
    /// A root, valid from one time to another.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn root(
        name: Name,
        key: PrivateKey,
        from: Time,
        until: Time,
    ) -> Result<Self, SigningError> {
        let template = Template {
            subject: &name,
            used_for: Use::Root,
            from,
            until,
        };
        let certificate = read(&template.signed(&key, &name, &key)?)?;
        Ok(Self {
            name,
            key,
            certificate,
        })
    }

    /// Issues a certificate for a key, and gives both.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn issue(&self, template: &Template<'_>, key: PrivateKey) -> Result<Self, SigningError> {
        let certificate = read(&template.signed(&key, &self.name, &self.key)?)?;
        Ok(Self {
            name: template.subject.clone(),
            key,
            certificate,
        })
    }

    /// The certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }
}

fn read(bytes: &[u8]) -> Result<Certificate, SigningError> {
    Certificate::from_der(bytes).map_err(SigningError::Certificate)
}
