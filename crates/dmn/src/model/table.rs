//! Decision tables as they are written.

use crate::error::{Problem, Report};
use crate::xml::{Element, Written};
use rules::nearest;

/// A `decisionTable`.
#[derive(Clone, Debug)]
pub(crate) struct DecisionTable {
    pub(crate) hit: Hit,
    pub(crate) inputs: Vec<InputClause>,
    pub(crate) outputs: Vec<OutputClause>,
    pub(crate) rules: Vec<TableRule>,
}

/// A hit policy, with the aggregation of `COLLECT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    Unique,
    Any,
    First,
    Priority,
    OutputOrder,
    RuleOrder,
    Collect,
    Aggregate(Aggregation),
}

/// What `COLLECT` makes of its outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregation {
    Sum,
    Min,
    Max,
    Count,
}

const POLICIES: [(&str, Hit); 7] = [
    ("UNIQUE", Hit::Unique),
    ("ANY", Hit::Any),
    ("FIRST", Hit::First),
    ("PRIORITY", Hit::Priority),
    ("OUTPUT ORDER", Hit::OutputOrder),
    ("RULE ORDER", Hit::RuleOrder),
    ("COLLECT", Hit::Collect),
];

const AGGREGATIONS: [(&str, Aggregation); 4] = [
    ("SUM", Aggregation::Sum),
    ("MIN", Aggregation::Min),
    ("MAX", Aggregation::Max),
    ("COUNT", Aggregation::Count),
];

/// A column that is tested.
#[derive(Clone, Debug)]
pub(crate) struct InputClause {
    pub(crate) expression: Written,
    pub(crate) allowed: Option<Written>,
    pub(crate) extensions: Option<Element>,
}

/// A column that is given.
#[derive(Clone, Debug)]
pub(crate) struct OutputClause {
    pub(crate) name: Option<String>,
    pub(crate) allowed: Option<Written>,
    pub(crate) default: Option<Written>,
}

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct TableRule {
    pub(crate) at: usize,
    pub(crate) inputs: Vec<Written>,
    pub(crate) outputs: Vec<Written>,
    pub(crate) annotations: Vec<String>,
    pub(crate) extensions: Option<Element>,
}

impl DecisionTable {
    /// Reads a table and reports whatever in it has no meaning: a table that is half understood
    /// would decide otherwise than it says.
    pub(super) fn read(element: &Element, report: &mut Report<'_>) -> Option<Self> {
        let attributes = [
            "id",
            "label",
            "typeRef",
            "hitPolicy",
            "aggregation",
            "preferredOrientation",
            "outputLabel",
        ];
        let parts = ["input", "output", "annotation", "rule"];
        only(element, &attributes, &parts, report);
        let hit = hit(element, report);
        let inputs: Vec<_> = element
            .all("input")
            .filter_map(|input| InputClause::read(input, report))
            .collect();
        let outputs: Vec<_> = element
            .all("output")
            .map(|output| OutputClause::read(output, report))
            .collect();
        if outputs.is_empty() {
            let problem = Problem::Missing {
                element: element.written.clone(),
                missing: "output",
            };
            report.add(element.at, problem);
        }
        let columns = element.all("input").count();
        let rules = element
            .all("rule")
            .map(|rule| TableRule::read(rule, columns, outputs.len(), report))
            .collect();
        Some(Self {
            hit: hit?,
            inputs,
            outputs,
            rules,
        })
    }
}

fn hit(element: &Element, report: &mut Report<'_>) -> Option<Hit> {
    let hit = named(element, "hitPolicy", &POLICIES, Hit::Unique, report)?;
    match (hit, element.attribute("aggregation")) {
        (hit, None) => Some(hit),
        (Hit::Collect, Some(_)) => {
            let aggregation = named(
                element,
                "aggregation",
                &AGGREGATIONS,
                Aggregation::Count,
                report,
            )?;
            Some(Hit::Aggregate(aggregation))
        }
        (_, Some(aggregation)) => {
            let problem = Problem::Expected {
                expected: "hitPolicy=\"COLLECT\" beside an aggregation".to_owned(),
                found: format!("aggregation={aggregation:?}"),
                nearest: None,
            };
            report.add(element.at, problem);
            None
        }
    }
}

/// The thing that an attribute names.
fn named<T: Copy>(
    element: &Element,
    attribute: &str,
    names: &[(&str, T)],
    absent: T,
    report: &mut Report<'_>,
) -> Option<T> {
    let Some(written) = element.attribute(attribute) else {
        return Some(absent);
    };
    let found = names.iter().find(|(name, _)| *name == written);
    if found.is_none() {
        let known = names.iter().map(|(name, _)| *name);
        let problem = Problem::Expected {
            expected: format!(
                "{attribute} as one of {}",
                known.clone().collect::<Vec<_>>().join(", ")
            ),
            found: format!("{written:?}"),
            nearest: nearest(written, known),
        };
        report.add(element.at, problem);
    }
    found.map(|(_, value)| *value)
}

impl InputClause {
    fn read(element: &Element, report: &mut Report<'_>) -> Option<Self> {
        only(
            element,
            &["id", "label"],
            &["inputExpression", "inputValues"],
            report,
        );
        let missing = |missing, report: &mut Report<'_>| {
            let problem = Problem::Missing {
                element: element.written.clone(),
                missing,
            };
            report.add(element.at, problem);
            None
        };
        let Some(expression) = element.child("inputExpression") else {
            return missing("inputExpression", report);
        };
        language(expression, report);
        let Some(text) = expression.child("text") else {
            return missing("text", report);
        };
        Some(Self {
            expression: text.text.clone(),
            allowed: text_of(element, "inputValues"),
            extensions: element.child("extensionElements").cloned(),
        })
    }
}

impl OutputClause {
    fn read(element: &Element, report: &mut Report<'_>) -> Self {
        only(
            element,
            &["id", "label", "name", "typeRef"],
            &["outputValues", "defaultOutputEntry"],
            report,
        );
        Self {
            name: element.attribute("name").map(str::to_owned),
            allowed: text_of(element, "outputValues"),
            default: text_of(element, "defaultOutputEntry"),
        }
    }
}

impl TableRule {
    fn read(element: &Element, columns: usize, outputs: usize, report: &mut Report<'_>) -> Self {
        only(
            element,
            &["id", "label"],
            &["inputEntry", "outputEntry", "annotationEntry"],
            report,
        );
        let rule = Self {
            at: element.at,
            inputs: cells(element, "inputEntry", report),
            outputs: cells(element, "outputEntry", report),
            annotations: element
                .all("annotationEntry")
                .filter_map(|entry| Some(entry.child("text")?.text.text.trim().to_owned()))
                .collect(),
            extensions: element.child("extensionElements").cloned(),
        };
        let mut counted = |what, expected, found| {
            if expected != found {
                let problem = Problem::Cells {
                    what,
                    expected,
                    found,
                };
                report.add(element.at, problem);
            }
        };
        counted("input entries", columns, rule.inputs.len());
        counted("output entries", outputs, rule.outputs.len());
        rule
    }
}

/// The cells of a row; one without a text is empty.
fn cells(element: &Element, name: &str, report: &mut Report<'_>) -> Vec<Written> {
    let cells = element.all(name).map(|cell| {
        language(cell, report);
        match cell.child("text") {
            Some(text) => text.text.clone(),
            None => cell.text.clone(),
        }
    });
    cells.collect()
}

fn text_of(element: &Element, name: &str) -> Option<Written> {
    Some(element.child(name)?.child("text")?.text.clone())
}

/// Reports an expression in another language than FEEL.
pub(super) fn language(element: &Element, report: &mut Report<'_>) {
    if let Some(language) = element.attribute("expressionLanguage")
        && !is_feel(language)
    {
        let problem = Problem::Unsupported {
            name: format!("the expression language {language:?}"),
            instead: "FEEL is".to_owned(),
        };
        report.add(element.at, problem);
    }
}

pub(super) fn is_feel(language: &str) -> bool {
    language.is_empty() || language.to_ascii_uppercase().contains("FEEL")
}

/// Reports attributes and children that mean nothing here.
fn only(element: &Element, attributes: &[&str], children: &[&str], report: &mut Report<'_>) {
    for name in element.plain_attributes() {
        if !attributes.contains(&name) {
            let problem = Problem::Unknown {
                what: "attribute",
                name: name.to_owned(),
                nearest: nearest(name, attributes.iter().copied()),
            };
            report.add(element.at, problem);
        }
    }
    for child in &element.children {
        let is_known = child.namespace != element.namespace
            || children.contains(&child.name.as_str())
            || matches!(child.name.as_str(), "description" | "extensionElements");
        if !is_known {
            let problem = Problem::Unknown {
                what: "element",
                name: child.written.clone(),
                nearest: nearest(&child.name, children.iter().copied()),
            };
            report.add(child.at, problem);
        }
    }
}
