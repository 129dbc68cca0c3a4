//! Which column holds what, sealed or hashed, the same for every store. What is only searched for is
//! hashed; what is read back is sealed at its place, so that no two values can change places.

use registration::{
    application::{Application, ApplicationNumber, Happened},
    identifiers::{Iin, OwnerId, Rca},
};

use super::Sealer;
use crate::{
    adapters::encoding::{damaged, from_json, parsed, to_json},
    ports::store::{
        Actor, AuditObject, Digest, KeptReply, Notification, Purpose, Signed, StoreError,
        StoredEvidence,
    },
};

/// A digest in hexadecimal digits.
const DIGEST: usize = 64;

impl Sealer {
    pub(in crate::adapters) fn applicant(&self, iin: Iin) -> String {
        self.hashed("applications.applicant", &iin.to_string())
    }

    pub(in crate::adapters) fn subject(&self, iin: Iin) -> String {
        self.hashed("applications.subject", &iin.to_string())
    }

    pub(in crate::adapters) fn owner(&self, owner: OwnerId) -> String {
        self.hashed("consents.owner", &owner.to_string())
    }

    /// Whose code a wrong one was.
    pub(in crate::adapters) fn guessed_at(&self, iin: Iin) -> String {
        self.hashed("wrong_codes.iin", &iin.to_string())
    }

    /// Who has a role.
    pub(in crate::adapters) fn staff(&self, iin: Iin) -> String {
        self.hashed("staff.iin", &iin.to_string())
    }

    /// Whose code it was.
    pub(in crate::adapters) fn code_of(&self, iin: Iin) -> String {
        self.hashed("issued_codes.iin", &iin.to_string())
    }

    /// The purpose of a code as a key.
    pub(in crate::adapters) fn purpose(&self, purpose: &Purpose) -> String {
        let key = match purpose {
            Purpose::SignIn(iin) => format!("sign-in/{iin}"),
            Purpose::Signature { iin, document } => format!("signature/{iin}/{}", document.hex()),
        };
        self.hashed("codes.purpose", &key)
    }

    /// Whose notification it is.
    pub(in crate::adapters) fn notified(&self, iin: Iin) -> String {
        self.hashed("notifications.iin", &iin.to_string())
    }

    /// Who asked about a dwelling, whose and which; no owner stays nothing.
    pub(in crate::adapters) fn asked(
        &self,
        applicant: Iin,
        owner: Option<OwnerId>,
        rca: &Rca,
    ) -> [String; 3] {
        let owner = owner.map(|owner| self.hashed("asked_dwellings.owner", &owner.to_string()));
        [
            self.hashed("asked_dwellings.applicant", &applicant.to_string()),
            owner.unwrap_or_default(),
            self.hashed("asked_dwellings.rca", &rca.to_string()),
        ]
    }

    /// Who did something, as the audit log names them: the same person always alike, and nobody who
    /// lacks the keys can tell who it is.
    pub(in crate::adapters) fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Person(iin) => format!("person/{}", self.hashed("audit", &iin.to_string())),
            Actor::Owner(owner) => format!("owner/{}", self.hashed("audit", &owner.to_string())),
            Actor::Service => "service".to_owned(),
        }
    }

    /// To what it was done.
    pub(in crate::adapters) fn object(&self, object: &AuditObject) -> String {
        match object {
            AuditObject::Named(text) => text.clone(),
            AuditObject::Dwelling { owner, rca } => {
                let owner = owner.map(|owner| self.hashed("audit", &owner.to_string()));
                let owner = owner.unwrap_or_else(|| "state".to_owned());
                format!("{owner}/{}", self.hashed("audit", &rca.to_string()))
            }
        }
    }

    pub(in crate::adapters) fn application(
        &self,
        application: &Application,
    ) -> Result<String, StoreError> {
        let number = application.number.to_string();
        self.seal("applications.body", &number, &to_json(application)?)
    }

    pub(in crate::adapters) fn read_application(
        &self,
        number: &str,
        body: &str,
    ) -> Result<Application, StoreError> {
        from_json(&self.unseal("applications.body", number, body)?)
    }

    pub(in crate::adapters) fn event(
        &self,
        number: ApplicationNumber,
        event: &Happened,
    ) -> Result<String, StoreError> {
        self.seal("events.body", &number.to_string(), &to_json(event)?)
    }

    pub(in crate::adapters) fn read_event(
        &self,
        number: &str,
        body: &str,
    ) -> Result<Happened, StoreError> {
        from_json(&self.unseal("events.body", number, body)?)
    }

    /// What was signed, and with what the signature was verified: it names who signed.
    pub(in crate::adapters) fn evidence(
        &self,
        number: ApplicationNumber,
        kept: &StoredEvidence,
    ) -> Result<[String; 2], StoreError> {
        let place = signature(number, kept.signed);
        Ok([
            self.seal("evidence.content", &place, &kept.content)?,
            self.seal("evidence.body", &place, &kept.evidence)?,
        ])
    }

    pub(in crate::adapters) fn read_evidence(
        &self,
        number: ApplicationNumber,
        signed: Signed,
        content: &str,
        body: &str,
    ) -> Result<[String; 2], StoreError> {
        let place = signature(number, signed);
        Ok([
            self.unseal("evidence.content", &place, content)?,
            self.unseal("evidence.body", &place, body)?,
        ])
    }

    /// Whose a session is.
    pub(in crate::adapters) fn session_of(&self, iin: Iin) -> String {
        self.hashed("sessions.person", &iin.to_string())
    }

    pub(in crate::adapters) fn signed_in(
        &self,
        token: Digest,
        iin: Iin,
    ) -> Result<String, StoreError> {
        self.seal("sessions.iin", &token.hex(), &iin.to_string())
    }

    pub(in crate::adapters) fn read_signed_in(
        &self,
        token: Digest,
        text: &str,
    ) -> Result<Iin, StoreError> {
        let text = self.unseal("sessions.iin", &token.hex(), text)?;
        parsed(&text, "sessions.iin")
    }

    pub(in crate::adapters) fn notification(
        &self,
        notification: &Notification,
    ) -> Result<String, StoreError> {
        let at = notification.at.timestamp_millis().to_string();
        self.seal("notifications.text", &at, &notification.text)
    }

    pub(in crate::adapters) fn read_notification(
        &self,
        at_millis: i64,
        text: &str,
    ) -> Result<String, StoreError> {
        self.unseal("notifications.text", &at_millis.to_string(), text)
    }

    /// An answer with the digest of its request: a request as short as a number could be guessed
    /// from its digest.
    pub(in crate::adapters) fn reply(&self, reply: &KeptReply) -> Result<String, StoreError> {
        let text = reply.request.hex() + &reply.body;
        self.seal("replies.body", &reply.key.hex(), &text)
    }

    pub(in crate::adapters) fn read_reply(
        &self,
        key: Digest,
        text: &str,
    ) -> Result<(Digest, String), StoreError> {
        let text = self.unseal("replies.body", &key.hex(), text)?;
        let broken = || damaged("a kept answer is broken");
        let (request, body) = text.split_at_checked(DIGEST).ok_or_else(broken)?;
        let mut digest = [0; 32];
        for (byte, place) in digest.iter_mut().zip((0..DIGEST).step_by(2)) {
            *byte = request
                .get(place..place + 2)
                .and_then(|two| u8::from_str_radix(two, 16).ok())
                .ok_or_else(broken)?;
        }
        Ok((Digest(digest), body.to_owned()))
    }
}

/// The place of one signature of an application, as the table's [`REWRITES`](super::REWRITES) put it
/// together in SQL.
fn signature(number: ApplicationNumber, signed: Signed) -> String {
    format!("{number}/{}", signed.symbol())
}
