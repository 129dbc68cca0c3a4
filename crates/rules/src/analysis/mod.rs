//! What is wrong or superfluous in a whole policy: all tables, all days and all options of
//! switches together.
//!
//! The analysis is complete, not sampled. The constants of all cells cut each fact into classes;
//! sets of cases are decision diagrams over these classes, and a finding is a set that is not
//! empty, or one that is. In the worst case such diagrams grow with the product of all classes,
//! so the work is bounded: beyond a number of steps the report says that it is not finished.

mod classes;
mod finding;
mod forest;
mod layout;
mod rows;
mod space;
mod tables;

use std::collections::BTreeSet;

pub use finding::{Finding, Kind, Position, Scenario, Severity, Witness};
pub(crate) use forest::{TooManySteps, all, none};
pub use layout::Layout;
use layout::place_of;
#[cfg(feature = "parse")]
pub(crate) use layout::{Allowed, RulePlace, TablePlace};
pub use space::Period;
pub(crate) use space::{Found, Space, TableRegions, gives_first, goals, periods};

use crate::fact::FactDeclaration;
use crate::policy::{Policy, RuleRef};
use crate::table::SwitchOption;
use rows::Rows;

/// How many steps an analysis takes before it gives up; some hundred bytes each.
pub const STEPS: usize = 2_000_000;

/// Something that people read and that needs words in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wording<'p> {
    /// The message key of a rule or a parameter.
    Message(&'p str),
    /// The message key of a source's name.
    Source(&'p str),
    /// The message key that explains a switch.
    Switch(&'p str),
    /// The name of a fact.
    Fact(&'p str),
}

impl<'p> Wording<'p> {
    /// The key or the name.
    pub const fn key(self) -> &'p str {
        match self {
            Self::Message(key) | Self::Source(key) | Self::Switch(key) | Self::Fact(key) => key,
        }
    }
}

/// Which words are lacking for something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// The languages without words for it.
    pub languages: Vec<String>,
    /// What has words and was most likely meant.
    pub nearest: Option<String>,
}

/// What an analysis found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Every finding, the worst first.
    pub findings: Vec<Finding>,
    /// Whether the analysis is complete. If not, it took too many steps, or the tables of a goal
    /// are too complex to be evaluated at all, and there may be more findings.
    pub finished: bool,
    /// How many steps it took.
    pub steps: usize,
    /// How many nodes its diagrams have.
    pub nodes: usize,
}

impl Report {
    /// The findings that are not allowed.
    pub fn unallowed(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(|finding| finding.allowed.is_none())
    }

    /// Whether the analysis is complete and found nothing that is not allowed.
    pub fn is_clean(&self) -> bool {
        self.finished && self.unallowed().next().is_none()
    }
}

/// Analyses a policy.
///
/// `layout` says where things are written; it may be empty. `lacking` says in which languages there are
/// no words for something. The chosen option of each switch is analysed whole; of the other
/// options, one at a time, what is theirs alone. More than `limit` steps are not taken; [`STEPS`]
/// is a good limit.
pub fn check(
    policy: &Policy,
    layout: &Layout,
    lacking: &dyn Fn(Wording<'_>) -> Lacking,
    limit: usize,
) -> Report {
    let mut space = Space::new(&[policy], &[], limit);
    let mut check = Check {
        policy,
        layout,
        findings: Vec::new(),
        given: BTreeSet::new(),
    };
    let finished = check.scenarios(&mut space).is_ok();
    if finished {
        check.outcomes_never_reached();
    }
    check.facts_never_used(&space);
    check.words(lacking);
    let mut findings = check.findings;
    layout.allow(&mut findings);
    findings.sort_by_key(|finding| finding.kind);
    Report {
        findings,
        finished,
        steps: space.forest.steps(),
        nodes: space.forest.nodes(),
    }
}

struct Check<'c> {
    policy: &'c Policy,
    layout: &'c Layout,
    findings: Vec<Finding>,
    /// Tables and the values they give.
    given: BTreeSet<(u16, u32)>,
}

impl Check<'_> {
    fn scenarios(&mut self, space: &mut Space<'_>) -> Result<(), TooManySteps> {
        self.scenario(space, self.policy, None)?;
        for (switch, declared) in (0..).zip(&self.policy.switches) {
            for (option, name) in (0..).zip(&declared.options) {
                if option == declared.chosen {
                    continue;
                }
                if let Ok(other) = self.policy.choose(&declared.name, name) {
                    self.scenario(space, &other, Some(SwitchOption { switch, option }))?;
                }
            }
        }
        Ok(())
    }

    fn scenario(
        &mut self,
        space: &mut Space<'_>,
        policy: &Policy,
        option: Option<SwitchOption>,
    ) -> Result<(), TooManySteps> {
        let mut found = Vec::new();
        let mut rows = Rows::default();
        for goal in goals(policy) {
            let mut last = Vec::new();
            for period in periods(policy, goal) {
                let tables = space.goal(policy, goal, period.day())?;
                let mut now = Vec::new();
                for table in &tables {
                    self.give(space, table);
                    tables::gaps(space, policy, table, period, &mut now)?;
                    tables::conflicts(space, policy, table, period, &mut now)?;
                    rows.add(space, policy, table, period)?;
                }
                tables::go_on(&mut found, &mut last, now);
            }
        }
        let scenario = option.and_then(|option| {
            let switch = self.policy.switches.get(usize::from(option.switch))?;
            Some(Scenario {
                switch: switch.name.clone(),
                option: switch.options.get(usize::from(option.option))?.clone(),
            })
        });
        // What is found with the chosen options is not said again for others.
        let known = self.findings.len();
        for (table, rule, finding) in found {
            let position = match rule {
                Some(rule) => self.layout.rule(rule, None),
                None => self.layout.table(table),
            };
            let is_known = self.findings.iter().take(known).any(|known| {
                (known.kind, &known.table, &known.rule, &known.about)
                    == (finding.kind, &finding.table, &finding.rule, &finding.about)
            });
            if !is_known {
                self.findings.push(Finding {
                    position,
                    scenario: scenario.clone(),
                    ..finding
                });
            }
        }
        for (rule, row, finding) in rows.idle() {
            if option.is_none() || self.option_of(rule) == option {
                self.findings.push(Finding {
                    position: self.layout.rule(rule, Some(row)),
                    scenario: scenario.clone(),
                    ..finding
                });
            }
        }
        Ok(())
    }

    fn option_of(&self, rule: RuleRef) -> Option<SwitchOption> {
        let table = self.policy.tables.get(usize::from(rule.table))?;
        table.rules.get(usize::from(rule.rule))?.basis.switch
    }

    /// Notes what a table gives.
    fn give(&mut self, space: &Space<'_>, table: &TableRegions) {
        for part in &table.parts {
            for terminal in space.forest.terminals(part.root) {
                match part.found(terminal) {
                    Found::Nothing => {}
                    Found::Value(value) => {
                        self.given.insert((table.index, *value));
                    }
                    Found::Piece(values) => {
                        let values = values.iter();
                        self.given.extend(values.map(|value| (table.index, *value)));
                    }
                    // A value has a part in a count or a sum if a rule that has it applies.
                    Found::Number(_) => {
                        let rules = table.rules.iter().filter(|rule| rule.condition != none());
                        self.given
                            .extend(rules.map(|rule| (table.index, u32::from(rule.output))));
                    }
                }
            }
        }
    }

    fn outcomes_never_reached(&mut self) {
        for (index, table) in (0..).zip(&self.policy.tables) {
            for (value, name) in (0..).zip(&table.values) {
                if !self.given.contains(&(index, value)) {
                    self.findings.push(Finding {
                        about: name.clone(),
                        position: self.layout.table(index),
                        ..Finding::new(Kind::OutcomeNeverReached, &table.name)
                    });
                }
            }
        }
    }

    fn facts_never_used(&mut self, space: &Space<'_>) {
        let facts = self.policy.fact_ids().zip(&self.policy.facts);
        for (fact, FactDeclaration { name, .. }) in facts {
            if space.variable(fact).is_none() {
                self.findings.push(Finding {
                    about: name.clone(),
                    position: self.layout.fact(fact.index()),
                    ..Finding::new(Kind::FactNeverUsed, "")
                });
            }
        }
    }

    fn words(&mut self, lacking: &dyn Fn(Wording<'_>) -> Lacking) {
        let mut asked = BTreeSet::new();
        let policy = self.policy;
        let mut ask = |wording: Wording<'_>, table: &str, rule: &str, position| {
            let Lacking { languages, nearest } = lacking(wording);
            if !languages.is_empty() {
                self.findings.push(Finding {
                    rule: rule.to_owned(),
                    about: format!("{} in {}", wording.key(), languages.join(", ")),
                    nearest,
                    position,
                    ..Finding::new(Kind::WordsMissing, table)
                });
            }
        };
        for rule in policy.rules() {
            let wording = Wording::Message(rule.message);
            if asked.insert(wording) {
                let position = self.layout.message(rule.reference);
                ask(wording, rule.table, rule.id, position);
            }
        }
        for parameter in &policy.parameters {
            let wording = Wording::Message(&parameter.basis.message);
            if asked.insert(wording) {
                let position = place_of(&self.layout.parameters, wording.key());
                ask(wording, "", &parameter.rule, position);
            }
        }
        for source in &policy.sources {
            let position = place_of(&self.layout.sources, &source.title);
            ask(Wording::Source(&source.title), "", "", position);
        }
        for switch in &policy.switches {
            let position = place_of(&self.layout.switches, &switch.note);
            ask(Wording::Switch(&switch.note), "", "", position);
        }
        for (index, fact) in policy.facts.iter().enumerate() {
            ask(Wording::Fact(&fact.name), "", "", self.layout.fact(index));
        }
    }
}
