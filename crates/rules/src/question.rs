//! Which of the missing facts to ask first.

use crate::decision::Decision;
use crate::diagram::Edge;
use crate::fact::{FactId, Facts};
use crate::interner::Interner;
use crate::nodes::Nodes;

/// Up to so many missing facts the best order is worked out exactly.
const EXACT_FACTS: usize = 8;
/// Beyond so many the first of them is asked.
const RANKED_FACTS: usize = 256;
/// Beyond so many nodes or states the exact order is given up.
const NODES: usize = 1 << 16;
const STATES: usize = 1 << 12;
/// Sums of shares that differ by less are the same.
const NOTHING: f64 = 1e-9;

/// The fact to ask next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// One of the missing facts.
    pub fact: FactId,
    /// How many questions are to be expected until the verdict is known, this one counted, if the
    /// best question is asked each time. `None` if too many facts are missing to know it.
    pub expected: Option<f64>,
}

impl Decision<'_> {
    /// The fact to ask next, so that the fewest questions are to be expected until the verdict is
    /// known; `None` if it is known.
    ///
    /// Only a missing fact is asked, so never one that cannot matter, and none before the fact that
    /// it is declared to be asked after, as long as that one is missing. Values are expected as the
    /// facts' weights say, each fact by itself. With up to eight missing facts the question is
    /// exactly the best. With more it is the one after which the fewest are expected if all others
    /// were asked in order. Asking so each time is never expected to take more questions than
    /// asking in order, as it departs from that order only where a departure saves something. In
    /// order is asked where more than 256 facts are missing, or the diagrams are too large.
    /// Of several equally good questions it is the first in the order to ask.
    pub fn next_question(&self, facts: &Facts) -> Option<Question> {
        let missing = self.evaluate(facts).missing;
        if missing.len() <= EXACT_FACTS
            && let Some(exact) = self.ask(facts, |questions, state| questions.exact(state))
        {
            return Some(exact);
        }
        let first = |fact: &FactId| Question {
            fact: *fact,
            expected: None,
        };
        if missing.len() > RANKED_FACTS {
            return missing.first().map(first);
        }
        self.ask(facts, |questions, state| questions.promising(state))
            .or(missing.first().map(first))
    }

    fn ask(
        &self,
        facts: &Facts,
        choose: impl Fn(&mut Questions<'_>, &State) -> Option<(Option<f64>, usize)>,
    ) -> Option<Question> {
        let mut questions = Questions::new(self);
        let state = questions.state(facts)?;
        let (expected, variable) = choose(&mut questions, &state)?;
        let fact = self.compiled.diagram.variables.get(variable)?.fact;
        Some(Question { fact, expected })
    }
}

/// What is left of each part of the result.
type State = Vec<Edge>;

struct Questions<'d> {
    decision: &'d Decision<'d>,
    nodes: Nodes,
    /// For each variable the shares of its classes.
    shares: Vec<Vec<f64>>,
    /// For each variable the one after which it is asked.
    after: Vec<Option<usize>>,
    states: Interner,
    /// For each state the expected number of questions and the variable to ask.
    best: Vec<(f64, usize)>,
    in_order: InOrder,
}

/// For each state the expected number of questions in the order of the facts.
struct InOrder {
    states: Interner,
    expected: Vec<f64>,
}

impl<'d> Questions<'d> {
    fn new(decision: &'d Decision<'_>) -> Self {
        let variables = decision.compiled.diagram.variables.iter();
        let shares = variables.map(|variable| {
            let declaration = decision.policy.facts.get(variable.fact.index());
            declaration.map_or(Vec::new(), |declaration| {
                variable.partition.shares(declaration)
            })
        });
        let variables = decision.compiled.diagram.variables.iter();
        let after = variables.clone().map(|variable| {
            let after = decision.policy.facts.get(variable.fact.index())?.after?;
            variables.clone().position(|other| other.fact == after)
        });
        Self {
            decision,
            after: after.collect(),
            nodes: Nodes::new(NODES),
            shares: shares.collect(),
            states: Interner::with_capacity(64),
            best: Vec::new(),
            in_order: InOrder {
                states: Interner::with_capacity(64),
                expected: Vec::new(),
            },
        }
    }

    /// What known facts leave.
    fn state(&mut self, facts: &Facts) -> Option<State> {
        let compiled = &self.decision.compiled;
        let mut state = State::with_capacity(compiled.parts.len());
        for part in &compiled.parts {
            let diagram = &compiled.diagram;
            let left = self.nodes.import(
                diagram,
                part.root,
                |terminal| terminal,
                |nodes, variable, children| {
                    let found = diagram.variables.get(variable)?;
                    let class = facts.known(found.fact);
                    match class.and_then(|known| found.partition.class(known)) {
                        Some(class) => children.get(usize::from(class)).copied(),
                        None => nodes.make(variable, children),
                    }
                },
            )?;
            state.push(left);
        }
        Some(state)
    }

    /// The variables that still matter.
    fn missing(&self, state: &State) -> Vec<usize> {
        let mut asked = vec![false; self.shares.len()];
        for root in state {
            self.nodes.support(*root, &mut asked);
        }
        let asked = asked.iter().enumerate().filter(|(_, asked)| **asked);
        asked.map(|(variable, _)| variable).collect()
    }

    /// Those of the missing variables that need not wait for another one. The first never does.
    fn may_ask(&self, missing: &[usize]) -> Vec<usize> {
        let waits = |variable: &usize| {
            let after = self.after.get(*variable).copied().flatten();
            after.is_some_and(|after| missing.contains(&after))
        };
        let missing = missing.iter().copied();
        missing.filter(|variable| !waits(variable)).collect()
    }

    /// The states after each answer that is expected at all, with their shares.
    fn answers(&mut self, state: &State, variable: usize) -> Option<Vec<(f64, State)>> {
        let mut answers: Vec<(f64, State)> = Vec::new();
        let shares = self.shares.get(variable)?.clone();
        for (class, share) in shares.into_iter().enumerate() {
            let mut after = State::with_capacity(state.len());
            for root in state {
                after.push(self.nodes.restrict(*root, variable, class)?);
            }
            match answers.iter_mut().find(|(_, known)| *known == after) {
                Some((known, _)) => *known += share,
                None => answers.push((share, after)),
            }
        }
        Some(answers)
    }

    /// The best question, unless this takes too long or there is none.
    fn exact(&mut self, state: &State) -> Option<(Option<f64>, usize)> {
        let (expected, variable) = self.best(state)?;
        (expected > 0.0).then_some((Some(expected), variable))
    }

    /// The least expected number of questions and the first of them. `None` if it takes too long.
    fn best(&mut self, state: &State) -> Option<(f64, usize)> {
        let missing = self.missing(state);
        if missing.len() < 2 {
            let first = missing.first().copied().unwrap_or(0);
            return Some((missing.len() as f64, first));
        }
        let key: Vec<u32> = state.iter().map(|root| root.word()).collect();
        let (number, new) = self.states.intern(&key);
        if !new {
            return self.best.get(number as usize).copied();
        }
        if self.states.len() > STATES {
            return None;
        }
        // A state is never met again below itself, so no unfinished entry is read.
        self.best.push((0.0, 0));
        let mut best = (f64::INFINITY, 0);
        for variable in self.may_ask(&missing) {
            let answers = self.answers(state, variable)?;
            // Wherever something is still missing, at least one more question is asked.
            let is_open = |state: &State| state.iter().any(|root| root.as_terminal().is_none());
            let open = answers.iter().filter(|(_, state)| is_open(state));
            let mut expected = 1.0 + open.map(|(share, _)| share).sum::<f64>();
            for (share, after) in &answers {
                if expected > best.0 - NOTHING {
                    break;
                }
                if *share > 0.0 && is_open(after) {
                    expected += share * (self.best(after)?.0 - 1.0);
                }
            }
            if expected < best.0 - NOTHING {
                best = (expected, variable);
            }
        }
        *self.best.get_mut(number as usize)? = best;
        Some(best)
    }

    /// The variable after which the fewest questions are expected if the rest is asked in order.
    fn promising(&mut self, state: &State) -> Option<(Option<f64>, usize)> {
        let mut best = (f64::INFINITY, None);
        for variable in self.may_ask(&self.missing(state)) {
            let mut left = 0.0;
            for (share, after) in self.answers(state, variable)? {
                left += share * self.in_order(&after)?;
            }
            if left < best.0 - NOTHING {
                best = (left, Some((None, variable)));
            }
        }
        best.1
    }

    /// The expected number of questions if they are asked in the order of the facts. `None` if it
    /// takes too long.
    fn in_order(&mut self, state: &State) -> Option<f64> {
        let tops = state.iter().filter_map(|root| self.nodes.node(*root));
        let Some(first) = tops.map(|(variable, _)| variable).min() else {
            return Some(0.0);
        };
        let key: Vec<u32> = state.iter().map(|root| root.word()).collect();
        let (number, new) = self.in_order.states.intern(&key);
        if !new {
            return self.in_order.expected.get(number as usize).copied();
        }
        if self.in_order.states.len() > NODES {
            return None;
        }
        self.in_order.expected.push(0.0);
        let mut expected = 1.0;
        // Whatever the first variable's class is, the roots that ask for it step down.
        for class in 0..self.shares.get(first)?.len() {
            let after = state.iter().map(|root| match self.nodes.node(*root) {
                Some((variable, children)) if variable == first => {
                    children.get(class).map(|child| Edge::from_word(*child))
                }
                _ => Some(*root),
            });
            let after: State = after.collect::<Option<_>>()?;
            let share = *self.shares.get(first)?.get(class)?;
            expected += share * self.in_order(&after)?;
        }
        *self.in_order.expected.get_mut(number as usize)? = expected;
        Some(expected)
    }
}
