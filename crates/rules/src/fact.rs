//! Facts: what a policy may ask about, and what is known in one case.

use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::error::RulesError;
use crate::nearest::nearest;
use crate::number::Number;
use crate::outline::Outline;
use crate::policy::Policy;
use crate::value::Value;
use crate::verdict::Truth;

/// A fact of one policy: its index in [`Policy::facts`], so the order is the order to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactId(pub(crate) u16);

impl FactId {
    /// The index in [`Policy::facts`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The declaration of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDeclaration {
    /// The public name, such as `subject.age`.
    pub name: String,
    /// Type and domain.
    pub kind: FactType,
    /// Whether the fact may be known to have no value (`null`).
    pub optional: bool,
    /// Who knows the fact.
    pub asks: Asks,
}

/// Type and domain of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactType {
    /// One of the declared texts.
    Text {
        /// The texts, without repetition.
        values: Vec<String>,
    },
    /// True or false.
    Boolean,
    /// A whole number.
    Whole {
        /// The least value, if there is one.
        min: Option<Number>,
        /// The greatest value, if there is one.
        max: Option<Number>,
    },
    /// A decimal number of at most six places.
    Number {
        /// The least value, if there is one.
        min: Option<Number>,
        /// The greatest value, if there is one.
        max: Option<Number>,
    },
}

/// Who knows a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asks {
    /// The person says it.
    Answer,
    /// A state register knows it.
    Register,
}

/// A value checked against the declaration of its fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Null,
    Bool(bool),
    Text(u16),
    Number(Number),
}

impl FactType {
    /// The domain in words, for messages to those who write policies or call programs.
    pub fn domain(&self) -> String {
        let (what, min, max) = match self {
            Self::Text { values } => {
                let quoted: Vec<String> = values
                    .iter()
                    .map(|value| Value::Text(value).to_string())
                    .collect();
                return match quoted.as_slice() {
                    [one] => one.clone(),
                    _ => ["one of ", &quoted.join(", ")].concat(),
                };
            }
            Self::Boolean => return "true or false".to_owned(),
            Self::Whole { min, max } => ("a whole number", min, max),
            Self::Number { min, max } => ("a number", min, max),
        };
        let mut words = what.to_owned();
        if let Some(min) = min {
            words.push_str(" from ");
            words.push_str(&min.to_string());
        }
        if let Some(max) = max {
            words.push_str(" up to ");
            words.push_str(&max.to_string());
        }
        words
    }

    /// Whether a number belongs to the domain.
    pub(crate) fn contains(&self, number: Number) -> bool {
        let (whole, min, max) = match self {
            Self::Whole { min, max } => (true, min, max),
            Self::Number { min, max } => (false, min, max),
            Self::Text { .. } | Self::Boolean => return false,
        };
        (!whole || number.is_whole())
            && min.is_none_or(|min| number >= min)
            && max.is_none_or(|max| number <= max)
    }
}

impl FactDeclaration {
    /// Checks a value against type and domain.
    fn admit(&self, value: Value<'_>) -> Result<Known, RulesError> {
        self.known(value).ok_or_else(|| self.refusal(value))
    }

    /// The value, if it is of the type and in the domain.
    pub(crate) fn known(&self, value: Value<'_>) -> Option<Known> {
        match (value, &self.kind) {
            (Value::Null, _) if self.optional => Some(Known::Null),
            (Value::Bool(value), FactType::Boolean) => Some(Known::Bool(value)),
            (Value::Text(text), FactType::Text { values }) => {
                let found = values.iter().position(|value| value == text)?;
                u16::try_from(found).ok().map(Known::Text)
            }
            (Value::Number(number), kind) if kind.contains(number) => Some(Known::Number(number)),
            _ => None,
        }
    }

    /// Why a value is not admitted.
    fn refusal(&self, value: Value<'_>) -> RulesError {
        match (value, &self.kind) {
            (Value::Text(text), FactType::Text { values }) => {
                self.out_of_domain(value, nearest(text, values.iter().map(String::as_str)))
            }
            (Value::Number(_), FactType::Whole { .. } | FactType::Number { .. }) => {
                self.out_of_domain(value, None)
            }
            _ => RulesError::WrongType {
                fact: self.name.clone(),
                value: value.to_string(),
                expected: self.kind.domain(),
            },
        }
    }

    fn out_of_domain(&self, value: Value<'_>, nearest: Option<String>) -> RulesError {
        RulesError::OutOfDomain {
            fact: self.name.clone(),
            value: value.to_string(),
            expected: self.kind.domain(),
            nearest,
        }
    }
}

/// What is known in one case: values of some of a policy's facts, each within its domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    values: Vec<Option<Known>>,
}

impl Facts {
    /// Nothing known.
    pub const fn new() -> Self {
        Self { values: Vec::new() }
    }

    /// Gives a fact its value, replacing an earlier one.
    ///
    /// Fails with [`RulesError::UnknownFact`], [`RulesError::WrongType`] or
    /// [`RulesError::OutOfDomain`] and then changes nothing.
    pub fn set<'v>(
        &mut self,
        policy: &Policy,
        name: &str,
        value: impl Into<Value<'v>>,
    ) -> Result<(), RulesError> {
        Outline::new(policy).set(self, name, value)
    }

    /// As [`Facts::set`], for a fact already looked up.
    pub fn set_fact<'v>(
        &mut self,
        policy: &Policy,
        fact: FactId,
        value: impl Into<Value<'v>>,
    ) -> Result<(), RulesError> {
        let Some(declaration) = policy.facts().get(fact.index()) else {
            return Err(RulesError::UnknownFact {
                name: fact.0.to_string(),
                nearest: None,
            });
        };
        let known = declaration.admit(value.into())?;
        self.insert(fact, known);
        Ok(())
    }

    /// Gives a fact a value that its declaration admits.
    pub(crate) fn insert(&mut self, fact: FactId, known: Known) {
        if self.values.len() <= fact.index() {
            self.values.resize(fact.index() + 1, None);
        }
        if let Some(slot) = self.values.get_mut(fact.index()) {
            *slot = Some(known);
        }
    }

    /// Forgets every fact.
    pub fn clear_all(&mut self) {
        self.values.clear();
    }

    /// Forgets a fact.
    pub fn clear(&mut self, fact: FactId) {
        if let Some(slot) = self.values.get_mut(fact.index()) {
            *slot = None;
        }
        // Trailing gaps go, so that facts with the same knowledge are equal.
        while let Some(None) = self.values.last() {
            self.values.pop();
        }
    }

    /// The value of a fact, if it is known.
    pub fn get<'p>(&self, policy: &'p Policy, fact: FactId) -> Option<Value<'p>> {
        Some(match self.known(fact)? {
            Known::Null => Value::Null,
            Known::Bool(value) => Value::Bool(value),
            Known::Number(value) => Value::Number(value),
            Known::Text(index) => match &policy.facts().get(fact.index())?.kind {
                FactType::Text { values } => Value::Text(values.get(usize::from(index))?),
                _ => return None,
            },
        })
    }

    /// Whether a fact is known.
    pub fn is_known(&self, fact: FactId) -> bool {
        self.known(fact).is_some()
    }

    /// The known facts and their values, in the order to ask.
    pub fn iter<'a>(
        &'a self,
        policy: &'a Policy,
    ) -> impl Iterator<Item = (FactId, Value<'a>)> + 'a {
        policy
            .fact_ids()
            .filter_map(|fact| Some((fact, self.get(policy, fact)?)))
    }

    /// Whether a cell on a fact holds; unknown while the fact is, even if no value of it could make
    /// a difference.
    pub fn truth(&self, fact: FactId, cell: &Cell) -> Truth {
        match self.known(fact) {
            None => Truth::Unknown,
            Some(known) if cell.holds(known) => Truth::True,
            Some(_) => Truth::False,
        }
    }

    pub(crate) fn known(&self, fact: FactId) -> Option<Known> {
        self.values.get(fact.index()).copied().flatten()
    }
}
