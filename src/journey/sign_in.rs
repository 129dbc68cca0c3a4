use leptos::task::spawn_local;
use registration::identifiers::Iin;
use wire::CodeSent;
use words::page::Word;

use super::{
    code_sent, number_error::number_error, sign_in_code::CodeForm, sign_in_eds::SignInEds,
};
use crate::{
    api::{ApiError, use_api},
    components::{Button, ErrorSummary, Failure, Form, InputKind, PageHeading, TextField},
    language::t,
    platform::clock::use_clock,
    prelude::*,
};

const FIELD: &str = "iin";

/// Signs in: the IIN, then the code that comes by SMS. It takes the place of a page that is only
/// for somebody who is signed in, and leaves it to that page afterwards.
#[component]
pub fn SignIn() -> AnyView {
    let clock = use_clock();
    let sent = RwSignal::new(code_sent::kept(clock.now()));
    effect(move || sent.with(|sent| code_sent::keep(sent.as_ref())));
    let typed = RwSignal::new(String::new());
    (move || match sent.get() {
        None => view! { <IinForm typed sent/> }.into_any(),
        Some((iin, code)) => view! { <CodeForm iin code sent/> }.into_any(),
    })
    .into_any()
}

#[component]
fn IinForm(typed: RwSignal<String>, sent: RwSignal<Option<(Iin, CodeSent)>>) -> AnyView {
    let api = use_api();
    let errors = RwSignal::new(Vec::new());
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let send = Callback::new(move |()| {
        failure.set(None);
        let iin = match typed.with_untracked(|text| Iin::parse(text)) {
            Ok(iin) => iin,
            Err(error) => {
                errors.set(vec![number_error(FIELD, error)]);
                return;
            }
        };
        errors.set(Vec::new());
        busy.set(true);
        spawn_local(async move {
            let answer = api.send_sign_in_code(iin).await;
            let _left = busy.try_set(false);
            match answer {
                Ok(code) => {
                    let _left = sent.try_set(Some((iin, code)));
                }
                Err(error) => {
                    let _left = failure.try_set(Some(error));
                }
            }
        });
    });
    view! {
        <ErrorSummary errors/>
        <PageHeading text=t(Word::SignInHeading) hint=t(Word::SignInHint)/>
        <Failure error=failure/>
        <Form on_submit=send>
            <TextField
                name=FIELD
                label=t(Word::SignInIin)
                hint=t(Word::SignInIinHint)
                value=typed
                kind=InputKind::Digits
                width=12
                errors
            />
            <div class="actions">
                <Button label=t(Word::SignInSend) busy/>
            </div>
        </Form>
        <SignInEds/>
    }
    .into_any()
}
