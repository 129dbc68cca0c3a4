use wire::{ConsentStanding, ConsentView};
use words::{account::Word, fill, format};

use super::{owner_asked::request, state_heading::StateHeading};
use crate::{
    components::{Icon, IconName, Notice, Tone},
    language::{Say, t, told},
    prelude::*,
};

/// The owner has answered, or no longer can: what stands now and what follows.
#[component]
pub(super) fn OwnerAnswered(
    /// The request.
    view: ConsentView,
) -> AnyView {
    let until = view.until;
    let (title, text, looks, icon) = match view.standing {
        ConsentStanding::Agreed => (
            Word::OwnerAgreedTitle,
            Word::OwnerAgreedText,
            "banner good",
            IconName::Yes,
        ),
        ConsentStanding::Declined => (
            Word::OwnerDeclinedTitle,
            Word::OwnerDeclinedText,
            "banner bad",
            IconName::No,
        ),
        ConsentStanding::TooLate => (
            Word::OwnerTooLateTitle,
            Word::OwnerTooLateText,
            "banner",
            IconName::Wait,
        ),
        ConsentStanding::Ended | ConsentStanding::Waiting => (
            Word::OwnerEndedTitle,
            Word::OwnerEndedText,
            "banner",
            IconName::Info,
        ),
    };
    let text = told(move |lang| fill(text.say(lang), &[("time", &format::time(until))]));
    view! {
        <div class=looks>
            <Icon name=icon/>
            <div>
                <StateHeading text=t(title)/>
            </div>
        </div>
        <p>{text}</p>
        <p>{t(Word::OwnerAnsweredNext)}</p>
        {request(&view)}
        <Notice tone=Tone::Warning title=t(Word::OwnerNever)/>
    }
    .into_any()
}
