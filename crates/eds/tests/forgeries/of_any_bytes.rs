//! Any bytes at all: a report with a reason, never a panic, and never for long.

use std::time::{Duration, Instant};

use eds::{Content, Purpose, Report, Request, Trust, verify};

use crate::der::*;
use crate::draft::{Crl, Draft, IIN, KEYS, NONCE, NOW, Ocsp, TEXT};

/// Numbers that follow from a seed (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) as usize
    }

    fn below(&mut self, most: usize) -> usize {
        self.next() % most.max(1)
    }

    /// A copy with one to three changes: bits, bytes, lengths, parts moved, doubled or left out.
    fn changed(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        for _ in 0..=self.below(3) {
            if changed.is_empty() {
                return changed;
            }
            let at = self.below(changed.len());
            let until = (at + 1 + self.below(40)).min(changed.len());
            match self.below(7) {
                0 => changed[at] ^= 1 << self.below(8),
                1 => changed[at] = [0x00, 0x7F, 0x80, 0xFF, 0x30, 0x31, 0xA0][self.below(7)],
                2 => drop(changed.drain(at..until)),
                3 => {
                    let part = changed[at..until].to_vec();
                    changed.splice(at..at, part);
                }
                4 => changed.truncate(at),
                5 => changed.insert(at, self.next() as u8),
                _ => changed[at..until].reverse(),
            }
        }
        changed
    }

    fn any(&mut self) -> Vec<u8> {
        (0..self.below(300)).map(|_| self.next() as u8).collect()
    }
}

/// What is handed in.
#[derive(Clone)]
struct Filing {
    cms: Vec<u8>,
    ocsp: Vec<u8>,
    crl: Vec<u8>,
    timestamp: Vec<u8>,
}

struct World {
    trust: Trust,
    filing: Filing,
}

impl World {
    fn new() -> Self {
        let draft = Draft::good();
        let mut trust = Trust::new();
        trust.pin("root", &draft.root.signed(&KEYS.root)).unwrap();
        let signature = draft.signature();
        let filing = Filing {
            cms: draft.cms(),
            ocsp: draft.ocsp.as_ref().map(Ocsp::bytes).unwrap(),
            crl: Draft::with_crl().crl.as_ref().map(Crl::bytes).unwrap(),
            timestamp: draft.stamp.map(|stamp| stamp.bytes(&signature)).unwrap(),
        };
        Self { trust, filing }
    }

    fn verify(&self, filing: &Filing) -> Report {
        let at = NOW.parse().unwrap();
        let mut request = Request::new(&filing.cms, Content::Detached(TEXT), at, Purpose::Sign);
        request.iin = Some(IIN);
        if !filing.ocsp.is_empty() {
            request.ocsp = vec![&filing.ocsp];
        }
        request.ocsp_nonce = Some(NONCE);
        if !filing.crl.is_empty() {
            request.crls = vec![&filing.crl];
        }
        request.timestamp = Some(&filing.timestamp);
        verify(&request, &self.trust)
    }

    /// Refused, and not for long.
    fn refuses(&self, filing: &Filing, what: &str) {
        let start = Instant::now();
        let report = self.verify(filing);
        let took = start.elapsed();
        assert!(report.exactly_one().is_err(), "{what}: {report:#?}");
        // Milliseconds on an idle machine; much more would be a way of stopping the service.
        assert!(took < Duration::from_secs(2), "{what}: {took:?}");
    }
}

#[test]
fn changed_and_random_bytes_are_refused() {
    let world = World::new();
    assert!(world.verify(&world.filing).exactly_one().is_ok());
    for seed in 1..=150_u64 {
        let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut part = |filing: &mut Filing, at: usize, any: bool| {
            let part = match at {
                0 => &mut filing.cms,
                1 => &mut filing.ocsp,
                2 => &mut filing.crl,
                _ => &mut filing.timestamp,
            };
            let changed = if any {
                numbers.any()
            } else {
                numbers.changed(part)
            };
            // Changes may undo each other.
            let differs = changed != *part;
            *part = changed;
            differs
        };
        for at in 0..4 {
            for any in [false, true] {
                let mut filing = world.filing.clone();
                // A list or an answer about somebody else does no harm beside one that is good.
                match at {
                    1 => filing.crl.clear(),
                    2 => filing.ocsp.clear(),
                    _ => {}
                }
                if part(&mut filing, at, any) {
                    world.refuses(&filing, &format!("seed {seed}, part {at}, random {any}"));
                }
            }
        }
    }
}

#[test]
fn bytes_made_to_take_long_do_not() {
    let world = World::new();
    let many = |part: &[u8], bytes: usize| part.repeat(bytes / part.len());
    let size = 500 * 1024;
    let deep = (0..30).fold(many(&seq(&[]), size), |inner, _| seq(&[inner]));
    let wrap = |signers: Vec<u8>| {
        let data = seq(&[
            int(1),
            set(&[algorithm(eds::oid::STREEBOG_512)]),
            seq(&[oid(eds::oid::CMS_DATA)]),
            tlv(0x31, &signers),
        ]);
        seq(&[oid(eds::oid::CMS_SIGNED_DATA), explicit(0, &data)])
    };
    let attributes = |attributes: Vec<u8>| {
        wrap(seq(&[
            int(1),
            seq(&[seq(&[]), int(1)]),
            algorithm(eds::oid::STREEBOG_512),
            tlv(0xA0, &attributes),
            algorithm(eds::oid::GOST_2015_512_SIGNATURE),
            octets(&[1; 128]),
        ]))
    };
    let one = |values: Vec<u8>| seq(&[oid(eds::oid::MESSAGE_DIGEST), tlv(0x31, &values)]);
    for (what, cms) in [
        ("deep", deep),
        ("signers", wrap(many(&seq(&[]), size))),
        ("attributes", attributes(many(&seq(&[]), size))),
        ("values", attributes(one(many(&[5, 0], size)))),
        ("numbers", wrap(many(&tlv(0x02, &[0x7F; 500]), size))),
        (
            "name",
            wrap(seq(&[
                int(1),
                seq(&[seq(&[many(&set(&[seq(&[])]), size)]), int(1)]),
            ])),
        ),
    ] {
        let filing = Filing {
            cms: cms.clone(),
            ..world.filing.clone()
        };
        world.refuses(&filing, what);
        // What claims to be one kind of thing is handed in as every other.
        let filing = Filing {
            ocsp: cms.clone(),
            ..world.filing.clone()
        };
        world.refuses(&filing, what);
        let filing = Filing {
            timestamp: cms.clone(),
            ..world.filing.clone()
        };
        world.refuses(&filing, what);
        let filing = Filing {
            crl: cms,
            ..world.filing.clone()
        };
        world.refuses(&filing, what);
    }
}
