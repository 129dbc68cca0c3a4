//! JSON in requests, with what is wrong where.

use registration::identifiers::{IdentifierError, Iin, OwnerId, Phone, Rca, Region};
use serde::de::DeserializeOwned;
use serde_json::{Value, error::Category};
use wire::ProblemCode;

use crate::error::{ApiError, Fault, FieldFault};

/// Reads a body.
///
/// # Errors
/// `malformed_request` where it is not JSON of the right shape at all, `invalid_fields` with the
/// place where one part of it is wrong.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // A body of which nothing is read has no size, and may be anything.
    if size_of::<T>() > 0 && bytes.contains(&b'[') {
        refuse_lists(bytes)?;
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let error = match read {
        Ok(value) => match deserializer.end() {
            Ok(()) => return Ok(value),
            Err(_) => return Err(ApiError::new(ProblemCode::MalformedRequest)),
        },
        Err(error) => error,
    };
    let whole: Option<Value> = serde_json::from_slice(bytes).ok();
    let (Category::Data, Some(Value::Object(_))) = (error.inner().classify(), &whole) else {
        return Err(ApiError::new(ProblemCode::MalformedRequest));
    };
    let mut path = match error.path().to_string().as_str() {
        "." => String::new(),
        path => path.to_owned(),
    };
    let said = error.inner().to_string();
    if let Some(name) = named(&said, "missing field `") {
        extend(&mut path, name);
        return Err(ApiError::fields(vec![FieldFault::new(
            path,
            Fault::Missing,
        )]));
    }
    if let Some(name) = named(&said, "unknown field `")
        && !path.ends_with(name)
    {
        extend(&mut path, name);
    }
    if path.is_empty() {
        return Err(ApiError::new(ProblemCode::MalformedRequest));
    }
    let text = whole
        .as_ref()
        .and_then(|whole| at(whole, &path))
        .and_then(Value::as_str);
    let fault = text
        .and_then(|text| identifier_fault(&path, text))
        .map_or(Fault::Value, Fault::Identifier);
    Err(ApiError::fields(vec![FieldFault::new(path, fault)]))
}

/// Parts of requests that are objects; parts that nobody reads may be lists.
const READ_BY_NAME: [&str; 4] = [
    "answers",
    "subject",
    "declared_subject",
    "declared_dwelling",
];

/// Refuses what serde would take: an object's values without their names.
fn refuse_lists(bytes: &[u8]) -> Result<(), ApiError> {
    let whole = serde_json::from_slice::<Value>(bytes);
    let whole = whole.map_err(|_| ApiError::new(ProblemCode::MalformedRequest))?;
    match list(&whole) {
        None => Ok(()),
        Some(path) if path.is_empty() => Err(ApiError::new(ProblemCode::MalformedRequest)),
        Some(path) => Err(ApiError::fields(vec![FieldFault::new(path, Fault::Value)])),
    }
}

/// The path of the first list in a value.
fn list(value: &Value) -> Option<String> {
    match value {
        Value::Array(_) => Some(String::new()),
        Value::Object(parts) => parts
            .iter()
            .filter(|(name, _)| READ_BY_NAME.contains(&name.as_str()))
            .find_map(|(name, part)| {
                let rest = list(part)?;
                let dot = if rest.is_empty() { "" } else { "." };
                Some(format!("{name}{dot}{rest}"))
            }),
        _ => None,
    }
}

fn extend(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// The name in backticks that serde writes after these words.
fn named<'a>(said: &'a str, after: &str) -> Option<&'a str> {
    said.strip_prefix(after)?.split('`').next()
}

/// The part of a value at a path such as `answers.subject.person`.
fn at<'a>(whole: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.')
        .try_fold(whole, |value, name| value.get(name))
}

/// Why a text is not the identifier that stands in a field of this name.
fn identifier_fault(path: &str, text: &str) -> Option<IdentifierError> {
    match path.rsplit('.').next()? {
        "iin" | "person" => Iin::parse(text).err(),
        "owner" => OwnerId::parse(text).err(),
        "rca" => Rca::parse(text).err(),
        "phone" => Phone::parse(text).err(),
        "region" => Region::parse(text).err(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use wire::{DwellingCheck, FileRequest, SignInCodeRequest, VerdictRequest};

    fn check<T: DeserializeOwned + std::fmt::Debug>(body: &str, expected: &str) {
        let error = read::<T>(body.as_bytes()).unwrap_err();
        let problem = error.problem(words::Lang::En);
        let fields: Vec<String> = problem
            .fields
            .iter()
            .map(|field| format!(" {}:{}", field.field, field.code))
            .collect();
        assert_eq!(
            format!("{}{}", problem.code.symbol(), fields.concat()),
            expected,
            "{body}"
        );
    }

    #[test]
    fn an_error_names_its_place() {
        check::<SignInCodeRequest>(r#"{"iin":"061211600013"}"#, "invalid_fields iin:checksum");
        check::<SignInCodeRequest>(r#"{"iin":"1"}"#, "invalid_fields iin:length");
        check::<SignInCodeRequest>(r#"{"iin":""}"#, "invalid_fields iin:empty");
        check::<SignInCodeRequest>(r#"{"iin":5}"#, "invalid_fields iin:value");
        check::<SignInCodeRequest>("{}", "invalid_fields iin:missing");
        let answers = |json: &str| format!(r#"{{"lang":"ru","answers":{json}}}"#);
        check::<FileRequest>(
            &answers(r#"{"rca":"12"}"#),
            "invalid_fields answers.rca:length",
        );
        check::<FileRequest>(
            &answers(r#"{"subject":{"person":"061211600013"}}"#),
            "invalid_fields answers.subject.person:checksum",
        );
        check::<FileRequest>(
            &answers(r#"{"service":"eternal"}"#),
            "invalid_fields answers.service:value",
        );
        check::<FileRequest>(
            &answers(r#"{"months":1e9}"#),
            "invalid_fields answers.months:value",
        );
        check::<FileRequest>(r#"{"answers":{}}"#, "invalid_fields lang:missing");
        check::<DwellingCheck>(
            r#"{"service":"permanent"}"#,
            "invalid_fields subject:missing",
        );
        check::<VerdictRequest>(r#"{"on":"tomorrow"}"#, "invalid_fields on:value");
        check::<VerdictRequest>(r#"{"fact":{}}"#, "invalid_fields fact:value");
    }

    #[test]
    fn values_without_their_names_are_refused() {
        check::<SignInCodeRequest>(r#"["061211600012"]"#, "malformed_request");
        check::<VerdictRequest>("[]", "malformed_request");
        let answers = |json: &str| format!(r#"{{"lang":"ru","answers":{json}}}"#);
        check::<FileRequest>(&answers("[]"), "invalid_fields answers:value");
        check::<FileRequest>(
            &answers(r#"{"declared_dwelling":[]}"#),
            "invalid_fields answers.declared_dwelling:value",
        );
        assert!(read::<VerdictRequest>(br#"{"facts":{"service":[1]}}"#).is_ok());
        assert!(read::<serde::de::IgnoredAny>(b"[]").is_ok());
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for body in [
            "",
            "{",
            "{\"iin\":",
            "nonsense",
            "[]",
            "\"iin\"",
            "null",
            "{}{}",
            "{\"iin\":\"\u{0}\"}",
        ] {
            check::<SignInCodeRequest>(body, "malformed_request");
        }
        check::<SignInCodeRequest>(&"[".repeat(50_000), "malformed_request");
        let not_text = read::<SignInCodeRequest>(b"{\"iin\":\"\xff\"}").unwrap_err();
        assert_eq!(not_text.code, ProblemCode::MalformedRequest);
    }
}
