use std::fmt;

use super::{Bin, IdentifierError, Iin, identifier_as_text, identifier_in_json};

/// Who owns a dwelling: a person or an organisation (a housing authority, a dormitory).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerId {
    /// A person.
    Person(Iin),
    /// An organisation.
    Organisation(Bin),
}

impl OwnerId {
    /// Reads an IIN or a BIN. They share length and checksum; the fifth digit tells them apart:
    /// a day of birth begins with 0 to 3, an organisation has 4 to 6 there.
    ///
    /// # Errors
    /// [`IdentifierError`] where it is neither.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let bin = Bin::parse(text)?;
        if bin.is_organisation() {
            Ok(Self::Organisation(bin))
        } else {
            Iin::parse(text).map(Self::Person)
        }
    }
}

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(iin) => iin.fmt(f),
            Self::Organisation(bin) => bin.fmt(f),
        }
    }
}

identifier_as_text!(OwnerId);
identifier_in_json!(OwnerId, Self::Person(Iin::BLANK));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn people_and_organisations_are_told_apart() {
        assert!(matches!(
            OwnerId::parse("061211600012").unwrap(),
            OwnerId::Person(_)
        ));
        assert!(matches!(
            OwnerId::parse("180140005198").unwrap(),
            OwnerId::Organisation(_)
        ));
    }
}
