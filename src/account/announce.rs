use chrono::{DateTime, Utc};
use words::{account, fill};

use super::ticking::ticking;
use crate::language::told;
use crate::prelude::*;

/// Minutes before the end at which the time left is said aloud.
const SAID: [i64; 4] = [30, 10, 5, 1];

/// Tells those who cannot see the ring how much time is left, a few times in the hour.
#[component]
pub(super) fn Announce(
    /// The first instant that is too late.
    until: DateTime<Utc>,
) -> AnyView {
    let now = ticking();
    // Nothing is said on arrival: the words beside the ring are read then.
    let at_start = due(until, now.get_untracked());
    let said = Memo::new(move || {
        let due = due(until, now.get());
        if due == at_start { None } else { due }
    });
    let text = told(move |lang| {
        let Some(n) = said.get() else {
            return String::new();
        };
        let phrase = account::counted(lang, account::Counted::MinutesLeft, n.unsigned_abs());
        let left = fill(phrase, &[("n", &n.to_string())]);
        fill(
            account::text(lang, account::Word::ConsentMinutesAnnounced),
            &[("left", &left)],
        )
    });
    view! {
        <p class="unseen" role="status">
            {text}
        </p>
    }
    .into_any()
}

/// The last of the minutes to be said that is not past.
fn due(until: DateTime<Utc>, now: DateTime<Utc>) -> Option<i64> {
    let left = (until - now).num_seconds();
    SAID.into_iter()
        .rev()
        .find(|minutes| left > 0 && left <= minutes * 60)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_time_left_is_said_four_times() {
        let until = DateTime::<Utc>::UNIX_EPOCH;
        let check = |seconds, expected| {
            assert_eq!(
                due(until, until - TimeDelta::seconds(seconds)),
                expected,
                "{seconds}"
            );
        };
        check(3600, None);
        check(1801, None);
        check(1800, Some(30));
        check(601, Some(30));
        check(600, Some(10));
        check(300, Some(5));
        check(60, Some(1));
        check(1, Some(1));
        check(0, None);
        check(-5, None);
    }
}
