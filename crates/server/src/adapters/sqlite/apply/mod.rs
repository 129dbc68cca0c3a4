//! What each effect of a change writes.

mod ahead;
mod application;
mod code;
mod eds;
mod outgoing;
mod qr;

use std::borrow::Cow;

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, params};

pub(super) use self::ahead::Ahead;
use self::application::Sealed;
use super::audit;
use crate::adapters::sealing::Sealer;
use crate::ports::store::{Change, Effect, KeptReply, Session, StoreError};

/// How long what is dead stays before it is removed.
const KEPT_DAYS: i64 = 2;

/// How many notifications are removed at once.
const FORGOTTEN: i64 = 1000;

/// Writes a change within the transaction that is open; what was not sealed ahead is sealed now.
pub(super) fn apply(
    connection: &Connection,
    sealer: &Sealer,
    change: &Change,
    ahead: Option<&Ahead>,
) -> Result<(), StoreError> {
    if let Some(reply) = &change.reply {
        let sealed = ahead.and_then(Ahead::reply);
        keep(connection, sealer, reply, sealed, change.at)?;
    }
    for (place, effect) in change.effects.iter().enumerate() {
        let sealed = ahead.and_then(|ahead| ahead.application(place));
        write(connection, sealer, effect, sealed, change.at)?;
    }
    if let Some(line) = &change.audit {
        audit::append(connection, sealer, change.at, line)?;
    }
    Ok(())
}

fn write(
    connection: &Connection,
    sealer: &Sealer,
    effect: &Effect,
    sealed: Option<&str>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    match effect {
        Effect::File {
            application,
            events,
            term,
        } => {
            let application = Sealed::of(sealer, application, sealed)?;
            application::file(connection, sealer, &application, events, term.as_ref(), at)
        }
        Effect::Move {
            application,
            from,
            received,
            events,
        } => {
            let application = Sealed::of(sealer, application, sealed)?;
            application::advance(
                connection,
                sealer,
                &application,
                *from,
                *received,
                events,
                at,
            )
        }
        Effect::AskOwner { token, consent } => run(
            connection,
            "INSERT INTO consent_links (token, application, consent)
             VALUES (?1, (SELECT place FROM applications WHERE number = ?2), ?3)",
            params![token.0, consent.number.to_string(), consent.consent.0],
        ),
        Effect::IssueCode {
            purpose,
            code,
            replaces,
        } => code::issue(connection, sealer, purpose, code, *replaces),
        Effect::TryCode {
            id,
            iin,
            gate,
            tries,
            tried,
        } => code::tried(
            connection,
            *id,
            &sealer.guessed_at(*iin),
            *gate,
            *tries,
            *tried,
            at,
        ),
        Effect::IssueChallenge { hash, expires_at } => {
            eds::challenge(connection, *hash, *expires_at)
        }
        Effect::MeetChallenge { hash } => eds::meet(connection, *hash, at),
        Effect::KeepEvidence { number, evidence } => {
            eds::keep(connection, sealer, *number, evidence)
        }
        Effect::OpenSession {
            token,
            session:
                Session {
                    iin,
                    opened_at,
                    seen_at,
                },
        } => run(
            connection,
            "INSERT INTO sessions (token, iin, opened_at, seen_at, person)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                token.0,
                sealer.signed_in(*token, *iin)?,
                opened_at.timestamp_millis(),
                seen_at.timestamp_millis(),
                sealer.session_of(*iin)
            ],
        ),
        Effect::TouchSession { token } => run(
            connection,
            "UPDATE sessions SET seen_at = max(seen_at, ?2) WHERE token = ?1",
            params![token.0, at.timestamp_millis()],
        ),
        Effect::CloseSession { token } => run(
            connection,
            "DELETE FROM sessions WHERE token = ?1",
            params![token.0],
        ),
        Effect::ShowQr { token, qr } => qr::show(connection, *token, qr),
        Effect::MoveQr { token, to } => qr::advance(connection, *token, *to, at),
        Effect::CloseSessions { of: Some(iin) } => run(
            connection,
            "DELETE FROM sessions WHERE person = ?1",
            params![sealer.session_of(*iin)],
        ),
        Effect::CloseSessions { of: None } => run(connection, "DELETE FROM sessions", &[]),
        Effect::Send(outgoing) => outgoing::send(connection, sealer, outgoing, at),
        Effect::Delivered(id) => outgoing::delivered(connection, id),
        Effect::Retry { id, next_at } => outgoing::retry(connection, id, *next_at),
        Effect::Notify { iin, notification } => run(
            connection,
            "INSERT INTO notifications (iin, at, number, text) VALUES (?1, ?2, ?3, ?4)",
            params![
                sealer.notified(*iin),
                notification.at.timestamp_millis(),
                notification.number.map(|number| number.to_string()),
                sealer.notification(notification)?
            ],
        ),
        Effect::AskAboutDwelling {
            applicant,
            owner,
            rca,
            day,
            limits,
        } => {
            let day = day.to_string();
            let [applicant, owner, rca] = sealer.asked(*applicant, *owner, rca);
            run(
                connection,
                "INSERT OR IGNORE INTO asked_dwellings (applicant, day, owner, rca)
                 VALUES (?1, ?2, ?3, ?4)",
                params![applicant, day, owner, rca],
            )?;
            let (owners, dwellings): (u32, u32) = connection
                .prepare_cached(
                    "SELECT count(DISTINCT nullif(owner, '')), count(*) FROM asked_dwellings
                     WHERE applicant = ?1 AND day = ?2",
                )?
                .query_row(params![applicant, day], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            limits.check(owners, dwellings)
        }
        Effect::Appoint { iin, staff } => run(
            connection,
            "INSERT OR REPLACE INTO staff (iin, role, office, added_at) VALUES (?1, ?2, ?3, ?4)",
            params![
                sealer.staff(*iin),
                staff.role.symbol(),
                staff.office,
                at.timestamp_millis()
            ],
        ),
        Effect::Dismiss(iin) => run(
            connection,
            "DELETE FROM staff WHERE iin = ?1",
            params![sealer.staff(*iin)],
        ),
        Effect::Look { number, by } => run(
            connection,
            "INSERT INTO looks (number, at, role, office) VALUES (?1, ?2, ?3, ?4)",
            params![
                number.to_string(),
                at.timestamp_millis(),
                by.role.symbol(),
                by.office
            ],
        ),
        // Only the oldest are looked at, so that this takes as long with ten of them as with ten
        // million.
        Effect::Forget { before } => run(
            connection,
            "DELETE FROM notifications WHERE place IN
             (SELECT place FROM (SELECT place, at FROM notifications ORDER BY place LIMIT ?2)
              WHERE at < ?1)",
            params![before.timestamp_millis(), FORGOTTEN],
        ),
        Effect::Tidy => tidy(connection, at),
    }
}

fn run(
    connection: &Connection,
    sql: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn keep(
    connection: &Connection,
    sealer: &Sealer,
    reply: &KeptReply,
    sealed: Option<&str>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    run(
        connection,
        "DELETE FROM replies WHERE key = ?1 AND forget_at <= ?2",
        params![reply.key.0, at.timestamp_millis()],
    )?;
    let kept = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO replies (key, request, status, body, forget_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            reply.key.0,
            [0_u8; 0],
            reply.status,
            match sealed {
                Some(body) => Cow::Borrowed(body),
                None => Cow::Owned(sealer.reply(reply)?),
            },
            reply.forget_at.map(|at| at.timestamp_millis())
        ])?;
    if kept == 1 {
        Ok(())
    } else {
        Err(StoreError::Repeated)
    }
}

fn tidy(connection: &Connection, at: DateTime<Utc>) -> Result<(), StoreError> {
    let now = at.timestamp_millis();
    let old = (at - Duration::days(KEPT_DAYS)).timestamp_millis();
    run(
        connection,
        "DELETE FROM replies WHERE forget_at <= ?1",
        params![now],
    )?;
    run(
        connection,
        "DELETE FROM sessions WHERE opened_at <= ?1",
        params![old],
    )?;
    run(
        connection,
        "DELETE FROM codes WHERE expires_at <= ?1",
        params![old],
    )?;
    run(
        connection,
        "DELETE FROM challenges WHERE expires_at <= ?1",
        params![now],
    )?;
    run(
        connection,
        "DELETE FROM wrong_codes WHERE at <= ?1",
        params![old],
    )?;
    run(
        connection,
        "DELETE FROM issued_codes WHERE at <= ?1",
        params![old],
    )?;
    run(
        connection,
        "DELETE FROM qr_signings WHERE expires_at <= ?1",
        params![old],
    )?;
    run(
        connection,
        "DELETE FROM asked_dwellings WHERE day < ?1",
        params![(at - Duration::days(KEPT_DAYS)).date_naive().to_string()],
    )
}
