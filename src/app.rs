//! The whole page: its contexts, its frame, and the screen that belongs to the address.

use leptos::ev;
use words::page::Word;

use crate::{
    account::{ApplicationPage, Applications, MessagesPage, OwnerPage},
    api::{Api, ApiError, use_api},
    components::{Loading, OfflineBanner, PageTitle, TopBar, VerdictPanel},
    draft::{DraftStore, use_draft},
    journey::{NotFound, Outcome, PassBy, QuestionPage, Review, SignIn, Start},
    language::{Language, t},
    law::Judge,
    platform::{
        clock::Clock,
        history::{History, use_history},
    },
    prelude::*,
    screen::Screen,
    session::{Session, use_session},
};

/// The page.
#[component]
pub fn App() -> AnyView {
    provide_context(Language::start());
    provide_context(History::start());
    provide_context(Clock::start());
    provide_context(Session::start());
    provide_context(DraftStore::start());
    provide_context(Judge::start());
    provide_context(Api::start());
    provide_context(PageTitle::start());
    follow_connection();
    ask_who_is_signed_in();

    let history = use_history();
    let screen = Memo::new(move || Screen::at(&history.path()));
    let judged = Memo::new(move || {
        matches!(
            screen.get(),
            Screen::Question(_) | Screen::Outcome | Screen::Review
        )
    });
    let session = use_session();
    let standing = Memo::new(move || (session.is_signed_in(), session.is_asking()));
    view! {
        <TopBar/>
        <OfflineBanner/>
        <div class=move || if judged.get() { "page judged" } else { "page" }>
            {move || judged.get().then(|| view! { <VerdictPanel/> })}
            <main id="main" tabindex="-1">
                {move || {
                    let (signed_in, asking) = standing.get();
                    show(screen.get(), signed_in, asking)
                }}
            </main>
        </div>
        <footer class="foot">
            <p>{t(Word::FooterOwn)}</p>
        </footer>
    }
}

/// The view of a screen. Where somebody has to be signed in, signing in takes its place until then,
/// and the address stays.
fn show(screen: Screen, signed_in: bool, asking: bool) -> AnyView {
    let private = match &screen {
        Screen::Question(name) => name.needs_sign_in(),
        Screen::Review | Screen::SignIn => true,
        screen => screen.is_private(),
    };
    if private && !signed_in {
        return if asking {
            view! { <Loading text=t(Word::LoadingSession)/> }.into_any()
        } else {
            view! { <SignIn/> }.into_any()
        };
    }
    match screen {
        Screen::Start => view! { <Start/> }.into_any(),
        Screen::Question(name) => view! { <QuestionPage name/> }.into_any(),
        Screen::Outcome => view! { <Outcome/> }.into_any(),
        Screen::Review => view! { <Review/> }.into_any(),
        Screen::SignIn if signed_in => view! { <PassBy/> }.into_any(),
        Screen::SignIn => view! { <SignIn/> }.into_any(),
        Screen::Applications => view! { <Applications/> }.into_any(),
        Screen::Application(number) => view! { <ApplicationPage number/> }.into_any(),
        Screen::Messages => view! { <MessagesPage/> }.into_any(),
        Screen::Owner(token) => view! { <OwnerPage token/> }.into_any(),
        Screen::NotFound => view! { <NotFound/> }.into_any(),
    }
}

/// Asks once, at the start. Answers given before belong to whoever is signed in.
fn ask_who_is_signed_in() {
    let (api, session, draft) = (use_api(), use_session(), use_draft());
    if !untrack(|| session.is_asking()) {
        return;
    }
    leptos::task::spawn_local(async move {
        match api.person().await {
            Ok(person) => draft.belongs_to(&person),
            Err(ApiError::SignedOut) => {}
            Err(_) => session.is_out_of_reach(),
        }
    });
}

/// Follows what the browser says of the connection.
fn follow_connection() {
    let api = use_api();
    let lost = window_event_listener(ev::offline, move |_| api.set_offline(true));
    let found = window_event_listener(ev::online, move |_| api.set_offline(false));
    on_cleanup(move || {
        lost.remove();
        found.remove();
    });
}
