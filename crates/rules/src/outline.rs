//! What a policy says besides the conditions of its rules.

use chrono::NaiveDate;

use crate::error::RulesError;
use crate::fact::{FactDeclaration, FactId, Facts};
use crate::nearest::nearest;
use crate::policy::{ParameterVersion, Policy, RuleRef, RuleVersion};
use crate::prepared::Prepared;
use crate::value::Value;

/// Facts, sources, parameters and what rules rest on: what whoever asks for decisions and shows
/// them needs of a [`Policy`], and what a [`Prepared`] has of it.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'p> {
    policy: &'p Policy,
}

impl<'p> From<&'p Policy> for Outline<'p> {
    fn from(policy: &'p Policy) -> Self {
        Self::new(policy)
    }
}

impl<'p> From<&'p Prepared<'_>> for Outline<'p> {
    fn from(prepared: &'p Prepared<'_>) -> Self {
        prepared.outline()
    }
}

impl<'p> Outline<'p> {
    pub(crate) fn new(policy: &'p Policy) -> Self {
        Self { policy }
    }

    /// As [`Policy::version`].
    pub fn version(self) -> &'p str {
        &self.policy.version
    }

    /// As [`Policy::facts`].
    pub fn facts(self) -> &'p [FactDeclaration] {
        &self.policy.facts
    }

    /// As [`Policy::fact`].
    pub fn fact(self, name: &str) -> Option<FactId> {
        self.policy.fact(name)
    }

    /// As [`Policy::rule`].
    pub fn rule(self, id: &str) -> impl Iterator<Item = RuleVersion<'p>> {
        self.policy.rule(id)
    }

    /// As [`Policy::rule_version`].
    pub fn rule_version(self, reference: RuleRef) -> Option<RuleVersion<'p>> {
        self.policy.rule_version(reference)
    }

    /// Whether a version of a rule is in force on a day, the switches being as they are chosen.
    pub fn is_in_force(self, reference: RuleRef, on: NaiveDate) -> bool {
        let table = self.policy.tables.get(usize::from(reference.table));
        let rule = table.and_then(|table| table.rules.get(usize::from(reference.rule)));
        rule.is_some_and(|rule| self.policy.is_in_force(&rule.basis, on))
    }

    /// As [`Policy::parameter`].
    pub fn parameter(self, name: &str, on: NaiveDate) -> Option<ParameterVersion<'p>> {
        self.policy.parameter(name, on)
    }

    /// Gives a fact its value if there is such a fact and the value is in its domain; says whether.
    pub fn admit(self, facts: &mut Facts, name: &str, value: Value<'_>) -> bool {
        let Some(fact) = self.fact(name) else {
            return false;
        };
        let declaration = self.policy.facts.get(fact.index());
        let known = declaration.and_then(|declaration| declaration.known(value));
        known.map(|known| facts.insert(fact, known)).is_some()
    }

    /// As [`Facts::set`].
    pub fn set<'v>(
        self,
        facts: &mut Facts,
        name: &str,
        value: impl Into<Value<'v>>,
    ) -> Result<(), RulesError> {
        match self.fact(name) {
            Some(fact) => facts.set_fact(self.policy, fact, value),
            None => Err(RulesError::UnknownFact {
                name: name.to_owned(),
                nearest: nearest(name, self.facts().iter().map(|fact| fact.name.as_str())),
            }),
        }
    }
}
