use std::collections::BTreeMap;

use server::{
    http::Reply,
    ports::store::{Digest, KeptReply},
};

/// What was written and what was said under each key.
#[derive(Default)]
pub(crate) struct Answers {
    written: BTreeMap<Digest, Vec<KeptReply>>,
    /// What was said and was not written at that time: it binds for ever.
    said: BTreeMap<Digest, Reply>,
}

impl Answers {
    /// Each key has one effect, for as long as its answer is kept by the latest that the clock ever
    /// said; and none once whoever asked was told something else.
    pub(super) fn written(&mut self, reply: &KeptReply, latest_ms: i64) -> Result<(), String> {
        let before = self.written.entry(reply.key).or_default();
        let is_kept = |kept: &KeptReply| {
            kept.forget_at
                .is_none_or(|forget| forget.timestamp_millis() > latest_ms)
        };
        if before.iter().any(is_kept) {
            return Err("two changes were written for one key".to_owned());
        }
        before.push(reply.clone());
        match self.said.get(&reply.key) {
            Some(said) if !is_same(said, reply) => Err(format!(
                "{} was answered, and afterwards a copy of the same request was given {}",
                said.status, reply.status
            )),
            _ => Ok(()),
        }
    }

    /// Somebody was told what became of a request. Each key has one answer, to the last byte, be it
    /// yes or no.
    pub(crate) fn said(&mut self, key: Digest, reply: &Reply) -> Result<(), String> {
        let written = self.written.get(&key).into_iter().flatten();
        let mut written = written.peekable();
        let is_first = written.peek().is_none();
        if written.any(|kept| is_same(reply, kept)) {
            return Ok(());
        }
        let said = self.said.entry(key).or_insert_with(|| reply.clone());
        if is_first && said == reply {
            return Ok(());
        }
        Err("a key was answered in two ways".to_owned())
    }

    /// Whether a change was written for a key.
    pub(super) fn is_written(&self, key: Digest) -> bool {
        self.written.contains_key(&key)
    }
}

fn is_same(said: &Reply, kept: &KeptReply) -> bool {
    (said.status, &said.body) == (kept.status, &kept.body)
}
