//! Inputs as facts, with their domains.

use rules::{Asks, FactDeclaration, FactType, Number};

use super::columns::{Target, Targets, extension};
use super::{parsed, text};
use crate::decide::{Making, Program, cell_constants, constants as listed, name_of};
use crate::draft::{Draft, DraftFact};
use crate::error::Report;
use crate::feel::{Comparison, Expression, Names, Test, UnaryTests, Value, unary_tests};
use crate::model::{Definitions, ItemDefinition, Kind, Logic, resolve};
use crate::xml::{Element, Written};

/// A fact, where the model declares it and how its expressions ask for it.
struct Found<'d> {
    expression: String,
    kind: Kind,
    allowed: Option<&'d Written>,
    element: Option<&'d Element>,
}

/// How deep structures may stand in each other; types may refer to each other in circles.
const DEEPEST: usize = 8;
/// How many facts a model may have, however often its types repeat each other.
const MOST: usize = 10_000;

/// Makes facts of the inputs, in the order in which the policy asked for them if it says so.
pub(super) fn facts(
    definitions: &Definitions,
    program: &Program,
    draft: &mut Draft,
    targets: &mut Targets,
    notes: &mut Vec<String>,
    report: &mut Report<'_>,
) {
    let mut found = Vec::new();
    for input in &definitions.inputs {
        if extension(&input.extensions, "day").is_some() {
            targets.add(input.name.clone(), Target::Day);
            continue;
        }
        let element = extension(&input.extensions, "fact");
        let type_ref = input.type_ref.as_deref();
        collect(
            definitions,
            &input.name,
            type_ref,
            element,
            DEEPEST,
            &mut found,
        );
    }
    let order = |found: &Found<'_>| -> usize {
        let order = found.element.and_then(|element| element.attribute("order"));
        order
            .and_then(|order| order.parse().ok())
            .unwrap_or(usize::MAX)
    };
    found.sort_by_key(order);
    for found in found {
        let columns = columns(definitions, program, &found.expression);
        if let Some(fact) = declaration(&found, &columns, notes) {
            targets.add(found.expression, Target::Fact(fact.name.clone()));
            draft.facts.push(asking(fact, found.element, report));
        }
    }
}

/// The simple values that an input holds.
fn collect<'d>(
    definitions: &'d Definitions,
    expression: &str,
    type_ref: Option<&'d str>,
    element: Option<&'d Element>,
    depth: usize,
    found: &mut Vec<Found<'d>>,
) {
    if found.len() >= MOST {
        return;
    }
    let (kind, allowed) = resolve(&definitions.items, type_ref);
    let mut items = definitions.items.iter();
    let item = items.find(|item| Some(item.name.as_str()) == type_ref);
    match item {
        Some(item) if !item.components.is_empty() => {
            components(definitions, expression, item, depth, found);
        }
        _ => found.push(Found {
            expression: expression.to_owned(),
            kind,
            allowed,
            element,
        }),
    }
}

fn components<'d>(
    definitions: &'d Definitions,
    expression: &str,
    item: &'d ItemDefinition,
    depth: usize,
    found: &mut Vec<Found<'d>>,
) {
    for component in &item.components {
        let expression = format!("{expression}.{}", component.name);
        let element = extension(&component.extensions, "fact");
        if depth == 0 || component.is_collection {
            continue;
        }
        if component.components.is_empty() {
            let type_ref = component.type_ref.as_deref();
            let before = found.len();
            collect(
                definitions,
                &expression,
                type_ref,
                element,
                depth - 1,
                found,
            );
            let is_simple = found.len() == before + 1;
            if let (Some(last), true) = (found.last_mut(), is_simple) {
                last.allowed = component.allowed.as_ref().or(last.allowed);
            }
        } else {
            components(definitions, &expression, component, depth - 1, found);
        }
    }
}

/// What columns that ask for an expression say of it.
#[derive(Default)]
struct Columns<'p> {
    cells: Vec<&'p UnaryTests>,
    /// The input values.
    values: Vec<Value>,
}

fn columns<'p>(definitions: &Definitions, program: &'p Program, expression: &str) -> Columns<'p> {
    let mut columns = Columns::default();
    let decisions = definitions.decisions.iter().zip(&program.decisions);
    for (decision, making) in decisions {
        let (Making::Table(table), Logic::Table(written)) = (making, &decision.logic) else {
            continue;
        };
        for (column, (input, clause)) in table.inputs.iter().zip(&written.inputs).enumerate() {
            if name_of(input).is_ok_and(|name| name == expression) {
                let cells = table.rules.iter();
                columns
                    .cells
                    .extend(cells.filter_map(|rule| rule.tests.get(column)));
                let allowed = clause.allowed.as_ref();
                let values = allowed.map(|allowed| constants(&allowed.text));
                columns.values.extend(values.unwrap_or_default());
            }
        }
    }
    columns
}

/// The fact, unless nothing simple is known of its type.
fn declaration(
    found: &Found<'_>,
    columns: &Columns<'_>,
    notes: &mut Vec<String>,
) -> Option<FactDeclaration> {
    let flag = |name, value| {
        let attribute = found.element.and_then(|element| element.attribute(name));
        attribute == Some(value)
    };
    let name = found.element.and_then(|element| element.attribute("name"));
    let name = name.unwrap_or(&found.expression).to_owned();
    let mut tested = Vec::new();
    for cell in &columns.cells {
        cell_constants(cell, &mut tested);
    }
    let kind = match (
        found.kind,
        tested.iter().find(|value| **value != Value::Null),
    ) {
        // A model need not say types; then the cells do.
        (Kind::Other, Some(Value::Text(_))) => Kind::Text,
        (Kind::Other, Some(Value::Number(_))) => Kind::Number,
        (Kind::Other, Some(Value::Bool(_))) => Kind::Boolean,
        (kind, _) => kind,
    };
    let allowed = found.allowed.map(|written| written.text.as_str());
    let mut values = allowed.map(constants).unwrap_or_default();
    if values.is_empty() {
        values.clone_from(&columns.values);
    }
    let kind = match kind {
        Kind::Text => FactType::Text {
            values: text_values(&name, &values, &tested, notes),
        },
        Kind::Boolean => FactType::Boolean,
        Kind::Number => {
            let bounds = allowed.and_then(bounds);
            if allowed.is_some() && bounds.is_none() {
                notes.push(format!(
                    "the allowed values of {name} are no single interval: the fact takes any number"
                ));
            }
            let (min, max) = bounds.unwrap_or_default();
            let is_whole = |bound: Option<Number>| bound.is_none_or(Number::is_whole);
            match flag("whole", "true") && is_whole(min) && is_whole(max) {
                true => FactType::Whole { min, max },
                false => FactType::Number { min, max },
            }
        }
        Kind::Other => {
            if !columns.cells.is_empty() {
                notes.push(format!("{name} is no text, number or truth value"));
            }
            return None;
        }
    };
    Some(FactDeclaration {
        name,
        kind,
        optional: flag("optional", "true")
            || values.contains(&Value::Null)
            || tested.contains(&Value::Null),
        asks: match flag("asks", "register") {
            true => Asks::Register,
            false => Asks::Answer,
        },
        change: None,
        weights: Vec::new(),
        after: None,
    })
}

/// A fact with what only our models say of it.
fn asking(
    declaration: FactDeclaration,
    element: Option<&Element>,
    report: &mut Report<'_>,
) -> DraftFact {
    const WHOLE: &str = "a whole number from 1 up to 65535";
    let change = element.and_then(|element| parsed(element, "change", WHOLE, report));
    let mut weights = Vec::new();
    for weight in element
        .into_iter()
        .flat_map(|element| element.all("weight"))
    {
        let cell = text(weight, "cell", report);
        let _or_missing = text(weight, "weight", report);
        let weight = parsed(weight, "weight", WHOLE, report);
        weights.extend(weight.map(|weight| (cell, weight)));
    }
    let after = element.and_then(|element| element.attribute("after"));
    DraftFact {
        declaration: FactDeclaration {
            change,
            ..declaration
        },
        weights,
        after: after.map(str::to_owned),
    }
}

fn text_values(
    name: &str,
    values: &[Value],
    tested: &[Value],
    notes: &mut Vec<String>,
) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let declared = values.iter().any(|value| matches!(value, Value::Text(_)));
    for value in if declared { values } else { tested } {
        if let Value::Text(text) = value
            && !texts.contains(text)
        {
            texts.push(text.clone());
        }
    }
    if !declared {
        let mut other = "other".to_owned();
        while texts.contains(&other) {
            other.push('_');
        }
        notes.push(format!(
            "the model does not say what {name} may be: its values are those of the cells and \
             {other:?} for all others"
        ));
        texts.push(other);
    }
    texts
}

/// The constants that allowed values list; none if they cannot be read.
pub(super) fn constants(text: &str) -> Vec<Value> {
    match unary_tests(text, &Names::default()) {
        Ok(tests) => listed(&tests),
        Err(_) => Vec::new(),
    }
}

type Bounds = (Option<Number>, Option<Number>);

/// The least and the greatest number of allowed values that are one closed interval.
fn bounds(text: &str) -> Option<Bounds> {
    let UnaryTests::Tests {
        tests,
        negated: false,
    } = unary_tests(text, &Names::default()).ok()?
    else {
        return None;
    };
    let number = |expression: &Expression| match crate::decide::constant(expression)? {
        Value::Number(number) => crate::decide::exact(number).ok(),
        _ => None,
    };
    let is_null = |test: &&Test| **test == Test::Value(Expression::Literal(Value::Null));
    let tests: Vec<&Test> = tests.iter().filter(|test| !is_null(test)).collect();
    match tests.as_slice() {
        [] => Some((None, None)),
        [Test::Compare(Comparison::GreaterOrEqual, min)] => Some((Some(number(min)?), None)),
        [Test::Compare(Comparison::LessOrEqual, max)] => Some((None, Some(number(max)?))),
        [Test::Interval(interval)] if interval.low_closed && interval.high_closed => {
            Some((Some(number(&interval.low)?), Some(number(&interval.high)?)))
        }
        _ => None,
    }
}
