use chrono::{DateTime, Duration, Utc};
use registration::identifiers::{Iin, OwnerId, Rca};
use words::format::local_date;

use super::codes::day_began;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, AskLimits, AuditObject, Change, Effect, StoreError},
};

/// Of how much an applicant may ask the registers in a day. Numbers can be guessed, and each guess
/// would tell who lives where; and whoever knows one number could go through all addresses and learn
/// what that person owns.
const A_DAY: AskLimits = AskLimits {
    owners: 5,
    dwellings: 20,
};

/// Notes that an applicant asks about a dwelling of the owner named or, where it is said to be rented
/// from the state, of nobody named, before any register is asked. Own dwellings are not counted.
pub(super) async fn ask_about_dwelling(
    app: &App,
    applicant: Iin,
    rca: Rca,
    owner: Option<OwnerId>,
    state_rental: bool,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    if owner.is_none() && !state_rental {
        return Ok(());
    }
    let effect = Effect::AskAboutDwelling {
        applicant,
        owner,
        rca,
        day: local_date(now),
        limits: A_DAY,
    };
    let change = Change::new(now, vec![effect]).audited(
        Actor::Person(applicant),
        "ask_about_dwelling",
        AuditObject::Dwelling { owner, rca },
    );
    match app.store.commit(change).await {
        Err(error @ (StoreError::TooManyOwners | StoreError::TooManyDwellings)) => {
            tracing::warn!("refused: somebody asks about too many owners or dwellings");
            Err(ApiError::from(error).retry_at(day_began(now) + Duration::days(1)))
        }
        other => Ok(other?),
    }
}
