//! How far cases test the rules, and cases that test all of them.
//!
//! The measure is that of modified condition/decision coverage. A row is tested when some case is
//! decided by it alone. A cell is tested when, besides, in some case it alone keeps its rule from
//! applying: every other cell of the row holds, this one does not, and no other row of the rule
//! matches.

mod drafts;
mod generate;
mod outputs;
mod print;

use chrono::NaiveDate;

pub use generate::{Because, CaseFile, GeneratedCase, GeneratedCases, Impossible, cases};

use crate::analysis::gives_first;
use crate::cell::Cell;
use crate::chosen::Chosen;
use crate::error::RulesError;
use crate::explain::Explanation;
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

/// What a cell tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// A fact.
    Fact(FactId),
    /// The output of another table: its index in [`Policy::tables`].
    Output(u16),
}

impl Tested {
    /// The name of the fact or the output; empty if it is of another policy.
    pub fn name(self, policy: &Policy) -> &str {
        match self {
            Self::Fact(fact) => policy.facts.get(fact.index()).map(|fact| &fact.name),
            Self::Output(table) => {
                let table = policy.tables.get(usize::from(table));
                table.map(|table| &table.output)
            }
        }
        .map_or("", String::as_str)
    }
}

/// How far one cell is tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellCoverage {
    /// What it tests.
    pub tested: Tested,
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
                    cells: self::cells(cells)
                        .map(|(tested, _)| CellCoverage::new(tested))
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
        let explanation = decision.explain(&case.facts);
        let tried = Tried {
            facts: &case.facts,
            explanation: &explanation,
        };
        for chosen in Chosen::tables(policy, &case.goal, case.on) {
            let gives = outputs.iter().any(|(name, _)| *name == chosen.table.output);
            let mut open = true;
            for (index, rule) in &chosen.rules {
                let reference = RuleRef {
                    table: chosen.index,
                    rule: *index,
                };
                self.add_rule(reference, rule, &tried, gives && open);
                if gives_first(chosen.table.hit) {
                    let rows = rule.rows.iter();
                    open &= rows.clone().all(|row| tried.row(row, None) == Truth::False);
                }
            }
        }
        Ok(())
    }

    fn add_rule(&mut self, reference: RuleRef, rule: &Rule, tried: &Tried<'_>, may_decide: bool) {
        let of_rule = self.rows.iter_mut().filter(|row| row.rule == reference);
        for (covered, row) in of_rule.zip(&rule.rows) {
            let others = rule.rows.iter().enumerate();
            let mut others = others.filter(|(other, _)| *other != covered.row);
            let is_alone = others.all(|(_, row)| tried.row(row, None) == Truth::False);
            let matches = tried.row(row, None);
            covered.matched |= matches == Truth::True;
            covered.failed |= matches == Truth::False;
            covered.decided |= matches == Truth::True && may_decide && is_alone;
            for (number, (covered, (tested, cell))) in
                covered.cells.iter_mut().zip(cells(row)).enumerate()
            {
                let holds = tried.cell(tested, cell);
                covered.held |= holds == Truth::True;
                covered.failed |= holds == Truth::False;
                covered.alone |= holds == Truth::False
                    && is_alone
                    && tried.row(row, Some(number)) == Truth::True;
            }
        }
    }
}

impl CellCoverage {
    fn new(tested: Tested) -> Self {
        Self {
            tested,
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

/// What cells of a row test, in order.
fn cells(row: &Row) -> impl Iterator<Item = (Tested, &Cell)> {
    let facts = row.cells.iter();
    let facts = facts.map(|(fact, cell)| (Tested::Fact(*fact), cell));
    let outputs = row.outputs.iter();
    facts.chain(outputs.map(|(table, cell)| (Tested::Output(*table), cell)))
}

/// One case, as rows see it.
struct Tried<'t> {
    facts: &'t Facts,
    explanation: &'t Explanation<'t>,
}

impl Tried<'_> {
    fn cell(&self, tested: Tested, cell: &Cell) -> Truth {
        match tested {
            Tested::Fact(fact) => self.facts.truth(fact, cell),
            Tested::Output(table) => match self.explanation.table_of_policy(table) {
                Some(table) => table.truth_of(cell),
                None => Truth::Unknown,
            },
        }
    }

    /// Whether a row matches, with one cell left out or none.
    fn row(&self, row: &Row, without: Option<usize>) -> Truth {
        let cells = cells(row).enumerate();
        let cells = cells.filter(|(number, _)| Some(*number) != without);
        let mut truth = Truth::True;
        for (_, (tested, cell)) in cells {
            match self.cell(tested, cell) {
                Truth::False => return Truth::False,
                Truth::Unknown => truth = Truth::Unknown,
                Truth::True => {}
            }
        }
        truth
    }
}
