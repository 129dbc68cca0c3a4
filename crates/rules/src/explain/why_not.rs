//! Why an output does not have a certain value.

use super::{RuleTrace, TableTrace};
use crate::verdict::Truth;

/// What stands between a table and a value of its output.
#[derive(Clone, Copy)]
pub struct WhyNot<'e> {
    trace: TableTrace<'e>,
    value: u16,
}

impl<'e> WhyNot<'e> {
    pub(super) fn new(trace: TableTrace<'e>, value: &str) -> Option<Self> {
        let mut values = trace.table.values.iter();
        let index = values.position(|known| known == value)?;
        let value = u16::try_from(index).ok()?;
        Some(Self { trace, value })
    }

    /// The table; its relevance may be what stands in the way.
    pub fn table(&self) -> TableTrace<'e> {
        self.trace
    }

    /// Whether the output has the value after all.
    pub fn truth(&self) -> Truth {
        self.trace.gives(self.value)
    }

    /// The rules that give the value, those in force first. Of each row of theirs,
    /// [`RowTrace::obstacles`](super::RowTrace::obstacles) are the cells that stand in the way.
    pub fn giving(&self) -> impl Iterator<Item = RuleTrace<'e>> + use<'e> {
        let value = self.value;
        self.trace
            .rules()
            .filter(move |rule| rule.output() == value)
    }

    /// The rules in force that give another value, apply or may apply, and come before a rule that
    /// gives this one and may apply. If none may, before any that gives it; none in a table that
    /// collects.
    pub fn outranking(&self) -> Vec<RuleTrace<'e>> {
        if !self.trace.has_precedence() {
            return Vec::new();
        }
        let in_force = self.trace.rules().take_while(|rule| rule.is_in_force());
        let rules: Vec<(RuleTrace<'e>, Truth)> =
            in_force.map(|rule| (rule, rule.truth())).collect();
        let gives = |rule: &RuleTrace<'_>| rule.output() == self.value;
        let may = |(rule, truth): &(RuleTrace<'_>, Truth)| gives(rule) && *truth != Truth::False;
        let last = rules
            .iter()
            .rposition(may)
            .or_else(|| rules.iter().rposition(|(rule, _)| gives(rule)))
            .unwrap_or(rules.len());
        let before = rules.into_iter().take(last);
        before
            .filter(|(rule, truth)| !gives(rule) && *truth != Truth::False)
            .map(|(rule, _)| rule)
            .collect()
    }
}
