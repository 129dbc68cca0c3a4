use crate::platform::{random, storage};

/// A write that somebody intends, known by its contents. Tried again, it goes out under the same
/// key until it has been answered.
pub(super) struct Write(String);

impl Write {
    /// The write of this body to this path; of neither is anything stored but a hash (FNV-1a, 64
    /// bits).
    pub(super) fn new(path: &str, body: &str) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in path.bytes().chain([0]).chain(body.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(hash.to_string())
    }

    /// The key of earlier tries that nobody answered, else a new one.
    pub(super) fn key(&self) -> String {
        storage::write_key(&self.0).unwrap_or_else(|| {
            let key = random::uuid();
            storage::keep_write_key(&self.0, &key);
            key
        })
    }

    /// The next write of the same contents is another one.
    pub(super) fn is_answered(&self) {
        storage::forget_write_key(&self.0);
    }
}
