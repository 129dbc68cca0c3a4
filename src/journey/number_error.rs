use registration::identifiers::IdentifierError;
use words::{fill, page::Word};

use crate::{components::FieldError, language::Say};

/// Why a typed number is refused, for the reader.
pub fn number_error(field: &'static str, error: IdentifierError) -> FieldError {
    match error {
        IdentifierError::Empty => FieldError::word(field, Word::NumberEmpty),
        IdentifierError::NotDigits => FieldError::word(field, Word::NumberNotDigits),
        IdentifierError::Length { expected, given } => FieldError::told(field, move |lang| {
            fill(
                Word::NumberLength.say(lang),
                &[
                    ("expected", &expected.to_string()),
                    ("given", &given.to_string()),
                ],
            )
        }),
        IdentifierError::Checksum | IdentifierError::Operator | IdentifierError::Region => {
            FieldError::word(field, Word::NumberChecksum)
        }
    }
}
