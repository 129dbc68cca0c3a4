use registration::identifiers::IdentifierError;
use wire::FieldProblem;
use words::{
    Lang, fill,
    server::{self, Word},
};

/// What is wrong with one part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Name of the part, as in the request.
    pub field: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It is not an identifier of its kind.
    Identifier(IdentifierError),
    /// It is not a value that is possible here.
    Value,
    /// It is not the value of a fact.
    FactValue {
        /// What is expected, such as `true, false`.
        expected: String,
        /// The most similar right value.
        nearest: Option<String>,
    },
    /// No fact has this name.
    UnknownFact {
        /// The most similar name.
        nearest: Option<String>,
    },
}

impl FieldFault {
    /// A fault of a field.
    #[must_use]
    pub fn new(field: impl Into<String>, fault: Fault) -> Self {
        Self {
            field: field.into(),
            fault,
        }
    }

    /// What the caller reads, in a language.
    #[must_use]
    pub fn problem(&self, lang: Lang) -> FieldProblem {
        FieldProblem {
            field: self.field.clone(),
            code: self.fault.code().to_owned(),
            detail: self.fault.detail(lang),
        }
    }
}

impl Fault {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Identifier(error) => error.code(),
            Self::Value | Self::FactValue { .. } => "value",
            Self::UnknownFact { .. } => "unknown_fact",
        }
    }

    fn detail(&self, lang: Lang) -> String {
        let text = |word| server::text(lang, word);
        match self {
            Self::Missing => text(Word::FieldMissing).to_owned(),
            Self::Identifier(error) => identifier(lang, *error),
            Self::Value => text(Word::FieldValue).to_owned(),
            Self::FactValue {
                expected,
                nearest: None,
            } => fill(text(Word::FieldFactValue), &[("expected", expected)]),
            Self::FactValue {
                expected,
                nearest: Some(nearest),
            } => fill(
                text(Word::FieldFactValueNearest),
                &[("expected", expected), ("nearest", nearest)],
            ),
            Self::UnknownFact { nearest: None } => text(Word::FieldUnknownFact).to_owned(),
            Self::UnknownFact {
                nearest: Some(nearest),
            } => fill(text(Word::FieldUnknownFactNearest), &[("nearest", nearest)]),
        }
    }
}

fn identifier(lang: Lang, error: IdentifierError) -> String {
    let word = match error {
        IdentifierError::Empty => Word::FieldMissing,
        IdentifierError::NotDigits => Word::FieldNotDigits,
        IdentifierError::Length { .. } => Word::FieldLength,
        IdentifierError::Checksum => Word::FieldChecksum,
        IdentifierError::Operator => Word::FieldOperator,
        IdentifierError::Region => Word::FieldRegion,
    };
    let text = server::text(lang, word);
    match error {
        IdentifierError::Length { expected, given } => fill(
            text,
            &[
                ("expected", &expected.to_string()),
                ("given", &given.to_string()),
            ],
        ),
        _ => text.to_owned(),
    }
}
