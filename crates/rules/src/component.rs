//! One diagram from the rows that bear on it.
//!
//! It is built from the first variable down. What the classes chosen so far have settled is a
//! state: what is certain already, and the rows that may still change it. Rows that can no longer
//! change the result are dropped at once, so that assignments that differ only in what no longer
//! matters share a state, and each state is built once.
//!
//! An output of another table that rows test is a variable before all facts. Where its node would
//! stand, the diagram of the output is put instead, each end going on to the child of its class.

use crate::cell::Cell;
use crate::diagram::Edge;
use crate::distinct::distinct;
use crate::fact::Known;
use crate::interner::Interner;
use crate::workshop::{Feed, Workshop};

/// Beyond so many pairs of a row and a class of one variable a goal is refused.
const BITS: usize = 1 << 28;

/// Rows that together give a result.
pub(crate) struct Link<'a> {
    pub(crate) gathers: Gathers<'a>,
    /// In the order of precedence, the rows of one rule side by side.
    pub(crate) rows: Vec<LinkRow<'a>>,
}

/// What is kept of rules that apply.
#[derive(Clone, Copy)]
pub(crate) enum Gathers<'a> {
    /// The code of the first row; zero if there is none.
    First,
    /// How many rules apply.
    Count,
    /// Whether any rule applies, and the sum of the rules' weights, the low half first.
    Sum(&'a [i64]),
    /// The set of rules that apply, out of so many.
    Rules(usize),
}

/// A row of a [`Link`].
pub(crate) struct LinkRow<'a> {
    /// The rule it belongs to, counted from zero within the link.
    pub(crate) rule: u32,
    /// What it gives; not zero.
    pub(crate) code: u32,
    /// The cells by index of variable.
    pub(crate) cells: &'a [(usize, &'a Cell)],
}

/// A number as two words, the low one first.
pub(crate) fn halves(number: i64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

/// The number that two words make up.
pub(crate) fn whole(low: u32, high: u32) -> i64 {
    (u64::from(low) | u64::from(high) << 32).cast_signed()
}

/// The sum that the words of [`Gathers::Sum`] hold; `None` if no rule applies.
pub(crate) fn sum(decided: &[u32]) -> Option<i64> {
    match decided {
        [1, low, high] => Some(whole(*low, *high)),
        _ => None,
    }
}

/// The rules in the words of [`Gathers::Rules`].
pub(crate) fn rules(decided: &[u32]) -> impl Iterator<Item = usize> {
    decided.iter().enumerate().flat_map(|(index, word)| {
        let bits = (0..32).filter(move |bit| word & (1 << bit) != 0);
        bits.map(move |bit| index * 32 + bit)
    })
}

/// A set of rows.
#[derive(Clone)]
struct Rows(Vec<u32>);

impl Rows {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(32)])
    }

    fn all(count: usize) -> Self {
        Self(vec![u32::MAX; count.div_ceil(32)])
    }

    fn contains(&self, row: u32) -> bool {
        let word = self.0.get(row as usize / 32).copied().unwrap_or(0);
        word & (1 << (row % 32)) != 0
    }

    fn insert(&mut self, row: u32) {
        if let Some(word) = self.0.get_mut(row as usize / 32) {
            *word |= 1 << (row % 32);
        }
    }

    fn remove(&mut self, row: u32) {
        if let Some(word) = self.0.get_mut(row as usize / 32) {
            *word &= !(1 << (row % 32));
        }
    }
}

/// What the classes chosen so far have settled.
struct State {
    /// What is certain unless a row alive changes it, as [`Gathers`] says.
    decided: Vec<u32>,
    /// The rows that may still apply and would then change the result, in order.
    alive: Vec<u32>,
}

/// A variable that some row asks for.
struct Level {
    variable: usize,
    /// The rows with a cell for the variable.
    asking: Rows,
    /// The rows with a cell for this variable or a later one.
    pending: Rows,
    /// How many classes there are.
    classes: usize,
    /// For each row the classes that leave it alive, row by row.
    surviving: Rows,
}

pub(crate) struct Component<'w, 'v, 'r> {
    workshop: &'w mut Workshop<'v>,
    link: &'r Link<'r>,
    feeds: &'r [Feed<'r>],
    result: &'r mut dyn FnMut(&[u32]) -> u32,
    levels: Vec<Level>,
    states: Interner,
    edges: Vec<Edge>,
}

impl<'w, 'v, 'r> Component<'w, 'v, 'r> {
    pub(crate) fn new(
        workshop: &'w mut Workshop<'v>,
        link: &'r Link<'r>,
        feeds: &'r [Feed<'r>],
        result: &'r mut dyn FnMut(&[u32]) -> u32,
    ) -> Option<Self> {
        let samples = |variable: usize| match feeds.get(variable) {
            Some(feed) => feed.samples,
            None => workshop.samples(variable - feeds.len()),
        };
        let levels = levels(&link.rows, samples)?;
        Some(Self {
            workshop,
            link,
            feeds,
            result,
            levels,
            states: Interner::with_capacity(8),
            edges: Vec::new(),
        })
    }

    pub(crate) fn build(mut self) -> Option<Edge> {
        let words = match self.link.gathers {
            Gathers::First | Gathers::Count => 1,
            Gathers::Sum(_) => 3,
            Gathers::Rules(count) => count.div_ceil(32),
        };
        let state = State {
            decided: vec![0; words],
            alive: (0..self.link.rows.len() as u32).collect(),
        };
        self.decide(0, state)
    }

    /// The diagram of what is left once the variables before `level` have been chosen.
    fn decide(&mut self, level: usize, mut state: State) -> Option<Edge> {
        self.settle(level, &mut state);
        let next = (level..self.levels.len()).find(|level| {
            let level = self.levels.get(*level);
            level.is_some_and(|level| state.alive.iter().any(|row| level.asking.contains(*row)))
        });
        let Some(level) = next else {
            return Some(Edge::terminal((self.result)(&state.decided)));
        };
        let mut key = vec![level as u32];
        key.extend_from_slice(&state.decided);
        key.extend_from_slice(&state.alive);
        let (number, new) = self.states.intern(&key);
        if !new {
            return self.edges.get(number as usize).copied();
        }
        self.workshop.step(key.len())?;
        self.edges.push(Edge::terminal(0));
        let Level {
            variable, classes, ..
        } = self.levels.get(level)?;
        let (variable, classes) = (*variable, *classes);
        let mut children = Vec::with_capacity(classes + 1);
        let fed = self.feeds.get(variable);
        if fed.is_none() {
            children.push((variable - self.feeds.len()) as u32);
        }
        for class in 0..classes {
            let surviving = &self.levels.get(level)?.surviving;
            let bit = |row: u32| row * classes as u32 + class as u32;
            let alive = state.alive.iter().copied();
            let child = State {
                decided: state.decided.clone(),
                alive: alive.filter(|row| surviving.contains(bit(*row))).collect(),
            };
            children.push(self.decide(level + 1, child)?.word());
        }
        let edge = match fed {
            Some(feed) => self.workshop.select(feed.root, &feed.classes, &children)?,
            None => self.workshop.node(&children),
        };
        *self.edges.get_mut(number as usize)? = edge;
        Some(edge)
    }

    /// Takes out of the state what the variables before `level` have settled.
    fn settle(&self, level: usize, state: &mut State) {
        let pending = self.levels.get(level).map(|level| &level.pending);
        let applies = |row: u32| !pending.is_some_and(|pending| pending.contains(row));
        let State { decided, alive } = state;
        if let Gathers::First = self.link.gathers {
            self.settle_first(applies, decided, alive);
            return;
        }
        // The rows of a rule stand side by side: if one applies, all of them are settled.
        let mut kept = 0;
        let mut next = 0;
        while let Some(row) = alive.get(next) {
            let rule = self.rule(*row);
            let rows = alive.get(next..).unwrap_or_default().iter();
            let rows = rows.take_while(|row| self.rule(**row) == rule);
            let (count, counts) = rows.fold((0, false), |(count, counts), row| {
                (count + 1, counts || applies(*row))
            });
            if counts {
                self.count(rule, decided);
            } else {
                alive.copy_within(next..next + count, kept);
                kept += count;
            }
            next += count;
        }
        alive.truncate(kept);
    }

    /// Takes note of the first row that applies for certain. Those behind it change nothing, and
    /// neither do the last ones before it if they give the same.
    fn settle_first(
        &self,
        applies: impl Fn(u32) -> bool,
        decided: &mut [u32],
        alive: &mut Vec<u32>,
    ) {
        let Some(decided) = decided.first_mut() else {
            return;
        };
        if let Some(place) = alive.iter().position(|row| applies(*row)) {
            *decided = alive.get(place).map_or(0, |row| self.code(*row));
            alive.truncate(place);
        }
        while alive.last().is_some_and(|row| self.code(*row) == *decided) {
            alive.pop();
        }
    }

    fn count(&self, rule: u32, decided: &mut [u32]) {
        match (self.link.gathers, decided) {
            (Gathers::Sum(weights), [any, low, high]) => {
                let weight = weights.get(rule as usize).copied().unwrap_or(0);
                // The sum of all weights is in range, or the policy would have been refused.
                let after = whole(*low, *high).saturating_add(weight);
                *any = 1;
                [*low, *high] = halves(after);
            }
            (Gathers::Rules(_), decided) => {
                if let Some(word) = decided.get_mut(rule as usize / 32) {
                    *word |= 1 << (rule % 32);
                }
            }
            (_, [count, ..]) => *count += 1,
            _ => {}
        }
    }

    fn code(&self, row: u32) -> u32 {
        self.link.rows.get(row as usize).map_or(0, |row| row.code)
    }

    fn rule(&self, row: u32) -> u32 {
        self.link.rows.get(row as usize).map_or(0, |row| row.rule)
    }
}

fn levels<'s>(rows: &[LinkRow<'_>], samples: impl Fn(usize) -> &'s [Known]) -> Option<Vec<Level>> {
    let cells = rows.iter().flat_map(|row| row.cells);
    let asked = distinct(cells.map(|(variable, _)| *variable));
    let mut levels: Vec<Level> = Vec::with_capacity(asked.len());
    for index in &asked {
        let samples = samples(*index);
        if rows.len().checked_mul(samples.len())? > BITS {
            return None;
        }
        let mut level = Level {
            variable: *index,
            asking: Rows::none(rows.len()),
            pending: Rows::none(rows.len()),
            classes: samples.len(),
            surviving: Rows::all(rows.len() * samples.len()),
        };
        for (row, entry) in (0..).zip(rows) {
            if entry.cells.iter().any(|(variable, _)| variable >= index) {
                level.pending.insert(row);
            }
            let Some((_, cell)) = entry.cells.iter().find(|(variable, _)| variable == index) else {
                continue;
            };
            level.asking.insert(row);
            for (bit, sample) in (row * samples.len() as u32..).zip(samples) {
                if !cell.holds(*sample) {
                    level.surviving.remove(bit);
                }
            }
        }
        levels.push(level);
    }
    Some(levels)
}
