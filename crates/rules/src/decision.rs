//! One goal on one day, ready to be evaluated.

use chrono::NaiveDate;

use crate::chosen::{Chosen, RuleInForce, TableInForce};
use crate::compile::{Compiled, FAILS, Found, Plan, compile};
use crate::diagram::{Classes, Edge, Walk};
use crate::error::RulesError;
use crate::fact::{FactId, Facts};
use crate::finding::{Finding, Hit, Scratch};
use crate::policy::Policy;
use crate::table::HitPolicy;
use crate::verdict::{Because, RuleStanding, Truth, Verdict};

/// The tables of one goal as they are in force on one day.
#[derive(Clone, Debug)]
pub struct Decision<'p> {
    on: NaiveDate,
    facts: Vec<FactId>,
    pub(crate) tables: Vec<TableInForce<'p>>,
    pub(crate) compiled: Compiled,
}

impl<'p> Decision<'p> {
    pub(crate) fn new(policy: &'p Policy, goal: &str, on: NaiveDate) -> Result<Self, RulesError> {
        let chosen = Chosen::tables(policy, goal, on);
        let facts = Chosen::facts(&chosen);
        let variables = Chosen::variables(&chosen, &facts, policy);
        let plans: Vec<Plan<'_>> = chosen
            .iter()
            .map(|table| table.plan(&chosen, &facts))
            .collect();
        let compiled = compile(&plans, variables);
        let (compiled, conditions) = compiled.ok_or_else(|| RulesError::TooComplex {
            goal: goal.to_owned(),
        })?;
        let tables = chosen.iter().zip(&conditions);
        let tables = tables
            .map(|(table, conditions)| table.in_force(conditions))
            .collect();
        Ok(Self::assemble(on, tables, compiled))
    }

    pub(crate) fn assemble(
        on: NaiveDate,
        tables: Vec<TableInForce<'p>>,
        compiled: Compiled,
    ) -> Self {
        let variables = compiled.diagram.variables.iter();
        Self {
            on,
            facts: variables.map(|variable| variable.fact).collect(),
            tables,
            compiled,
        }
    }

    /// The day.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The facts that rules in force mention, in the order to ask.
    pub fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The verdict under what is known.
    pub fn evaluate(&self, facts: &Facts) -> Verdict {
        self.find(facts, &mut Scratch::default()).to_verdict()
    }

    /// As [`Decision::evaluate`], for programs that decide by the thousand: once the scratch has
    /// grown, finding a verdict that is known allocates nothing, but for lists.
    pub fn find<'a>(&'a self, facts: &Facts, scratch: &'a mut Scratch) -> Finding<'a> {
        self.compiled.diagram.classify(facts, &mut scratch.classes);
        scratch.because.clear();
        scratch.missing.clear();
        let known = self.hits(scratch);
        if known {
            self.because(scratch);
        } else {
            self.missing(scratch);
        }
        Finding {
            tables: &self.tables,
            scratch,
            known,
        }
    }

    /// How every rule in force stands under what is known: table by table, in the order of
    /// precedence.
    pub fn standing(&self, facts: &Facts) -> Vec<RuleStanding> {
        let classes = self.compiled.diagram.classes(facts);
        let mut walk = Walk::default();
        let mut standing = Vec::new();
        for (table, candidates) in self.tables.iter().zip(&self.compiled.candidates) {
            let first = standing.len();
            standing.extend(table.rules.iter().map(|rule| RuleStanding {
                rule: rule.rule,
                truth: Truth::False,
            }));
            let standing = standing.get_mut(first..).unwrap_or_default();
            candidates.visit(&classes, |index, certain| {
                if let (Some(slot), Some(rule)) = (standing.get_mut(index), table.rules.get(index))
                {
                    slot.truth = self.truth(rule, certain, &classes, &mut walk);
                }
                true
            });
        }
        standing
    }

    /// The truth of a rule's condition, of which a row may be known to apply already.
    fn truth(
        &self,
        rule: &RuleInForce,
        certain: bool,
        classes: &Classes,
        walk: &mut Walk,
    ) -> Truth {
        if certain {
            return Truth::True;
        }
        match self.terminal(rule.condition, classes, walk) {
            Some(FAILS) => Truth::False,
            Some(_) => Truth::True,
            None => Truth::Unknown,
        }
    }

    /// What each table contributes; false as soon as a part of it is not known.
    fn hits(&self, scratch: &mut Scratch) -> bool {
        let Scratch {
            classes,
            walk,
            hits,
            ..
        } = scratch;
        hits.clear();
        hits.resize(self.tables.len(), Hit::None);
        for part in &self.compiled.parts {
            let Some(terminal) = self.terminal(part.root, classes, walk) else {
                return false;
            };
            let Some(hit) = hits.get_mut(part.plan) else {
                continue;
            };
            match self.compiled.result(part, terminal) {
                Found::Nothing => {}
                Found::Value(value) => *hit = Hit::One(value as u16),
                Found::Number(number) => *hit = Hit::Number(number),
                Found::Piece(piece) => {
                    let piece = piece.iter().map(|value| *value as u16);
                    match hit {
                        Hit::List(list) => list.extend(piece),
                        _ => *hit = Hit::List(piece.collect()),
                    }
                }
            }
        }
        true
    }

    /// The only terminal that completions reach, if there is only one.
    fn terminal(&self, root: Edge, classes: &Classes, walk: &mut Walk) -> Option<u32> {
        let mut first = None;
        let mut known = true;
        let diagram = &self.compiled.diagram;
        diagram.reach(root, classes, walk, |terminal| {
            known = *first.get_or_insert(terminal) == terminal;
            known
        });
        first.filter(|_| known)
    }

    fn missing(&self, scratch: &mut Scratch) {
        let diagram = &self.compiled.diagram;
        let mut asked = vec![false; diagram.variables.len()];
        for part in &self.compiled.parts {
            diagram.support(part.root, &scratch.classes, &mut asked);
        }
        let variables = diagram.variables.iter().zip(asked);
        let variables = variables.filter(|(_, asked)| *asked);
        scratch
            .missing
            .extend(variables.map(|(variable, _)| variable.fact));
    }

    fn because(&self, scratch: &mut Scratch) {
        let Scratch {
            classes,
            walk,
            hits,
            because,
            others,
            ..
        } = scratch;
        let tables = self.tables.iter().zip(&self.compiled.candidates);
        for ((table, candidates), hit) in tables.zip(hits.iter()) {
            let output = match hit {
                Hit::None => continue,
                Hit::One(output) => Some(*output),
                Hit::List(_) | Hit::Number(_) => None,
            };
            let hit = table.table.hit;
            let first = because.len();
            others.clear();
            // Rules of which it is not known whether they apply.
            let mut open = Vec::new();
            candidates.visit(classes, |index, certain| {
                let Some(rule) = table.rules.get(index) else {
                    return true;
                };
                let gives = output.is_none_or(|output| rule.output == output);
                // By priority the rules below the deciding one are named as well, so that a person
                // learns of all at once.
                let may_be_named = gives
                    || hit == HitPolicy::First
                    || hit == HitPolicy::Priority && !table.table.silent.contains(&rule.output);
                if !may_be_named {
                    return true;
                }
                let named = |certain| Because {
                    rule: rule.rule,
                    certain,
                };
                let truth = self.truth(rule, certain, classes, walk);
                match truth {
                    Truth::True if gives => because.push(named(true)),
                    Truth::True if hit == HitPolicy::Priority => others.push(named(true)),
                    Truth::Unknown if gives => open.push(named(false)),
                    _ => {}
                }
                // Whatever else may apply does not count.
                let decides = matches!(hit, HitPolicy::First | HitPolicy::Unique);
                !(decides && truth == Truth::True)
            });
            // Were a rule that may apply not needed for a list or a number, that would vary with
            // it. A single output needs such rules only if no rule gives it for certain.
            if output.is_none() || because.len() == first {
                because.append(&mut open);
            }
            because.append(others);
        }
    }
}
