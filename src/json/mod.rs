//! JSON for what the page exchanges and keeps. `serde_json` explains to a programmer what is wrong
//! with a text; here there is nobody to tell, and leaving that out saves a fifth of the page.

mod parse;
mod read;
mod write;

use serde::{Serialize, de::DeserializeOwned};

/// A value of JSON. Numbers are whole: nothing that is exchanged has others.
#[derive(Clone, Debug, PartialEq)]
enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// It is not JSON, or not of the wanted shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unreadable;

/// Reads a value.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(parse::parse(text)?).ok()
}

/// Writes a value.
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    let mut text = String::new();
    value.serialize(write::Writer(&mut text)).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::{Deserialize, Serialize, de::DeserializeOwned};

    use super::{read, write};

    #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Numbered(u8),
        Named { n: i32 },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Thing {
        kind: Kind,
        name: String,
        #[serde(default)]
        more: Vec<Option<u32>>,
        pair: (bool, i32),
    }

    #[test]
    fn what_is_written_is_read_again() {
        fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
            let text = write(&value).unwrap();
            assert_eq!(text, serde_json::to_string(&value).unwrap());
            assert_eq!(read::<T>(&text), Some(value), "{text}");
        }
        check(());
        check(None::<u8>);
        check(Some(255_u8));
        check(i32::MIN);
        check(u32::MAX);
        check(String::from("қ\"\\/\n\t\u{1}\u{7f} 😀"));
        check(vec![Kind::Plain, Kind::Numbered(7), Kind::Named { n: -1 }]);
        let thing = Thing {
            kind: Kind::Plain,
            name: "Дана".into(),
            more: vec![None, Some(0)],
            pair: (true, -5),
        };
        check(thing.clone());
        check(vec![thing]);
        check(Vec::<Thing>::new());
    }

    #[test]
    fn json_of_others_is_read() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(read::<String>(text).as_deref(), expected, "{text}");
        };
        check(r#" "a\u0436\ud83d\ude00\/\b" "#, Some("aж😀/\u{8}"));
        check(r#""\ud83d""#, None);
        check(r#""\u12""#, None);
        check(r#""a"#, None);
        check("\"a\nb\"", None);
        check(r#""a" "b""#, None);
        check("12", None);
        check("", None);
        let thing = read::<Thing>(
            r#"{ "unknown": [1.5e3, {"a": null}], "name":"x", "kind" : {"numbered": 3}, "pair":[false, -0] }"#,
        );
        assert_eq!(thing.map(|thing| thing.kind), Some(Kind::Numbered(3)));
    }

    #[test]
    fn other_shapes_are_refused() {
        assert_eq!(read::<Thing>(r#"{"name":"x"}"#), None);
        assert_eq!(read::<u8>("256"), None);
        assert_eq!(read::<u8>("-1"), None);
        assert_eq!(read::<u8>("1.5"), None);
        assert_eq!(read::<Kind>(r#""other""#), None);
        assert_eq!(read::<Kind>(r#"{"numbered":1,"named":2}"#), None);
        assert_eq!(read::<Vec<u8>>("[1,]"), None);
        assert_eq!(read::<Vec<u8>>("[1 2]"), None);
        assert_eq!(read::<bool>("tru"), None);
        assert_eq!(read::<Vec<Vec<u8>>>(&"[".repeat(100_000)), None);
    }
}
