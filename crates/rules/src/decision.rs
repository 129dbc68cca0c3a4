//! One goal on one day, ready to be evaluated.

use chrono::NaiveDate;

use crate::compile::{APPLIES, Compiled, FAILS, Plan, PlanRule, compile};
use crate::diagram::{Classes, Edge, Variable, Walk};
use crate::error::RulesError;
use crate::fact::{FactId, Facts};
use crate::partition::Partition;
use crate::policy::{Policy, RuleRef};
use crate::table::{HitPolicy, Rule, Row, Table};
use crate::verdict::{Because, Output, RuleStanding, Truth, Verdict};

/// The tables of one goal as they are in force on one day.
#[derive(Clone, Debug)]
pub struct Decision<'p> {
    on: NaiveDate,
    facts: Vec<FactId>,
    tables: Vec<TableInForce<'p>>,
    compiled: Compiled,
}

#[derive(Clone, Debug)]
struct TableInForce<'p> {
    table: &'p Table,
    /// In the order of precedence.
    rules: Vec<RuleInForce>,
}

#[derive(Clone, Copy, Debug)]
struct RuleInForce {
    rule: RuleRef,
    output: u16,
    /// The diagram of its condition.
    condition: Edge,
}

/// What one table contributes to a result.
enum Hit<'r> {
    None,
    One(u16),
    List(&'r [u32]),
}

impl<'p> Decision<'p> {
    pub(crate) fn new(policy: &'p Policy, goal: &str, on: NaiveDate) -> Result<Self, RulesError> {
        let mut chosen: Vec<(usize, &Table, Vec<(u16, &Rule)>)> = Vec::new();
        for (index, table) in policy.tables.iter().enumerate() {
            if table.goal != goal {
                continue;
            }
            let mut rules: Vec<(u16, &Rule)> = (0..)
                .zip(&table.rules)
                .filter(|(_, rule)| policy.is_in_force(&rule.basis, on))
                .collect();
            if table.hit == HitPolicy::Priority {
                rules.sort_by_key(|(_, rule)| rule.then);
            }
            chosen.push((index, table, rules));
        }

        let rules = chosen.iter().flat_map(|(_, _, rules)| rules);
        let rows: Vec<&Row> = rules.flat_map(|(_, rule)| &rule.rows).collect();
        let mut facts: Vec<FactId> = rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|(fact, _)| *fact))
            .collect();
        facts.sort_unstable();
        facts.dedup();
        let mut variables = Vec::with_capacity(facts.len());
        for fact in &facts {
            let cells = rows.iter().flat_map(|row| &row.cells);
            let cells: Vec<_> = cells
                .filter(|(asked, _)| asked == fact)
                .map(|(_, cell)| cell)
                .collect();
            if let Some(declaration) = policy.facts.get(fact.index()) {
                variables.push(Variable {
                    fact: *fact,
                    partition: Partition::of(declaration, &cells),
                });
            }
        }

        let plan_row = |row: &'p Row| -> Vec<_> {
            row.cells
                .iter()
                .filter_map(|(fact, cell)| Some((facts.binary_search(fact).ok()?, cell)))
                .collect()
        };
        let plans: Vec<Plan<'_>> = chosen
            .iter()
            .map(|(_, table, rules)| Plan {
                collects: table.hit == HitPolicy::Collect,
                when: table.when_output.and_then(|when| {
                    let other = usize::from(when.table);
                    let plan = chosen.iter().position(|(index, _, _)| *index == other)?;
                    Some((plan, u32::from(when.value)))
                }),
                rules: rules
                    .iter()
                    .map(|(_, rule)| PlanRule {
                        output: u32::from(rule.then),
                        rows: rule.rows.iter().map(plan_row).collect(),
                    })
                    .collect(),
            })
            .collect();
        let compiled = compile(&plans, variables).ok_or_else(|| RulesError::TooComplex {
            goal: goal.to_owned(),
        })?;
        let tables = chosen
            .into_iter()
            .zip(&compiled.conditions)
            .map(|((index, table, rules), conditions)| TableInForce {
                table,
                rules: rules
                    .into_iter()
                    .zip(conditions)
                    .map(|((rule, entry), condition)| RuleInForce {
                        rule: RuleRef {
                            table: index as u16,
                            rule,
                        },
                        output: entry.then,
                        condition: *condition,
                    })
                    .collect(),
            })
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
        let diagram = &self.compiled.diagram;
        let classes = diagram.classes(facts);
        let mut walk = Walk::default();
        let mut result = None;
        let mut known = true;
        diagram.reach(self.compiled.root, &classes, &mut walk, |terminal| {
            known = *result.get_or_insert(terminal) == terminal;
            known
        });
        match result {
            Some(result) if known => {
                let hits = self.hits(self.compiled.results.get(result));
                Verdict {
                    because: self.because(&hits, &classes, &mut walk),
                    outputs: Some(self.outputs(&hits)),
                    missing: Vec::new(),
                }
            }
            _ => Verdict {
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

    fn missing(&self, classes: &Classes) -> Vec<FactId> {
        let diagram = &self.compiled.diagram;
        diagram
            .support(self.compiled.root, classes)
            .into_iter()
            .filter_map(|variable| diagram.variables.get(variable))
            .map(|variable| variable.fact)
            .collect()
    }

    /// Reads a result, one hit for each table.
    fn hits<'r>(&self, mut result: &'r [u32]) -> Vec<Hit<'r>> {
        let mut hits = Vec::with_capacity(self.tables.len());
        for table in &self.tables {
            let Some((first, rest)) = result.split_first() else {
                break;
            };
            result = rest;
            hits.push(match first.checked_sub(1) {
                None => Hit::None,
                Some(count) if table.table.hit == HitPolicy::Collect => {
                    let (list, rest) = result.split_at_checked(count as usize).unwrap_or_default();
                    result = rest;
                    Hit::List(list)
                }
                Some(output) => Hit::One(output as u16),
            });
        }
        hits
    }

    fn outputs(&self, hits: &[Hit<'_>]) -> Vec<(String, Output)> {
        let mut outputs = Vec::with_capacity(hits.len());
        for (TableInForce { table, .. }, hit) in self.tables.iter().zip(hits) {
            let value = |index: usize| table.values.get(index).cloned().unwrap_or_default();
            let output = match hit {
                Hit::None => continue,
                Hit::One(index) => Output::One(value(usize::from(*index))),
                Hit::List(list) => {
                    Output::List(list.iter().map(|index| value(*index as usize)).collect())
                }
            };
            outputs.push((table.output.clone(), output));
        }
        outputs
    }

    fn because(&self, hits: &[Hit<'_>], classes: &Classes, walk: &mut Walk) -> Vec<Because> {
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
                // Were a rule that may apply not needed for the list, the list would vary with it.
                Hit::List(_) => {
                    because.extend(named(Truth::True, None));
                    because.extend(named(Truth::Unknown, None));
                }
            }
        }
        because
    }
}
impl Decision<'_> { #[doc(hidden)] pub fn measure(&self) -> String { format!("{} nodes {} vars {} results", self.compiled.diagram.nodes.len(), self.compiled.diagram.variables.len(), self.compiled.results.len()) } }
