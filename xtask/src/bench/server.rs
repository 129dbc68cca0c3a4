//! How soon the server answers and what it needs while nobody asks anything.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{fastify, report::Report, store};
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::{page, server};

const RUNS: usize = 5;
const START_MS: f64 = 1000.0;
const IDLE_MB: f64 = 60.0;

/// Starts the server several times with an empty database, once more with the one it left.
pub(crate) fn measure(places: &Places) -> Result<Report, Error> {
    let mut progress = Progress::new(places, page::STEPS + server::STEPS + 3);
    page::build(places, &mut progress)?;
    // What ships has the page inside, which is what is held against Fastify.
    server::build_with_page(places, &mut progress)?;
    let mut report = Report::default();
    progress.step("Starts", |_| {
        let folder = places.target().join("bench");
        let mut starts = Vec::new();
        for _ in 0..RUNS {
            if folder.exists() {
                fs::remove_dir_all(&folder).map_err(Error::file("remove", &folder))?;
            }
            fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
            let (mut server, time) = start(places, &folder)?;
            child::end(&mut server);
            starts.push(time);
        }
        starts.sort_by(f64::total_cmp);
        report.add(
            "start, empty database, median",
            starts[RUNS / 2],
            "ms",
            Some(START_MS),
        );
        let (mut server, time) = start(places, &folder)?;
        report.add("start, existing database", time, "ms", Some(START_MS));
        sleep(Duration::from_secs(2));
        if let Some(memory) = resident_megabytes(server.id()) {
            report.add("memory while idle", memory, "MB", Some(IDLE_MB));
        }
        child::end(&mut server);
        Ok(())
    })?;
    progress.step("Beside Fastify", |step| {
        fastify::measure(places, step, &mut report)
    })?;
    progress.step("Store", |step| store::measure(places, step, &mut report))?;
    Ok(report)
}

/// Starts the server and waits until it answers; milliseconds from the one to the other.
fn start(places: &Places, data: &Path) -> Result<(Child, f64), Error> {
    let port = free_port().map_err(|source| Error::Start {
        command: "a socket on 127.0.0.1".into(),
        source,
    })?;
    let mut command = server::command(places, &places.server(), port, data);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let began = Instant::now();
    let mut server = command.spawn().map_err(|source| Error::Start {
        command: child::shown(&command),
        source,
    })?;
    while began.elapsed() < Duration::from_secs(20) {
        if is_healthy(port) {
            return Ok((server, began.elapsed().as_secs_f64() * 1000.0));
        }
        sleep(Duration::from_millis(2));
    }
    child::end(&mut server);
    Err(Error::Unexpected(format!(
        "the server did not answer GET /healthz on port {port} in 20 s"
    )))
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn is_healthy(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

/// Memory that the process holds, where the system says so in /proc.
fn resident_megabytes(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
