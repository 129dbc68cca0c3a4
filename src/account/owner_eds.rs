use std::future::ready;

use words::account::Word;

use super::awaiting_signature::SignedText;
use crate::{
    api::{ApiError, Reply},
    components::EdsForm,
    language::t,
    platform::ncalayer::Purpose,
    prelude::*,
};

/// The owner agrees with a digital signature instead of the link alone. The page does not know who
/// the owner is; the server does.
#[component]
pub(super) fn OwnerEds(
    /// What is signed.
    text: String,
    /// Whether an answer is being sent.
    busy: RwSignal<bool>,
    /// Why the signature was not accepted.
    failure: RwSignal<Option<ApiError>>,
    /// Sends the signature.
    on_signed: Callback<String>,
) -> AnyView {
    let shown = text.clone();
    let content = Box::new(move || -> Reply<String> { Box::pin(ready(Ok(text.clone()))) });
    view! {
        <details class="other-way">
            <summary>{t(Word::OwnerEds)}</summary>
            <div>
                <p>{t(Word::OwnerEdsHint)}</p>
                <SignedText text=shown/>
                <EdsForm
                    label=t(Word::OwnerEdsSign)
                    purpose=Purpose::Consent
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
