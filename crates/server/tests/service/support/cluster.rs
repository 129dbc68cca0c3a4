//! A PostgreSQL of the tests' own, in a temporary folder, on a port of its own.

use std::{
    fs::{self, File},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use tempfile::TempDir;

/// A running PostgreSQL; it is stopped and removed with the last test that uses it.
pub struct Cluster {
    server: Child,
    programs: PathBuf,
    port: u16,
    databases: AtomicU32,
    #[allow(dead_code, reason = "it is there as long as this is")]
    folder: TempDir,
}

impl Cluster {
    /// The one that all tests share; `None`, with a message, where PostgreSQL is not installed.
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = shared.upgrade() {
            return Some(running);
        }
        let started = Arc::new(Self::own()?);
        *shared = Arc::downgrade(&started);
        Some(started)
    }

    /// One of the caller's own, to do with as they like.
    pub fn own() -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return None;
        };
        Some(Self::start(programs))
    }

    fn start(programs: PathBuf) -> Self {
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        if let Some((user, group)) = ordinary_user() {
            for path in [folder.path(), &data] {
                std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
            }
        }
        let made = program(&programs, "initdb", folder.path())
            .args([
                "--no-sync",
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
            ])
            .args(["--locale=C", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let server = launch(&programs, folder.path(), port);
        let cluster = Self {
            server,
            programs,
            port,
            databases: AtomicU32::new(0),
            folder,
        };
        cluster.wait();
        cluster
            .psql("postgres", "CREATE ROLE tirkeu LOGIN SUPERUSER")
            .unwrap();
        cluster
    }

    /// Waits until it answers.
    fn wait(&self) {
        for _ in 0..300 {
            let answers = TcpStream::connect(("127.0.0.1", self.port)).is_ok()
                && self.psql("postgres", "SELECT 1").is_ok();
            if answers {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("PostgreSQL does not start");
    }

    /// Ends it as a crash would: every connection is cut, and nothing is tidied up.
    #[allow(dead_code, reason = "the torture test needs it")]
    pub fn crash(&mut self) {
        let pid = self.server.id().to_string();
        let told = Command::new("kill").args(["-QUIT", &pid]).status();
        assert!(told.unwrap().success());
        self.server.wait().unwrap();
    }

    /// Starts it again on what it has kept.
    #[allow(dead_code, reason = "the torture test needs it")]
    pub fn start_again(&mut self) {
        self.server = launch(&self.programs, self.folder.path(), self.port);
        self.wait();
    }

    /// The address of a new and empty database.
    pub fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.psql("postgres", &format!("CREATE DATABASE {name}"))
            .unwrap();
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// The address of a copy of a database that nobody uses any more.
    pub fn copy_of(&self, url: &str) -> String {
        let (_, from) = url.rsplit_once('/').unwrap();
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::SeqCst));
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{from}'"
        );
        self.psql("postgres", &end).unwrap();
        self.psql(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE {from} STRATEGY file_copy"),
        )
        .unwrap();
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs statements past the store, and returns what they answer.
    pub fn sql(&self, url: &str, sql: &str) -> String {
        let (_, name) = url.rsplit_once('/').unwrap();
        self.psql(name, sql).unwrap()
    }

    /// The folder of PostgreSQL's programs, such as `pg_dump`.
    pub fn programs(&self) -> &Path {
        &self.programs
    }

    fn psql(&self, database: &str, sql: &str) -> Result<String, String> {
        let port = self.port.to_string();
        let output = Command::new(self.programs.join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                &port,
            ])
            .args(["-U", "postgres", "-d", database, "-c", sql])
            .output()
            .unwrap();
        if output.status.success() {
            Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

/// One of PostgreSQL's programs, as a user that it will run as.
fn program(programs: &Path, name: &str, folder: &Path) -> Command {
    let mut command = Command::new(programs.join(name));
    command.current_dir(folder);
    if let Some((user, group)) = ordinary_user() {
        use std::os::unix::process::CommandExt;
        command.uid(user).gid(group);
    }
    command
}

fn launch(programs: &Path, folder: &Path, port: u16) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"));
    let log = log.unwrap();
    program(programs, "postgres", folder)
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string()])
        .args(["-c", "listen_addresses=127.0.0.1"])
        .args([
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=200",
        ])
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // "Fast": open connections are ended.
        let pid = self.server.id().to_string();
        let asked = Command::new("kill").args(["-INT", &pid]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _dead = self.server.kill();
        }
        let _reaped = self.server.wait();
    }
}

/// Where `initdb` is: Debian keeps it away from PATH, by version.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| {
        ["initdb", "postgres", "psql"]
            .iter()
            .all(|name| folder.join(name).is_file())
    })
}

/// PostgreSQL does not run as root: then, as the user that Debian made for it, or as nobody.
fn ordinary_user() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let own = fs::metadata("/proc/self").ok()?.uid();
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = |name: &str| {
        let line = passwd
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    (own == 0).then(|| {
        ids("postgres")
            .or_else(|| ids("nobody"))
            .unwrap_or((65534, 65534))
    })
}
