use std::{collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// How deep a request may be nested; the deepest of ours has four levels.
const DEEPEST: u8 = 16;

/// Whether JSON is nested no deeper than any request of ours, and no object names a thing twice:
/// where two readers take different ones of the two, one of them can be deceived (RFC 8259,
/// section 4).
pub(super) fn is_plain(json: &[u8]) -> bool {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    Plain(DEEPEST).deserialize(&mut deserializer).is_ok()
}

/// How many levels may still follow.
#[derive(Clone, Copy)]
struct Plain(u8);

impl Plain {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        self.0
            .checked_sub(1)
            .map(Self)
            .ok_or_else(|| E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        while items.next_element_seed(deeper)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        let mut names = HashSet::new();
        while let Some(name) = entries.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a name stands twice"));
            }
            entries.next_value_seed(deeper)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_is_too_deep_or_says_two_things_is_not_plain() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let check = |json: &str, expected: bool| {
            assert_eq!(is_plain(json.as_bytes()), expected, "{json}");
        };
        check(
            r#"{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}],"d":null,"e":-1.5,"f":"x"}"#,
            true,
        );
        check(r#"{"a":1,"a":1}"#, false);
        check(r#"{"x":{"a":1,"b":2,"a":3}}"#, false);
        check(r#"[{"a":1,"\u0061":2}]"#, false);
        check(&nested(16), true);
        check(&nested(17), false);
        check(&"[".repeat(60_000), false);
    }
}
