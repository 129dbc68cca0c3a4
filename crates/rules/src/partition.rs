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
#[derive(Clone, Debug, Default)]
pub(crate) struct Partition {
    /// For a number fact, the first number of each run in millionths; else empty.
    starts: Vec<i64>,
    /// The class of each atom; the atom of `null` is the last, if the fact is optional.
    class_of: Vec<u16>,
    pub(crate) optional: bool,
    /// One value of each class.
    samples: Vec<Known>,
}

impl Partition {
    pub(crate) fn of(declaration: &FactDeclaration, cells: &[&Cell]) -> Self {
        let starts = match declaration.kind {
            FactType::Boolean | FactType::Text { .. } => Vec::new(),
            FactType::Whole { min, max } => runs(UNIT, min, max, cells),
            FactType::Number { min, max } => runs(1, min, max, cells),
        };
        let mut signatures = Interner::with_capacity(8);
        Self::assemble(declaration, starts, |atom, _| {
            let words = cells.chunks(32).map(|cells| {
                let bits = cells.iter().map(|cell| u32::from(cell.holds(atom)));
                bits.fold(0, |word, bit| word << 1 | bit)
            });
            signatures.intern(&words.collect::<Vec<u32>>()).0 as usize
        })
    }

    /// The partition in which each atom has the class that `class` says, when told how many
    /// classes there are so far: one of them or the next.
    pub(crate) fn assemble(
        declaration: &FactDeclaration,
        starts: Vec<i64>,
        mut class: impl FnMut(Known, usize) -> usize,
    ) -> Self {
        let mut partition = Self {
            starts: Vec::new(),
            class_of: Vec::new(),
            optional: declaration.optional,
            samples: Vec::new(),
        };
        let mut add = |atom: Known| {
            let class = class(atom, partition.samples.len());
            if class == partition.samples.len() {
                partition.samples.push(atom);
            }
            partition.class_of.push(class as u16);
        };
        match &declaration.kind {
            FactType::Boolean => [false, true]
                .into_iter()
                .map(Known::Bool)
                .for_each(&mut add),
            FactType::Text { values } => {
                (0..values.len() as u16).map(Known::Text).for_each(&mut add)
            }
            FactType::Whole { .. } | FactType::Number { .. } => starts
                .iter()
                .map(|start| Known::Number(Number::from_millionths(*start)))
                .for_each(&mut add),
        }
        if declaration.optional {
            add(Known::Null);
        }
        partition.starts = starts;
        partition
    }

    /// For a number fact, the first number of each run in millionths; else empty.
    pub(crate) fn starts(&self) -> &[i64] {
        &self.starts
    }

    /// The class of each atom. For a number fact the atoms are the runs; the atom of `null` is the
    /// last, if the fact is optional.
    pub(crate) fn classes(&self) -> &[u16] {
        &self.class_of
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
