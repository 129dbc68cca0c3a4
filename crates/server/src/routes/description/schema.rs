use std::fmt::Write;

use serde_json::Value;

use super::reference::{escaped, text};

/// A schema in a few words: its type, what values it takes, and a link where it has a name.
pub(super) fn brief(schema: &Value) -> String {
    if let Some(name) = named(schema) {
        return format!("<a href=\"#{0}\">{0}</a>", escaped(name));
    }
    if let Some(of) = schema["oneOf"].as_array() {
        let all: Vec<String> = of.iter().map(brief).collect();
        return all.join(" or ");
    }
    if let Some(values) = schema["enum"].as_array() {
        let all: Vec<String> = values.iter().map(literal).collect();
        return all.join(" | ");
    }
    if !schema["const"].is_null() {
        return literal(&schema["const"]);
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let all: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            all.join(" or ")
        }
        _ => "anything".to_owned(),
    };
    match kind.as_str() {
        "array" => format!("array of {}", brief(&schema["items"])),
        _ => match schema["format"].as_str().or(schema["pattern"].as_str()) {
            Some(form) => format!("{kind} <code>{}</code>", escaped(form)),
            None => kind,
        },
    }
}

/// A schema as a table of its properties, or in a few words where it has none.
pub(super) fn whole(schema: &Value) -> String {
    let Some(properties) = schema["properties"].as_object() else {
        let each = schema["oneOf"].as_array().map(|all| {
            let parts = all.iter().filter(|one| one["properties"].is_object());
            parts.map(whole).collect::<String>()
        });
        return format!("<p>{}</p>{}", brief(schema), each.unwrap_or_default());
    };
    let required: Vec<&str> = schema["required"]
        .as_array()
        .map(|all| all.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let mut rows = String::new();
    for (name, property) in properties {
        let need = if required.contains(&name.as_str()) {
            "required"
        } else {
            "may be absent"
        };
        // Writing to a string cannot fail.
        let _written = write!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{need}</td><td>{}</td></tr>",
            escaped(name),
            brief(property),
            text(&property["description"]),
        );
    }
    format!("<div class=\"wide\"><table><tbody>{rows}</tbody></table></div>")
}

fn named(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn literal(value: &Value) -> String {
    format!("<code>{}</code>", escaped(&value.to_string()))
}
