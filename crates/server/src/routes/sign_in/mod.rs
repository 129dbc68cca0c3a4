mod close;
mod code;
mod open;

pub(super) use close::close;
pub(super) use code::code;
pub(super) use open::open;
