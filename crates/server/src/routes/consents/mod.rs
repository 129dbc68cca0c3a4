mod answer;
mod show;

pub(super) use answer::answer;
pub(super) use show::show;
