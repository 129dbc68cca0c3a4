mod search;

pub(super) use search::search;
