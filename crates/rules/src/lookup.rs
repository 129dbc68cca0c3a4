//! Facts and their texts by name, in a time that does not grow with their number.

use crate::error::RulesError;
use crate::fact::{FactId, FactType, Facts, Known};
use crate::policy::Policy;
use crate::value::Value;

/// The names of a policy's facts and texts, hashed, for programs that give facts by the thousand.
#[derive(Clone, Debug)]
pub struct Lookup<'p> {
    policy: &'p Policy,
    facts: Names<'p>,
    /// For each fact its texts.
    texts: Vec<Names<'p>>,
}

impl<'p> Lookup<'p> {
    /// Hashes the names of a policy.
    pub fn new(policy: &'p Policy) -> Self {
        let facts = policy.facts();
        Self {
            policy,
            facts: Names::new(facts.iter().map(|fact| fact.name.as_str())),
            texts: facts
                .iter()
                .map(|fact| match &fact.kind {
                    FactType::Text { values } => Names::new(values.iter().map(String::as_str)),
                    _ => Names::new(std::iter::empty()),
                })
                .collect(),
        }
    }

    /// The policy.
    pub fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The fact declared by this name.
    pub fn fact(&self, name: &str) -> Option<FactId> {
        self.facts.find(name).map(FactId)
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
            Value::Text(text) => self.texts.get(fact.index()).and_then(|it| it.find(text)),
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
}

/// Names and their indexes. The names come from a policy, so the hash function need not resist an
/// attacker, who can only ask for names.
#[derive(Clone, Debug)]
struct Names<'p> {
    names: Vec<&'p str>,
    /// Open addressing, at most half full: one more than the index of a name, or zero.
    slots: Vec<u16>,
}

impl<'p> Names<'p> {
    fn new(names: impl Iterator<Item = &'p str>) -> Self {
        let names: Vec<&str> = names.collect();
        let mut slots = vec![0; (names.len() * 2).next_power_of_two()];
        for (number, name) in (1..).zip(&names) {
            let mut slot = home(name, slots.len());
            while slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (slots.len() - 1);
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = number;
            }
        }
        Self { names, slots }
    }

    fn find(&self, name: &str) -> Option<u16> {
        let mut slot = home(name, self.slots.len());
        loop {
            let index = self.slots.get(slot)?.checked_sub(1)?;
            if self.names.get(usize::from(index)) == Some(&name) {
                return Some(index);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

fn home(name: &str, slots: usize) -> usize {
    let hash = name.bytes().fold(0_u32, |hash, byte| {
        (hash.rotate_left(5) ^ u32::from(byte)).wrapping_mul(0x9e37_79b9)
    });
    (hash >> 8) as usize & (slots - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_name_and_no_other() {
        for count in [0, 1, 2, 3, 100, 5000] {
            let names: Vec<String> = (0..count).map(|n| format!("n{n}")).collect();
            let found = Names::new(names.iter().map(String::as_str));
            for (index, name) in (0..).zip(&names) {
                assert_eq!(found.find(name), Some(index));
            }
            for other in ["", "n", "n-1", &format!("n{count}")] {
                assert_eq!(found.find(other), None);
            }
        }
    }
}
