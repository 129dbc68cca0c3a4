//! Which question comes next. It follows from what is answered and what the policy still asks for;
//! nothing of it is stored.

use registration::{Ownership, Service};
use wire::Person;

use super::QuestionName;
use crate::{draft::Draft, law::Judgement};

/// Where the journey goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// With a question.
    Question(QuestionName),
    /// It ends: it does not pass online, or all is said that can be said without signing in.
    Outcome,
    /// Everything is answered.
    Review,
}

impl Step {
    /// The address of the step.
    pub fn path(self) -> String {
        match self {
            Self::Question(name) => name.path(),
            Self::Outcome => "/outcome".to_owned(),
            Self::Review => "/review".to_owned(),
        }
    }
}

/// The step that follows from what is known.
pub fn next(draft: &Draft, person: Option<&Person>, judgement: &Judgement) -> Step {
    if judgement.is_stopped() {
        return Step::Outcome;
    }
    let open = QuestionName::ALL.iter().find(|name| {
        name.is_for(person.is_some())
            && is_wanted(**name, draft, person, judgement)
            && !is_answered(**name, draft)
    });
    match (open, person) {
        (Some(name), _) => Step::Question(*name),
        (None, Some(_)) => Step::Review,
        (None, None) => Step::Outcome,
    }
}

/// Whether the answer can matter: a filing needs it, or a fact it settles could change the verdict.
fn is_wanted(
    name: QuestionName,
    draft: &Draft,
    person: Option<&Person>,
    judgement: &Judgement,
) -> bool {
    let answers = &draft.answers;
    match name {
        QuestionName::Service | QuestionName::Ownership | QuestionName::Address => true,
        QuestionName::Months => answers.service == Some(Service::Temporary),
        QuestionName::Reason => answers.service == Some(Service::Permanent),
        QuestionName::Subject => person.is_some_and(|person| person.subjects.len() > 1),
        QuestionName::Owner => {
            answers.ownership == Some(Ownership::None) && !draft.is_state_rental()
        }
        QuestionName::Check => draft.wanted_check().is_some(),
        name => name.facts().iter().any(|fact| judgement.is_missing(fact)),
    }
}

/// Whether there is an answer, be it that the reader does not know.
pub fn is_answered(name: QuestionName, draft: &Draft) -> bool {
    let answers = &draft.answers;
    let subject = &answers.declared_subject;
    let dwelling = &answers.declared_dwelling;
    let answered = match name {
        QuestionName::Service => answers.service.is_some(),
        QuestionName::Months => answers.months.is_some(),
        QuestionName::Subject => answers.subject.is_some(),
        QuestionName::Citizenship => subject.citizenship.is_some(),
        QuestionName::Relation => subject.relation.is_some(),
        QuestionName::Age => subject.age.is_some(),
        QuestionName::Capacity => subject.capacity.is_some(),
        QuestionName::Ownership => answers.ownership.is_some(),
        QuestionName::Address => answers.rca.is_some(),
        QuestionName::Owner => answers.owner.is_some(),
        QuestionName::Check => draft.check().is_some(),
        QuestionName::Agreement => dwelling.subject_listed.is_some(),
        QuestionName::Region => dwelling.region.is_some(),
        QuestionName::Kind => dwelling.kind.is_some(),
        QuestionName::Institution => dwelling.institution_applies.is_some(),
        QuestionName::Owners => dwelling.owner_minor.is_some() && dwelling.owner_limited.is_some(),
        QuestionName::RelationToOwner => answers.relation_to_owner.is_some(),
        QuestionName::Area => dwelling.area_per_person_dm2.is_some(),
        QuestionName::Signing => subject.has_eds.is_some(),
        QuestionName::Reason => answers.reason.is_some(),
    };
    answered || draft.unknown.contains(&name)
}
