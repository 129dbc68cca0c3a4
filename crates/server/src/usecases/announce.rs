//! What follows from what happened to an application: who is written to, and what the worker has
//! to do.

use chrono::{DateTime, Utc};
use registration::{
    FiledService,
    application::{Application, ConsentId, Event, Happened},
};
use words::{
    common, fill,
    format::{date, date_time, local_date, time},
    server::{self, Word},
};

use crate::{
    app::App,
    draw,
    error::ApiError,
    ports::store::{
        ConsentRef, Digest, Effect, Notification, Outgoing, OutgoingKind, Recipient,
        StoredApplication,
    },
};

/// The effects of events, for the change in which they are written.
pub(super) fn announce(
    app: &App,
    stored: &StoredApplication,
    events: &[Happened],
    now: DateTime<Utc>,
) -> Result<Vec<Effect>, ApiError> {
    let application = &stored.application;
    let filed = events.iter().any(|happened| happened.event == Event::Filed);
    let number = application.number.to_string();
    let mut effects = Vec::new();
    for happened in events {
        match &happened.event {
            Event::ConsentAsked { consent } => ask(app, stored, *consent, false, &mut effects)?,
            Event::ConsentAskedAgain { consent } => ask(app, stored, *consent, true, &mut effects)?,
            Event::Filed => match stored.term {
                Some(term) => {
                    let until = deadline(application, term.until, now);
                    let values = [("number", number.as_str()), ("until", &until)];
                    effects.push(notify(application, Word::NoticeFiledConsent, &values, now));
                }
                None => {
                    let values = [("number", number.as_str())];
                    effects.push(notify(application, Word::NoticeFiledReady, &values, now));
                }
            },
            Event::ReadyToSign if !filed => {
                effects.push(notify(
                    application,
                    Word::NoticeAgreed,
                    &[("number", &number)],
                    now,
                ));
            }
            Event::Signed => effects.push(Effect::Send(Outgoing {
                id: draw::outgoing_id(&*app.outside.randomness)?,
                kind: OutgoingKind::Enter(application.number),
                useless_at: None,
            })),
            Event::Registered { from, until } => {
                let from = date(application.lang, *from);
                let until = until.map(|until| date(application.lang, until));
                let word = match until {
                    None => Word::NoticeRegisteredPermanent,
                    Some(_) => Word::NoticeRegisteredTemporary,
                };
                let values = [
                    ("number", number.as_str()),
                    ("subject", &application.subject.name),
                    ("address", application.address.text(application.lang)),
                    ("from", &from),
                    ("until", until.as_deref().unwrap_or_default()),
                ];
                effects.push(notify(application, word, &values, now));
            }
            Event::Refused { rule } => {
                let values = [("number", number.as_str()), ("rule", rule)];
                effects.push(notify(application, Word::NoticeRefused, &values, now));
            }
            Event::Cancelled { rule } => {
                let values = [("number", number.as_str()), ("rule", rule)];
                effects.push(notify(application, Word::NoticeCancelled, &values, now));
            }
            Event::Withdrawn => {
                effects.push(notify(
                    application,
                    Word::NoticeWithdrawn,
                    &[("number", &number)],
                    now,
                ));
            }
            Event::ReadyToSign | Event::ConsentGiven { .. } | Event::ConsentDeclined { .. } => {}
        }
    }
    Ok(effects)
}

/// The instant at which an answer is too late, as a person reads it: the time alone on the same day.
pub(super) fn deadline(
    application: &Application,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> String {
    if local_date(until) == local_date(now) {
        time(until)
    } else {
        date_time(application.lang, until)
    }
}

/// The service with its term, such as "Temporary registration, 6 months".
pub(super) fn service(application: &Application) -> String {
    let lang = application.lang;
    match application.filing.service {
        FiledService::Permanent { .. } => {
            common::text(lang, common::Word::ServicePermanent).to_owned()
        }
        FiledService::Temporary { months } => {
            let phrase = common::counted(
                lang,
                common::Counted::Months,
                u64::from(months.unsigned_abs()),
            );
            let term = fill(phrase, &[("n", &months.to_string())]);
            format!(
                "{}, {term}",
                common::text(lang, common::Word::ServiceTemporary)
            )
        }
    }
}

/// A notification in the applicant's account, in the language in which they filed.
pub(super) fn notify(
    application: &Application,
    word: Word,
    values: &[(&str, &str)],
    at: DateTime<Utc>,
) -> Effect {
    Effect::Notify {
        iin: application.applicant.iin,
        notification: Notification {
            at,
            number: Some(application.number),
            text: fill(server::text(application.lang, word), values),
        },
    }
}

/// A message to an owner with a link of its own: the tokens of earlier messages are kept only as
/// hashes and cannot be sent again.
fn ask(
    app: &App,
    stored: &StoredApplication,
    consent: ConsentId,
    again: bool,
    effects: &mut Vec<Effect>,
) -> Result<(), ApiError> {
    let application = &stored.application;
    let (Some(asked), Some(term)) = (application.consent(consent), stored.term) else {
        return Err(ApiError::internal(
            "an owner is asked for whom there is no consent",
        ));
    };
    let token = draw::link_token(&*app.outside.randomness)?;
    let url = format!("{}/c/{token}", app.settings.public_url);
    let lang = application.lang;
    let word = if application.subject.iin == application.applicant.iin {
        Word::SmsConsentSelf
    } else {
        Word::SmsConsentOther
    };
    let mut text = fill(
        server::text(lang, word),
        &[
            ("applicant", &application.applicant.name),
            ("subject", &application.subject.name),
            ("address", application.address.text(lang)),
            ("service", &service(application)),
            ("until", &deadline(application, term.until, asked.asked_at)),
            ("url", &url),
            ("code", &asked.reply_code.to_string()),
        ],
    );
    if again {
        text = fill(server::text(lang, Word::SmsReminder), &[("request", &text)]);
    }
    effects.push(Effect::AskOwner {
        token: Digest::of(token.as_bytes()),
        consent: ConsentRef {
            number: application.number,
            consent,
        },
    });
    effects.push(Effect::Send(Outgoing {
        id: draw::outgoing_id(&*app.outside.randomness)?,
        kind: OutgoingKind::Sms {
            to: Recipient::Holder(asked.owner),
            text,
        },
        useless_at: Some(term.until),
    }));
    Ok(())
}
