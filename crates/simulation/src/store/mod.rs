//! Where simulated processes keep what they must not lose.

pub(crate) mod model;
mod shelf;
mod unsteady;

pub(crate) use shelf::Shelf;
pub(crate) use unsteady::Unsteady;

/// Which store it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreKind {
    /// Maps in memory, written down as simply as can be.
    #[default]
    Model,
    /// The same where several servers share it: due work is given to one of them for a while.
    Leased,
    /// The real one in a SQLite file, opened anew when a process ends.
    Sqlite,
}
