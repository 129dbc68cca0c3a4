use std::borrow::Cow;

use chrono::{DateTime, Utc};
use registration::application::{Application, ApplicationNumber, Happened, StateName};
use rusqlite::{Connection, OptionalExtension, params};

use crate::adapters::sealing::Sealer;
use crate::ports::store::{ConsentTerm, StoreError, Version};

/// An application, with its text as it is written.
pub(super) struct Sealed<'a> {
    application: &'a Application,
    body: Cow<'a, str>,
}

impl<'a> Sealed<'a> {
    /// Seals it, where that was not done ahead.
    pub(super) fn of(
        sealer: &Sealer,
        application: &'a Application,
        ahead: Option<&'a str>,
    ) -> Result<Self, StoreError> {
        let body = match ahead {
            Some(body) => Cow::Borrowed(body),
            None => Cow::Owned(sealer.application(application)?),
        };
        Ok(Self { application, body })
    }
}

/// A new application. A number that is taken is only a reason to draw another.
pub(super) fn file(
    connection: &Connection,
    sealer: &Sealer,
    sealed: &Sealed<'_>,
    events: &[Happened],
    term: Option<&ConsentTerm>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Sealed { application, body } = sealed;
    let subject = sealer.subject(application.subject.iin);
    let busy: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM applications WHERE subject = ?1 AND open = 1)",
        )?
        .query_row([&subject], |row| row.get(0))?;
    if busy {
        return Err(StoreError::SubjectBusy);
    }
    let number = application.number.to_string();
    let filed = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO applications
             (number, applicant, subject, state, open, until, minutes, version, filed_at, changed_at, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?9, ?10)",
        )?
        .execute(params![
            number,
            sealer.applicant(application.applicant.iin),
            subject,
            application.state.name().symbol(),
            application.is_open(),
            term.map(|term| term.until.timestamp_millis()),
            term.map(|term| term.minutes),
            application.filed_at.timestamp_millis(),
            at.timestamp_millis(),
            body,
        ])?;
    if filed == 0 {
        return Err(StoreError::Conflict);
    }
    let place = connection.last_insert_rowid();
    for consent in &application.consents {
        connection
            .prepare_cached(
                "INSERT INTO consents (application, consent, owner, reply_code, waiting, filed_at)
                 VALUES (?1, ?2, ?3, ?4, 1, ?5)",
            )?
            .execute(params![
                place,
                consent.id.0,
                sealer.owner(consent.owner),
                consent.reply_code,
                application.filed_at.timestamp_millis()
            ])?;
    }
    append(connection, sealer, place, application.number, events)
}

/// An application after a transition from a version of which there may be only one successor.
pub(super) fn advance(
    connection: &Connection,
    sealer: &Sealer,
    sealed: &Sealed<'_>,
    from: Version,
    received: Option<DateTime<Utc>>,
    events: &[Happened],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Sealed { application, body } = sealed;
    let number = application.number.to_string();
    let moved: Option<i64> = connection
        .prepare_cached(
            "UPDATE applications
             SET state = ?3, open = ?4, version = version + 1, changed_at = ?5, body = ?6
             WHERE number = ?1 AND version = ?2 AND (?7 IS NULL OR ?7 < until)
             RETURNING place",
        )?
        .query_row(
            params![
                number,
                from.0,
                application.state.name().symbol(),
                application.is_open(),
                at.timestamp_millis(),
                body,
                received.map(|received| received.timestamp_millis()),
            ],
            |row| row.get(0),
        )
        .optional()?;
    let Some(place) = moved else {
        let still_there: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM applications WHERE number = ?1 AND version = ?2)",
            )?
            .query_row(params![number, from.0], |row| row.get(0))?;
        return Err(if still_there {
            StoreError::TooLate
        } else {
            StoreError::Conflict
        });
    };
    let waits = application.state.name() == StateName::AwaitingConsent;
    for consent in &application.consents {
        connection
            .prepare_cached(
                "UPDATE consents SET waiting = ?3 WHERE application = ?1 AND consent = ?2",
            )?
            .execute(params![place, consent.id.0, waits && consent.is_waiting()])?;
    }
    append(connection, sealer, place, application.number, events)
}

/// Writes what happened to the application at a place after what happened to it before.
fn append(
    connection: &Connection,
    sealer: &Sealer,
    place: i64,
    number: ApplicationNumber,
    events: &[Happened],
) -> Result<(), StoreError> {
    for event in events {
        connection
            .prepare_cached(
                "INSERT INTO events (application, place, body) VALUES
                 (?1, (SELECT coalesce(max(place), 0) + 1 FROM events WHERE application = ?1), ?2)",
            )?
            .execute(params![place, sealer.event(number, event)?])?;
    }
    Ok(())
}
