//! Messages from and to 1414 by SMPP 3.4 or 5.0, over one session that is taken up again whenever it
//! breaks.
//!
//! What a telephone sends is acknowledged only when the service has taken it in, so that the
//! carrier keeps what the service could not. What the service sends waits for the carrier's answer;
//! without one it fails and the service sends it again later, so that a carrier may see a message
//! twice after a break, and no message is lost.

mod assemble;
mod incoming;
mod link;
mod receipt;
mod session;
mod text;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use rusmpp::{
    Pdu,
    pdus::SubmitSm,
    types::{COctetString, OctetString},
    values::{EsmClass, Npi, RegisteredDelivery, Ton},
};
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, watch};
use tracing::{Instrument, Span, field::Empty};

use self::{
    link::Link,
    text::{Part, encode},
};
use crate::ports::{Down, Sms, SmsText};

const GATEWAY: &str = "SMPP gateway";
/// Of so many parts of messages the carrier's name is remembered, for receipts and repetitions.
const REMEMBERED: usize = 20_000;

/// How to reach the carrier.
#[derive(Clone)]
pub struct SmppSettings {
    /// Host and port.
    pub address: String,
    /// The account, at most 15 letters.
    pub system_id: String,
    /// Its password, at most 8 letters.
    pub password: String,
    /// Whether the session says that it is SMPP 5.0; 3.4 otherwise.
    pub version_5: bool,
    /// The number that messages come from.
    pub from: String,
    /// How many messages may wait for the carrier's answer at once.
    pub window: usize,
    /// How long the carrier may take to answer.
    pub patience: Duration,
    /// How often the carrier is asked whether it is there.
    pub enquire_link: Duration,
}

impl SmppSettings {
    /// The settings of an address such as `smpp://tirkeu@carrier.example:2775`.
    ///
    /// # Errors
    /// A text for the operator where it is none.
    pub fn of(url: &str, password: String) -> Result<Self, String> {
        let refused = || format!("{url}: an address is smpp://ACCOUNT@HOST:PORT");
        let (account, address) = url
            .strip_prefix("smpp://")
            .map(|rest| rest.trim_end_matches('/'))
            .and_then(|rest| rest.split_once('@'))
            .ok_or_else(refused)?;
        if account.contains(':') {
            return Err("secrets do not belong in an address".to_owned());
        }
        let whole = address
            .rsplit_once(':')
            .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
        if account.is_empty() || account.len() > 15 || !whole {
            return Err(refused());
        }
        if password.len() > 8 {
            return Err("a password of SMPP has at most 8 letters".to_owned());
        }
        Ok(Self {
            address: address.to_owned(),
            system_id: account.to_owned(),
            password,
            version_5: false,
            from: "1414".to_owned(),
            window: 10,
            patience: Duration::from_secs(5),
            enquire_link: Duration::from_secs(30),
        })
    }
}

/// The way to telephones by SMPP. A clone is the same way.
#[derive(Clone)]
pub struct Smpp(Arc<Inner>);

struct Inner {
    settings: SmppSettings,
    /// The session, while there is one.
    session: watch::Sender<Option<Link>>,
    window: Semaphore,
    sent: Mutex<Sent>,
}

/// Parts that the carrier has taken, the newest last: our name, which part, the carrier's name.
#[derive(Default)]
struct Sent(VecDeque<(String, usize, String)>);

impl Sent {
    fn has(&self, id: &str, part: usize) -> bool {
        let mut newest = self.0.iter().rev();
        newest.any(|(known, number, _)| known == id && *number == part)
    }

    fn keep(&mut self, id: &str, part: usize, carriers: String) {
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((id.to_owned(), part, carriers));
    }

    fn by_carriers(&self, name: &str) -> Option<String> {
        let mut newest = self.0.iter().rev();
        let (id, _, _) = newest.find(|(_, _, carriers)| carriers == name)?;
        Some(id.clone())
    }
}

impl Smpp {
    /// A way that is not open yet; [`Smpp::run`] opens it and keeps it open.
    #[must_use]
    pub fn new(settings: SmppSettings) -> Self {
        Self(Arc::new(Inner {
            window: Semaphore::new(settings.window.max(1)),
            session: watch::Sender::new(None),
            sent: Mutex::default(),
            settings,
        }))
    }

    fn link(&self) -> Option<Link> {
        self.0.session.borrow().clone()
    }

    fn sent<T>(&self, with: impl FnOnce(&mut Sent) -> T) -> T {
        with(&mut self.0.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The span of a part that is handed to the carrier.
    fn span(&self, part: usize) -> Span {
        let host = self.0.settings.address.rsplit_once(':');
        tracing::info_span!(
            "submit_sm",
            otel.kind = "client",
            otel.status_code = Empty,
            server.address = host.map_or("", |(host, _)| host),
            part,
        )
    }

    fn submit(
        &self,
        message: &SmsText,
        coding: rusmpp::values::DataCoding,
        part: Part,
    ) -> Result<SubmitSm, String> {
        let digits = message.to.to_string();
        let digits = digits.trim_start_matches('+').to_owned();
        let wrong = |error: &dyn std::fmt::Display| format!("cannot be written: {error}");
        Ok(SubmitSm::builder()
            .source_addr_ton(Ton::NetworkSpecific)
            .source_addr_npi(Npi::Unknown)
            .source_addr(
                COctetString::from_string(self.0.settings.from.clone())
                    .map_err(|error| wrong(&error))?,
            )
            .dest_addr_ton(Ton::International)
            .dest_addr_npi(Npi::Isdn)
            .destination_addr(COctetString::from_string(digits).map_err(|error| wrong(&error))?)
            // The default of the library is not zero.
            .esm_class(EsmClass::from(if part.udh { 0x40 } else { 0 }))
            .registered_delivery(RegisteredDelivery::from(1))
            .data_coding(coding)
            .short_message(OctetString::from_vec(part.octets).map_err(|error| wrong(&error))?)
            .build())
    }
}

#[async_trait]
impl Sms for Smpp {
    async fn send(&self, message: SmsText) -> Result<(), Down> {
        let down = |cause: String| Down {
            register: GATEWAY,
            cause,
        };
        let reference = Sha256::digest(message.id.as_bytes());
        let (coding, parts) = encode(&message.text, reference[0]);
        for (number, part) in parts.into_iter().enumerate() {
            // Parts that the carrier took before a break are not sent twice.
            if self.sent(|sent| sent.has(&message.id, number)) {
                continue;
            }
            let submit = self.submit(&message, coding, part).map_err(down)?;
            let place = self.0.window.acquire().await;
            let _place = place.map_err(|error| down(error.to_string()))?;
            let link = self.link().ok_or_else(|| down("no session".to_owned()))?;
            let span = self.span(number);
            let answer = link.ask(submit).instrument(span.clone()).await;
            let answer = answer.map_err(|error| {
                span.record("otel.status_code", "ERROR");
                down(error.to_string())
            })?;
            let carriers = match answer.pdu() {
                Some(Pdu::SubmitSmResp(answer)) => answer.message_id().as_str().to_owned(),
                _ => String::new(),
            };
            let carriers = carriers.trim_end_matches('\0').to_owned();
            self.sent(|sent| sent.keep(&message.id, number, carriers));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused() {
        let check = |url: &str, password: &str, right: bool| {
            let given = SmppSettings::of(url, password.to_owned());
            assert_eq!(given.is_ok(), right, "{url}");
        };
        check("smpp://tirkeu@127.0.0.1:2775", "secret", true);
        check("smpp://tirkeu@carrier.example:2775/", "", true);
        check("smpp://tirkeu:secret@127.0.0.1:2775", "", false);
        check("smpp://127.0.0.1:2775", "", false);
        check("smpp://tirkeu@127.0.0.1", "", false);
        check("smpp://tirkeu@:2775", "", false);
        check("http://tirkeu@127.0.0.1:2775", "", false);
        check("smpp://tirkeu@127.0.0.1:2775", "far too long", false);
    }
}
