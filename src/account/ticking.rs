use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::leptos_dom::helpers::set_interval_with_handle;

use crate::platform::clock::use_clock;
use crate::prelude::*;

/// The server's time, second by second as long as the component that asks for it is there.
pub(super) fn ticking() -> RwSignal<DateTime<Utc>> {
    let clock = use_clock();
    let now = RwSignal::new(clock.now());
    let every_second =
        set_interval_with_handle(move || now.set(clock.now()), Duration::from_secs(1));
    if let Ok(every_second) = every_second {
        on_cleanup(move || every_second.clear());
    }
    now
}
