//! Cases that test the cells of a row that also tests what other tables give.
//!
//! What a table gives follows from facts, so that to make one cell fail alone it can take a change
//! of several facts. A case for it differs from the usual one in as few facts as can be.

use super::generate::{Because, Impossible, RowCases, Work};
use super::{Tested, cells};
use crate::analysis::{TooManySteps, all, none};
use crate::cell::Cell;
use crate::diagram::Edge;
use crate::table::Row;

impl Work<'_, '_> {
    /// For each cell a case in which it alone keeps the rule from applying.
    pub(super) fn each_alone(
        &mut self,
        periods: &[RowCases],
        row: &Row,
        shown: Option<&[u16]>,
    ) -> Result<(), TooManySteps> {
        for (tested, cell) in cells(row) {
            let because = self.one_alone(periods, row, (tested, cell), shown)?;
            let first = periods.first();
            let impossible = because.zip(first).map(|(because, first)| Impossible {
                rule: first.rule,
                row: first.row,
                cell: Some(tested),
                because,
            });
            self.impossible.extend(impossible);
        }
        Ok(())
    }

    /// Finds or makes a case in which a cell fails alone; says why not, or not wholly.
    fn one_alone(
        &mut self,
        periods: &[RowCases],
        row: &Row,
        (tested, cell): (Tested, &Cell),
        shown: Option<&[u16]>,
    ) -> Result<Option<Because>, TooManySteps> {
        let mut ever_fails = false;
        let mut found = Vec::new();
        for cases in periods {
            let (fails, alone) = self.failing(cases, row, tested, cell)?;
            ever_fails |= fails != none();
            if alone != none() {
                let other = self.with_another_outcome(cases, alone, shown)?;
                found.push((cases, alone, other));
            }
        }
        if let Some((cases, _, other)) = found.iter().find(|(_, _, other)| *other != none()) {
            self.fail(cases, tested, *other);
            return Ok(None);
        }
        if let Some((cases, alone, _)) = found.first() {
            self.fail(cases, tested, *alone);
            return Ok(Some(Because::SameOutcome));
        }
        Ok(Some(match ever_fails {
            true => Because::Covered,
            false => Because::AlwaysHolds,
        }))
    }

    /// The cases in which a cell fails, and those in which it alone keeps the rule from applying:
    /// where its table is relevant, if that can be.
    fn failing(
        &mut self,
        cases: &RowCases,
        row: &Row,
        tested: Tested,
        cell: &Cell,
    ) -> Result<(Edge, Edge), TooManySteps> {
        let tables = self.tables.get(cases.period).map_or(&[][..], Vec::as_slice);
        let mut others = row.clone();
        let holds = match tested {
            Tested::Fact(fact) => {
                others.cells.retain(|(other, _)| *other != fact);
                self.space.cell(fact, cell)?
            }
            Tested::Output(table) => {
                others.outputs.retain(|(other, _)| *other != table);
                self.space.output(self.policy, tables, table, cell)?
            }
        };
        let others = self.space.row(self.policy, tables, &others)?;
        let own = tables.iter().find(|own| own.index == cases.rule.table);
        let relevant = own.map_or(none(), |own| own.relevant);
        let forest = &mut self.space.forest;
        let fails = forest.minus(all(), holds)?;
        let alone = forest.minus(others, holds)?;
        let alone = forest.minus(alone, cases.condition)?;
        let asked = forest.and(alone, relevant)?;
        Ok((fails, if asked == none() { alone } else { asked }))
    }

    /// Those of the cases in which some output is another than in the case shown.
    fn with_another_outcome(
        &mut self,
        cases: &RowCases,
        among: Edge,
        shown: Option<&[u16]>,
    ) -> Result<Edge, TooManySteps> {
        let tables = self.tables.get(cases.period).map_or(&[][..], Vec::as_slice);
        let Some((shown, own)) = shown.zip(tables.iter().find(|own| own.index == cases.rule.table))
        else {
            return Ok(none());
        };
        let forest = &mut self.space.forest;
        let mut differing = none();
        for part in &own.parts {
            let given = forest.at(part.root, shown);
            let differs = forest.set(part.root, |terminal| terminal != given)?;
            differing = forest.or(differing, differs)?;
        }
        forest.and(among, differing)
    }

    /// Adds one of the cases, unless one is there.
    fn fail(&mut self, cases: &RowCases, tested: Tested, among: Edge) {
        let forest = &self.space.forest;
        let is_there = {
            let mut drafts = self.drafts.of(cases.period);
            drafts.any(|draft| forest.at(among, &draft.classes) != 0)
        };
        if is_there {
            return;
        }
        let Some(path) = forest.nearest(among, &self.drafts.usual) else {
            return;
        };
        let classes = self.drafts.complete(&path);
        let name = self.name(cases);
        let name = format!("not {name}, for {} alone", tested.name(self.policy));
        self.drafts.add(cases.period, classes, name);
    }
}
