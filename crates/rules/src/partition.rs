//! A fact's domain divided into classes that no cell in force tells apart.

use crate::cell::{Cell, Range};
use crate::distinct::distinct;
use crate::fact::{FactDeclaration, FactType, Known};
use crate::interner::Interner;
use crate::number::{Number, UNIT};

/// The classes of one fact's domain.
///
/// The domain is first cut into atoms (each text; `false` and `true`; runs of numbers between the
/// constants that cells mention; `null`), then atoms that every cell treats alike are joined.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    /// For a number fact, the first number of each run in millionths; else empty.
    starts: Vec<i64>,
    /// The class of each atom; the atom of `null` is the last, if the fact is optional.
    class_of: Vec<u16>,
    optional: bool,
    /// One value of each class.
    samples: Vec<Known>,
}

impl Partition {
    pub(crate) fn of(declaration: &FactDeclaration, cells: &[&Cell]) -> Self {
        let mut starts = Vec::new();
        let mut atoms: Vec<Known> = match &declaration.kind {
            FactType::Boolean => vec![Known::Bool(false), Known::Bool(true)],
            FactType::Text { values } => (0..)
                .zip(values)
                .map(|(index, _)| Known::Text(index))
                .collect(),
            FactType::Whole { min, max } => {
                starts = runs(UNIT, *min, *max, cells);
                numbers(&starts)
            }
            FactType::Number { min, max } => {
                starts = runs(1, *min, *max, cells);
                numbers(&starts)
            }
        };
        if declaration.optional {
            atoms.push(Known::Null);
        }

        let mut samples: Vec<Known> = Vec::new();
        let mut signatures = Interner::with_capacity(atoms.len());
        let mut class_of = Vec::with_capacity(atoms.len());
        for atom in atoms {
            let words = cells.chunks(32).map(|cells| {
                let bits = cells.iter().map(|cell| u32::from(cell.holds(atom)));
                bits.fold(0, |word, bit| word << 1 | bit)
            });
            let (class, new) = signatures.intern(&words.collect::<Vec<u32>>());
            if new {
                samples.push(atom);
            }
            class_of.push(class as u16);
        }
        Self {
            starts,
            class_of,
            optional: declaration.optional,
            samples,
        }
    }

    /// One value of each class, in the order of the classes.
    pub(crate) fn samples(&self) -> &[Known] {
        &self.samples
    }

    /// The class of a value; `None` if the value is of another type.
    pub(crate) fn class(&self, known: Known) -> Option<u16> {
        let atom = match known {
            Known::Bool(value) => usize::from(value),
            Known::Text(index) => usize::from(index),
            Known::Number(number) => self
                .starts
                .partition_point(|start| *start <= number.millionths())
                .checked_sub(1)?,
            Known::Null if self.optional => self.class_of.len().checked_sub(1)?,
            Known::Null => return None,
        };
        self.class_of.get(atom).copied()
    }
}

fn numbers(starts: &[i64]) -> Vec<Known> {
    starts
        .iter()
        .map(|start| Known::Number(Number::from_millionths(*start)))
        .collect()
}

/// Cuts a domain of numbers that are multiples of `step` millionths into the longest runs that no
/// range divides, and returns where each begins. Runs without a number of the domain do not arise.
fn runs(step: i64, min: Option<Number>, max: Option<Number>, cells: &[&Cell]) -> Vec<i64> {
    let least = min.map_or(i64::MIN / step * step, Number::millionths);
    let greatest = max.map_or(i64::MAX, Number::millionths);
    let ranges = cells.iter().flat_map(|cell| cell.ranges());
    let cuts = ranges.flat_map(|range| cuts(step, range)).flatten();
    let inner = cuts.filter(|cut| least < *cut && *cut <= greatest);
    distinct(std::iter::once(least).chain(inner))
}

/// The first multiple of `step` inside the range and the first one beyond it.
fn cuts(step: i64, range: &Range) -> [Option<i64>; 2] {
    // The least multiple that is ≥ the number, or > it.
    let multiple = |number: Number, beyond: bool| {
        let number = number.millionths();
        let floor = number.div_euclid(step).checked_mul(step)?;
        if floor == number && !beyond {
            Some(floor)
        } else {
            floor.checked_add(step)
        }
    };
    [
        range.low.and_then(|end| multiple(end.number, !end.closed)),
        range.high.and_then(|end| multiple(end.number, end.closed)),
    ]
}
