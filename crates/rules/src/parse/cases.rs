//! Cases from TOML files: the format of [`CaseFile::to_toml`](crate::coverage::CaseFile::to_toml).

use toml::de::{DeTable, DeValue};

use super::error::{PolicyErrors, Problem};
use super::reader::{Lined, Place, PolicyFile, Report, Section, form, listed};
use crate::coverage::Case;
use crate::error::RulesError;
use crate::fact::{FactId, Facts};
use crate::nearest::nearest;
use crate::number::Number;
use crate::policy::Policy;
use crate::value::Value;

/// What a file of cases may hold.
const OF_A_FILE: [&str; 5] = ["about", "goal", "switches", "given", "case"];
/// What a case may hold besides facts and outputs.
const OF_A_CASE: [&str; 5] = ["name", "on", "expect", "because", "missing"];
/// How a case says that a fact is not known.
const UNKNOWN: &str = "?";

impl Policy {
    /// Reads a file of cases, about `goal` where it names none. Gives the policy with the switches
    /// as the file turns them, and the cases. What they expect is not read.
    ///
    /// Fails with everything that is wrong: what is no TOML, unknown keys, facts, goals and
    /// switches, values outside the domain of their fact, cases without a day.
    pub fn parse_cases(
        &self,
        goal: &str,
        file: PolicyFile<'_>,
    ) -> Result<(Self, Vec<Case>), PolicyErrors> {
        let mut report = Report::default();
        let lined = Lined::new(file);
        let document = match DeTable::parse(file.text) {
            Ok(document) => document.into_inner(),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let place = Place {
                    file: &lined,
                    offset,
                };
                report.add(place, Problem::Toml(error.message().to_owned()));
                return report.finish((self.clone(), Vec::new()));
            }
        };
        let file = Section::new(&lined, &document, 0);
        file.only(&OF_A_FILE, &mut report);
        let policy = switched(self, file, &mut report);
        let named = file.optional_text("goal", &mut report);
        let goal = named.map_or(goal, |goal| goal.value);
        let known = policy.tables.iter().any(|table| table.goal == goal);
        if let (Some(named), false) = (named, known) {
            let goals = policy.tables.iter().map(|table| table.goal.as_str());
            super::reader::unknown(goal, named.place, "goal", goals, &mut report);
        }
        let mut given = Facts::new();
        if let Some(section) = file.section("given", &mut report) {
            facts(&policy, section, &[], &mut given, &mut report);
        }
        let outputs: Vec<&str> = policy
            .tables
            .iter()
            .filter(|table| table.goal == goal)
            .map(|table| table.output.as_str())
            .chain(OF_A_CASE)
            .collect();
        let mut cases = Vec::new();
        for section in file.sections("case", &mut report) {
            let mut known = given.clone();
            facts(&policy, section, &outputs, &mut known, &mut report);
            let on = match section.has("on") {
                true => section.date("on", &mut report),
                false => section.missing("on", &mut report),
            };
            if let Some(on) = on {
                cases.push(Case {
                    goal: goal.to_owned(),
                    on,
                    facts: known,
                });
            }
        }
        report.finish((policy, cases))
    }
}

/// The policy with the switches of a file.
fn switched(policy: &Policy, file: Section<'_>, report: &mut Report) -> Policy {
    let mut policy = policy.clone();
    let Some(switches) = file.section("switches", report) else {
        return policy;
    };
    for (switch, value, span) in switches.entries() {
        let Some(option) = switches.as_text(value, &span, report) else {
            continue;
        };
        match policy.choose(switch.value, option.value) {
            Ok(chosen) => policy = chosen,
            Err(error @ RulesError::UnknownSwitch { .. }) => {
                report.add(switch.place, Problem::Given(error));
            }
            Err(error) => report.add(option.place, Problem::Given(error)),
        }
    }
    policy
}

/// Sets the facts of a section, which may hold `others` besides.
fn facts(
    policy: &Policy,
    section: Section<'_>,
    others: &[&str],
    facts: &mut Facts,
    report: &mut Report,
) {
    for (key, value, span) in section.entries() {
        if others.contains(&key.value) {
            continue;
        }
        let Some(fact) = policy.fact(key.value) else {
            let facts = policy.facts.iter().map(|fact| fact.name.as_str());
            let names = others.iter().copied().chain(facts);
            let problem = Problem::UnknownKey {
                key: key.value.to_owned(),
                expected: listed(names.clone()),
                nearest: nearest(key.value, names),
            };
            report.add(key.place, problem);
            continue;
        };
        set(policy, fact, section.at(&span), value, facts, report);
    }
}

fn set(
    policy: &Policy,
    fact: FactId,
    place: Place<'_>,
    value: &DeValue<'_>,
    facts: &mut Facts,
    report: &mut Report,
) {
    let number = |text: &str| text.parse::<Number>().ok().map(Value::Number);
    let value = match value {
        DeValue::String(text) if text == UNKNOWN => {
            facts.clear(fact);
            return;
        }
        DeValue::String(text) => Some(Value::Text(text)),
        DeValue::Boolean(value) => Some(Value::Bool(*value)),
        DeValue::Integer(whole) if whole.radix() == 10 => number(whole.as_str()),
        DeValue::Float(value) => number(value.as_str()),
        _ => None,
    };
    let Some(value) = value else {
        let domain = policy.facts.get(fact.index());
        let expected = domain.map_or_else(String::new, |fact| fact.kind.domain());
        form::<()>(place, &expected, report);
        return;
    };
    if let Err(error) = facts.set_fact(policy, fact, value) {
        report.add(place, Problem::Given(error));
    }
}
