//! What the program asks of the disk, seen from outside by strace.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Program, Tenant, Tracer};

/// A program with somebody signed in, and what they file.
fn signed_in(folder: &Path) -> (Program, Value) {
    let mut program = Program::start(folder);
    let tenant = Tenant::signed_in(&mut program);
    let filing = json!({"lang": "ru", "answers": tenant.answers});
    (program, filing)
}

#[test]
fn a_sync_of_the_disk_comes_before_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (mut program, filing) = signed_in(folder.path());
    let calls = "trace=fsync,fdatasync,recvfrom,read,sendto,write,writev";
    let Some(tracer) = Tracer::attach(&program, folder.path(), &["-e", calls]) else {
        return;
    };
    program.ok("POST", "/api/v1/applications", &filing);
    let trace = tracer.detach();
    let after = |start: usize, what: &str| {
        let found = trace.get(start..).and_then(|rest| rest.find(what));
        start + found.unwrap_or_else(|| panic!("no {what} after {start} in {trace}"))
    };
    let asked = after(0, "POST /api/v1/application");
    let synced = after(asked, "sync(");
    let answered = after(asked, "HTTP/1.1 201");
    let syncing = trace[synced..].lines().next().unwrap();
    assert!(syncing.contains("tirkeu.sqlite-wal"), "{syncing}");
    // Where another thread is seen in between, the result stands on a line of its own.
    let done = if syncing.contains("unfinished") {
        after(synced, "sync resumed>)")
    } else {
        synced
    };
    let result = trace[done..].lines().next().unwrap();
    assert!(result.trim_end().ends_with("= 0"), "{result}");
    assert!(done < answered, "{}", &trace[asked..answered]);
}

#[test]
fn where_the_disk_fails_nothing_is_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (mut program, filing) = signed_in(folder.path());
    let log = folder.path().join("tirkeu.sqlite-wal");
    let log = log.to_string_lossy();
    let fail = ["-P", &log, "-e", "inject=fsync,fdatasync:error=EIO"];
    let Some(tracer) = Tracer::attach(&program, folder.path(), &fail) else {
        return;
    };
    for _ in 0..3 {
        let (status, problem) = program.call("POST", "/api/v1/applications", &filing);
        assert_eq!(status, 503, "{problem}");
    }
    let list = program.ok("GET", "/api/v1/applications", &Value::Null);
    assert_eq!(list["applications"], json!([]), "reading goes on");
    let trace = tracer.detach();
    assert!(trace.contains("EIO"), "{trace}");
    // The disk works again, and so does the service, by itself.
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let list = program.ok("GET", "/api/v1/applications", &Value::Null);
    assert_eq!(list["applications"].as_array().unwrap().len(), 1);
    assert_eq!(list["applications"][0]["number"], filed["number"]);
    // And it was written: kill -9 and look.
    let cookie = program.kill();
    let mut program = Program::start(folder.path());
    program.cookie = cookie;
    let list = program.ok("GET", "/api/v1/applications", &Value::Null);
    assert_eq!(list["applications"].as_array().unwrap().len(), 1);
}
