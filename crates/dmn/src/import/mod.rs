//! DMN as a policy.

mod columns;
mod domains;
mod table;

use std::collections::BTreeMap;

use rules::{Number, Policy, PolicyErrors, Source, Switch};

use crate::decide::{Making, Program};
use crate::draft::{Draft, DraftParameter, Grounds};
use crate::error::{DmnErrors, Problem, Report};
use crate::feel::Value;
use crate::model::{Definitions, ItemDefinition, Logic};
use crate::xml::{Element, Namespace};
use columns::Targets;

/// A model as a policy.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The policy.
    pub policy: Policy,
    /// Its files by name, for those who go on with them.
    pub files: BTreeMap<String, String>,
    /// What a person should know of the differences to the model, one sentence each.
    pub notes: Vec<String>,
}

/// Why a model is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Parts of the model that a policy cannot say, each with its place.
    #[error("{0}")]
    Dmn(#[from] DmnErrors),
    /// What is wrong with the policy that the model says, by the places in its files.
    #[error("the model says a policy with mistakes, in the files it would become:\n{0}")]
    Policy(#[from] PolicyErrors),
}

/// The source that rules rest on if the model names none.
const MODEL: &str = "model";

/// Makes a policy of a model: each decision with a table becomes a table, each input a fact.
///
/// What [`export`](crate::export()) wrote becomes the policy it was written from. In other models
/// one thing differs where no rule applies: a policy's list is empty, while the model's is null.
///
/// # Errors
/// [`ImportError`] with everything that a policy cannot say.
pub fn import(definitions: &Definitions) -> Result<Imported, ImportError> {
    let mut report = Report::new(&definitions.file, &definitions.text);
    let mut notes = definitions.notes();
    let program = Program::new(definitions);
    unknown_extensions(definitions, &mut report);
    let mut draft = Draft::default();
    declarations(definitions, &mut draft, &mut report);
    switches(definitions, &program, &mut draft, &mut report);
    let mut targets = Targets::default();
    domains::facts(
        definitions,
        &program,
        &mut draft,
        &mut targets,
        &mut notes,
        &mut report,
    );
    let made = table::tables(definitions, &program, &mut draft, &mut targets, &mut report);
    report.finish()?;
    let rules = draft.tables.iter().flat_map(|table| &table.rules);
    let defaults = made.defaults.iter().map(|(_, rule)| rule);
    let lacks_source = rules
        .chain(defaults)
        .any(|rule| rule.grounds.source == MODEL);
    if lacks_source && draft.sources.iter().all(|source| source.id != MODEL) {
        draft.sources.push(Source {
            id: MODEL.to_owned(),
            date: None,
            url: None,
            title: format!("source.{MODEL}"),
        });
        notes.push(format!(
            "the model names no source for some rules: they rest on the source {MODEL:?}, with low \
             confidence"
        ));
    }
    if made.defaults.is_empty() {
        let (files, policy) = draft.files()?;
        return Ok(Imported {
            policy,
            files,
            notes,
        });
    }
    // Rows that contradict the hit policy are found before a last row makes "first" of it.
    draft.files()?;
    for (index, rule) in made.defaults {
        if let Some(table) = draft.tables.get_mut(index) {
            let change = match table.hit.as_str() {
                "first" => String::new(),
                hit => format!(", and its hit policy {hit} became first"),
            };
            notes.push(format!(
                "the default output of {} became its last rule{change}",
                table.name
            ));
            "first".clone_into(&mut table.hit);
            table.rules.push(rule);
        }
    }
    let (files, policy) = draft.files()?;
    Ok(Imported {
        policy,
        files,
        notes,
    })
}

/// Sources and parameters from the extension elements of the model.
fn declarations(definitions: &Definitions, draft: &mut Draft, report: &mut Report<'_>) {
    let extensions = definitions.extensions.iter();
    let elements = extensions.flat_map(|element| &element.children);
    for element in elements.filter(|element| element.namespace == Namespace::Tirkeu) {
        match element.name.as_str() {
            "source" => draft.sources.push(Source {
                id: text(element, "id", report),
                title: text(element, "title", report),
                date: parsed(element, "date", "a day such as 2026-01-31", report),
                url: element.attribute("url").map(str::to_owned),
            }),
            "parameter" => {
                let value: Option<Number> = parsed(element, "value", "a number", report);
                draft.parameters.push(DraftParameter {
                    name: text(element, "name", report),
                    value: value.unwrap_or(Number::from(0)),
                    rule: text(element, "rule", report),
                    grounds: grounds(element, report),
                });
            }
            _ => {}
        }
    }
}

/// Our extension elements and their attributes.
const EXTENSIONS: [(&str, &[&str]); 9] = [
    ("policy", &[]),
    ("source", &["id", "title", "date", "url"]),
    (
        "parameter",
        &[
            "name",
            "value",
            "rule",
            "from",
            "until",
            "switch",
            "option",
            "source",
            "article",
            "confidence",
            "message",
        ],
    ),
    (
        "fact",
        &[
            "name", "order", "whole", "optional", "asks", "change", "after",
        ],
    ),
    ("day", &[]),
    ("switch", &["name", "note"]),
    ("table", &["name", "goal", "output", "hit"]),
    ("when", &["value"]),
    (
        "rule",
        &["id", "source", "article", "confidence", "message"],
    ),
];

/// Reports extension elements of ours that mean nothing where they stand, and their attributes: a
/// misspelt one would silently cost a rule its article.
fn unknown_extensions(definitions: &Definitions, report: &mut Report<'_>) {
    let mut check = |extensions: &Option<Element>, known: &[&str]| {
        let children = extensions.iter().flat_map(|element| &element.children);
        for child in children.filter(|child| child.namespace == Namespace::Tirkeu) {
            if !known.contains(&child.name.as_str()) {
                let problem = Problem::Unknown {
                    what: "extension element",
                    name: child.written.clone(),
                    nearest: rules::nearest(&child.name, known.iter().copied()),
                };
                report.add(child.at, problem);
                continue;
            }
            let mut extensions = EXTENSIONS.iter();
            let attributes = extensions.find(|(name, _)| *name == child.name);
            let attributes = attributes.map_or([].as_slice(), |(_, attributes)| *attributes);
            for name in child.plain_attributes() {
                if !attributes.contains(&name) {
                    let problem = Problem::Unknown {
                        what: "attribute",
                        name: name.to_owned(),
                        nearest: rules::nearest(name, attributes.iter().copied()),
                    };
                    report.add(child.at, problem);
                }
            }
        }
    };
    check(&definitions.extensions, &["policy", "source", "parameter"]);
    let mut items: Vec<&ItemDefinition> = definitions.items.iter().collect();
    while let Some(item) = items.pop() {
        check(&item.extensions, &["fact"]);
        items.extend(&item.components);
    }
    for input in &definitions.inputs {
        check(&input.extensions, &["fact", "day"]);
    }
    for decision in &definitions.decisions {
        check(&decision.extensions, &["table", "switch"]);
        if let Logic::Table(table) = &decision.logic {
            for input in &table.inputs {
                check(&input.extensions, &["when"]);
            }
            for rule in &table.rules {
                check(&rule.extensions, &["rule", "or"]);
            }
        }
    }
}

/// An attribute that has to be there.
fn text(element: &Element, name: &'static str, report: &mut Report<'_>) -> String {
    match element.attribute(name) {
        Some(text) => text.to_owned(),
        None => {
            let problem = Problem::Missing {
                element: element.written.clone(),
                missing: name,
            };
            report.add(element.at, problem);
            String::new()
        }
    }
}

/// An attribute that may be absent but not wrong.
fn parsed<T: std::str::FromStr>(
    element: &Element,
    name: &str,
    expected: &str,
    report: &mut Report<'_>,
) -> Option<T> {
    let written = element.attribute(name)?;
    let parsed = written.parse().ok();
    if parsed.is_none() {
        let problem = Problem::Expected {
            expected: format!("{expected} as {name}"),
            found: format!("{written:?}"),
            nearest: None,
        };
        report.add(element.at, problem);
    }
    parsed
}

/// What a rule or a parameter rests on.
fn grounds(element: &Element, report: &mut Report<'_>) -> Grounds {
    let day = "a day such as 2026-01-31";
    let optional = |name| element.attribute(name).map(str::to_owned);
    Grounds {
        from: parsed(element, "from", day, report),
        until: parsed(element, "until", day, report),
        switch: optional("switch").zip(optional("option")),
        source: text(element, "source", report),
        article: optional("article").unwrap_or_default(),
        confidence: text(element, "confidence", report),
        message: text(element, "message", report),
    }
}

/// The decisions that say which option of a switch is chosen.
fn switches(
    definitions: &Definitions,
    program: &Program,
    draft: &mut Draft,
    report: &mut Report<'_>,
) {
    let decisions = definitions.decisions.iter().zip(&program.decisions);
    for (decision, making) in decisions {
        let Some(element) = columns::extension(&decision.extensions, "switch") else {
            continue;
        };
        let item = decision.type_ref.as_deref();
        let (_, allowed) = crate::model::resolve(&definitions.items, item);
        let options: Vec<String> = allowed
            .map(|allowed| domains::constants(&allowed.text))
            .unwrap_or_default()
            .into_iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        let chosen = match making {
            Making::Literal(literal) => match crate::decide::constant(literal) {
                Some(Value::Text(text)) => options.iter().position(|option| *option == text),
                _ => None,
            },
            _ => None,
        };
        let Some(chosen) = chosen.and_then(|chosen| u16::try_from(chosen).ok()) else {
            let problem = Problem::Expected {
                expected: format!(
                    "one of the allowed values of {} as a literal",
                    item.unwrap_or("its type")
                ),
                found: match &decision.logic {
                    Logic::Literal(written) => written.text.clone(),
                    _ => "something else".to_owned(),
                },
                nearest: None,
            };
            report.add(decision.at, problem);
            continue;
        };
        draft.switches.push(Switch {
            name: text(element, "name", report),
            options,
            chosen,
            note: text(element, "note", report),
        });
    }
}
