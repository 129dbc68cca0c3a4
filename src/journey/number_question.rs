use words::page::Word;

use super::{QuestionName, navigation::use_journey};
use crate::{
    components::{
        Button, ButtonKind, ErrorSummary, FieldError, Form, InputKind, PageHeading, TextField,
    },
    draft::Draft,
    language::t,
    prelude::*,
};

/// The field of a question with a number; there is one on a page.
const FIELD: &str = "answer";

/// A question answered by a number.
pub struct NumberQuestion {
    /// Which.
    pub name: QuestionName,
    /// The question.
    pub heading: Word,
    /// What helps to answer it.
    pub hint: Option<Word>,
    /// What the number is of, such as months.
    pub label: Word,
    /// What is said of a text that is no such number.
    pub wrong: Word,
    /// Whether it can be left open.
    pub can_be_unknown: bool,
    /// The number noted before, as text.
    pub typed: fn(&Draft) -> String,
    /// Notes the number; false where the text is none.
    pub note: fn(&mut Draft, &str) -> bool,
}

impl NumberQuestion {
    /// The page of the question. A number counts as it is typed, so that the verdict follows.
    pub fn page(self) -> AnyView {
        let Self {
            name,
            hint,
            label,
            wrong,
            can_be_unknown,
            typed,
            note,
            ..
        } = self;
        let heading = t(self.heading);
        let journey = use_journey();
        let value = RwSignal::new(journey.draft(typed));
        let errors = RwSignal::new(Vec::new());
        let on_input = Callback::new(move |text: String| {
            journey.answer(name, |draft| {
                let _noted = note(draft, text.trim());
            });
        });
        let go_on = move |()| {
            let mut noted = false;
            let text = value.get_untracked();
            journey.answer(name, |draft| noted = note(draft, text.trim()));
            if noted {
                journey.go_on();
            } else {
                errors.set(vec![FieldError::word(FIELD, wrong)]);
            }
        };
        let leave_open = Callback::new(move |()| {
            journey.answer(name, |draft| {
                let _cleared = note(draft, "");
                draft.unknown.push(name);
            });
            journey.go_on();
        });
        view! {
            <ErrorSummary errors/>
            <PageHeading text=heading/>
            {hint.map(|hint| view! { <p class="hint">{t(hint)}</p> })}
            <Form on_submit=Callback::new(go_on)>
                <TextField
                    name=FIELD
                    label=t(label)
                    value
                    kind=InputKind::Digits
                    width=4
                    errors
                    on_input
                />
                <div class="actions">
                    <Button label=t(Word::ButtonContinue)/>
                    {can_be_unknown
                        .then(|| {
                            view! {
                                <Button
                                    label=t(Word::QuestionUnknown)
                                    kind=ButtonKind::Plain
                                    on_press=leave_open
                                />
                            }
                        })}
                </div>
            </Form>
        }
        .into_any()
    }
}
