//! A policy as DMN.
//!
//! Everything that decides is DMN that other tools evaluate: facts are input data with item
//! definitions, tables are decisions, a chosen switch is a decision with one literal, and dates are
//! a column that tests the input `on`. What DMN has no word for is written in extension elements of
//! the namespace [`TIRKEU`].

mod drawing;
mod naming;
mod table;
mod write;

use chrono::NaiveDate;
use rules::{Asks, FactDeclaration, FactType, Policy, Value};

use crate::draft::{Draft, DraftFact, Grounds};
use crate::xml::{DMN_1_3, DMN_1_5, TIRKEU};
use naming::{FactPlace, Naming};
use write::Writer;

/// Why a policy cannot be written as DMN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A text has a control character, for which XML has no spelling.
    #[error("XML cannot hold the control character in {0:?}")]
    Character(String),
}

/// A version of DMN, by its namespaces: what is written is the same in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// DMN 1.5.
    #[default]
    V1_5,
    /// DMN 1.3, for tools that know no later one.
    V1_3,
}

/// The policy as a DMN file, the same bytes for the same policy.
///
/// Without a day it holds everything, and [`import`](crate::import()) makes the same policy of it.
/// With a day it holds the rules and parameters in force on that day under the switches as they
/// are chosen, without dates and switches.
///
/// # Errors
/// [`ExportError`] if a text cannot be written.
pub fn export(
    policy: &Policy,
    on: Option<NaiveDate>,
    version: Version,
) -> Result<String, ExportError> {
    let (model, drawing) = match version {
        Version::V1_5 => (DMN_1_5, "https://www.omg.org/spec/DMN/20230324/DMNDI/"),
        Version::V1_3 => (DMN_1_3, "https://www.omg.org/spec/DMN/20191111/DMNDI/"),
    };
    let draft = Draft::of(policy, on);
    let naming = Naming::new(&draft);
    let mut writer = Writer::new();
    let of_day = on.map(|on| format!(" as in force on {on}"));
    writer.open(
        "definitions",
        &[
            ("xmlns", model),
            ("xmlns:dmndi", drawing),
            ("xmlns:dc", "http://www.omg.org/spec/DMN/20180521/DC/"),
            ("xmlns:di", "http://www.omg.org/spec/DMN/20180521/DI/"),
            ("xmlns:tirkeu", TIRKEU),
            ("id", "definitions"),
            ("name", "policy"),
            ("namespace", "https://tirkeu.github.io/policy"),
            ("exporter", "tirkeu"),
        ],
    );
    let about = format!("Policy {}{}.", policy.version(), of_day.unwrap_or_default());
    writer.leaf("description", &[], &about);
    declarations(&mut writer, &draft);
    item_definitions(&mut writer, &draft, &naming);
    inputs(&mut writer, &draft, &naming);
    let mut drawing = drawing::Drawing::default();
    table::decisions(&mut writer, &draft, &naming, &mut drawing);
    drawing.write(&mut writer, &naming);
    writer.close("definitions");
    writer.finish()
}

/// Sources and parameters.
fn declarations(writer: &mut Writer, draft: &Draft) {
    writer.open("extensionElements", &[]);
    writer.empty("tirkeu:policy", &[]);
    for source in &draft.sources {
        let date = source.date.map(|date| date.to_string());
        writer.empty(
            "tirkeu:source",
            &present(&[
                ("id", Some(&source.id)),
                ("title", Some(&source.title)),
                ("date", date.as_ref()),
                ("url", source.url.as_ref()),
            ]),
        );
    }
    for parameter in &draft.parameters {
        let value = parameter.value.to_string();
        let grounds = grounds(&parameter.grounds, true);
        let mut attributes = vec![
            ("name", parameter.name.as_str()),
            ("value", value.as_str()),
            ("rule", parameter.rule.as_str()),
        ];
        attributes.extend(grounds.iter().map(|(name, value)| (*name, value.as_str())));
        writer.empty("tirkeu:parameter", &attributes);
    }
    writer.close("extensionElements");
}

/// Attributes that have a value.
fn present<'a>(attributes: &[(&'a str, Option<&'a String>)]) -> Vec<(&'a str, &'a str)> {
    let attributes = attributes.iter();
    attributes
        .filter_map(|(name, value)| Some((*name, value.as_ref()?.as_str())))
        .collect()
}

/// What something rests on, as attributes; dates and switch only if no columns say them.
fn grounds(grounds: &Grounds, with_dates: bool) -> Vec<(&'static str, String)> {
    let mut attributes = Vec::new();
    if with_dates {
        for (name, day) in [("from", grounds.from), ("until", grounds.until)] {
            attributes.extend(day.map(|day| (name, day.to_string())));
        }
        if let Some((switch, option)) = &grounds.switch {
            attributes.push(("switch", switch.clone()));
            attributes.push(("option", option.clone()));
        }
    }
    attributes.push(("source", grounds.source.clone()));
    if !grounds.article.is_empty() {
        attributes.push(("article", grounds.article.clone()));
    }
    attributes.push(("confidence", grounds.confidence.clone()));
    attributes.push(("message", grounds.message.clone()));
    attributes
}

/// The unary tests that a fact's domain comes down to; none if it is everything.
fn allowed(fact: &FactDeclaration) -> Option<String> {
    let mut tests = match &fact.kind {
        FactType::Text { values } => {
            let values = values.iter().map(|value| Value::Text(value).to_string());
            values.collect::<Vec<_>>()
        }
        FactType::Boolean => return None,
        FactType::Whole { min, max } | FactType::Number { min, max } => match (min, max) {
            (None, None) => return None,
            (Some(min), None) => vec![format!(">= {min}")],
            (None, Some(max)) => vec![format!("<= {max}")],
            (Some(min), Some(max)) => vec![format!("[{min}..{max}]")],
        },
    };
    if fact.optional {
        tests.push("null".to_owned());
    }
    Some(tests.join(", "))
}

const fn type_ref(kind: &FactType) -> &'static str {
    match kind {
        FactType::Text { .. } => "string",
        FactType::Boolean => "boolean",
        FactType::Whole { .. } | FactType::Number { .. } => "number",
    }
}

/// What DMN has no word for about a fact.
fn fact_extension(writer: &mut Writer, order: usize, draft: &DraftFact) {
    let fact = &draft.declaration;
    let order = order.to_string();
    let change = fact.change.map(|change| change.to_string());
    let mut attributes = vec![("name", fact.name.as_str()), ("order", order.as_str())];
    if matches!(fact.kind, FactType::Whole { .. }) {
        attributes.push(("whole", "true"));
    }
    if fact.optional {
        attributes.push(("optional", "true"));
    }
    if fact.asks == Asks::Register {
        attributes.push(("asks", "register"));
    }
    attributes.extend(change.iter().map(|change| ("change", change.as_str())));
    attributes.extend(draft.after.iter().map(|after| ("after", after.as_str())));
    writer.open("extensionElements", &[]);
    if draft.weights.is_empty() {
        writer.empty("tirkeu:fact", &attributes);
    } else {
        writer.open("tirkeu:fact", &attributes);
        for (cell, weight) in &draft.weights {
            let weight = weight.to_string();
            let attributes = [("cell", cell.as_str()), ("weight", weight.as_str())];
            writer.empty("tirkeu:weight", &attributes);
        }
        writer.close("tirkeu:fact");
    }
    writer.close("extensionElements");
}

/// An element with an id and a text in it.
fn with_text(writer: &mut Writer, name: &str, id: &str, tests: &str) {
    writer.open(name, &[("id", id)]);
    writer.leaf("text", &[], tests);
    writer.close(name);
}

fn item_definitions(writer: &mut Writer, draft: &Draft, naming: &Naming) {
    for (index, fact) in draft.facts.iter().enumerate() {
        let id = format!("item.{index}");
        match naming.fact(index) {
            FactPlace::Input { type_name, .. } => {
                if let Some(tests) = allowed(&fact.declaration) {
                    writer.open("itemDefinition", &[("id", &id), ("name", type_name)]);
                    writer.leaf("typeRef", &[], type_ref(&fact.declaration.kind));
                    with_text(writer, "allowedValues", &format!("{id}.allowed"), &tests);
                    writer.close("itemDefinition");
                }
            }
            FactPlace::Component { first: false, .. } => {}
            FactPlace::Component {
                group, type_name, ..
            } => {
                writer.open("itemDefinition", &[("id", &id), ("name", type_name)]);
                for (index, fact) in draft.facts.iter().enumerate() {
                    if let FactPlace::Component {
                        group: other,
                        component,
                        ..
                    } = naming.fact(index)
                        && other == group
                    {
                        let id = format!("component.{index}");
                        writer.open("itemComponent", &[("id", &id), ("name", component)]);
                        fact_extension(writer, index, fact);
                        writer.leaf("typeRef", &[], type_ref(&fact.declaration.kind));
                        if let Some(tests) = allowed(&fact.declaration) {
                            let id = format!("{id}.allowed");
                            with_text(writer, "allowedValues", &id, &tests);
                        }
                        writer.close("itemComponent");
                    }
                }
                writer.close("itemDefinition");
            }
        }
    }
    for (index, switch) in draft.switches.iter().enumerate() {
        let options = switch.options.iter();
        let options = options.map(|option| Value::Text(option).to_string());
        let options = options.collect::<Vec<_>>().join(", ");
        let id = format!("item.switch.{index}");
        let name = naming.switch_type(index);
        writer.open("itemDefinition", &[("id", &id), ("name", &name)]);
        writer.leaf("typeRef", &[], "string");
        with_text(writer, "allowedValues", &format!("{id}.allowed"), &options);
        writer.close("itemDefinition");
    }
    for (index, table) in draft.tables.iter().enumerate() {
        if table::lists(table) {
            let id = format!("item.list.{index}");
            let name = naming.list_type(index);
            writer.open(
                "itemDefinition",
                &[("id", &id), ("name", &name), ("isCollection", "true")],
            );
            writer.leaf("typeRef", &[], "string");
            writer.close("itemDefinition");
        }
    }
}

/// The variable under which others know an input or a decision.
fn variable(writer: &mut Writer, of: &str, name: &str, type_ref: &str) {
    let id = format!("variable.{of}");
    let attributes = [("id", id.as_str()), ("name", name), ("typeRef", type_ref)];
    writer.empty("variable", &attributes);
}

fn inputs(writer: &mut Writer, draft: &Draft, naming: &Naming) {
    if let Some(on) = naming.day() {
        let id = format!("input.{on}");
        writer.open("inputData", &[("id", &id), ("name", on)]);
        writer.leaf("description", &[], "The day on which the rules are asked.");
        writer.open("extensionElements", &[]);
        writer.empty("tirkeu:day", &[]);
        writer.close("extensionElements");
        variable(writer, &id, on, "date");
        writer.close("inputData");
    }
    for (index, fact) in draft.facts.iter().enumerate() {
        let id = naming.input_id(index);
        match naming.fact(index) {
            FactPlace::Input { input, type_name } => {
                writer.open("inputData", &[("id", &id), ("name", input)]);
                fact_extension(writer, index, fact);
                let type_ref = match allowed(&fact.declaration) {
                    Some(_) => type_name.as_str(),
                    None => type_ref(&fact.declaration.kind),
                };
                variable(writer, &id, input, type_ref);
                writer.close("inputData");
            }
            FactPlace::Component {
                group,
                type_name,
                first: true,
                ..
            } => {
                writer.open("inputData", &[("id", &id), ("name", group)]);
                variable(writer, &id, group, type_name);
                writer.close("inputData");
            }
            FactPlace::Component { .. } => {}
        }
    }
}
