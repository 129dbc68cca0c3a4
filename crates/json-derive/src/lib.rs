//! The derives of `json`.
//!
//! They read the attributes that serde's derives read, so that what travels is described once.
//! What they do not know is a compile error, never another text than serde writes.

mod from_json;
mod place;
mod serde;
mod shape;
mod to_json;

use proc_macro::TokenStream;
use syn::{DeriveInput, Result, parse_macro_input};

use self::shape::Shape;

/// Reads the type from the JSON that its `serde::Serialize` writes.
///
/// A field with `with = "module"` is read by `module::read_json`, over `module::BLANK`.
#[proc_macro_derive(FromJson, attributes(serde))]
pub fn from_json(tokens: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(tokens), from_json::expand)
}

/// Writes the type as the JSON that its `serde::Serialize` writes.
///
/// A field with `with = "module"` is written by `module::write_json`.
#[proc_macro_derive(ToJson, attributes(serde))]
pub fn to_json(tokens: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(tokens), to_json::expand)
}

fn expand(input: &DeriveInput, by: fn(&Shape) -> proc_macro2::TokenStream) -> TokenStream {
    let shape: Result<Shape> = Shape::parse(input);
    shape
        .map_or_else(syn::Error::into_compile_error, |shape| by(&shape))
        .into()
}
