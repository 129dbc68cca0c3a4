//! The part of FEEL that decision tables and literal expressions need.
//!
//! Numbers, texts, days, truth values and null; arithmetic, comparisons, three-valued `and`, `or` and
//! `not()`; paths, lists, `if`, `in` and `between`; unary tests. Everything else (functions,
//! filters, contexts, loops, times) is refused by name when it is read. What goes wrong while
//! evaluating is null, as FEEL has it.
//!
//! Reading and evaluating take stack and time in proportion to the text, which may have
//! [`MAX_LENGTH`] bytes and [`MAX_NESTING`] levels.

mod evaluate;
mod expression;
mod read;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use evaluate::Scope;
pub(crate) use expression::{Comparison, Expression, Interval, Test, UnaryTests};
pub(crate) use read::{Misplaced, Names, expression, unary_tests};
pub(crate) use value::Value;

/// The longest expression that is read, in bytes.
pub(crate) const MAX_LENGTH: usize = 100_000;
/// How many levels an expression may have; a sum of *n* numbers has *n* - 1.
pub(crate) const MAX_NESTING: usize = 100;
