//! What a person answers, and the complete filing that follows from it.

use json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};

use crate::{
    identifiers::{Iin, OwnerId, Rca, Region},
    known::{
        Capacity, Citizenship, DwellingKind, Ownership, Relation, RelationToOwner, Service, Tenure,
    },
    symbol::symbols,
};

symbols! {
    /// Why a residence is registered; asked for a permanent registration.
    Reason {
        /// Moved to another dwelling.
        Moved = "moved",
        /// Bought, built or inherited a dwelling.
        Bought = "bought",
        /// Joined family.
        Family = "family",
        /// Work.
        Work = "work",
        /// Study.
        Study = "study",
        /// Medical treatment.
        Treatment = "treatment",
        /// Another reason.
        Other = "other",
    }
}

/// Who is to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(rename_all = "snake_case")]
pub enum SubjectChoice {
    /// The applicant.
    Myself,
    /// A child or ward of the applicant, by the number in the population register.
    Person(Iin),
}

/// What a person who is not signed in says of the subject; registers replace it later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(default)]
pub struct DeclaredSubject {
    /// Whole years.
    pub age: Option<u8>,
    /// Citizenship.
    pub citizenship: Option<Citizenship>,
    /// Legal capacity.
    pub capacity: Option<Capacity>,
    /// What the applicant is to the subject.
    pub relation: Option<Relation>,
    /// Whether the applicant has a national digital signature.
    pub has_eds: Option<bool>,
    /// Whether the applicant's telephone is in the Mobile Citizens Database.
    pub phone_in_mobile_base: Option<bool>,
    /// Whether an application for the subject is under way.
    pub open_application: Option<bool>,
}

/// What a person who is not signed in says of the dwelling; registers replace it later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(default)]
pub struct DeclaredDwelling {
    /// Whether the address can be found in the register.
    pub found: Option<bool>,
    /// By which right it is lived in.
    pub tenure: Option<Tenure>,
    /// Whether the agreement of a state rental lists the subject.
    pub subject_listed: Option<bool>,
    /// Its kind.
    pub kind: Option<DwellingKind>,
    /// Whether the administration of an institution files for the subject.
    pub institution_applies: Option<bool>,
    /// Whether the building is commissioned.
    pub commissioned: Option<bool>,
    /// Its region.
    pub region: Option<Region>,
    /// Hundredths of a square metre per registered person, the new one counted.
    pub area_per_person_dm2: Option<u32>,
    /// Whether any owner is a minor.
    pub owner_minor: Option<bool>,
    /// Whether any owner was declared incapable or partially incapable.
    pub owner_limited: Option<bool>,
}

/// The answers so far, in any order; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(default)]
pub struct Answers {
    /// Which service.
    pub service: Option<Service>,
    /// Term of a temporary registration, in whole months. Any number can be typed; the policy
    /// says which are allowed.
    pub months: Option<i32>,
    /// Who is to be registered.
    pub subject: Option<SubjectChoice>,
    /// What the applicant owns of the dwelling.
    pub ownership: Option<Ownership>,
    /// The dwelling's address code.
    pub rca: Option<Rca>,
    /// The owner whom an applicant names who owns nothing there.
    pub owner: Option<OwnerId>,
    /// What the subject is to an owner.
    pub relation_to_owner: Option<RelationToOwner>,
    /// Why; for a permanent registration.
    pub reason: Option<Reason>,
    /// Said of the subject before signing in.
    pub declared_subject: DeclaredSubject,
    /// Said of the dwelling before signing in.
    pub declared_dwelling: DeclaredDwelling,
}

symbols! {
    /// A question of the form, named as the answer is.
    Question {
        /// Which service.
        Service = "service",
        /// For how many months.
        Months = "months",
        /// Who is to be registered.
        Subject = "subject",
        /// Whose dwelling it is.
        Ownership = "ownership",
        /// Which dwelling.
        Address = "rca",
        /// Who owns it.
        Owner = "owner",
        /// What the subject is to an owner.
        RelationToOwner = "relation_to_owner",
        /// Why.
        Reason = "reason",
    }
}

/// Answers in which nothing is missing that an application needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// Which service, with what belongs to it.
    pub service: FiledService,
    /// Who is to be registered.
    pub subject: SubjectChoice,
    /// The dwelling.
    pub rca: Rca,
    /// The owner whom the applicant names; absent where the applicant says to own it, and for a
    /// state rental, whose owner the agreement knows.
    pub owner: Option<OwnerId>,
    /// What the applicant says to own. The real-estate register decides.
    pub ownership: Ownership,
    /// Whether the applicant says that the dwelling is rented from the state.
    pub state_rental: bool,
    /// What the subject is to an owner, where it was asked.
    pub relation_to_owner: Option<RelationToOwner>,
}

/// The service with what only it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiledService {
    /// At the place of residence.
    Permanent {
        /// Why.
        reason: Reason,
    },
    /// At the place of stay.
    Temporary {
        /// Whole months, as typed; the policy judges them.
        months: i32,
    },
}

impl FiledService {
    /// Which of the two services.
    #[must_use]
    pub fn service(self) -> Service {
        match self {
            Self::Permanent { .. } => Service::Permanent,
            Self::Temporary { .. } => Service::Temporary,
        }
    }
}

impl Filing {
    /// The filing that these answers make.
    ///
    /// # Errors
    /// The questions that are still to be answered, in the order of the form.
    pub fn parse(answers: &Answers) -> Result<Self, Vec<Question>> {
        let mut missing = Vec::new();
        let service = match answers.service {
            None => {
                missing.push(Question::Service);
                None
            }
            Some(Service::Temporary) => answers
                .months
                .map(|months| FiledService::Temporary { months })
                .or_else(|| {
                    missing.push(Question::Months);
                    None
                }),
            Some(Service::Permanent) => answers
                .reason
                .map(|reason| FiledService::Permanent { reason })
                .or_else(|| {
                    missing.push(Question::Reason);
                    None
                }),
        };
        let state_rental = answers.declared_dwelling.tenure == Some(Tenure::StateRental);
        if answers.subject.is_none() {
            missing.push(Question::Subject);
        }
        if answers.ownership.is_none() {
            missing.push(Question::Ownership);
        }
        if answers.rca.is_none() {
            missing.push(Question::Address);
        }
        if answers.ownership == Some(Ownership::None) && !state_rental && answers.owner.is_none() {
            missing.push(Question::Owner);
        }
        match (service, answers.subject, answers.rca, answers.ownership) {
            (Some(service), Some(subject), Some(rca), Some(ownership)) if missing.is_empty() => {
                Ok(Self {
                    service,
                    subject,
                    rca,
                    owner: answers
                        .owner
                        .filter(|_| ownership == Ownership::None && !state_rental),
                    ownership,
                    state_rental,
                    relation_to_owner: answers.relation_to_owner,
                })
            }
            _ => Err(missing),
        }
    }

    /// The answers again, for `facts` to be derived from.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let (months, reason) = match self.service {
            FiledService::Permanent { reason } => (None, Some(reason)),
            FiledService::Temporary { months } => (Some(months), None),
        };
        Answers {
            service: Some(self.service.service()),
            months,
            subject: Some(self.subject),
            ownership: Some(self.ownership),
            rca: Some(self.rca),
            owner: self.owner,
            relation_to_owner: self.relation_to_owner,
            reason,
            declared_dwelling: DeclaredDwelling {
                tenure: self.state_rental.then_some(Tenure::StateRental),
                ..DeclaredDwelling::default()
            },
            ..Answers::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn whole() -> Answers {
        Answers {
            service: Some(Service::Temporary),
            months: Some(6),
            subject: Some(SubjectChoice::Myself),
            ownership: Some(Ownership::Sole),
            rca: Some(Rca::parse("0202100299573386").unwrap()),
            ..Answers::default()
        }
    }

    fn check(change: impl FnOnce(&mut Answers), expected: &[Question]) {
        let mut answers = whole();
        change(&mut answers);
        let missing = Filing::parse(&answers).err().unwrap_or_default();
        assert_eq!(missing, expected);
    }

    #[test]
    fn a_filing_names_what_is_still_to_be_answered() {
        check(|_| {}, &[]);
        check(
            |a| *a = Answers::default(),
            &[
                Question::Service,
                Question::Subject,
                Question::Ownership,
                Question::Address,
            ],
        );
        check(|a| a.months = None, &[Question::Months]);
        check(
            |a| a.service = Some(Service::Permanent),
            &[Question::Reason],
        );
        check(|a| a.ownership = Some(Ownership::None), &[Question::Owner]);
        check(
            |a| {
                a.ownership = Some(Ownership::None);
                a.declared_dwelling.tenure = Some(Tenure::StateRental);
            },
            &[],
        );
    }

    #[test]
    fn a_filing_keeps_every_answer() {
        let filing = Filing::parse(&whole()).unwrap();
        assert_eq!(filing.answers(), whole());
    }
}
