//! The cases that policies tell apart, and what their tables do with them.

use chrono::NaiveDate;

use super::classes;
use super::forest::{Forest, Path, Region, TooManySteps, all, none};
use crate::cell::Cell;
use crate::chosen::Chosen;
use crate::compile::{self, Compiled, Gives, Plan};
use crate::diagram::{Edge, Variable};
use crate::distinct::distinct;
use crate::fact::{FactDeclaration, FactId, Facts, Known};
use crate::number::Number;
use crate::partition::Partition;
use crate::policy::{Policy, RuleRef};
use crate::table::{HitPolicy, Row, Table};

/// The variables: the facts that any rule of any version mentions, cut as finely as any of them
/// does. So the diagrams of every day, of every choice of switches, and of several policies can be
/// compared.
pub(crate) struct Space<'p> {
    declarations: &'p [FactDeclaration],
    facts: Vec<FactId>,
    variables: Vec<Variable>,
    usual: Vec<u16>,
    pub(crate) forest: Forest,
}

/// A time in which the same rules of a goal are in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day; none if it has no beginning.
    pub from: Option<NaiveDate>,
    /// The last day; none if it has no end.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// A day of the period: the first one or, if it has none, the last one.
    pub fn day(&self) -> NaiveDate {
        self.from.or(self.until).unwrap_or_default()
    }

    /// Whether the day lies in the period.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The periods that the given days begin; the first one has no beginning.
    pub(crate) fn between(dates: &[NaiveDate]) -> Vec<Self> {
        let starts = std::iter::once(None).chain(dates.iter().copied().map(Some));
        let ends = dates.iter().map(|date| date.pred_opt());
        let periods = starts.zip(ends.chain(std::iter::once(None)));
        periods.map(|(from, until)| Self { from, until }).collect()
    }
}

/// What one table does in one period.
pub(crate) struct TableRegions {
    /// The index in the policy.
    pub(crate) index: u16,
    /// The cases in which the table is relevant.
    pub(crate) relevant: Edge,
    /// What it gives, piece by piece.
    pub(crate) parts: Vec<PartRegions>,
    /// Its rules in force, in the order of precedence.
    pub(crate) rules: Vec<RuleRegions>,
}

/// A part of what a table gives, as a function of the cases.
pub(crate) struct PartRegions {
    pub(crate) root: Edge,
    /// What each terminal of it stands for.
    found: Vec<(u32, Found)>,
}

impl PartRegions {
    /// What a terminal stands for.
    pub(crate) fn found(&self, terminal: u32) -> &Found {
        let mut found = self.found.iter();
        let found = found.find(|(known, _)| *known == terminal);
        found.map_or(&Found::Nothing, |(_, found)| found)
    }
}

/// The cases of one rule.
pub(crate) struct RuleRegions {
    pub(crate) rule: RuleRef,
    pub(crate) output: u16,
    /// The cases of each row.
    pub(crate) rows: Vec<Edge>,
    /// The cases of all rows together.
    pub(crate) condition: Edge,
}

/// What a terminal of a part stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The table gives no output.
    Nothing,
    /// An index into the table's values.
    Value(u32),
    /// A count or a sum.
    Number(Number),
    /// A piece of a list, as indexes into the table's values.
    Piece(Vec<u32>),
}

impl Found {
    fn new(found: compile::Found<'_>) -> Self {
        match found {
            compile::Found::Nothing => Self::Nothing,
            compile::Found::Value(value) => Self::Value(value),
            compile::Found::Number(number) => Self::Number(number),
            compile::Found::Piece(values) => Self::Piece(values.to_vec()),
        }
    }

    /// Whether it is a value of the table, or has it.
    fn gives(&self, value: u16) -> bool {
        match self {
            Self::Nothing | Self::Number(_) => false,
            Self::Value(found) => *found == u32::from(value),
            Self::Piece(values) => values.contains(&u32::from(value)),
        }
    }

    /// The output as the value of a fact; `None` for a list.
    fn known(&self, table: &Table) -> Option<Known> {
        Some(match self {
            Self::Nothing => Known::Null,
            Self::Value(value) if table.hit.reckons() => {
                Known::Number(table.numbers().nth(*value as usize)??)
            }
            Self::Value(value) => Known::Text(*value as u16),
            Self::Number(number) => Known::Number(*number),
            Self::Piece(_) => return None,
        })
    }
}

/// Whether a table gives at most one of its rules' outputs, the first in the order of precedence.
pub(crate) fn gives_first(hit: HitPolicy) -> bool {
    matches!(Gives::of(hit), Gives::First)
}

impl<'p> Space<'p> {
    /// The space of policies that declare the same facts. Facts are cut by `further` cells as well.
    /// Working in it fails after `limit` steps.
    pub(crate) fn new(policies: &[&'p Policy], further: &[(FactId, Cell)], limit: usize) -> Self {
        let declarations = policies.first().map_or(&[][..], |policy| &policy.facts);
        let rows = || {
            let tables = policies.iter().flat_map(|policy| &policy.tables);
            let rules = tables.flat_map(|table| &table.rules);
            rules.flat_map(|rule| &rule.rows)
        };
        let facts = distinct(rows().flat_map(|row| &row.cells).map(|(fact, _)| *fact));
        let mut cells: Vec<Vec<&Cell>> = vec![Vec::new(); declarations.len()];
        let further = further.iter();
        for (fact, cell) in rows().flat_map(|row| &row.cells).chain(further) {
            // The same constants come again and again, and only the different ones divide.
            if let Some(cells) = cells.get_mut(fact.index())
                && !cells.contains(&cell)
            {
                cells.push(cell);
            }
        }
        let variable = |fact: &FactId| {
            let declaration = declarations.get(fact.index())?;
            Some(Variable {
                fact: *fact,
                partition: Partition::of(declaration, cells.get(fact.index())?),
            })
        };
        let variables: Vec<Variable> = facts.iter().filter_map(variable).collect();
        let usual = variables.iter().map(|variable| {
            let of_fact = || rows().flat_map(|row| &row.cells);
            let mentions = |sample: &Known| {
                let cells = of_fact().filter(|(fact, _)| *fact == variable.fact);
                cells.filter(|(_, cell)| cell.holds(*sample)).count()
            };
            let samples = (0..).zip(variable.partition.samples());
            let least = samples.min_by_key(|(_, sample)| mentions(sample));
            least.map_or(0, |(class, _)| class)
        });
        let usual = usual.collect();
        let sizes = variables.iter();
        let sizes = sizes.map(|variable| variable.partition.samples().len() as u16);
        Self {
            declarations,
            forest: Forest::new(sizes.collect(), limit),
            facts,
            variables,
            usual,
        }
    }

    /// For each variable the class that the fewest cells admit: what is nothing special.
    pub(crate) fn usual(&self) -> &[u16] {
        &self.usual
    }

    /// The facts of the variables, in order.
    pub(crate) fn facts(&self) -> &[FactId] {
        &self.facts
    }

    pub(crate) fn declaration(&self, variable: usize) -> Option<&'p FactDeclaration> {
        self.declarations.get(self.facts.get(variable)?.index())
    }

    pub(crate) fn variable(&self, fact: FactId) -> Option<usize> {
        self.facts.binary_search(&fact).ok()
    }

    /// Whether a cell holds for a class.
    pub(crate) fn holds(&self, variable: usize, cell: &Cell, class: u16) -> bool {
        let variable = self.variables.get(variable);
        let sample = variable.and_then(|variable| {
            let samples = variable.partition.samples();
            samples.get(usize::from(class))
        });
        sample.is_some_and(|sample| cell.holds(*sample))
    }

    /// A plain value of a class.
    pub(crate) fn plain(&self, variable: usize, class: u16) -> Known {
        match (self.declaration(variable), self.variables.get(variable)) {
            (Some(declaration), Some(variable)) => {
                classes::plain(declaration, &variable.partition, class)
            }
            _ => Known::Null,
        }
    }

    /// A plain value of a class as a FEEL literal.
    pub(crate) fn shown(&self, variable: usize, class: u16) -> String {
        let declaration = self.declaration(variable);
        let value =
            declaration.and_then(|declaration| declaration.value(self.plain(variable, class)));
        value.map_or_else(String::new, |value| value.to_string())
    }

    /// Plain facts of a path.
    pub(crate) fn example(&self, path: &Path) -> Facts {
        let mut facts = Facts::new();
        for (variable, class) in path {
            if let Some(fact) = self.facts.get(*variable) {
                facts.insert(*fact, self.plain(*variable, *class));
            }
        }
        facts
    }

    /// The least region that holds all the cases; variables of which every class occurs are left
    /// out.
    pub(crate) fn within(&mut self, cases: Edge) -> Result<Region, TooManySteps> {
        let mut within = Vec::new();
        for variable in 0..self.facts.len() {
            let size = self.forest.size(variable);
            let mut classes = Vec::new();
            for class in 0..size {
                if self.forest.cofactor(cases, variable, class)? != none() {
                    classes.push(class);
                }
            }
            if classes.len() < usize::from(size) {
                within.push((variable, classes));
            }
        }
        Ok(within)
    }

    /// Each fact of a region and the cell that admits its classes.
    pub(crate) fn cells(&self, region: &Region) -> Vec<(FactId, String)> {
        let cell = |(variable, classes): &(usize, Vec<u16>)| {
            let partition = &self.variables.get(*variable)?.partition;
            let declaration = self.declaration(*variable)?;
            let cell = partition.cell(declaration, |class| classes.contains(&class));
            Some((
                *self.facts.get(*variable)?,
                cell.feel(declaration).to_string(),
            ))
        };
        region.iter().filter_map(cell).collect()
    }

    /// The cases in which a cell of a variable holds.
    pub(crate) fn cell(&mut self, fact: FactId, cell: &Cell) -> Result<Edge, TooManySteps> {
        let Some(variable) = self.variable(fact) else {
            return Ok(all());
        };
        let partition = self
            .variables
            .get(variable)
            .map(|variable| &variable.partition);
        let samples = partition.map_or(&[][..], Partition::samples);
        let holds = |class: u16| {
            let sample = samples.get(usize::from(class));
            sample.is_some_and(|sample| cell.holds(*sample))
        };
        self.forest.literal(variable, holds)
    }

    /// The cases in which all cells of a row hold, given what the tables before it give.
    pub(crate) fn row(
        &mut self,
        policy: &Policy,
        before: &[TableRegions],
        row: &Row,
    ) -> Result<Edge, TooManySteps> {
        let mut cases = all();
        for (table, cell) in &row.outputs {
            let cell = self.output(policy, before, *table, cell)?;
            cases = self.forest.and(cell, cases)?;
        }
        // From the last variable up, so that each cell is one node on top of the others.
        for (fact, cell) in row.cells.iter().rev() {
            let cell = self.cell(*fact, cell)?;
            cases = self.forest.and(cell, cases)?;
        }
        Ok(cases)
    }

    /// The cases in which a cell on the output of a table holds.
    pub(crate) fn output(
        &mut self,
        policy: &Policy,
        tables: &[TableRegions],
        table: u16,
        cell: &Cell,
    ) -> Result<Edge, TooManySteps> {
        let declared = policy.tables.get(usize::from(table));
        let regions = tables.iter().find(|regions| regions.index == table);
        // Only a list has several parts.
        let part = regions.and_then(|regions| regions.parts.first());
        let Some((declared, part)) = declared.zip(part) else {
            return Ok(none());
        };
        self.forest.set(part.root, |terminal| {
            let known = part.found(terminal).known(declared);
            known.is_some_and(|known| cell.holds(known))
        })
    }

    /// What the tables of a goal do on a day, those first on which others depend.
    pub(crate) fn goal(
        &mut self,
        policy: &Policy,
        goal: &str,
        on: NaiveDate,
    ) -> Result<Vec<TableRegions>, TooManySteps> {
        let chosen = Chosen::tables(policy, goal, on);
        let plans: Vec<Plan<'_>> = chosen
            .iter()
            .map(|table| table.plan(&chosen, &self.facts))
            .collect();
        let compiled = compile::compile(&plans, self.variables.clone());
        let (compiled, _) = compiled.ok_or(TooManySteps)?;
        let mut tables: Vec<TableRegions> = Vec::with_capacity(chosen.len());
        for (plan, table) in chosen.iter().enumerate() {
            let table = self.table(policy, table, plan, &compiled, &tables)?;
            tables.push(table);
        }
        Ok(tables)
    }

    fn table(
        &mut self,
        policy: &Policy,
        chosen: &Chosen<'_>,
        plan: usize,
        compiled: &Compiled,
        before: &[TableRegions],
    ) -> Result<TableRegions, TooManySteps> {
        let mut relevant = all();
        if let Some(when) = chosen.table.when_output {
            relevant = none();
            let other = before.iter().find(|table| table.index == when.table);
            for part in other.map_or(&[][..], |other| &other.parts) {
                let gives = |terminal| part.found(terminal).gives(when.value);
                let gives = self.forest.set(part.root, gives)?;
                relevant = self.forest.or(relevant, gives)?;
            }
        }
        let mut rules = Vec::with_capacity(chosen.rules.len());
        for (index, rule) in &chosen.rules {
            let mut condition = none();
            let mut rows = Vec::with_capacity(rule.rows.len());
            for row in &rule.rows {
                let cases = self.row(policy, before, row)?;
                condition = self.forest.or(cases, condition)?;
                rows.push(cases);
            }
            rules.push(RuleRegions {
                rule: RuleRef {
                    table: chosen.index,
                    rule: *index,
                },
                output: rule.then,
                rows,
                condition,
            });
        }
        let parts = compiled.parts.iter().filter(|part| part.plan == plan);
        let parts = parts.map(|part| {
            let root = self.forest.import(&compiled.diagram, part.root)?;
            let terminals = self.forest.terminals(root).into_iter();
            Ok(PartRegions {
                root,
                found: terminals
                    .map(|terminal| (terminal, Found::new(compiled.result(part, terminal))))
                    .collect(),
            })
        });
        let parts = parts.collect::<Result<Vec<PartRegions>, TooManySteps>>()?;
        Ok(TableRegions {
            index: chosen.index,
            relevant,
            parts,
            rules,
        })
    }
}

/// The periods of a goal, joined where the same rules are in force.
pub(crate) fn periods(policy: &Policy, goal: &str) -> Vec<Period> {
    let in_force = |period: &Period| -> Vec<RuleRef> {
        let tables = Chosen::tables(policy, goal, period.day());
        let rules = tables.iter().flat_map(|table| {
            let rules = table.rules.iter();
            rules.map(|(rule, _)| RuleRef {
                table: table.index,
                rule: *rule,
            })
        });
        rules.collect()
    };
    let mut periods: Vec<(Period, Vec<RuleRef>)> = Vec::new();
    for period in Period::between(&policy.dates()) {
        let rules = in_force(&period);
        match periods.last_mut() {
            Some((last, same)) if *same == rules => last.until = period.until,
            _ => periods.push((period, rules)),
        }
    }
    periods.into_iter().map(|(period, _)| period).collect()
}

/// The goals of a policy, in the order of the tables.
pub(crate) fn goals(policy: &Policy) -> Vec<&str> {
    let mut goals: Vec<&str> = Vec::new();
    for table in &policy.tables {
        if !goals.contains(&table.goal.as_str()) {
            goals.push(&table.goal);
        }
    }
    goals
}
