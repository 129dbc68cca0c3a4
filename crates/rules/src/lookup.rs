//! Facts and their texts by name, in a time that hardly grows with their number.

use crate::error::RulesError;
use crate::fact::{FactId, FactType, Facts, Known};
use crate::policy::Policy;
use crate::value::Value;

/// The names of a policy's facts and texts in alphabetical order, for programs that give facts by
/// the thousand.
#[derive(Clone, Debug)]
pub struct Lookup<'p> {
    policy: &'p Policy,
    facts: Vec<(&'p str, FactId)>,
    /// For each fact its texts and their indexes.
    texts: Vec<Vec<(&'p str, u16)>>,
}

impl<'p> Lookup<'p> {
    /// Sorts the names of a policy.
    pub fn new(policy: &'p Policy) -> Self {
        let names = policy.facts().iter().map(|fact| fact.name.as_str());
        let mut facts: Vec<(&str, FactId)> = names.zip(policy.fact_ids()).collect();
        facts.sort_unstable();
        let texts = policy.facts().iter().map(|fact| {
            let values = match &fact.kind {
                FactType::Text { values } => values.as_slice(),
                _ => &[],
            };
            let mut texts: Vec<(&str, u16)> = values.iter().map(String::as_str).zip(0..).collect();
            texts.sort_unstable();
            texts
        });
        Self {
            policy,
            facts,
            texts: texts.collect(),
        }
    }

    /// The policy.
    pub fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The fact declared by this name.
    pub fn fact(&self, name: &str) -> Option<FactId> {
        let place = self.facts.binary_search_by_key(&name, |(name, _)| name);
        let (_, fact) = self.facts.get(place.ok()?)?;
        Some(*fact)
    }

    /// As [`Facts::set_fact`].
    pub fn set<'v>(
        &self,
        facts: &mut Facts,
        fact: FactId,
        value: impl Into<Value<'v>>,
    ) -> Result<(), RulesError> {
        let value = value.into();
        let text = match value {
            Value::Text(text) => self.text(fact, text),
            _ => None,
        };
        match text {
            Some(index) => {
                facts.insert(fact, Known::Text(index));
                Ok(())
            }
            None => facts.set_fact(self.policy, fact, value),
        }
    }

    fn text(&self, fact: FactId, text: &str) -> Option<u16> {
        let texts = self.texts.get(fact.index())?;
        let place = texts.binary_search_by_key(&text, |(text, _)| text).ok()?;
        texts.get(place).map(|(_, index)| *index)
    }
}
