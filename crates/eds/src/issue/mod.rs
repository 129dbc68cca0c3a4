//! Making of certificates, messages, lists, answers and timestamps as the national certification
//! authority makes them, for tests and a sandbox only: see [`signing`](crate::signing).

mod authority;
mod certificate;
mod crl;
mod message;
mod name;
mod ocsp;
mod timestamp;
mod write;

pub use authority::Authority;
pub use certificate::{Template, Use};
pub use crl::{Revoked, crl};
pub use message::{Message, Over};
pub use name::Name;
pub use ocsp::{OcspAnswer, OcspQuestion, OcspState};
pub use timestamp::{TimestampAnswer, TimestampQuestion};

#[cfg(test)]
mod tests;
