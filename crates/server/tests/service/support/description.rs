//! Every answer that any test gets is held against `docs/openapi.json`.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use axum::http::Method;
use jsonschema::Validator;
use serde_json::Value;

use super::Answer;

/// The description as it is published.
pub static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../../docs/openapi.json")).unwrap()
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// The path of the description that an address falls under.
pub fn template(address: &str) -> Option<&'static str> {
    let path = address.split('?').next().unwrap();
    let fits = |template: &str| {
        let (given, wanted) = (path.split('/'), template.split('/'));
        given.clone().count() == wanted.clone().count()
            && given
                .zip(wanted)
                .all(|(given, wanted)| wanted.starts_with('{') || given == wanted)
    };
    let paths = DESCRIPTION["paths"].as_object().unwrap();
    // A path without parameters comes before one with them.
    let mut found: Vec<&str> = paths.keys().map(String::as_str).collect();
    found.retain(|template| fits(template));
    found.sort_by_key(|template| template.matches('{').count());
    found.first().copied()
}

/// Holds an answer against the description.
pub fn hold(method: &Method, address: &str, answer: &Answer) {
    let path = address.split('?').next().unwrap();
    let public = ["/api/", "/health", "/readyz", "/gateways/"];
    if !public.iter().any(|start| path.starts_with(start)) {
        return;
    }
    let asked = format!("{method} {path}: {} {}", answer.status, answer.text);
    let method = match method.as_str() {
        "HEAD" => "get".to_owned(),
        name => name.to_lowercase(),
    };
    let operation = template(path).filter(|path| DESCRIPTION["paths"][path][&method].is_object());
    let Some(template) = operation else {
        assert!(matches!(answer.status, 404 | 405 | 413 | 429), "{asked}");
        return hold_body("/components/schemas/Problem", &asked, answer);
    };
    let mut place = format!(
        "/paths/{}/{method}/responses/{}",
        escaped(template),
        answer.status
    );
    let described = DESCRIPTION.pointer(&place);
    let described = described.unwrap_or_else(|| panic!("not described: {asked}"));
    if let Some(named) = described["$ref"].as_str() {
        place = named.trim_start_matches('#').to_owned();
    }
    let described = DESCRIPTION.pointer(&place).unwrap();
    let Some(content) = described["content"].as_object() else {
        assert!(answer.text.is_empty(), "{asked}");
        return;
    };
    let kind = answer.header("content-type");
    assert!(content.contains_key(kind), "{kind:?} of {asked}");
    if kind.ends_with("json") && !answer.text.is_empty() {
        hold_body(
            &format!("{place}/content/{}/schema", escaped(kind)),
            &asked,
            answer,
        );
    }
}

fn hold_body(place: &str, asked: &str, answer: &Answer) {
    let mut all = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = Arc::clone(
        all.entry(place.to_owned())
            .or_insert_with(|| Arc::new(validator(place))),
    );
    drop(all);
    let wrong: Vec<String> = validator
        .iter_errors(&answer.json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{asked}\n{}", wrong.join("\n"));
}

fn validator(place: &str) -> Validator {
    let mut whole = DESCRIPTION.clone();
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    // A fragment of an address has no braces (RFC 3986, 3.5).
    let place = place.replace('{', "%7B").replace('}', "%7D");
    whole["$ref"] = format!("#{place}").into();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&whole)
        .unwrap()
}

/// A part of a JSON pointer (RFC 6901).
fn escaped(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}
