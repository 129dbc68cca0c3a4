//! Reading facts without anything in between.

use std::fmt;

use rules::{FactId, Facts, Lookup, Number, RulesError, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

/// Adds facts to those that are known.
pub(crate) fn read(
    json: &str,
    lookup: &Lookup<'_>,
    facts: &mut Facts,
) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer.deserialize_map(Object { lookup, facts })?;
    deserializer.end()
}

struct Object<'l, 'p, 'f> {
    lookup: &'l Lookup<'p>,
    facts: &'f mut Facts,
}

impl<'de> Visitor<'de> for Object<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { lookup, facts } = self;
        while let Some(fact) = map.next_key_seed(Name { lookup })? {
            let facts = &mut *facts;
            map.next_value_seed(Slot {
                lookup,
                facts,
                fact,
            })?;
        }
        Ok(())
    }
}

/// The name of a fact.
struct Name<'l, 'p> {
    lookup: &'l Lookup<'p>,
}

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = FactId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FactId, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = FactId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a fact")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<FactId, E> {
        self.lookup.fact(name).ok_or_else(|| {
            // Only the engine knows the nearest name.
            let unknown = Facts::new().set(self.lookup.policy(), name, false);
            unknown.map_or_else(E::custom, |()| E::custom("unknown fact"))
        })
    }
}

/// Where the value of a fact goes.
struct Slot<'l, 'p, 'f> {
    lookup: &'l Lookup<'p>,
    facts: &'f mut Facts,
    fact: FactId,
}

impl Slot<'_, '_, '_> {
    fn set<'v, E: Error>(self, value: impl Into<Value<'v>>) -> Result<(), E> {
        let set = self.lookup.set(self.facts, self.fact, value);
        set.map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Slot<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Slot<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false or null")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.facts.clear(self.fact);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.set(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.set(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        let value = i64::try_from(value).map_err(|_| E::custom(RulesError::Number))?;
        self.visit_i64(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.set(Number::try_from(value).map_err(E::custom)?)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match decimal(value) {
            Some(number) => self.set(number),
            None => Err(E::custom(RulesError::Number)),
        }
    }
}

/// The decimal of at most six places whose nearest double this is. A double holds fifteen digits
/// of a decimal; beyond them two decimals could be meant.
fn decimal(value: f64) -> Option<Number> {
    const UNIT: f64 = 1e6;
    const EXACT: f64 = 1e15;
    let millionths = (value * UNIT).round();
    // What is divided and rounded here is what reading the decimal would have given.
    let is_meant = millionths / UNIT == value && millionths.abs() < EXACT;
    is_meant.then(|| Number::from_millionths(millionths as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, expected: Option<&str>) {
        let text = decimal(value).map(|number| number.to_string());
        assert_eq!(text.as_deref(), expected, "{value}");
    }

    #[test]
    fn a_double_is_the_decimal_that_was_written() {
        check(0.1, Some("0.1"));
        check(-37.654_321, Some("-37.654321"));
        check(1e8, Some("100000000"));
        check(123_456_789.123_456, Some("123456789.123456"));
        check(0.1 + 0.2, None);
        check(0.123_456_7, None);
        check(1e10, None);
        check(f64::NAN, None);
        check(f64::INFINITY, None);
    }
}
