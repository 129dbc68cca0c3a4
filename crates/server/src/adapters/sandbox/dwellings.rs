use registration::{
    DwellingKind,
    application::AddressText,
    identifiers::{Rca, Region},
};
use serde::Deserialize;

use super::{
    error::SandboxError,
    world::{Dwelling, SourceFile},
};

/// `sandbox/dwellings.toml` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DwellingsFile {
    pub(super) house: Vec<HouseEntry>,
}

/// A house with what all its flats share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HouseEntry {
    key: String,
    code: String,
    region: Region,
    place: AddressText,
    street: AddressText,
    number: String,
    kind: DwellingKind,
    flats: Option<String>,
    area: f64,
    registered: u32,
    #[serde(default = "commissioned")]
    commissioned: bool,
    #[serde(default)]
    owners: Vec<String>,
    listed: Option<Vec<String>>,
    #[serde(default)]
    unit: Vec<UnitEntry>,
}

/// A flat or room that differs from the rest of its house.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    number: u16,
    area: Option<f64>,
    registered: Option<u32>,
    owners: Option<Vec<String>>,
    listed: Option<Vec<String>>,
    #[serde(default)]
    applied_for: Vec<String>,
}

fn commissioned() -> bool {
    true
}

/// A dwelling whose owners and tenants are still keys.
pub(super) struct Unresolved {
    pub(super) key: String,
    pub(super) dwelling: Dwelling,
    pub(super) owners: Vec<String>,
    pub(super) listed: Option<Vec<String>>,
    pub(super) applied_for: Vec<String>,
}

impl HouseEntry {
    /// Every dwelling of the house: its flats or rooms, or the house itself.
    pub(super) fn dwellings(&self) -> Result<Vec<Unresolved>, SandboxError> {
        let Some(flats) = &self.flats else {
            return Ok(vec![self.dwelling(None)?]);
        };
        let (first, last) = flats
            .split_once('-')
            .and_then(|(first, last)| Some((first.parse::<u16>().ok()?, last.parse::<u16>().ok()?)))
            .ok_or_else(|| self.value(flats, "a range such as 1-8"))?;
        if let Some(unit) = self
            .unit
            .iter()
            .find(|unit| !(first..=last).contains(&unit.number))
        {
            return Err(self.value(&unit.number.to_string(), "one of the flats"));
        }
        (first..=last)
            .map(|number| self.dwelling(Some(number)))
            .collect()
    }

    fn dwelling(&self, number: Option<u16>) -> Result<Unresolved, SandboxError> {
        let unit = self.unit.iter().find(|unit| Some(unit.number) == number);
        let area = unit.and_then(|unit| unit.area).unwrap_or(self.area);
        let listed = unit
            .and_then(|unit| unit.listed.clone())
            .or_else(|| self.listed.clone());
        let digits = format!("{}{:04}", self.code, number.unwrap_or(0));
        let rca = Rca::parse(&digits).map_err(|_| self.value(&self.code, "twelve digits"))?;
        Ok(Unresolved {
            key: match number {
                Some(number) => format!("{}/{number}", self.key),
                None => self.key.clone(),
            },
            dwelling: Dwelling {
                rca,
                region: self.region,
                text: self.address(number),
                kind: self.kind,
                commissioned: self.commissioned,
                area_dm2: self.hundredths(area)?,
                registered: unit
                    .and_then(|unit| unit.registered)
                    .unwrap_or(self.registered),
                owners: Vec::new(),
                listed: None,
                applied_for: Vec::new(),
            },
            owners: unit
                .and_then(|unit| unit.owners.clone())
                .unwrap_or_else(|| self.owners.clone()),
            listed,
            applied_for: unit
                .map(|unit| unit.applied_for.clone())
                .unwrap_or_default(),
        })
    }

    /// The address as the register writes it in each language.
    fn address(&self, unit: Option<u16>) -> AddressText {
        let (place, street, number) = (&self.place, &self.street, &self.number);
        let mut text = AddressText {
            kk: format!("{}, {}, {number}-үй", place.kk, street.kk),
            ru: format!("{}, {}, д. {number}", place.ru, street.ru),
            en: format!("{}, {} {}", place.en, street.en, latin(number)),
        };
        if let Some(unit) = unit {
            let (kk, ru, en) = if self.kind == DwellingKind::Flat {
                ("пәтер", "кв.", "flat")
            } else {
                ("бөлме", "комн.", "room")
            };
            text.kk.push_str(&format!(", {unit}-{kk}"));
            text.ru.push_str(&format!(", {ru} {unit}"));
            text.en.push_str(&format!(", {en} {unit}"));
        }
        text
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a small positive number"
    )]
    fn hundredths(&self, area: f64) -> Result<u32, SandboxError> {
        if (1.0..100_000.0).contains(&area) {
            Ok((area * 100.0).round() as u32)
        } else {
            Err(self.value(&area.to_string(), "an area in square metres"))
        }
    }

    fn value(&self, text: &str, expected: &'static str) -> SandboxError {
        SandboxError::Value {
            file: SourceFile::Dwellings,
            key: self.key.clone(),
            text: text.to_owned(),
            expected,
        }
    }
}

/// The letter of a house number in Latin: 90А becomes 90A.
fn latin(number: &str) -> String {
    number
        .chars()
        .map(|letter| match letter {
            'А' => 'A',
            'Б' => 'B',
            'В' => 'V',
            'Г' => 'G',
            'Д' => 'D',
            other => other,
        })
        .collect()
}
