//! How quickly signatures are verified: ours beside OpenSSL's in one run, in turns, and whole
//! filings on two cores.

#[allow(dead_code)]
#[path = "../../../../crates/eds/tests/forgeries/certificates.rs"]
mod certificates;
#[allow(dead_code)]
#[path = "../../../../crates/eds/tests/forgeries/der.rs"]
mod der;
#[allow(dead_code)]
#[path = "../../../../crates/eds/tests/forgeries/draft.rs"]
mod draft;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use draft::{Draft, IIN, KEYS, NONCE, NOW, TEXT};
use eds::algorithm::PublicKey;
use eds::signing::PrivateKey;
use eds::{Content, Purpose, Request, Trust, verify};
use openssl::hash::MessageDigest;
use openssl::rsa::Rsa;
use openssl::sign::Verifier;

/// A watch over this thread's time on the processor, which Linux tells; elsewhere over time itself.
/// What else the machine does then counts less.
struct Watch {
    wall: Instant,
    processor: Option<Duration>,
}

impl Watch {
    fn start() -> Self {
        Self {
            wall: Instant::now(),
            processor: Self::processor(),
        }
    }

    fn processor() -> Option<Duration> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    }

    fn elapsed(&self) -> Duration {
        match (self.processor, Self::processor()) {
            (Some(start), Some(now)) => now - start,
            _ => self.wall.elapsed(),
        }
    }
}

/// Microseconds that a call takes: the median of rounds.
fn rounds(round: Duration, count: usize, calls: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut times = vec![Vec::new(); calls.len()];
    for _ in 0..count {
        for (call, times) in calls.iter_mut().zip(&mut times) {
            let (start, wall) = (Watch::start(), Instant::now());
            let mut done = 0_u32;
            while wall.elapsed() < round {
                call();
                done += 1;
            }
            times.push(start.elapsed().as_secs_f64() * 1e6 / f64::from(done));
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        })
        .collect()
}

/// Prints a line, and says whether the promise is kept.
fn line(name: &str, value: f64, unit: &str, promise: Option<(f64, bool)>) -> bool {
    let (kept, verdict) = match promise {
        None => (true, String::new()),
        Some((most, true)) => (value <= most, format!("of at most {most} {unit}")),
        Some((least, false)) => (value >= least, format!("of at least {least} {unit}")),
    };
    let verdict = if kept {
        verdict
    } else {
        format!("NOT KEPT: {verdict}")
    };
    println!("{name:<52} {value:>10.2} {unit:<6} {verdict}");
    kept
}

fn key(key: &PrivateKey) -> PublicKey {
    PublicKey::of(&key.public_key_info().unwrap()).unwrap()
}

fn main() -> ExitCode {
    let gost = &KEYS.person;
    let (gost_key, gost_signature) = (key(gost), gost.sign(TEXT).unwrap());
    let gost_256 = PrivateKey::gost_256([0x2B; 32]).unwrap();
    let (gost_256_key, gost_256_signature) = (key(&gost_256), gost_256.sign(TEXT).unwrap());
    let rsa = &KEYS.rsa;
    let (rsa_key, rsa_signature) = (key(rsa), rsa.sign(TEXT).unwrap());
    let theirs = Rsa::private_key_from_der(&rsa.to_bytes().unwrap()).unwrap();
    let theirs = openssl::pkey::PKey::from_rsa(theirs).unwrap();

    let times = rounds(
        Duration::from_millis(100),
        11,
        &mut [
            &mut || {
                let verified = gost
                    .algorithm()
                    .verify(&gost_key, black_box(TEXT), &gost_signature);
                assert!(verified.is_ok());
            },
            &mut || {
                let text = black_box(TEXT);
                let verified =
                    gost_256
                        .algorithm()
                        .verify(&gost_256_key, text, &gost_256_signature);
                assert!(verified.is_ok());
            },
            &mut || {
                let verified = rsa
                    .algorithm()
                    .verify(&rsa_key, black_box(TEXT), &rsa_signature);
                assert!(verified.is_ok());
            },
            &mut || {
                let mut verifier = Verifier::new(MessageDigest::sha256(), &theirs).unwrap();
                assert!(
                    verifier
                        .verify_oneshot(&rsa_signature, black_box(TEXT))
                        .unwrap()
                );
            },
        ],
    );
    let mut kept = line(
        "GOST 34.10-2015, 512 bits",
        times[0] / 1000.,
        "ms",
        Some((2., true)),
    );
    kept &= line("GOST 34.10-2015, 256 bits", times[1] / 1000., "ms", None);
    kept &= line("RSA, 2048 bits", times[2], "µs", None);
    line(
        &format!("RSA, 2048 bits, {}", openssl::version::version()),
        times[3],
        "µs",
        None,
    );
    kept &= line(
        "RSA, ours to OpenSSL's",
        times[2] / times[3],
        "times",
        Some((2., true)),
    );

    let second = filings(2, Duration::from_secs(3));
    kept &= line(
        "whole filings on two cores",
        second,
        "/s",
        Some((500., false)),
    );
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Filings a second: signature, certificate and its chain, an answer of OCSP with its responder, a
/// timestamp with its service.
fn filings(threads: usize, time: Duration) -> f64 {
    let good = Draft::good();
    let mut trust = Trust::new();
    trust.pin("root", &good.root.signed(&KEYS.root)).unwrap();
    let cms = good.cms();
    let ocsp = good.ocsp.as_ref().map(draft::Ocsp::bytes).unwrap();
    let stamp = good
        .stamp
        .as_ref()
        .map(|stamp| stamp.bytes(&good.signature()))
        .unwrap();
    let mut request = Request::new(
        &cms,
        Content::Detached(TEXT),
        NOW.parse().unwrap(),
        Purpose::Sign,
    );
    request.iin = Some(IIN);
    request.ocsp = vec![&ocsp];
    request.ocsp_nonce = Some(NONCE);
    request.timestamp = Some(&stamp);
    request.timestamp_required = true;
    let wall = Instant::now();
    let a_second: f64 = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let start = Watch::start();
                    let mut done = 0_u32;
                    while wall.elapsed() < time {
                        assert!(verify(&request, &trust).exactly_one().is_ok());
                        done += 1;
                    }
                    f64::from(done) / start.elapsed().as_secs_f64()
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .sum()
    });
    a_second
}
