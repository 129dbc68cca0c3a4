use registration::SubjectChoice;
use wire::SubjectPerson;
use words::{fill, page, page::Word};

use super::{QuestionName, choice_question::ChoiceQuestion};
use crate::{
    components::Choice,
    language::{Text, told},
    prelude::*,
    session::use_session,
};

/// Value of the choice "myself".
const MYSELF: &str = "self";

/// Who is to be registered? The register knows whom the applicant may register.
pub fn page() -> AnyView {
    let people = use_session()
        .with(|person| person.subjects.clone())
        .unwrap_or_default();
    ChoiceQuestion {
        name: QuestionName::Subject,
        heading: Word::SubjectHeading,
        hint: Some(Word::SubjectHint),
        choices: people.iter().map(choice).collect(),
        chosen: |draft| draft.answers.subject.map(value).unwrap_or_default(),
        choose: |draft, value| {
            draft.answers.subject = match value {
                MYSELF => Some(SubjectChoice::Myself),
                iin => iin.parse().ok().map(SubjectChoice::Person),
            };
        },
    }
    .page()
}

fn choice(person: &SubjectPerson) -> Choice {
    let name: Text = person.name.clone().into();
    let age = person.known.age;
    let myself = person.choice == SubjectChoice::Myself;
    let about = told(move |lang| {
        if myself {
            page::text(lang, Word::SubjectMyself).to_owned()
        } else {
            let age = u64::from(age.unwrap_or_default());
            fill(
                page::counted(lang, page::Counted::SubjectYears, age),
                &[("n", &age.to_string())],
            )
        }
    });
    Choice::explained(&value(person.choice), name, about)
}

fn value(choice: SubjectChoice) -> String {
    match choice {
        SubjectChoice::Myself => MYSELF.to_owned(),
        SubjectChoice::Person(iin) => iin.to_string(),
    }
}
