//! What evaluation finds, without a copy of anything.

use crate::chosen::TableInForce;
use crate::diagram::{Classes, Walk};
use crate::fact::FactId;
use crate::number::Number;
use crate::table::Table;
use crate::verdict::{Because, Output, Verdict};

/// Memory that one evaluation after the other uses.
#[derive(Default)]
pub struct Scratch {
    pub(crate) classes: Classes,
    pub(crate) walk: Walk,
    pub(crate) hits: Vec<Hit>,
    pub(crate) because: Vec<Because>,
    pub(crate) others: Vec<Because>,
    pub(crate) missing: Vec<FactId>,
}

/// What one table contributes to a known result.
#[derive(Clone)]
pub(crate) enum Hit {
    None,
    /// An index into the table's values.
    One(u16),
    /// A count or a sum.
    Number(Number),
    /// Indexes into the table's values, in the order of the list.
    List(Vec<u16>),
}

/// A [`Verdict`] that is read where it was found.
#[derive(Clone, Copy)]
pub struct Finding<'a> {
    pub(crate) tables: &'a [TableInForce<'a>],
    pub(crate) scratch: &'a Scratch,
    pub(crate) known: bool,
}

/// The output of one table.
#[derive(Clone, Copy)]
pub enum Given<'a> {
    /// Of a table that gives one of its values.
    One(&'a str),
    /// Of a table that gives a list.
    List(Values<'a>),
    /// Of a table that counts or reckons.
    Number(Number),
}

/// A list of a table's values.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    table: &'a Table,
    indexes: &'a [u16],
}

impl<'a> Values<'a> {
    /// The values, as in [`Output::List`].
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        let indexes = self.indexes.iter();
        indexes.map(move |index| value(self.table, *index))
    }
}

impl<'a> Finding<'a> {
    /// Whether no missing fact can change the verdict.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// The outputs by name, as in [`Verdict::outputs`]; none while the verdict is not known.
    pub fn outputs(&self) -> impl Iterator<Item = (&'a str, Given<'a>)> + use<'a> {
        let hits = match self.known {
            true => self.scratch.hits.as_slice(),
            false => &[],
        };
        self.tables.iter().zip(hits).filter_map(|(entry, hit)| {
            let table = entry.table;
            let given = match hit {
                Hit::None => return None,
                Hit::One(index) if table.hit.reckons() => {
                    Given::Number(*entry.numbers.get(usize::from(*index))?)
                }
                Hit::One(index) => Given::One(value(table, *index)),
                Hit::Number(number) => Given::Number(*number),
                Hit::List(indexes) => Given::List(Values { table, indexes }),
            };
            Some((table.output.as_str(), given))
        })
    }

    /// The rules behind the verdict, as in [`Verdict::because`].
    pub fn because(&self) -> &'a [Because] {
        &self.scratch.because
    }

    /// The facts that can still change the verdict, as in [`Verdict::missing`].
    pub fn missing(&self) -> &'a [FactId] {
        &self.scratch.missing
    }

    /// A copy to keep.
    pub fn to_verdict(&self) -> Verdict {
        let owned = |given| match given {
            Given::One(value) => Output::One(value.to_owned()),
            Given::List(values) => Output::List(values.iter().map(str::to_owned).collect()),
            Given::Number(number) => Output::Number(number),
        };
        Verdict {
            outputs: self.known.then(|| {
                let outputs = self.outputs();
                outputs
                    .map(|(name, given)| (name.to_owned(), owned(given)))
                    .collect()
            }),
            because: self.because().to_vec(),
            missing: self.missing().to_vec(),
        }
    }
}

fn value(table: &Table, index: u16) -> &str {
    table
        .values
        .get(usize::from(index))
        .map_or("", String::as_str)
}
