mod judge;

pub(super) use judge::judge;
