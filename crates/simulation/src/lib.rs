//! The service under one seed.
//!
//! The real use cases, the worker and the life cycle run over a clock, a store, telephones and
//! registers that are invented, on one thread, in an order that a seed decides; so is what goes
//! wrong. After every step it is asked whether anything was lost, doubled or forged. A seed that
//! finds something finds the same again.

mod chance;
mod faults;
mod law;
mod people;
mod processes;
mod requests;
mod run;
mod schedule;
mod store;
mod watch;
mod world;

pub use faults::Faults;
pub use run::{Broken, Outcome, Plan, run};
pub use store::StoreKind;
