//! Optional dates as day numbers, so that a compiled policy holds no text to parse.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub(crate) fn serialize<S: Serializer>(
    day: &Option<NaiveDate>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    day.map(|day| day.num_days_from_ce()).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    match Option::<i32>::deserialize(deserializer)? {
        None => Ok(None),
        Some(number) => match NaiveDate::from_num_days_from_ce_opt(number) {
            Some(day) => Ok(Some(day)),
            None => Err(de::Error::custom("not a day")),
        },
    }
}
