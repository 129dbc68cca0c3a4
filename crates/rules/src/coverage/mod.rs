//! How far cases test the rules, and cases that test all of them.
//!
//! The measure is that of modified condition/decision coverage. A row is tested when some case is
//! decided by it alone. A cell is tested when, besides, in some case it alone keeps its rule from
//! applying: every other cell of the row holds, this one does not, and no other row of the rule
//! matches.

mod drafts;
mod generate;
mod print;

use chrono::NaiveDate;

pub use generate::{Because, CaseFile, GeneratedCase, GeneratedCases, Impossible, cases};

use crate::analysis::gives_first;
use crate::cell::Cell;
use crate::chosen::Chosen;
use crate::error::RulesError;
use crate::fact::{FactId, Facts};
use crate::policy::{Policy, RuleRef};
use crate::table::{Row, Rule};
use crate::verdict::Truth;

/// Facts on a day for which a goal is asked. The options of switches are those of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The goal.
    pub goal: String,
    /// The day.
    pub on: NaiveDate,
    /// What is known.
    pub facts: Facts,
}

/// How far one row is tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCoverage {
    /// The version of the rule.
    pub rule: RuleRef,
    /// The index of the row in its rule.
    pub row: usize,
    /// Whether it has matched.
    pub matched: bool,
    /// Whether it has failed.
    pub failed: bool,
    /// Whether it has decided an output alone.
    pub decided: bool,
    /// Its cells.
    pub cells: Vec<CellCoverage>,
}

/// How far one cell is tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellCoverage {
    /// The fact.
    pub fact: FactId,
    /// Whether it has held.
    pub held: bool,
    /// Whether it has failed.
    pub failed: bool,
    /// Whether it alone has kept its rule from applying.
    pub alone: bool,
}

impl RowCoverage {
    /// How much there is to test: the row, and each cell.
    pub fn total(&self) -> usize {
        1 + self.cells.len()
    }

    /// How much of it is tested.
    pub fn tested(&self) -> usize {
        let alone = self.cells.iter().filter(|cell| cell.alone);
        usize::from(self.decided) + alone.count()
    }
}

/// How far cases test every row of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The rows, in the order of the policy.
    pub rows: Vec<RowCoverage>,
}

impl Coverage {
    /// Nothing is tested yet.
    pub fn new(policy: &Policy) -> Self {
        let rules = policy.rules().map(|version| version.reference);
        let rows = rules.flat_map(|reference| {
            let rows = rule(policy, reference).map_or(&[][..], |rule| &rule.rows);
            rows.iter()
                .enumerate()
                .map(move |(row, cells)| RowCoverage {
                    rule: reference,
                    row,
                    matched: false,
                    failed: false,
                    decided: false,
                    cells: cells
                        .cells
                        .iter()
                        .map(|(fact, _)| CellCoverage::new(*fact))
                        .collect(),
                })
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// How much there is to test, and how much of it is tested.
    pub fn tested(&self) -> (usize, usize) {
        let tested = self.rows.iter().map(RowCoverage::tested).sum();
        (tested, self.rows.iter().map(RowCoverage::total).sum())
    }

    /// Adds what a case tests. The policy is the one of [`Coverage::new`], maybe with other
    /// options chosen.
    ///
    /// Fails as [`Policy::in_force`].
    pub fn add(&mut self, policy: &Policy, case: &Case) -> Result<(), RulesError> {
        let decision = policy.in_force(&case.goal, case.on)?;
        let verdict = decision.evaluate(&case.facts);
        let outputs = verdict.outputs.unwrap_or_default();
        for chosen in Chosen::tables(policy, &case.goal, case.on) {
            let gives = outputs.iter().any(|(name, _)| *name == chosen.table.output);
            let mut open = true;
            for (index, rule) in &chosen.rules {
                let reference = RuleRef {
                    table: chosen.index,
                    rule: *index,
                };
                self.add_rule(reference, rule, &case.facts, gives && open);
                if gives_first(chosen.table.hit) {
                    let rows = rule.rows.iter();
                    open &= rows
                        .clone()
                        .all(|row| truth(row, None, &case.facts) == Truth::False);
                }
            }
        }
        Ok(())
    }

    fn add_rule(&mut self, reference: RuleRef, rule: &Rule, facts: &Facts, may_decide: bool) {
        let of_rule = self.rows.iter_mut().filter(|row| row.rule == reference);
        for (covered, row) in of_rule.zip(&rule.rows) {
            let others = rule.rows.iter().enumerate();
            let mut others = others.filter(|(other, _)| *other != covered.row);
            let is_alone = others.all(|(_, row)| truth(row, None, facts) == Truth::False);
            let matches = truth(row, None, facts);
            covered.matched |= matches == Truth::True;
            covered.failed |= matches == Truth::False;
            covered.decided |= matches == Truth::True && may_decide && is_alone;
            for (number, (covered, (fact, cell))) in
                covered.cells.iter_mut().zip(&row.cells).enumerate()
            {
                let holds = cell_truth(*fact, cell, facts);
                covered.held |= holds == Truth::True;
                covered.failed |= holds == Truth::False;
                covered.alone |= holds == Truth::False
                    && is_alone
                    && truth(row, Some(number), facts) == Truth::True;
            }
        }
    }
}

impl CellCoverage {
    fn new(fact: FactId) -> Self {
        Self {
            fact,
            held: false,
            failed: false,
            alone: false,
        }
    }
}

fn rule(policy: &Policy, reference: RuleRef) -> Option<&Rule> {
    let table = policy.tables.get(usize::from(reference.table))?;
    table.rules.get(usize::from(reference.rule))
}

fn cell_truth(fact: FactId, cell: &Cell, facts: &Facts) -> Truth {
    match facts.known(fact) {
        None => Truth::Unknown,
        Some(known) if cell.holds(known) => Truth::True,
        Some(_) => Truth::False,
    }
}

/// Whether a row matches, with one cell left out or none.
fn truth(row: &Row, without: Option<usize>, facts: &Facts) -> Truth {
    let cells = row.cells.iter().enumerate();
    let cells = cells.filter(|(number, _)| Some(*number) != without);
    let mut truth = Truth::True;
    for (_, (fact, cell)) in cells {
        match cell_truth(*fact, cell, facts) {
            Truth::False => return Truth::False,
            Truth::Unknown => truth = Truth::Unknown,
            Truth::True => {}
        }
    }
    truth
}
