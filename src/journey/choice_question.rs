use words::page::Word;

use super::{QuestionName, navigation::use_journey};
use crate::{
    components::{Button, Choice, ChoiceGroup, ErrorSummary, FieldError, Form, PageHeading},
    draft::Draft,
    language::{Text, t},
    prelude::*,
};

/// The field of a question with choices; there is one on a page.
const FIELD: &str = "answer";

/// Value of "I do not know".
pub const UNKNOWN: &str = "unknown";

/// A question answered by choosing.
pub struct ChoiceQuestion {
    /// Which.
    pub name: QuestionName,
    /// The question.
    pub heading: Word,
    /// What helps to answer it.
    pub hint: Option<Word>,
    /// The answers.
    pub choices: Vec<Choice>,
    /// The value chosen before; empty where none was.
    pub chosen: fn(&Draft) -> String,
    /// Notes the value.
    pub choose: fn(&mut Draft, &str),
}

/// A choice with a name, and perhaps a line that explains it.
pub fn choice(value: &str, label: Word, hint: Option<Word>) -> Choice {
    Choice {
        value: value.to_owned(),
        label: t(label),
        hint: hint.map(t),
    }
}

/// "I do not know": the question stays open, and a register answers it later.
pub fn unknown() -> Choice {
    choice(
        UNKNOWN,
        Word::QuestionUnknown,
        Some(Word::QuestionUnknownHint),
    )
}

impl ChoiceQuestion {
    /// The page of the question. An answer counts as soon as it is chosen, so that the verdict
    /// beside it follows.
    pub fn page(self) -> AnyView {
        let heading = t(self.heading);
        self.page_with_heading(heading)
    }

    /// The page under a heading that is not just a word.
    pub fn page_with_heading(self, heading: Text) -> AnyView {
        let Self {
            name,
            hint,
            choices,
            chosen,
            choose,
            ..
        } = self;
        let journey = use_journey();
        let before = journey.draft(|draft| {
            let value = chosen(draft);
            if value.is_empty() && draft.unknown.contains(&name) {
                UNKNOWN.to_owned()
            } else {
                value
            }
        });
        let value = RwSignal::new(before);
        let errors = RwSignal::new(Vec::new());
        let on_change = Callback::new(move |value: String| {
            journey.answer(name, |draft| {
                if value == UNKNOWN {
                    draft.unknown.push(name);
                    choose(draft, "");
                } else {
                    choose(draft, &value);
                }
            });
        });
        let go_on = move |()| {
            if value.with_untracked(String::is_empty) {
                errors.set(vec![FieldError::word(FIELD, Word::ErrorChoose)]);
            } else {
                journey.go_on();
            }
        };
        view! {
            <ErrorSummary errors/>
            <PageHeading text=heading/>
            {hint.map(|hint| view! { <p class="hint">{t(hint)}</p> })}
            <Form on_submit=Callback::new(go_on)>
                <ChoiceGroup name=FIELD legend=heading choices value errors on_change/>
                <div class="actions">
                    <Button label=t(Word::ButtonContinue)/>
                </div>
            </Form>
        }
        .into_any()
    }
}
