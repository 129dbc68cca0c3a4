use registration::identifiers::{Rca, Region};
use wire::{AddressFound, Addresses};

use crate::{app::App, error::ApiError, ports::AddressRecord};

/// How many addresses are shown.
const SHOWN: usize = 20;
/// With fewer letters than this nothing is searched.
const LEAST_LETTERS: usize = 2;
/// More letters than this no address has.
const MOST_LETTERS: usize = 200;

/// Searches addresses by text, or by the code where the text is one.
pub async fn search_addresses(
    app: &App,
    text: &str,
    region: Option<Region>,
) -> Result<Addresses, ApiError> {
    let text = text.trim();
    let letters = text.chars().count();
    if !(LEAST_LETTERS..=MOST_LETTERS).contains(&letters) {
        return Ok(Addresses::default());
    }
    let mut found = match Rca::parse(text) {
        Ok(rca) => app
            .outside
            .addresses
            .address(rca)
            .await?
            .into_iter()
            .collect(),
        Err(_) => {
            app.outside
                .addresses
                .search(text, region, SHOWN + 1)
                .await?
        }
    };
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let shown = |AddressRecord {
                     rca,
                     region,
                     text,
                     kind,
                 }| AddressFound {
        rca,
        text,
        region,
        kind,
    };
    Ok(Addresses {
        found: found.into_iter().map(shown).collect(),
        more,
    })
}
