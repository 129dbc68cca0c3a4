//! What a collector of OpenTelemetry is sent.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

use crate::support::{Program, Tenant};

/// A collector that takes everything it is sent.
struct Collector {
    url: String,
    taken: Arc<Mutex<Vec<Value>>>,
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1/traces", listener.local_addr().unwrap());
        let taken = Arc::<Mutex<Vec<Value>>>::default();
        let kept = taken.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let kept = kept.clone();
                let mut stream = BufReader::new(stream.unwrap());
                thread::spawn(move || {
                    while let Some(body) = request(&mut stream) {
                        kept.lock().unwrap().push(body);
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                        stream.get_mut().write_all(answer).unwrap();
                    }
                });
            }
        });
        Self { url, taken }
    }

    /// Everything, as text.
    fn text(&self) -> String {
        let taken = self.taken.lock().unwrap();
        taken.iter().map(Value::to_string).collect()
    }

    /// Every span.
    fn spans(&self) -> Vec<Value> {
        let taken = self.taken.lock().unwrap();
        let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        let resources = taken.iter().flat_map(|body| list(body, "resourceSpans"));
        let scopes = resources.flat_map(|resource| list(&resource, "scopeSpans"));
        scopes.flat_map(|scope| list(&scope, "spans")).collect()
    }
}

/// The JSON of the next request on a connection.
fn request(stream: &mut BufReader<std::net::TcpStream>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(given) = line.strip_prefix("content-length:") {
            length = given.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

#[test]
#[cfg(unix)]
fn a_filing_is_one_trace_from_the_request_to_the_disk_and_names_nobody() {
    let collector = Collector::start();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_with(folder.path(), &["--traces", &collector.url]);
    let tenant = Tenant::signed_in(&mut program);
    let filing = json!({"lang": "en", "answers": tenant.answers});
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let number = filed["number"].as_str().unwrap().to_owned();
    program.messages(&tenant.owner_phone, 1);
    program.signal("TERM");
    assert!(program.ended(), "what waits is sent before the end");

    let spans = collector.spans();
    let named = |name: &str| spans.iter().find(|span| span["name"] == name);
    let filing = named("POST /api/v1/applications").unwrap();
    let commits: Vec<_> = spans
        .iter()
        .filter(|span| span["name"] == "commit" && span["traceId"] == filing["traceId"])
        .collect();
    assert!(!commits.is_empty(), "{spans:?}");
    assert!(
        commits
            .iter()
            .any(|one| one["parentSpanId"] == filing["spanId"])
    );
    let attributes = filing["attributes"].to_string();
    for part in ["http.route", "http.response.status_code", "201"] {
        assert!(attributes.contains(part), "{part}: {attributes}");
    }
    // What the worker does is a trace of its own.
    let round = named("deliver").unwrap();
    let delivery = named("deliver SMS").unwrap();
    assert_eq!(round["parentSpanId"].as_str().unwrap_or_default(), "");
    assert_ne!(round["traceId"], filing["traceId"]);
    assert!(
        spans
            .iter()
            .any(|one| one["spanId"] == delivery["parentSpanId"] && one["name"] == "deliver")
    );
    let text = collector.text();
    assert!(text.contains("\"tirkeu\""), "the service's name");
    for canary in [
        &tenant.iin,
        &tenant.owner,
        &tenant.phone[1..].to_owned(),
        &tenant.owner_phone[1..].to_owned(),
        &number,
    ] {
        assert!(!text.contains(canary.as_str()), "{canary} in {text}");
    }
}

#[test]
fn a_collector_that_is_away_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = "http://127.0.0.1:9/v1/traces";
    let mut program = Program::start_with(folder.path(), &["--traces", nobody]);
    Tenant::signed_in(&mut program);
}
