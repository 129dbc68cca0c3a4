use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use super::http::Sent;

/// The running program; it is killed when it is dropped.
pub struct Program {
    child: Child,
    address: String,
    pub cookie: String,
    log: PathBuf,
}

impl Program {
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The program with more arguments.
    pub fn start_with(data: &Path, arguments: &[&str]) -> Self {
        Self::start_logging(data, arguments, "trace")
    }

    /// The program with more arguments, that logs as finely as `TIRKEU_LOG` says here.
    pub fn start_logging(data: &Path, arguments: &[&str], filter: &str) -> Self {
        let log = data.join("log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_tirkeu"))
            .args(["serve", "--sandbox", "--port", "0", "--data"])
            .arg(data)
            .args(arguments)
            .env("TIRKEU_LOG", filter)
            .stdout(Stdio::piped())
            .stderr(
                File::options()
                    .create(true)
                    .append(true)
                    .open(&log)
                    .unwrap(),
            )
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let (_, rest) = line.split_once("http://").unwrap();
        let address = rest.trim().trim_end_matches('/').to_owned();
        Self {
            child,
            address,
            cookie: String::new(),
            log,
        }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// Where it listens.
    #[allow(dead_code, reason = "the torture test needs it")]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Everything it has logged so far, at the finest level.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends it a signal, such as `HUP`.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for it to end by itself; whether it succeeded.
    pub fn ended(mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// `kill -9`; returns the session, which outlives it.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::take(&mut self.cookie)
    }

    /// `kill -9`, and the program once more on the same folder, for the same session.
    pub fn killed_and_started_again(self, data: &Path) -> Self {
        let cookie = self.kill();
        let mut program = Self::start(data);
        program.cookie = cookie;
        program
    }

    /// A whole answer as it comes, head and body.
    pub fn text(&self, path: &str) -> String {
        let mut stream = self.connect();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn call(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let length = if body.is_null() {
            0
        } else {
            body.to_string().len()
        };
        let key = format!("{:016x}", length + path.len() * 1000);
        let sent = Sent {
            method,
            path,
            key: &key,
            cookie: &self.cookie,
            body,
        };
        let received = sent.to(&self.address).unwrap();
        if let Some(cookie) = &received.cookie {
            self.cookie.clone_from(cookie);
        }
        (received.status, received.json())
    }

    pub fn ok(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.call(method, path, body);
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
        answer
    }

    /// Messages that a telephone received, once there are at least so many.
    pub fn messages(&mut self, phone: &str, at_least: usize) -> Vec<String> {
        for _ in 0..100 {
            let texts = self.received(phone);
            if texts.len() >= at_least {
                return texts;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("no message reached {phone}");
    }

    /// Messages that a telephone has received by now.
    pub fn received(&mut self, phone: &str) -> Vec<String> {
        let path = format!(
            "/sandbox/api/messages?phone={}",
            phone.trim_start_matches('+')
        );
        let all = self.ok("GET", &path, &Value::Null);
        let received = all["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["reply"] == false);
        received
            .map(|one| one["text"].as_str().unwrap().to_owned())
            .collect()
    }

    pub fn code(&mut self, phone: &str, at_least: usize) -> String {
        let newest = self.messages(phone, at_least).pop().unwrap();
        newest.split(' ').next().unwrap().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be dead already.
        let _dead = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A tenant of the sandbox whose way leads through an owner's consent.
pub struct Tenant {
    pub iin: String,
    pub phone: String,
    pub owner: String,
    pub owner_phone: String,
    pub answers: Value,
}

impl Tenant {
    /// A tenant who has just signed in.
    pub fn signed_in(program: &mut Program) -> Self {
        let tenant = Self::of(program);
        program.ok("POST", "/api/v1/sign-in/code", &json!({"iin": tenant.iin}));
        let code = program.code(&tenant.phone, 1);
        program.ok(
            "POST",
            "/api/v1/sign-in",
            &json!({"iin": tenant.iin, "code": code}),
        );
        tenant
    }

    pub fn of(program: &mut Program) -> Self {
        let people = program.ok("GET", "/sandbox/api/people", &Value::Null);
        let people = people["people"].as_array().unwrap();
        let tenant = people
            .iter()
            .find(|person| {
                let journey = &person["journey"];
                person["shows"] == json!(["R3", "R8"])
                    && journey["service"] == "temporary"
                    && journey["state_rental"] == false
            })
            .unwrap();
        let journey = &tenant["journey"];
        let owner = people
            .iter()
            .find(|person| person["iin"] == journey["owner"]["id"])
            .unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            iin: text(&tenant["iin"]),
            phone: text(&tenant["phone"]),
            owner: text(&owner["iin"]),
            owner_phone: text(&owner["phone"]),
            answers: json!({
                "service": "temporary", "months": journey["months"], "subject": "myself",
                "ownership": "none", "rca": journey["rca"], "owner": journey["owner"]["id"],
                "relation_to_owner": journey["relation_to_owner"],
            }),
        }
    }
}
