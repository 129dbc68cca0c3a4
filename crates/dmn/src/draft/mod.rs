//! A policy in words: what stands between a [`Policy`](rules::Policy), its TOML files and DMN.

mod from_policy;
mod toml;

use std::num::NonZeroU16;

use chrono::NaiveDate;
use rules::{FactDeclaration, Number, Source, Switch};

/// Everything a policy holds, with names instead of indexes and cells as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) facts: Vec<DraftFact>,
    pub(crate) sources: Vec<Source>,
    pub(crate) switches: Vec<Switch>,
    pub(crate) parameters: Vec<DraftParameter>,
    pub(crate) tables: Vec<DraftTable>,
}

/// A fact; its declaration has neither weights nor what it is asked after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftFact {
    pub(crate) declaration: FactDeclaration,
    /// Cells and the weight of each.
    pub(crate) weights: Vec<(String, NonZeroU16)>,
    pub(crate) after: Option<String>,
}

impl From<FactDeclaration> for DraftFact {
    fn from(declaration: FactDeclaration) -> Self {
        Self {
            declaration,
            weights: Vec::new(),
            after: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftParameter {
    pub(crate) name: String,
    pub(crate) value: Number,
    pub(crate) rule: String,
    pub(crate) grounds: Grounds,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftTable {
    pub(crate) name: String,
    pub(crate) goal: String,
    /// The hit policy as policy files name it.
    pub(crate) hit: String,
    pub(crate) output: String,
    pub(crate) values: Vec<String>,
    pub(crate) silent: Vec<String>,
    /// The other output and the value of it that make the table relevant.
    pub(crate) when: Option<(String, String)>,
    pub(crate) rules: Vec<DraftRule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftRule {
    pub(crate) id: String,
    pub(crate) then: String,
    pub(crate) grounds: Grounds,
    pub(crate) rows: Vec<DraftRow>,
    /// Words for those who read the file.
    pub(crate) comment: String,
}

/// Cells by the name of the fact or the output that they test.
pub(crate) type DraftRow = Vec<(String, String)>;

/// What a rule or a parameter rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grounds {
    pub(crate) from: Option<NaiveDate>,
    pub(crate) until: Option<NaiveDate>,
    /// A switch and the option of it.
    pub(crate) switch: Option<(String, String)>,
    pub(crate) source: String,
    pub(crate) article: String,
    /// `high`, `medium` or `low`.
    pub(crate) confidence: String,
    pub(crate) message: String,
}
