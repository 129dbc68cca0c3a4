//! An outcome somebody asks for, as a diagram and the terminals that stand for it.

use crate::decision::Decision;
use crate::diagram::Edge;
use crate::error::RulesError;
use crate::nearest::nearest;

/// That a table gives a certain value.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) root: Edge,
    /// The terminal, of a table with one output.
    exactly: Option<u32>,
}

impl Wanted {
    /// Whether a terminal stands for the value.
    pub(crate) fn holds(self, terminal: u32) -> bool {
        match self.exactly {
            Some(wanted) => terminal == wanted,
            // One is an empty list.
            None => terminal > 1,
        }
    }
}

impl Decision<'_> {
    /// That the table of this index gives the value of this index; `None` if no rule in force
    /// could.
    pub(crate) fn wanted(&self, table: usize, value: u16) -> Option<Wanted> {
        let value = u32::from(value);
        let mut parts = self.compiled.parts.iter();
        let part = parts.find(|part| {
            part.plan == table && part.counted.is_none_or(|counted| counted == value)
        })?;
        Some(Wanted {
            root: part.root,
            exactly: part.counted.is_none().then_some(value + 1),
        })
    }

    /// The indexes of a table of this goal and of a value of its output, by their names.
    ///
    /// Fails with [`RulesError::UnknownOutput`] or [`RulesError::UnknownValue`].
    pub(crate) fn find(&self, output: &str, value: &str) -> Result<(usize, u16), RulesError> {
        let tables = self.tables.iter().map(|table| table.table);
        let mut found = tables.clone().enumerate();
        let Some((index, table)) = found.find(|(_, table)| table.output == output) else {
            return Err(RulesError::UnknownOutput {
                name: output.to_owned(),
                nearest: nearest(output, tables.map(|table| table.output.as_str())),
            });
        };
        let values = table.values.iter().map(String::as_str);
        match values.clone().position(|known| known == value) {
            Some(value) => Ok((index, value as u16)),
            None => Err(RulesError::UnknownValue {
                output: output.to_owned(),
                value: value.to_owned(),
                nearest: nearest(value, values),
            }),
        }
    }
}
