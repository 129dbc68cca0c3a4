//! x
mod decide;
mod draft;
mod error;
mod export;
mod feel;
mod import;
mod model;
mod tck;
mod xml;
pub use error::{DmnError, DmnErrors, Problem};
pub use export::{ExportError, export};
pub use import::{ImportError, Imported, import};
pub use model::Definitions;
pub use tck::{CaseResult, Outcome, Suite};
pub use xml::{MAX_BYTES, MAX_DEPTH, TIRKEU};
