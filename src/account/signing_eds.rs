use std::future::ready;

use wire::EdsSignRequest;
use words::account::Word;

use super::case::use_case;
use crate::{
    api::Reply,
    components::{EdsForm, Failure},
    language::t,
    platform::ncalayer::Purpose,
    prelude::*,
    session::use_session,
};

/// Signs with the applicant's digital signature, by NCALayer on this computer.
#[component]
pub(super) fn SigningEds(
    /// The document that is shown.
    document: String,
    /// SHA-256 of its bytes.
    document_sha256: String,
) -> AnyView {
    let (case, session) = (use_case(), use_session());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None));
    let iin = untrack(|| session.with(|person| person.iin));
    let content = Box::new(move || -> Reply<String> { Box::pin(ready(Ok(document.clone()))) });
    let on_signed = Callback::new(move |cms| {
        let signature = EdsSignRequest {
            cms,
            document_sha256: document_sha256.clone(),
        };
        let call = case.api.sign_with_eds(case.number, signature);
        let on_error = Callback::new(move |error| failure.set(Some(error)));
        case.act(busy, call, on_error);
    });
    view! {
        <section class="signing">
            <h2>{t(Word::SignEdsTitle)}</h2>
            <p>{t(Word::SignEdsHint)}</p>
            <Failure error=failure/>
            <EdsForm
                label=t(Word::SignSubmit)
                purpose=Purpose::Document
                iin
                content
                busy
                failure
                on_signed
            />
        </section>
    }
    .into_any()
}
