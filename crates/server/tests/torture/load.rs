//! People who file without pause, at whichever server answers.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use serde_json::{Value, json};

use crate::support::{Program, Received, Sent};

/// Somebody who owns a dwelling and asks nobody.
#[derive(Clone, Debug)]
pub struct Person {
    pub iin: String,
    pub phone: String,
    pub answers: Value,
    pub cookie: String,
}

impl Person {
    /// Something that they change, signed in.
    pub fn writes<'a>(&'a self, path: &'a str, key: &'a str, body: &'a Value) -> Sent<'a> {
        Sent {
            method: "POST",
            path,
            key,
            cookie: &self.cookie,
            body,
        }
    }
}

/// People of the sandbox who can file without anybody's consent.
pub fn owners(program: &mut Program) -> Vec<Person> {
    let people = program.ok("GET", "/sandbox/api/people", &Value::Null);
    let people = people["people"].as_array().unwrap();
    let alone = people.iter().filter(|person| {
        let shows = person["shows"].as_array().unwrap();
        shows.contains(&json!("R6")) && person["phone"].is_string()
    });
    let person = |person: &Value| {
        let journey = &person["journey"];
        let subject = match &journey["subject"]["iin"] {
            Value::String(iin) => json!({"person": iin}),
            _ => json!("myself"),
        };
        Person {
            iin: person["iin"].as_str().unwrap().to_owned(),
            phone: person["phone"].as_str().unwrap().to_owned(),
            answers: json!({
                "service": journey["service"], "months": journey["months"],
                "reason": journey["reason"], "subject": subject,
                "ownership": journey["ownership"], "rca": journey["rca"],
            }),
            cookie: String::new(),
        }
    };
    alone.map(person).collect()
}

/// Signs people in at a server that runs alone.
pub fn signed_in(program: &mut Program) -> Vec<Person> {
    let mut people = owners(program);
    for person in &mut people {
        let ask = json!({"iin": person.iin});
        program.ok("POST", "/api/v1/sign-in/code", &ask);
        let code = program.code(&person.phone, 1);
        let answer = json!({"iin": person.iin, "code": code});
        program.ok("POST", "/api/v1/sign-in", &answer);
        person.cookie = std::mem::take(&mut program.cookie);
    }
    assert!(people.len() >= 5, "{people:?}");
    people
}

/// The load, and all that was acknowledged to it.
pub struct Load {
    pub shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
pub struct Shared {
    /// Where servers listen, or listened.
    pub addresses: RwLock<Vec<String>>,
    /// Numbers of filings that were acknowledged, by key.
    pub acknowledged: Mutex<BTreeMap<String, String>>,
    /// What should not have happened.
    pub wrong: Mutex<Vec<String>>,
    /// Requests that were answered.
    pub answered: AtomicU64,
    stop: AtomicBool,
}

impl Load {
    /// Everybody begins to file.
    pub fn begin(people: &[Person], addresses: Vec<String>) -> Self {
        let shared = Arc::new(Shared {
            addresses: RwLock::new(addresses),
            ..Shared::default()
        });
        let begin = |person: &Person| {
            let (shared, person) = (shared.clone(), person.clone());
            thread::spawn(move || shared.files(&person))
        };
        let threads = people.iter().map(begin).collect();
        Self { shared, threads }
    }

    /// Everybody ends what they have begun.
    pub fn end(self) -> Arc<Shared> {
        self.shared.stop.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().unwrap();
        }
        self.shared
    }
}

impl Shared {
    fn files(&self, person: &Person) {
        let filing = json!({"lang": "ru", "answers": person.answers});
        let mut count = 0_u32;
        while !self.stop.load(Ordering::SeqCst) {
            count += 1;
            let key = format!("{}-{count}", person.iin);
            let filed = self.insist(person, "/api/v1/applications", &key, &filing);
            let number = match filed.status {
                201 => filed.json()["number"].as_str().unwrap().to_owned(),
                status => {
                    self.note(format!("{key}: a filing got {status}: {}", filed.text));
                    return;
                }
            };
            let before = self
                .acknowledged
                .lock()
                .unwrap()
                .insert(key.clone(), number.clone());
            assert!(before.is_none());
            if count.is_multiple_of(3) {
                let again = self.insist(person, "/api/v1/applications", &key, &filing);
                if again.text != filed.text {
                    self.note(format!(
                        "{key}: the same key got another answer: {}",
                        again.text
                    ));
                }
            }
            let path = format!("/api/v1/applications/{number}/withdrawal");
            let withdrawn = self.insist(person, &path, &format!("{key}-back"), &Value::Null);
            if withdrawn.status != 200 {
                self.note(format!(
                    "{number} was acknowledged and then: {}",
                    withdrawn.text
                ));
                return;
            }
        }
    }

    /// Sends the same until there is an answer that stands.
    fn insist(&self, person: &Person, path: &str, key: &str, body: &Value) -> Received {
        let sent = person.writes(path, key, body);
        for attempt in 0..4000_usize {
            let address = {
                let addresses = self.addresses.read().unwrap();
                addresses[attempt % addresses.len()].clone()
            };
            match sent.to(&address) {
                Ok(received) if ![409, 429, 500, 502, 503].contains(&received.status) => {
                    self.answered.fetch_add(1, Ordering::Relaxed);
                    return received;
                }
                Ok(received) if received.status == 500 => {
                    self.note(format!("{path}: {}", received.text));
                }
                Ok(_) | Err(_) => {}
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("{path} with {key} is never answered");
    }

    fn note(&self, what: String) {
        self.wrong.lock().unwrap().push(what);
    }
}
