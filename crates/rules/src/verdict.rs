//! What evaluation answers.

use crate::fact::FactId;
use crate::number::Number;
use crate::policy::RuleRef;

/// The answer of a goal under what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The outputs by name, in the order of the tables, if no completion of the missing facts
    /// could change any of them; else `None`. A table that is not relevant, or none of whose
    /// rules applies, gives no output.
    pub outputs: Option<Vec<(String, Output)>>,
    /// Of a known verdict the rules that decided it, then those that apply besides; empty while
    /// the verdict is not known.
    pub because: Vec<Because>,
    /// Exactly the facts that can still change the verdict, in the order to ask: for each there
    /// are two completions that differ in it alone and in their verdict. Empty once it is known.
    pub missing: Vec<FactId>,
}

/// The output of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Of a table with one output.
    One(String),
    /// Of a table that gives a list: an entry for each rule that applies, in the order of the
    /// table's values or, under [`HitPolicy::RuleOrder`](crate::HitPolicy::RuleOrder), of its
    /// rules.
    List(Vec<String>),
    /// Of a table that counts or reckons.
    Number(Number),
}

/// A rule that a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Because {
    /// The version of the rule.
    pub rule: RuleRef,
    /// Whether its condition is true under what is known. If not, the verdict is known because
    /// in each case some such rule gives it, but not yet which.
    pub certain: bool,
}

/// The truth of a condition under what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// True whatever the missing facts are.
    True,
    /// False whatever the missing facts are.
    False,
    /// The missing facts decide.
    Unknown,
}

/// How a rule stands under what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuleStanding {
    /// The version of the rule; [`Policy::rule_version`](crate::Policy::rule_version) knows its
    /// output.
    pub rule: RuleRef,
    /// Whether its condition is true.
    pub truth: Truth,
}

impl Verdict {
    /// Whether no missing fact can change the verdict.
    pub fn is_known(&self) -> bool {
        self.outputs.is_some()
    }

    /// The output of this name of a known verdict, if its table gave one of its values.
    pub fn output(&self, name: &str) -> Option<&str> {
        match self.find(name)? {
            Output::One(value) => Some(value),
            Output::List(_) | Output::Number(_) => None,
        }
    }

    /// The output of this name of a known verdict, if its table gave a number.
    pub fn number(&self, name: &str) -> Option<Number> {
        match self.find(name)? {
            Output::Number(number) => Some(*number),
            Output::One(_) | Output::List(_) => None,
        }
    }

    /// The list of this name of a known verdict; empty if there is none.
    pub fn list(&self, name: &str) -> &[String] {
        match self.find(name) {
            Some(Output::List(values)) => values,
            _ => &[],
        }
    }

    fn find(&self, name: &str) -> Option<&Output> {
        let outputs = self.outputs.as_ref()?;
        outputs
            .iter()
            .find(|(output, _)| output == name)
            .map(|(_, output)| output)
    }
}
