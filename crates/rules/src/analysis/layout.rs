//! Where the parts of a policy are written, and which findings its authors allow.

use super::finding::{Finding, Kind, Position};
use crate::policy::RuleRef;

/// What a policy's files say that is not part of the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub(crate) facts: Vec<Option<Position>>,
    /// Where the message keys of parameters, the titles of sources and the notes of switches are
    /// written, first places first.
    pub(crate) parameters: Vec<(String, Position)>,
    pub(crate) sources: Vec<(String, Position)>,
    pub(crate) switches: Vec<(String, Position)>,
    pub(crate) tables: Vec<TablePlace>,
    pub(crate) allowed: Vec<Allowed>,
}

/// Where a table is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TablePlace {
    pub(crate) position: Option<Position>,
    pub(crate) rules: Vec<RulePlace>,
}

/// Where a rule is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RulePlace {
    pub(crate) position: Position,
    pub(crate) message: Position,
    pub(crate) rows: Vec<Position>,
}

/// A finding that is meant to be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allowed {
    pub(crate) position: Position,
    pub(crate) finding: Kind,
    pub(crate) table: Option<String>,
    pub(crate) rule: Option<String>,
    /// What the finding must be about.
    pub(crate) about: Option<String>,
    pub(crate) because: String,
}

impl Layout {
    /// Where a fact is declared.
    pub(crate) fn fact(&self, index: usize) -> Option<Position> {
        self.facts.get(index).cloned().flatten()
    }

    /// Where a table begins.
    pub(crate) fn table(&self, index: u16) -> Option<Position> {
        self.tables.get(usize::from(index))?.position.clone()
    }

    /// Where a rule begins, or a row of it.
    pub(crate) fn rule(&self, rule: RuleRef, row: Option<usize>) -> Option<Position> {
        let table = self.tables.get(usize::from(rule.table))?;
        let place = table.rules.get(usize::from(rule.rule))?;
        let row = row.and_then(|row| place.rows.get(row));
        Some(row.unwrap_or(&place.position).clone())
    }

    /// Where the message key of a rule is written.
    pub(crate) fn message(&self, rule: RuleRef) -> Option<Position> {
        let table = self.tables.get(usize::from(rule.table))?;
        let place = table.rules.get(usize::from(rule.rule))?;
        Some(place.message.clone())
    }

    /// Marks the findings that are allowed, and adds a finding for whatever is allowed in vain.
    pub(crate) fn allow(&self, findings: &mut Vec<Finding>) {
        for allowed in &self.allowed {
            let mut in_vain = true;
            for finding in findings
                .iter_mut()
                .filter(|finding| allowed.covers(finding))
            {
                finding.allowed = Some(allowed.because.clone());
                in_vain = false;
            }
            if in_vain {
                findings.push(Finding {
                    rule: allowed.rule.clone().unwrap_or_default(),
                    about: allowed.finding.as_str().to_owned(),
                    position: Some(allowed.position.clone()),
                    ..Finding::new(
                        Kind::AllowedInVain,
                        allowed.table.as_deref().unwrap_or_default(),
                    )
                });
            }
        }
    }
}

impl Allowed {
    fn covers(&self, finding: &Finding) -> bool {
        let fits = |wanted: &Option<String>, found: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        self.finding == finding.kind
            && fits(&self.table, &finding.table)
            && fits(&self.rule, &finding.rule)
            && fits(&self.about, &finding.about)
    }
}

/// Where a key is written first.
pub(crate) fn place_of(places: &[(String, Position)], key: &str) -> Option<Position> {
    let mut places = places.iter();
    places
        .find(|(written, _)| written == key)
        .map(|(_, position)| position.clone())
}
