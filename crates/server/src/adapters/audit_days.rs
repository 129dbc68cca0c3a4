//! The audit log by days: a Merkle root for each (RFC 6962, 2.1), to be published outside, so that
//! a log that was cut or written anew from the start shows as well.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use sha2::{Digest as _, Sha256};
use words::format::local_date;

pub use crate::ports::store::AuditDay;
use crate::ports::store::Digest;

/// Collects lines in the order in which they are checked.
#[derive(Debug, Default)]
pub(in crate::adapters) struct AuditDays(BTreeMap<NaiveDate, Tree>);

impl AuditDays {
    pub(in crate::adapters) fn add(&mut self, at_millis: i64, digest: Digest) {
        let day = DateTime::from_timestamp_millis(at_millis).map_or(NaiveDate::MIN, local_date);
        self.0.entry(day).or_default().add(&digest);
    }

    pub(in crate::adapters) fn finish(self) -> Vec<AuditDay> {
        let day = |(day, tree): (_, Tree)| AuditDay {
            day,
            lines: tree.leaves,
            root: tree.root(),
        };
        self.0.into_iter().map(day).collect()
    }
}

/// A Merkle tree that keeps only the roots of its complete parts, the largest first.
#[derive(Debug, Default)]
struct Tree {
    leaves: u64,
    parts: Vec<(u32, Digest)>,
}

impl Tree {
    fn add(&mut self, leaf: &Digest) {
        self.leaves += 1;
        let mut part = (0, hash(&[&[0], &leaf.0]));
        while let Some((height, left)) = self.parts.last().copied()
            && height == part.0
        {
            self.parts.pop();
            part = (height + 1, hash(&[&[1], &left.0, &part.1.0]));
        }
        self.parts.push(part);
    }

    fn root(&self) -> Digest {
        let mut parts = self.parts.iter().rev().map(|(_, digest)| *digest);
        match parts.next() {
            None => hash(&[]),
            Some(last) => parts.fold(last, |right, left| hash(&[&[1], &left.0, &right.0])),
        }
    }
}

fn hash(parts: &[&[u8]]) -> Digest {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    Digest(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of RFC 6962, 2.1, as it stands there.
    fn root(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => hash(&[]),
            [one] => hash(&[&[0], &one.0]),
            many => {
                let left = many.len().next_power_of_two() / 2;
                let (left, right) = many.split_at(left);
                hash(&[&[1], &root(left).0, &root(right).0])
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition() {
        let leaves: Vec<Digest> = (0..70_u8).map(|leaf| Digest::of(&[leaf])).collect();
        for count in 0..leaves.len() {
            let mut tree = Tree::default();
            let some = leaves.get(..count).unwrap_or_default();
            some.iter().for_each(|leaf| tree.add(leaf));
            assert_eq!(tree.root(), root(some), "{count}");
        }
    }

    #[test]
    fn a_day_is_one_of_kazakhstan() {
        let mut days = AuditDays::default();
        // 18:59:59.999 and 19:00 UTC on 21 November 2026 are midnight at UTC+5.
        days.add(1_795_287_599_999, Digest::of(b"a"));
        days.add(1_795_287_600_000, Digest::of(b"b"));
        let days: Vec<String> = days
            .finish()
            .iter()
            .map(|day| day.day.to_string())
            .collect();
        assert_eq!(days, ["2026-11-21", "2026-11-22"]);
    }
}
