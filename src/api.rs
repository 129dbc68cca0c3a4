//! The only place that makes requests: one function for each call of [`wire`]'s table.
//!
//! A write carries a key that stays the same until somebody has answered, over retries and
//! refreshes, so that what the reader asked for once happens once, however often the connection
//! breaks.

mod request;
mod write;

use std::sync::Arc;

use json::{FromJson, ToJson};
use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, Region},
};
use wire::{
    Addresses, ApplicationView, Applications, CodeSent, ConsentRequest, ConsentView, DwellingCheck,
    DwellingChecked, FileRequest, Messages, Person, Problem, ProblemCode, SignInCodeRequest,
    SignInRequest, SignRequest,
};
use words::Lang;

use self::write::Write;
use crate::{
    language::{Language, use_language},
    platform::clock::{Clock, use_clock},
    prelude::*,
    session::{Session, use_session},
};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server says why, in the language it was asked in.
    Problem(Arc<Problem>, Lang),
    /// No connection, or no answer in time. Asking again is safe.
    Offline,
    /// Nobody is signed in (any more).
    SignedOut,
}

impl ApiError {
    /// The code of the problem, where the server has answered.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem, _) => Some(problem.code),
            Self::Offline | Self::SignedOut => None,
        }
    }
}

/// The answer to a call, or why there is none.
pub type Answer<T> = Result<T, ApiError>;

/// The server; a context. Copy it into callbacks; its calls are made with
/// `leptos::task::spawn_local`.
#[derive(Clone, Copy)]
pub struct Api {
    language: Language,
    session: Session,
    clock: Clock,
    offline: RwSignal<bool>,
}

/// The server's context. To be called while a component is made.
pub fn use_api() -> Api {
    expect_context::<Api>()
}

impl Api {
    /// To be called once, under the contexts it needs.
    pub fn start() -> Self {
        Self {
            language: use_language(),
            session: use_session(),
            clock: use_clock(),
            offline: RwSignal::new(false),
        }
    }

    /// Whether the last call found no connection; what reads it follows it.
    pub fn is_offline(self) -> bool {
        self.offline.get()
    }

    /// Notes that the browser has found a connection or lost it.
    pub fn set_offline(self, offline: bool) {
        self.offline.set(offline);
    }

    /// Sends a sign-in code.
    pub async fn send_sign_in_code(self, iin: Iin) -> Answer<CodeSent> {
        let sent = self.write("sign-in/code", &SignInCodeRequest { iin }).await;
        self.heard(sent)
    }

    /// Signs in, and says so to the session.
    pub async fn sign_in(self, iin: Iin, code: String) -> Answer<Person> {
        let person: Person = self.write("sign-in", &SignInRequest { iin, code }).await?;
        self.begin(&person);
        Ok(person)
    }

    /// Signs out, and says so to the session.
    pub async fn sign_out(self) -> Answer<()> {
        match self.send("POST", "sign-out", Some(String::new())).await {
            Ok(_) | Err(ApiError::SignedOut) => {
                self.session.end();
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Asks who is signed in, and tells the session.
    pub async fn person(self) -> Answer<Person> {
        let person: Person = self.read("person").await?;
        self.begin(&person);
        Ok(person)
    }

    /// Searches an address by text, or by its code.
    pub async fn addresses(self, text: String, region: Option<Region>) -> Answer<Addresses> {
        let mut path =
            String::from("addresses?q=") + &String::from(js_sys::encode_uri_component(&text));
        if let Some(region) = region {
            path.push_str("&region=");
            path.push_str(&region.code());
        }
        self.read(&path).await
    }

    /// Asks the registers about a dwelling.
    pub async fn check_dwelling(self, check: DwellingCheck) -> Answer<DwellingChecked> {
        self.write("dwelling-check", &check).await
    }

    /// Files an application.
    pub async fn file(self, filing: FileRequest) -> Answer<ApplicationView> {
        self.write("applications", &filing).await
    }

    /// The applicant's applications.
    pub async fn applications(self) -> Answer<Applications> {
        self.read("applications").await
    }

    /// An application of the applicant.
    pub async fn application(self, number: ApplicationNumber) -> Answer<ApplicationView> {
        self.read(&of(number, "")).await
    }

    /// Reminds the owners.
    pub async fn remind(self, number: ApplicationNumber) -> Answer<ApplicationView> {
        self.act(&of(number, "/reminder")).await
    }

    /// Takes an application back.
    pub async fn withdraw(self, number: ApplicationNumber) -> Answer<ApplicationView> {
        self.act(&of(number, "/withdrawal")).await
    }

    /// Sends a code to sign with.
    pub async fn send_signing_code(self, number: ApplicationNumber) -> Answer<CodeSent> {
        let sent = self.act(&of(number, "/signing-code")).await;
        self.heard(sent)
    }

    /// Signs.
    pub async fn sign(
        self,
        number: ApplicationNumber,
        signature: SignRequest,
    ) -> Answer<ApplicationView> {
        self.write(&of(number, "/signature"), &signature).await
    }

    /// What an owner is asked.
    pub async fn consent(self, token: String) -> Answer<ConsentView> {
        self.read(&(String::from("consents/") + &token)).await
    }

    /// An owner's answer.
    pub async fn answer_consent(self, token: String, agrees: bool) -> Answer<ConsentView> {
        self.write(
            &(String::from("consents/") + &token),
            &ConsentRequest { agrees },
        )
        .await
    }

    /// The person's notifications.
    pub async fn messages(self) -> Answer<Messages> {
        self.read("messages").await
    }

    /// Sets the clock by the answer, since the countdown to another code runs against it.
    fn heard(self, sent: Answer<CodeSent>) -> Answer<CodeSent> {
        if let Ok(CodeSent { now, .. }) = &sent {
            self.clock.set_by(*now);
        }
        sent
    }

    fn begin(self, person: &Person) {
        self.clock.set_by(person.now);
        self.session.begin(person.clone());
    }

    async fn read<T: FromJson>(self, path: &str) -> Answer<T> {
        parse(&self.send("GET", path, None).await?)
    }

    async fn write<T: FromJson>(self, path: &str, body: &impl ToJson) -> Answer<T> {
        let body = json::write(body);
        parse(&self.send("POST", path, Some(body)).await?)
    }

    /// A write that says all in its path.
    async fn act<T: FromJson>(self, path: &str) -> Answer<T> {
        parse(&self.send("POST", path, Some(String::new())).await?)
    }

    /// Everything that does not depend on the type of the answer, compiled once.
    async fn send(self, method: &'static str, path: &str, body: Option<String>) -> Answer<String> {
        let lang = self.language.now();
        let write = body.as_deref().map(|body| Write::new(path, body));
        let sent = request::send(method, path, body, write.as_ref(), lang).await;
        self.offline.set(sent.is_none());
        let (status, text) = sent.ok_or(ApiError::Offline)?;
        if (200..300).contains(&status) {
            write.iter().for_each(Write::is_answered);
            return Ok(text);
        }
        let problem: Problem = parse(&text)?;
        if status < 500 && problem.code != ProblemCode::IdempotencyKeyInFlight {
            write.iter().for_each(Write::is_answered);
        }
        if problem.code == ProblemCode::SignInNeeded {
            self.session.end();
            return Err(ApiError::SignedOut);
        }
        Err(ApiError::Problem(Arc::new(problem), lang))
    }
}

fn of(number: ApplicationNumber, rest: &str) -> String {
    String::from("applications/") + &number.to_string() + rest
}

/// An answer that cannot be read comes from something between us and the server.
fn parse<T: FromJson>(text: &str) -> Answer<T> {
    json::read(text).ok_or(ApiError::Offline)
}
