use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use registration::application::{Application, Happened, StateName};

use super::{super::Broken, run};
use crate::{
    adapters::sealing::Sealer,
    ports::store::{ConsentTerm, StoreError, Version},
};

/// A new application. A number that is taken is only a reason to draw another.
pub(super) async fn file(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    application: &Application,
    events: &[Happened],
    term: Option<&ConsentTerm>,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let subject = sealer.subject(application.subject.iin);
    let number = application.number.to_string();
    let filed_at = application.filed_at;
    let until = term.map(|term| term.until);
    // While another transaction files for the same person, this waits for it.
    let first = run(
        transaction,
        "INSERT INTO open_applications (subject, number, look_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        &[
            &subject,
            &number,
            &until.filter(|_| application.state.name() == StateName::AwaitingConsent),
        ],
    )
    .await?;
    if first == 0 {
        let busy = run(
            transaction,
            "SELECT 1 FROM open_applications WHERE subject = $1",
            &[&subject],
        )
        .await?;
        return Err(match busy {
            0 => StoreError::Conflict.into(),
            _ => StoreError::SubjectBusy.into(),
        });
    }
    let drawn = run(
        transaction,
        "INSERT INTO application_numbers (number, filed_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[&number, &filed_at],
    )
    .await?;
    if drawn == 0 {
        return Err(StoreError::Conflict.into());
    }
    run(
        transaction,
        "INSERT INTO applications
         (number, filed_at, applicant, subject, state, open, until, minutes, version, changed_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)",
        &[
            &number,
            &filed_at,
            &sealer.applicant(application.applicant.iin),
            &subject,
            &application.state.name().symbol(),
            &application.is_open(),
            &until,
            &term.and_then(|term| i32::try_from(term.minutes).ok()),
            &at,
            &sealer.application(application)?,
        ],
    )
    .await?;
    let ids: Vec<i32> = application
        .consents
        .iter()
        .map(|one| i32::from(one.id.0))
        .collect();
    let owners: Vec<String> = application
        .consents
        .iter()
        .map(|one| sealer.owner(one.owner))
        .collect();
    let codes: Vec<i32> = application
        .consents
        .iter()
        .map(|one| i32::from(one.reply_code))
        .collect();
    if !ids.is_empty() {
        run(
            transaction,
            "INSERT INTO consents (number, filed_at, consent, owner, reply_code, waiting)
             SELECT $1, $2, consent, owner, reply_code, true
             FROM unnest($3::integer[], $4::text[], $5::integer[]) AS asked (consent, owner, reply_code)",
            &[&number, &filed_at, &ids, &owners, &codes],
        )
        .await?;
    }
    append(transaction, sealer, application, events, 0).await
}

/// An application after a transition from a version of which there may be only one successor.
pub(super) async fn advance(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    application: &Application,
    from: Version,
    received: Option<DateTime<Utc>>,
    events: &[Happened],
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let number = application.number.to_string();
    let filed_at = application.filed_at;
    let version = i32::try_from(from.0).map_err(|_| StoreError::Conflict)?;
    let moved = run(
        transaction,
        "UPDATE applications
         SET state = $4, open = $5, version = version + 1, changed_at = $6, body = $7
         WHERE filed_at = $1 AND number = $2 AND version = $3
         AND ($8::timestamptz IS NULL OR $8 < until)",
        &[
            &filed_at,
            &number,
            &version,
            &application.state.name().symbol(),
            &application.is_open(),
            &at,
            &sealer.application(application)?,
            &received,
        ],
    )
    .await?;
    if moved == 0 {
        let still_there = run(
            transaction,
            "SELECT 1 FROM applications WHERE filed_at = $1 AND number = $2 AND version = $3",
            &[&filed_at, &number, &version],
        )
        .await?;
        return Err(match still_there {
            0 => StoreError::Conflict.into(),
            _ => StoreError::TooLate.into(),
        });
    }
    let waits = application.state.name() == StateName::AwaitingConsent;
    if !application.is_open() {
        run(
            transaction,
            "DELETE FROM open_applications WHERE number = $1",
            &[&number],
        )
        .await?;
    } else if !waits {
        run(
            transaction,
            "UPDATE open_applications SET look_at = NULL WHERE number = $1",
            &[&number],
        )
        .await?;
    }
    let waiting: Vec<i32> = application
        .consents
        .iter()
        .filter(|consent| waits && consent.is_waiting())
        .map(|consent| i32::from(consent.id.0))
        .collect();
    if !application.consents.is_empty() {
        run(
            transaction,
            "UPDATE consents SET waiting = consent = ANY ($3)
             WHERE filed_at = $1 AND number = $2 AND waiting <> (consent = ANY ($3))",
            &[&filed_at, &number, &waiting],
        )
        .await?;
    }
    append(transaction, sealer, application, events, from.0).await
}

/// Writes what happened after all that had happened by then.
async fn append(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    application: &Application,
    events: &[Happened],
    version: u32,
) -> Result<(), Broken> {
    let bodies = events
        .iter()
        .map(|event| sealer.event(application.number, event))
        .collect::<Result<Vec<_>, _>>()?;
    let before = if version == 0 {
        "0"
    } else {
        "(SELECT coalesce(max(place), 0) FROM events WHERE filed_at = $2 AND number = $1)"
    };
    run(
        transaction,
        &format!(
            "INSERT INTO events (number, filed_at, place, body)
             SELECT $1, $2, {before} + place::integer, body
             FROM unnest($3::text[]) WITH ORDINALITY AS happened (body, place)"
        ),
        &[
            &application.number.to_string(),
            &application.filed_at,
            &bodies,
        ],
    )
    .await?;
    Ok(())
}
