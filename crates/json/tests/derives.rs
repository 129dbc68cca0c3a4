//! What is derived reads and writes what serde's derives read and write.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use json::{FromJson, ToJson, read, write};
use proptest::{collection::vec, prelude::*};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(rename_all = "snake_case")]
enum Kind {
    TwoWords,
    Numbered(u8),
    #[serde(rename = "other")]
    Renamed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(transparent)]
struct Name(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
struct Thing {
    #[serde(rename = "type")]
    kind: Kind,
    name: Name,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    more: Vec<Option<u32>>,
    pair: (bool, i32),
    inner: Option<Inner>,
    #[serde(default, with = "tens")]
    tens: u16,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(default)]
struct Inner {
    seven: Option<u8>,
    text: String,
}

/// Not what the fields are when nothing is known of them.
impl Default for Inner {
    fn default() -> Self {
        Self {
            seven: Some(7),
            text: "seven".into(),
        }
    }
}

/// A number without its last digit.
mod tens {
    use json::{FromJson as _, Json, ToJson as _};
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) const BLANK: u16 = 1;

    pub(super) fn read_json(tens: &mut u16, json: Option<&mut Json>) -> bool {
        let is_read = tens.read_json(json);
        *tens *= 10;
        is_read
    }

    pub(super) fn write_json(tens: &u16, to: &mut String) {
        (tens / 10).write_json(to);
    }

    pub(super) fn serialize<S: Serializer>(tens: &u16, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u16(tens / 10)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
        Ok(u16::deserialize(from)?.wrapping_mul(10))
    }
}

fn thing() -> Thing {
    Thing {
        kind: Kind::TwoWords,
        name: Name("Дана".into()),
        more: vec![None, Some(0)],
        pair: (true, -5),
        inner: Some(Inner {
            seven: None,
            text: "қ\"\\/\n\t\u{1}\u{7f} 😀".into(),
        }),
        tens: 120,
    }
}

#[test]
fn what_is_written_is_what_serde_json_writes_and_is_read_again() {
    fn check<T>(value: T)
    where
        T: ToJson + FromJson + Serialize + DeserializeOwned + PartialEq + Debug,
    {
        let text = write(&value);
        let theirs = serde_json::to_string(&value).unwrap();
        assert_eq!(
            text,
            theirs.replace("\\n", "\\u000a").replace("\\t", "\\u0009")
        );
        assert_eq!(read::<T>(&text), Some(value), "{text}");
    }
    check(None::<u8>);
    check(Some(255_u8));
    check(i32::MIN);
    check(u32::MAX);
    check(true);
    check(String::from("қ\"\\/\n\t\u{1}\u{7f} 😀"));
    check(String::from("[{"));
    check(vec![Kind::TwoWords, Kind::Numbered(7), Kind::Renamed]);
    check(thing());
    check(vec![
        thing(),
        Thing {
            more: vec![],
            inner: None,
            ..thing()
        },
    ]);
    check(Vec::<Thing>::new());
    check((vec![String::new()], Some(Vec::<bool>::new())));
}

/// Ours and serde's say the same.
#[track_caller]
fn same<T: FromJson + DeserializeOwned + PartialEq + Debug>(text: &str) -> Option<T> {
    let ours = read::<T>(text);
    assert_eq!(ours, serde_json::from_str(text).ok(), "{text}");
    ours
}

#[test]
fn json_of_others_is_read() {
    let check = |text: &str, expected: Option<&str>| {
        assert_eq!(same::<String>(text).as_deref(), expected, "{text}");
    };
    check(r#" "a\u0436\ud83d\ude00\/\b" "#, Some("aж😀/\u{8}"));
    check(r#""\ud83d""#, None);
    check(r#""\u12""#, None);
    check(r#""a"#, None);
    check("\"a\nb\"", None);
    check(r#""a" "b""#, None);
    check("12", None);
    check("", None);
    let thing = same::<Thing>(
        r#"{ "unknown": [1.5e3, {"a": null}], "name":"x", "type" : {"numbered": 3}, "pair":[false, 0] }"#,
    );
    let thing = thing.unwrap();
    assert_eq!(thing.kind, Kind::Numbered(3));
    assert_eq!((thing.more, thing.inner, thing.tens), (vec![], None, 0));
}

#[test]
fn what_is_missing_is_what_serde_makes_of_it() {
    let check = |text: &str, expected: Option<(Option<u8>, &str)>| {
        let inner = same::<Inner>(text);
        let read = inner.as_ref().map(|inner| (inner.seven, &*inner.text));
        assert_eq!(read, expected, "{text}");
    };
    check("{}", Some((Some(7), "seven")));
    check(r#"{"seven":null}"#, Some((None, "seven")));
    check(r#"{"seven":1,"text":""}"#, Some((Some(1), "")));
    check(r#"{"text":null}"#, None);
    check("null", None);
}

#[test]
fn other_shapes_are_refused() {
    fn refused<T: FromJson + DeserializeOwned + PartialEq + Debug>(text: &str) {
        assert_eq!(same::<T>(text), None);
    }
    refused::<Thing>(r#"{"name":"x"}"#);
    refused::<Thing>("{}");
    refused::<Thing>(r#"{"name":"x","type":"other","pair":[true,1],"more":null}"#);
    refused::<Thing>(r#"{"name":"x","type":"other","pair":[true,1],"tens":null}"#);
    for number in [
        "256",
        "-1",
        "1.5",
        "01",
        "+1",
        "-0",
        "1e0",
        "99999999999999999999",
        "-",
        "--",
    ] {
        refused::<u8>(number);
        refused::<Option<u8>>(number);
    }
    refused::<Kind>(r#""Renamed""#);
    refused::<Kind>(r#""numbered""#);
    refused::<Kind>(r#"{"numbered":1,"other":2}"#);
    refused::<Kind>(r#"{"numbered":null}"#);
    refused::<Kind>("{}");
    refused::<Vec<u8>>("[1,]");
    refused::<Vec<u8>>("[1 2]");
    refused::<Vec<u8>>(r#"{"0":1}"#);
    refused::<(u8, u8)>("[1]");
    refused::<(u8, u8)>("[1,2,3]");
    refused::<bool>("tru");
    refused::<Vec<Vec<u8>>>(&"[".repeat(100_000));
}

#[test]
fn ours_alone_takes_the_first_of_two_members_and_refuses_what_nobody_writes() {
    assert_eq!(
        read(r#"{"seven":1,"seven":2}"#).map(|inner: Inner| inner.seven),
        Some(Some(1))
    );
    assert!(read::<Inner>(r#"{"unknown":[1-,.]}"#).is_some());
    assert_eq!(read::<Kind>(r#"{"other":null}"#), None);
    assert_eq!(read::<Inner>("[1,\"\"]"), None);
    let deep = |depth| {
        format!(
            "{{\"unknown\":{}1{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert!(read::<Inner>(&deep(30)).is_some());
    assert!(read::<Inner>(&deep(31)).is_none());
}

/// Any letter, and often one that is escaped.
fn letter() -> impl Strategy<Value = char> {
    prop_oneof![any::<char>(), (0_u8..128).prop_map(char::from)]
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Some(thing) = read::<Thing>(&text) {
            prop_assert_eq!(serde_json::from_str::<Thing>(&text).unwrap(), thing);
        }
    }

    #[test]
    fn a_text_of_any_letters_is_written_and_read(letters in vec(letter(), 0..50)) {
        let text: String = letters.into_iter().collect();
        let written = write(&text);
        prop_assert_eq!(&serde_json::from_str::<String>(&written).unwrap(), &text);
        prop_assert_eq!(read::<String>(&written), Some(text));
    }
}
