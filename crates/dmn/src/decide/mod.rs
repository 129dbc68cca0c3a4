//! Making decisions: by the engine where a table fits it, else by interpreting FEEL.

mod engine;
mod program;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use engine::{cell, cell_constants, decide as decide_by_engine, exact, name as name_of};
pub(crate) use program::{Making, Program};
pub(crate) use table::{FeelTable, constant, constants};
