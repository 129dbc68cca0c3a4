use chrono::{DateTime, Utc};
use registration::application::Channel;
use wire::{ConsentStanding, ProblemCode};
use words::{
    Lang, fill,
    server::{self, Word},
};

use super::{
    advance::load, announce::deadline, answer_consent::record_answer, show_consent::standing,
    sms_answer::SmsAnswer,
};
use crate::{
    app::App,
    draw,
    error::ApiError,
    ports::{
        ReceivedSms,
        store::{
            Change, Digest, Effect, KeptReply, Outgoing, OutgoingKind, Recipient, StoreError,
            StoredApplication, StoredConsent,
        },
    },
};

/// Among how many of an owner's newest requests an answer is looked for.
pub(super) const REMEMBERED: u32 = 50;

/// Takes in a message to 1414: an owner's answer, or something that is not understood and is
/// answered with what to write. The same message again changes nothing.
pub async fn receive_sms(app: &App, sms: &ReceivedSms) -> Result<(), ApiError> {
    let now = app.now();
    let taken_in = taken_in(sms);
    if app.store.reply(taken_in.key, now).await?.is_some() {
        return Ok(());
    }
    let said = SmsAnswer::read(&sms.text);
    let result = match choose(app, sms, said).await? {
        Choice::Reply(text) => say(app, sms, text, now).await,
        Choice::Consent(consent) => answer(app, sms, said, consent, now).await,
    };
    match result {
        Err(error) if error.repeated => Ok(()),
        other => other,
    }
}

/// By what a message is recognised if it comes again.
fn taken_in(sms: &ReceivedSms) -> KeptReply {
    KeptReply {
        key: Digest::of_parts(&[b"sms", sms.id.as_bytes()]),
        request: Digest::of(sms.text.as_bytes()),
        status: 204,
        body: String::new(),
        forget_at: None,
    }
}

enum Choice {
    /// The request that the message is about.
    Consent(StoredConsent),
    /// What to write back, because it is about none.
    Reply(String),
}

/// The request that a message is about: the one with its four digits, or the only one that waits,
/// or else the newest that the telephone's holders were ever asked.
async fn choose(app: &App, sms: &ReceivedSms, said: SmsAnswer) -> Result<Choice, ApiError> {
    let mut asked = Vec::new();
    for holder in app.outside.mobile_base.holders(sms.from).await? {
        asked.extend(app.store.consents_of(holder, REMEMBERED).await?);
    }
    let waiting: Vec<StoredConsent> = asked
        .iter()
        .copied()
        .filter(|asked| asked.waiting)
        .collect();
    let chosen = match (said.code, waiting.as_slice()) {
        (Some(code), _) => {
            let right = |asked: &&StoredConsent| asked.reply_code == code;
            let mut found = waiting.iter().filter(right);
            match (found.next(), found.next()) {
                (Some(only), None) => Some(*only),
                (Some(_), Some(_)) => None,
                (None, _) => asked.iter().find(right).copied(),
            }
        }
        (None, [only]) => Some(*only),
        (None, []) => asked.first().copied(),
        (None, [first, ..]) => {
            let lang = said
                .lang
                .unwrap_or(load(app, first.consent.number).await?.application.lang);
            let code = first.reply_code.to_string();
            return Ok(Choice::Reply(fill(
                server::text(lang, Word::SmsSeveral),
                &[("code", &code)],
            )));
        }
    };
    Ok(match chosen {
        Some(chosen) => Choice::Consent(chosen),
        None if said.code.is_some() && !asked.is_empty() => {
            Choice::Reply(in_some_language(said.lang, Word::SmsWrongCode))
        }
        None => Choice::Reply(in_some_language(said.lang, Word::SmsNoRequest)),
    })
}

/// A text in the language of the writer; in both official ones where it is not known.
fn in_some_language(lang: Option<Lang>, word: Word) -> String {
    match lang {
        Some(lang) => server::text(lang, word).to_owned(),
        None => [server::text(Lang::Kk, word), server::text(Lang::Ru, word)].join("\n"),
    }
}

async fn answer(
    app: &App,
    sms: &ReceivedSms,
    said: SmsAnswer,
    asked: StoredConsent,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    if let Some(agrees) = said.agrees {
        let word = if agrees {
            Word::SmsAgreed
        } else {
            Word::SmsDeclined
        };
        let recorded = record_answer(
            app,
            asked.consent,
            agrees,
            Channel::Sms,
            now,
            |stored| Ok(vec![message(app, sms, about(stored, word, asked, now))?]),
            |_| Ok(Some(taken_in(sms))),
        )
        .await;
        match recorded {
            Ok(_) => return Ok(()),
            Err(error) if !is_too_late(&error) => return Err(error),
            Err(_) => {}
        }
    }
    let stored = load(app, asked.consent.number).await?;
    let standing = stored
        .application
        .consent(asked.consent.consent)
        .zip(stored.term)
        .map(|(consent, term)| standing(&stored, consent, term, now));
    let word = match standing {
        Some(ConsentStanding::Waiting) => Word::SmsUnclear,
        Some(ConsentStanding::TooLate) => Word::SmsTooLate,
        Some(ConsentStanding::Agreed | ConsentStanding::Declined) => Word::SmsAlreadyAnswered,
        Some(ConsentStanding::Ended) | None => Word::SmsEnded,
    };
    say(app, sms, about(&stored, word, asked, now), now).await
}

fn is_too_late(error: &ApiError) -> bool {
    matches!(
        error.code,
        ProblemCode::ConsentTooLate | ProblemCode::ConsentAnswered | ProblemCode::WrongState
    )
}

/// A text about a request, in the language of the request.
fn about(
    stored: &StoredApplication,
    word: Word,
    asked: StoredConsent,
    now: DateTime<Utc>,
) -> String {
    let application = &stored.application;
    let until = stored
        .term
        .map(|term| deadline(application, term.until, now));
    fill(
        server::text(application.lang, word),
        &[
            ("subject", &application.subject.name),
            ("address", application.address.text(application.lang)),
            ("until", until.as_deref().unwrap_or_default()),
            ("code", &asked.reply_code.to_string()),
        ],
    )
}

fn message(app: &App, sms: &ReceivedSms, text: String) -> Result<Effect, ApiError> {
    Ok(Effect::Send(Outgoing {
        id: draw::outgoing_id(&*app.outside.randomness)?,
        kind: OutgoingKind::Sms {
            to: Recipient::Phone(sms.from),
            text,
        },
        useless_at: None,
    }))
}

async fn say(
    app: &App,
    sms: &ReceivedSms,
    text: String,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let change = Change::new(now, vec![message(app, sms, text)?]).answered(taken_in(sms));
    match app.commit(change).await {
        Ok(()) | Err(StoreError::Repeated) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
