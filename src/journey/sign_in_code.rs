use leptos::task::spawn_local;
use registration::identifiers::Iin;
use wire::CodeSent;
use words::{fill, format, page::Word};

use super::code_sent;
use crate::{
    api::{ApiError, use_api},
    components::{
        Button, ErrorSummary, Failure, FieldError, Form, InputKind, PageHeading, ResendButton,
        TextField,
    },
    draft::use_draft,
    language::{Say, t, told},
    prelude::*,
};

const FIELD: &str = "code";

/// The code that came by SMS.
#[component]
pub fn CodeForm(
    /// Who signs in.
    iin: Iin,
    /// When it was sent and how long it lives.
    code: CodeSent,
    /// What was sent to whom; to be emptied where another number is to be typed.
    sent: RwSignal<Option<(Iin, CodeSent)>>,
) -> AnyView {
    let (api, draft) = (use_api(), use_draft());
    let typed = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::new());
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let sign_in = Callback::new(move |()| {
        failure.set(None);
        let digits: String = typed.with_untracked(|text| text.split_whitespace().collect());
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            errors.set(vec![FieldError::word(FIELD, Word::CodeSixDigits)]);
            return;
        }
        errors.set(Vec::new());
        busy.set(true);
        spawn_local(async move {
            match api.sign_in(iin, digits).await {
                Ok(person) => {
                    code_sent::keep(None);
                    draft.belongs_to(&person);
                }
                Err(error) => {
                    let _left = busy.try_set(false);
                    let _left = failure.try_set(Some(error));
                }
            }
        });
    });
    let again = Callback::new(move |()| {
        failure.set(None);
        spawn_local(async move {
            match api.send_sign_in_code(iin).await {
                Ok(code) => {
                    let _left = sent.try_set(Some((iin, code)));
                }
                Err(error) => {
                    let _left = failure.try_set(Some(error));
                }
            }
        });
    });
    let until = format::time(code.expires_at);
    view! {
        <ErrorSummary errors/>
        <PageHeading
            text=t(Word::CodeHeading)
            hint=told(move |lang| fill(Word::CodeHint.say(lang), &[("time", &until)]))
        />
        <Failure error=failure/>
        <Form on_submit=sign_in>
            <TextField
                name=FIELD
                label=t(Word::CodeLabel)
                value=typed
                kind=InputKind::OneTimeCode
                width=6
                errors
            />
            <div class="actions">
                <Button label=t(Word::CodeSignIn) busy/>
                <ResendButton from=code.resend_at on_press=again/>
            </div>
        </Form>
        <p class="hint">{t(Word::CodeNotCome)}</p>
        <p>
            <button type="button" class="link" on:click=move |_| sent.set(None)>
                {t(Word::CodeOtherIin)}
            </button>
        </p>
    }
    .into_any()
}
