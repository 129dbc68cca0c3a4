//! From the tables in force to diagrams.
//!
//! A verdict is a tuple, so it is known if every part of it is, and a fact can change it if it can
//! change some part. Hence each part gets a diagram of its own, which is far smaller than one of
//! the whole tuple: the output of a table, or, for a table that gives a list, a piece of the list.
//! Each rule gets one as well, of its condition.

use crate::candidates::Candidates;
use crate::cell::Cell;
use crate::component::{Gathers, Link, LinkRow, halves, rules, sum, whole};
use crate::diagram::{Diagram, Edge, Variable};
use crate::distinct::distinct;
use crate::fact::Known;
use crate::interner::Interner;
use crate::number::{Number, UNIT};
use crate::partition::Partition;
use crate::workshop::{Feed, Workshop};

/// The terminal of a rule's diagram that says its condition is false.
pub(crate) const FAILS: u32 = 0;
/// The terminal of a rule's diagram that says its condition is true.
pub(crate) const APPLIES: u32 = 1;
/// The terminal of a part that says its table gives nothing.
pub(crate) const NOTHING: u32 = 0;

/// A table as the compiler sees it.
pub(crate) struct Plan<'a> {
    pub(crate) gives: Gives,
    /// The index of an earlier plan and the output of it that makes this table relevant.
    pub(crate) when: Option<(usize, u32)>,
    /// The earlier plans whose outputs rows test, and the classes that the cells tell apart.
    pub(crate) feeds: Vec<(usize, Partition)>,
    /// For each value the output of the table that has it.
    pub(crate) values: Vec<Known>,
    /// The rules in the order of precedence.
    pub(crate) rules: Vec<PlanRule<'a>>,
}

/// What a table makes of the rules that apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// The output of the first.
    First,
    /// Their outputs, in their order.
    List,
    /// Their outputs, in the order of the values.
    ListByValue,
    /// Their number.
    Count,
    /// The sum of their outputs.
    Sum,
}

/// A rule of a [`Plan`].
pub(crate) struct PlanRule<'a> {
    /// The output, an index into the table's values.
    pub(crate) output: u32,
    /// The rows; each has its cells by index of variable: first the feeds, then the facts.
    pub(crate) rows: Vec<Vec<(usize, &'a Cell)>>,
}

/// What a goal's tables compile to.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) diagram: Diagram,
    /// The parts of the result, table by table.
    pub(crate) parts: Vec<Part>,
    /// For each plan the diagrams of its rules' conditions, which end in [`FAILS`] or [`APPLIES`].
    pub(crate) conditions: Vec<Vec<Edge>>,
    /// For each plan its rows.
    pub(crate) candidates: Vec<Candidates>,
    results: Results,
}

/// A part of the result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// The index of the plan.
    pub(crate) plan: usize,
    gives: Gives,
    /// Ends in [`NOTHING`] or in a terminal that stands for the [`Compiled::result`].
    pub(crate) root: Edge,
}

/// What a terminal of a part stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found<'c> {
    /// The table gives no output.
    Nothing,
    /// An index into the table's values.
    Value(u32),
    /// A count or a sum.
    Number(Number),
    /// A piece of a list, as indexes into the table's values.
    Piece(&'c [u32]),
}

/// The numbers and pieces of lists that terminals stand for, each once.
#[derive(Clone, Debug)]
struct Results {
    /// The halves of each number's millionths, the low one first.
    numbers: Interner,
    pieces: Interner,
}

impl Compiled {
    /// What a terminal of the part stands for.
    pub(crate) fn result(&self, part: &Part, terminal: u32) -> Found<'_> {
        let Some(index) = terminal.checked_sub(1) else {
            return Found::Nothing;
        };
        match part.gives {
            Gives::First => Found::Value(index),
            Gives::List | Gives::ListByValue => Found::Piece(self.results.pieces.get(index)),
            Gives::Count | Gives::Sum => Found::Number(self.results.find(index)),
        }
    }
}

impl Results {
    /// The terminal of a number.
    fn number(&mut self, millionths: i64) -> u32 {
        self.numbers.intern(&halves(millionths)).0 + 1
    }

    fn find(&self, index: u32) -> Number {
        Number::from_millionths(match self.numbers.get(index) {
            [low, high] => whole(*low, *high),
            _ => 0,
        })
    }

    /// The terminal of a piece.
    fn piece(&mut self, outputs: &[u32]) -> u32 {
        self.pieces.intern(outputs).0 + 1
    }
}

/// Compiles plans over variables given in the order to ask. `None` if that takes too much memory.
pub(crate) fn compile(plans: &[Plan<'_>], variables: Vec<Variable>) -> Option<Compiled> {
    let mut compiler = Compiler {
        workshop: Workshop::new(&variables),
        parts: Vec::with_capacity(plans.len()),
        results: Results {
            numbers: Interner::with_capacity(8),
            pieces: Interner::with_capacity(8),
        },
    };
    let mut conditions = Vec::with_capacity(plans.len());
    for (index, plan) in plans.iter().enumerate() {
        let feeds = compiler.feeds(plans, plan)?;
        compiler.table(plans, index, &feeds)?;
        conditions.push(compiler.conditions(plan, &feeds)?);
    }
    let Compiler {
        workshop,
        parts,
        results,
    } = compiler;
    let nodes = workshop.finish();
    let candidates = plans.iter().map(|plan| {
        let rules = (0..).zip(&plan.rules);
        let rows = rules.flat_map(|(index, rule)| {
            let rows = rule.rows.iter();
            rows.map(move |cells| (index, cells.as_slice()))
        });
        Candidates::new(rows, plan.feeds.len(), &variables)
    });
    let candidates = candidates.collect();
    Some(Compiled {
        diagram: Diagram { variables, nodes },
        parts,
        conditions,
        candidates,
        results,
    })
}

struct Compiler<'v> {
    workshop: Workshop<'v>,
    parts: Vec<Part>,
    results: Results,
}

impl Compiler<'_> {
    /// The outputs that rows of a plan test.
    fn feeds<'p>(&self, plans: &[Plan<'_>], plan: &'p Plan<'_>) -> Option<Vec<Feed<'p>>> {
        let feed = |(index, partition): &'p (usize, Partition)| {
            let part = self.parts.iter().find(|part| part.plan == *index)?;
            let class = |known| usize::from(partition.class(known).unwrap_or(0));
            let mut classes = vec![class(Known::Null)];
            match part.gives {
                Gives::First => {
                    let values = &plans.get(*index)?.values;
                    classes.extend(values.iter().map(|value| class(*value)));
                }
                _ => {
                    let numbers = 0..self.results.numbers.len() as u32;
                    let numbers = numbers.map(|index| self.results.find(index));
                    classes.extend(numbers.map(|number| class(Known::Number(number))));
                }
            }
            Some(Feed {
                root: part.root,
                classes,
                samples: partition.samples(),
            })
        };
        plan.feeds.iter().map(feed).collect()
    }

    /// Adds the parts of a table.
    fn table(&mut self, plans: &[Plan<'_>], index: usize, feeds: &[Feed<'_>]) -> Option<()> {
        let plan = plans.get(index)?;
        let all: Vec<&PlanRule<'_>> = plan.rules.iter().collect();
        match plan.gives {
            Gives::List | Gives::ListByValue => {
                let rules = match plan.gives {
                    Gives::ListByValue => by_value(&all),
                    _ => all,
                };
                for piece in pieces(&rules) {
                    let root = self.piece(piece, feeds)?;
                    self.part(plans, index, root)?;
                }
            }
            Gives::First => {
                let link = link(Gathers::First, &all);
                let root = self.workshop.build(&link, feeds, &mut first)?;
                self.part(plans, index, root)?;
            }
            Gives::Count => {
                let link = link(Gathers::Count, &all);
                let results = &mut self.results;
                let mut result = |decided: &[u32]| {
                    results.number(i64::from(first(decided)).saturating_mul(UNIT))
                };
                let root = self.workshop.build(&link, feeds, &mut result)?;
                self.part(plans, index, root)?;
            }
            Gives::Sum => {
                let weight = |rule: &&PlanRule<'_>| match plan.values.get(rule.output as usize) {
                    Some(Known::Number(number)) => number.millionths(),
                    _ => 0,
                };
                let weights: Vec<i64> = all.iter().map(weight).collect();
                let link = link(Gathers::Sum(&weights), &all);
                let results = &mut self.results;
                let mut result =
                    |decided: &[u32]| sum(decided).map_or(NOTHING, |sum| results.number(sum));
                let root = self.workshop.build(&link, feeds, &mut result)?;
                self.part(plans, index, root)?;
            }
        }
        Some(())
    }

    /// Adds a part, which counts only when its table is relevant.
    fn part(&mut self, plans: &[Plan<'_>], index: usize, mut root: Edge) -> Option<()> {
        let plan = plans.get(index)?;
        if let Some((other, wanted)) = plan.when {
            root = self.when(plans.get(other)?, other, wanted, root)?;
        }
        self.parts.push(Part {
            plan: index,
            gives: plan.gives,
            root,
        });
        Some(())
    }

    /// The diagram where the other table gives the value, and [`NOTHING`] elsewhere.
    fn when(&mut self, plan: &Plan<'_>, other: usize, wanted: u32, root: Edge) -> Option<Edge> {
        let gives = |terminal: u32| match plan.gives {
            Gives::First => terminal == wanted + 1,
            _ => {
                let piece = terminal.checked_sub(1);
                piece.is_some_and(|piece| self.results.pieces.get(piece).contains(&wanted))
            }
        };
        let terminals = match plan.gives {
            Gives::First => plan.values.len() + 1,
            _ => self.results.pieces.len() + 1,
        };
        let classes: Vec<usize> = (0..terminals as u32)
            .map(|terminal| usize::from(gives(terminal)))
            .collect();
        let mut relevant = Edge::terminal(NOTHING);
        // Of a list only one piece can have the value.
        for part in self.parts.iter().filter(|part| part.plan == other) {
            let children = [relevant.word(), root.word()];
            relevant = self.workshop.select(part.root, &classes, &children)?;
        }
        Some(relevant)
    }

    /// The diagram of a piece of a list: of one value its count matters, of several the rules.
    fn piece(&mut self, rules_of: &[&PlanRule<'_>], feeds: &[Feed<'_>]) -> Option<Edge> {
        let results = &mut self.results;
        let outputs: Vec<u32> = rules_of.iter().map(|rule| rule.output).collect();
        match outputs.as_slice() {
            [one, rest @ ..] if rest.iter().any(|other| other != one) => {
                let link = link(Gathers::Rules(outputs.len()), rules_of);
                let mut result = |decided: &[u32]| {
                    let applied = rules(decided).filter_map(|rule| outputs.get(rule).copied());
                    results.piece(&applied.collect::<Vec<u32>>())
                };
                self.workshop.build(&link, feeds, &mut result)
            }
            _ => {
                let link = link(Gathers::Count, rules_of);
                let mut result = |decided: &[u32]| {
                    results.piece(outputs.get(..first(decided) as usize).unwrap_or_default())
                };
                self.workshop.build(&link, feeds, &mut result)
            }
        }
    }

    fn conditions(&mut self, plan: &Plan<'_>, feeds: &[Feed<'_>]) -> Option<Vec<Edge>> {
        let condition = |rule: &PlanRule<'_>| {
            let rows = rule.rows.iter().map(|cells| LinkRow {
                rule: 0,
                code: APPLIES,
                cells,
            });
            let link = Link {
                gathers: Gathers::First,
                rows: rows.collect(),
            };
            self.workshop.build(&link, feeds, &mut first)
        };
        plan.rules.iter().map(condition).collect()
    }
}

fn by_value<'a>(rules: &[&'a PlanRule<'a>]) -> Vec<&'a PlanRule<'a>> {
    let ranked = distinct(rules.iter().map(|rule| rule.output).zip(0..));
    let ranked = ranked.iter();
    ranked
        .filter_map(|(_, index): &(u32, usize)| rules.get(*index).copied())
        .collect()
}

/// The rules of a list cut into the shortest pieces of which no two give the same value. Such
/// pieces say the same as the list that they make up.
fn pieces<'s, 'a>(rules: &'s [&'a PlanRule<'a>]) -> Vec<&'s [&'a PlanRule<'a>]> {
    let outputs = rules.iter().map(|rule| rule.output as usize + 1).max();
    let mut last = vec![0; outputs.unwrap_or(0)];
    for (index, rule) in rules.iter().enumerate() {
        if let Some(last) = last.get_mut(rule.output as usize) {
            *last = index + 1;
        }
    }
    let mut pieces = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (index, rule) in rules.iter().enumerate() {
        if index >= end && index > start {
            pieces.extend(rules.get(start..index));
            start = index;
        }
        end = end.max(last.get(rule.output as usize).copied().unwrap_or(0));
    }
    // A list that is always empty still has to be told from no list.
    pieces.extend(rules.get(start..));
    pieces
}

fn first(decided: &[u32]) -> u32 {
    decided.first().copied().unwrap_or(0)
}

/// The rows of rules, each with one more than its output as the code.
fn link<'a>(gathers: Gathers<'a>, rules: &[&'a PlanRule<'a>]) -> Link<'a> {
    let rules = (0..).zip(rules);
    let rows = rules.flat_map(|(index, rule)| {
        rule.rows.iter().map(move |cells| LinkRow {
            rule: index,
            code: rule.output + 1,
            cells,
        })
    });
    Link {
        gathers,
        rows: rows.collect(),
    }
}
