//! A decision as bytes.

use chrono::NaiveDate;

use crate::candidates::{CandidateRow, Candidates};
use crate::chosen::{RuleInForce, TableInForce};
use crate::compile::{Compiled, Gives, Part};
use crate::decision::Decision;
use crate::diagram::{Diagram, Edge, Variable};
use crate::fact::{FactDeclaration, FactId, FactType};
use crate::interner::Sequences;
use crate::number::Number;
use crate::partition::Partition;
use crate::policy::{Policy, RuleRef};
use crate::prepared::bytes::{Reader, Writer};

/// Numbers of terminals are below this one.
const TERMINALS: u64 = 1 << 31;

impl Writer {
    pub(super) fn decision(&mut self, decision: &Decision<'_>) {
        let compiled = &decision.compiled;
        let Diagram { variables, nodes } = &compiled.diagram;
        self.list(variables, |writer, variable| {
            writer.index(variable.fact.index());
            if !variable.partition.starts().is_empty() {
                writer.list(variable.partition.starts(), |writer, start| {
                    writer.signed(*start);
                });
            }
            for class in variable.partition.classes() {
                writer.index((*class).into());
            }
        });
        self.list(0..nodes.len() as u32, |writer, number| {
            let mut words = nodes.get(number).iter().copied();
            writer.index(words.next().unwrap_or(0) as usize);
            words.for_each(|child| writer.edge(Edge::from_word(child), number));
        });
        let end = nodes.len() as u32;
        let tables = decision.tables.iter().zip(&compiled.candidates);
        self.list(tables, |writer, (table, candidates)| {
            writer.table_in_force(table, candidates, end);
        });
        self.numbers(&compiled.numbers);
        self.list(0..compiled.pieces.len() as u32, |writer, piece| {
            let piece = compiled.pieces.get(piece);
            writer.list(piece, |writer, value| writer.index(*value as usize));
        });
        self.list(&compiled.parts, |writer, part| {
            writer.index(part.plan);
            writer.edge(part.root, end);
        });
    }

    fn table_in_force(&mut self, table: &TableInForce<'_>, candidates: &Candidates, end: u32) {
        self.index(table.index.into());
        self.numbers(&table.numbers);
        let mut rows = candidates.rows().peekable();
        self.list(table.rules.iter().enumerate(), |writer, (index, rule)| {
            writer.index(rule.rule.rule.into());
            writer.edge(rule.condition, end);
            let mut own = Vec::new();
            while let Some(row) = rows.next_if(|row| row.rule as usize == index) {
                own.push(row);
            }
            writer.list(own, |writer, row| {
                writer.index(usize::from(row.fed));
                writer.list(row.tests, |writer, (variable, holds)| {
                    writer.index(variable);
                    writer.bits(&holds);
                });
            });
        });
    }

    fn numbers(&mut self, numbers: &[Number]) {
        self.list(numbers, |writer, number| writer.signed(number.millionths()));
    }

    /// An edge from a node, or from beyond them all: a terminal, or how far back a node is.
    fn edge(&mut self, edge: Edge, from: u32) {
        let word = match edge.as_terminal() {
            Some(terminal) => u64::from(terminal) << 1 | 1,
            None => u64::from(from.saturating_sub(edge.word() + 1)) << 1,
        };
        self.number(word);
    }
}

impl Reader<'_> {
    pub(super) fn decision<'p>(
        &mut self,
        policy: &'p Policy,
        goal: &str,
        on: NaiveDate,
    ) -> Decision<'p> {
        let mut before = None;
        let variables = self.list(|reader| {
            let fact = reader.index(policy.facts.len());
            reader.check(before < Some(fact));
            before = Some(fact);
            Variable {
                fact: FactId(fact as u16),
                partition: reader.partition(policy.facts.get(fact)),
            }
        });
        let mut diagram = Diagram {
            variables,
            nodes: Sequences::default(),
        };
        self.list(|reader| reader.node(&mut diagram));
        let mut tables = Vec::new();
        let mut candidates = Vec::new();
        let mut before = None;
        self.list(|reader| {
            let index = reader.index(policy.tables.len());
            reader.check(before < Some(index));
            before = Some(index);
            match policy.tables.get(index).filter(|it| it.goal == goal) {
                Some(table) => {
                    let mut table = TableInForce {
                        index: index as u16,
                        table,
                        numbers: reader.numbers(),
                        rules: Vec::new(),
                    };
                    candidates.push(reader.rules(&mut table, &diagram));
                    tables.push(table);
                }
                None => reader.damage(),
            }
        });
        let compiled = Compiled {
            numbers: self.numbers(),
            pieces: self.pieces(),
            parts: self.list(|reader| {
                let plan = reader.index(tables.len());
                Part {
                    plan,
                    gives: tables
                        .get(plan)
                        .map_or(Gives::First, |it| Gives::of(it.table.hit)),
                    root: reader.edge(diagram.nodes.len()),
                }
            }),
            diagram,
            candidates,
        };
        Decision::assemble(on, tables, compiled)
    }

    fn partition(&mut self, fact: Option<&FactDeclaration>) -> Partition {
        let Some(fact) = fact else {
            return Partition::default();
        };
        let starts = match fact.kind {
            FactType::Text { .. } | FactType::Boolean => Vec::new(),
            FactType::Whole { .. } | FactType::Number { .. } => {
                let starts = self.list(Self::signed);
                self.check(!starts.is_empty() && starts.is_sorted_by(|one, other| one < other));
                starts
            }
        };
        Partition::assemble(fact, starts, |_, classes| self.index(classes + 1))
    }

    fn node(&mut self, diagram: &mut Diagram) {
        let variable = self.index(diagram.variables.len());
        let mut node = vec![variable as u32];
        for _ in 0..diagram.classes_of(variable) {
            node.push(self.edge(diagram.nodes.len()).word());
        }
        diagram.nodes.push(&node);
    }

    /// The rules of a table, and their rows.
    fn rules(&mut self, table: &mut TableInForce<'_>, diagram: &Diagram) -> Candidates {
        let mut rows = Vec::new();
        let mut places = 0..;
        table.rules = self.list(|reader| {
            let index = reader.index(table.table.rules.len());
            let rule = RuleInForce {
                rule: RuleRef {
                    table: table.index,
                    rule: index as u16,
                },
                output: table.table.rules.get(index).map_or(0, |rule| rule.then),
                condition: reader.edge(diagram.nodes.len()),
            };
            let place = places.next().unwrap_or(0);
            reader.list(|reader| {
                rows.push(CandidateRow {
                    rule: place,
                    fed: reader.index(2) != 0,
                    tests: reader.list(|reader| {
                        let variable = reader.index(diagram.variables.len());
                        let classes = diagram.classes_of(variable);
                        (variable, reader.bits(classes))
                    }),
                });
            });
            rule
        });
        Candidates::of(&rows)
    }

    fn numbers(&mut self) -> Vec<Number> {
        self.list(|reader| Number::from_millionths(reader.signed()))
    }

    fn pieces(&mut self) -> Sequences {
        let mut pieces = Sequences::default();
        self.list(|reader| {
            let piece = reader.list(|reader| reader.index(usize::from(u16::MAX)) as u32);
            pieces.push(&piece);
        });
        pieces
    }

    /// An edge from a node with this number.
    fn edge(&mut self, from: usize) -> Edge {
        let number = self.number();
        let (half, is_terminal) = (number >> 1, number & 1 != 0);
        match half {
            terminal if is_terminal && terminal < TERMINALS => Edge::terminal(terminal as u32),
            back if !is_terminal && back < from as u64 => {
                Edge::node((from as u64 - 1 - back) as u32)
            }
            _ => {
                self.damage();
                Edge::terminal(0)
            }
        }
    }
}
