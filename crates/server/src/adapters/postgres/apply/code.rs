use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;

use super::{super::Broken, run};
use crate::{
    adapters::sealing::Sealer,
    ports::store::{CodeId, Gate, NewCode, Purpose, StoreError, Tried},
};

/// Puts a code in the place of the one that was there.
pub(super) async fn issue(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    purpose: &Purpose,
    code: &NewCode,
    replaces: Option<CodeId>,
) -> Result<(), Broken> {
    let (iin, gate) = (sealer.code_of(purpose.iin()), purpose.gate());
    let purpose = sealer.purpose(purpose);
    if let Some(CodeId(before)) = replaces {
        let gone = run(
            transaction,
            "DELETE FROM codes WHERE purpose = $1 AND id = $2",
            &[&purpose, &before],
        )
        .await?;
        if gone == 0 {
            return Err(StoreError::Conflict.into());
        }
    }
    let issued = run(
        transaction,
        "INSERT INTO codes (purpose, salt, hash, issued_at, expires_at, tries, used)
         VALUES ($1, $2, $3, $4, $5, 0, false) ON CONFLICT (purpose) DO NOTHING",
        &[
            &purpose,
            &code.salt.as_slice(),
            &code.hash.0.as_slice(),
            &code.issued_at,
            &code.expires_at,
        ],
    )
    .await?;
    if issued == 0 {
        return Err(StoreError::Conflict.into());
    }
    run(
        transaction,
        "INSERT INTO issued_codes (iin, gate, at) VALUES ($1, $2, $3)",
        &[&iin, &gate.symbol(), &code.issued_at],
    )
    .await?;
    Ok(())
}

/// Counts a try; two tries at the same moment cannot both count as the same one.
pub(super) async fn tried(
    transaction: &Transaction<'_>,
    id: CodeId,
    guessed_at: &str,
    gate: Gate,
    tries: u32,
    tried: Tried,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let before = i32::try_from(tries).map_err(|_| StoreError::Conflict)?;
    let counted = run(
        transaction,
        "UPDATE codes SET tries = tries + 1, used = $3 WHERE id = $1 AND tries = $2 AND NOT used",
        &[&id.0, &before, &(tried == Tried::Right)],
    )
    .await?;
    if counted == 0 {
        return Err(StoreError::Conflict.into());
    }
    if tried == Tried::Wrong {
        run(
            transaction,
            "INSERT INTO wrong_codes (iin, gate, at) VALUES ($1, $2, $3)",
            &[&guessed_at, &gate.symbol(), &at],
        )
        .await?;
    }
    Ok(())
}
