//! Cells written back as FEEL unary tests.

use std::fmt::{self, Display};

use crate::cell::{Cell, Endpoint, Range, Test};
use crate::fact::{FactDeclaration, FactType};
use crate::number::{Number, UNIT};
use crate::value::Value;

/// A cell as text; made by [`Cell::feel`].
#[derive(Clone, Copy, Debug)]
pub struct FeelCell<'a> {
    cell: &'a Cell,
    fact: &'a FactDeclaration,
}

impl Cell {
    /// The cell as a policy file writes it, such as `[14..16)` or `not("a", "b")`. It is read back
    /// as the same cell of the same fact.
    pub fn feel<'a>(&'a self, fact: &'a FactDeclaration) -> FeelCell<'a> {
        FeelCell { cell: self, fact }
    }
}

impl Display for FeelCell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cell::Tests { tests, negated } = self.cell else {
            return f.write_str("-");
        };
        if *negated {
            f.write_str("not(")?;
        }
        for (index, test) in tests.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            self.test(test, f)?;
        }
        f.write_str(if *negated { ")" } else { "" })
    }
}

impl FeelCell<'_> {
    fn test(&self, test: &Test, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (test, &self.fact.kind) {
            (Test::Null, _) => Value::Null.fmt(f),
            (Test::Bool(value), _) => Value::Bool(*value).fmt(f),
            (Test::Text(index), FactType::Text { values }) => {
                let text = values.get(usize::from(*index));
                Value::Text(text.map_or("", String::as_str)).fmt(f)
            }
            // A text of a fact without texts does not pass decoding.
            (Test::Text(_), _) => Ok(()),
            (Test::Range(range), kind) => self.range(range, kind, f),
        }
    }

    fn range(&self, range: &Range, kind: &FactType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (range.low, range.high) {
            (Some(low), Some(high)) if low == high && low.closed => low.number.fmt(f),
            (Some(low), Some(high)) => {
                f.write_str(if low.closed { "[" } else { "(" })?;
                write!(f, "{}..{}", low.number, high.number)?;
                f.write_str(if high.closed { "]" } else { ")" })
            }
            (Some(low), None) => bound(">", low, f),
            (None, Some(high)) => bound("<", high, f),
            // No file says so, as `-` does.
            (None, None) => {
                let least = match kind {
                    FactType::Whole { min, .. } => {
                        min.unwrap_or(Number::from_millionths(i64::MIN / UNIT * UNIT))
                    }
                    FactType::Number { min: Some(min), .. } => *min,
                    _ => Number::from_millionths(i64::MIN),
                };
                let closed = true;
                bound(
                    ">",
                    Endpoint {
                        number: least,
                        closed,
                    },
                    f,
                )
            }
        }
    }
}

fn bound(operator: &str, end: Endpoint, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let or_equal = if end.closed { "=" } else { "" };
    write!(f, "{operator}{or_equal} {}", end.number)
}
