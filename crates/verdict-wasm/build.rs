//! Turns `policy/cases/*.toml` into one JSON list, each case with the facts it starts from.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build with cases that cannot be read must stop and say why"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value, json};

fn main() {
    let here = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&here).join("../../policy/cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut cases = Vec::new();
    for file in listed(&folder) {
        println!("cargo::rerun-if-changed={}", file.display());
        let text = fs::read_to_string(&file).expect("a case file is UTF-8");
        let name = file
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        match toml::from_str(&text) {
            Ok(table) => cases.extend(of_file(&name, &table)),
            Err(error) => panic!("{name}: {error}"),
        }
    }
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("cases.json");
    fs::write(out, Value::Array(cases).to_string()).expect("OUT_DIR is writable");
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("policy/cases is there");
    let paths = entries.map(|entry| entry.expect("policy/cases can be listed").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .collect();
    files.sort();
    files
}

/// The cases of one file, with its goal and its readings of disputed rules. What is not one of a case's own keys is a fact; “?” removes a fact that
/// the file gives.
fn of_file(file: &str, table: &toml::Table) -> Vec<Value> {
    const OWN: [&str; 6] = ["name", "on", "expect", "consent", "because", "missing"];
    let given = table
        .get("given")
        .and_then(toml::Value::as_table)
        .cloned()
        .unwrap_or_default();
    let of_file = |key: &str| table.get(key).map(as_json);
    let cases = table
        .get("case")
        .and_then(toml::Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut read = Vec::new();
    for case in &cases {
        let case = case.as_table().expect("a case is a table");
        let mut facts: Map<String, Value> = given
            .iter()
            .map(|(name, value)| (name.clone(), as_json(value)))
            .collect();
        let mut own = Map::from_iter([("file".to_owned(), json!(file))]);
        for (name, value) in case {
            if OWN.contains(&name.as_str()) {
                own.insert(name.clone(), as_json(value));
            } else if value.as_str() == Some("?") {
                facts.remove(name);
            } else {
                facts.insert(name.clone(), as_json(value));
            }
        }
        own.insert("facts".to_owned(), Value::Object(facts));
        own.insert(
            "goal".to_owned(),
            of_file("goal").unwrap_or_else(|| json!("verdict")),
        );
        own.insert(
            "switches".to_owned(),
            of_file("switches").unwrap_or_else(|| json!({})),
        );
        read.push(Value::Object(own));
    }
    read
}

fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(time) => json!(time.to_string()),
        toml::Value::Array(list) => list.iter().map(as_json).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .iter()
                .map(|(name, value)| (name.clone(), as_json(value)))
                .collect(),
        ),
    }
}
