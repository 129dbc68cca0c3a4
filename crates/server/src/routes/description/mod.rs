//! What the API is, for programs and for readers. There is one source of it, `docs/openapi.json`;
//! the tests hold the router and every answer against it.

mod document;
mod reference;
mod schema;

pub(super) use document::document;
pub(super) use reference::{reference, style};

/// OpenAPI 3.1 of all that is public.
const TEXT: &str = include_str!("../../../../../docs/openapi.json");
