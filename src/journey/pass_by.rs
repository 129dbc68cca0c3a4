use words::page::Word;

use super::navigation::use_journey;
use crate::{components::Loading, language::t, prelude::*};

/// A screen with nothing to ask (any more): the next step takes its place.
#[component]
pub fn PassBy() -> AnyView {
    use_journey().pass_by();
    view! { <Loading text=t(Word::LoadingNext)/> }.into_any()
}
