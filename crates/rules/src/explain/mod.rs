//! Why a verdict is what it is: every table, rule, row and cell with its truth.
//!
//! Nothing is worked out before somebody looks, so that an explanation can be made for each verdict.

mod output;
mod rule;
mod why_not;

pub use rule::{CellTrace, InForce, RowTrace, RuleTrace, Subject};
pub use why_not::WhyNot;

use self::output::Declarations;
use crate::decision::Decision;
use crate::diagram::{Classes, Walk};
use crate::fact::Facts;
use crate::policy::RuleRef;
use crate::table::Table;
use crate::verdict::{Truth, Verdict};

/// A verdict taken apart; made by [`Decision::explain`].
pub struct Explanation<'a> {
    decision: &'a Decision<'a>,
    facts: &'a Facts,
    classes: Classes,
    outputs: Declarations,
}

/// A table under what is known.
#[derive(Clone, Copy)]
pub struct TableTrace<'e> {
    explanation: &'e Explanation<'e>,
    /// The index among the tables of the goal.
    index: usize,
    table: &'e Table,
}

impl<'p> Decision<'p> {
    /// Explains what is decided under what is known. This costs no more than looking up the class
    /// of each fact; the rest is worked out for what is looked at.
    pub fn explain<'a>(&'a self, facts: &'a Facts) -> Explanation<'a> {
        Explanation {
            decision: self,
            facts,
            classes: self.compiled.diagram.classes(facts),
            outputs: Declarations::new(self.tables.len()),
        }
    }
}

impl<'a> Explanation<'a> {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.decision.evaluate(self.facts)
    }

    /// The tables of the goal; a table that depends on another one comes after it.
    pub fn tables(&self) -> impl Iterator<Item = TableTrace<'_>> {
        let tables = self.decision.tables.iter().enumerate();
        tables.map(|(index, table)| TableTrace {
            explanation: self,
            index,
            table: table.table,
        })
    }

    /// The table that gives the output of this name.
    pub fn table(&self, output: &str) -> Option<TableTrace<'_>> {
        self.tables().find(|trace| trace.table.output == output)
    }

    /// Why an output does not have a value, or what could still keep it from having it. `None` if
    /// no table of the goal has such an output and value.
    pub fn why_not(&self, output: &str, value: &str) -> Option<WhyNot<'_>> {
        WhyNot::new(self.table(output)?, value)
    }
}

impl<'e> TableTrace<'e> {
    /// The table.
    pub fn table(&self) -> &'e Table {
        self.table
    }

    /// Whether the table is relevant: whether the output on which it depends has the value that it
    /// needs. True for a table that depends on none.
    pub fn relevance(&self) -> Truth {
        let Some(when) = self.table.when_output else {
            return Truth::True;
        };
        match self.explanation.table_of_policy(when.table) {
            Some(other) => other.gives(when.value),
            None => Truth::False,
        }
    }

    /// Whether the table gives a value, named by its index in the table's `values`: true or false
    /// if that is certain. Of a table that collects, whether the value is in the list.
    pub fn gives(&self, value: u16) -> Truth {
        self.explanation.gives(self.index, value)
    }

    /// The rules in force in the order of precedence, then the others in the order of the file.
    pub fn rules(&self) -> impl Iterator<Item = RuleTrace<'e>> + use<'e> {
        let explanation = self.explanation;
        let in_force = explanation.decision.tables.get(self.index);
        let chosen = in_force.map_or(&[][..], |table| &table.rules);
        let table = in_force.map(|table| table.index);
        let others = (0..).zip(&self.table.rules).filter_map(move |(rule, _)| {
            let reference = RuleRef {
                table: table?,
                rule,
            };
            let is_chosen = chosen.iter().any(|chosen| chosen.rule == reference);
            (!is_chosen).then_some(reference)
        });
        let in_force = chosen.iter().map(|rule| (rule.rule, Some(rule)));
        in_force
            .chain(others.map(|rule| (rule, None)))
            .filter_map(move |(reference, rule)| RuleTrace::new(explanation, reference, rule))
    }
}

impl Explanation<'_> {
    /// Whether the table of this index gives a value.
    fn gives(&self, table: usize, value: u16) -> Truth {
        let (mut gives, mut fails) = (false, false);
        if let Some(wanted) = self.decision.wanted(table, value) {
            let diagram = &self.decision.compiled.diagram;
            let mut walk = Walk::default();
            diagram.reach(wanted.root, &self.classes, &mut walk, |terminal| {
                let is_wanted = wanted.holds(terminal);
                gives |= is_wanted;
                fails |= !is_wanted;
                !(gives && fails)
            });
        }
        Truth::of(gives, fails)
    }
}
