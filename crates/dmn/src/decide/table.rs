//! Decision tables by interpreting their cells (DMN 1.5, 8.2.10).

use rust_decimal::Decimal;

use crate::feel::{Expression, Misplaced, Names, Scope, Test, UnaryTests, Value};
use crate::feel::{expression, unary_tests};
use crate::model::{Aggregation, DecisionTable, Hit};
use crate::xml::Written;

/// A table whose cells are read.
#[derive(Clone, Debug)]
pub(crate) struct FeelTable {
    pub(crate) hit: Hit,
    pub(crate) inputs: Vec<Expression>,
    pub(crate) outputs: Vec<FeelOutput>,
    pub(crate) rules: Vec<FeelRule>,
}

#[derive(Clone, Debug)]
pub(crate) struct FeelOutput {
    pub(crate) name: Option<String>,
    /// The output values in their order, as far as they are constants.
    pub(crate) values: Vec<Value>,
    pub(crate) default: Option<Expression>,
}

#[derive(Clone, Debug)]
pub(crate) struct FeelRule {
    pub(crate) tests: Vec<UnaryTests>,
    pub(crate) outputs: Vec<Expression>,
}

impl FeelTable {
    /// Reads the cells of a table; the first that cannot be read is the error.
    pub(crate) fn read(table: &DecisionTable, names: &Names) -> Result<Self, Misplaced> {
        let placed = |written: &Written, (at, problem): Misplaced| (written.at(at), problem);
        let value = |written: &Written| {
            if written.text.trim().is_empty() {
                return Ok(Expression::Literal(Value::Null));
            }
            expression(&written.text, names).map_err(|error| placed(written, error))
        };
        let tests = |written: &Written| {
            if written.text.trim().is_empty() {
                return Ok(UnaryTests::Any);
            }
            unary_tests(&written.text, names).map_err(|error| placed(written, error))
        };
        let mut outputs = Vec::new();
        for output in &table.outputs {
            let allowed = output.allowed.as_ref().map(tests).transpose()?;
            outputs.push(FeelOutput {
                name: output.name.clone(),
                values: allowed.as_ref().map(constants).unwrap_or_default(),
                default: output.default.as_ref().map(value).transpose()?,
            });
        }
        let mut rules = Vec::with_capacity(table.rules.len());
        for rule in &table.rules {
            rules.push(FeelRule {
                tests: rule.inputs.iter().map(tests).collect::<Result<_, _>>()?,
                outputs: rule.outputs.iter().map(value).collect::<Result<_, _>>()?,
            });
        }
        let inputs = table.inputs.iter();
        Ok(Self {
            hit: table.hit,
            inputs: inputs
                .map(|input| value(&input.expression))
                .collect::<Result<_, _>>()?,
            outputs,
            rules,
        })
    }

    /// The table's output for the values in scope.
    ///
    /// # Errors
    /// In words, why rows contradict the hit policy.
    pub(crate) fn decide(&self, values: &[(String, Value)]) -> Result<Value, String> {
        let scope = Scope::new(values);
        let inputs = self.inputs.iter();
        let inputs: Vec<Value> = inputs.map(|input| input.evaluate(scope)).collect();
        let applies = |rule: &&FeelRule| {
            let mut cells = rule.tests.iter().zip(&inputs);
            cells.all(|(tests, value)| tests.hold(value, scope))
        };
        let evaluate = |rule: &FeelRule| -> Vec<Value> {
            let outputs = rule.outputs.iter();
            outputs.map(|output| output.evaluate(scope)).collect()
        };
        let hits: Vec<Vec<Value>> = self.rules.iter().filter(applies).map(evaluate).collect();
        self.pick(hits, scope)
    }

    fn pick(&self, mut hits: Vec<Vec<Value>>, scope: Scope<'_>) -> Result<Value, String> {
        if hits.is_empty() {
            return Ok(self.otherwise(scope));
        }
        match self.hit {
            Hit::Unique if hits.len() > 1 => {
                return Err(format!(
                    "{} rules apply, under the hit policy UNIQUE",
                    hits.len()
                ));
            }
            Hit::Any if hits.iter().any(|hit| Some(hit) != hits.first()) => {
                return Err("rules that apply differ, under the hit policy ANY".to_owned());
            }
            // Sorting keeps the order of equals, so the first of the highest comes first.
            Hit::Priority | Hit::OutputOrder => hits.sort_by_key(|hit| self.rank(hit)),
            _ => {}
        }
        Ok(match self.hit {
            Hit::Unique | Hit::Any | Hit::First | Hit::Priority => hits
                .into_iter()
                .next()
                .map_or(Value::Null, |hit| self.shape(hit)),
            Hit::OutputOrder | Hit::RuleOrder | Hit::Collect => {
                Value::list(hits.into_iter().map(|hit| self.shape(hit)).collect())
            }
            Hit::Aggregate(aggregation) => {
                let outputs = hits.into_iter().map(|hit| self.shape(hit));
                aggregate(aggregation, outputs.collect())
            }
        })
    }

    /// Where the outputs stand in the output values, column by column.
    pub(crate) fn rank(&self, hit: &[Value]) -> Vec<usize> {
        let columns = hit.iter().zip(&self.outputs);
        columns
            .map(|(value, output)| {
                let place = output.values.iter().position(|known| known == value);
                place.unwrap_or(usize::MAX)
            })
            .collect()
    }

    /// One value, or named values if there are several columns.
    pub(crate) fn shape(&self, hit: Vec<Value>) -> Value {
        if hit.len() == 1 {
            return hit.into_iter().next().unwrap_or(Value::Null);
        }
        let names = self.outputs.iter();
        let names = names.map(|output| output.name.clone().unwrap_or_default());
        Value::Context(names.zip(hit).collect())
    }

    /// What the table gives when no rule applies.
    pub(crate) fn otherwise(&self, scope: Scope<'_>) -> Value {
        if self.hit == Hit::Aggregate(Aggregation::Count) {
            return Value::Number(Decimal::ZERO);
        }
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return Value::Null;
        }
        let outputs = self.outputs.iter().map(|output| {
            let default = output.default.as_ref();
            default.map_or(Value::Null, |default| default.evaluate(scope))
        });
        let one = self.shape(outputs.collect());
        match self.hit {
            Hit::OutputOrder | Hit::RuleOrder | Hit::Collect => Value::list(vec![one]),
            _ => one,
        }
    }
}

fn aggregate(aggregation: Aggregation, outputs: Vec<Value>) -> Value {
    if aggregation == Aggregation::Count {
        return Value::Number(Decimal::from(outputs.len()));
    }
    let mut result: Option<Decimal> = None;
    for output in outputs {
        let Value::Number(number) = output else {
            return Value::Null;
        };
        result = match (result, aggregation) {
            (None, _) => Some(number),
            (Some(sum), Aggregation::Sum) => match sum.checked_add(number) {
                None => return Value::Null,
                sum => sum,
            },
            (Some(least), Aggregation::Min) => Some(least.min(number)),
            (Some(greatest), _) => Some(greatest.max(number)),
        };
    }
    result.map_or(Value::Null, Value::Number)
}

/// The constants that allowed values list.
pub(crate) fn constants(tests: &UnaryTests) -> Vec<Value> {
    let UnaryTests::Tests {
        tests,
        negated: false,
    } = tests
    else {
        return Vec::new();
    };
    let constants = tests.iter().filter_map(|test| match test {
        Test::Value(value) => constant(value),
        _ => None,
    });
    constants.collect()
}

/// The value of an expression that mentions nothing.
pub(crate) fn constant(expression: &Expression) -> Option<Value> {
    match expression {
        Expression::Literal(value) => Some(value.clone()),
        Expression::Negate(of) => match constant(of)? {
            Value::Number(number) => Some(Value::Number(-number)),
            _ => None,
        },
        _ => None,
    }
}
