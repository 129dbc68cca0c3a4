//! How many questions lead to the verdict of each person, in the fixed order and in the best one.

use chrono::NaiveDate;
use registration::{Filing, Law};
use rules::{Decision, FactId, Facts, Policy};

use super::verdicts::service;
use super::*;
use crate::usecases::known;

/// What the registers cannot tell is answered as most would.
const COMMON: [(&str, &str); 4] = [
    ("dwelling.tenure", "private"),
    ("dwelling.kind", "flat"),
    ("dwelling.region", "75"),
    ("subject.relation_to_owner", "none"),
];

fn complete(policy: &Policy, facts: &mut Facts) {
    for (name, value) in COMMON {
        if !facts.is_known(policy.fact(name).unwrap()) {
            facts.set(policy, name, value).unwrap();
        }
    }
    for name in ["dwelling.commissioned", "tenancy.subject_listed"] {
        if !facts.is_known(policy.fact(name).unwrap()) {
            facts.set(policy, name, true).unwrap();
        }
    }
    for (name, value) in [("dwelling.m2_per_person", 20), ("term.months", 12)] {
        if !facts.is_known(policy.fact(name).unwrap()) {
            facts.set(policy, name, value).unwrap();
        }
    }
    if !facts.is_known(policy.fact("dwelling.institution_applies").unwrap()) {
        facts
            .set(policy, "dwelling.institution_applies", false)
            .unwrap();
    }
}

/// The facts asked until the verdict is known.
fn asked(
    policy: &Policy,
    decision: &Decision<'_>,
    all: &Facts,
    next: impl Fn(&Facts, &[FactId]) -> FactId,
) -> Vec<String> {
    let mut known = Facts::new();
    let mut asked = Vec::new();
    loop {
        let verdict = decision.evaluate(&known);
        if verdict.is_known() {
            assert_eq!(verdict.outputs, decision.evaluate(all).outputs);
            return asked;
        }
        let fact = next(&known, &verdict.missing);
        assert!(verdict.missing.contains(&fact));
        let name = &policy.facts()[fact.index()].name;
        let value = all
            .get(policy, fact)
            .unwrap_or_else(|| panic!("{name} is not known"));
        known.set_fact(policy, fact, value).unwrap();
        asked.push(name.clone());
    }
}

/// The average numbers of questions over all people with a journey: fixed, best.
async fn averages(on: &str) -> (f64, f64) {
    let (sandbox, folder) = sandbox();
    let app = service(&sandbox, folder.path());
    let law = Law::embedded().unwrap();
    let on: NaiveDate = on.parse().unwrap();
    let policy = law.policy();
    let in_force = law.in_force(on).unwrap();
    let decision = in_force.decision();
    let (mut people, mut fixed, mut best) = (0, 0, 0);
    for person in &sandbox.world().people {
        let Some(answers) = &person.journey else {
            continue;
        };
        let filing = Filing::parse(answers).unwrap();
        let record = known::person(&app, person.iin).await.unwrap();
        let filed = known::filed(&app, law.outline(), &record, &filing, on)
            .await
            .unwrap();
        let mut facts = filed.facts;
        complete(policy, &mut facts);
        let in_order = asked(policy, decision, &facts, |_, missing| missing[0]);
        let chosen = asked(policy, decision, &facts, |known, _| {
            decision.next_question(known).unwrap().fact
        });
        people += 1;
        fixed += in_order.len();
        best += chosen.len();
    }
    let average = |questions: usize| questions as f64 / people as f64;
    println!(
        "{on}: {people} people; fixed order {:.2}, best {:.2}",
        average(fixed),
        average(best)
    );
    (average(fixed), average(best))
}

#[tokio::test]
async fn the_next_question_saves_some() {
    for on in ["2026-03-01", "2026-11-23"] {
        let (fixed, best) = averages(on).await;
        assert!(best < fixed, "{on}: fixed order {fixed}, best {best}");
    }
}
