//! x
mod decide;
mod draft;
mod error;
mod feel;
mod model;
mod tck;
mod xml;
pub use error::{DmnError, DmnErrors, Problem};
pub use model::Definitions;
pub use tck::{CaseResult, Outcome, Suite};
pub use xml::{MAX_BYTES, MAX_DEPTH};
