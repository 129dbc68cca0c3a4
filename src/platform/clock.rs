//! The time: the server's where it has told it, else the browser's.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use js_sys::{Promise, futures::JsFuture};
use wasm_bindgen::JsValue;
use words::format::local_date;

use crate::prelude::*;

/// The clock; a context. It is the browser's, set right by the server.
#[derive(Clone, Copy)]
pub struct Clock {
    ahead: RwSignal<TimeDelta>,
}

impl Clock {
    /// The browser's clock.
    pub fn start() -> Self {
        Self {
            ahead: RwSignal::new(TimeDelta::zero()),
        }
    }

    /// Sets the clock by the server's. Small differences are the network's and are passed over.
    pub fn set_by(self, server: DateTime<Utc>) {
        let ahead = server - browser_time();
        let change = (ahead - self.ahead.get_untracked()).abs();
        if change > TimeDelta::seconds(2) {
            self.ahead.set(ahead);
        }
    }

    /// The time at this moment.
    pub fn now(self) -> DateTime<Utc> {
        browser_time() + self.ahead.get_untracked()
    }

    /// The date in Kazakhstan. What reads it follows the server's setting, but not midnight.
    pub fn today(self) -> NaiveDate {
        local_date(browser_time() + self.ahead.get())
    }
}

fn browser_time() -> DateTime<Utc> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds fit for 290 million years"
    )]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// Waits.
pub async fn pause(time: Duration) {
    let timer = Promise::new(&mut |done, _| {
        set_timeout(move || drop(done.call0(&JsValue::NULL)), time);
    });
    let _never = JsFuture::from(timer).await;
}

/// The clock context. To be called while a component is made.
pub fn use_clock() -> Clock {
    expect_context::<Clock>()
}
