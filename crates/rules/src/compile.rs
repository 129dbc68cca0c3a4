//! From the rows in force to a diagram.
//!
//! The diagram is built from the first variable down. What the classes chosen so far have settled
//! is a state: for each table the output already certain, and the rows that may still change it.
//! Rows that can no longer change the result are dropped at once, so that assignments that differ
//! only in what no longer matters share a state, and each state is built once.

use crate::cell::Cell;
use crate::diagram::{Diagram, Edge, Variable};
use crate::interner::Interner;

/// Beyond so many states a goal is refused rather than filling the memory.
const STATES: usize = 1 << 20;

/// The terminal of a rule's diagram that says its condition is false.
pub(crate) const FAILS: u32 = 0;
/// The terminal of a rule's diagram that says its condition is true.
pub(crate) const APPLIES: u32 = 1;

/// A table as the compiler sees it.
pub(crate) struct Plan<'a> {
    /// Whether the output is the list of all that apply instead of the first.
    pub(crate) collects: bool,
    /// The index of an earlier plan and the output of it that makes this table relevant.
    pub(crate) when: Option<(usize, u32)>,
    /// The rules in the order of precedence.
    pub(crate) rules: Vec<PlanRule<'a>>,
}

/// A rule of a [`Plan`].
pub(crate) struct PlanRule<'a> {
    /// The output, an index into the table's values.
    pub(crate) output: u32,
    /// The rows; each has its cells by index of variable.
    pub(crate) rows: Vec<Vec<(usize, &'a Cell)>>,
}

/// What a goal's tables compile to.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) diagram: Diagram,
    /// The diagram of the whole result; its terminals are numbers in `results`.
    pub(crate) root: Edge,
    /// Each result as the outputs of the tables in turn: zero for none, else one more than the
    /// output; for a table that collects, zero if it is not relevant, else one more than the
    /// count, and then each output.
    pub(crate) results: Interner,
    /// For each plan the diagrams of its rules' conditions, which end in [`FAILS`] or [`APPLIES`].
    pub(crate) conditions: Vec<Vec<Edge>>,
}

/// Compiles plans over variables given in the order to ask. `None` if that takes too much memory.
pub(crate) fn compile(plans: &[Plan<'_>], variables: Vec<Variable>) -> Option<Compiled> {
    let mut compiler = Compiler::new(plans, &variables);
    let root = compiler.decide(0, compiler.start())?;
    let mut conditions = Vec::with_capacity(plans.len());
    let mut row = 0;
    for plan in plans {
        let mut roots = Vec::with_capacity(plan.rules.len());
        for rule in &plan.rules {
            let mut alive = Rows::none(compiler.words);
            for _ in &rule.rows {
                alive.insert(row);
                row += 1;
            }
            roots.push(compiler.condition(0, alive)?);
        }
        conditions.push(roots);
    }
    let Compiler { nodes, results, .. } = compiler;
    Some(Compiled {
        diagram: Diagram { variables, nodes },
        root,
        results,
        conditions,
    })
}

/// A set of rows, by their number among the rows of all plans.
#[derive(Clone)]
struct Rows(Vec<u32>);

impl Rows {
    fn none(words: usize) -> Self {
        Self(vec![0; words])
    }

    fn contains(&self, row: usize) -> bool {
        self.0.get(row / 32).is_some_and(|word| word & (1 << (row % 32)) != 0)
    }

    fn insert(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 32) {
            *word |= 1 << (row % 32);
        }
    }

    fn remove(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 32) {
            *word &= !(1 << (row % 32));
        }
    }

    fn keep(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word &= other;
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn meets(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).any(|(word, other)| word & other != 0)
    }

    fn exceeds(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).any(|(word, other)| word & !other != 0)
    }
}

/// What the classes chosen so far have settled.
#[derive(Clone)]
struct State {
    /// For each plan that does not collect one more than the output certain so far, or zero.
    decided: Vec<u32>,
    /// The rows that may still apply and would then change the result.
    alive: Rows,
    /// Of the plans that collect, the first row of each rule that applies.
    collected: Rows,
}

/// A row of all plans taken together.
struct NumberedRow {
    /// One more than the output.
    output: u32,
    /// The numbers of the rows of the same rule.
    siblings: std::ops::Range<usize>,
}

/// One variable as the rows see it.
struct Level {
    /// The rows with a cell for the variable.
    asking: Rows,
    /// The rows with a cell for this variable or a later one.
    pending: Rows,
    /// For each class the rows that it leaves alive.
    surviving: Vec<Rows>,
}

struct Compiler<'a> {
    plans: &'a [Plan<'a>],
    /// The numbers of each plan's rows.
    spans: Vec<std::ops::Range<usize>>,
    rows: Vec<NumberedRow>,
    words: usize,
    levels: Vec<Level>,
    states: Interner,
    decisions: Vec<Edge>,
    conditions: Interner,
    conclusions: Vec<Edge>,
    nodes: Interner,
    results: Interner,
}

impl<'a> Compiler<'a> {
    fn new(plans: &'a [Plan<'a>], variables: &[Variable]) -> Self {
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        let mut spans = Vec::with_capacity(plans.len());
        for plan in plans {
            let first = rows.len();
            for rule in &plan.rules {
                let siblings = rows.len()..rows.len() + rule.rows.len();
                for row in &rule.rows {
                    rows.push(NumberedRow {
                        output: rule.output + 1,
                        siblings: siblings.clone(),
                    });
                    cells.push(row.as_slice());
                }
            }
            spans.push(first..rows.len());
        }
        let words = rows.len().div_ceil(32);
        let levels = levels(&cells, variables, words);
        Self {
            plans,
            spans,
            rows,
            words,
            levels,
            states: Interner::with_capacity(256),
            decisions: Vec::with_capacity(256),
            conditions: Interner::with_capacity(64),
            conclusions: Vec::with_capacity(64),
            nodes: Interner::with_capacity(256),
            results: Interner::with_capacity(16),
        }
    }

    /// Nothing chosen: every row may apply.
    fn start(&self) -> State {
        let mut alive = Rows::none(self.words);
        for row in 0..self.rows.len() {
            alive.insert(row);
        }
        State {
            decided: vec![0; self.plans.len()],
            alive,
            collected: Rows::none(self.words),
        }
    }

    /// The diagram of the result once the variables before `level` have been chosen.
    fn decide(&mut self, level: usize, mut state: State) -> Option<Edge> {
        self.settle(level, &mut state);
        let Some(level) = self.next(level, &state.alive) else {
            let result = self.result(&state);
            return Some(Edge::terminal(self.results.intern(&result).0));
        };
        let mut key = Vec::with_capacity(1 + self.plans.len() + 2 * self.words);
        key.push(level as u32);
        key.extend_from_slice(&state.decided);
        key.extend_from_slice(&state.alive.0);
        key.extend_from_slice(&state.collected.0);
        let (number, new) = self.states.intern(&key);
        if !new {
            return self.decisions.get(number as usize).copied();
        }
        if self.states.len() > STATES {
            return None;
        }
        self.decisions.push(Edge::terminal(0));
        let classes = self.levels.get(level)?.surviving.len();
        let mut node = vec![level as u32];
        for class in 0..classes {
            let mut child = state.clone();
            child.alive.keep(self.levels.get(level)?.surviving.get(class)?);
            node.push(self.decide(level + 1, child)?.word());
        }
        let edge = self.node(&node);
        *self.decisions.get_mut(number as usize)? = edge;
        Some(edge)
    }

    /// The diagram of whether any of the rows applies.
    fn condition(&mut self, level: usize, alive: Rows) -> Option<Edge> {
        let pending = self.levels.get(level).map(|level| &level.pending);
        let applies = match pending {
            Some(pending) => alive.exceeds(pending),
            None => !alive.is_empty(),
        };
        if applies {
            return Some(Edge::terminal(APPLIES));
        }
        let Some(level) = self.next(level, &alive) else {
            return Some(Edge::terminal(FAILS));
        };
        let mut key = vec![level as u32];
        key.extend_from_slice(&alive.0);
        let (number, new) = self.conditions.intern(&key);
        if !new {
            return self.conclusions.get(number as usize).copied();
        }
        if self.conditions.len() > STATES {
            return None;
        }
        self.conclusions.push(Edge::terminal(0));
        let classes = self.levels.get(level)?.surviving.len();
        let mut node = vec![level as u32];
        for class in 0..classes {
            let mut child = alive.clone();
            child.keep(self.levels.get(level)?.surviving.get(class)?);
            node.push(self.condition(level + 1, child)?.word());
        }
        let edge = self.node(&node);
        *self.conclusions.get_mut(number as usize)? = edge;
        Some(edge)
    }

    /// A variable's index and its children as one node, or as their only child.
    fn node(&mut self, node: &[u32]) -> Edge {
        match node {
            [_, first, rest @ ..] if rest.iter().all(|child| child == first) => {
                Edge::from_word(*first)
            }
            _ => Edge::node(self.nodes.intern(node).0),
        }
    }

    /// The first variable from `level` on that a row alive asks for.
    fn next(&self, level: usize, alive: &Rows) -> Option<usize> {
        (level..self.levels.len())
            .find(|index| self.levels.get(*index).is_some_and(|level| level.asking.meets(alive)))
    }

    /// Takes out of the state what the variables before `level` have settled.
    fn settle(&self, level: usize, state: &mut State) {
        let pending = self.levels.get(level).map(|level| &level.pending);
        let is_pending = |row| pending.is_some_and(|pending| pending.contains(row));
        for (index, (plan, span)) in self.plans.iter().zip(&self.spans).enumerate() {
            if !self.is_relevant(plan, state) {
                span.clone().for_each(|row| {
                    state.alive.remove(row);
                    state.collected.remove(row);
                });
                if let Some(decided) = state.decided.get_mut(index) {
                    *decided = 0;
                }
                continue;
            }
            let alive = span.clone().filter(|row| state.alive.contains(*row));
            if plan.collects {
                let applying: Vec<usize> = alive.filter(|row| !is_pending(*row)).collect();
                for row in applying {
                    if let Some(NumberedRow { siblings, .. }) = self.rows.get(row) {
                        state.collected.insert(siblings.start);
                        siblings.clone().for_each(|row| state.alive.remove(row));
                    }
                }
                continue;
            }
            let Some(decided) = state.decided.get_mut(index) else {
                continue;
            };
            let mut end = span.end;
            if let Some(row) = alive.clone().find(|row| !is_pending(*row)) {
                *decided = self.output(row);
                end = row;
                (row..span.end).for_each(|row| state.alive.remove(row));
            }
            // The last rows before the certain one change nothing if they say the same.
            for row in (span.start..end).rev() {
                if state.alive.contains(row) {
                    if self.output(row) != *decided {
                        break;
                    }
                    state.alive.remove(row);
                }
            }
        }
    }

    /// One more than a row's output.
    fn output(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.output)
    }

    /// Whether the output on which a table depends is still possible.
    fn is_relevant(&self, plan: &Plan<'_>, state: &State) -> bool {
        plan.when.is_none_or(|(other, output)| {
            let output = output + 1;
            state.decided.get(other) == Some(&output)
                || self.spans.get(other).is_some_and(|span| {
                    span.clone().any(|row| {
                        self.output(row) == output
                            && (state.alive.contains(row) || state.collected.contains(row))
                    })
                })
        })
    }

    /// The result of a state without rows alive, in the form of [`Compiled::results`].
    fn result(&self, state: &State) -> Vec<u32> {
        let mut result = Vec::with_capacity(self.plans.len());
        for ((plan, span), decided) in self.plans.iter().zip(&self.spans).zip(&state.decided) {
            if !plan.collects {
                result.push(*decided);
            } else if self.is_relevant(plan, state) {
                let count = result.len();
                result.push(1);
                for row in span.clone().filter(|row| state.collected.contains(*row)) {
                    result.push(self.output(row) - 1);
                }
                let length = (result.len() - count) as u32;
                if let Some(slot) = result.get_mut(count) {
                    *slot = length;
                }
            } else {
                result.push(0);
            }
        }
        result
    }
}

fn levels(rows: &[&[(usize, &Cell)]], variables: &[Variable], words: usize) -> Vec<Level> {
    let mut levels: Vec<Level> = variables
        .iter()
        .map(|variable| Level {
            asking: Rows::none(words),
            pending: Rows::none(words),
            surviving: variable
                .partition
                .samples()
                .iter()
                .map(|_| Rows(vec![u32::MAX; words]))
                .collect(),
        })
        .collect();
    for (row, cells) in rows.iter().enumerate() {
        for (index, cell) in *cells {
            let (Some(level), Some(variable)) = (levels.get_mut(*index), variables.get(*index))
            else {
                continue;
            };
            level.asking.insert(row);
            let samples = variable.partition.samples();
            for (surviving, sample) in level.surviving.iter_mut().zip(samples) {
                if !cell.holds(*sample) {
                    surviving.remove(row);
                }
            }
        }
        let last = cells.iter().map(|(index, _)| index + 1).max().unwrap_or(0);
        for level in levels.iter_mut().take(last) {
            level.pending.insert(row);
        }
    }
    levels
}
