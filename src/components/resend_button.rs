use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use words::{fill, page::Word};

use super::{Button, ButtonKind};
use crate::{
    language::{Say, t, told},
    platform::clock::use_clock,
    prelude::*,
};

/// A button that sends a code once more, from an instant on; until then it says how long to wait.
#[component]
pub fn ResendButton(
    /// From when on.
    from: DateTime<Utc>,
    /// Whether it is being sent.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Sends it.
    #[prop(into)]
    on_press: Callback<()>,
) -> AnyView {
    let clock = use_clock();
    let wait = move || (from - clock.now()).num_seconds().max(0);
    let left = RwSignal::new(wait());
    if let Ok(ticking) = set_interval_with_handle(move || left.set(wait()), Duration::from_secs(1))
    {
        on_cleanup(move || ticking.clear());
    }
    let is_time = Memo::new(move || left.get() == 0);
    let waiting =
        told(move |lang| fill(Word::CodeWait.say(lang), &[("n", &left.get().to_string())]));
    (move || {
        if is_time.get() {
            view! { <Button label=t(Word::CodeAgain) kind=ButtonKind::Plain busy on_press/> }
                .into_any()
        } else {
            view! { <p class="waiting">{waiting}</p> }.into_any()
        }
    })
    .into_any()
}
