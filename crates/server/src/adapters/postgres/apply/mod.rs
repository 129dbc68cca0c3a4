//! What each effect of a change writes.

mod application;
mod code;
mod eds;
mod outgoing;
mod qr;

use chrono::{DateTime, Duration, Utc};
use deadpool_postgres::{Client, Transaction};
use tokio_postgres::types::ToSql;

use super::{Broken, audit, partitions, read::natural};
use crate::ports::store::{Change, Effect, KeptReply, StoreError};

/// How long what is dead stays before it is removed.
const KEPT_DAYS: i64 = 2;

/// Writes a change in one transaction, and returns once PostgreSQL has it on its disk.
pub(super) async fn apply(client: &mut Client, change: &Change, lane: u32) -> Result<(), Broken> {
    if change
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Tidy))
    {
        partitions::prepare(client, change.at, change.at).await?;
    }
    let transaction = client.transaction().await?;
    if let Some(reply) = &change.reply {
        keep(&transaction, reply, change.at).await?;
    }
    for effect in &change.effects {
        write(&transaction, effect, change.at).await?;
    }
    // Last, so that the end of a lane is locked for no longer than the commit takes.
    if let Some(line) = &change.audit {
        audit::append(&transaction, change.at, line, lane).await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn write(
    transaction: &Transaction<'_>,
    effect: &Effect,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    match effect {
        Effect::File {
            application,
            events,
            term,
        } => application::file(transaction, application, events, term.as_ref(), at).await?,
        Effect::Move {
            application,
            from,
            received,
            events,
        } => application::advance(transaction, application, *from, *received, events, at).await?,
        Effect::AskOwner { token, consent } => {
            run(
                transaction,
                "INSERT INTO consent_links (token, number, consent) VALUES ($1, $2, $3)",
                &[
                    &token.0.as_slice(),
                    &consent.number.to_string(),
                    &i32::from(consent.consent.0),
                ],
            )
            .await?;
        }
        Effect::IssueCode {
            purpose,
            code,
            replaces,
        } => code::issue(transaction, purpose, code, *replaces).await?,
        Effect::TryCode {
            id,
            iin,
            gate,
            tries,
            tried,
        } => code::tried(transaction, *id, *iin, *gate, *tries, *tried, at).await?,
        Effect::IssueChallenge { hash, expires_at } => {
            eds::challenge(transaction, *hash, *expires_at).await?;
        }
        Effect::MeetChallenge { hash } => eds::meet(transaction, *hash, at).await?,
        Effect::KeepEvidence { number, evidence } => {
            eds::keep(transaction, *number, evidence).await?;
        }
        Effect::OpenSession { token, session } => {
            run(
                transaction,
                "INSERT INTO sessions (token, iin, opened_at, seen_at) VALUES ($1, $2, $3, $4)",
                &[
                    &token.0.as_slice(),
                    &session.iin.to_string(),
                    &session.opened_at,
                    &session.seen_at,
                ],
            )
            .await?;
        }
        Effect::TouchSession { token } => {
            run(
                transaction,
                "UPDATE sessions SET seen_at = greatest(seen_at, $2) WHERE token = $1",
                &[&token.0.as_slice(), &at],
            )
            .await?;
        }
        Effect::CloseSession { token } => {
            let token = token.0.as_slice();
            run(
                transaction,
                "DELETE FROM sessions WHERE token = $1",
                &[&token],
            )
            .await?;
        }
        Effect::ShowQr { token, qr } => qr::show(transaction, *token, qr).await?,
        Effect::MoveQr { token, to } => qr::advance(transaction, *token, *to, at).await?,
        Effect::Send(outgoing) => outgoing::send(transaction, outgoing, at).await?,
        Effect::Delivered(id) => {
            run(transaction, "DELETE FROM outgoing WHERE id = $1", &[&id.0]).await?;
        }
        Effect::Retry { id, next_at } => {
            run(
                transaction,
                "UPDATE outgoing SET attempts = attempts + 1, next_at = $2 WHERE id = $1",
                &[&id.0, next_at],
            )
            .await?;
        }
        Effect::Notify { iin, notification } => {
            run(
                transaction,
                "INSERT INTO notifications (iin, at, number, text) VALUES ($1, $2, $3, $4)",
                &[
                    &iin.to_string(),
                    &notification.at,
                    &notification.number.map(|number| number.to_string()),
                    &notification.text,
                ],
            )
            .await?;
        }
        Effect::AskAboutDwelling {
            applicant,
            owner,
            rca,
            day,
            limits,
        } => {
            let applicant = applicant.to_string();
            let owner = owner.map(|owner| owner.to_string()).unwrap_or_default();
            // Two requests at once would each count without the other.
            run(
                transaction,
                "SELECT pg_advisory_xact_lock(hashtextextended('asked/' || $1, 0))",
                &[&applicant],
            )
            .await?;
            run(
                transaction,
                "INSERT INTO asked_dwellings (applicant, day, owner, rca) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING",
                &[&applicant, day, &owner, &rca.to_string()],
            )
            .await?;
            let statement = transaction
                .prepare_cached(
                    "SELECT count(DISTINCT nullif(owner, ''))::integer AS owners,
                            count(*)::integer AS dwellings
                     FROM asked_dwellings WHERE applicant = $1 AND day = $2",
                )
                .await?;
            let asked = transaction
                .query_one(&statement, &[&applicant, day])
                .await?;
            limits.check(natural(&asked, "owners")?, natural(&asked, "dwellings")?)?;
        }
        Effect::Tidy => tidy(transaction, at).await?,
    }
    Ok(())
}

/// Runs a statement that is prepared once for each connection; how many rows it touched or found.
async fn run(
    transaction: &Transaction<'_>,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<u64, Broken> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.execute(&statement, values).await?)
}

/// Keeps an answer. While another transaction writes one under the same key, this waits for it.
async fn keep(
    transaction: &Transaction<'_>,
    reply: &KeptReply,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let kept = run(
        transaction,
        "INSERT INTO replies AS there (key, request, status, body, forget_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE
         SET request = $2, status = $3, body = $4, forget_at = $5 WHERE there.forget_at <= $6",
        &[
            &reply.key.0.as_slice(),
            &reply.request.0.as_slice(),
            &i32::from(reply.status),
            &reply.body,
            &reply.forget_at,
            &at,
        ],
    )
    .await?;
    if kept == 1 {
        Ok(())
    } else {
        Err(StoreError::Repeated.into())
    }
}

async fn tidy(transaction: &Transaction<'_>, at: DateTime<Utc>) -> Result<(), Broken> {
    let old = at - Duration::days(KEPT_DAYS);
    for (sql, until) in [
        ("DELETE FROM replies WHERE forget_at <= $1", at),
        ("DELETE FROM challenges WHERE expires_at <= $1", at),
        ("DELETE FROM sessions WHERE opened_at <= $1", old),
        ("DELETE FROM codes WHERE expires_at <= $1", old),
        ("DELETE FROM wrong_codes WHERE at <= $1", old),
        ("DELETE FROM qr_signings WHERE expires_at <= $1", old),
    ] {
        run(transaction, sql, &[&until]).await?;
    }
    run(
        transaction,
        "DELETE FROM asked_dwellings WHERE day < $1",
        &[&old.date_naive()],
    )
    .await?;
    Ok(())
}
