use registration::{
    Capacity, Citizenship, Ownership, Relation, RelationToOwner, Service, SubjectChoice,
    identifiers::Region,
};
use wire::Person;
use words::{Lang, common, fill, page, page::Word};

use super::{QuestionName, kind, reason, region};
use crate::{draft::Draft, language::Say};

/// What a question is called in a list of answers.
pub fn label(name: QuestionName) -> Word {
    match name {
        QuestionName::Service => Word::RowService,
        QuestionName::Months => Word::RowMonths,
        QuestionName::Subject | QuestionName::Relation => Word::RowSubject,
        QuestionName::Citizenship => Word::RowCitizenship,
        QuestionName::Age => Word::RowAge,
        QuestionName::Capacity => Word::RowCapacity,
        QuestionName::Ownership => Word::RowOwnership,
        QuestionName::Address | QuestionName::Check => Word::RowAddress,
        QuestionName::Owner => Word::RowOwner,
        QuestionName::Agreement => Word::RowAgreement,
        QuestionName::Region => Word::RowRegion,
        QuestionName::Kind => Word::RowKind,
        QuestionName::Institution => Word::RowInstitution,
        QuestionName::Owners => Word::RowOwners,
        QuestionName::RelationToOwner => Word::RowRelated,
        QuestionName::Area => Word::RowArea,
        QuestionName::Signing => Word::RowSigning,
        QuestionName::Reason => Word::RowReason,
    }
}

/// The answer to a question in words; none where it has not been answered.
pub fn answer(
    lang: Lang,
    name: QuestionName,
    draft: &Draft,
    person: Option<&Person>,
) -> Option<String> {
    if draft.unknown.contains(&name) {
        return Some(Word::QuestionUnknown.say(lang).to_owned());
    }
    let answers = &draft.answers;
    let subject = &answers.declared_subject;
    let dwelling = &answers.declared_dwelling;
    let text = match name {
        QuestionName::Service => match answers.service? {
            Service::Permanent => common::Word::ServicePermanent.say(lang),
            Service::Temporary => common::Word::ServiceTemporary.say(lang),
        },
        QuestionName::Months => return Some(months(lang, answers.months?)),
        QuestionName::Subject => return subject_name(answers.subject?, person),
        QuestionName::Citizenship => match subject.citizenship? {
            Citizenship::Citizen => Word::CitizenshipCitizen.say(lang),
            Citizenship::ResidencePermit => Word::CitizenshipPermit.say(lang),
            Citizenship::TemporaryStay => Word::CitizenshipStay.say(lang),
        },
        QuestionName::Relation => match subject.relation? {
            Relation::Myself => Word::RelationMyself.say(lang),
            Relation::Parent => Word::RelationParent.say(lang),
            Relation::Representative => Word::RelationRepresentative.say(lang),
            Relation::Guardian => Word::RelationGuardian.say(lang),
            Relation::Other => Word::RelationOther.say(lang),
        },
        QuestionName::Age => {
            let age = u64::from(subject.age?);
            let phrase = page::counted(lang, page::Counted::SubjectYears, age);
            return Some(fill(phrase, &[("n", &age.to_string())]));
        }
        QuestionName::Capacity => match subject.capacity? {
            Capacity::Full => Word::CapacityFull.say(lang),
            Capacity::Partial => Word::CapacityPartial.say(lang),
            Capacity::None => Word::CapacityNone.say(lang),
        },
        QuestionName::Ownership if draft.is_state_rental() => Word::OwnershipState.say(lang),
        QuestionName::Ownership => match answers.ownership? {
            Ownership::Sole => Word::OwnershipSole.say(lang),
            Ownership::Shared => Word::OwnershipShared.say(lang),
            Ownership::None => Word::OwnershipNone.say(lang),
        },
        QuestionName::Address => draft.address.as_ref()?.text.text(lang),
        QuestionName::Owner => return Some(answers.owner?.to_string()),
        QuestionName::Check => return None,
        QuestionName::Agreement => yes_no(dwelling.subject_listed?).say(lang),
        QuestionName::Region => return Some(region::name(lang, &Region::code(dwelling.region?))),
        QuestionName::Kind => kind::name(dwelling.kind?).say(lang),
        QuestionName::Institution => yes_no(dwelling.institution_applies?).say(lang),
        QuestionName::Owners => match (dwelling.owner_minor, dwelling.owner_limited) {
            (Some(true), _) => Word::OwnersMinor.say(lang),
            (_, Some(true)) => Word::OwnersLimited.say(lang),
            (Some(false), Some(false)) => Word::OwnersAllFull.say(lang),
            _ => return None,
        },
        QuestionName::RelationToOwner => match answers.relation_to_owner? {
            RelationToOwner::Owner => return None,
            RelationToOwner::Spouse => Word::RelatedSpouse.say(lang),
            RelationToOwner::CloseRelative => Word::RelatedClose.say(lang),
            RelationToOwner::Relative => Word::RelatedRelative.say(lang),
            RelationToOwner::Ward => Word::RelatedWard.say(lang),
            RelationToOwner::Student => Word::RelatedStudent.say(lang),
            RelationToOwner::None => Word::RelatedNone.say(lang),
        },
        QuestionName::Area => {
            return Some(
                super::area::text(dwelling.area_per_person_dm2?)
                    + "\u{a0}"
                    + Word::AreaUnit.say(lang),
            );
        }
        QuestionName::Signing => match (subject.has_eds?, subject.phone_in_mobile_base) {
            (true, Some(true)) => Word::SigningBoth.say(lang),
            (true, _) => Word::SigningEds.say(lang),
            (false, Some(true)) => Word::SigningPhone.say(lang),
            (false, _) => Word::SigningNeither.say(lang),
        },
        QuestionName::Reason => reason::name(answers.reason?).say(lang),
    };
    Some(text.to_owned())
}

fn yes_no(yes: bool) -> Word {
    if yes { Word::AnswerYes } else { Word::AnswerNo }
}

fn months(lang: Lang, months: i32) -> String {
    let n = u64::from(months.unsigned_abs());
    let phrase = common::counted(lang, common::Counted::Months, n);
    fill(phrase, &[("n", &months.to_string())])
}

fn subject_name(choice: SubjectChoice, person: Option<&Person>) -> Option<String> {
    let subject = person?
        .subjects
        .iter()
        .find(|subject| subject.choice == choice)?;
    Some(subject.name.clone())
}
