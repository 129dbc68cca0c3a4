use chrono::{DateTime, Duration, Utc};
use registration::identifiers::{Iin, OwnerId};
use wire::ProblemCode;
use words::format::local_date;

use super::codes::day_began;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, Change, Effect, StoreError},
};

/// How many different owners an applicant may name in a day: numbers can be guessed, and each
/// guess would tell who lives where.
const OWNERS_A_DAY: u32 = 5;

/// Notes that an applicant named an owner, before any register is asked.
pub(super) async fn name_owner(
    app: &App,
    applicant: Iin,
    owner: OwnerId,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let effect = Effect::NameOwner {
        applicant,
        owner,
        day: local_date(now),
        limit: OWNERS_A_DAY,
    };
    let change =
        Change::new(now, vec![effect]).audited(Actor::Person(applicant), "name_owner", owner);
    match app.store.commit(change).await {
        Err(StoreError::TooManyOwners) => {
            Err(ApiError::new(ProblemCode::TooManyOwners)
                .retry_at(day_began(now) + Duration::days(1)))
        }
        other => Ok(other?),
    }
}
