//! What the store is asked.

use chrono::{DateTime, Utc};
use registration::{
    application::{ApplicationNumber, ConsentId},
    identifiers::{Iin, OwnerId},
};
use rusqlite::{Connection, Params, Row, params};

use super::columns::{digest, instant, number, optional_instant, signed};
use crate::adapters::{
    encoding::{OutgoingColumns, qr_standing},
    sealing::Sealer,
};
use crate::ports::store::{
    CodeId, ConsentRef, ConsentTerm, Digest, Gate, KeptReply, NewCode, Notification, Outgoing,
    OutgoingId, Purpose, Session, StoreError, StoredApplication, StoredCode, StoredConsent,
    StoredEvidence, StoredOutgoing, StoredQr, Version,
};

/// Every row of an answer.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(next) = rows.next()? {
        found.push(row(next)?);
    }
    Ok(found)
}

/// The first row of an answer.
pub(super) fn first<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    Ok(all(connection, sql, values, row)?.into_iter().next())
}

pub(super) fn text(row: &Row<'_>, column: &str) -> Result<String, StoreError> {
    Ok(row.get(column)?)
}

/// What is read of an application.
const APPLICATION: &str = "place, number, body, version, changed_at, until, minutes";

/// A statement that begins with every shelf of 65536 places of a table: what is found by a random key is
/// looked for in one after the other, each by an index. `CROSS JOIN` says that shelves are read first.
fn of_all_shelves(table: &str, then: &str) -> String {
    format!(
        "WITH RECURSIVE shelves (shelf) AS (SELECT max(place) >> 16 FROM {table}
         UNION ALL SELECT shelf - 1 FROM shelves WHERE shelf > 0) {then}"
    )
}

/// An application with its events.
fn stored(
    connection: &Connection,
    sealer: &Sealer,
    row: &Row<'_>,
) -> Result<StoredApplication, StoreError> {
    let number = text(row, "number")?;
    let minutes: Option<u32> = row.get("minutes")?;
    let term = optional_instant(row, "until")?
        .zip(minutes)
        .map(|(until, minutes)| ConsentTerm { until, minutes });
    Ok(StoredApplication {
        application: sealer.read_application(&number, &text(row, "body")?)?,
        version: Version(row.get("version")?),
        changed_at: instant(row, "changed_at")?,
        events: all(
            connection,
            "SELECT body FROM events WHERE application = ?1 ORDER BY place",
            [row.get::<_, i64>("place")?],
            |row| sealer.read_event(&number, &text(row, "body")?),
        )?,
        term,
    })
}

pub(super) fn application(
    connection: &Connection,
    sealer: &Sealer,
    number: ApplicationNumber,
) -> Result<Option<StoredApplication>, StoreError> {
    // One transaction, so that the events are those of this version.
    let snapshot = connection.unchecked_transaction()?;
    first(
        &snapshot,
        &format!("SELECT {APPLICATION} FROM applications WHERE number = ?1"),
        [number.to_string()],
        |row| stored(&snapshot, sealer, row),
    )
}

pub(super) fn applications_of(
    connection: &Connection,
    sealer: &Sealer,
    applicant: Iin,
    limit: u32,
) -> Result<Vec<StoredApplication>, StoreError> {
    let snapshot = connection.unchecked_transaction()?;
    all(
        &snapshot,
        &of_all_shelves(
            "applications",
            &format!(
                "SELECT {APPLICATION} FROM shelves CROSS JOIN applications
                 WHERE place >> 16 = shelf AND applicant = ?1
                 ORDER BY filed_at DESC, number LIMIT ?2"
            ),
        ),
        params![sealer.applicant(applicant), limit],
        |row| stored(&snapshot, sealer, row),
    )
}

pub(super) fn open_application(
    connection: &Connection,
    sealer: &Sealer,
    subject: Iin,
) -> Result<Option<ApplicationNumber>, StoreError> {
    first(
        connection,
        "SELECT number FROM applications WHERE subject = ?1 AND open = 1",
        [sealer.subject(subject)],
        |row| number(&text(row, "number")?),
    )
}

pub(super) fn overdue(
    connection: &Connection,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<ApplicationNumber>, StoreError> {
    all(
        connection,
        "SELECT number FROM applications WHERE state = 'awaiting_consent' AND until <= ?1
         ORDER BY until LIMIT ?2",
        params![now.timestamp_millis(), limit],
        |row| number(&text(row, "number")?),
    )
}

fn consent(row: &Row<'_>) -> Result<ConsentRef, StoreError> {
    Ok(ConsentRef {
        number: number(&text(row, "number")?)?,
        consent: ConsentId(row.get("consent")?),
    })
}

pub(super) fn consent_by_token(
    connection: &Connection,
    token: Digest,
) -> Result<Option<ConsentRef>, StoreError> {
    first(
        connection,
        &of_all_shelves(
            "applications",
            "SELECT number, consent FROM shelves CROSS JOIN consent_links
             JOIN applications ON applications.place = application
             WHERE application >> 16 = shelf AND token = ?1",
        ),
        [token.0],
        consent,
    )
}

pub(super) fn consents_of(
    connection: &Connection,
    sealer: &Sealer,
    owner: OwnerId,
    limit: u32,
) -> Result<Vec<StoredConsent>, StoreError> {
    all(
        connection,
        &of_all_shelves(
            "applications",
            "SELECT number, consent, reply_code, waiting FROM shelves CROSS JOIN consents
             JOIN applications ON applications.place = application
             WHERE application >> 16 = shelf AND owner = ?1
             ORDER BY consents.filed_at DESC, number LIMIT ?2",
        ),
        params![sealer.owner(owner), limit],
        |row| {
            Ok(StoredConsent {
                consent: consent(row)?,
                reply_code: row.get("reply_code")?,
                waiting: row.get("waiting")?,
            })
        },
    )
}

pub(super) fn reply(
    connection: &Connection,
    sealer: &Sealer,
    key: Digest,
    now: DateTime<Utc>,
) -> Result<Option<KeptReply>, StoreError> {
    first(
        connection,
        "SELECT status, body, forget_at FROM replies
         WHERE key = ?1 AND (forget_at IS NULL OR forget_at > ?2)",
        params![key.0, now.timestamp_millis()],
        |row| {
            let (request, body) = sealer.read_reply(key, &text(row, "body")?)?;
            Ok(KeptReply {
                key,
                request,
                status: row.get("status")?,
                body,
                forget_at: optional_instant(row, "forget_at")?,
            })
        },
    )
}

pub(super) fn code(
    connection: &Connection,
    sealer: &Sealer,
    purpose: Purpose,
) -> Result<Option<StoredCode>, StoreError> {
    first(
        connection,
        "SELECT id, salt, hash, issued_at, expires_at, tries, used FROM codes WHERE purpose = ?1",
        [sealer.purpose(&purpose)],
        |row| {
            Ok(StoredCode {
                id: CodeId(row.get("id")?),
                code: NewCode {
                    salt: row.get("salt")?,
                    hash: digest(row, "hash")?,
                    issued_at: instant(row, "issued_at")?,
                    expires_at: instant(row, "expires_at")?,
                },
                tries: row.get("tries")?,
                used: row.get("used")?,
            })
        },
    )
}

pub(super) fn wrong_codes(
    connection: &Connection,
    sealer: &Sealer,
    iin: Iin,
    gate: Gate,
    since: DateTime<Utc>,
) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM wrong_codes WHERE iin = ?1 AND gate = ?2 AND at >= ?3",
        )?
        .query_row(
            params![
                sealer.guessed_at(iin),
                gate.symbol(),
                since.timestamp_millis()
            ],
            |row| row.get(0),
        )?)
}

pub(super) fn wrong_codes_of_all(
    connection: &Connection,
    gate: Gate,
    since: DateTime<Utc>,
    most: u32,
) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM
             (SELECT 1 FROM wrong_codes WHERE at >= ?2 AND gate = ?1 LIMIT ?3)",
        )?
        .query_row(
            params![gate.symbol(), since.timestamp_millis(), most],
            |row| row.get(0),
        )?)
}

pub(super) fn codes_issued(
    connection: &Connection,
    sealer: &Sealer,
    iin: Iin,
    gate: Gate,
    since: DateTime<Utc>,
) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM issued_codes WHERE iin = ?1 AND gate = ?2 AND at >= ?3",
        )?
        .query_row(
            params![sealer.code_of(iin), gate.symbol(), since.timestamp_millis()],
            |row| row.get(0),
        )?)
}

pub(super) fn session(
    connection: &Connection,
    sealer: &Sealer,
    token: Digest,
) -> Result<Option<Session>, StoreError> {
    first(
        connection,
        "SELECT iin, opened_at, seen_at FROM sessions WHERE token = ?1",
        [token.0],
        |row| {
            Ok(Session {
                iin: sealer.read_signed_in(token, &text(row, "iin")?)?,
                opened_at: instant(row, "opened_at")?,
                seen_at: instant(row, "seen_at")?,
            })
        },
    )
}

pub(super) fn challenge(
    connection: &Connection,
    hash: Digest,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM challenges WHERE hash = ?1 AND expires_at > ?2)",
        )?
        .query_row(params![hash.0, now.timestamp_millis()], |row| row.get(0))?)
}

pub(super) fn evidence(
    connection: &Connection,
    sealer: &Sealer,
    about: ApplicationNumber,
) -> Result<Vec<StoredEvidence>, StoreError> {
    all(
        connection,
        "SELECT signed, at, content, body FROM evidence WHERE number = ?1 ORDER BY at, signed",
        [about.to_string()],
        |row| {
            let signed = signed(&text(row, "signed")?)?;
            let [content, evidence] =
                sealer.read_evidence(about, signed, &text(row, "content")?, &text(row, "body")?)?;
            Ok(StoredEvidence {
                signed,
                at: instant(row, "at")?,
                content,
                evidence,
            })
        },
    )
}

pub(super) fn qr(connection: &Connection, token: Digest) -> Result<Option<StoredQr>, StoreError> {
    first(
        connection,
        "SELECT number, document, standing, refused_for, expires_at FROM qr_signings
         WHERE token = ?1",
        [token.0],
        |row| {
            let refused_for: Option<String> = row.get("refused_for")?;
            Ok(StoredQr {
                number: number(&text(row, "number")?)?,
                document: digest(row, "document")?,
                standing: qr_standing(&text(row, "standing")?, refused_for.as_deref())?,
                expires_at: instant(row, "expires_at")?,
            })
        },
    )
}

pub(super) fn notifications(
    connection: &Connection,
    sealer: &Sealer,
    of: Iin,
    limit: u32,
) -> Result<Vec<Notification>, StoreError> {
    all(
        connection,
        &of_all_shelves(
            "notifications",
            "SELECT at, number, text FROM shelves CROSS JOIN notifications
             WHERE place >> 16 = shelf AND iin = ?1 ORDER BY place DESC LIMIT ?2",
        ),
        params![sealer.notified(of), limit],
        |row| {
            let about: Option<String> = row.get("number")?;
            let at = instant(row, "at")?;
            Ok(Notification {
                at,
                number: about.as_deref().map(number).transpose()?,
                text: sealer.read_notification(at.timestamp_millis(), &text(row, "text")?)?,
            })
        },
    )
}

pub(super) fn outgoing(
    connection: &Connection,
    sealer: &Sealer,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<StoredOutgoing>, StoreError> {
    all(
        connection,
        "SELECT id, holder, phone, text, number, at, attempts, useless_at FROM outgoing
         WHERE next_at <= ?1 ORDER BY place LIMIT ?2",
        params![now.timestamp_millis(), limit],
        |row| {
            let columns: OutgoingColumns<String> = OutgoingColumns {
                holder: row.get("holder")?,
                phone: row.get("phone")?,
                text: row.get("text")?,
                number: row.get("number")?,
            };
            let id = text(row, "id")?;
            Ok(StoredOutgoing {
                outgoing: Outgoing {
                    kind: columns.kind(sealer, &id)?,
                    id: OutgoingId(id),
                    useless_at: optional_instant(row, "useless_at")?,
                },
                at: instant(row, "at")?,
                attempts: row.get("attempts")?,
            })
        },
    )
}
