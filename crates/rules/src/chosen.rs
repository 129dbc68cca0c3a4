//! The tables of one goal with the rules that are in force on one day.

use chrono::NaiveDate;

use crate::cell::Cell;
use crate::compile::{Gives, Plan, PlanRule};
use crate::diagram::{Edge, Variable};
use crate::distinct::distinct;
use crate::fact::{FactId, Known};
use crate::number::Number;
use crate::partition::Partition;
use crate::policy::{Policy, RuleRef};
use crate::table::{HitPolicy, Row, Rule, Table};

/// A table and its rules in force, before they are compiled.
pub(crate) struct Chosen<'p> {
    /// The table's index in the policy.
    index: u16,
    table: &'p Table,
    /// The rules and their indexes in the table, in the order of precedence.
    rules: Vec<(u16, &'p Rule)>,
}

/// A table and its rules in force.
#[derive(Clone, Debug)]
pub(crate) struct TableInForce<'p> {
    /// The table's index in the policy.
    pub(crate) index: u16,
    pub(crate) table: &'p Table,
    /// The numbers that the table's values write; empty unless it reckons with them.
    pub(crate) numbers: Vec<Number>,
    /// In the order of precedence.
    pub(crate) rules: Vec<RuleInForce>,
}

/// A rule in force.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleInForce {
    pub(crate) rule: RuleRef,
    /// The output, an index into the table's values.
    pub(crate) output: u16,
    /// The diagram of its condition.
    pub(crate) condition: Edge,
}

/// The cells, each once.
fn different<'p>(cells: impl Iterator<Item = &'p Cell>) -> Vec<&'p Cell> {
    let mut different: Vec<&Cell> = Vec::new();
    for cell in cells {
        if !different.contains(&cell) {
            different.push(cell);
        }
    }
    different
}

/// Puts rules given in the order of the file into the order of precedence.
fn by_precedence<'p>(table: &Table, rules: Vec<(u16, &'p Rule)>) -> Vec<(u16, &'p Rule)> {
    let values: Vec<u16> = match table.hit {
        HitPolicy::Priority => (0..table.values.len() as u16).collect(),
        HitPolicy::Min => by_number(table).collect(),
        HitPolicy::Max => by_number(table).rev().collect(),
        _ => return rules,
    };
    let rank = |rule: &Rule| values.iter().position(|value| *value == rule.then);
    let ranked = rules.iter().enumerate();
    let ranked = distinct(ranked.map(|(index, (_, rule))| (rank(rule), index)));
    let ordered = ranked.iter();
    ordered
        .filter_map(|(_, index)| rules.get(*index).copied())
        .collect()
}

/// The indexes of a table's values from the least number to the greatest.
fn by_number(table: &Table) -> impl DoubleEndedIterator<Item = u16> {
    distinct(table.numbers().zip(0..))
        .into_iter()
        .map(|(_, value)| value)
}

impl<'p> Chosen<'p> {
    /// The tables of a goal, those first on which others depend.
    pub(crate) fn tables(policy: &'p Policy, goal: &str, on: NaiveDate) -> Vec<Self> {
        let tables = (0..).zip(&policy.tables);
        tables
            .filter(|(_, table)| table.goal == goal)
            .map(|(index, table)| {
                let rules = (0..)
                    .zip(&table.rules)
                    .filter(|(_, rule)| policy.is_in_force(&rule.basis, on));
                Self {
                    index,
                    table,
                    rules: by_precedence(table, rules.collect()),
                }
            })
            .collect()
    }

    fn rows(&self) -> impl Iterator<Item = &'p Row> {
        self.rules.iter().flat_map(|(_, rule)| &rule.rows)
    }

    /// The facts that the tables mention, in order.
    pub(crate) fn facts(tables: &[Self]) -> Vec<FactId> {
        let rows = tables.iter().flat_map(Self::rows);
        distinct(rows.flat_map(|row| &row.cells).map(|(fact, _)| *fact))
    }

    /// The facts with the classes that the tables tell apart.
    pub(crate) fn variables(tables: &[Self], facts: &[FactId], policy: &Policy) -> Vec<Variable> {
        let variable = |fact: &FactId| {
            let rows = tables.iter().flat_map(Self::rows);
            let cells = rows.flat_map(|row| &row.cells);
            let cells = cells.filter(|(asked, _)| asked == fact);
            let cells = different(cells.map(|(_, cell)| cell));
            let declaration = policy.facts.get(fact.index())?;
            Some(Variable {
                fact: *fact,
                partition: Partition::of(declaration, &cells),
            })
        };
        facts.iter().filter_map(variable).collect()
    }

    /// The table for the compiler.
    pub(crate) fn plan(&self, tables: &[Self], facts: &[FactId]) -> Plan<'p> {
        let tested = self.rows().flat_map(|row| &row.outputs);
        let tested = distinct(tested.map(|(table, _)| *table));
        let row = |row: &'p Row| {
            let outputs = row.outputs.iter();
            let outputs =
                outputs.filter_map(|(table, cell)| Some((tested.binary_search(table).ok()?, cell)));
            let cells = row.cells.iter();
            let cells = cells.filter_map(|(fact, cell)| {
                Some((tested.len() + facts.binary_search(fact).ok()?, cell))
            });
            outputs.chain(cells).collect()
        };
        let feed = |index: &u16| {
            let plan = tables.iter().position(|table| table.index == *index)?;
            let output = tables.get(plan)?.table.output_declaration()?;
            let cells = self.rows().flat_map(|row| &row.outputs);
            let cells = cells.filter(|(table, _)| table == index);
            let cells = different(cells.map(|(_, cell)| cell));
            Some((plan, Partition::of(&output, &cells)))
        };
        let rules = self.rules.iter();
        Plan {
            gives: Gives::of(self.table.hit),
            feeds: tested.iter().filter_map(feed).collect(),
            values: match self.table.hit.reckons() {
                true => {
                    let numbers = self.table.numbers();
                    numbers
                        .map(|number| number.map_or(Known::Null, Known::Number))
                        .collect()
                }
                false => (0..self.table.values.len() as u16)
                    .map(Known::Text)
                    .collect(),
            },
            when: self.table.when_output.and_then(|when| {
                let plan = tables.iter().position(|table| table.index == when.table)?;
                Some((plan, u32::from(when.value)))
            }),
            rules: rules
                .map(|(_, rule)| PlanRule {
                    output: u32::from(rule.then),
                    rows: rule.rows.iter().map(row).collect(),
                })
                .collect(),
        }
    }

    /// The table with the diagrams that the compiler made of its rules' conditions.
    pub(crate) fn in_force(&self, conditions: &[Edge]) -> TableInForce<'p> {
        let rules = self.rules.iter().zip(conditions);
        let numbers = self.table.hit.reckons().then(|| self.table.numbers());
        let numbers = numbers.and_then(|numbers| numbers.collect::<Option<Vec<Number>>>());
        TableInForce {
            index: self.index,
            table: self.table,
            numbers: numbers.unwrap_or_default(),
            rules: rules
                .map(|((index, rule), condition)| RuleInForce {
                    rule: RuleRef {
                        table: self.index,
                        rule: *index,
                    },
                    output: rule.then,
                    condition: *condition,
                })
                .collect(),
        }
    }
}
