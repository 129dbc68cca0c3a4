use leptos::task::spawn_local;
use wire::{ConsentStanding, ConsentView, ProblemCode};
use words::account::Word;

use super::{owner_answered::OwnerAnswered, owner_asked::OwnerAsked, state_heading::Later};
use crate::{
    api::{Answer, ApiError, Reply, use_api},
    components::{Failure, Loading, PageHeading},
    language::t,
    platform::clock::use_clock,
    prelude::*,
};

/// The page behind the link in an owner's SMS. Nobody has to be signed in: the link is the key, and
/// nothing of it is kept on the telephone.
#[component]
pub fn OwnerPage(
    /// The link's token.
    token: String,
) -> AnyView {
    let (api, clock) = (use_api(), use_clock());
    let asked = RwSignal::new(None::<ConsentView>);
    let failure = RwSignal::new(None::<ApiError>);
    let take = move |answer: Answer<ConsentView>| match answer {
        Ok(view) => {
            // The reader may have left meanwhile.
            if failure.try_set(None).is_none() {
                clock.set_by(view.now);
                asked.set(Some(view));
            }
        }
        Err(error) => drop(failure.try_set(Some(error))),
    };
    let of_page = token.clone();
    let ask = Callback::new(move |()| {
        let token = of_page.clone();
        failure.set(None);
        spawn_local(async move { take(api.consent(token).await) });
    });
    ask.run(());
    let busy = RwSignal::new(false);
    let send = Callback::new(move |call: Reply<ConsentView>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = call.await;
            if busy.try_set(false).is_some() {
                return;
            }
            // Answered by SMS meanwhile, or too late: how it stands now says it best.
            let settled = answer.as_ref().err().and_then(ApiError::code);
            if matches!(
                settled,
                Some(
                    ProblemCode::ConsentAnswered
                        | ProblemCode::ConsentTooLate
                        | ProblemCode::WrongState
                )
            ) {
                ask.run(());
            } else {
                take(answer);
            }
        });
    });
    let of_signer = token.clone();
    let answer = Callback::new(move |agrees| {
        let token = token.clone();
        send.run(Box::pin(
            async move { api.answer_consent(token, agrees).await },
        ));
    });
    let sign = Callback::new(move |cms: String| {
        send.run(api.sign_consent(of_signer.clone(), cms));
    });
    let standing = Memo::new(move || asked.with(|view| view.as_ref().map(|view| view.standing)));
    let shown_before = StoredValue::new(false);
    let content = move || match (standing.get(), asked.get_untracked()) {
        (Some(standing), Some(view)) => {
            provide_context(Later(shown_before.get_value()));
            shown_before.set_value(true);
            if standing == ConsentStanding::Waiting {
                view! {
                    <OwnerAsked
                        view
                        busy
                        failure
                        on_answer=answer
                        on_signed=sign
                        on_end=ask
                    />
                }
                .into_any()
            } else {
                view! { <OwnerAnswered view/> }.into_any()
            }
        }
        _ => before(failure.get(), ask),
    };
    view! { <div class="owner">{content}</div> }.into_any()
}

fn before(failure: Option<ApiError>, ask: Callback<()>) -> AnyView {
    match failure {
        None => view! { <Loading text=t(Word::OwnerLoading)/> }.into_any(),
        Some(error) if error.code() == Some(ProblemCode::NotFound) => view! {
            <PageHeading text=t(Word::OwnerUnknownTitle)/>
            <p>{t(Word::OwnerUnknownText)}</p>
        }
        .into_any(),
        Some(error) => view! {
            <PageHeading text=t(Word::PageFailedTitle)/>
            <Failure error=Signal::stored(Some(error)) on_retry=ask/>
        }
        .into_any(),
    }
}
