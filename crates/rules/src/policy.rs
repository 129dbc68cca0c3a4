//! A policy: everything that decides, as data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::decision::Decision;
use crate::distinct::distinct;
use crate::error::RulesError;
use crate::fact::{FactDeclaration, FactId};
use crate::nearest::nearest;
use crate::number::Number;
use crate::outline::Outline;
use crate::table::{Basis, Confidence, Row, SwitchOption, Table};

/// Facts, sources, switches, parameters and decision tables that belong together.
///
/// A policy is made by `Policy::parse` from files (feature `parse`) or by [`Policy::decode`] from
/// the bytes of [`Policy::encode`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub(crate) version: String,
    pub(crate) facts: Vec<FactDeclaration>,
    pub(crate) sources: Vec<Source>,
    pub(crate) switches: Vec<Switch>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) tables: Vec<Table>,
}

/// An act or another text that rules rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The id that rules name.
    pub id: String,
    /// The date of the act.
    #[serde(with = "crate::day")]
    pub date: Option<NaiveDate>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The message key of its name.
    pub title: String,
}

/// A choice between readings of a source that contradicts itself or another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// The name that rules mention.
    pub name: String,
    /// The options.
    pub options: Vec<String>,
    /// The index of the chosen option.
    pub chosen: u16,
    /// The message key that explains the choice.
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) value: Number,
    pub(crate) rule: String,
    pub(crate) basis: Basis,
}

/// One version of a rule: an entry of a table. It is found again by [`Policy::rule_version`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleRef {
    pub(crate) table: u16,
    pub(crate) rule: u16,
}

/// One version of a rule, for those who show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleVersion<'p> {
    /// Where it stands in the policy.
    pub reference: RuleRef,
    /// The rule's id, shared by its versions.
    pub id: &'p str,
    /// The table's name.
    pub table: &'p str,
    /// The output it gives.
    pub output: &'p str,
    /// Its rows, of which any makes it apply. [`Prepared`](crate::Prepared) has none of them.
    pub rows: &'p [Row],
    /// The first day in force.
    pub from: Option<NaiveDate>,
    /// The last day in force.
    pub until: Option<NaiveDate>,
    /// The switch and the option of it that must be chosen.
    pub switch: Option<(&'p str, &'p str)>,
    /// The source.
    pub source: &'p Source,
    /// The place in the source, as cited; empty if the source as a whole is meant.
    pub article: &'p str,
    /// How sure we are of the source.
    pub confidence: Confidence,
    /// The message key of the words.
    pub message: &'p str,
}

/// The version of a parameter in force on some day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterVersion<'p> {
    /// The parameter's name, such as `consent.minutes`, which also names its unit.
    pub name: &'p str,
    /// The value.
    pub value: Number,
    /// The id of the rule it belongs to.
    pub rule: &'p str,
    /// The first day in force.
    pub from: Option<NaiveDate>,
    /// The last day in force.
    pub until: Option<NaiveDate>,
    /// The switch and the option of it that must be chosen.
    pub switch: Option<(&'p str, &'p str)>,
    /// The source.
    pub source: &'p Source,
    /// The place in the source, as cited; empty if the source as a whole is meant.
    pub article: &'p str,
    /// How sure we are of the source.
    pub confidence: Confidence,
    /// The message key of the words.
    pub message: &'p str,
}

impl Policy {
    /// A hash of the content, 16 hexadecimal digits (FNV-1a, 64 bits). It does not depend on the
    /// layout of the files or on comments, and it changes with [`Policy::choose`].
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the policy says besides the conditions of its rules.
    pub fn outline(&self) -> Outline<'_> {
        Outline::new(self)
    }

    /// The facts in the order to ask.
    pub fn facts(&self) -> &[FactDeclaration] {
        &self.facts
    }

    /// The ids of the facts in the order to ask.
    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..u16::try_from(self.facts.len()).unwrap_or(u16::MAX)).map(FactId)
    }

    /// The fact declared by this name.
    pub fn fact(&self, name: &str) -> Option<FactId> {
        let index = self.facts.iter().position(|fact| fact.name == name)?;
        u16::try_from(index).ok().map(FactId)
    }

    /// The tables; a table that depends on another one comes after it.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The switches.
    pub fn switches(&self) -> &[Switch] {
        &self.switches
    }

    /// The sources.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// Every version of every rule, table by table, in force or not.
    pub fn rules(&self) -> impl Iterator<Item = RuleVersion<'_>> {
        (0..).zip(&self.tables).flat_map(move |(table, entry)| {
            (0..)
                .zip(&entry.rules)
                .filter_map(move |(rule, _)| self.rule_version(RuleRef { table, rule }))
        })
    }

    /// Every version of one rule, in all tables; none if there is no such rule.
    pub fn rule(&self, id: &str) -> impl Iterator<Item = RuleVersion<'_>> {
        self.rules().filter(move |version| version.id == id)
    }

    /// The version of a rule that a verdict or a standing refers to. It is `None` only for a
    /// reference into another policy.
    pub fn rule_version(&self, reference: RuleRef) -> Option<RuleVersion<'_>> {
        let table = self.tables.get(usize::from(reference.table))?;
        let rule = table.rules.get(usize::from(reference.rule))?;
        Some(RuleVersion {
            reference,
            id: &rule.id,
            table: &table.name,
            output: table.values.get(usize::from(rule.then))?,
            rows: &rule.rows,
            from: rule.basis.from,
            until: rule.basis.until,
            switch: self.switch_option(&rule.basis),
            source: self.sources.get(usize::from(rule.basis.source))?,
            article: &rule.basis.article,
            confidence: rule.basis.confidence,
            message: &rule.basis.message,
        })
    }

    fn switch_option(&self, basis: &Basis) -> Option<(&str, &str)> {
        let SwitchOption { switch, option } = basis.switch?;
        let switch = self.switches.get(usize::from(switch))?;
        Some((&switch.name, switch.options.get(usize::from(option))?))
    }

    /// Every version of every parameter, in force or not.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterVersion<'_>> {
        let parameters = self.parameters.iter();
        parameters.filter_map(|parameter| self.parameter_version(parameter))
    }

    /// The version of a parameter in force on a day.
    pub fn parameter(&self, name: &str, on: NaiveDate) -> Option<ParameterVersion<'_>> {
        let parameter = self
            .parameters
            .iter()
            .find(|parameter| parameter.name == name && self.is_in_force(&parameter.basis, on))?;
        self.parameter_version(parameter)
    }

    fn parameter_version<'p>(&'p self, parameter: &'p Parameter) -> Option<ParameterVersion<'p>> {
        let basis = &parameter.basis;
        Some(ParameterVersion {
            name: &parameter.name,
            value: parameter.value,
            rule: &parameter.rule,
            from: basis.from,
            until: basis.until,
            switch: self.switch_option(basis),
            source: self.sources.get(usize::from(basis.source))?,
            article: &basis.article,
            confidence: basis.confidence,
            message: &basis.message,
        })
    }

    /// The days on which what is in force changes: each is the first day of something or the day
    /// after the last one. In order, without repetition. Between two neighbours every decision
    /// stays the same.
    pub fn dates(&self) -> Vec<NaiveDate> {
        let rules = self.tables.iter().flat_map(|table| &table.rules);
        let bases = rules
            .map(|rule| &rule.basis)
            .chain(self.parameters.iter().map(|parameter| &parameter.basis));
        let dates = bases
            .filter(|basis| self.is_chosen(basis))
            .flat_map(|basis| [basis.from, basis.until.and_then(|until| until.succ_opt())]);
        distinct(dates.flatten())
    }

    /// Prepares one goal for one day.
    ///
    /// This takes far longer than evaluating, so keep the decision while the day lasts. Fails with
    /// [`RulesError::UnknownGoal`], or with [`RulesError::TooComplex`] for tables whose facts
    /// interlock beyond reason.
    pub fn in_force(&self, goal: &str, on: NaiveDate) -> Result<Decision<'_>, RulesError> {
        if !self.tables.iter().any(|table| table.goal == goal) {
            return Err(RulesError::UnknownGoal {
                name: goal.to_owned(),
                nearest: nearest(goal, self.tables.iter().map(|table| table.goal.as_str())),
            });
        }
        Decision::new(self, goal, on)
    }

    /// The same policy with another option of a switch chosen.
    ///
    /// Fails with [`RulesError::UnknownSwitch`] or [`RulesError::UnknownOption`].
    pub fn choose(&self, switch: &str, option: &str) -> Result<Self, RulesError> {
        let mut chosen = self.clone();
        let Some(found) = chosen
            .switches
            .iter_mut()
            .find(|found| found.name == switch)
        else {
            return Err(RulesError::UnknownSwitch {
                name: switch.to_owned(),
                nearest: nearest(
                    switch,
                    self.switches.iter().map(|found| found.name.as_str()),
                ),
            });
        };
        let index = found.options.iter().position(|known| known == option);
        let Some(index) = index.and_then(|index| u16::try_from(index).ok()) else {
            return Err(RulesError::UnknownOption {
                switch: switch.to_owned(),
                option: option.to_owned(),
                nearest: nearest(option, found.options.iter().map(String::as_str)),
            });
        };
        found.chosen = index;
        chosen.stamp();
        Ok(chosen)
    }

    pub(crate) fn is_in_force(&self, basis: &Basis, on: NaiveDate) -> bool {
        basis.covers(on) && self.is_chosen(basis)
    }

    pub(crate) fn is_chosen(&self, basis: &Basis) -> bool {
        basis.switch.is_none_or(|SwitchOption { switch, option }| {
            self.switches
                .get(usize::from(switch))
                .is_some_and(|switch| switch.chosen == option)
        })
    }
}
