//! How many filings the store makes durable in a second, and whether it stays as quick when it has
//! a million of them. `cargo xtask bench server` runs this; each line is `name, number, unit,
//! limit`, with a tab between.
//!
//! How much a group saves depends on how long the disk takes to sync, so it is measured twice: on the
//! disk as it is, and with each sync made longer, which is what filings are planned for (350 syncs a
//! second). The second needs strace and is left out where it is not there.
//!
//! How long a filing takes is measured where they arrive by chance, a thousand a second: with callers
//! who ask again as soon as they are answered it says no more than how many they are.
//!
//! `TIRKEU_BENCH_SECONDS` says for how long filings arrive, `TIRKEU_BENCH_ROWS` how many filings to end
//! with, and `TIRKEU_BENCH_DATABASE` names an empty PostgreSQL to measure as well.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a bench"
)]

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use registration::{
    ConsentNeeded, FiledService, Filing, Outcome, Ownership, SubjectChoice, Verdict,
    application::{
        AddressText, ApplicationNumber, ConsentId, NewApplication, NewConsent, Party, file,
    },
    identifiers::{Iin, OwnerId, Rca, Region},
};
use server::{
    adapters::{postgres::Postgres, sealing::Sealer, sqlite::Sqlite},
    ports::store::{
        Actor, Change, ConsentRef, ConsentTerm, Digest, Effect, KeptReply, Notification, Outgoing,
        OutgoingId, OutgoingKind, Recipient, Store, StoreError,
    },
};

/// How many callers file at the same time.
const CALLERS: u64 = 64;
/// How many filings a second arrive where they do not wait for each other.
const RATE: f64 = 1000.0;

fn noon() -> DateTime<Utc> {
    "2026-11-22T07:00:00Z".parse().unwrap()
}

/// When a filing is filed: a thousand come in a second.
fn filed_at(index: u64) -> DateTime<Utc> {
    noon() + chrono::Duration::milliseconds(i64::try_from(index).unwrap())
}

fn millis(at: DateTime<Utc>) -> u64 {
    at.timestamp_millis().unsigned_abs()
}

/// Numbers that look random and do not repeat.
fn spread(index: u64) -> u64 {
    index.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
        ^ index.wrapping_mul(0xd1b5_4a32_d192_ed03)
}

/// The valid personal number that comes after others of the same birthday.
fn iin(index: u64) -> Iin {
    let day = 1 + index % 28;
    let month = 1 + index / 28 % 12;
    let year = index / 336 % 100;
    let serial = index / 33_600 % 10_000;
    ["3", "4"]
        .iter()
        .flat_map(|century| {
            (0..10)
                .map(move |check| format!("{year:02}{month:02}{day:02}{century}{serial:04}{check}"))
        })
        .find_map(|number| Iin::parse(&number).ok())
        .unwrap()
}

/// What one filing writes: the application with its event, a question to its owner with a link
/// and a message, a notification, a line of the audit log, and the answer for a repetition.
fn filing(index: u64, attempt: u64) -> Change {
    let (applicant, owner) = (iin(index), OwnerId::Person(iin(spread(index) % 30_000_000)));
    let at = filed_at(index);
    let number = ApplicationNumber::draw(at, spread(index + (attempt << 40)));
    let address = || "город Алматы, улица Абая, дом 1, квартира 10".to_owned();
    let party = || Party {
        iin: applicant,
        name: "АХМЕТОВА АЙГУЛЬ СЕРИКОВНА".to_owned(),
    };
    let new = NewApplication {
        number,
        lang: words::Lang::Ru,
        filing: Filing {
            service: FiledService::Temporary { months: 3 },
            subject: SubjectChoice::Myself,
            rca: Rca::parse("0202100299573386").unwrap(),
            owner: Some(owner),
            ownership: Ownership::None,
            state_rental: false,
            relation_to_owner: None,
        },
        applicant: party(),
        subject: party(),
        address: AddressText {
            kk: address(),
            ru: address(),
            en: address(),
        },
        region: Region::parse("75").unwrap(),
        verdict: Verdict {
            outcome: Outcome::Online,
            consent: Some(ConsentNeeded::AllOwners),
            because: Vec::new(),
            missing: Vec::new(),
        },
        policy_version: "0".repeat(16),
        consents: vec![NewConsent {
            owner,
            reply_code: 4821,
        }],
        consent_minutes: 60,
    };
    let transition = file(new, at).unwrap();
    let body = serde_json::to_string(&transition.application).unwrap();
    let key = spread(index).to_be_bytes();
    let effects = vec![
        Effect::File {
            application: Box::new(transition.application),
            events: transition.events,
            term: Some(ConsentTerm {
                until: at + chrono::Duration::minutes(60),
                minutes: 60,
            }),
        },
        Effect::AskOwner {
            token: Digest::of_parts(&[b"link", &key]),
            consent: ConsentRef {
                number,
                consent: ConsentId(0),
            },
        },
        Effect::Send(Outgoing {
            id: OutgoingId(format!("{:032x}", spread(index))),
            kind: OutgoingKind::Sms {
                to: Recipient::Holder(owner),
                text: address(),
            },
            useless_at: None,
        }),
        Effect::Notify {
            iin: applicant,
            notification: Notification {
                at,
                number: Some(number),
                text: address(),
            },
        },
    ];
    Change::new(at, effects)
        .audited(Actor::Person(applicant), "file", number)
        .answered(KeptReply {
            key: Digest::of_parts(&[b"reply", &key]).made_at(millis(at)),
            request: Digest::of(b"body"),
            status: 201,
            body,
            forget_at: None,
        })
}

/// A filing, with another number where somebody has drawn the same, as the service does it.
async fn file_one(store: &dyn Store, index: u64) -> Result<(), StoreError> {
    let mut attempts = 0..5;
    loop {
        let attempt = attempts.next().unwrap();
        match store.commit(filing(index, attempt)).await {
            Err(StoreError::Conflict) => {}
            done => return done,
        }
    }
}

/// Filings one after the other, each waiting for the disk alone; how many a second.
async fn one_by_one(store: &dyn Store, next: &AtomicU64, time: Duration) -> f64 {
    let began = Instant::now();
    let mut done = 0.0;
    while began.elapsed() < time {
        let index = next.fetch_add(1, Ordering::Relaxed);
        file_one(store, index).await.unwrap();
        done += 1.0;
    }
    done / began.elapsed().as_secs_f64()
}

/// Filings of many callers at once: how many a second, and the time within which 99 of 100 were
/// acknowledged, in milliseconds.
async fn at_once(
    store: &Arc<dyn Store>,
    next: &Arc<AtomicU64>,
    until: impl Fn(Duration, u64) -> bool + Copy + Send + 'static,
) -> (f64, f64) {
    let began = Instant::now();
    let first = next.load(Ordering::Relaxed);
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (store, next) = (store.clone(), next.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                while !until(began.elapsed(), next.load(Ordering::Relaxed) - first) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let asked = Instant::now();
                    file_one(&*store, index).await.unwrap();
                    times.push(asked.elapsed().as_secs_f64() * 1000.0);
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for caller in callers {
        times.extend(caller.await.unwrap());
    }
    let rate = times.len() as f64 / began.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    (rate, times[times.len() * 99 / 100])
}

/// Filings that arrive by chance, so many a second on average, whether or not those before them are
/// acknowledged: the times within which half and 99 of 100 were, in milliseconds from when they were to
/// arrive, the longest, and how many failed.
async fn as_they_arrive(
    store: &Arc<dyn Store>,
    next: &Arc<AtomicU64>,
    rate: f64,
    time: Duration,
) -> ([f64; 3], u32) {
    let began = Instant::now();
    let mut due = Duration::ZERO;
    let mut waiting = Vec::new();
    while due < time {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let chance = (spread(index) >> 11) as f64 / (1_u64 << 53) as f64;
        due += Duration::from_secs_f64(-(1.0 - chance).ln() / rate);
        if let Some(early) = due.checked_sub(began.elapsed()) {
            tokio::time::sleep(early).await;
        }
        let store = store.clone();
        waiting.push(tokio::spawn(async move {
            let done = file_one(&*store, index).await;
            (began.elapsed().saturating_sub(due), done.is_ok())
        }));
    }
    let (mut times, mut failed) = (Vec::new(), 0);
    for one in waiting {
        let (took, done) = one.await.unwrap();
        times.push(took.as_secs_f64() * 1000.0);
        failed += u32::from(!done);
    }
    times.sort_by(f64::total_cmp);
    let at = |hundredth: usize| times[(times.len() * hundredth / 100).min(times.len() - 1)];
    ([at(50), at(99), at(100)], failed)
}

/// Returns once the log is in the file, whoever moves it.
fn empty_log(connection: &rusqlite::Connection) {
    let busy = || {
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .unwrap()
    };
    while busy() {
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// How long before the filings that are measured the others were filed.
const BEFORE: chrono::Duration = chrono::Duration::days(12);

/// Fills a file up to so many filings, past the store: copies of what is there, under other keys. They
/// come in the order of time and not of their keys: in an index that was filled in order every page is
/// full, and each filing after that would split one, as it is never found in a store that has grown.
/// What was filed before is decided and delivered, so that as little is under way each time.
fn fill(file: &Path, from: u64, to: u64) {
    let connection = rusqlite::Connection::open(file).unwrap();
    // The writer of the store before may still be closing the file.
    empty_log(&connection);
    connection
        .execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN IMMEDIATE;
             UPDATE applications SET state = 'registered', open = 0;
             UPDATE consents SET waiting = 0;
             DELETE FROM outgoing;
             CREATE TEMP TABLE fresh (place INTEGER PRIMARY KEY, number, applicant, owner, token, key)",
        )
        .unwrap();
    let first: i64 = connection
        .query_row("SELECT max(place) FROM applications", [], |row| row.get(0))
        .unwrap();
    let mut insert = connection
        .prepare("INSERT INTO fresh VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .unwrap();
    for (place, index) in (first + 1..).zip(from..to) {
        // Keys as the store makes them, so that those of later filings lie among them.
        let key = |of: &[u8]| Digest::of_parts(&[b"filled", of, &index.to_be_bytes()]).0;
        let hashed = |of: &[u8]| URL_SAFE_NO_PAD.encode(&key(of)[..16]);
        let at = filed_at(index) - BEFORE;
        // Odd multiples, so that none comes twice.
        let chance = index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let number = ApplicationNumber::draw(at, chance).to_string();
        let (applicant, owner) = (hashed(b"applicant"), hashed(b"owner"));
        insert
            .execute(rusqlite::params![
                place,
                number,
                applicant,
                owner,
                key(b"token"),
                Digest(key(b"key")).made_at(millis(at)).0
            ])
            .unwrap();
    }
    drop(insert);
    connection
        .execute_batch(
            "CREATE TEMP TABLE model AS SELECT * FROM applications LIMIT 1;
             CREATE TEMP TABLE event AS SELECT body FROM events LIMIT 1;
             CREATE TEMP TABLE note AS SELECT text FROM notifications LIMIT 1;
             INSERT INTO applications
                 SELECT f.place, f.number, f.applicant, f.applicant, 'registered', 0, m.until, m.minutes, 4,
                        m.filed_at - 1000000000 + f.place, m.changed_at, m.body
                 FROM fresh f, model m;
             INSERT INTO events SELECT f.place, p.value, e.body
                 FROM fresh f, event e, json_each('[1,2,3,4]') p ORDER BY f.place;
             INSERT INTO consents SELECT place, 0, owner, 4821, 0, place FROM fresh;
             INSERT INTO consent_links SELECT token, place, 0 FROM fresh;
             INSERT INTO notifications (iin, at, number, text)
                 SELECT f.applicant, f.place, f.number, n.text FROM fresh f, note n;
             INSERT INTO replies SELECT f.key, x'', 201, m.body, NULL FROM fresh f, model m",
        )
        .unwrap();
    // The audit log is a chain, so its lines are written one by one.
    let mut end: (i64, Vec<u8>) = connection
        .query_row(
            "SELECT place, digest FROM audit ORDER BY place DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let mut fresh = connection
        .prepare("SELECT place, number FROM fresh")
        .unwrap();
    let mut insert = connection
        .prepare("INSERT INTO audit VALUES (?1, ?2, 'service', 'file', ?3, ?4, ?5)")
        .unwrap();
    let mut rows = fresh.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (about, object): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        let at = noon().timestamp_millis();
        let digest = Digest::of_parts(&[
            &end.1,
            &at.to_be_bytes(),
            b"service",
            b"file",
            object.as_bytes(),
        ]);
        end = (end.0 + 1, digest.0.to_vec());
        insert
            .execute(rusqlite::params![end.0, at, object, end.1, about])
            .unwrap();
    }
    drop(rows);
    drop((fresh, insert));
    connection
        .execute_batch(
            "COMMIT; DROP TABLE fresh; DROP TABLE model; DROP TABLE event; DROP TABLE note;
             PRAGMA synchronous = FULL",
        )
        .unwrap();
    // Whoever opens the file next need not move what was filled in, nor wait until the disk has it: it
    // was moved without a sync.
    empty_log(&connection);
    drop(connection);
    File::open(file).unwrap().sync_all().unwrap();
}

/// What a variable of the environment says.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn line(name: &str, number: f64, unit: &str, limit: &str) {
    println!("{name}\t{number}\t{unit}\t{limit}");
}

/// Says to a process of this program that its syncs are made longer.
const PLANNED_DISK: &str = "TIRKEU_BENCH_PLANNED_DISK";

/// Runs this program once more, with two milliseconds more for each sync.
fn on_the_planned_disk() {
    let delay = "inject=fsync,fdatasync:delay_enter=2000";
    let run = Command::new("strace")
        .args("-f --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync -e".split(' '))
        .arg(delay)
        .arg(std::env::current_exe().unwrap())
        .env(PLANNED_DISK, "1")
        .stderr(Stdio::null())
        .status();
    if !run.is_ok_and(|ended| ended.success()) {
        eprintln!("strace is not there or may not look: no disk of 350 syncs a second was tried");
    }
}

fn main() {
    let planned = std::env::var_os(PLANNED_DISK).is_some();
    let rows = number("TIRKEU_BENCH_ROWS", 1_000_000);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let folder = tempfile::Builder::new()
        .prefix("bench-store")
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .unwrap();
    let file = folder.path().join("tirkeu.sqlite");
    let sealer = Sealer::open_or_make(&folder.path().join("keys.toml")).unwrap();
    let next = Arc::new(AtomicU64::new(0));
    let seconds = |time: Duration, _| time >= Duration::from_secs(5);
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&file, sealer.clone()).unwrap());
    let alone = runtime.block_on(one_by_one(&*store, &next, Duration::from_secs(5)));
    let (together, p99) = runtime.block_on(at_once(&store, &next, seconds));
    let long = Duration::from_secs(number("TIRKEU_BENCH_SECONDS", 10));
    let ([half, most, longest], failed) =
        runtime.block_on(as_they_arrive(&store, &next, RATE, long));
    drop(store);
    let (disk, ratio) = if planned {
        ("planned disk: ", ">=3")
    } else {
        ("", "")
    };
    let name = |what: &str| format!("{disk}{what}");
    line(&name("durable filings, one by one"), alone, "/s", "");
    line(
        &name("durable filings, in groups"),
        together,
        "/s",
        ">=1000",
    );
    line(
        &name("in groups against one by one"),
        together / alone,
        "x",
        ratio,
    );
    line(&name("64 callers without a pause, p99"), p99, "ms", "");
    line(&name("1,000 a second arrive, p50"), half, "ms", "");
    line(&name("1,000 a second arrive, p99"), most, "ms", "<=50");
    line(&name("1,000 a second arrive, longest"), longest, "ms", "");
    line(
        &name("1,000 a second arrive, failed"),
        f64::from(failed),
        "",
        "<=0",
    );
    if planned {
        return;
    }
    on_the_planned_disk();
    if let Ok(url) = std::env::var("TIRKEU_BENCH_DATABASE") {
        let store = runtime
            .block_on(Postgres::open(&url, sealer.clone(), noon()))
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let first = Arc::new(AtomicU64::new(0));
        let alone = runtime.block_on(one_by_one(&*store, &first, Duration::from_secs(5)));
        let (together, p99) = runtime.block_on(at_once(&store, &first, seconds));
        line("PostgreSQL: one by one", alone, "/s", "");
        line("PostgreSQL: at once", together, "/s", "");
        line("PostgreSQL: at once, p99", p99, "ms", "");
    }
    let mut costs = Vec::new();
    let mut filled = next.load(Ordering::Relaxed);
    for stored in [10_000, 100_000, 1_000_000] {
        if stored > rows {
            break;
        }
        if filled < stored {
            fill(&file, filled, stored);
            filled = stored;
        }
        let began = Instant::now();
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(&file, sealer.clone()).unwrap());
        let opened = began.elapsed().as_secs_f64() * 1000.0;
        let limit = if stored == 1_000_000 { "<=2000" } else { "" };
        line(&format!("open with {stored} filings"), opened, "ms", limit);
        let (rate, _) = runtime.block_on(at_once(&store, &next, |_, done| done >= 10_000));
        let cost = 1_000_000.0 / rate;
        line(&format!("a filing beside {stored} others"), cost, "us", "");
        costs.push(cost);
    }
    if let (Some(least), Some(most)) = (
        costs.iter().copied().reduce(f64::min),
        costs.iter().copied().reduce(f64::max),
    ) {
        line(
            "dearest against cheapest of these",
            most / least,
            "x",
            "<=1.3",
        );
    }
}
