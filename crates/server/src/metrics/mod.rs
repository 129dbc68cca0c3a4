//! What an operator watches, as numbers: counted where it happens, told in the text of OpenMetrics.
//!
//! There is one set of them a process, as there is one log: what is counted tells of the process and
//! not of a request. No label holds anything about a person: routes are templates.

mod labels;

use std::{
    sync::{LazyLock, atomic::AtomicU64},
    time::Duration,
};

use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

use crate::ports::store::Overview;
pub use labels::{Gateway, GatewayCall, Request, Route};

/// Upper bounds of latencies, in seconds.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
/// Upper bounds of how many changes share a sync.
const GROUPS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// The numbers of this process.
pub static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// Numbers, and how they are told.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    latency: Family<Route, Histogram, fn() -> Histogram>,
    commits: Histogram,
    failed_commits: Counter,
    failed_answers: Counter,
    failed_calls: Counter,
    groups: Histogram,
    gateway_calls: Family<GatewayCall, Counter>,
    open_circuits: Family<Gateway, Gauge>,
    filings: Counter,
    waiting_consents: Gauge,
    overdue_consents: Gauge,
    outgoing: Gauge,
    failing_outgoing: Gauge,
    outgoing_age: Gauge<f64, AtomicU64>,
    due_age: Gauge<f64, AtomicU64>,
}

/// What has failed since the process began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// Answers with a 5xx status.
    pub answers: u64,
    /// Changes that the store could not write.
    pub commits: u64,
    /// Calls of registers and gateways.
    pub calls: u64,
}

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}

impl Metrics {
    fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("tirkeu"),
            requests: Family::default(),
            latency: Family::new_with_constructor(seconds),
            commits: seconds(),
            failed_commits: Counter::default(),
            failed_answers: Counter::default(),
            failed_calls: Counter::default(),
            groups: Histogram::new(GROUPS),
            gateway_calls: Family::default(),
            open_circuits: Family::default(),
            filings: Counter::default(),
            waiting_consents: Gauge::default(),
            overdue_consents: Gauge::default(),
            outgoing: Gauge::default(),
            failing_outgoing: Gauge::default(),
            outgoing_age: Gauge::default(),
            due_age: Gauge::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let all = &mut self.registry;
        all.register(
            "requests",
            "Requests answered, by route and status",
            self.requests.clone(),
        );
        all.register_with_unit(
            "request",
            "Time to an answer, by route",
            Unit::Seconds,
            self.latency.clone(),
        );
        all.register_with_unit(
            "store_commit",
            "Time from a change to its acknowledgement",
            Unit::Seconds,
            self.commits.clone(),
        );
        all.register(
            "store_failed_commits",
            "Changes that the store could not write",
            self.failed_commits.clone(),
        );
        all.register(
            "store_group",
            "Changes that shared one sync of the disk",
            self.groups.clone(),
        );
        all.register(
            "gateway_calls",
            "Calls of registers and gateways, by outcome",
            self.gateway_calls.clone(),
        );
        all.register(
            "gateway_circuit_open",
            "1 where a register is left alone for a while",
            self.open_circuits.clone(),
        );
        all.register(
            "filings",
            "Applications filed at this process",
            self.filings.clone(),
        );
        all.register(
            "consents_waiting",
            "Applications that wait for owners",
            self.waiting_consents.clone(),
        );
        all.register(
            "consents_overdue",
            "Those whose owners' time is up and that are not ended yet",
            self.overdue_consents.clone(),
        );
        all.register(
            "outgoing",
            "Messages and entries that wait to be delivered",
            self.outgoing.clone(),
        );
        all.register(
            "outgoing_failing",
            "Those that could not be delivered at least once",
            self.failing_outgoing.clone(),
        );
        all.register_with_unit(
            "outgoing_oldest",
            "Age of the oldest of them",
            Unit::Seconds,
            self.outgoing_age.clone(),
        );
        all.register_with_unit(
            "due_oldest",
            "For how long the oldest due work has been due",
            Unit::Seconds,
            self.due_age.clone(),
        );
    }

    /// A request was answered.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let route = Route {
            method: method.to_owned(),
            route: route.to_owned(),
        };
        self.latency
            .get_or_create(&route)
            .observe(took.as_secs_f64());
        let Route { method, route } = route;
        let request = Request {
            method,
            route,
            status,
        };
        self.requests.get_or_create(&request).inc();
        if status >= 500 {
            self.failed_answers.inc();
        }
    }

    /// A change was written, or was not.
    pub fn committed(&self, well: bool, took: Duration) {
        self.commits.observe(took.as_secs_f64());
        if !well {
            self.failed_commits.inc();
        }
    }

    /// So many changes shared a sync.
    pub fn synced(&self, changes: usize) {
        self.groups
            .observe(f64::from(u32::try_from(changes).unwrap_or(u32::MAX)));
    }

    /// An application was filed.
    pub fn filed(&self) {
        self.filings.inc();
    }

    /// A register or a gateway was called.
    pub fn called(&self, gateway: &'static str, outcome: &'static str) {
        if outcome == "failed" {
            self.failed_calls.inc();
        }
        self.gateway_calls
            .get_or_create(&GatewayCall { gateway, outcome })
            .inc();
    }

    /// A register is left alone for a while, or is not.
    pub fn circuit(&self, gateway: &'static str, open: bool) {
        self.open_circuits
            .get_or_create(&Gateway { gateway })
            .set(i64::from(open));
    }

    /// What has failed since the process began.
    #[must_use]
    pub fn failures(&self) -> Failures {
        Failures {
            answers: self.failed_answers.get(),
            commits: self.failed_commits.get(),
            calls: self.failed_calls.get(),
        }
    }

    /// All numbers in the text of OpenMetrics 1.0, with what the store says at this moment.
    ///
    /// # Errors
    /// None that is known of: writing to a string does not fail.
    pub fn text(&self, overview: Option<&Overview>) -> Result<String, std::fmt::Error> {
        if let Some(overview) = overview {
            let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            self.waiting_consents.set(count(overview.waiting_consents));
            self.overdue_consents.set(count(overview.overdue_consents));
            self.outgoing.set(count(overview.outgoing));
            self.failing_outgoing.set(count(overview.failing_outgoing));
            self.outgoing_age.set(seconds_of(overview.oldest_outgoing));
            self.due_age.set(seconds_of(overview.oldest_due));
        }
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn seconds_of(age: Option<chrono::TimeDelta>) -> f64 {
    age.and_then(|age| age.to_std().ok())
        .map_or(0.0, |age| age.as_secs_f64())
}
