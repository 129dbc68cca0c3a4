use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use server::ports::store::{Change, CodeId, Purpose, Tried};

/// One-time codes: each opens one thing, once, while it lives, after at most five tries.
#[derive(Default)]
pub(crate) struct Codes(BTreeMap<i64, Code>);

struct Code {
    purpose: Purpose,
    expires_at: DateTime<Utc>,
    tries: u32,
    used: bool,
}

const TRIES: u32 = 5;

impl Codes {
    pub(crate) fn issued(&mut self, id: CodeId, purpose: Purpose, expires_at: DateTime<Utc>) {
        let code = Code {
            purpose,
            expires_at,
            tries: 0,
            used: false,
        };
        self.0.entry(id.0).or_insert(code);
    }

    pub(crate) fn tried(
        &mut self,
        id: CodeId,
        tried: Tried,
        change: &Change,
    ) -> Result<(), String> {
        let code = self.0.get_mut(&id.0);
        let code = code.ok_or("a code was tried that was never issued")?;
        code.tries += 1;
        if code.used {
            return Err("a code was used twice".to_owned());
        }
        if code.tries > TRIES {
            return Err("a code was tried too often".to_owned());
        }
        if tried == Tried::Right && change.at >= code.expires_at {
            return Err("a dead code was accepted".to_owned());
        }
        code.used = tried == Tried::Right;
        Ok(())
    }

    /// For what a code was issued.
    pub(super) fn purpose(&self, id: CodeId) -> Option<Purpose> {
        self.0.get(&id.0).map(|code| code.purpose)
    }
}
