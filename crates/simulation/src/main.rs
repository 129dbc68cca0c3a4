//! `cargo run --release -p simulation -- --seed N` runs a seed again and shows what happened;
//! `-- --seconds N` runs as many new ones as there is time for.

use std::{
    collections::BTreeMap,
    process::ExitCode,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use clap::{Parser, ValueEnum};
use server::{adapters::system::SystemRandomness, ports::Randomness};
use simulation::{Broken, Plan, StoreKind, run};

#[derive(Debug, Parser)]
#[command(about = "The service under seeds: what goes wrong must break nothing")]
struct Arguments {
    /// Run this one seed and show what happens.
    #[arg(long, env = "TIRKEU_SEED")]
    seed: Option<u64>,
    /// The first of many seeds; drawn by default.
    #[arg(long)]
    from: Option<u64>,
    /// How many seeds.
    #[arg(long, default_value_t = u64::MAX)]
    seeds: u64,
    /// For how many seconds.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Over which store.
    #[arg(long, value_enum, default_value_t = Kind::Model)]
    store: Kind,
    /// How many threads, each with seeds of its own.
    #[arg(long, default_value_t = 1)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Model,
    Leased,
    Sqlite,
}

impl From<Kind> for StoreKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Model => Self::Model,
            Kind::Leased => Self::Leased,
            Kind::Sqlite => Self::Sqlite,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.seed {
        Some(seed) => show(seed, &arguments),
        None => many(&arguments),
    }
}

fn show(seed: u64, arguments: &Arguments) -> ExitCode {
    let plan = Plan {
        store: arguments.store.into(),
        traced: true,
        ..Plan::default()
    };
    let outcome = run(seed, &plan);
    for line in &outcome.trace {
        println!("{line}");
    }
    match outcome.broken {
        None => {
            println!(
                "seed {seed} holds: {} applications, {} changes, {} crashes, {} awaits, digest {:016x}",
                outcome.applications, outcome.written, outcome.crashes, outcome.awaits, outcome.sum
            );
            ExitCode::SUCCESS
        }
        Some(Broken { what, .. }) => {
            println!("seed {seed}: {what}");
            ExitCode::FAILURE
        }
    }
}

/// A seed that nobody has run yet, most likely.
fn drawn() -> u64 {
    let mut bytes = [0; 8];
    // Without randomness the seeds begin at zero, as good as any.
    let _or_zero = SystemRandomness.fill(&mut bytes);
    u64::from_le_bytes(bytes) >> 20
}

#[derive(Debug, Default)]
struct Sums {
    applications: AtomicU64,
    written: AtomicU64,
    crashes: AtomicU64,
    awaits: AtomicU64,
    done: AtomicU64,
}

fn many(arguments: &Arguments) -> ExitCode {
    let first = arguments.from.unwrap_or_else(drawn);
    let plan = Plan {
        store: arguments.store.into(),
        ..Plan::default()
    };
    let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let (sums, broken) = (Sums::default(), Mutex::new(BTreeMap::new()));
    let begun = Instant::now();
    let until = begun + Duration::from_secs(arguments.seconds);
    let work = || {
        while !stop.load(Ordering::Relaxed) && Instant::now() < until {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= arguments.seeds {
                break;
            }
            let outcome = run(first.wrapping_add(place), &plan);
            let add = |sum: &AtomicU64, more: u64| sum.fetch_add(more, Ordering::Relaxed);
            add(&sums.applications, outcome.applications as u64);
            add(&sums.written, outcome.written);
            add(&sums.crashes, outcome.crashes);
            add(&sums.awaits, outcome.awaits);
            add(&sums.done, 1);
            if let Some(Broken { what, .. }) = outcome.broken {
                let mut broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
                println!("LOST: seed {}: {what}", outcome.seed);
                broken.insert(outcome.seed, what);
                stop.store(broken.len() >= 10, Ordering::Relaxed);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..arguments.threads.max(1) {
            scope.spawn(work);
        }
    });
    let of = |sum: &AtomicU64| sum.load(Ordering::Relaxed);
    let (done, seconds) = (of(&sums.done), begun.elapsed().as_secs_f64());
    let broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
    let store = format!("{:?}", arguments.store).to_lowercase();
    // As `cargo xtask torture` reads it: what, how often, how much was lost, seconds, a note.
    println!(
        "row\tseeds over the store “{store}”\t{done}\t{}\t{seconds:.1}\t{:.0} a second from {first}: \
         {} applications, {} changes, {} crashes, {} awaits",
        broken.len(),
        done as f64 / seconds.max(0.001),
        of(&sums.applications),
        of(&sums.written),
        of(&sums.crashes),
        of(&sums.awaits),
    );
    match broken.first_key_value() {
        None => ExitCode::SUCCESS,
        Some((seed, _)) => {
            println!("{} do not hold; see one with --seed {seed}", broken.len());
            ExitCode::FAILURE
        }
    }
}
