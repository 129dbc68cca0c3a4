use leptos::task::spawn_local;
use registration::{Audience, ConsentNeeded};
use wire::FileRequest;
use words::{fill, page::Word};

use super::{answer_rows::AnswerRows, navigation::use_journey, order::Step, pass_by::PassBy};
use crate::{
    api::{ApiError, use_api},
    components::{
        BackLink, Button, Failure, LawNotice, Notice, PageHeading, SummaryList, SummaryRow,
    },
    draft::use_draft,
    language::{Say, Text, t, told, use_language},
    law::{self, use_judge},
    platform::{clock::use_clock, history::use_history},
    prelude::*,
    session::use_session,
};

/// All answers once more, and the button that files.
#[component]
pub fn Review() -> AnyView {
    let journey = use_journey();
    if journey.next() != Step::Review {
        return view! { <PassBy/> }.into_any();
    }
    let (api, draft, history, language) = (use_api(), use_draft(), use_history(), use_language());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let file = Callback::new(move |()| {
        busy.set(true);
        failure.set(None);
        let answers = journey.draft(|draft| law::registered(&draft.answers));
        let filing = FileRequest {
            answers,
            lang: language.now(),
        };
        spawn_local(async move {
            match api.file(filing).await {
                Ok(application) => {
                    draft.forget();
                    // Behind lie questions that have no answers any more.
                    history.leave_for(
                        String::from("/applications/") + &application.number.to_string(),
                    );
                }
                Err(error) => {
                    busy.set(false);
                    failure.set(Some(error));
                }
            }
        });
    });
    let consent = use_judge().now().verdict.consent;
    view! {
        <BackLink to="/"/>
        <PageHeading text=t(Word::ReviewHeading) hint=t(Word::ReviewHint)/>
        <Failure error=failure/>
        <AnswerRows/>
        <h2>{t(Word::ReviewKnown)}</h2>
        <Known/>
        {asked(consent)}
        <LawNotice
            title=t(Word::ReviewFineTitle)
            audience=Audience::Applicant
            on=use_clock().today()
        />
        <div class="actions">
            <Button label=t(button(consent)) busy on_press=file/>
        </div>
    }
    .into_any()
}

/// What registers know and nobody was asked.
#[component]
fn Known() -> AnyView {
    let session = use_session();
    let name: Text = session
        .with(|person| person.name.clone())
        .unwrap_or_default()
        .into();
    let address = session
        .with(|person| person.permanent_address.clone())
        .flatten();
    let address = told(move |lang| match &address {
        Some(address) => address.text(lang).to_owned(),
        None => Word::ReviewNoAddress.say(lang).to_owned(),
    });
    view! {
        <SummaryList>
            <SummaryRow label=t(Word::ReviewApplicant) value=name change=None/>
            <SummaryRow label=t(Word::ReviewPermanentAddress) value=address change=None/>
        </SummaryList>
    }
    .into_any()
}

fn button(consent: Option<ConsentNeeded>) -> Word {
    match consent {
        Some(ConsentNeeded::CoOwners) => Word::ReviewFileCoOwners,
        Some(ConsentNeeded::AllOwners) => Word::ReviewFileAllOwners,
        _ => Word::ReviewFile,
    }
}

/// What happens to whom when it is filed.
fn asked(consent: Option<ConsentNeeded>) -> AnyView {
    let clock = use_clock();
    let minutes = law::consent_minutes(clock.today())
        .unwrap_or_default()
        .to_string();
    let detail = match consent {
        Some(ConsentNeeded::CoOwners | ConsentNeeded::AllOwners) => Word::ReviewAskedDetail,
        _ => Word::ReviewSignDetail,
    };
    view! {
        <Notice title=t(Word::ReviewNext)>
            <p>{told(move |lang| fill(detail.say(lang), &[("minutes", &minutes)]))}</p>
        </Notice>
    }
    .into_any()
}
