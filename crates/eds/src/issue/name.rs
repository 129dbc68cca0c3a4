use der::Encode;
use der::asn1::{PrintableStringRef, Utf8StringRef};

use super::write::{sequence, set};
use crate::oid::{self, ObjectIdentifier};
use crate::signing::SigningError;

/// Whom a certificate is about, written as the national certification authority writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(Vec<u8>);

impl Name {
    /// An authority, a responder, or a timestamp authority.
    ///
    /// # Errors
    ///
    /// [`SigningError::Der`] for names that are too long.
    pub fn service(common_name: &str) -> Result<Self, SigningError> {
        Self::of(&[(oid::COMMON_NAME, common_name)])
    }

    /// A person: number of 12 digits, surname, given name, and patronymic if there is one.
    ///
    /// # Errors
    ///
    /// [`SigningError::Der`] for names that are too long.
    pub fn person(
        iin: &str,
        surname: &str,
        given_name: &str,
        patronymic: Option<&str>,
    ) -> Result<Self, SigningError> {
        let common_name = format!("{surname} {given_name}");
        let number = format!("IIN{iin}");
        let mut parts = vec![
            (oid::COMMON_NAME, common_name.trim()),
            (oid::SURNAME, surname),
            (oid::SERIAL_NUMBER, &number),
        ];
        // What the standard calls a given name is the patronymic in national certificates.
        parts.extend(patronymic.map(|patronymic| (oid::GIVEN_NAME, patronymic)));
        Self::of(&parts)
    }

    fn of(parts: &[(ObjectIdentifier, &str)]) -> Result<Self, SigningError> {
        let country = (oid::COUNTRY, PrintableStringRef::new("KZ")?.to_der()?);
        let texts = parts.iter().map(|(oid, text)| {
            let text = match *oid {
                oid::SERIAL_NUMBER => PrintableStringRef::new(text)?.to_der()?,
                _ => Utf8StringRef::new(text)?.to_der()?,
            };
            Ok((*oid, text))
        });
        let parts = texts
            .chain([Ok(country)])
            .map(|part: Result<_, SigningError>| {
                let (oid, text) = part?;
                Ok(set(vec![sequence(&[oid.to_der()?, text])]))
            });
        Ok(Self(sequence(
            &parts.collect::<Result<Vec<_>, SigningError>>()?,
        )))
    }

    pub(super) fn der(&self) -> Vec<u8> {
        self.0.clone()
    }
}
