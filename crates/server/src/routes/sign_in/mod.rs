mod challenge;
mod close;
mod code;
mod eds;
mod open;

pub(super) use challenge::challenge;
pub(super) use close::close;
pub(super) use code::code;
pub(super) use eds::eds;
pub(super) use open::open;
