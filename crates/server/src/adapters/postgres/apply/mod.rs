//! What each effect of a change writes.

mod application;
mod code;
mod eds;
mod outgoing;
mod qr;

use chrono::{DateTime, Duration, Utc};
use deadpool_postgres::{Client, Transaction};
use tokio_postgres::types::ToSql;

use super::{Broken, audit, partitions, read::natural, sealing::expect_in_use};
use crate::adapters::sealing::Sealer;
use crate::ports::store::{Change, Effect, KeptReply, StoreError};

/// How long what is dead stays before it is removed.
const KEPT_DAYS: i64 = 2;

/// How many notifications are removed at once.
const FORGOTTEN: i64 = 1000;

/// Writes a change in one transaction, and returns once PostgreSQL has it on its disk.
pub(super) async fn apply(
    client: &mut Client,
    sealer: &Sealer,
    change: &Change,
    lane: u32,
) -> Result<(), Broken> {
    if change
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Tidy))
    {
        partitions::prepare(client, change.at, change.at).await?;
    }
    let transaction = client.transaction().await?;
    expect_in_use(&transaction, sealer).await?;
    if let Some(reply) = &change.reply {
        keep(&transaction, sealer, reply, change.at).await?;
    }
    for effect in &change.effects {
        write(&transaction, sealer, effect, change.at).await?;
    }
    // Last, so that the end of a lane is locked for no longer than the commit takes.
    if let Some(line) = &change.audit {
        audit::append(&transaction, sealer, change.at, line, lane).await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn write(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    effect: &Effect,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    match effect {
        Effect::File {
            application,
            events,
            term,
        } => application::file(transaction, sealer, application, events, term.as_ref(), at).await?,
        Effect::Move {
            application,
            from,
            received,
            events,
        } => {
            application::advance(
                transaction,
                sealer,
                application,
                *from,
                *received,
                events,
                at,
            )
            .await?
        }
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
        } => code::issue(transaction, sealer, purpose, code, *replaces).await?,
        Effect::TryCode {
            id,
            iin,
            gate,
            tries,
            tried,
        } => {
            code::tried(
                transaction,
                *id,
                &sealer.guessed_at(*iin),
                *gate,
                *tries,
                *tried,
                at,
            )
            .await?
        }
        Effect::IssueChallenge { hash, expires_at } => {
            eds::challenge(transaction, *hash, *expires_at).await?;
        }
        Effect::MeetChallenge { hash } => eds::meet(transaction, *hash, at).await?,
        Effect::KeepEvidence { number, evidence } => {
            eds::keep(transaction, sealer, *number, evidence).await?;
        }
        Effect::OpenSession { token, session } => {
            run(
                transaction,
                "INSERT INTO sessions (token, iin, opened_at, seen_at, person)
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    &token.0.as_slice(),
                    &sealer.signed_in(*token, session.iin)?,
                    &session.opened_at,
                    &session.seen_at,
                    &sealer.session_of(session.iin),
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
        Effect::CloseSessions { of: Some(iin) } => {
            let person = sealer.session_of(*iin);
            run(
                transaction,
                "DELETE FROM sessions WHERE person = $1",
                &[&person],
            )
            .await?;
        }
        Effect::CloseSessions { of: None } => {
            run(transaction, "DELETE FROM sessions", &[]).await?;
        }
        Effect::Send(outgoing) => outgoing::send(transaction, sealer, outgoing, at).await?,
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
                    &sealer.notified(*iin),
                    &notification.at,
                    &notification.number.map(|number| number.to_string()),
                    &sealer.notification(notification)?,
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
            let [applicant, owner, rca] = sealer.asked(*applicant, *owner, rca);
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
                &[&applicant, day, &owner, &rca],
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
        Effect::Appoint { iin, staff } => {
            run(
                transaction,
                "INSERT INTO staff (iin, role, office, added_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (iin) DO UPDATE SET role = $2, office = $3, added_at = $4",
                &[
                    &sealer.staff(*iin),
                    &staff.role.symbol(),
                    &staff.office,
                    &at,
                ],
            )
            .await?;
        }
        Effect::Dismiss(iin) => {
            let iin = sealer.staff(*iin);
            run(transaction, "DELETE FROM staff WHERE iin = $1", &[&iin]).await?;
        }
        Effect::Look { number, by } => {
            run(
                transaction,
                "INSERT INTO looks (number, at, role, office) VALUES ($1, $2, $3, $4)",
                &[&number.to_string(), &at, &by.role.symbol(), &by.office],
            )
            .await?;
        }
        Effect::Forget { before } => {
            run(
                transaction,
                "DELETE FROM notifications n USING
                 (SELECT at, place FROM notifications WHERE at < $1 ORDER BY at LIMIT $2) AS old
                 WHERE n.at = old.at AND n.place = old.place",
                &[before, &FORGOTTEN],
            )
            .await?;
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
    sealer: &Sealer,
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
            &[0_u8; 0].as_slice(),
            &i32::from(reply.status),
            &sealer.reply(reply)?,
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
        ("DELETE FROM issued_codes WHERE at <= $1", old),
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
