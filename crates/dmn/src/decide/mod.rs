//! Making decisions: by the engine where a table fits it, else by interpreting FEEL.

mod engine;
mod program;
mod table;

pub(crate) use engine::{Unfit, decide as decide_by_engine};
pub(crate) use program::{Making, Program};
pub(crate) use table::FeelTable;
