//! Decision tables, their rules and what the rules rest on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::fact::{Asks, FactDeclaration, FactId, FactType};
use crate::number::Number;

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
    /// Every value the rules may give; under [`HitPolicy::Priority`] the highest first. Numbers
    /// are written as they print, and no two are equal.
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
    /// Rows that can apply together have the same output.
    Any,
    /// The first rule that applies, in the order of the file.
    First,
    /// The rule whose output comes first in the table's values.
    Priority,
    /// Every rule that applies: the output is a list with an entry for each of them, in the order
    /// of the table's values.
    OutputOrder,
    /// As [`Self::OutputOrder`], but the entries stand in the order of the rules in the file.
    RuleOrder,
    /// Every rule that applies, in an order without meaning: that of [`Self::OutputOrder`].
    Collect,
    /// The sum of the outputs, which are numbers, of every rule that applies.
    Sum,
    /// The least of them.
    Min,
    /// The greatest of them.
    Max,
    /// How many rules apply.
    Count,
}

impl HitPolicy {
    /// Every hit policy by the words that name it in files.
    pub const ALL: [(&'static str, Self); 11] = [
        ("unique", Self::Unique),
        ("any", Self::Any),
        ("first", Self::First),
        ("priority", Self::Priority),
        ("output order", Self::OutputOrder),
        ("rule order", Self::RuleOrder),
        ("collect", Self::Collect),
        ("collect sum", Self::Sum),
        ("collect min", Self::Min),
        ("collect max", Self::Max),
        ("collect count", Self::Count),
    ];

    /// The words that name it in files, such as `collect sum`.
    pub fn as_str(self) -> &'static str {
        let named = Self::ALL.iter().find(|(_, hit)| *hit == self);
        named.map_or("", |(words, _)| words)
    }

    /// Whether the outputs of rules have to be numbers.
    pub const fn reckons(self) -> bool {
        matches!(self, Self::Sum | Self::Min | Self::Max)
    }

    /// Whether the table's output is a list.
    pub const fn lists(self) -> bool {
        matches!(self, Self::OutputOrder | Self::RuleOrder | Self::Collect)
    }
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
    /// Cells that test what other tables give, in the order of the tables, at most one for a
    /// table. The table is an index in [`Policy::tables`](crate::Policy::tables); it has the same
    /// goal, comes before this one and gives no list. A cell reads its output as a fact declared
    /// by [`Table::output_declaration`].
    pub outputs: Vec<(u16, Cell)>,
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

impl Table {
    /// The output as a fact: a text of the table's values, or a number, and `null` when the table
    /// is not relevant or no rule applies. `None` if the output is a list.
    pub fn output_declaration(&self) -> Option<FactDeclaration> {
        output_declaration(&self.output, self.hit, &self.values)
    }

    /// The numbers that the values write; none for a value that is no number.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = Option<Number>> {
        self.values.iter().map(|value| value.parse().ok())
    }
}

/// The output of a table as a fact.
pub(crate) fn output_declaration(
    output: &str,
    hit: HitPolicy,
    values: &[String],
) -> Option<FactDeclaration> {
    let (min, max) = (None, None);
    let kind = match hit {
        hit if hit.lists() => return None,
        HitPolicy::Count => FactType::Whole {
            min: Some(Number::from(0)),
            max,
        },
        hit if hit.reckons() => FactType::Number { min, max },
        _ => FactType::Text {
            values: values.to_vec(),
        },
    };
    Some(FactDeclaration {
        name: output.to_owned(),
        kind,
        optional: true,
        asks: Asks::Register,
    })
}

impl Basis {
    /// Whether the dates include the day, whatever the switches say.
    pub(crate) fn covers(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }
}
