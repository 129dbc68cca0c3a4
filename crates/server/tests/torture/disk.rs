//! A disk that does not sync: nothing is acknowledged. A disk that is full, with the log on it: writing is refused, reading goes on, and nobody has to
//! help afterwards.

use std::{fs, path::Path, process::Command, time::Duration};

use serde_json::{Value, json};

use crate::{
    load::signed_in,
    report::Row,
    support::{Program, Sent, Tracer},
};

/// A small disk in memory; it is taken away when it is dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where this user may not mount one.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=32m", "none"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|it| it.status.success())
            .then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a file may still be open.
        let _left = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

pub fn run(budget: Duration) -> Vec<Row> {
    [full(budget / 2), unsynced(budget / 2)].concat()
}

/// Every sync fails for a while, seen and injected by strace.
fn unsynced(budget: Duration) -> Vec<Row> {
    let what = "the disk does not sync";
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_logging(folder.path(), &[], "off");
    let people = signed_in(&mut program);
    let mut row = Row::new(what, 0, "writing gets 503, recovers by itself");
    let log = folder.path().join("tirkeu.sqlite-wal");
    let log = log.to_string_lossy().into_owned();
    let fail = ["-P", &log, "-e", "inject=fsync,fdatasync:error=EIO"];
    let begun = std::time::Instant::now();
    while begun.elapsed() < budget || row.tried == 0 {
        row.tried += 1;
        let person = &people[usize::try_from(row.tried).unwrap() % people.len()];
        let filing = json!({"lang": "ru", "answers": person.answers});
        let key = format!("unsynced-{}", row.tried);
        let post = |path: &str, key: &str, body: &Value| {
            person
                .writes(path, key, body)
                .to(program.address())
                .unwrap()
        };
        let Some(tracer) = Tracer::attach(&program, folder.path(), &fail) else {
            return vec![Row::skipped(what, "strace is not there or may not look")];
        };
        let answer = post("/api/v1/applications", &key, &filing);
        let seen = tracer.detach();
        // Where it answered with a success, a sync must have succeeded before.
        let failed = seen.contains("EIO");
        row.hold(!failed || answer.status == 503, || {
            format!("{} after EIO", answer.status)
        });
        let answer = post("/api/v1/applications", &key, &filing);
        row.hold(answer.status == 201, || {
            format!("afterwards: {}", answer.text)
        });
        let number = answer.json()["number"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let path = format!("/api/v1/applications/{number}/withdrawal");
        post(&path, &format!("{key}-back"), &Value::Null);
        if !row.lost.is_empty() {
            break;
        }
    }
    program.kill();
    vec![row]
}

fn full(budget: Duration) -> Vec<Row> {
    let what = "the disk is full";
    let Some(disk) = SmallDisk::mount() else {
        return vec![Row::skipped(what, "a small disk cannot be mounted here")];
    };
    let mut program = Program::start_logging(disk.path(), &[], "warn");
    let people = signed_in(&mut program);
    let address = program.address().to_owned();
    let mut row = Row::new(
        what,
        0,
        "writing gets 503, reading goes on, recovers by itself",
    );
    let begun = std::time::Instant::now();
    let mut filed = 0_u64;
    while begun.elapsed() < budget || row.tried == 0 {
        row.tried += 1;
        let person = &people[usize::try_from(row.tried).unwrap() % people.len()];
        let filing = json!({"lang": "ru", "answers": person.answers});
        let key = format!("full-disk-{}", row.tried);
        let post = |path: &str, key: &str, body: &Value| {
            person.writes(path, key, body).to(&address).unwrap()
        };
        let filler = disk.path().join("filler");
        // The file system itself says when there is no room left.
        let mut room = fs::File::create(&filler).unwrap();
        let _no_room = std::io::copy(&mut std::io::repeat(1), &mut room);
        drop(room);
        let refused: Vec<u16> = (0..3)
            .map(|_| post("/api/v1/applications", &key, &filing).status)
            .collect();
        row.hold(refused.iter().all(|status| *status == 503), || {
            format!("{refused:?}")
        });
        let list = Sent {
            method: "GET",
            path: "/api/v1/applications",
            key: "",
            cookie: &person.cookie,
            body: &Value::Null,
        };
        let read = list.to(&address).unwrap();
        row.hold(read.status == 200, || format!("reading got {}", read.text));
        fs::remove_file(&filler).unwrap();
        let answer = post("/api/v1/applications", &key, &filing);
        row.hold(answer.status == 201, || {
            format!("with room again: {}", answer.text)
        });
        filed += 1;
        let number = answer.json()["number"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let path = format!("/api/v1/applications/{number}/withdrawal");
        post(&path, &format!("{key}-back"), &Value::Null);
        if !row.lost.is_empty() {
            break;
        }
    }
    if !row.lost.is_empty() {
        eprintln!("{}", program.logged());
    }
    program.kill();
    let database = disk.path().join("tirkeu.sqlite");
    let connection = rusqlite::Connection::open(&database).unwrap();
    let count: i64 = connection
        .query_row("SELECT count(*) FROM applications", [], |row| row.get(0))
        .unwrap();
    row.hold(u64::try_from(count) == Ok(filed), || {
        format!("{filed} were acknowledged, {count} are there")
    });
    vec![row]
}
