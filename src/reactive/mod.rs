//! Signals of this page: Leptos' reactive system without a copy of it for each type.
//!
//! What runs when, who is told and what is disposed of is decided by Leptos: by its triggers, memos
//! of a number, effects and owners. Only the values are kept here, so that a signal of another type
//! costs the few instructions that move its value (docs/adr/0006-markup.md). Names and meanings are
//! Leptos' own.

mod callback;
mod effect;
mod element_ref;
mod memo;
mod place;
mod rw_signal;
mod signal;
mod stored_value;

pub use callback::Callback;
pub use effect::effect;
pub use element_ref::ElementRef;
pub use memo::Memo;
pub use place::keep;
pub use rw_signal::RwSignal;
pub use signal::Signal;
pub use stored_value::StoredValue;
