use wire::ApplicationView;
use words::account::Word;

use super::{particulars::Particulars, state_heading::StateHeading};
use crate::language::t;
use crate::prelude::*;

/// Signed; the register is entering it.
#[component]
pub(super) fn Signed(
    /// The application.
    view: ApplicationView,
) -> AnyView {
    view! {
        <StateHeading text=t(Word::SignedTitle) hint=t(Word::SignedHint)/>
        <div class="entering" aria-hidden="true">
            <i></i>
        </div>
        <Particulars view/>
    }
    .into_any()
}
