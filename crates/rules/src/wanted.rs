//! An outcome somebody asks for, as a diagram and the terminals that stand for it.

use crate::compile::Found;
use crate::decision::Decision;
use crate::diagram::{Edge, Walk};
use crate::error::RulesError;
use crate::fact::Facts;
use crate::nearest::nearest;

/// That a table gives a certain value.
pub(crate) struct Wanted {
    pub(crate) root: Edge,
    terminals: Vec<u32>,
}

impl Wanted {
    /// Whether a terminal stands for the value.
    pub(crate) fn holds(&self, terminal: u32) -> bool {
        self.terminals.contains(&terminal)
    }
}

impl Decision<'_> {
    /// That the table of this index gives the value of this index; `None` if no rule in force
    /// could.
    pub(crate) fn wanted(&self, table: usize, value: u16) -> Option<Wanted> {
        let numbers = &self.tables.get(table)?.numbers;
        let stands_for = |found| match found {
            Found::Nothing => false,
            Found::Value(index) => index == u32::from(value),
            Found::Number(found) => numbers.get(usize::from(value)) == Some(&found),
            Found::Piece(piece) => piece.contains(&u32::from(value)),
        };
        let mut walk = Walk::default();
        let anything = self.compiled.diagram.classes(&Facts::new());
        let parts = self.compiled.parts.iter();
        // Of a list only one piece can have the value.
        parts.filter(|part| part.plan == table).find_map(|part| {
            let mut terminals = Vec::new();
            let diagram = &self.compiled.diagram;
            diagram.reach(part.root, &anything, &mut walk, |terminal| {
                let found = self.compiled.result(part, terminal);
                if stands_for(found) && !terminals.contains(&terminal) {
                    terminals.push(terminal);
                }
                true
            });
            (!terminals.is_empty()).then_some(Wanted {
                root: part.root,
                terminals,
            })
        })
    }

    /// The indexes of a table of this goal and of a value of its output, by their names.
    ///
    /// Fails with [`RulesError::UnknownOutput`] or [`RulesError::UnknownValue`].
    pub(crate) fn named(&self, output: &str, value: &str) -> Result<(usize, u16), RulesError> {
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
