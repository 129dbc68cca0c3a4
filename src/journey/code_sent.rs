//! To whom a code was sent, kept over a refresh of the page: the number and three instants in
//! milliseconds, parted by spaces.

use chrono::{DateTime, Utc};
use registration::identifiers::Iin;
use wire::CodeSent;

use crate::platform::storage;

/// What was kept, if the code is still alive.
pub fn kept(now: DateTime<Utc>) -> Option<(Iin, CodeSent)> {
    read(&storage::code_sent()?).filter(|(_, code)| now < code.expires_at)
}

/// Keeps it, or forgets it.
pub fn keep(sent: Option<&(Iin, CodeSent)>) {
    match sent {
        Some((iin, code)) => storage::keep_code_sent(&written(*iin, code)),
        None => storage::forget_code_sent(),
    }
}

fn written(iin: Iin, code: &CodeSent) -> String {
    let mut text = iin.to_string();
    for at in [code.now, code.expires_at, code.resend_at] {
        text.push(' ');
        text.push_str(&at.timestamp_millis().to_string());
    }
    text
}

fn read(text: &str) -> Option<(Iin, CodeSent)> {
    let mut parts = text.split(' ');
    let iin = Iin::parse(parts.next()?).ok()?;
    let mut instant = || DateTime::from_timestamp_millis(parts.next()?.parse().ok()?);
    let code = CodeSent {
        now: instant()?,
        expires_at: instant()?,
        resend_at: instant()?,
    };
    Some((iin, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let text = "920415497225 1764057600000 1764057900000 1764057660000";
        let (iin, code) = read(text).unwrap();
        assert_eq!(written(iin, &code), text);
        for other in [
            "",
            "920415497225",
            "920415497225 1 2",
            "1 1 2 3",
            "920415497225 a b c",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
