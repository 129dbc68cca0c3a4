mod explain;

pub(super) use explain::explain;
