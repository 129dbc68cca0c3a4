use chrono::{DateTime, Duration, Utc};
use words::Lang;

use super::{
    AddressText, Application, ApplicationNumber, Party, Transition,
    consent::{Consent, ConsentId, ConsentState, NewConsent},
    event::Event,
    state::State,
};
use crate::{
    answers::Filing,
    document::document,
    identifiers::Region,
    verdict::{ConsentNeeded, Outcome, Verdict},
};

/// All that a new application is made of.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// Its number.
    pub number: ApplicationNumber,
    /// The applicant's language.
    pub lang: Lang,
    /// What was answered.
    pub filing: Filing,
    /// Who files.
    pub applicant: Party,
    /// Who is registered.
    pub subject: Party,
    /// Where.
    pub address: AddressText,
    /// Region of the address.
    pub region: Region,
    /// The server's own verdict.
    pub verdict: Verdict,
    /// Version of the policy that gave it.
    pub policy_version: String,
    /// Every owner whom the verdict makes agree.
    pub consents: Vec<NewConsent>,
    /// How many minutes they have (R9).
    pub consent_minutes: u32,
}

/// Why an application cannot be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The verdict is another than "online"; it says why.
    Verdict(Verdict),
    /// The verdict makes owners agree and the register names none.
    NobodyToAsk,
    /// More owners than can be asked.
    TooManyOwners,
}

/// Files an application.
///
/// # Errors
/// [`Refusal`] where the verdict is not "online" or there is nobody who could give the consent.
pub fn file(new: NewApplication, now: DateTime<Utc>) -> Result<Transition, Refusal> {
    let needed = match (new.verdict.outcome, new.verdict.consent) {
        (Outcome::Online, Some(needed)) => needed,
        _ => return Err(Refusal::Verdict(new.verdict)),
    };
    if needed != ConsentNeeded::None && new.consents.is_empty() {
        return Err(Refusal::NobodyToAsk);
    }
    let until = now + Duration::minutes(i64::from(new.consent_minutes));
    let asked = if needed == ConsentNeeded::None {
        Vec::new()
    } else {
        new.consents
    };
    let mut consents = Vec::with_capacity(asked.len());
    for (index, consent) in asked.into_iter().enumerate() {
        consents.push(Consent {
            id: ConsentId(u8::try_from(index).map_err(|_| Refusal::TooManyOwners)?),
            owner: consent.owner,
            reply_code: consent.reply_code,
            asked_at: now,
            state: ConsentState::Waiting,
        });
    }
    let mut events = vec![Event::Filed];
    events.extend(consents.iter().map(|consent| Event::ConsentAsked {
        consent: consent.id,
    }));
    let application = Application {
        number: new.number,
        lang: new.lang,
        filing: new.filing,
        applicant: new.applicant,
        subject: new.subject,
        address: new.address,
        region: new.region,
        filed_at: now,
        verdict: new.verdict,
        policy_version: new.policy_version,
        consents,
        state: State::AwaitingConsent { until },
    };
    if application.consents.is_empty() {
        events.push(Event::ReadyToSign);
        let document = document(&application);
        return Ok(application.moved(State::AwaitingSignature { document }, now, events));
    }
    Ok(application.moved(State::AwaitingConsent { until }, now, events))
}
