//! Making a decision with the engine `rules`.
//!
//! The table becomes a policy of its own: facts are what its columns ask, with the domains that the
//! model, the cells and the values at hand give them.

use chrono::NaiveDate;
use rules::{Asks, FactDeclaration, FactType, Facts, Number, Output, Policy, Source};
use rust_decimal::Decimal;

use super::table::{FeelRule, FeelTable, constant};
use crate::draft::{Draft, DraftFact, DraftRule, DraftTable, Grounds};
use crate::feel::{Comparison, Expression, Interval, Scope, Test, UnaryTests, Value};
use crate::model::{Aggregation, Hit};

/// Why a table does not fit the engine, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfit(pub(crate) String);

type Fit<T> = Result<T, Unfit>;

fn unfit<T>(why: impl Into<String>) -> Fit<T> {
    Err(Unfit(why.into()))
}

/// The output of a table for values in scope.
///
/// # Errors
/// [`Unfit`] if the table asks for more than the engine has: the decision is then made by
/// interpreting the cells.
pub(crate) fn decide(table: &FeelTable, values: &[(String, Value)]) -> Fit<Value> {
    let scope = Scope::new(values);
    let (draft, outputs) = draft(table, scope)?;
    let (_, policy) = draft.files().map_err(|errors| {
        let first = errors.iter().next();
        Unfit(first.map_or_else(String::new, |error| error.problem.to_string()))
    })?;
    let mut facts = Facts::new();
    for input in &table.inputs {
        set(&policy, &mut facts, &name(input)?, &input.evaluate(scope))?;
    }
    let failed = |error: rules::RulesError| Unfit(error.to_string());
    let decision = policy.in_force(GOAL, NaiveDate::MIN).map_err(failed)?;
    let verdict = decision.evaluate(&facts);
    let Some(found) = verdict.outputs else {
        return unfit("a value is missing");
    };
    let value = |text: &String| {
        let found = outputs.iter().find(|(known, _)| known == text);
        found.map_or(Value::Null, |(_, hit)| table.shape(hit.clone()))
    };
    let empty = || table.otherwise(scope);
    Ok(match found.into_iter().next() {
        None => empty(),
        Some((_, Output::One(text))) if table.hit.reckons() => {
            text.parse().map_or(Value::Null, Value::Number)
        }
        Some((_, Output::One(text))) => value(&text),
        Some((_, Output::List(list))) if list.is_empty() => empty(),
        Some((_, Output::List(list))) => Value::list(list.iter().map(value).collect()),
        Some((_, Output::Number(number))) => Value::Number(decimal(number)),
    })
}

const GOAL: &str = "decision";

fn set(policy: &Policy, facts: &mut Facts, name: &str, value: &Value) -> Fit<()> {
    let number;
    let value = match value {
        Value::Null => rules::Value::Null,
        Value::Bool(value) => rules::Value::Bool(*value),
        Value::Text(text) => rules::Value::Text(text),
        Value::Number(decimal) => {
            number = exact(*decimal)?;
            rules::Value::Number(number)
        }
        Value::Date(_) => return unfit("a column tests a day"),
        Value::List(_) | Value::Context(_) => return unfit("a column tests a list or a structure"),
    };
    let set = facts.set(policy, name, value);
    set.map_err(|error| Unfit(error.to_string()))
}

/// A number of the engine: at most six places.
pub(crate) fn exact(decimal: Decimal) -> Fit<Number> {
    let text = decimal.normalize().to_string();
    let number = text.parse();
    number.map_err(|_| Unfit(format!("{text} has more than six places or is too large")))
}

fn decimal(number: Number) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(number.millionths()), 6).normalize()
}

/// The name of the fact that a column asks for.
pub(crate) fn name(input: &Expression) -> Fit<String> {
    match input {
        Expression::Name(name) => Ok(name.clone()),
        Expression::Path(of, component) => Ok(format!("{}.{component}", name(of)?)),
        _ => unfit("a column asks for more than an input"),
    }
}

type Outputs = Vec<(String, Vec<Value>)>;

/// The table as a policy, with what its outputs stand for.
fn draft(table: &FeelTable, scope: Scope<'_>) -> Fit<(Draft, Outputs)> {
    let mut facts: Vec<FactDeclaration> = Vec::new();
    for (column, input) in table.inputs.iter().enumerate() {
        let name = name(input)?;
        if facts.iter().any(|fact| fact.name == name) {
            return unfit(format!("two columns ask for {name}"));
        }
        let cells = table.rules.iter().filter_map(|rule| rule.tests.get(column));
        facts.push(fact(name, &input.evaluate(scope), cells)?);
    }
    let mut outputs: Outputs = Vec::new();
    let mut rules = Vec::with_capacity(table.rules.len());
    for (index, rule) in table.rules.iter().enumerate() {
        let (then, hit) = then(table, rule)?;
        let mut row = Vec::new();
        for (fact, tests) in facts.iter().zip(&rule.tests) {
            if let Some(cell) = cell(tests)? {
                row.push((fact.name.clone(), cell));
            }
        }
        rules.push(DraftRule {
            id: format!("row {}", index + 1),
            then: then.clone(),
            grounds: Grounds {
                source: "model".to_owned(),
                confidence: "high".to_owned(),
                message: "row".to_owned(),
                ..Grounds::default()
            },
            rows: vec![row],
            comment: String::new(),
        });
        if outputs.iter().all(|(known, _)| *known != then) {
            outputs.push((then, hit));
        }
    }
    if rules.is_empty() {
        return unfit("the table has no rules");
    }
    if table.hit.ranks() {
        outputs.sort_by_key(|(_, hit)| table.rank(hit));
    }
    let table = DraftTable {
        name: GOAL.to_owned(),
        goal: GOAL.to_owned(),
        // The order in which COLLECT lists is free; that of the rules is what people expect.
        hit: match table.hit {
            Hit::Collect => Hit::RuleOrder.words().to_owned(),
            hit => hit.words().to_owned(),
        },
        output: GOAL.to_owned(),
        values: outputs.iter().map(|(text, _)| text.clone()).collect(),
        silent: Vec::new(),
        when: None,
        rules,
    };
    let source = Source {
        id: "model".to_owned(),
        date: None,
        url: None,
        title: "model".to_owned(),
    };
    let draft = Draft {
        facts: facts.into_iter().map(DraftFact::from).collect(),
        sources: vec![source],
        tables: vec![table],
        ..Draft::default()
    };
    Ok((draft, outputs))
}

/// The output of a rule as a text of the engine, and its values.
fn then(table: &FeelTable, rule: &FeelRule) -> Fit<(String, Vec<Value>)> {
    let hit: Option<Vec<Value>> = rule.outputs.iter().map(constant).collect();
    let Some(hit) = hit else {
        return unfit("an output is reckoned");
    };
    let text = match hit.as_slice() {
        [Value::Number(number)] if table.hit.reckons() => exact(*number)?.to_string(),
        _ if table.hit.reckons() => return unfit("an output to be reckoned with is no number"),
        // The engine lists outputs by their text; a row without one would be listed too.
        hit => {
            let texts: Vec<String> = hit.iter().map(Value::to_string).collect();
            texts.join(", ")
        }
    };
    Ok((text, hit))
}

fn fact<'c>(
    name: String,
    value: &Value,
    cells: impl Iterator<Item = &'c UnaryTests>,
) -> Fit<FactDeclaration> {
    let mut constants: Vec<Value> = vec![value.clone()];
    let mut negated_range = false;
    for cell in cells {
        if let UnaryTests::Tests { tests, negated } = cell {
            for test in tests {
                negated_range |= *negated && !matches!(test, Test::Value(_));
                mentioned(test, &mut constants)?;
            }
        }
    }
    let optional = constants.contains(&Value::Null);
    if negated_range && *value == Value::Null {
        return unfit(format!("{name} is null where not() has an interval"));
    }
    constants.retain(|constant| *constant != Value::Null);
    let kind = match constants.first() {
        Some(Value::Text(_)) => {
            let mut values: Vec<String> = Vec::new();
            for constant in &constants {
                match constant {
                    Value::Text(text) if !values.contains(text) => values.push(text.clone()),
                    Value::Text(_) => {}
                    _ => return unfit(format!("{name} is compared with another type")),
                }
            }
            // So that a cell with all others under not() can still hold.
            let mut other = "other".to_owned();
            while values.contains(&other) {
                other.push('_');
            }
            values.push(other);
            FactType::Text { values }
        }
        Some(Value::Number(_)) => FactType::Number {
            min: None,
            max: None,
        },
        // Nothing known and nothing tested: any type serves.
        Some(Value::Bool(_)) | None => FactType::Boolean,
        Some(_) => return unfit(format!("{name} is a day, a list or a structure")),
    };
    let is_of_kind = |constant: &Value| match &kind {
        FactType::Text { .. } => matches!(constant, Value::Text(_)),
        FactType::Boolean => matches!(constant, Value::Bool(_)),
        _ => matches!(constant, Value::Number(_)),
    };
    if !constants.iter().all(is_of_kind) {
        return unfit(format!("{name} is compared with another type"));
    }
    Ok(FactDeclaration {
        name,
        kind,
        optional,
        asks: Asks::Answer,
        change: None,
        weights: Vec::new(),
        after: None,
    })
}

/// The constants that a test compares with.
fn mentioned(test: &Test, constants: &mut Vec<Value>) -> Fit<()> {
    let mut add = |expression: &Expression| match constant(expression) {
        Some(value) => {
            constants.push(value);
            Ok(())
        }
        None => unfit("a cell tests more than a value"),
    };
    match test {
        Test::Compare(_, with) => add(with),
        Test::Interval(interval) => add(&interval.low).and(add(&interval.high)),
        Test::Value(Expression::List(items)) => items.iter().try_for_each(add),
        Test::Value(value) => add(value),
    }
}

/// Adds the constants that a cell compares with, as far as they are constants.
pub(crate) fn cell_constants(cell: &UnaryTests, constants: &mut Vec<Value>) {
    if let UnaryTests::Tests { tests, .. } = cell {
        for test in tests {
            let _partial = mentioned(test, constants);
        }
    }
}

/// A cell as policy files write it; none if it takes any value.
pub(crate) fn cell(tests: &UnaryTests) -> Fit<Option<String>> {
    let UnaryTests::Tests { tests, negated } = tests else {
        return Ok(None);
    };
    let mut written = Vec::with_capacity(tests.len());
    for test in tests {
        match test {
            Test::Value(Expression::List(items)) => {
                for item in items {
                    written.push(literal(item)?);
                }
            }
            Test::Value(value) => written.push(literal(value)?),
            Test::Compare(operator, with) => {
                let sign = match operator {
                    Comparison::Less => "< ",
                    Comparison::LessOrEqual => "<= ",
                    Comparison::Greater => "> ",
                    Comparison::GreaterOrEqual => ">= ",
                    Comparison::Equal => "",
                    Comparison::Unequal => return unfit("a cell tests with !="),
                };
                written.push(format!("{sign}{}", literal(with)?));
            }
            Test::Interval(interval) => {
                let Interval {
                    low,
                    low_closed,
                    high,
                    high_closed,
                } = &**interval;
                let open = if *low_closed { '[' } else { '(' };
                let close = if *high_closed { ']' } else { ')' };
                written.push(format!(
                    "{open}{}..{}{close}",
                    literal(low)?,
                    literal(high)?
                ));
            }
        }
    }
    let written = written.join(", ");
    Ok(Some(match negated {
        true => format!("not({written})"),
        false => written,
    }))
}

fn literal(expression: &Expression) -> Fit<String> {
    match constant(expression) {
        Some(Value::Number(number)) => Ok(exact(number)?.to_string()),
        Some(value) => Ok(value.to_string()),
        None => unfit("a cell tests more than a value"),
    }
}

impl Hit {
    /// The words by which policy files name it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Any => "any",
            Self::First => "first",
            Self::Priority => "priority",
            Self::OutputOrder => "output order",
            Self::RuleOrder => "rule order",
            Self::Collect => "collect",
            Self::Aggregate(Aggregation::Sum) => "collect sum",
            Self::Aggregate(Aggregation::Min) => "collect min",
            Self::Aggregate(Aggregation::Max) => "collect max",
            Self::Aggregate(Aggregation::Count) => "collect count",
        }
    }

    /// Whether its outputs have to be numbers.
    pub(crate) const fn reckons(self) -> bool {
        matches!(
            self,
            Self::Aggregate(Aggregation::Sum | Aggregation::Min | Aggregation::Max)
        )
    }

    /// Whether the order of the output values matters.
    pub(crate) const fn ranks(self) -> bool {
        matches!(self, Self::Priority | Self::OutputOrder)
    }
}
