//! The service under seeds, for as long as a test may take; `cargo xtask torture` takes longer.
//!
//! `TIRKEU_SEED=N cargo test -p simulation` runs one seed again and shows what happened in it.
#![allow(missing_docs, clippy::panic, reason = "tests")]

use simulation::{Faults, Outcome, Plan, StoreKind, run};

/// Fails with what has to be typed to see it again.
fn hold(outcome: &Outcome, plan: &Plan) {
    if let Some(broken) = &outcome.broken {
        let seed = outcome.seed;
        let again = run(
            seed,
            &Plan {
                traced: true,
                ..*plan
            },
        );
        panic!(
            "{}\n\nseed {seed} ({plan:?}): {}\nTIRKEU_SEED={seed} cargo test -p simulation",
            again.trace.join("\n"),
            broken.what
        );
    }
}

fn check(seeds: std::ops::Range<u64>, plan: Plan) {
    let mut filed = 0;
    for seed in seeds {
        let outcome = run(seed, &plan);
        hold(&outcome, &plan);
        filed += outcome.applications;
    }
    assert!(filed > 0, "nobody got so far as to file");
}

#[test]
fn whatever_goes_wrong_nothing_is_lost_doubled_or_forged() {
    check(0..700, Plan::default());
}

#[test]
fn nor_where_servers_take_due_work_for_a_while() {
    let plan = Plan {
        store: StoreKind::Leased,
        processes: Some(2),
        ..Plan::default()
    };
    check(10_000..10_300, plan);
}

#[test]
fn nor_over_the_real_store_in_a_file() {
    let plan = Plan {
        store: StoreKind::Sqlite,
        ..Plan::default()
    };
    check(20_000..20_025, plan);
}

#[test]
fn a_process_may_end_at_any_await() {
    let calm = Plan {
        faults: Some(Faults::NONE),
        processes: Some(1),
        ..Plan::default()
    };
    for seed in [3, 11] {
        let whole = run(seed, &calm);
        hold(&whole, &calm);
        for await_ in 1..=whole.awaits.min(600) {
            let plan = Plan {
                crash_at: Some(await_),
                ..calm
            };
            let outcome = run(seed, &plan);
            hold(&outcome, &plan);
            assert_eq!(outcome.crashes, 1, "await {await_} of seed {seed}");
        }
    }
}

#[test]
fn a_seed_means_the_same_each_time() {
    for seed in 0..40 {
        let plan = Plan {
            traced: true,
            ..Plan::default()
        };
        let (one, two) = (run(seed, &plan), run(seed, &plan));
        assert_eq!(one.trace, two.trace, "seed {seed}");
        let untold = run(seed, &Plan::default());
        assert_eq!(
            (one.sum, one.awaits),
            (untold.sum, untold.awaits),
            "seed {seed}"
        );
    }
}

#[test]
fn one_seed_again() {
    let Some(seed) = std::env::var("TIRKEU_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
    else {
        return;
    };
    let plan = Plan {
        traced: true,
        ..Plan::default()
    };
    let outcome = run(seed, &plan);
    println!("{}", outcome.trace.join("\n"));
    hold(&outcome, &plan);
}
