use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;

use super::{super::Broken, run};
use crate::{
    adapters::{encoding::OutgoingColumns, sealing::Sealer},
    ports::store::Outgoing,
};

/// Puts something into the box of what is to be delivered.
pub(super) async fn send(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    outgoing: &Outgoing,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let OutgoingColumns {
        holder,
        phone,
        text,
        number,
    } = OutgoingColumns::of(sealer, &outgoing.id.0, &outgoing.kind)?;
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
