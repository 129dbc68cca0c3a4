//! Rules, rows and cells with their truth.

use chrono::NaiveDate;

use super::{Explanation, TableTrace};
use crate::cell::Cell;
use crate::chosen::RuleInForce;
use crate::diagram::Walk;
use crate::fact::{FactDeclaration, FactId};
use crate::feel::FeelCell;
use crate::partition::Partition;
use crate::policy::{RuleRef, RuleVersion};
use crate::table::{Row, Rule};
use crate::value::Value;
use crate::verdict::Truth;

/// Whether a rule is in force on the day of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce<'e> {
    /// It is.
    Yes,
    /// Not yet: this is its first day.
    From(NaiveDate),
    /// No longer: this was its last day.
    Until(NaiveDate),
    /// It is for an option of a switch that is not chosen.
    NotChosen {
        /// The switch.
        switch: &'e str,
        /// The option that the rule is for.
        option: &'e str,
    },
}

/// A version of a rule under what is known.
#[derive(Clone, Copy)]
pub struct RuleTrace<'e> {
    explanation: &'e Explanation<'e>,
    reference: RuleRef,
    rule: &'e Rule,
    in_force: Option<&'e RuleInForce>,
}

/// A row of a rule.
#[derive(Clone, Copy)]
pub struct RowTrace<'e> {
    explanation: &'e Explanation<'e>,
    row: &'e Row,
}

/// A cell of a row.
#[derive(Clone, Copy)]
pub struct CellTrace<'e> {
    explanation: &'e Explanation<'e>,
    subject: Subject<'e>,
    declaration: &'e FactDeclaration,
    cell: &'e Cell,
}

/// What a cell tests.
#[derive(Clone, Copy)]
pub enum Subject<'e> {
    /// A fact.
    Fact(FactId),
    /// The output of a table that comes before.
    Output(TableTrace<'e>),
}

impl<'e> RuleTrace<'e> {
    pub(super) fn new(
        explanation: &'e Explanation<'e>,
        reference: RuleRef,
        in_force: Option<&'e RuleInForce>,
    ) -> Option<Self> {
        let tables = &explanation.decision.policy.tables;
        let table = tables.get(usize::from(reference.table))?;
        Some(Self {
            explanation,
            reference,
            rule: table.rules.get(usize::from(reference.rule))?,
            in_force,
        })
    }

    /// Where the rule stands in the policy.
    pub fn reference(&self) -> RuleRef {
        self.reference
    }

    /// The rule for those who show it; always there for a rule of the same policy.
    pub fn version(&self) -> Option<RuleVersion<'e>> {
        let policy = self.explanation.decision.policy;
        policy.rule_version(self.reference)
    }

    /// The output, as an index into the table's `values`.
    pub fn output(&self) -> u16 {
        self.rule.then
    }

    pub(super) fn is_in_force(&self) -> bool {
        self.in_force.is_some()
    }

    /// Whether the rule is in force. A rule that is for an option not chosen says so whatever the
    /// day.
    pub fn in_force(&self) -> InForce<'e> {
        if self.in_force.is_some() {
            return InForce::Yes;
        }
        let (policy, on) = (
            self.explanation.decision.policy,
            self.explanation.decision.on,
        );
        let basis = &self.rule.basis;
        if !policy.is_chosen(basis)
            && let Some((switch, option)) = self.version().and_then(|version| version.switch)
        {
            return InForce::NotChosen { switch, option };
        }
        match (basis.from, basis.until) {
            (Some(from), _) if on < from => InForce::From(from),
            (_, Some(until)) if until < on => InForce::Until(until),
            _ => InForce::Yes,
        }
    }

    /// Whether the rule's condition holds; exact for a rule in force. Of one that is not, this is
    /// what its rows say one by one: unknown even if one of them must hold, but not yet which.
    pub fn truth(&self) -> Truth {
        if let Some(rule) = self.in_force {
            let mut walk = Walk::default();
            let classes = &self.explanation.classes;
            return self
                .explanation
                .decision
                .truth_of_condition(rule, classes, &mut walk);
        }
        let mut truth = Truth::False;
        for row in self.rows() {
            match row.truth() {
                Truth::True => return Truth::True,
                Truth::Unknown => truth = Truth::Unknown,
                Truth::False => {}
            }
        }
        truth
    }

    /// The rows; the rule applies if any of them does.
    pub fn rows(&self) -> impl Iterator<Item = RowTrace<'e>> + use<'e> {
        let explanation = self.explanation;
        let rows = self.rule.rows.iter();
        rows.map(move |row| RowTrace { explanation, row })
    }
}

impl<'e> RowTrace<'e> {
    /// Whether every cell holds: unknown only if the missing facts can make the row hold and can
    /// make it fail, or if it tests outputs whose diagrams are too large to tell.
    pub fn truth(&self) -> Truth {
        let mut truth = Truth::True;
        for cell in self.cells() {
            match cell.truth() {
                Truth::False => return Truth::False,
                Truth::Unknown => truth = Truth::Unknown,
                Truth::True => {}
            }
        }
        // Cells on different facts are free of each other, what tables give is not.
        let is_free = self.row.outputs.is_empty();
        match truth == Truth::Unknown
            && !is_free
            && self.explanation.can_hold(self.row) == Some(false)
        {
            true => Truth::False,
            false => truth,
        }
    }

    /// The cells: those on facts in the order of the facts, then those on outputs in the order of
    /// the tables.
    pub fn cells(&self) -> impl Iterator<Item = CellTrace<'e>> + use<'e> {
        let explanation = self.explanation;
        let facts = &explanation.decision.policy.facts;
        let cells = self.row.cells.iter().filter_map(move |(fact, cell)| {
            Some(CellTrace {
                explanation,
                subject: Subject::Fact(*fact),
                declaration: facts.get(fact.index())?,
                cell,
            })
        });
        let outputs = self.row.outputs.iter().filter_map(move |(table, cell)| {
            let table = explanation.table_of_policy(*table)?;
            Some(CellTrace {
                explanation,
                subject: Subject::Output(table),
                declaration: table.declaration()?,
                cell,
            })
        });
        cells.chain(outputs)
    }

    /// The cells that stand in the way: those that do not hold, or might not.
    pub fn obstacles(&self) -> impl Iterator<Item = CellTrace<'e>> + use<'e> {
        self.cells().filter(|cell| cell.truth() != Truth::True)
    }
}

impl<'e> CellTrace<'e> {
    /// What it tests.
    pub fn subject(&self) -> Subject<'e> {
        self.subject
    }

    /// The declaration of the fact, or the output as a fact.
    pub fn declaration(&self) -> &'e FactDeclaration {
        self.declaration
    }

    /// The value of the fact or the output, if it is known.
    pub fn value(&self) -> Option<Value<'e>> {
        let Explanation {
            decision, facts, ..
        } = self.explanation;
        match self.subject {
            Subject::Fact(fact) => facts.get(decision.policy, fact),
            Subject::Output(table) => table.output(),
        }
    }

    /// The cell.
    pub fn cell(&self) -> &'e Cell {
        self.cell
    }

    /// The cell as FEEL text.
    pub fn feel(&self) -> FeelCell<'e> {
        self.cell.feel(self.declaration)
    }

    /// Whether the cell holds: unknown only if it does for some completion of what is missing and
    /// does not for another.
    pub fn truth(&self) -> Truth {
        let fact = match self.subject {
            Subject::Fact(fact) => fact,
            Subject::Output(table) => return table.truth_of(self.cell),
        };
        if let Some(known) = self.explanation.facts.known(fact) {
            let holds = self.cell.holds(known);
            return Truth::of(holds, !holds);
        }
        let partition = Partition::of(self.declaration, &[self.cell]);
        let mut samples = partition.samples().iter();
        let holds = samples.clone().any(|sample| self.cell.holds(*sample));
        let fails = samples.any(|sample| !self.cell.holds(*sample));
        Truth::of(holds, fails)
    }
}
