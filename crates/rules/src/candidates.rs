//! Which rules of a table may apply, found without looking at each: for every class of every
//! variable the rows that it leaves are a set of bits, and what all known classes leave is their
//! intersection.

use crate::diagram::Classes;

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

/// A row on its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CandidateRow {
    /// The index of its rule.
    pub(crate) rule: u32,
    /// Whether it tests an output of another table.
    pub(crate) fed: bool,
    /// The variables it tests, each with whether the cell holds, class by class.
    pub(crate) tests: Vec<(usize, Vec<bool>)>,
}

impl Candidates {
    /// Indexes rows, which are given in the order of their rules.
    pub(crate) fn of(rows: &[CandidateRow]) -> Self {
        let words = rows.len().div_ceil(64);
        let mut all = vec![0; words];
        (0..rows.len()).for_each(|row| set(&mut all, row));
        let mut candidates = Self {
            words,
            rules: rows.iter().map(|row| row.rule).collect(),
            columns: Vec::new(),
            fed: vec![0; words],
            all,
        };
        for (index, row) in rows.iter().enumerate() {
            if row.fed {
                set(&mut candidates.fed, index);
            }
            for (variable, holds) in &row.tests {
                candidates.test(index, *variable, holds);
            }
        }
        candidates
    }

    fn test(&mut self, row: usize, variable: usize, holds: &[bool]) {
        let found = self.columns.iter().position(|it| it.variable == variable);
        let place = found.unwrap_or_else(|| {
            self.columns.push(Column {
                variable,
                asking: vec![0; self.words],
                left: self.all.repeat(holds.len()),
            });
            self.columns.len() - 1
        });
        let Some(column) = self.columns.get_mut(place) else {
            return;
        };
        set(&mut column.asking, row);
        let classes = column.left.chunks_exact_mut(self.words.max(1));
        for (left, holds) in classes.zip(holds) {
            if !holds && let Some(word) = left.get_mut(row / 64) {
                *word &= !(1 << (row % 64));
            }
        }
    }

    /// The rows that were indexed.
    pub(crate) fn rows(&self) -> impl Iterator<Item = CandidateRow> {
        let rows = self.rules.iter().enumerate();
        rows.map(move |(row, rule)| CandidateRow {
            rule: *rule,
            fed: is_set(&self.fed, row),
            tests: self
                .columns
                .iter()
                .filter(|column| is_set(&column.asking, row))
                .map(|column| {
                    let classes = column.left.chunks_exact(self.words.max(1));
                    let holds = classes.map(|left| is_set(left, row));
                    (column.variable, holds.collect())
                })
                .collect(),
        })
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

fn is_set(rows: &[u64], row: usize) -> bool {
    rows.get(row / 64)
        .is_some_and(|word| word & (1 << (row % 64)) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More rows than a word has bits: of each rule two, of which one asks for variable 0 and the
    /// other for variable 1, and after each fourth rule one that asks for nothing but an output.
    fn rows() -> Vec<CandidateRow> {
        let row = |rule, fed, tests: &[(usize, [bool; 2])]| CandidateRow {
            rule,
            fed,
            tests: tests
                .iter()
                .map(|(variable, holds)| (*variable, holds.to_vec()))
                .collect(),
        };
        let rules = (0..50).flat_map(|rule| {
            let even = rule % 2 == 0;
            let asks = [
                row(rule, false, &[(0, [even, !even])]),
                row(rule, false, &[(1, [true, false])]),
            ];
            let fed = (rule % 4 == 3).then(|| row(rule, true, &[]));
            asks.into_iter().chain(fed)
        });
        rules.collect()
    }

    /// The rules that are visited, with whether they apply for certain.
    fn visited(known: &[Option<u32>]) -> Vec<(usize, bool)> {
        let mut visited = Vec::new();
        Candidates::of(&rows()).visit(&Classes::of(known), |rule, certain| {
            visited.push((rule, certain));
            true
        });
        visited
    }

    #[test]
    fn rows_are_given_back_as_they_were_indexed() {
        let given: Vec<CandidateRow> = Candidates::of(&rows()).rows().collect();
        assert_eq!(given, rows());
    }

    #[test]
    fn a_rule_applies_for_certain_if_one_of_its_rows_does() {
        // Nothing is known.
        let expected: Vec<(usize, bool)> = (0..50).map(|rule| (rule, false)).collect();
        assert_eq!(visited(&[None, None]), expected);
        // The first row is certain, the second is open; or the other way round.
        let expected: Vec<(usize, bool)> = (0..50).map(|rule| (rule, rule % 2 == 0)).collect();
        assert_eq!(visited(&[Some(0), None]), expected);
        let expected: Vec<(usize, bool)> = (0..50).map(|rule| (rule, true)).collect();
        assert_eq!(visited(&[None, Some(0)]), expected);
        // The second never holds: what is left are even rules, and those that test an output.
        let left = (0..50).filter(|rule| rule % 2 == 0 || rule % 4 == 3);
        let expected: Vec<(usize, bool)> = left.map(|rule| (rule, rule % 2 == 0)).collect();
        assert_eq!(visited(&[Some(0), Some(1)]), expected);
    }

    #[test]
    fn a_visit_ends_when_it_is_told_to() {
        let mut seen = 0;
        Candidates::of(&rows()).visit(&Classes::of(&[None, None]), |_, _| {
            seen += 1;
            seen < 3
        });
        assert_eq!(seen, 3);
    }
}
