mod check;

pub(super) use check::check;
