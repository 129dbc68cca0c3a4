//! `kill -9` at random while people file: every filing that was acknowledged is there exactly once.

use std::{
    collections::BTreeSet,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use server::adapters::sealing::Sealer;

use crate::{
    load::{Load, signed_in},
    report::Row,
    support::{Cluster, Program},
};

/// How the program logs under load.
const LOG: &str = "error";

pub fn sqlite(budget: Duration) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("tirkeu.sqlite");
    let mut row = killed("kill -9 under load, SQLite", budget, &[folder.path()], &[]);
    let numbers = || {
        let connection = Connection::open(&database).unwrap();
        let mut all = connection
            .prepare("SELECT number FROM applications")
            .unwrap();
        let rows = all.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    row.compare(numbers());
    row.verify(&database.to_string_lossy());
    vec![row.row]
}

pub fn postgres(budget: Duration) -> Vec<Row> {
    on_postgres("kill -9 under load, PostgreSQL", budget, 1)
}

pub fn two_servers(budget: Duration) -> Vec<Row> {
    on_postgres("one of two servers killed under load", budget, 2)
}

fn on_postgres(what: &str, budget: Duration, servers: usize) -> Vec<Row> {
    let Some(cluster) = Cluster::shared() else {
        return vec![Row::skipped(what, "PostgreSQL is not installed")];
    };
    let url = cluster.database();
    let folders: Vec<_> = (0..servers).map(|_| tempfile::tempdir().unwrap()).collect();
    let folders: Vec<&Path> = folders.iter().map(|folder| folder.path()).collect();
    // All servers of a database have the same keys.
    let keys = folders[0].join("keys.toml");
    Sealer::open_or_make(&keys).unwrap();
    let arguments = ["--database", &url, "--keys", keys.to_str().unwrap()];
    let mut row = killed(what, budget, &folders, &arguments);
    let numbers = cluster.sql(&url, "SELECT number FROM applications");
    row.compare(numbers.lines().map(str::to_owned).collect());
    row.verify(&url);
    vec![row.row]
}

struct Killed {
    row: Row,
    /// Numbers that were acknowledged, by key.
    acknowledged: Vec<String>,
}

/// Files without pause at one server in each folder, and kills one of them again and again.
fn killed(what: &str, budget: Duration, folders: &[&Path], arguments: &[&str]) -> Killed {
    let start = |folder: &Path| Program::start_logging(folder, arguments, LOG);
    let mut first = start(folders[0]);
    let people = signed_in(&mut first);
    let mut programs = vec![Some(first)];
    programs.extend(folders[1..].iter().map(|folder| Some(start(folder))));
    let addresses = |programs: &[Option<Program>]| -> Vec<String> {
        let running = programs.iter().flatten();
        running
            .map(|program| program.address().to_owned())
            .collect()
    };
    let load = Load::begin(&people, addresses(&programs));
    let (begun, mut kills) = (Instant::now(), 0);
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    while begun.elapsed() < budget || kills < 3 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        thread::sleep(Duration::from_millis(30 + random % 170));
        let place = usize::try_from(random >> 32).unwrap() % programs.len();
        programs[place].take().unwrap().kill();
        kills += 1;
        if programs.len() > 1 {
            // The others serve alone for a while.
            thread::sleep(Duration::from_millis(random % 100));
        }
        programs[place] = Some(start(folders[place]));
        *load.shared.addresses.write().unwrap() = addresses(&programs);
    }
    let shared = load.end();
    let acknowledged = shared.acknowledged.lock().unwrap();
    let acknowledged: Vec<String> = acknowledged.values().cloned().collect();
    drop(programs);
    let seconds = begun.elapsed().as_secs_f64();
    let note = format!(
        "{} filings acknowledged, {:.0} a second",
        acknowledged.len(),
        acknowledged.len() as f64 / seconds
    );
    let mut row = Row::new(what, kills, note);
    row.lost
        .extend(shared.wrong.lock().unwrap().iter().cloned());
    Killed { row, acknowledged }
}

impl Killed {
    /// What was acknowledged is there, each once, and nothing besides.
    fn compare(&mut self, there: Vec<String>) {
        let once: BTreeSet<&String> = there.iter().collect();
        let acknowledged: BTreeSet<&String> = self.acknowledged.iter().collect();
        self.row.hold(once.len() == there.len(), || {
            "a number is there twice".to_owned()
        });
        self.row
            .hold(acknowledged.len() == self.acknowledged.len(), || {
                "two filings were acknowledged with one number".to_owned()
            });
        for number in acknowledged.difference(&once) {
            self.row
                .lost
                .push(format!("{number} was acknowledged and is lost"));
        }
        for number in once.difference(&acknowledged) {
            self.row
                .lost
                .push(format!("{number} is there and was never acknowledged"));
        }
    }

    /// Every page, row and line of the audit log is what was once written.
    fn verify(&mut self, database: &str) {
        for arguments in [["db", "check"], ["audit", "verify"]] {
            let program = env!("CARGO_BIN_EXE_tirkeu");
            let said = Command::new(program)
                .args(arguments)
                .arg(database)
                .output()
                .unwrap();
            self.row.hold(said.status.success(), || {
                format!("{arguments:?}: {}", String::from_utf8_lossy(&said.stderr))
            });
        }
    }
}
