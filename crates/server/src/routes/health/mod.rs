mod live;
mod ready;

pub(super) use live::live;
pub(super) use ready::ready;
