//! What the store is asked. Each question is one statement, so that it sees one moment.

use chrono::{DateTime, Utc};
use deadpool_postgres::Client;
use registration::{
    application::{ApplicationNumber, ConsentId},
    identifiers::{Iin, OwnerId},
};
use tokio_postgres::{Row, types::ToSql};

use crate::{
    adapters::encoding::OutgoingColumns,
    adapters::encoding::{damaged, from_json, number, parsed, purpose_key, qr_standing, signed},
    ports::store::{
        CodeId, ConsentRef, ConsentTerm, Digest, Gate, KeptReply, LEASE, NewCode, Notification,
        Outgoing, OutgoingId, Purpose, Session, StoreError, StoredApplication, StoredCode,
        StoredConsent, StoredEvidence, StoredOutgoing, StoredQr, Version,
    },
};

async fn all<T>(
    client: &Client,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
    row: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let statement = client.prepare_cached(sql).await?;
    let rows = client.query(&statement, values).await?;
    rows.iter().map(row).collect()
}

async fn first<T>(
    client: &Client,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
    row: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    Ok(all(client, sql, values, row).await?.into_iter().next())
}

/// An integer that is never negative.
pub(super) fn natural<T: TryFrom<i32>>(row: &Row, column: &str) -> Result<T, StoreError> {
    T::try_from(row.try_get::<_, i32>(column)?)
        .map_err(|_| damaged(format!("a wrong number in {column}")))
}

fn bytes<const N: usize>(row: &Row, column: &str) -> Result<[u8; N], StoreError> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes
        .try_into()
        .map_err(|_| damaged(format!("a wrong length in {column}")))
}

fn text(row: &Row, column: &str) -> Result<String, StoreError> {
    Ok(row.try_get(column)?)
}

fn numbered(row: &Row) -> Result<ApplicationNumber, StoreError> {
    number(row.try_get("number")?)
}

const APPLICATION: &str = "SELECT a.body, a.version, a.changed_at, a.until, a.minutes,
    ARRAY (SELECT e.body FROM events e
           WHERE e.filed_at = a.filed_at AND e.number = a.number ORDER BY e.place) AS events
    FROM applications a";

fn stored(row: &Row) -> Result<StoredApplication, StoreError> {
    let minutes: Option<i32> = row.try_get("minutes")?;
    let until: Option<DateTime<Utc>> = row.try_get("until")?;
    let term = until
        .zip(minutes.and_then(|minutes| u32::try_from(minutes).ok()))
        .map(|(until, minutes)| ConsentTerm { until, minutes });
    let events: Vec<&str> = row.try_get("events")?;
    Ok(StoredApplication {
        application: from_json(row.try_get("body")?)?,
        version: Version(natural(row, "version")?),
        changed_at: row.try_get("changed_at")?,
        events: events
            .into_iter()
            .map(from_json)
            .collect::<Result<_, _>>()?,
        term,
    })
}

pub(super) async fn application(
    client: &Client,
    number: ApplicationNumber,
) -> Result<Option<StoredApplication>, StoreError> {
    let sql = format!(
        "{APPLICATION} WHERE a.number = $1
         AND a.filed_at = (SELECT n.filed_at FROM application_numbers n WHERE n.number = $1)"
    );
    first(client, &sql, &[&number.to_string()], stored).await
}

pub(super) async fn applications_of(
    client: &Client,
    applicant: Iin,
    limit: u32,
) -> Result<Vec<StoredApplication>, StoreError> {
    let sql =
        format!("{APPLICATION} WHERE a.applicant = $1 ORDER BY a.filed_at DESC, a.number LIMIT $2");
    let values: [&(dyn ToSql + Sync); 2] = [&applicant.to_string(), &i64::from(limit)];
    all(client, &sql, &values, stored).await
}

pub(super) async fn open_application(
    client: &Client,
    subject: Iin,
) -> Result<Option<ApplicationNumber>, StoreError> {
    first(
        client,
        "SELECT number FROM open_applications WHERE subject = $1",
        &[&subject.to_string()],
        numbered,
    )
    .await
}

/// Takes applications for [`LEASE`], passing over those that another server is taking.
pub(super) async fn overdue(
    client: &Client,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<ApplicationNumber>, StoreError> {
    all(
        client,
        "WITH due AS (
             SELECT subject FROM open_applications WHERE look_at <= $1
             ORDER BY look_at LIMIT $2 FOR UPDATE SKIP LOCKED
         )
         UPDATE open_applications o SET look_at = $3 FROM due
         WHERE o.subject = due.subject RETURNING o.number",
        &[&now, &i64::from(limit), &(now + LEASE)],
        numbered,
    )
    .await
}

fn consent(row: &Row) -> Result<ConsentRef, StoreError> {
    Ok(ConsentRef {
        number: numbered(row)?,
        consent: ConsentId(natural(row, "consent")?),
    })
}

pub(super) async fn consent_by_token(
    client: &Client,
    token: Digest,
) -> Result<Option<ConsentRef>, StoreError> {
    first(
        client,
        "SELECT number, consent FROM consent_links WHERE token = $1",
        &[&token.0.as_slice()],
        consent,
    )
    .await
}

pub(super) async fn consents_of(
    client: &Client,
    owner: OwnerId,
    limit: u32,
) -> Result<Vec<StoredConsent>, StoreError> {
    all(
        client,
        "SELECT number, consent, reply_code, waiting FROM consents WHERE owner = $1
         ORDER BY filed_at DESC, number LIMIT $2",
        &[&owner.to_string(), &i64::from(limit)],
        |row| {
            Ok(StoredConsent {
                consent: consent(row)?,
                reply_code: natural(row, "reply_code")?,
                waiting: row.try_get("waiting")?,
            })
        },
    )
    .await
}

pub(super) async fn reply(
    client: &Client,
    key: Digest,
    now: DateTime<Utc>,
) -> Result<Option<KeptReply>, StoreError> {
    first(
        client,
        "SELECT request, status, body, forget_at FROM replies
         WHERE key = $1 AND (forget_at IS NULL OR forget_at > $2)",
        &[&key.0.as_slice(), &now],
        |row| {
            Ok(KeptReply {
                key,
                request: Digest(bytes(row, "request")?),
                status: natural(row, "status")?,
                body: text(row, "body")?,
                forget_at: row.try_get("forget_at")?,
            })
        },
    )
    .await
}

pub(super) async fn code(
    client: &Client,
    purpose: &Purpose,
) -> Result<Option<StoredCode>, StoreError> {
    first(
        client,
        "SELECT id, salt, hash, issued_at, expires_at, tries, used FROM codes WHERE purpose = $1",
        &[&purpose_key(purpose)],
        |row| {
            Ok(StoredCode {
                id: CodeId(row.try_get("id")?),
                code: NewCode {
                    salt: bytes(row, "salt")?,
                    hash: Digest(bytes(row, "hash")?),
                    issued_at: row.try_get("issued_at")?,
                    expires_at: row.try_get("expires_at")?,
                },
                tries: natural(row, "tries")?,
                used: row.try_get("used")?,
            })
        },
    )
    .await
}

pub(super) async fn wrong_codes(
    client: &Client,
    iin: Iin,
    gate: Gate,
    since: DateTime<Utc>,
) -> Result<u32, StoreError> {
    let counted = first(
        client,
        "SELECT count(*)::integer AS wrong FROM wrong_codes
         WHERE iin = $1 AND gate = $2 AND at >= $3",
        &[&iin.to_string(), &gate.symbol(), &since],
        |row| natural(row, "wrong"),
    )
    .await?;
    Ok(counted.unwrap_or_default())
}

pub(super) async fn session(client: &Client, token: Digest) -> Result<Option<Session>, StoreError> {
    first(
        client,
        "SELECT iin, opened_at, seen_at FROM sessions WHERE token = $1",
        &[&token.0.as_slice()],
        |row| {
            Ok(Session {
                iin: parsed(row.try_get("iin")?, "sessions.iin")?,
                opened_at: row.try_get("opened_at")?,
                seen_at: row.try_get("seen_at")?,
            })
        },
    )
    .await
}

pub(super) async fn challenge(
    client: &Client,
    hash: Digest,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let alive = first(
        client,
        "SELECT true AS alive FROM challenges WHERE hash = $1 AND expires_at > $2",
        &[&hash.0.as_slice(), &now],
        |row| Ok(row.try_get("alive")?),
    )
    .await?;
    Ok(alive.unwrap_or_default())
}

pub(super) async fn evidence(
    client: &Client,
    about: ApplicationNumber,
) -> Result<Vec<StoredEvidence>, StoreError> {
    all(
        client,
        "SELECT signed, at, content, body FROM evidence WHERE number = $1
         AND filed_at = (SELECT n.filed_at FROM application_numbers n WHERE n.number = $1)
         ORDER BY at, signed",
        &[&about.to_string()],
        |row| {
            Ok(StoredEvidence {
                signed: signed(row.try_get("signed")?)?,
                at: row.try_get("at")?,
                content: text(row, "content")?,
                evidence: text(row, "body")?,
            })
        },
    )
    .await
}

pub(super) async fn qr(client: &Client, token: Digest) -> Result<Option<StoredQr>, StoreError> {
    first(
        client,
        "SELECT number, document, standing, refused_for, expires_at FROM qr_signings
         WHERE token = $1",
        &[&token.0.as_slice()],
        |row| {
            Ok(StoredQr {
                number: numbered(row)?,
                document: Digest(bytes(row, "document")?),
                standing: qr_standing(row.try_get("standing")?, row.try_get("refused_for")?)?,
                expires_at: row.try_get("expires_at")?,
            })
        },
    )
    .await
}

pub(super) async fn notifications(
    client: &Client,
    of: Iin,
    limit: u32,
) -> Result<Vec<Notification>, StoreError> {
    all(
        client,
        "SELECT at, number, text FROM notifications WHERE iin = $1
         ORDER BY at DESC, place DESC LIMIT $2",
        &[&of.to_string(), &i64::from(limit)],
        |row| {
            let about: Option<&str> = row.try_get("number")?;
            Ok(Notification {
                at: row.try_get("at")?,
                number: about.map(number).transpose()?,
                text: text(row, "text")?,
            })
        },
    )
    .await
}

/// Takes messages for [`LEASE`], passing over those that another server is taking.
pub(super) async fn outgoing(
    client: &Client,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<StoredOutgoing>, StoreError> {
    let mut taken = all(
        client,
        "WITH due AS (
             SELECT place FROM outgoing WHERE next_at <= $1
             ORDER BY place LIMIT $2 FOR UPDATE SKIP LOCKED
         )
         UPDATE outgoing o SET next_at = $3 FROM due WHERE o.place = due.place
         RETURNING o.place, o.id, o.holder, o.phone, o.text, o.number, o.at, o.attempts, o.useless_at",
        &[&now, &i64::from(limit), &(now + LEASE)],
        |row| Ok((row.try_get::<_, i64>("place")?, taken(row)?)),
    )
    .await?;
    taken.sort_by_key(|(place, _)| *place);
    Ok(taken.into_iter().map(|(_, one)| one).collect())
}

fn taken(row: &Row) -> Result<StoredOutgoing, StoreError> {
    let columns: OutgoingColumns<&str> = OutgoingColumns {
        holder: row.try_get("holder")?,
        phone: row.try_get("phone")?,
        text: row.try_get("text")?,
        number: row.try_get("number")?,
    };
    Ok(StoredOutgoing {
        outgoing: Outgoing {
            id: OutgoingId(text(row, "id")?),
            kind: columns.kind()?,
            useless_at: row.try_get("useless_at")?,
        },
        at: row.try_get("at")?,
        attempts: natural(row, "attempts")?,
    })
}
