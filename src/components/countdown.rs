use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use words::{fill, format, page};

use crate::{language::told, platform::clock::use_clock, prelude::*};

/// Length of the ring's line.
const ROUND: f64 = 264.0;

/// A ring that empties, with the time that is left in words. It counts by the server's clock.
#[component]
pub fn Countdown(
    /// The first instant that is too late.
    until: DateTime<Utc>,
    /// Minutes of the whole round.
    minutes: u32,
    /// Called once when the time has run out.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
) -> AnyView {
    let clock = use_clock();
    let left = RwSignal::new(until - clock.now());
    if let Ok(ticking) = set_interval_with_handle(
        move || {
            let was = left.get_untracked();
            let now = until - clock.now();
            left.set(now);
            if was > TimeDelta::zero()
                && now <= TimeDelta::zero()
                && let Some(on_end) = on_end
            {
                on_end.run(());
            }
        },
        Duration::from_secs(1),
    ) {
        on_cleanup(move || ticking.clear());
    }
    let seconds = Memo::new(move || left.get().num_seconds().max(0).unsigned_abs());
    // Said once a minute, not once a second.
    let minutes_left = Memo::new(move || seconds.get().div_ceil(60));
    let dashes = move || {
        let whole = f64::from(minutes.max(1) * 60);
        #[allow(clippy::cast_precision_loss, reason = "an hour has 3600 seconds")]
        let part = (seconds.get() as f64 / whole).min(1.0);
        ((ROUND * part).round() as u32).to_string() + " 999"
    };
    let digits = move || {
        let seconds = seconds.get();
        let rest = (seconds % 60).to_string();
        let zero = if rest.len() < 2 { ":0" } else { ":" };
        (seconds / 60).to_string() + zero + &rest
    };
    let words_left = told(move |lang| {
        let n = minutes_left.get();
        fill(
            page::counted(lang, page::Counted::CountdownLeft, n),
            &[("n", &n.to_string())],
        )
    });
    let until_words = told(move |lang| {
        fill(
            page::text(lang, page::Word::CountdownUntil),
            &[("time", &format::time(until))],
        )
    });
    view! {
        <div class="countdown">
            <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
                <circle class="countdown-track" cx="50" cy="50" r="42"></circle>
                <circle
                    class="countdown-left"
                    cx="50"
                    cy="50"
                    r="42"
                    stroke-dasharray=dashes
                    transform="rotate(-90 50 50)"
                ></circle>
                <text x="50" y="57" text-anchor="middle">
                    {digits}
                </text>
            </svg>
            <p role="timer">
                <strong>{words_left}</strong>
                <small>{until_words}</small>
            </p>
        </div>
    }
    .into_any()
}
