//! Decision tables, their rules and what the rules rest on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::fact::FactId;

/// A decision table: it gives its goal one output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The table's name.
    pub name: String,
    /// The goal; tables of one goal are evaluated together.
    pub goal: String,
    /// Which of several rules that apply gives the output.
    pub hit: HitPolicy,
    /// The name of the output.
    pub output: String,
    /// Every value the output may have; under [`HitPolicy::Priority`] the highest first.
    pub values: Vec<String>,
    /// The table is relevant only when another output has a certain value.
    pub when_output: Option<WhenOutput>,
    /// Indexes of values whose rules are named in a verdict only when the value is the verdict's.
    pub silent: Vec<u16>,
    /// The rules, in the order of the file. A rule has several entries if it has versions.
    pub rules: Vec<Rule>,
}

/// The condition under which a table is relevant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhenOutput {
    /// The index in [`Policy::tables`](crate::Policy::tables) of the table that gives the other
    /// output; it comes before the dependent one.
    pub table: u16,
    /// The index of the value in that table's `values`.
    pub value: u16,
}

/// Which of several rules that apply gives a table its output (DMN 1.5, 8.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HitPolicy {
    /// No two rows can apply together.
    Unique,
    /// The first rule that applies, in the order of the file.
    First,
    /// The rule whose output comes first in the table's values.
    Priority,
    /// Every rule that applies: the output is a list with an entry for each of them, in the order
    /// of the table's values.
    Collect,
}

/// One version of a rule. It applies if any of its rows does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The rule's id, shared by its versions.
    pub id: String,
    /// The index of the output in the table's values.
    pub then: u16,
    /// What it rests on and when it is in force.
    pub basis: Basis,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row: it applies if every cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The cells, in the order of their facts, at most one for a fact.
    pub cells: Vec<(FactId, Cell)>,
}

/// What a rule or a parameter rests on, and when it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The first day in force.
    #[serde(with = "crate::day")]
    pub from: Option<NaiveDate>,
    /// The last day in force.
    #[serde(with = "crate::day")]
    pub until: Option<NaiveDate>,
    /// The option of a switch that must be chosen.
    pub switch: Option<SwitchOption>,
    /// The index of the source in the policy.
    pub source: u16,
    /// The place in the source, as cited.
    pub article: String,
    /// How sure we are of the source.
    pub confidence: Confidence,
    /// The message key of the words.
    pub message: String,
}

/// One option of a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitchOption {
    /// The index of the switch in the policy.
    pub switch: u16,
    /// The index of the option in the switch.
    pub option: u16,
}

/// How sure we are of what a source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// An official page or the text of the act.
    High,
    /// The press quoting officials.
    Medium,
    /// Inferred, or a design choice.
    Low,
}

impl Confidence {
    /// `high`, `medium` or `low`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

impl Basis {
    /// Whether the dates include the day, whatever the switches say.
    pub(crate) fn covers(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }
}
