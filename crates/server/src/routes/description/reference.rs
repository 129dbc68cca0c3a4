use std::{fmt::Write, sync::LazyLock};

use axum::{
    http::{HeaderName, header::CONTENT_TYPE},
    response::{Html, IntoResponse},
};
use serde_json::{Map, Value};

use super::{
    TEXT,
    schema::{brief, whole},
};

/// The page is the same for everybody as long as the program runs.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let all: Value = serde_json::from_str(TEXT).unwrap_or_default();
    page(&all)
});

/// `GET /api/`: the description to be read, without a script and without another host.
pub(in crate::routes) async fn reference() -> Html<&'static str> {
    Html(PAGE.as_str())
}

/// `GET /api/reference.css`
pub(in crate::routes) async fn style() -> impl IntoResponse {
    let kind: (HeaderName, &str) = (CONTENT_TYPE, "text/css; charset=utf-8");
    ([kind], include_str!("reference.css"))
}

fn page(all: &Value) -> String {
    let nothing = Map::new();
    let paths = all["paths"].as_object().unwrap_or(&nothing);
    let schemas = all["components"]["schemas"].as_object().unwrap_or(&nothing);
    let mut contents = String::new();
    let mut calls = String::new();
    for tag in all["tags"].as_array().into_iter().flatten() {
        let tag = tag["name"].as_str().unwrap_or_default();
        let of_tag = paths.iter().flat_map(|(path, item)| {
            let operations = item.as_object().into_iter().flatten();
            operations
                .filter(|(_, call)| call["tags"][0] == tag)
                .map(move |(method, call)| (method, path, call))
        });
        let mut links = String::new();
        calls += &format!("<h2>{}</h2>", escaped(tag));
        for (method, path, call) in of_tag {
            let id = call["operationId"].as_str().unwrap_or_default();
            // Writing to a string cannot fail.
            let _written = write!(
                links,
                "<li><a href=\"#{}\">{}</a></li>",
                escaped(id),
                text(&call["summary"])
            );
            calls += &operation(all, method, path, call);
        }
        contents += &format!("<li>{}<ul>{links}</ul></li>", escaped(tag));
    }
    let mut types = String::new();
    for (name, schema) in schemas {
        types += &format!(
            "<section id=\"{0}\"><h3>{0}</h3><p>{1}</p>{2}</section>",
            escaped(name),
            text(&schema["description"]),
            whole(schema)
        );
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} API</title><link rel=\"stylesheet\" href=\"/api/reference.css\"></head>\
         <body><header><h1>{title} API {version}</h1><p>{about}</p>\
         <p>For programs: <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p></header>\
         <nav aria-label=\"Calls\"><ul>{contents}</ul></nav>\
         <main>{calls}<h2>Types</h2>{types}</main></body></html>",
        title = text(&all["info"]["title"]),
        version = text(&all["info"]["version"]),
        about = text(&all["info"]["description"]),
    )
}

fn operation(all: &Value, method: &str, path: &str, call: &Value) -> String {
    let mut rows = String::new();
    for parameter in call["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(all, parameter);
        let need = match parameter["required"].as_bool() {
            Some(true) => "required",
            _ => "may be absent",
        };
        rows += &format!(
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{need}</td><td>{}</td></tr>",
            text(&parameter["name"]),
            text(&parameter["in"]),
            text(&parameter["description"])
        );
    }
    let request = match call["requestBody"].as_object() {
        Some(body) => {
            let schema = body.get("content").and_then(first_schema);
            let schema = schema.map(brief).unwrap_or_default();
            format!("<p>Request: {schema}</p>")
        }
        None => String::new(),
    };
    let mut answers = String::new();
    for (status, answer) in call["responses"].as_object().into_iter().flatten() {
        let answer = resolved(all, answer);
        let schema = first_schema(&answer["content"])
            .map(brief)
            .unwrap_or_default();
        answers += &format!(
            "<tr><th scope=\"row\">{}</th><td>{schema}</td><td>{}</td></tr>",
            escaped(status),
            text(&answer["description"])
        );
    }
    let signed = if call["security"].is_array() {
        "<p>Only for somebody who is signed in.</p>"
    } else {
        ""
    };
    format!(
        "<section id=\"{id}\"><h3>{summary}</h3><p class=\"call\"><code>{method} {path}</code></p>\
         <p>{about}</p>{signed}{request}<div class=\"wide\"><table><tbody>{rows}</tbody></table></div>\
         <details><summary>Answers</summary><div class=\"wide\"><table><tbody>{answers}</tbody></table></div>\
         </details></section>",
        id = text(&call["operationId"]),
        summary = text(&call["summary"]),
        method = escaped(&method.to_uppercase()),
        path = escaped(path),
        about = text(&call["description"]),
    )
}

/// What a `$ref` within the description points to, or the value itself.
fn resolved<'a>(all: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"]
        .as_str()
        .and_then(|place| place.strip_prefix('#'))
        .and_then(|place| all.pointer(place))
        .unwrap_or(value)
}

fn first_schema(content: &Value) -> Option<&Value> {
    let (_, first) = content.as_object()?.iter().next()?;
    first.get("schema")
}

/// A text as HTML: what stands between backticks is code.
pub(super) fn text(value: &Value) -> String {
    let mut html = String::new();
    for (at, part) in value.as_str().unwrap_or_default().split('`').enumerate() {
        if at % 2 == 0 {
            html += &escaped(part);
        } else {
            html += &format!("<code>{}</code>", escaped(part));
        }
    }
    html
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
