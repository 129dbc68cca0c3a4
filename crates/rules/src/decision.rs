//! One goal on one day, ready to be evaluated.

use chrono::NaiveDate;

use crate::chosen::{Chosen, RuleInForce, TableInForce};
use crate::compile::{APPLIES, Compiled, FAILS, Found, Part, Plan, compile};
use crate::diagram::{Classes, Walk};
use crate::error::RulesError;
use crate::fact::{FactId, Facts};
use crate::number::Number;
use crate::policy::Policy;
use crate::table::HitPolicy;
use crate::verdict::{Because, Output, RuleStanding, Truth, Verdict};

/// The tables of one goal as they are in force on one day.
#[derive(Clone, Debug)]
pub struct Decision<'p> {
    on: NaiveDate,
    facts: Vec<FactId>,
    tables: Vec<TableInForce<'p>>,
    compiled: Compiled,
}

/// What one table contributes to a known result.
#[derive(Clone)]
enum Hit {
    None,
    /// An index into the table's values.
    One(u16),
    /// A count or a sum.
    Number(Number),
    /// Indexes into the table's values, in the order of the list.
    List(Vec<u16>),
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
        let compiled = compile(&plans, variables).ok_or_else(|| RulesError::TooComplex {
            goal: goal.to_owned(),
        })?;
        let tables = chosen.iter().zip(&compiled.conditions);
        let tables = tables
            .map(|(table, conditions)| table.in_force(conditions))
            .collect();
        Ok(Self {
            on,
            facts,
            tables,
            compiled,
        })
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
        let classes = self.compiled.diagram.classes(facts);
        let mut walk = Walk::default();
        match self.hits(&classes, &mut walk) {
            Some(hits) => Verdict {
                because: self.because(&hits, &classes, &mut walk),
                outputs: Some(self.outputs(&hits)),
                missing: Vec::new(),
            },
            None => Verdict {
                outputs: None,
                because: Vec::new(),
                missing: self.missing(&classes),
            },
        }
    }

    /// How every rule in force stands under what is known: table by table, in the order of
    /// precedence.
    pub fn standing(&self, facts: &Facts) -> Vec<RuleStanding> {
        let classes = self.compiled.diagram.classes(facts);
        let mut walk = Walk::default();
        let rules = self.tables.iter().flat_map(|table| &table.rules);
        rules
            .map(|rule| RuleStanding {
                rule: rule.rule,
                truth: self.truth(rule, &classes, &mut walk),
            })
            .collect()
    }

    fn truth(&self, rule: &RuleInForce, classes: &Classes, walk: &mut Walk) -> Truth {
        let (mut fails, mut applies) = (false, false);
        self.compiled
            .diagram
            .reach(rule.condition, classes, walk, |terminal| {
                fails |= terminal == FAILS;
                applies |= terminal == APPLIES;
                !(fails && applies)
            });
        match (applies, fails) {
            (true, false) => Truth::True,
            (false, _) => Truth::False,
            (true, true) => Truth::Unknown,
        }
    }

    /// What each table contributes, or `None` as soon as a part of it is not known.
    fn hits(&self, classes: &Classes, walk: &mut Walk) -> Option<Vec<Hit>> {
        let mut hits = vec![Hit::None; self.tables.len()];
        for part in &self.compiled.parts {
            let terminal = self.terminal(part, classes, walk)?;
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
        Some(hits)
    }

    /// The only terminal that completions reach, if there is only one.
    fn terminal(&self, part: &Part, classes: &Classes, walk: &mut Walk) -> Option<u32> {
        let mut first = None;
        let mut known = true;
        let diagram = &self.compiled.diagram;
        diagram.reach(part.root, classes, walk, |terminal| {
            known = *first.get_or_insert(terminal) == terminal;
            known
        });
        first.filter(|_| known)
    }

    fn missing(&self, classes: &Classes) -> Vec<FactId> {
        let diagram = &self.compiled.diagram;
        let mut asked = vec![false; diagram.variables.len()];
        for part in &self.compiled.parts {
            diagram.support(part.root, classes, &mut asked);
        }
        let variables = diagram.variables.iter().zip(asked);
        variables
            .filter(|(_, asked)| *asked)
            .map(|(variable, _)| variable.fact)
            .collect()
    }

    fn outputs(&self, hits: &[Hit]) -> Vec<(String, Output)> {
        let mut outputs = Vec::with_capacity(hits.len());
        for (TableInForce { table, .. }, hit) in self.tables.iter().zip(hits) {
            let value = |index: &u16| {
                let value = table.values.get(usize::from(*index));
                value.cloned().unwrap_or_default()
            };
            let output = match hit {
                Hit::None => continue,
                Hit::One(index) if table.hit.reckons() => {
                    match table.numbers().nth(usize::from(*index)).flatten() {
                        Some(number) => Output::Number(number),
                        None => continue,
                    }
                }
                Hit::One(index) => Output::One(value(index)),
                Hit::Number(number) => Output::Number(*number),
                Hit::List(list) => Output::List(list.iter().map(value).collect()),
            };
            outputs.push((table.output.clone(), output));
        }
        outputs
    }

    fn because(&self, hits: &[Hit], classes: &Classes, walk: &mut Walk) -> Vec<Because> {
        let mut because = Vec::new();
        for (table, hit) in self.tables.iter().zip(hits) {
            let standing: Vec<(RuleInForce, Truth)> = table
                .rules
                .iter()
                .map(|rule| (*rule, self.truth(rule, classes, walk)))
                .collect();
            let named = |wanted: Truth, output: Option<u16>| {
                standing
                    .iter()
                    .filter(move |(rule, truth)| {
                        *truth == wanted && output.is_none_or(|output| rule.output == output)
                    })
                    .map(move |(rule, _)| Because {
                        rule: rule.rule,
                        certain: wanted == Truth::True,
                    })
            };
            match hit {
                Hit::None => {}
                Hit::One(output) => {
                    let before = because.len();
                    because.extend(named(Truth::True, Some(*output)));
                    if because.len() == before {
                        because.extend(named(Truth::Unknown, Some(*output)));
                    }
                    // Below the first rule that applies, the others of the table do not count;
                    // by priority they do, and are named so that a person learns of all at once.
                    if table.table.hit == HitPolicy::Priority {
                        let others = standing.iter().filter(|(rule, truth)| {
                            *truth == Truth::True
                                && rule.output != *output
                                && !table.table.silent.contains(&rule.output)
                        });
                        because.extend(others.map(|(rule, _)| Because {
                            rule: rule.rule,
                            certain: true,
                        }));
                    }
                }
                // Were a rule that may apply not needed for the whole, that would vary with it.
                Hit::List(_) | Hit::Number(_) => {
                    because.extend(named(Truth::True, None));
                    because.extend(named(Truth::Unknown, None));
                }
            }
        }
        because
    }
}
