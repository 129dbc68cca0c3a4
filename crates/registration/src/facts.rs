use rules::{Facts, Number, Outline, Value};

use crate::{
    answers::Answers,
    known::{KnownApplicant, KnownDwelling, KnownSubject, Ownership, Relation, RelationToOwner},
};

const MILLIONTHS_PER_HUNDREDTH: i64 = 10_000;

/// The facts that follow from the answers and from what the registers know; what a register knows
/// replaces what a person says. This is the only way from answers to facts, in the page as in the
/// server.
///
/// A fact that the policy does not declare is passed over, so that an older policy can still be
/// asked.
#[must_use]
pub fn facts(
    outline: Outline<'_>,
    answers: &Answers,
    subject: &KnownSubject,
    applicant: &KnownApplicant,
    dwelling: &KnownDwelling,
) -> Facts {
    let mut facts = Collected {
        outline,
        facts: Facts::new(),
    };
    let said = &answers.declared_subject;
    facts.text("service", answers.service.map(|value| value.symbol()));
    facts.whole("term.months", answers.months);

    let relation = subject.relation.or(said.relation);
    facts.whole("subject.age", subject.age.or(said.age).map(i32::from));
    facts.text(
        "subject.citizenship",
        subject
            .citizenship
            .or(said.citizenship)
            .map(|value| value.symbol()),
    );
    facts.text(
        "subject.capacity",
        subject
            .capacity
            .or(said.capacity)
            .map(|value| value.symbol()),
    );
    facts.text("applicant.relation", relation.map(|value| value.symbol()));
    facts.boolean(
        "applicant.open_application",
        subject.open_application.or(said.open_application),
    );
    facts.boolean("applicant.has_eds", applicant.has_eds.or(said.has_eds));
    facts.boolean(
        "applicant.phone_in_mobile_base",
        applicant.phone_in_mobile_base.or(said.phone_in_mobile_base),
    );

    let said = &answers.declared_dwelling;
    let ownership = dwelling.ownership.or(answers.ownership);
    facts.text("applicant.ownership", ownership.map(|value| value.symbol()));
    facts.text(
        "subject.relation_to_owner",
        relation_to_owner(ownership, relation)
            .or(answers.relation_to_owner)
            .map(|value| value.symbol()),
    );
    facts.boolean("dwelling.found", dwelling.found.or(said.found));
    facts.text(
        "dwelling.tenure",
        dwelling.tenure.or(said.tenure).map(|value| value.symbol()),
    );
    facts.text(
        "dwelling.kind",
        dwelling.kind.or(said.kind).map(|value| value.symbol()),
    );
    facts.boolean(
        "dwelling.institution_applies",
        dwelling.institution_applies.or(said.institution_applies),
    );
    facts.boolean(
        "dwelling.commissioned",
        dwelling.commissioned.or(said.commissioned),
    );
    let region = dwelling
        .region
        .or(said.region)
        .map(crate::identifiers::Region::code);
    facts.text("dwelling.region", region.as_deref());
    facts.number(
        "dwelling.m2_per_person",
        dwelling
            .area_per_person_dm2
            .or(said.area_per_person_dm2)
            .map(|hundredths| {
                Number::from_millionths(i64::from(hundredths) * MILLIONTHS_PER_HUNDREDTH)
            }),
    );
    facts.boolean(
        "dwelling.owner_minor",
        dwelling.owner_minor.or(said.owner_minor),
    );
    facts.boolean(
        "dwelling.owner_limited",
        dwelling.owner_limited.or(said.owner_limited),
    );
    facts.boolean(
        "tenancy.subject_listed",
        dwelling.subject_listed.or(said.subject_listed),
    );
    facts.facts
}

/// What follows without a question: an applicant who owns the dwelling is the owner, and the
/// applicant's child or ward is the owner's.
fn relation_to_owner(
    ownership: Option<Ownership>,
    relation: Option<Relation>,
) -> Option<RelationToOwner> {
    match (ownership?, relation?) {
        (Ownership::None, _) | (_, Relation::Other) => None,
        (_, Relation::Myself) => Some(RelationToOwner::Owner),
        (_, Relation::Parent) => Some(RelationToOwner::CloseRelative),
        (_, Relation::Representative | Relation::Guardian) => Some(RelationToOwner::Ward),
    }
}

/// Facts being collected. A value outside its domain is left unknown: an unknown fact can only
/// make the verdict ask, never allow.
struct Collected<'a> {
    outline: Outline<'a>,
    facts: Facts,
}

impl Collected<'_> {
    fn set(&mut self, name: &str, value: Option<Value<'_>>) {
        if let Some(value) = value {
            let _in_the_domain = self.outline.admit(&mut self.facts, name, value);
        }
    }

    fn text(&mut self, name: &str, symbol: Option<&str>) {
        self.set(name, symbol.map(Value::Text));
    }

    fn boolean(&mut self, name: &str, value: Option<bool>) {
        self.set(name, value.map(Value::Bool));
    }

    fn whole(&mut self, name: &str, value: Option<i32>) {
        self.number(name, value.map(Number::from));
    }

    fn number(&mut self, name: &str, value: Option<Number>) {
        self.set(name, value.map(Value::Number));
    }
}
