//! What can be wrong with policy files, and where.

use std::fmt;

use chrono::NaiveDate;

use super::MAX_BYTES;
use crate::error::{RulesError, suggestion};

/// What is wrong with a set of policy files, file by file from top to bottom; never empty. Of very
/// many errors those are kept that were found first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyErrors {
    pub(super) errors: Vec<PolicyError>,
    pub(super) more: usize,
}

impl PolicyErrors {
    /// The errors.
    pub fn iter(&self) -> impl Iterator<Item = &PolicyError> {
        self.errors.iter()
    }

    /// How many errors there are besides.
    pub fn more(&self) -> usize {
        self.more
    }
}

impl fmt::Display for PolicyErrors {
    /// One error a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "\nand {more} more errors"),
        }
    }
}

impl std::error::Error for PolicyErrors {}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {problem}")]
pub struct PolicyError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a policy file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The files are longer together than any policy is.
    #[error("{bytes} bytes are too many: at most {MAX_BYTES} of all policy files are read")]
    TooLarge {
        /// How long they are together.
        bytes: usize,
    },
    /// The file is not TOML.
    #[error("{0}")]
    Toml(String),
    /// A key that means nothing here.
    #[error("unknown key {key:?}: expected {expected}{}", suggestion(.nearest))]
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that mean something here.
        expected: String,
        /// The most similar of them, if one is similar.
        nearest: Option<String>,
    },
    /// A key that must be there is not.
    #[error("missing key {key:?}")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A value of the wrong form.
    #[error("expected {expected}")]
    Form {
        /// The form.
        expected: String,
    },
    /// A name that nothing is declared by.
    #[error("unknown {what} {name:?}: expected {expected}{}", suggestion(.nearest))]
    UnknownName {
        /// What should have the name, such as `fact`.
        what: &'static str,
        /// The name.
        name: String,
        /// What there is.
        expected: String,
        /// The most similar declared name, if one is similar.
        nearest: Option<String>,
    },
    /// A second declaration by the same name.
    #[error("{what} {name:?} is declared twice")]
    Duplicate {
        /// What has the name, such as `fact`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A cell that is not a unary test, or not one of its fact's type and domain.
    #[error("cell of {fact}: expected {expected}, found {found}{}", suggestion(.nearest))]
    Cell {
        /// The fact's name.
        fact: String,
        /// What could stand there.
        expected: String,
        /// What stands there.
        found: String,
        /// The most similar value, if one is similar.
        nearest: Option<String>,
    },
    /// A cell or a test in it that no value of the fact's domain satisfies.
    #[error("cell of {fact}: no value satisfies this; the domain is {domain}")]
    Unsatisfiable {
        /// The fact's name.
        fact: String,
        /// The fact's domain.
        domain: String,
    },
    /// A domain without a value.
    #[error("min is greater than max")]
    EmptyDomain,
    /// A last day before the first.
    #[error("from {from} is after until {until}")]
    FromAfterUntil {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        until: NaiveDate,
    },
    /// Two rules of a unique table apply together.
    #[error("{rule} and {other} (line {other_line}) can apply together{}, but the hit policy is unique", since(.on))]
    Overlap {
        /// The rule's id.
        rule: String,
        /// The id of the rule it overlaps.
        other: String,
        /// Where that rule begins, in the same file.
        other_line: usize,
        /// A day on which both are in force; none if they always are.
        on: Option<NaiveDate>,
    },
    /// Two rules of a table with the hit policy any apply together and give different outputs.
    #[error("{rule} and {other} (line {other_line}) can apply together{} and give different outputs, but the hit policy is any", since(.on))]
    Conflict {
        /// The rule's id.
        rule: String,
        /// The id of the rule it contradicts.
        other: String,
        /// Where that rule begins, in the same file.
        other_line: usize,
        /// A day on which both are in force; none if they always are.
        on: Option<NaiveDate>,
    },
    /// The outputs of a table that sums can leave the range of a number.
    #[error("the outputs of table {table} can add up to more than a number holds")]
    SumOutOfRange {
        /// The table's name.
        table: String,
    },
    /// A cell on the output of a table that gives a list.
    #[error(
        "output {output} is a list, which a cell cannot test: expected a fact or a single output"
    )]
    ListTested {
        /// The output's name.
        output: String,
    },
    /// Two versions of a rule or a parameter say the same thing, or two things, at one time.
    #[error("{name} has two versions{}", since(.on))]
    OverlappingVersions {
        /// The rule's id or the parameter's name.
        name: String,
        /// A day on which both are in force; none if they always are.
        on: Option<NaiveDate>,
    },
    /// Tables that depend on each other in a circle.
    #[error("table {table} depends on its own output")]
    Cycle {
        /// The name of a table in the circle.
        table: String,
    },
    /// A switch or a fact of a case that cannot be what it says.
    #[error("{0}")]
    Given(RulesError),
    /// More than a policy can hold.
    #[error("too many of {what}: at most 65534")]
    TooMany {
        /// Of what.
        what: &'static str,
    },
}

/// ` on 2026-01-31`, or nothing.
fn since(on: &Option<NaiveDate>) -> String {
    match on {
        Some(on) => format!(" on {on}"),
        None => String::new(),
    }
}
