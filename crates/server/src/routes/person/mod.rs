mod read;

pub(super) use read::read;
