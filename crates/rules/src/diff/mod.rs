//! What changes between two policies: exactly the facts and the days whose outcome is another.
//!
//! Both policies are compiled over the same classes of facts, so that the cases in which they
//! differ are one decision diagram, of which every path is a region. If it is empty nothing
//! changes, whatever was renamed or put in another order.

mod align;
mod regions;
mod texts;

use std::fmt;

use crate::analysis::{Period, Space, Witness};
use crate::cell::Cell;
use crate::fact::{FactDeclaration, FactId};
use crate::number::Number;
use crate::policy::Policy;
use crate::verdict::Output;

/// Why two policies cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiffError {
    /// A fact of one name is not of one type.
    #[error("fact {fact} was {old} and is {new}: the outcomes cannot be compared")]
    TypeChanged {
        /// The fact's name.
        fact: String,
        /// The domain in the old policy, in words.
        old: String,
        /// The domain in the new policy, in words.
        new: String,
    },
}

/// What changes between two policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The facts of both policies together; [`FactId`]s of the diff are indexes into them.
    pub facts: Vec<FactDeclaration>,
    /// The old policy, over these facts.
    pub old: Policy,
    /// The new policy, over these facts.
    pub new: Policy,
    /// Where outcomes change, among facts that both policies admit.
    pub changes: Vec<Change>,
    /// Facts of rules that may have other values than before.
    pub domains: Vec<DomainChange>,
    /// Parameters that have other values than before.
    pub parameters: Vec<ParameterChange>,
    /// What is written differently, in sentences.
    pub texts: Vec<String>,
    /// Whether that is all. If not, the comparison took too many steps.
    pub finished: bool,
}

/// Facts for which one output becomes another, for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The goal.
    pub goal: String,
    /// The name of the output.
    pub output: String,
    /// When.
    pub period: Period,
    /// The old outcome; none if there was none.
    pub old: Option<Output>,
    /// The new outcome; none if there is none.
    pub new: Option<Output>,
    /// The ids of the rules that gave the old outcome.
    pub old_rules: Vec<String>,
    /// The ids of the rules that give the new outcome.
    pub new_rules: Vec<String>,
    /// The least region that holds all of `regions`; it may hold other cases as well.
    pub within: Vec<(FactId, String)>,
    /// Where exactly: of each fact the cell. No two regions share a case.
    pub regions: Vec<Vec<(FactId, String)>>,
    /// Whether these are all the regions.
    pub complete: bool,
    /// Facts and a day for which it is so.
    pub example: Witness,
}

/// Values that a fact can have in one policy only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainChange {
    /// The fact.
    pub fact: FactId,
    /// The cell of the values that only the old policy admits; none if there are none.
    pub only_old: Option<String>,
    /// The cell of the values that only the new policy admits; none if there are none.
    pub only_new: Option<String>,
}

/// A parameter with another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterChange {
    /// The parameter's name.
    pub name: String,
    /// When.
    pub period: Period,
    /// The old value; none if there was none.
    pub old: Option<Number>,
    /// The new value; none if there is none.
    pub new: Option<Number>,
}

impl Diff {
    /// Whether it is proved that no outcome changes.
    pub fn changes_nothing(&self) -> bool {
        self.finished
            && self.changes.is_empty()
            && self.domains.is_empty()
            && self.parameters.is_empty()
    }
}

/// Compares two policies, each with the options of switches that it chooses. More than `limit`
/// steps are not taken; [`STEPS`](crate::analysis::STEPS) is a good limit.
///
/// Fails with [`DiffError::TypeChanged`].
pub fn diff(old: &Policy, new: &Policy, limit: usize) -> Result<Diff, DiffError> {
    let aligned = align::align(old, new)?;
    let cells = aligned.domains.iter();
    let cells = cells.flat_map(|(fact, old, new)| [(*fact, old.clone()), (*fact, new.clone())]);
    let cells: Vec<(FactId, Cell)> = cells.collect();
    let mut space = Space::new(&[&aligned.old, &aligned.new], &cells, limit);
    let mut changes = Vec::new();
    let finished = regions::changes(&mut space, &aligned, &mut changes).is_ok();
    let domains = regions::domains(&mut space, &aligned);
    Ok(Diff {
        facts: aligned.new.facts.clone(),
        changes,
        domains,
        parameters: texts::parameters(old, new),
        texts: texts::texts(old, new, &aligned.old, &aligned.new),
        finished,
        old: aligned.old,
        new: aligned.new,
    })
}

impl fmt::Display for Output {
    /// Prints the value, or the list in brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(value) => f.write_str(value),
            Self::Number(number) => number.fmt(f),
            Self::List(values) => {
                f.write_str("[")?;
                f.write_str(&values.join(", "))?;
                f.write_str("]")
            }
        }
    }
}
