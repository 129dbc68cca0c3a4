//! Expressions and unary tests as they were read.

use super::value::Value;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Literal(Value),
    /// A name in scope.
    Name(String),
    /// `?`, the value that a unary test is about.
    Input,
    Path(Box<Expression>, String),
    Negate(Box<Expression>),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    If(Box<[Expression; 3]>),
    In(Box<Expression>, Vec<Test>),
    List(Vec<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A cell of a decision table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum UnaryTests {
    /// `-`.
    Any,
    /// Any of the tests, or none of them inside `not(…)`.
    Tests { tests: Vec<Test>, negated: bool },
}

/// One test of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// `< 3`.
    Compare(Comparison, Expression),
    /// `[1..3)`.
    Interval(Box<Interval>),
    /// A value to be equal to, a list to be in, or a condition on `?`.
    Value(Expression),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Interval {
    pub(crate) low: Expression,
    pub(crate) low_closed: bool,
    pub(crate) high: Expression,
    pub(crate) high_closed: bool,
}

impl Expression {
    /// Whether `?` stands in it.
    pub(crate) fn asks_input(&self) -> bool {
        match self {
            Self::Input => true,
            Self::Literal(_) | Self::Name(_) => false,
            Self::Path(of, _) | Self::Negate(of) | Self::Not(of) => of.asks_input(),
            Self::Arithmetic(_, one, other)
            | Self::Compare(_, one, other)
            | Self::And(one, other)
            | Self::Or(one, other) => one.asks_input() || other.asks_input(),
            Self::If(parts) => parts.iter().any(Self::asks_input),
            Self::List(items) => items.iter().any(Self::asks_input),
            Self::In(of, tests) => of.asks_input() || tests.iter().any(Test::asks_input),
        }
    }
}

impl Test {
    fn asks_input(&self) -> bool {
        match self {
            Self::Compare(_, with) | Self::Value(with) => with.asks_input(),
            Self::Interval(interval) => interval.low.asks_input() || interval.high.asks_input(),
        }
    }
}
