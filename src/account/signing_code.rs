use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::task::spawn_local;
use wire::{CodeSent, ProblemCode, SignRequest};
use words::{account::Word, fill, format};

use super::case::use_case;
use crate::{
    api::ApiError,
    components::{
        Button, ErrorSummary, Failure, FieldError, Form, InputKind, Notice, ResendButton,
        TextField, Tone, said,
    },
    language::{Say, Text, t, told},
    platform::browser,
    prelude::*,
};

const FIELD: &str = "code";
/// Digits of a code.
const DIGITS: usize = 6;

/// What is known of the code that was sent last.
#[derive(Clone, Copy, PartialEq)]
struct Sent {
    /// The first instant at which it is dead; unknown when it was sent before this page was there.
    expires_at: Option<DateTime<Utc>>,
    /// From when on another can be asked for.
    resend_at: DateTime<Utc>,
}

/// Signs with a code from an SMS. Nothing is sent before the reader presses "sign".
#[component]
pub(super) fn SigningCode(
    /// SHA-256 of the document that is shown.
    document_sha256: String,
) -> AnyView {
    let case = use_case();
    let (sent, code) = (RwSignal::new(None::<Sent>), RwSignal::new(String::new()));
    let (sending, signing) = (RwSignal::new(false), RwSignal::new(false));
    let (failure, errors) = (RwSignal::new(None), RwSignal::new(Vec::<FieldError>::new()));

    let send = Callback::new(move |()| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failure.set(None);
        errors.set(vec![]);
        let first = sent.with_untracked(Option::is_none);
        spawn_local(async move {
            let answer = case.api.send_signing_code(case.number).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer.map_err(|error| (resend_at(&error), error)) {
                Ok(CodeSent {
                    expires_at,
                    resend_at,
                    ..
                }) => {
                    code.set(String::new());
                    sent.set(Some(Sent {
                        expires_at: Some(expires_at),
                        resend_at,
                    }));
                }
                // One was sent a moment ago, perhaps before a refresh: it can be typed in.
                Err((Some(resend_at), _)) if first => {
                    sent.set(Some(Sent {
                        expires_at: None,
                        resend_at,
                    }));
                }
                Err((_, error)) => {
                    failure.set(Some(error));
                    case.look();
                    return;
                }
            }
            request_animation_frame(|| browser::focus(FIELD));
        });
    });

    let sign = Callback::new(move |()| {
        let typed: String = code.with_untracked(|code| digits(code));
        let wrong = if typed.is_empty() {
            Some(Word::SignCodeMissing)
        } else if typed.len() != DIGITS || !typed.bytes().all(|letter| letter.is_ascii_digit()) {
            Some(Word::SignCodeShape)
        } else {
            None
        };
        failure.set(None);
        if let Some(word) = wrong {
            errors.set(vec![FieldError::told(FIELD, move |lang| {
                word.say(lang).to_owned()
            })]);
            return;
        }
        errors.set(vec![]);
        let signature = SignRequest {
            code: typed,
            document_sha256: document_sha256.clone(),
        };
        let call = case.api.sign(case.number, signature);
        let on_error = Callback::new(move |error| match refused(&error) {
            Some(text) => errors.set(vec![text]),
            None => failure.set(Some(error)),
        });
        case.act(signing, call, on_error);
    });

    let is_sent = Memo::new(move || sent.with(Option::is_some));
    view! {
        <section class="signing">
            <h2>{t(Word::SignCodeTitle)}</h2>
            <ErrorSummary errors/>
            <Failure error=failure/>
            {move || {
                if is_sent.get() {
                    view! {
                        <p role="status">{validity(sent)}</p>
                        <Form on_submit=sign>
                            <TextField
                                name=FIELD
                                label=t(Word::SignCode)
                                hint=t(Word::SignCodeHint)
                                value=code
                                kind=InputKind::OneTimeCode
                                width=8
                                errors
                            />
                            <Notice tone=Tone::Warning title=t(Word::SignNever)/>
                            <Button label=t(Word::SignSubmit) busy=signing/>
                        </Form>
                        {move || {
                            sent.get()
                                .map(|sent| {
                                    view! {
                                        <ResendButton from=sent.resend_at busy=sending on_press=send/>
                                    }
                                })
                        }}
                    }
                        .into_any()
                } else {
                    view! {
                        <p>{t(Word::SignPhone)}</p>
                        <Button label=t(Word::SignSend) busy=sending on_press=send/>
                    }
                        .into_any()
                }
            }}
        </section>
    }
    .into_any()
}

fn validity(sent: RwSignal<Option<Sent>>) -> Text {
    told(
        move |lang| match sent.get().and_then(|sent| sent.expires_at) {
            Some(at) => fill(Word::SignSent.say(lang), &[("time", &format::time(at))]),
            None => Word::SignSentBefore.say(lang).to_owned(),
        },
    )
}

/// When another code can be asked for, where this is why there is none now.
fn resend_at(error: &ApiError) -> Option<DateTime<Utc>> {
    match error {
        ApiError::Problem(problem) if problem.code == ProblemCode::TooManyRequests => {
            problem.retry_at
        }
        _ => None,
    }
}

/// What is wrong with the code, where that is why it was not signed. How many tries are left, only
/// the server can say.
fn refused(error: &ApiError) -> Option<FieldError> {
    let ApiError::Problem(problem) = error else {
        return None;
    };
    let (ProblemCode::CodeWrong | ProblemCode::CodeExpired) = problem.code else {
        return None;
    };
    let problem = Arc::clone(problem);
    Some(FieldError::told(FIELD, move |lang| said(&problem, lang)))
}

/// The digits of what was typed or pasted, without the spaces and hyphens between them.
fn digits(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_code_loses_its_spaces() {
        let check = |typed, expected: &str| assert_eq!(digits(typed), expected);
        check("123456", "123456");
        check(" 123 456\n", "123456");
        check("123-456", "123456");
        check("12345a", "12345a");
        check("", "");
    }
}
