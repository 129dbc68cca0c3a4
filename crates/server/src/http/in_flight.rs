use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use crate::ports::store::Digest;

/// The keys of writes that are being done at this moment.
#[derive(Debug, Default)]
pub struct InFlight {
    keys: Mutex<HashSet<Digest>>,
}

/// Holds a key until it is dropped, also where the caller goes away in the middle.
#[derive(Debug)]
pub(super) struct Held<'a> {
    all: &'a InFlight,
    key: Digest,
}

impl InFlight {
    /// Takes a key; `None` where somebody holds it.
    pub(super) fn take(&self, key: Digest) -> Option<Held<'_>> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        // Lazily: a `Held` that is made and dropped here would wait for the lock for ever.
        keys.insert(key).then(|| Held { all: self, key })
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.all
            .keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_held_by_one_at_a_time() {
        let all = InFlight::default();
        let key = Digest::of(b"key");
        let held = all.take(key);
        assert!(held.is_some());
        assert!(all.take(key).is_none());
        drop(held);
        assert!(all.take(key).is_some());
    }
}
