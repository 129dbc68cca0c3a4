//! One diagram from the rows that bear on it.
//!
//! It is built from the first variable down. What the classes chosen so far have settled is a
//! state: what is certain already, and the rows that may still change it. Rows that can no longer
//! change the result are dropped at once, so that assignments that differ only in what no longer
//! matters share a state, and each state is built once.

use crate::cell::Cell;
use crate::diagram::{Edge, Variable};
use crate::distinct::distinct;
use crate::interner::Interner;

/// Beyond so many states a goal is refused rather than filling the memory.
const STATES: usize = 1 << 20;

/// Rows that together give a result.
pub(crate) struct Link<'a> {
    /// Whether the result is how many rules apply instead of the code of the first row.
    pub(crate) counts: bool,
    /// In the order of precedence, the rows of one rule side by side.
    pub(crate) rows: Vec<LinkRow<'a>>,
}

/// A row of a [`Link`].
pub(crate) struct LinkRow<'a> {
    /// The rule it belongs to.
    pub(crate) rule: u32,
    /// What it gives; not zero.
    pub(crate) code: u32,
    /// The cells by index of variable.
    pub(crate) cells: &'a [(usize, &'a Cell)],
}

impl Link<'_> {
    /// The code by which a link makes the one before it relevant.
    pub(crate) const WANTED: u32 = 1;
    /// The code of everything else.
    pub(crate) const UNWANTED: u32 = 2;
}

/// Builds diagrams that share nodes.
pub(crate) struct Workshop<'v> {
    variables: &'v [Variable],
    nodes: Interner,
    states: usize,
}

impl<'v> Workshop<'v> {
    pub(crate) fn new(variables: &'v [Variable]) -> Self {
        Self {
            variables,
            nodes: Interner::with_capacity(128),
            states: 0,
        }
    }

    /// The nodes of all diagrams.
    pub(crate) fn finish(self) -> Interner {
        self.nodes
    }

    /// The diagram of the first link, which is relevant only if the second one gives
    /// [`Link::WANTED`], and so on. Its terminals are the codes, or for a link that counts one
    /// more than the count; zero if there is none or the link is not relevant. `None` if this
    /// takes too much memory.
    pub(crate) fn build(&mut self, links: &[Link<'_>]) -> Option<Edge> {
        let mut spans = Vec::with_capacity(links.len());
        let mut rows = Vec::new();
        for link in links {
            let first = rows.len();
            rows.extend(&link.rows);
            spans.push(first..rows.len());
        }
        let levels = levels(&rows, self.variables);
        let mut alive = Rows(vec![0; rows.len().div_ceil(32)]);
        (0..rows.len()).for_each(|row| alive.insert(row));
        let mut component = Component {
            workshop: self,
            counts: links.first().is_some_and(|link| link.counts),
            spans,
            rows,
            levels,
            states: Interner::with_capacity(8),
            edges: Vec::new(),
        };
        let decided = vec![0; links.len()];
        component.decide(0, State { decided, alive })
    }
}

/// A set of rows.
#[derive(Clone)]
struct Rows(Vec<u32>);

impl Rows {
    fn contains(&self, row: usize) -> bool {
        let word = self.0.get(row / 32).copied().unwrap_or(0);
        word & (1 << (row % 32)) != 0
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

    fn meets(&self, others: &Self) -> bool {
        let mut words = self.0.iter().zip(&others.0);
        words.any(|(word, other)| word & other != 0)
    }
}

/// What the classes chosen so far have settled.
#[derive(Clone)]
struct State {
    /// For each link the code that is certain unless a row alive changes it, or zero; for a link
    /// that counts how many rules apply.
    decided: Vec<u32>,
    /// The rows that may still apply and would then change the result.
    alive: Rows,
}

/// A variable that some row asks for.
struct Level {
    variable: u32,
    /// The rows with a cell for the variable.
    asking: Rows,
    /// The rows with a cell for this variable or a later one.
    pending: Rows,
    /// For each class the rows that it leaves alive.
    surviving: Vec<Rows>,
}

struct Component<'w, 'v, 'r> {
    workshop: &'w mut Workshop<'v>,
    counts: bool,
    /// The indexes of each link's rows.
    spans: Vec<std::ops::Range<usize>>,
    rows: Vec<&'r LinkRow<'r>>,
    levels: Vec<Level>,
    states: Interner,
    edges: Vec<Edge>,
}

impl Component<'_, '_, '_> {
    /// The diagram of what is left once the variables before `level` have been chosen.
    fn decide(&mut self, level: usize, mut state: State) -> Option<Edge> {
        self.settle(level, &mut state);
        let next = (level..self.levels.len()).find(|level| {
            let level = self.levels.get(*level);
            level.is_some_and(|level| level.asking.meets(&state.alive))
        });
        let Some(level) = next else {
            return Some(Edge::terminal(self.result(&state)));
        };
        let mut key = vec![level as u32];
        key.extend_from_slice(&state.decided);
        key.extend_from_slice(&state.alive.0);
        let (number, new) = self.states.intern(&key);
        if !new {
            return self.edges.get(number as usize).copied();
        }
        self.workshop.states += 1;
        if self.workshop.states > STATES {
            return None;
        }
        self.edges.push(Edge::terminal(0));
        let mut node = vec![self.levels.get(level)?.variable];
        for class in 0..self.levels.get(level)?.surviving.len() {
            let mut child = state.clone();
            let surviving = self.levels.get(level)?.surviving.get(class)?;
            child.alive.keep(surviving);
            node.push(self.decide(level + 1, child)?.word());
        }
        let edge = match node.as_slice() {
            [_, first, rest @ ..] if rest.iter().all(|child| child == first) => {
                Edge::from_word(*first)
            }
            _ => Edge::node(self.workshop.nodes.intern(&node).0),
        };
        *self.edges.get_mut(number as usize)? = edge;
        Some(edge)
    }

    /// Takes out of the state what the variables before `level` have settled.
    fn settle(&self, level: usize, state: &mut State) {
        let pending = self.levels.get(level).map(|level| &level.pending);
        let applies = |row: usize| !pending.is_some_and(|pending| pending.contains(row));
        for (link, span) in self.spans.iter().enumerate().rev() {
            let counts = self.counts && link == 0;
            let Some(decided) = state.decided.get_mut(link) else {
                continue;
            };
            let mut end = span.end;
            for row in span.clone() {
                if !state.alive.contains(row) || !applies(row) {
                    continue;
                }
                if counts {
                    *decided += 1;
                    let rule = self.rule(row);
                    let siblings = span.clone().filter(|other| self.rule(*other) == rule);
                    siblings.for_each(|row| state.alive.remove(row));
                } else {
                    *decided = self.code(row);
                    (row..end).for_each(|row| state.alive.remove(row));
                    end = row;
                }
            }
            // The last rows before the certain one change nothing if they give the same.
            for row in (span.start..end).rev().filter(|_| !counts) {
                if state.alive.contains(row) {
                    if self.code(row) != *decided {
                        break;
                    }
                    state.alive.remove(row);
                }
            }
            if link > 0 && !self.may_want(link, state) {
                // Nothing before this link is relevant any more.
                for (decided, span) in state.decided.iter_mut().zip(&self.spans) {
                    *decided = 0;
                    span.clone().for_each(|row| state.alive.remove(row));
                }
                return;
            }
        }
    }

    /// Whether a link may still give [`Link::WANTED`].
    fn may_want(&self, link: usize, state: &State) -> bool {
        state.decided.get(link) == Some(&Link::WANTED)
            || self.spans.get(link).is_some_and(|span| {
                let mut rows = span.clone();
                rows.any(|row| state.alive.contains(row) && self.code(row) == Link::WANTED)
            })
    }

    fn code(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.code)
    }

    fn rule(&self, row: usize) -> Option<u32> {
        self.rows.get(row).map(|row| row.rule)
    }

    /// The terminal of a state without rows alive.
    fn result(&self, state: &State) -> u32 {
        let is_relevant = (1..self.spans.len()).all(|link| self.may_want(link, state));
        let decided = state.decided.first().copied().unwrap_or(0);
        match (is_relevant, self.counts) {
            (false, _) => 0,
            (true, false) => decided,
            (true, true) => decided + 1,
        }
    }
}

fn levels(rows: &[&LinkRow<'_>], variables: &[Variable]) -> Vec<Level> {
    let cells = rows.iter().flat_map(|row| row.cells);
    let asked = distinct(cells.map(|(variable, _)| *variable));
    let words = rows.len().div_ceil(32);
    let mut levels: Vec<Level> = Vec::with_capacity(asked.len());
    for index in &asked {
        let samples = variables
            .get(*index)
            .map_or(&[][..], |variable| variable.partition.samples());
        let mut level = Level {
            variable: *index as u32,
            asking: Rows(vec![0; words]),
            pending: Rows(vec![0; words]),
            surviving: vec![Rows(vec![u32::MAX; words]); samples.len()],
        };
        for (row, entry) in rows.iter().enumerate() {
            if entry.cells.iter().any(|(variable, _)| variable >= index) {
                level.pending.insert(row);
            }
            let Some((_, cell)) = entry.cells.iter().find(|(variable, _)| variable == index) else {
                continue;
            };
            level.asking.insert(row);
            for (surviving, sample) in level.surviving.iter_mut().zip(samples) {
                if !cell.holds(*sample) {
                    surviving.remove(row);
                }
            }
        }
        levels.push(level);
    }
    levels
}
