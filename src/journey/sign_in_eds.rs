use leptos::task::spawn_local;
use wire::EdsSignInRequest;
use words::page::Word;

use crate::{
    api::{Reply, use_api},
    components::{EdsForm, Failure},
    draft::use_draft,
    language::t,
    platform::ncalayer::Purpose,
    prelude::*,
};

/// Signs in with a digital signature. It is there where the server says that it can be used.
#[component]
pub fn SignInEds() -> AnyView {
    let api = use_api();
    let open = RwSignal::new(false);
    spawn_local(async move {
        if api.eds().await.is_ok() {
            open.set(true);
        }
    });
    (move || open.get().then(|| view! { <OtherWay/> })).into_any()
}

#[component]
fn OtherWay() -> AnyView {
    let (api, draft) = (use_api(), use_draft());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None));
    let challenge = StoredValue::new(String::new());
    let content = Box::new(move || -> Reply<String> {
        Box::pin(async move {
            let text = api.challenge().await?.text;
            challenge.set_value(text.clone());
            Ok(text)
        })
    });
    let on_signed = Callback::new(move |cms| {
        let signed = EdsSignInRequest {
            challenge_text: challenge.get_value(),
            cms,
        };
        busy.set(true);
        spawn_local(async move {
            match api.sign_in_with_eds(signed).await {
                Ok(person) => draft.belongs_to(&person),
                Err(error) => {
                    let _left = busy.try_set(false);
                    let _left = failure.try_set(Some(error));
                }
            }
        });
    });
    view! {
        <details class="other-way">
            <summary>{t(Word::SignInEds)}</summary>
            <div>
                <p>{t(Word::SignInEdsHint)}</p>
                <Failure error=failure/>
                <EdsForm
                    label=t(Word::SignInEdsSign)
                    purpose=Purpose::SignIn
                    iin=None
                    content
                    busy
                    failure
                    on_signed
                />
            </div>
        </details>
    }
    .into_any()
}
