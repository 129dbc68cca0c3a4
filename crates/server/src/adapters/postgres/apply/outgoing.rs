use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;

use super::{super::Broken, run};
use crate::ports::store::{Outgoing, OutgoingKind, Recipient};

/// Puts something into the box of what is to be delivered.
pub(super) async fn send(
    transaction: &Transaction<'_>,
    outgoing: &Outgoing,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let (holder, phone, text, number) = match &outgoing.kind {
        OutgoingKind::Sms {
            to: Recipient::Holder(owner),
            text,
        } => (Some(owner.to_string()), None, Some(text), None),
        OutgoingKind::Sms {
            to: Recipient::Phone(phone),
            text,
        } => (None, Some(phone.to_string()), Some(text), None),
        OutgoingKind::Enter(number) => (None, None, None, Some(number.to_string())),
    };
    run(
        transaction,
        "INSERT INTO outgoing (id, holder, phone, text, number, at, next_at, attempts, useless_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, 0, $7)",
        &[
            &outgoing.id.0,
            &holder,
            &phone,
            &text,
            &number,
            &at,
            &outgoing.useless_at,
        ],
    )
    .await?;
    Ok(())
}
