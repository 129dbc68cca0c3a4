//! Dated decision tables.
mod cell;
mod codec;
mod compile;
mod day;
mod decision;
mod diagram;
mod error;
mod fact;
mod interner;
mod nearest;
mod number;
mod partition;
mod policy;
mod table;
mod value;
mod verdict;

#[cfg(feature = "parse")]
mod parse;

pub use cell::{Cell, Endpoint, Range, Test};
pub use decision::Decision;
pub use error::RulesError;
pub use fact::{Asks, FactDeclaration, FactId, FactType, Facts};
pub use number::Number;
#[cfg(feature = "parse")]
pub use parse::{PolicyError, PolicyErrors, PolicyFile, Problem};
pub use policy::{ParameterVersion, Policy, RuleRef, RuleVersion, Source, Switch};
pub use table::{Basis, Confidence, HitPolicy, Row, Rule, SwitchOption, Table, WhenOutput};
pub use value::Value;
pub use verdict::{Because, Output, RuleStanding, Truth, Verdict};
