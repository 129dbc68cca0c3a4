//! The only place that makes requests: one function for each call of [`wire`]'s table.
//!
//! A write carries a key that stays the same until somebody has answered, over retries and
//! refreshes, so that what the reader asked for once happens once, however often the connection
//! breaks.

mod request;
mod write;

use std::{pin::Pin, sync::Arc};

use json::{FromJson, ToJson};
use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, Region},
};
use wire::{
    Addresses, ApplicationView, Applications, Challenge, CodeSent, ConsentRequest, ConsentView,
    DwellingCheck, DwellingChecked, EdsConsentRequest, EdsSettings, EdsSignInRequest,
    EdsSignRequest, FileRequest, Messages, Person, Problem, ProblemCode, QrProgress, QrSigning,
    QrState, SignInCodeRequest, SignInRequest, SignRequest,
};

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
    /// The server says why, in each language.
    Problem(Arc<Problem>),
    /// No connection, or no answer in time. Asking again is safe.
    Offline,
    /// Nobody is signed in (any more).
    SignedOut,
}

impl ApiError {
    /// The code of the problem, where the server has answered.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::SignedOut => None,
        }
    }
}

/// The answer to a call, or why there is none.
pub type Answer<T> = Result<T, ApiError>;

/// A call on its way. Boxed, all have one shape, and who waits for one carries none of its code.
pub type Reply<T> = Pin<Box<dyn Future<Output = Answer<T>>>>;

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
    pub fn send_sign_in_code(self, iin: Iin) -> Reply<CodeSent> {
        self.heard(self.write("sign-in/code", &SignInCodeRequest { iin }))
    }

    /// Signs in, and says so to the session.
    pub fn sign_in(self, iin: Iin, code: String) -> Reply<Person> {
        self.begin(self.write("sign-in", &SignInRequest { iin, code }))
    }

    /// What has to be known to ask for a digital signature; an error where none can be used.
    pub fn eds(self) -> Reply<EdsSettings> {
        self.read("eds")
    }

    /// What is to be signed in order to sign in.
    pub fn challenge(self) -> Reply<Challenge> {
        self.act("sign-in/challenge")
    }

    /// Signs in with a digital signature, and says so to the session.
    pub fn sign_in_with_eds(self, signed: EdsSignInRequest) -> Reply<Person> {
        self.begin(self.write("sign-in/eds", &signed))
    }

    /// Signs out, and says so to the session.
    pub fn sign_out(self) -> Reply<()> {
        let sent = self.send("sign-out", Some(String::new()));
        Box::pin(async move {
            match sent.await {
                Ok(_) | Err(ApiError::SignedOut) => {
                    self.session.end();
                    Ok(())
                }
                Err(error) => Err(error),
            }
        })
    }

    /// Asks who is signed in, and tells the session.
    pub fn person(self) -> Reply<Person> {
        self.begin(self.read("person"))
    }

    /// Searches an address by text, or by its code.
    pub fn addresses(self, text: String, region: Option<Region>) -> Reply<Addresses> {
        let mut path =
            String::from("addresses?q=") + &String::from(js_sys::encode_uri_component(&text));
        if let Some(region) = region {
            path.push_str("&region=");
            path.push_str(&region.code());
        }
        self.read(&path)
    }

    /// Asks the registers about a dwelling.
    pub fn check_dwelling(self, check: DwellingCheck) -> Reply<DwellingChecked> {
        self.write("dwelling-check", &check)
    }

    /// Files an application.
    pub fn file(self, filing: FileRequest) -> Reply<ApplicationView> {
        self.write("applications", &filing)
    }

    /// The applicant's applications.
    pub fn applications(self) -> Reply<Applications> {
        self.read("applications")
    }

    /// An application of the applicant.
    pub fn application(self, number: ApplicationNumber) -> Reply<ApplicationView> {
        self.read(&of(number, ""))
    }

    /// Reminds the owners.
    pub fn remind(self, number: ApplicationNumber) -> Reply<ApplicationView> {
        self.act(&of(number, "/reminder"))
    }

    /// Takes an application back.
    pub fn withdraw(self, number: ApplicationNumber) -> Reply<ApplicationView> {
        self.act(&of(number, "/withdrawal"))
    }

    /// Sends a code to sign with.
    pub fn send_signing_code(self, number: ApplicationNumber) -> Reply<CodeSent> {
        self.heard(self.act(&of(number, "/signing-code")))
    }

    /// Signs.
    pub fn sign(self, number: ApplicationNumber, signature: SignRequest) -> Reply<ApplicationView> {
        self.write(&of(number, "/signature"), &signature)
    }

    /// Signs with a digital signature.
    pub fn sign_with_eds(
        self,
        number: ApplicationNumber,
        signature: EdsSignRequest,
    ) -> Reply<ApplicationView> {
        self.write(&of(number, "/eds-signature"), &signature)
    }

    /// Asks eGov Mobile for a signature.
    pub fn ask_by_qr(self, number: ApplicationNumber) -> Reply<QrSigning> {
        self.act(&of(number, "/qr"))
    }

    /// How that stands; the answer comes when something changes, or after some seconds.
    pub fn qr_state(
        self,
        number: ApplicationNumber,
        token: &str,
        after: QrState,
    ) -> Reply<QrProgress> {
        let after = match after {
            QrState::Opened => "opened",
            _ => "waiting",
        };
        let path = String::from("/qr/") + token + "?wait=10&after=" + after;
        self.read(&of(number, &path))
    }

    /// What an owner is asked.
    pub fn consent(self, token: String) -> Reply<ConsentView> {
        self.read(&(String::from("consents/") + &token))
    }

    /// An owner's answer.
    pub fn answer_consent(self, token: String, agrees: bool) -> Reply<ConsentView> {
        self.write(
            &(String::from("consents/") + &token),
            &ConsentRequest { agrees },
        )
    }

    /// An owner's answer with a digital signature.
    pub fn sign_consent(self, token: String, cms: String) -> Reply<ConsentView> {
        self.write(
            &(String::from("consents/") + &token + "/eds"),
            &EdsConsentRequest { agrees: true, cms },
        )
    }

    /// The person's notifications.
    pub fn messages(self) -> Reply<Messages> {
        self.read("messages")
    }

    /// Sets the clock by the answer, since the countdown to another code runs against it.
    fn heard(self, answer: Reply<CodeSent>) -> Reply<CodeSent> {
        Box::pin(async move {
            let sent = answer.await?;
            self.clock.set_by(sent.now);
            Ok(sent)
        })
    }

    /// Somebody is signed in, once the server says who.
    fn begin(self, answer: Reply<Person>) -> Reply<Person> {
        Box::pin(async move {
            let person = answer.await?;
            self.clock.set_by(person.now);
            self.session.begin(person.clone());
            Ok(person)
        })
    }

    fn read<T: FromJson + 'static>(self, path: &str) -> Reply<T> {
        parsed(self.send(path, None))
    }

    fn write<T: FromJson + 'static>(self, path: &str, body: &impl ToJson) -> Reply<T> {
        parsed(self.send(path, Some(json::write(body))))
    }

    /// A write that says all in its path.
    fn act<T: FromJson + 'static>(self, path: &str) -> Reply<T> {
        parsed(self.send(path, Some(String::new())))
    }

    /// Everything that does not depend on the type of the answer, compiled once. What has a body,
    /// be it empty, is a write.
    fn send(self, path: &str, body: Option<String>) -> Reply<String> {
        Box::pin(self.exchange(path.to_owned(), body))
    }

    async fn exchange(self, path: String, body: Option<String>) -> Answer<String> {
        let lang = self.language.now();
        let write = body.as_deref().map(|body| Write::new(&path, body));
        let sent = request::send(&path, body, write.as_ref(), lang).await;
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
        Err(ApiError::Problem(Arc::new(problem)))
    }
}

fn of(number: ApplicationNumber, rest: &str) -> String {
    String::from("applications/") + &number.to_string() + rest
}

fn parsed<T: FromJson + 'static>(sent: Reply<String>) -> Reply<T> {
    Box::pin(async move { parse(&sent.await?) })
}

/// An answer that cannot be read comes from something between us and the server.
fn parse<T: FromJson>(text: &str) -> Answer<T> {
    json::read(text).ok_or(ApiError::Offline)
}
