use registration::application::StateName;
use words::common::Word;

use crate::{
    components::{Icon, IconName},
    language::t,
    prelude::*,
};

/// The word for a state.
pub(super) fn word(state: StateName) -> Word {
    match state {
        StateName::AwaitingConsent => Word::StateAwaitingConsent,
        StateName::AwaitingSignature => Word::StateAwaitingSignature,
        StateName::Signed => Word::StateSigned,
        StateName::Registered => Word::StateRegistered,
        StateName::Refused => Word::StateRefused,
        StateName::Cancelled => Word::StateCancelled,
        StateName::Withdrawn => Word::StateWithdrawn,
    }
}

/// How far an application is: an icon, a word and a colour.
#[component]
pub(super) fn StateTag(
    /// The state.
    state: StateName,
) -> AnyView {
    let (icon, class) = match state {
        StateName::AwaitingConsent | StateName::Signed => (IconName::Wait, "tag wait"),
        StateName::AwaitingSignature => (IconName::Sheet, "tag act"),
        StateName::Registered => (IconName::Yes, "tag good"),
        StateName::Refused | StateName::Cancelled => (IconName::No, "tag bad"),
        StateName::Withdrawn => (IconName::Back, "tag"),
    };
    view! {
        <span class=class>
            <Icon name=icon/>
            {t(word(state))}
        </span>
    }
    .into_any()
}
