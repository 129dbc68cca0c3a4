//! What the store is asked.

use chrono::{DateTime, Utc};
use registration::{
    application::{ApplicationNumber, ConsentId, Happened},
    identifiers::{Iin, OwnerId},
};
use rusqlite::{Connection, Params, Row, params};

use super::columns::{
    digest, from_json, instant, number, optional_instant, parsed, purpose_key, signed,
};
use crate::adapters::encoding::{OutgoingColumns, qr_standing};
use crate::ports::store::{
    CodeId, ConsentRef, ConsentTerm, Digest, Gate, KeptReply, NewCode, Notification, Outgoing,
    OutgoingId, Purpose, Session, StoreError, StoredApplication, StoredCode, StoredConsent,
    StoredEvidence, StoredOutgoing, StoredQr, Version,
};

/// Every row of an answer.
fn all<T>(
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
fn first<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    Ok(all(connection, sql, values, row)?.into_iter().next())
}

fn text(row: &Row<'_>, column: &str) -> Result<String, StoreError> {
    Ok(row.get(column)?)
}

const APPLICATION: &str = "SELECT body, version, changed_at, until, minutes FROM applications";

fn stored(row: &Row<'_>) -> Result<StoredApplication, StoreError> {
    let minutes: Option<u32> = row.get("minutes")?;
    let term = optional_instant(row, "until")?
        .zip(minutes)
        .map(|(until, minutes)| ConsentTerm { until, minutes });
    Ok(StoredApplication {
        application: from_json(&text(row, "body")?)?,
        version: Version(row.get("version")?),
        changed_at: instant(row, "changed_at")?,
        events: Vec::new(),
        term,
    })
}

fn events(connection: &Connection, number: ApplicationNumber) -> Result<Vec<Happened>, StoreError> {
    all(
        connection,
        "SELECT body FROM events WHERE number = ?1 ORDER BY place",
        [number.to_string()],
        |row| from_json(&text(row, "body")?),
    )
}

pub(super) fn application(
    connection: &Connection,
    number: ApplicationNumber,
) -> Result<Option<StoredApplication>, StoreError> {
    // One transaction, so that the events are those of this version.
    let snapshot = connection.unchecked_transaction()?;
    let sql = format!("{APPLICATION} WHERE number = ?1");
    let mut found = first(&snapshot, &sql, [number.to_string()], stored)?;
    if let Some(found) = &mut found {
        found.events = events(&snapshot, number)?;
    }
    Ok(found)
}

pub(super) fn applications_of(
    connection: &Connection,
    applicant: Iin,
    limit: u32,
) -> Result<Vec<StoredApplication>, StoreError> {
    let snapshot = connection.unchecked_transaction()?;
    let sql = format!("{APPLICATION} WHERE applicant = ?1 ORDER BY filed_at DESC, number LIMIT ?2");
    let mut found = all(
        &snapshot,
        &sql,
        params![applicant.to_string(), limit],
        stored,
    )?;
    for one in &mut found {
        one.events = events(&snapshot, one.application.number)?;
    }
    Ok(found)
}

pub(super) fn open_application(
    connection: &Connection,
    subject: Iin,
) -> Result<Option<ApplicationNumber>, StoreError> {
    first(
        connection,
        "SELECT number FROM applications WHERE subject = ?1 AND open = 1",
        [subject.to_string()],
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
        "SELECT number, consent FROM consent_links WHERE token = ?1",
        [token.0],
        consent,
    )
}

pub(super) fn consents_of(
    connection: &Connection,
    owner: OwnerId,
    limit: u32,
) -> Result<Vec<StoredConsent>, StoreError> {
    all(
        connection,
        "SELECT number, consent, reply_code, waiting FROM consents WHERE owner = ?1
         ORDER BY filed_at DESC, number LIMIT ?2",
        params![owner.to_string(), limit],
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
    key: Digest,
    now: DateTime<Utc>,
) -> Result<Option<KeptReply>, StoreError> {
    first(
        connection,
        "SELECT request, status, body, forget_at FROM replies
         WHERE key = ?1 AND (forget_at IS NULL OR forget_at > ?2)",
        params![key.0, now.timestamp_millis()],
        |row| {
            Ok(KeptReply {
                key,
                request: digest(row, "request")?,
                status: row.get("status")?,
                body: text(row, "body")?,
                forget_at: optional_instant(row, "forget_at")?,
            })
        },
    )
}

pub(super) fn code(
    connection: &Connection,
    purpose: Purpose,
) -> Result<Option<StoredCode>, StoreError> {
    first(
        connection,
        "SELECT id, salt, hash, issued_at, expires_at, tries, used FROM codes WHERE purpose = ?1",
        [purpose_key(&purpose)],
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
    iin: Iin,
    gate: Gate,
    since: DateTime<Utc>,
) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM wrong_codes WHERE iin = ?1 AND gate = ?2 AND at >= ?3",
        )?
        .query_row(
            params![iin.to_string(), gate.symbol(), since.timestamp_millis()],
            |row| row.get(0),
        )?)
}

pub(super) fn session(
    connection: &Connection,
    token: Digest,
) -> Result<Option<Session>, StoreError> {
    first(
        connection,
        "SELECT iin, opened_at, seen_at FROM sessions WHERE token = ?1",
        [token.0],
        |row| {
            Ok(Session {
                iin: parsed(&text(row, "iin")?, "sessions.iin")?,
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
    about: ApplicationNumber,
) -> Result<Vec<StoredEvidence>, StoreError> {
    all(
        connection,
        "SELECT signed, at, content, body FROM evidence WHERE number = ?1 ORDER BY at, signed",
        [about.to_string()],
        |row| {
            Ok(StoredEvidence {
                signed: signed(&text(row, "signed")?)?,
                at: instant(row, "at")?,
                content: text(row, "content")?,
                evidence: text(row, "body")?,
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
    of: Iin,
    limit: u32,
) -> Result<Vec<Notification>, StoreError> {
    all(
        connection,
        "SELECT at, number, text FROM notifications WHERE iin = ?1 ORDER BY place DESC LIMIT ?2",
        params![of.to_string(), limit],
        |row| {
            let about: Option<String> = row.get("number")?;
            Ok(Notification {
                at: instant(row, "at")?,
                number: about.as_deref().map(number).transpose()?,
                text: text(row, "text")?,
            })
        },
    )
}

pub(super) fn outgoing(
    connection: &Connection,
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
            Ok(StoredOutgoing {
                outgoing: Outgoing {
                    id: OutgoingId(text(row, "id")?),
                    kind: columns.kind()?,
                    useless_at: optional_instant(row, "useless_at")?,
                },
                at: instant(row, "at")?,
                attempts: row.get("attempts")?,
            })
        },
    )
}
