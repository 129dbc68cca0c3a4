use chrono::{DateTime, Duration, Utc};
use registration::identifiers::{Iin, OwnerId, Rca};
use wire::ProblemCode;
use words::format::local_date;

use super::codes::day_began;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, Change, Effect, StoreError},
};

/// Of how many dwellings an applicant may ask the registers in a day. Without a limit, whoever knows
/// one number could go through all addresses and learn what that person owns.
const DWELLINGS_A_DAY: u32 = 20;

/// Notes that an applicant asks about a dwelling of somebody else, before any register is asked.
pub(super) async fn ask_about_dwelling(
    app: &App,
    applicant: Iin,
    owner: Option<OwnerId>,
    rca: Rca,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let effect = Effect::AskAboutDwelling {
        applicant,
        owner,
        rca,
        day: local_date(now),
        limit: DWELLINGS_A_DAY,
    };
    let change =
        Change::new(now, vec![effect]).audited(Actor::Person(applicant), "ask_about_dwelling", rca);
    match app.store.commit(change).await {
        Err(StoreError::TooManyDwellings) => Err(ApiError::new(ProblemCode::TooManyDwellings)
            .retry_at(day_began(now) + Duration::days(1))),
        other => Ok(other?),
    }
}
