mod answer;
mod eds;
mod show;

pub(super) use answer::answer;
pub(super) use eds::eds;
pub(super) use show::show;
