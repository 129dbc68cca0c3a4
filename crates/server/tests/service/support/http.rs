use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

/// Longer than this no answer takes, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request to a running program, by a connection of its own.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// `Idempotency-Key`.
    pub key: &'a str,
    pub cookie: &'a str,
    /// Null sends no body.
    pub body: &'a Value,
}

/// What a running program answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub status: u16,
    /// The session cookie that was set.
    pub cookie: Option<String>,
    pub text: String,
}

impl Received {
    /// The body as JSON, or null.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Sent<'_> {
    /// Sends it, and waits for the whole answer.
    pub fn to(&self, address: &str) -> io::Result<Received> {
        let body = if self.body.is_null() {
            String::new()
        } else {
            self.body.to_string()
        };
        let Self {
            method,
            path,
            key,
            cookie,
            ..
        } = self;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Idempotency-Key: {key}\r\nAccept-Language: ru\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        read(&answer).ok_or_else(|| io::Error::other("the answer was cut off"))
    }
}

fn read(answer: &str) -> Option<Received> {
    let (head, text) = answer.split_once("\r\n\r\n")?;
    let cookie = head.split_once("set-cookie: ");
    let cookie = cookie.and_then(|(_, rest)| rest.split(';').next());
    let length = head.split_once("content-length: ");
    let length = length.and_then(|(_, rest)| rest.lines().next());
    let whole = length.and_then(|length| length.trim().parse().ok()) == Some(text.len());
    if length.is_some() && !whole {
        return None;
    }
    Some(Received {
        status: head.split(' ').nth(1)?.parse().ok()?,
        cookie: cookie.map(str::to_owned),
        text: text.to_owned(),
    })
}
