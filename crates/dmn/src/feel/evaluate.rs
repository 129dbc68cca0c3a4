//! Evaluating expressions and unary tests.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::expression::{Arithmetic, Comparison, Expression, Test, UnaryTests};
use super::value::Value;

/// Exponents beyond this overflow or vanish for every base but those near one.
const MAX_POWER: i64 = 100_000;

/// The values that names stand for.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'v> {
    /// Inputs and decisions by name.
    pub(crate) values: &'v [(String, Value)],
    /// `?`, inside a unary test.
    pub(crate) input: Option<&'v Value>,
}

impl<'v> Scope<'v> {
    pub(crate) const fn new(values: &'v [(String, Value)]) -> Self {
        Self {
            values,
            input: None,
        }
    }

    fn name(&self, name: &str) -> Value {
        let mut values = self.values.iter();
        match values.find(|(known, _)| known == name) {
            Some((_, value)) => value.clone(),
            None => Value::Null,
        }
    }
}

impl Expression {
    /// The value; null for whatever has none.
    pub(crate) fn evaluate(&self, scope: Scope<'_>) -> Value {
        match self {
            Self::Literal(value) => value.clone(),
            Self::Name(name) => scope.name(name),
            Self::Input => scope.input.cloned().unwrap_or(Value::Null),
            Self::Path(of, name) => match of.evaluate(scope) {
                Value::Context(entries) => {
                    let mut entries = entries.into_iter();
                    let found = entries.find(|(known, _)| known == name);
                    found.map_or(Value::Null, |(_, value)| value)
                }
                _ => Value::Null,
            },
            Self::Negate(of) => match of.evaluate(scope) {
                Value::Number(number) => Value::Number(-number),
                _ => Value::Null,
            },
            Self::Arithmetic(operator, one, other) => {
                match (one.evaluate(scope), other.evaluate(scope)) {
                    (Value::Number(one), Value::Number(other)) => {
                        arithmetic(*operator, one, other).map_or(Value::Null, Value::Number)
                    }
                    (Value::Text(one), Value::Text(other)) if *operator == Arithmetic::Add => {
                        Value::joined(&one, &other)
                    }
                    _ => Value::Null,
                }
            }
            Self::Compare(operator, one, other) => truth(compare(
                *operator,
                &one.evaluate(scope),
                &other.evaluate(scope),
            )),
            Self::And(one, other) => truth(match (one.truth(scope), other.truth(scope)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            }),
            Self::Or(one, other) => truth(or(one.truth(scope), other.truth(scope))),
            Self::Not(of) => truth(of.truth(scope).map(|truth| !truth)),
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let chosen = match condition.truth(scope) {
                    Some(true) => then,
                    _ => otherwise,
                };
                chosen.evaluate(scope)
            }
            Self::In(of, tests) => {
                let value = of.evaluate(scope);
                let results = tests.iter().map(|test| test.holds(&value, scope));
                truth(results.fold(Some(false), or))
            }
            Self::List(items) => {
                Value::list(items.iter().map(|item| item.evaluate(scope)).collect())
            }
        }
    }

    fn truth(&self, scope: Scope<'_>) -> Option<bool> {
        match self.evaluate(scope) {
            Value::Bool(truth) => Some(truth),
            _ => None,
        }
    }
}

impl UnaryTests {
    /// Whether a value passes, given the other values in scope.
    pub(crate) fn hold(&self, value: &Value, scope: Scope<'_>) -> bool {
        match self {
            Self::Any => true,
            Self::Tests { tests, negated } => {
                let results = tests.iter().map(|test| test.holds(value, scope));
                results.fold(Some(false), or) == Some(!negated)
            }
        }
    }
}

impl Test {
    fn holds(&self, value: &Value, scope: Scope<'_>) -> Option<bool> {
        match self {
            Self::Compare(operator, with) => compare(*operator, value, &with.evaluate(scope)),
            Self::Interval(interval) => {
                let above = match interval.low_closed {
                    true => Comparison::GreaterOrEqual,
                    false => Comparison::Greater,
                };
                let below = match interval.high_closed {
                    true => Comparison::LessOrEqual,
                    false => Comparison::Less,
                };
                let above = compare(above, value, &interval.low.evaluate(scope))?;
                let below = compare(below, value, &interval.high.evaluate(scope))?;
                Some(above && below)
            }
            Self::Value(with) if with.asks_input() => with.truth(Scope {
                input: Some(value),
                ..scope
            }),
            Self::Value(with) => match with.evaluate(scope) {
                Value::List(items) if !matches!(value, Value::List(_)) => {
                    Some(items.iter().any(|item| item.equals(value) == Some(true)))
                }
                with => value.equals(&with),
            },
        }
    }
}

fn truth(truth: Option<bool>) -> Value {
    truth.map_or(Value::Null, Value::Bool)
}

fn or(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn compare(operator: Comparison, one: &Value, other: &Value) -> Option<bool> {
    let order = match operator {
        Comparison::Equal => return one.equals(other),
        Comparison::Unequal => return one.equals(other).map(|equal| !equal),
        _ => match (one, other) {
            (Value::Number(one), Value::Number(other)) => one.cmp(other),
            (Value::Text(one), Value::Text(other)) => one.cmp(other),
            (Value::Date(one), Value::Date(other)) => one.cmp(other),
            _ => return None,
        },
    };
    Some(match operator {
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        _ => order.is_ge(),
    })
}

fn arithmetic(operator: Arithmetic, one: Decimal, other: Decimal) -> Option<Decimal> {
    match operator {
        Arithmetic::Add => one.checked_add(other),
        Arithmetic::Subtract => one.checked_sub(other),
        Arithmetic::Multiply => one.checked_mul(other),
        Arithmetic::Divide => one.checked_div(other),
        Arithmetic::Power => power(one, other),
    }
}

/// Whole powers by multiplying, in decimals; others with the fifteen digits of a float.
fn power(base: Decimal, exponent: Decimal) -> Option<Decimal> {
    if !exponent.is_integer() {
        return Decimal::from_f64(base.to_f64()?.powf(exponent.to_f64()?));
    }
    let exponent = exponent.to_i64()?;
    if exponent.abs() > MAX_POWER {
        return None;
    }
    let mut result = Decimal::ONE;
    let mut square = base;
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        if left & 1 == 1 {
            result = result.checked_mul(square)?;
        }
        left >>= 1;
        if left > 0 {
            square = square.checked_mul(square)?;
        }
    }
    match exponent < 0 {
        true => Decimal::ONE.checked_div(result),
        false => Some(result),
    }
}
