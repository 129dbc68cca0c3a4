//! What can be wrong with a DMN file, and where.

use std::fmt;

use rules::suggestion;

/// What is wrong with a file, from top to bottom; never empty. Of very many errors those are kept that
/// were found first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DmnErrors(pub(crate) Vec<DmnError>);

impl DmnErrors {
    /// The errors.
    pub fn iter(&self) -> impl Iterator<Item = &DmnError> {
        self.0.iter()
    }
}

impl fmt::Display for DmnErrors {
    /// One error a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for DmnErrors {}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {problem}")]
pub struct DmnError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a DMN file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// More bytes than are read.
    #[error("{bytes} bytes are too many: at most {limit} are read")]
    TooLarge {
        /// The size of the file.
        bytes: u64,
        /// The limit, [`MAX_BYTES`](crate::MAX_BYTES).
        limit: u64,
    },
    /// The file is not UTF-8.
    #[error("expected UTF-8, found another encoding or damaged text")]
    Encoding,
    /// The file is not well-formed XML.
    #[error("{0}")]
    Xml(String),
    /// A document type declaration, which could define entities.
    #[error("a document type declaration is not read: expected an element")]
    Doctype,
    /// An entity that XML itself does not define.
    #[error("unknown entity &{name};: expected &lt; &gt; &amp; &quot; &apos; or a number")]
    Entity {
        /// Its name.
        name: String,
    },
    /// More of something than is read.
    #[error("too many {what}: at most {limit}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Something else should stand here.
    #[error("expected {expected}, found {found}{}", suggestion(.nearest))]
    Expected {
        /// What could stand here.
        expected: String,
        /// What stands here.
        found: String,
        /// The most similar thing that could stand here, if one is similar.
        nearest: Option<String>,
    },
    /// Something is missing.
    #[error("{element} has no {missing}")]
    Missing {
        /// The element.
        element: String,
        /// The attribute or element that it needs.
        missing: &'static str,
    },
    /// A name or an address that leads nowhere.
    #[error("unknown {what} {name:?}{}", suggestion(.nearest))]
    Unknown {
        /// What should have the name, such as `decision`.
        what: &'static str,
        /// The name.
        name: String,
        /// The most similar name there is, if one is similar.
        nearest: Option<String>,
    },
    /// Two things by one name.
    #[error("{what} {name:?} is declared twice")]
    Duplicate {
        /// What has the name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A row with more or fewer cells than its table has columns.
    #[error("the rule has {found} {what}: expected {expected}, one for each column")]
    Cells {
        /// Input entries or output entries.
        what: &'static str,
        /// The number of columns.
        expected: usize,
        /// The number of cells.
        found: usize,
    },
    /// Decisions that require each other in a circle.
    #[error("decisions require each other in a circle: {0}")]
    Cycle(String),
    /// A part of DMN that this program does not evaluate.
    #[error("{name} is not supported: {instead}")]
    Unsupported {
        /// The element or the function, by name.
        name: String,
        /// What is.
        instead: String,
    },
    /// A table that does not become a policy.
    #[error("{decision} does not become a decision table of a policy: {reason}")]
    NotATable {
        /// The decision's name.
        decision: String,
        /// Why not.
        reason: String,
    },
}

/// How many errors are told at once; a person mends the first and asks again.
const MOST: usize = 50;

/// The errors found so far in one file.
pub(crate) struct Report<'t> {
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
    found: Vec<(usize, Problem)>,
}

impl<'t> Report<'t> {
    pub(crate) const fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            found: Vec::new(),
        }
    }

    /// Notes a problem at a byte of the file.
    pub(crate) fn add(&mut self, at: usize, problem: Problem) {
        if self.found.len() < MOST {
            self.found.push((at, problem));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The errors, if there are any.
    pub(crate) fn finish(mut self) -> Result<(), DmnErrors> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|(at, _)| *at);
        let errors = self
            .found
            .into_iter()
            .map(|(at, problem)| located(self.file, self.text, at, problem));
        Err(DmnErrors(errors.collect()))
    }
}

/// The line and the column, both from 1, of a byte of a text.
pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (
        before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        line.chars().count() + 1,
    )
}

pub(crate) fn located(file: &str, text: &str, at: usize, problem: Problem) -> DmnError {
    let (line, column) = line_and_column(text, at);
    DmnError {
        file: file.to_owned(),
        line,
        column,
        problem,
    }
}
