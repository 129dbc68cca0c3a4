//! Which rules of a table may apply, found without looking at each: for every class of every
//! variable the rows that it leaves are a set of bits, and what all known classes leave is their
//! intersection.

use crate::cell::Cell;
use crate::diagram::{Classes, Variable};

/// The rows of one table.
#[derive(Clone, Debug)]
pub(crate) struct Candidates {
    /// How many words a set of rows takes.
    words: usize,
    /// The rule of each row.
    rules: Vec<u32>,
    columns: Vec<Column>,
    /// The rows that test an output of another table.
    fed: Vec<u64>,
    /// All rows.
    all: Vec<u64>,
}

/// A variable that some row has a cell for.
#[derive(Clone, Debug)]
struct Column {
    variable: usize,
    /// The rows with a cell for it.
    asking: Vec<u64>,
    /// The rows that each class leaves, class by class.
    left: Vec<u64>,
}

impl Candidates {
    /// Indexes rows, each with its rule and its cells by index of variable, where the first `feeds`
    /// stand for outputs of other tables.
    pub(crate) fn new<'r>(
        rows: impl Iterator<Item = (u32, &'r [(usize, &'r Cell)])>,
        feeds: usize,
        variables: &[Variable],
    ) -> Self {
        let rows: Vec<_> = rows.collect();
        let words = rows.len().div_ceil(64);
        let mut all = vec![0; words];
        (0..rows.len()).for_each(|row| set(&mut all, row));
        let mut candidates = Self {
            words,
            rules: rows.iter().map(|(rule, _)| *rule).collect(),
            columns: Vec::new(),
            fed: vec![0; words],
            all,
        };
        for (row, (_, cells)) in rows.iter().enumerate() {
            for (index, cell) in *cells {
                match index.checked_sub(feeds) {
                    None => set(&mut candidates.fed, row),
                    Some(variable) => candidates.add(row, variable, cell, variables),
                }
            }
        }
        candidates
    }

    fn add(&mut self, row: usize, variable: usize, cell: &Cell, variables: &[Variable]) {
        let samples = variables.get(variable);
        let samples = samples.map_or(&[][..], |variable| variable.partition.samples());
        let found = self.columns.iter().position(|it| it.variable == variable);
        let place = found.unwrap_or_else(|| {
            self.columns.push(Column {
                variable,
                asking: vec![0; self.words],
                left: self.all.repeat(samples.len()),
            });
            self.columns.len() - 1
        });
        let Some(column) = self.columns.get_mut(place) else {
            return;
        };
        set(&mut column.asking, row);
        let classes = column.left.chunks_exact_mut(self.words.max(1));
        for (left, sample) in classes.zip(samples) {
            if !cell.holds(*sample)
                && let Some(word) = left.get_mut(row / 64)
            {
                *word &= !(1 << (row % 64));
            }
        }
    }

    /// Visits the rules of which what is known leaves a row, in order, until `visit` says to stop:
    /// the rule's index in its table and whether one of its rows applies for certain.
    pub(crate) fn visit(&self, classes: &Classes, mut visit: impl FnMut(usize, bool) -> bool) {
        let mut open: Option<(u32, bool)> = None;
        for word in 0..self.words {
            let mut left = self.all.get(word).copied().unwrap_or(0);
            let mut unknown = self.fed.get(word).copied().unwrap_or(0);
            for column in &self.columns {
                match classes.get(column.variable) {
                    Some(class) => {
                        let rows = column.left.get(class * self.words + word);
                        left &= rows.copied().unwrap_or(0);
                    }
                    None => unknown |= column.asking.get(word).copied().unwrap_or(0),
                }
            }
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let row = word * 64 + bit as usize;
                let rule = self.rules.get(row).copied().unwrap_or(0);
                let certain = unknown & (1 << bit) == 0;
                open = match open {
                    Some((other, before)) if other == rule => Some((rule, before || certain)),
                    Some((other, before)) => {
                        if !visit(other as usize, before) {
                            return;
                        }
                        Some((rule, certain))
                    }
                    None => Some((rule, certain)),
                };
            }
        }
        if let Some((rule, certain)) = open {
            visit(rule as usize, certain);
        }
    }
}

fn set(rows: &mut [u64], row: usize) {
    if let Some(word) = rows.get_mut(row / 64) {
        *word |= 1 << (row % 64);
    }
}
