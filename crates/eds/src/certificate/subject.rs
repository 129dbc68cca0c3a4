//! Whom a certificate names, as the national certification authority writes it.

use std::fmt;

use der::asn1::{BmpString, Ia5StringRef, PrintableStringRef, TeletexStringRef, Utf8StringRef};
use der::{Decode, Encode, Tag, Tagged};
use serde::Serialize;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::Name;

use crate::oid::{self, ObjectIdentifier};

/// The subject of a certificate.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Personal number, 12 digits: `serialNumber=IIN…`.
    pub iin: Option<String>,
    /// Number of the organisation that the person acts for, 12 digits: `OU=BIN…`.
    pub bin: Option<String>,
    /// `CN`: surname and given name.
    pub common_name: Option<String>,
    /// `SN`: surname.
    pub surname: Option<String>,
    /// `GN`: in national certificates the patronymic.
    pub patronymic: Option<String>,
    /// `O`: name of the organisation.
    pub organisation: Option<String>,
    /// `C`: two letters.
    pub country: Option<String>,
}

/// Says what is there, and nothing of whom it is about: this ends up in logs.
impl fmt::Debug for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Subject")
            .field("has_iin", &self.iin.is_some())
            .field("has_bin", &self.bin.is_some())
            .finish_non_exhaustive()
    }
}

/// The text of a value, if it is a text.
fn text(attribute: &AttributeTypeAndValue) -> Option<String> {
    let value = &attribute.value;
    match value.tag() {
        Tag::Utf8String => Some(value.decode_as::<Utf8StringRef<'_>>().ok()?.as_str().into()),
        Tag::PrintableString => Some(
            value
                .decode_as::<PrintableStringRef<'_>>()
                .ok()?
                .as_str()
                .into(),
        ),
        Tag::Ia5String => Some(value.decode_as::<Ia5StringRef<'_>>().ok()?.as_str().into()),
        Tag::TeletexString => Some(
            value
                .decode_as::<TeletexStringRef<'_>>()
                .ok()?
                .as_str()
                .into(),
        ),
        Tag::BmpString => Some(BmpString::from_der(&value.to_der().ok()?).ok()?.to_string()),
        _ => None,
    }
}

/// Twelve digits after a prefix.
fn number(text: &str, prefix: &str) -> Option<String> {
    let digits = text.strip_prefix(prefix)?;
    (digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.to_owned())
}

impl Subject {
    /// Reads a name. What stands there twice, with different values, is left out: nobody can say
    /// which is meant.
    pub(crate) fn of(name: &Name) -> Self {
        let one = |oid: ObjectIdentifier, read: &dyn Fn(String) -> Option<String>| {
            let mut values = name
                .iter()
                .filter(|attribute| attribute.oid == oid)
                .filter_map(text)
                .filter_map(read);
            let first = values.next()?;
            values.all(|other| other == first).then_some(first)
        };
        Self {
            iin: one(oid::SERIAL_NUMBER, &|text| number(&text, "IIN")),
            bin: one(oid::ORGANISATIONAL_UNIT, &|text| number(&text, "BIN")),
            common_name: one(oid::COMMON_NAME, &Some),
            surname: one(oid::SURNAME, &Some),
            patronymic: one(oid::GIVEN_NAME, &Some),
            organisation: one(oid::ORGANISATION_NAME, &Some),
            country: one(oid::COUNTRY, &Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn a_log_learns_nobodys_number() {
        let subject = Subject {
            iin: Some("900101300017".to_owned()),
            common_name: Some("СЫНАҚ АДАМ".to_owned()),
            ..Subject::default()
        };
        let text = format!("{subject:?}");
        assert!(!text.contains("9001") && !text.contains("СЫНАҚ"), "{text}");
    }
}
