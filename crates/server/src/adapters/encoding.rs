//! How values stand in the columns of every store, so that a row means the same in each.

use std::str::FromStr;

use registration::application::ApplicationNumber;
use serde::{Serialize, de::DeserializeOwned};

use wire::ProblemCode;

use crate::ports::store::{
    Actor, Digest, OutgoingKind, Purpose, QrStanding, Recipient, Signed, StoreError,
};

pub(in crate::adapters) fn damaged(what: impl ToString) -> StoreError {
    StoreError::Damaged(what.to_string())
}

/// An identifier that travels as text.
pub(in crate::adapters) fn parsed<T: FromStr>(text: &str, column: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| damaged(format!("a wrong text in {column}")))
}

pub(in crate::adapters) fn number(text: &str) -> Result<ApplicationNumber, StoreError> {
    ApplicationNumber::parse(text).map_err(damaged)
}

/// What was signed.
pub(in crate::adapters) fn signed(text: &str) -> Result<Signed, StoreError> {
    Signed::from_symbol(text).ok_or_else(|| damaged("a wrong text in evidence.signed"))
}

pub(in crate::adapters) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(damaged)
}

pub(in crate::adapters) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(damaged)
}

/// The purpose of a code as a key.
pub(in crate::adapters) fn purpose_key(purpose: &Purpose) -> String {
    match purpose {
        Purpose::SignIn(iin) => format!("sign-in/{iin}"),
        Purpose::Signature { iin, document } => format!("signature/{iin}/{}", document.hex()),
    }
}

/// How far a signing by QR code is: one word, and for what a signature was refused.
pub(in crate::adapters) fn qr_columns(
    standing: QrStanding,
) -> (&'static str, Option<&'static str>) {
    match standing {
        QrStanding::Waiting => ("waiting", None),
        QrStanding::Opened => ("opened", None),
        QrStanding::Signed => ("signed", None),
        QrStanding::Refused(why) => ("refused", Some(why.symbol())),
    }
}

pub(in crate::adapters) fn qr_standing(
    standing: &str,
    why: Option<&str>,
) -> Result<QrStanding, StoreError> {
    let code = |why| ProblemCode::ALL.iter().find(|code| code.symbol() == why);
    match (standing, why) {
        ("waiting", None) => Ok(QrStanding::Waiting),
        ("opened", None) => Ok(QrStanding::Opened),
        ("signed", None) => Ok(QrStanding::Signed),
        ("refused", Some(why)) => code(why)
            .map(|code| QrStanding::Refused(*code))
            .ok_or_else(|| damaged("no such reason in qr_signings")),
        _ => Err(damaged("no such state in qr_signings")),
    }
}

/// Where something to be delivered goes, as it stands in columns of its own.
pub(in crate::adapters) struct OutgoingColumns<T> {
    pub(in crate::adapters) holder: Option<T>,
    pub(in crate::adapters) phone: Option<T>,
    pub(in crate::adapters) text: Option<T>,
    pub(in crate::adapters) number: Option<T>,
}

impl OutgoingColumns<String> {
    pub(in crate::adapters) fn of(kind: &OutgoingKind) -> Self {
        let (holder, phone, text, number) = match kind {
            OutgoingKind::Sms { to, text } => match to {
                Recipient::Holder(owner) => (Some(owner.to_string()), None, Some(text), None),
                Recipient::Phone(phone) => (None, Some(phone.to_string()), Some(text), None),
            },
            OutgoingKind::Enter(number) => (None, None, None, Some(number.to_string())),
        };
        Self {
            holder,
            phone,
            text: text.cloned(),
            number,
        }
    }
}

impl<T: AsRef<str>> OutgoingColumns<T> {
    pub(in crate::adapters) fn kind(&self) -> Result<OutgoingKind, StoreError> {
        let [holder, phone, text, about] = [&self.holder, &self.phone, &self.text, &self.number]
            .map(|column| column.as_ref().map(AsRef::as_ref));
        match (holder, phone, text, about) {
            (Some(holder), None, Some(text), None) => Ok(OutgoingKind::Sms {
                to: Recipient::Holder(parsed(holder, "outgoing.holder")?),
                text: text.to_owned(),
            }),
            (None, Some(phone), Some(text), None) => Ok(OutgoingKind::Sms {
                to: Recipient::Phone(parsed(phone, "outgoing.phone")?),
                text: text.to_owned(),
            }),
            (None, None, None, Some(about)) => Ok(OutgoingKind::Enter(number(about)?)),
            _ => Err(damaged("a row of outgoing goes nowhere")),
        }
    }
}

/// Who did something, as the audit log names them.
pub(in crate::adapters) fn actor_key(actor: &Actor) -> String {
    match actor {
        Actor::Person(iin) => format!("person/{iin}"),
        Actor::Owner(owner) => format!("owner/{owner}"),
        Actor::Service => "service".to_owned(),
    }
}

/// The digest that stands before the first line of an audit log.
pub(in crate::adapters) const AUDIT_START: Digest = Digest([0; 32]);

/// The digest of a line of the audit log, which covers by the digest before it all earlier lines.
pub(in crate::adapters) fn audit_digest(
    before: Digest,
    at_millis: i64,
    actor: &str,
    action: &str,
    object: &str,
) -> Digest {
    Digest::of_parts(&[
        &before.0,
        &at_millis.to_be_bytes(),
        actor.as_bytes(),
        action.as_bytes(),
        object.as_bytes(),
    ])
}
