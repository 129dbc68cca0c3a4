//! What eGov Mobile asks; the token in the address is all it has.

mod describe;
mod documents;
mod sign;

pub(super) use describe::describe;
pub(super) use documents::documents;
pub(super) use sign::sign;
