mod challenge;
mod close;
mod close_all;
mod code;
mod eds;
mod open;

pub(super) use challenge::challenge;
pub(super) use close::close;
pub(super) use close_all::close_all;
pub(super) use code::code;
pub(super) use eds::eds;
pub(super) use open::open;
