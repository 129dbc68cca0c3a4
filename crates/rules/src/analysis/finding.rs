//! What the analysis of a policy can find.

use chrono::NaiveDate;

use super::space::Period;
use crate::error::suggestion;
use crate::fact::{FactId, Facts};

/// What is wrong, or superfluous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Some facts get no output from a table that should give one.
    Gap,
    /// Two rules apply to the same facts although the hit policy rules that out.
    Conflict,
    /// A row matches no facts for which its table is relevant.
    Unreachable,
    /// Wherever a row matches, rules that come first give another output.
    Masked,
    /// An output that a table declares and never gives.
    OutcomeNeverReached,
    /// A message, or another key, without words in some language.
    WordsMissing,
    /// A row that matches only where another row of the same output does, and changes nothing.
    Subsumed,
    /// A row without which every output would be the same.
    NeverDecides,
    /// A fact that no rule mentions.
    FactNeverUsed,
    /// A finding is allowed that is not found.
    AllowedInVain,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Somebody gets no answer, a wrong one, or one without words.
    Error,
    /// Something is written that has no effect.
    Note,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Gap,
        Self::Conflict,
        Self::Unreachable,
        Self::Masked,
        Self::OutcomeNeverReached,
        Self::WordsMissing,
        Self::Subsumed,
        Self::NeverDecides,
        Self::FactNeverUsed,
        Self::AllowedInVain,
    ];

    /// The name in policy files and in what is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gap => "no outcome",
            Self::Conflict => "conflict",
            Self::Unreachable => "unreachable",
            Self::Masked => "masked",
            Self::OutcomeNeverReached => "outcome never reached",
            Self::WordsMissing => "words missing",
            Self::Subsumed => "subsumed",
            Self::NeverDecides => "never decides",
            Self::FactNeverUsed => "fact never used",
            Self::AllowedInVain => "allowed in vain",
        }
    }

    /// How bad it is.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Gap
            | Self::Conflict
            | Self::Unreachable
            | Self::Masked
            | Self::OutcomeNeverReached
            | Self::WordsMissing => Severity::Error,
            Self::Subsumed | Self::NeverDecides | Self::FactNeverUsed | Self::AllowedInVain => {
                Severity::Note
            }
        }
    }
}

impl Severity {
    /// `error` or `note`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
        }
    }
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Facts for which a finding can be seen, and a day. Facts that are not among them do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The day.
    pub on: NaiveDate,
    /// The facts.
    pub facts: Facts,
}

/// An option of a switch other than the chosen one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scenario {
    /// The switch.
    pub switch: String,
    /// The option.
    pub option: String,
}

/// Something that the analysis found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// The table's name; empty if it is about no table.
    pub table: String,
    /// The rule's id; empty if it is about no rule.
    pub rule: String,
    /// The number of the row within its rule, from 1, if it is about a row.
    pub row: Option<usize>,
    /// The fact, the value or the key that it is about, or the other rule; may be empty.
    pub about: String,
    /// The name that was most likely meant, if the one it is about means nothing.
    pub nearest: Option<String>,
    /// Where the row, rule, table, fact or key is written, if the policy was read from files.
    pub position: Option<Position>,
    /// When it is so; `None` if that does not depend on the day.
    pub period: Option<Period>,
    /// Under which option of a switch it is so; `None` for the chosen ones.
    pub scenario: Option<Scenario>,
    /// Facts that show it; `None` for what no facts can show.
    pub witness: Option<Witness>,
    /// The least region that holds all cases in which it is so: of each fact the cell.
    pub within: Vec<(FactId, String)>,
    /// Some of the regions where exactly it is so, no two of which share a case: of each fact the cell.
    pub regions: Vec<Vec<(FactId, String)>>,
    /// Why it is allowed, if the policy says so.
    pub allowed: Option<String>,
}

impl Finding {
    pub(crate) fn new(kind: Kind, table: &str) -> Self {
        Self {
            kind,
            table: table.to_owned(),
            rule: String::new(),
            row: None,
            about: String::new(),
            nearest: None,
            position: None,
            period: None,
            scenario: None,
            witness: None,
            within: Vec::new(),
            regions: Vec::new(),
            allowed: None,
        }
    }

    /// One sentence that says what is wrong.
    pub fn sentence(&self) -> String {
        let Self {
            table,
            rule,
            about,
            nearest,
            ..
        } = self;
        let row = self.row.unwrap_or_default();
        match self.kind {
            Kind::Gap => format!("table {table} gives no {about}"),
            Kind::Conflict => format!("{rule} and {about} of table {table} apply together"),
            Kind::Unreachable => format!("row {row} of {rule} matches nothing"),
            Kind::Masked => {
                format!("row {row} of {rule} never has a say: {about} comes first")
            }
            Kind::OutcomeNeverReached => format!("table {table} never gives {about:?}"),
            Kind::WordsMissing => {
                format!("there are no words for {about}{}", suggestion(nearest))
            }
            Kind::Subsumed => format!("row {row} of {rule} matches only where {about} does"),
            Kind::NeverDecides => {
                format!("row {row} of {rule} could be left out: {about} gives the same")
            }
            Kind::FactNeverUsed => format!("no rule asks for {about}"),
            Kind::AllowedInVain => format!("{about:?} is allowed and not found"),
        }
    }
}
