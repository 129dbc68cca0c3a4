//! JSON for the citizens' page, which pays for each kilobyte.
//!
//! `serde_json` explains to a programmer what is wrong with a text, and serde's derive guards each
//! field of each type. Here there is nobody to explain to, and a tree is read first, so that a type
//! needs no more than one call for each member: it is a tenth of the code.
//!
//! [`FromJson`] and [`ToJson`] are derived beside serde's traits from the attributes that serde
//! reads, so that there is one description of what travels; an attribute that they do not know is a
//! compile error. Where a text is accepted, `serde_json` accepts it too and reads the same value,
//! but for two things: of members with the same name the first one counts, and numbers that are not
//! whole are not looked at closely where nobody reads them. What only `serde_json` accepts is
//! nothing that it writes: a struct as a list, `{"unit_variant": null}`, `\ud83d` without its other
//! half, and more than 31 brackets within each other.

// The derives name this crate, and its tests use them.
extern crate self as json;

mod parse;
mod read;
mod write;

pub use json_derive::{FromJson, ToJson};
pub use read::{FromJson, content, members, position};
pub use write::{ToJson, close, content_of, name, open, symbol, text};

/// A value of JSON.
#[derive(Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Another number; nothing that is exchanged has those.
    OtherNumber,
    /// A text.
    Text(String),
    /// Values between brackets.
    List(Vec<Json>),
    /// Members between braces, in the order of the text.
    Object(Vec<(String, Json)>),
}

/// Reads a value.
#[must_use]
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    let mut json = parse::parse(text)?;
    let mut value = T::BLANK;
    value.read_json(Some(&mut json)).then_some(value)
}

/// Writes a value.
#[must_use]
pub fn write(value: &dyn ToJson) -> String {
    let mut text = String::new();
    value.write_json(&mut text);
    text
}
