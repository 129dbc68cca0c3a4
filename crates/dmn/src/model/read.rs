//! From XML to the model.

use rules::nearest;

use super::table::{is_feel, language};
use super::{
    Decision, DecisionTable, Definitions, InputData, ItemDefinition, Logic, Required, graph,
};
use crate::error::{DmnErrors, Problem, Report};
use crate::xml::{self, Element, Namespace};

/// Elements that do not take part in deciding.
const PASSED_OVER: [&str; 11] = [
    "description",
    "extensionElements",
    "DMNDI",
    "textAnnotation",
    "association",
    "group",
    "knowledgeSource",
    "performanceIndicator",
    "organizationUnit",
    "elementCollection",
    "artifact",
];
/// Elements of a decision that say nothing of how it is made.
const ABOUT: [&str; 13] = [
    "description",
    "extensionElements",
    "question",
    "allowedAnswers",
    "variable",
    "informationRequirement",
    "authorityRequirement",
    "supportedObjective",
    "impactedPerformanceIndicator",
    "decisionMaker",
    "decisionOwner",
    "usingProcess",
    "usingTask",
];
/// Boxed expressions that are known and refused.
const BOXED: [&str; 11] = [
    "context",
    "invocation",
    "relation",
    "list",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "every",
    "some",
    "knowledgeRequirement",
];

pub(super) fn definitions(file: &str, bytes: &[u8]) -> Result<Definitions, DmnErrors> {
    let (text, root) = xml::parse(file, bytes)?;
    let mut report = Report::new(file, text);
    if !root.is(Namespace::Dmn, "definitions") {
        let problem = Problem::Expected {
            expected: "definitions of DMN 1.2, 1.3, 1.4 or 1.5".to_owned(),
            found: match root.name.as_str() {
                "definitions" => "another namespace".to_owned(),
                _ => format!("<{}>", root.written),
            },
            nearest: None,
        };
        report.add(root.at, problem);
    }
    if let Some(language) = root.attribute("expressionLanguage")
        && !is_feel(language)
    {
        let problem = Problem::Unsupported {
            name: format!("the expression language {language:?}"),
            instead: "FEEL is".to_owned(),
        };
        report.add(root.at, problem);
    }
    let mut notes = Vec::new();
    let mut items = Vec::new();
    let mut inputs = Vec::new();
    let mut decisions = Vec::new();
    for element in &root.children {
        match (element.namespace, element.name.as_str()) {
            (Namespace::Dmn, "itemDefinition") => {
                items.push(ItemDefinition::read(element));
                let mut unread = Vec::new();
                ItemDefinition::unread(element, &mut unread);
                notes.extend(unread.iter().map(|part| (part.at, not_read(part))));
            }
            (Namespace::Dmn, "inputData") => inputs.push(input(element, &mut report)),
            (Namespace::Dmn, "decision") => {
                decisions.push((decision(element, &mut report), element))
            }
            (_, name) if PASSED_OVER.contains(&name) => {}
            _ => notes.push((element.at, not_read(element))),
        }
    }
    let mut definitions = Definitions {
        file: file.to_owned(),
        text: text.to_owned(),
        name: root.attribute("name").unwrap_or_default().to_owned(),
        items,
        inputs,
        decisions: Vec::new(),
        extensions: root.child("extensionElements").cloned(),
        notes,
    };
    require(&mut definitions, decisions, &mut report);
    unique_names(&definitions, &mut report);
    if report.is_empty() {
        graph::order(&mut definitions, &mut report);
    }
    report.finish()?;
    Ok(definitions)
}

fn not_read(element: &Element) -> Problem {
    Problem::Unsupported {
        name: format!("<{}>", element.written),
        instead: "input data, item definitions with allowed values, and decisions are".to_owned(),
    }
}

/// The id of an element, or its name, which has to serve instead.
fn id(element: &Element, report: &mut Report<'_>) -> (String, String) {
    let name = element.attribute("name").unwrap_or_default().trim();
    if name.is_empty() {
        let problem = Problem::Missing {
            element: element.written.clone(),
            missing: "name",
        };
        report.add(element.at, problem);
    }
    let id = element.attribute("id").unwrap_or(name);
    (id.to_owned(), name.to_owned())
}

/// The name and the type that expressions know an element by.
fn variable(element: &Element, name: String) -> (String, Option<String>) {
    let Some(variable) = element.child("variable") else {
        return (name, None);
    };
    let type_ref = variable.attribute("typeRef").map(str::to_owned);
    match variable.attribute("name") {
        Some(name) if !name.trim().is_empty() => (name.trim().to_owned(), type_ref),
        _ => (name, type_ref),
    }
}

fn input(element: &Element, report: &mut Report<'_>) -> InputData {
    let (id, name) = id(element, report);
    let (name, type_ref) = variable(element, name);
    InputData {
        at: element.at,
        id,
        name,
        type_ref,
        extensions: element.child("extensionElements").cloned(),
    }
}

fn decision(element: &Element, report: &mut Report<'_>) -> Decision {
    let (id, name) = id(element, report);
    let (name, type_ref) = variable(element, name);
    Decision {
        at: element.at,
        id,
        name,
        type_ref,
        requires: Vec::new(),
        logic: logic(element, report),
        extensions: element.child("extensionElements").cloned(),
    }
}

fn logic(element: &Element, report: &mut Report<'_>) -> Logic {
    let unsupported = |element: &Element| {
        let problem = Problem::Unsupported {
            name: format!("<{}>", element.written),
            instead: "decisionTable and literalExpression are".to_owned(),
        };
        Logic::Unsupported(element.at, problem)
    };
    let mut logic = None;
    for child in &element.children {
        let name = child.name.as_str();
        if child.namespace != Namespace::Dmn || ABOUT.contains(&name) {
            continue;
        }
        let read = match name {
            "decisionTable" => match DecisionTable::read(child, report) {
                Some(table) => Logic::Table(Box::new(table)),
                None => unsupported(child),
            },
            "literalExpression" => {
                language(child, report);
                match child.child("text") {
                    Some(text) => Logic::Literal(text.text.clone()),
                    None => unsupported(child),
                }
            }
            name if BOXED.contains(&name) => unsupported(child),
            name => {
                let known = ["decisionTable", "literalExpression"];
                let known = known.into_iter().chain(ABOUT).chain(BOXED);
                let problem = Problem::Unknown {
                    what: "element",
                    name: child.written.clone(),
                    nearest: nearest(name, known),
                };
                report.add(child.at, problem);
                continue;
            }
        };
        // What cannot be evaluated stays the reason, whatever else there is.
        if !matches!(logic, Some(Logic::Unsupported(..))) {
            logic = Some(read);
        }
    }
    logic.unwrap_or_else(|| {
        let problem = Problem::Missing {
            element: element.written.clone(),
            missing: "decisionTable or literalExpression",
        };
        Logic::Unsupported(element.at, problem)
    })
}

/// Resolves the requirements of the decisions.
fn require(
    definitions: &mut Definitions,
    decisions: Vec<(Decision, &Element)>,
    report: &mut Report<'_>,
) {
    let ids: Vec<String> = decisions
        .iter()
        .map(|(decision, _)| decision.id.clone())
        .collect();
    for (mut decision, element) in decisions {
        for requirement in element.all("informationRequirement") {
            let mut found = false;
            for link in &requirement.children {
                let href = link.attribute("href").unwrap_or_default();
                let id = href.rsplit('#').next().unwrap_or(href);
                let (what, index) = match link.name.as_str() {
                    "requiredInput" => {
                        let mut inputs = definitions.inputs.iter();
                        let index = inputs.position(|input| input.id == id);
                        ("input data", index.map(Required::Input))
                    }
                    "requiredDecision" => {
                        let index = ids.iter().position(|known| known == id);
                        ("decision", index.map(Required::Decision))
                    }
                    _ => continue,
                };
                found = true;
                match index {
                    Some(required) => decision.requires.push(required),
                    None => {
                        let inputs = definitions.inputs.iter().map(|input| input.id.as_str());
                        let known: Vec<&str> = match what {
                            "decision" => ids.iter().map(String::as_str).collect(),
                            _ => inputs.collect(),
                        };
                        let problem = Problem::Unknown {
                            what,
                            name: href.to_owned(),
                            nearest: nearest(id, known).map(|id| format!("#{id}")),
                        };
                        report.add(link.at, problem);
                    }
                }
            }
            if !found {
                let problem = Problem::Missing {
                    element: requirement.written.clone(),
                    missing: "requiredInput or requiredDecision",
                };
                report.add(requirement.at, problem);
            }
        }
        definitions.decisions.push(decision);
    }
}

fn unique_names(definitions: &Definitions, report: &mut Report<'_>) {
    let inputs = definitions.inputs.iter();
    let inputs = inputs.map(|input| (input.at, &input.name, &input.id));
    let decisions = definitions.decisions.iter();
    let decisions = decisions.map(|decision| (decision.at, &decision.name, &decision.id));
    let mut names = std::collections::HashSet::new();
    let mut ids = std::collections::HashSet::new();
    for (at, name, id) in inputs.chain(decisions) {
        let mut once = |is_new: bool, what, name: &str| {
            if !is_new {
                let name = name.to_owned();
                report.add(at, Problem::Duplicate { what, name });
            }
        };
        once(names.insert(name), "name", name);
        once(ids.insert(id), "id", id);
    }
}
