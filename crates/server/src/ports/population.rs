use async_trait::async_trait;
use chrono::NaiveDate;
use registration::{Capacity, Citizenship, Relation, application::AddressText, identifiers::Iin};

use super::Down;

/// The population register (ГБД ФЛ).
#[async_trait]
pub trait Population: Send + Sync {
    /// A person by number.
    async fn person(&self, iin: Iin) -> Result<Option<PersonRecord>, Down>;
}

/// A person as the register has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    /// Number.
    pub iin: Iin,
    /// Surname, given name and patronymic.
    pub name: String,
    /// Date of birth; the age is counted from it, never from the digits of the IIN.
    pub born: NaiveDate,
    /// Citizenship.
    pub citizenship: Citizenship,
    /// Legal capacity as a court has left it.
    pub capacity: Capacity,
    /// The permanent address.
    pub permanent_address: Option<AddressText>,
    /// Whether a valid national digital signature is issued.
    pub has_eds: bool,
    /// Children and wards for whom the person may act.
    pub represents: Vec<Represented>,
}

/// Somebody whom a person may represent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Represented {
    /// Whom.
    pub iin: Iin,
    /// As what.
    pub as_: Relation,
}

impl PersonRecord {
    /// Whole years on a date; a person born on 29 February has a birthday on 1 March in other years.
    #[must_use]
    pub fn age(&self, on: NaiveDate) -> u8 {
        on.years_since(self.born)
            .and_then(|years| u8::try_from(years).ok())
            .unwrap_or(0)
    }
}
