use registration::application::{ApplicationNumber, StateName};
use wire::{ApplicationView, ProblemCode};
use words::{account::Word, fill, format};

use super::{
    awaiting_consent::AwaitingConsent,
    awaiting_signature::AwaitingSignature,
    case::{Case, use_case},
    ended::Ended,
    particulars::Particulars,
    registered::Registered,
    rules_cited::RulesCited,
    signed::Signed,
    state_heading::{Later, StateHeading},
    steps::Steps,
    timeline::Timeline,
};
use crate::{
    api::ApiError,
    components::{BackLink, Failure, Loading, Notice, PageHeading, Tone},
    language::{Say, t, told},
    prelude::*,
};

/// The page of one application, from filing to the register; it follows the state.
#[component]
pub fn ApplicationPage(
    /// Its number.
    number: ApplicationNumber,
) -> AnyView {
    let case = Case::follow(number);
    provide_context(case);
    let state = case.state();
    let shown_before = StoredValue::new(false);
    let content = move || match (state.get(), case.now()) {
        (Some(_), Some(view)) => {
            provide_context(Later(shown_before.get_value()));
            shown_before.set_value(true);
            in_state(view)
        }
        _ => before(case),
    };
    view! {
        <div class="no-print">
            <BackLink to="/applications"/>
        </div>
        <Stale/>
        {content}
    }
    .into_any()
}

/// The server has not shown the application yet.
fn before(case: Case) -> AnyView {
    let number = case.number.to_string();
    let about = told(move |lang| fill(Word::MessagesAbout.say(lang), &[("number", &number)]));
    match case.failure() {
        None => view! {
            <PageHeading text=about/>
            <Loading text=t(Word::ApplicationLoading)/>
            <div class="skeleton" aria-hidden="true">
                <i></i>
                <i></i>
                <i></i>
            </div>
        }
        .into_any(),
        Some(ApiError::Problem(problem)) if problem.code == ProblemCode::NotFound => view! {
            <PageHeading text=t(Word::ApplicationNotFoundTitle)/>
            <p>{t(Word::ApplicationNotFoundText)}</p>
            <a class="button" href="/applications">
                {t(Word::ApplicationToHistory)}
            </a>
        }
        .into_any(),
        Some(error) => view! {
            <PageHeading text=t(Word::PageFailedTitle)/>
            <Failure error=Signal::stored(Some(error)) on_retry=move || case.look()/>
        }
        .into_any(),
    }
}

/// Says from when that is what is shown, as long as the server does not answer.
#[component]
fn Stale() -> AnyView {
    let case = use_case();
    let state = case.state();
    let word = Memo::new(move || {
        state.get()?;
        case.failure().map(|error| match error {
            ApiError::Offline => Word::PageOffline,
            _ => Word::PageStale,
        })
    });
    let text = told(move |lang| {
        let time = format::time(case.known_at());
        word.get()
            .map(|word| fill(word.say(lang), &[("time", &time)]))
            .unwrap_or_default()
    });
    view! {
        <div role="status">
            {move || word.get().map(|_| view! { <Notice tone=Tone::Warning title=text/> })}
        </div>
    }
    .into_any()
}

fn in_state(view: ApplicationView) -> AnyView {
    let case = use_case();
    let main = match (
        view.state,
        &view.consent,
        &view.document,
        &view.document_sha256,
    ) {
        (StateName::AwaitingConsent, Some(consent), _, _) => {
            let consent = consent.clone();
            view! {
                <AwaitingConsent consent/>
                <Particulars view=view.clone()/>
            }
            .into_any()
        }
        (StateName::AwaitingSignature, _, Some(document), Some(digest)) => {
            let (document, document_sha256) = (document.clone(), digest.clone());
            let ways = view.signing.clone();
            view! { <AwaitingSignature document document_sha256 ways/> }.into_any()
        }
        (StateName::Signed, ..) => view! { <Signed view=view.clone()/> }.into_any(),
        (StateName::Registered, ..) => view! { <Registered view=view.clone()/> }.into_any(),
        (StateName::Refused | StateName::Cancelled | StateName::Withdrawn, ..) => {
            view! { <Ended view=view.clone()/> }.into_any()
        }
        // A server that is newer than this page.
        (state, ..) => view! {
            <StateHeading text=t(super::state_tag::word(state))/>
            <Particulars view=view.clone()/>
        }
        .into_any(),
    };
    let entries = move || case.with(|view| view.timeline.clone()).unwrap_or_default();
    view! {
        <div class="case">
            <div class="case-main">{main}</div>
            <div class="case-side">
                <section class="no-print">
                    <h2>{t(Word::StepsTitle)}</h2>
                    <Steps view=view.clone()/>
                </section>
                <RulesCited rules=view.rules on=format::local_date(view.filed_at)/>
                <section class="no-print">
                    <h2>{t(Word::TimelineTitle)}</h2>
                    {move || view! { <Timeline entries=entries()/> }}
                </section>
            </div>
        </div>
    }
    .into_any()
}
