use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use registration::identifiers::Iin;
use server::ports::Population;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep},
};

use super::registers;

const ASKED: &str = "061211600012";

/// A register that does as it is told, and how often it was asked.
struct Faulty {
    base: String,
    asked: Arc<AtomicUsize>,
}

impl Faulty {
    /// Each question gets the next of these answers, the last one ever after.
    async fn with(answers: Vec<Does>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::SeqCst);
                let does = answers[number.min(answers.len() - 1)].clone();
                tokio::spawn(answer(stream, does));
            }
        });
        Self { base, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[derive(Clone)]
enum Does {
    /// Says nothing for ever.
    Silence,
    /// Hangs up.
    HangUp,
    /// Answers.
    Says(u16, String),
    /// Answers and never ends.
    Endless,
    /// Answers a byte at a time.
    Drips,
}

async fn answer(mut stream: TcpStream, does: Does) {
    let mut question = vec![0; 4096];
    let _read = stream.read(&mut question).await;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    match does {
        Does::Silence => sleep(Duration::from_secs(60)).await,
        Does::HangUp => {}
        Does::Says(status, body) => {
            let text = format!(
                "HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(text.as_bytes()).await.unwrap();
        }
        Does::Endless => {
            let text = format!("{head}Connection: close\r\n\r\n{{\"person\":\"");
            stream.write_all(text.as_bytes()).await.unwrap();
            while stream.write_all(&[b'x'; 65536]).await.is_ok() {}
        }
        Does::Drips => {
            let text = format!("{head}Content-Length: 1000\r\n\r\n");
            stream.write_all(text.as_bytes()).await.unwrap();
            while stream.write_all(b" ").await.is_ok() {
                sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

fn says(body: &str) -> Vec<Does> {
    vec![Does::Says(200, body.to_owned())]
}

fn person(iin: &str) -> String {
    format!(
        r#"{{"person":{{"iin":"{iin}","name":"А","born":"2000-01-01","citizenship":"citizen",
        "capacity":"full","permanent_address":null,"has_eds":true,"represents":[],"new_part":1}}}}"#
    )
}

/// Asks once; what the log would say, and how often the register was asked for it.
async fn check(answers: Vec<Does>, expected: Result<bool, &str>, asked: usize) {
    let faulty = Faulty::with(answers).await;
    let given = registers(&faulty.base, None)
        .person(Iin::parse(ASKED).unwrap())
        .await;
    match (&given, expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found.is_some(), expected),
        (Err(down), Err(expected)) => {
            let text = down.to_string();
            assert!(text.contains(expected), "{text}: {expected}");
            assert!(!text.contains(ASKED), "a number reached the log: {text}");
        }
        _ => panic!("{given:?} {expected:?}"),
    }
    assert_eq!(faulty.asked(), asked, "{expected:?}");
}

#[tokio::test]
async fn a_register_that_is_well_is_asked_once() {
    check(says(&person(ASKED)), Ok(true), 1).await;
    check(says(r#"{"person":null}"#), Ok(false), 1).await;
}

#[tokio::test]
async fn what_may_pass_is_asked_again() {
    let busy = || Does::Says(503, "{}".to_owned());
    let found = || Does::Says(200, person(ASKED));
    check(vec![busy(), busy(), found()], Ok(true), 3).await;
    check(vec![Does::HangUp, found()], Ok(true), 2).await;
    check(vec![Does::Silence, found()], Ok(true), 2).await;
    check(vec![busy()], Err("status 503"), 3).await;
    check(vec![Does::Says(429, String::new())], Err("status 429"), 3).await;
    check(vec![Does::Silence], Err("no whole answer within 300 ms"), 3).await;
    check(vec![Does::Drips], Err("no whole answer within 300 ms"), 3).await;
    check(vec![Does::HangUp], Err("no connection"), 3).await;
}

#[tokio::test]
async fn garbage_is_never_an_answer_and_is_asked_once() {
    check(says(""), Err("it ends too early"), 1).await;
    check(says("<html>Login</html>"), Err("it is not JSON"), 1).await;
    check(says("{}"), Err("a part is missing"), 1).await;
    check(says("[]"), Err("a part is missing"), 1).await;
    check(
        says(r#"{"person":{"iin":"061211600013"}}"#),
        Err("of another kind"),
        1,
    )
    .await;
    check(
        says(&person("920415497225")),
        Err("about something else"),
        1,
    )
    .await;
    check(says(&"[".repeat(100_000)), Err("not of the contract"), 1).await;
    check(vec![Does::Endless], Err("larger than"), 1).await;
    for status in [204, 301, 400, 401, 403, 404] {
        let refused = vec![Does::Says(status, String::new())];
        check(refused, Err("refused"), 1).await;
    }
}

#[tokio::test]
async fn a_register_that_is_gone_is_left_alone_and_found_again() {
    let faulty = Faulty::with(vec![
        Does::HangUp,
        Does::HangUp,
        Does::HangUp,
        Does::HangUp,
        Does::HangUp,
        Does::Says(200, person(ASKED)),
    ])
    .await;
    let registers = registers(&faulty.base, None);
    let iin = Iin::parse(ASKED).unwrap();
    registers.person(iin).await.unwrap_err();
    registers.person(iin).await.unwrap_err();
    assert_eq!(faulty.asked(), 5);
    let started = Instant::now();
    for _ in 0..100 {
        let down = registers.person(iin).await.unwrap_err().to_string();
        assert!(down.contains("left alone"), "{down}");
    }
    assert!(started.elapsed() < Duration::from_millis(200));
    assert_eq!(faulty.asked(), 5, "nobody waits for it");
    sleep(Duration::from_millis(450)).await;
    assert!(registers.person(iin).await.unwrap().is_some());
    assert_eq!(faulty.asked(), 6);
}

#[tokio::test]
async fn one_register_that_is_gone_leaves_the_others_alone() {
    use server::ports::RealEstate;
    let mut answers = vec![Does::HangUp; 6];
    answers.push(Does::Says(200, r#"{"rcas":[]}"#.to_owned()));
    let faulty = Faulty::with(answers).await;
    let registers = registers(&faulty.base, None);
    let iin = Iin::parse(ASKED).unwrap();
    for _ in 0..3 {
        registers.person(iin).await.unwrap_err();
    }
    let owner = registration::identifiers::OwnerId::Person(iin);
    assert_eq!(registers.owned_by(owner).await.unwrap(), []);
}
