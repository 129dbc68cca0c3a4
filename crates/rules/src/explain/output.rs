//! What tables may still give under what is known.

use std::cell::OnceCell;

use super::{Explanation, TableTrace};
use crate::cell::Cell;
use crate::chosen::TableInForce;
use crate::compile::Found;
use crate::diagram::Walk;
use crate::fact::{FactDeclaration, Known};
use crate::nodes::{Join, Nodes};
use crate::table::{HitPolicy, Row};
use crate::value::Value;
use crate::verdict::Truth;

/// Beyond so many nodes it is not worked out whether the cells of a row can hold together.
const NODES: usize = 1 << 16;

/// The outputs of a goal's tables as facts, each made when it is first asked for.
pub(super) struct Declarations(Vec<OnceCell<Option<FactDeclaration>>>);

impl Declarations {
    pub(super) fn new(tables: usize) -> Self {
        Self(vec![OnceCell::new(); tables])
    }
}

impl TableInForce<'_> {
    /// What a part's terminal says of the output, as the value of a fact; `None` for a list.
    fn known(&self, found: Found<'_>) -> Option<Known> {
        Some(match found {
            Found::Nothing if self.table.hit.lists() => return None,
            Found::Nothing => Known::Null,
            Found::Value(value) if self.table.hit.reckons() => {
                Known::Number(*self.numbers.get(value as usize)?)
            }
            Found::Value(value) => Known::Text(value as u16),
            Found::Number(number) => Known::Number(number),
            Found::Piece(_) => return None,
        })
    }
}

impl<'e> TableTrace<'e> {
    /// The output as a fact; `None` if it is a list.
    pub(super) fn declaration(&self) -> Option<&'e FactDeclaration> {
        let declared = self.explanation.outputs.0.get(self.index)?;
        declared
            .get_or_init(|| self.table.output_declaration())
            .as_ref()
    }

    /// The outputs that the table may still have, each once: the texts in the order of the table's
    /// values, numbers from the least, nothing as `null`. Empty for a list.
    fn outputs(&self) -> Vec<Known> {
        let mut outputs: Vec<Known> = Vec::new();
        self.visit(|known| {
            if !outputs.contains(&known) {
                outputs.push(known);
            }
            true
        });
        outputs.sort_by_key(|known| match known {
            Known::Text(index) => (0, i64::from(*index)),
            Known::Number(number) => (0, number.millionths()),
            _ => (1, 0),
        });
        outputs
    }

    /// Visits the outputs that the table may still have until `visit` says to stop; one may be
    /// visited several times.
    fn visit(&self, mut visit: impl FnMut(Known) -> bool) {
        let decision = self.explanation.decision;
        let Some(table) = decision.tables.get(self.index) else {
            return;
        };
        let mut parts = decision.compiled.parts.iter();
        // Only a list has several parts.
        let Some(part) = parts.find(|part| part.plan == self.index) else {
            return;
        };
        let classes = &self.explanation.classes;
        let diagram = &decision.compiled.diagram;
        diagram.reach(part.root, classes, &mut Walk::default(), |terminal| {
            let known = table.known(decision.compiled.result(part, terminal));
            known.is_none_or(&mut visit)
        });
    }

    /// The values that the table may still give, with whether each is certain: the texts in the
    /// order of the table's values, numbers from the least. Of a table that gives a list, the
    /// values that may be in it.
    pub fn possible(&self) -> Vec<(Value<'e>, bool)> {
        if self.table.hit.lists() {
            let values = (0..).zip(&self.table.values);
            let values = values.filter_map(|(index, value)| match self.gives(index) {
                Truth::True => Some((Value::Text(value), true)),
                Truth::Unknown => Some((Value::Text(value), false)),
                Truth::False => None,
            });
            return values.collect();
        }
        let outputs = self.outputs();
        let certain = outputs.len() == 1;
        let given = outputs.into_iter().filter(|known| *known != Known::Null);
        let given = given.filter_map(|known| Some((self.declaration()?.value(known)?, certain)));
        given.collect()
    }

    /// The output, `null` if the table gives nothing; `None` if it is not known or a list.
    pub fn output(&self) -> Option<Value<'e>> {
        match self.outputs().as_slice() {
            [known] => self.declaration()?.value(*known),
            _ => None,
        }
    }

    /// Whether a cell on the output holds.
    pub(crate) fn truth_of(&self, cell: &Cell) -> Truth {
        let (mut holds, mut fails) = (false, false);
        self.visit(|known| {
            match cell.holds(known) {
                true => holds = true,
                false => fails = true,
            }
            !(holds && fails)
        });
        Truth::of(holds, fails)
    }

    /// Whether one rule that applies keeps those after it from giving their outputs. Where rules
    /// are kept apart or agree, one that applies keeps all others from it.
    pub(super) fn has_precedence(&self) -> bool {
        match self.table.hit {
            HitPolicy::Unique
            | HitPolicy::Any
            | HitPolicy::First
            | HitPolicy::Priority
            | HitPolicy::Min
            | HitPolicy::Max => true,
            HitPolicy::OutputOrder
            | HitPolicy::RuleOrder
            | HitPolicy::Collect
            | HitPolicy::Sum
            | HitPolicy::Count => false,
        }
    }
}

impl Explanation<'_> {
    /// The table of this index in the policy, if it is of the goal.
    pub(crate) fn table_of_policy(&self, index: u16) -> Option<TableTrace<'_>> {
        self.tables().find(|trace| {
            let table = self.decision.tables.get(trace.index);
            table.is_some_and(|table| table.index == index)
        })
    }

    /// Whether the cells of a row can hold together. What tables give follows from facts, so cells
    /// on outputs are not free of each other and of those on facts. `None` if the diagrams are too
    /// large.
    pub(super) fn can_hold(&self, row: &Row) -> Option<bool> {
        let compiled = &self.decision.compiled;
        let variables = &compiled.diagram.variables;
        let mut nodes = Nodes::new(NODES);
        let mut conditions = Vec::with_capacity(row.cells.len() + row.outputs.len());
        for (fact, cell) in &row.cells {
            let variable = variables.iter().position(|it| it.fact == *fact);
            // A known fact has been looked at, and one that no rule in force tests is free.
            let Some(index) = variable.filter(|_| !self.facts.is_known(*fact)) else {
                continue;
            };
            let partition = &variables.get(index)?.partition;
            let declaration = self.decision.policy.facts.get(fact.index())?;
            let mut children = vec![0; partition.samples().len()];
            // A cell of a rule that is not in force may divide a class.
            for (sample, class, _) in partition.parts(declaration, &[cell]) {
                if cell.holds(sample) {
                    *children.get_mut(class)? = 1;
                }
            }
            conditions.push(nodes.choose(index, &children)?);
        }
        for (table, cell) in &row.outputs {
            let trace = self.table_of_policy(*table)?;
            let table = self.decision.tables.get(trace.index)?;
            let mut parts = compiled.parts.iter();
            let part = parts.find(|part| part.plan == trace.index)?;
            let holds = |terminal| {
                let known = table.known(compiled.result(part, terminal));
                u32::from(known.is_some_and(|known| cell.holds(known)))
            };
            let inner =
                |nodes: &mut Nodes, variable, children: &[_]| match self.classes.get(variable) {
                    Some(class) => children.get(class).copied(),
                    None => nodes.make(variable, children),
                };
            conditions.push(nodes.import(&compiled.diagram, part.root, holds, inner)?);
        }
        let together = nodes.join(Join::All, &conditions)?;
        Some(together.as_terminal() != Some(0))
    }
}
