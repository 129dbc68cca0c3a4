//! The cases of one goal while they are being made.

use super::generate::{CaseFile, GeneratedCase};
use crate::analysis::{Period, Space};
use crate::error::RulesError;
use crate::policy::Policy;
use crate::table::SwitchOption;

/// A case as the class of each variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) period: usize,
    pub(super) classes: Vec<u16>,
    pub(super) name: String,
}

/// The cases of a goal before they are evaluated.
pub(super) struct Drafts {
    pub(super) usual: Vec<u16>,
    pub(super) asked: Vec<bool>,
    pub(super) periods: Vec<Period>,
    pub(super) drafts: Vec<Draft>,
}

impl Drafts {
    pub(super) fn of(&self, period: usize) -> impl Iterator<Item = &Draft> {
        let drafts = self.drafts.iter();
        drafts.filter(move |draft| draft.period == period)
    }

    /// The usual case with the classes of a path.
    pub(super) fn complete(&self, path: &[(usize, u16)]) -> Vec<u16> {
        let mut classes = self.usual.clone();
        for (variable, class) in path {
            if let Some(slot) = classes.get_mut(*variable) {
                *slot = *class;
            }
        }
        classes
    }

    /// Adds a case, unless it is there.
    pub(super) fn add(&mut self, period: usize, classes: Vec<u16>, mut name: String) {
        if self.of(period).any(|draft| draft.classes == classes) {
            return;
        }
        let mut number = 2;
        while self.drafts.iter().any(|draft| draft.name == name) {
            let base = name.split(" (").next().unwrap_or_default().to_owned();
            name = format!("{base} ({number})");
            number += 1;
        }
        self.drafts.push(Draft {
            period,
            classes,
            name,
        });
    }

    /// Evaluates the cases. No file without a case.
    pub(super) fn finish(
        self,
        space: &Space<'_>,
        policy: &Policy,
        goal: &str,
        option: Option<SwitchOption>,
    ) -> Result<Option<CaseFile>, RulesError> {
        if self.drafts.is_empty() {
            return Ok(None);
        }
        let facts = |classes: &[u16]| {
            let asked = classes.iter().zip(&self.asked).enumerate();
            let asked = asked.filter(|(_, (_, asked))| **asked);
            space.example(
                &asked
                    .map(|(variable, (class, _))| (variable, *class))
                    .collect(),
            )
        };
        let mut cases = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            let Some(period) = self.periods.get(draft.period) else {
                continue;
            };
            let facts = facts(&draft.classes);
            let verdict = policy.in_force(goal, period.day())?.evaluate(&facts);
            let mut because: Vec<String> = Vec::new();
            for rule in verdict.because {
                if let Some(version) = policy.rule_version(rule.rule)
                    && !because.iter().any(|id| id == version.id)
                {
                    because.push(version.id.to_owned());
                }
            }
            cases.push(GeneratedCase {
                name: draft.name.clone(),
                on: period.day(),
                facts,
                outputs: verdict.outputs.unwrap_or_default(),
                because,
            });
        }
        Ok(Some(CaseFile {
            goal: goal.to_owned(),
            switch: option.and_then(|option| {
                let switch = policy.switches.get(usize::from(option.switch))?;
                let option = switch.options.get(usize::from(option.option))?;
                Some((switch.name.clone(), option.clone()))
            }),
            given: facts(&self.usual),
            cases,
        }))
    }
}
