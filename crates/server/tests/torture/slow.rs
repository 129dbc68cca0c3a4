//! Very many clients that send a letter now and then, beside people who want something.

use std::{
    fs,
    io::Write,
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    report::Row,
    support::{Program, Sent},
};

/// What the machine's limits on open files leave room for.
const MOST: usize = 10_000;
/// Above this a server holds too much, in MiB (security.md).
const RSS_MIB: u64 = 256;

pub fn run(budget: Duration) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    // All of them come through one proxy: of an address of their own they could not be so many.
    let proxy = ["--trusted-proxy", "127.0.0.1"];
    let program = Program::start_logging(folder.path(), &proxy, "off");
    let address = program.address().to_owned();
    let quiet = p99(&address, budget / 4);
    let mut clients = Vec::new();
    // Each needs a file here and one in the server, and the rest of this program some as well.
    let most = MOST
        .min(open_files().saturating_sub(500))
        .min(400 + millis(budget) / 2);
    while clients.len() < most {
        let Ok(mut client) = TcpStream::connect(&address) else {
            break;
        };
        if client
            .write_all(b"POST /api/v1/sign-in/code HTTP/1.1\r\nHost: a\r\nX: ")
            .is_err()
        {
            break;
        }
        clients.push(client);
    }
    let (begun, mut beside) = (Instant::now(), Vec::new());
    while begun.elapsed() < budget / 2 || beside.is_empty() {
        for client in clients.iter_mut().step_by(7) {
            // One that the server has given up is none of ours any more.
            let _given_up = client.write_all(b"y");
        }
        beside.push(p99(&address, Duration::from_millis(300)));
    }
    let rss = resident_mib(program.id());
    beside.sort_unstable();
    let busy = beside[beside.len() / 2];
    let note = format!("{rss} MiB; p99 {quiet:.1?} alone, {busy:.1?} beside them");
    let mut row = Row::new("slow clients", clients.len() as u64, note);
    row.hold(clients.len() >= most.min(1000), || {
        format!("only {} got in", clients.len())
    });
    row.hold(rss <= RSS_MIB, || format!("the server holds {rss} MiB"));
    // A busy machine must not fail a test: below this nobody notices anything.
    let limit = (quiet * 2).max(Duration::from_millis(250));
    row.hold(busy <= limit, || {
        format!("p99 {quiet:?} alone, {busy:?} beside them")
    });
    program.kill();
    vec![row]
}

fn millis(time: Duration) -> usize {
    usize::try_from(time.as_millis()).unwrap_or(usize::MAX)
}

/// How long 99 of 100 requests take at most.
fn p99(address: &str, time: Duration) -> Duration {
    let sent = Sent {
        method: "GET",
        path: "/readyz",
        key: "",
        cookie: "",
        body: &Value::Null,
    };
    let (begun, mut took) = (Instant::now(), Vec::new());
    while begun.elapsed() < time || took.len() < 20 {
        let asked = Instant::now();
        let status = sent
            .to(address)
            .map(|received| received.status)
            .unwrap_or_default();
        assert!([200, 429].contains(&status), "{status}");
        took.push(asked.elapsed());
        // As often as one address may ask in the long run.
        thread::sleep(Duration::from_millis(6));
    }
    took.sort_unstable();
    took[(took.len() * 99 / 100).min(took.len() - 1)]
}

fn open_files() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3));
    soft.and_then(|soft| soft.parse().ok()).unwrap_or(1024)
}

fn resident_mib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
