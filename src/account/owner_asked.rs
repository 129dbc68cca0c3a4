use registration::{Audience, Service};
use wire::ConsentView;
use words::{account::Word, fill, format, rules as sentences};

use super::{
    announce::Announce, confirm::Confirm, owner_eds::OwnerEds, particulars::months,
    state_heading::StateHeading,
};
use crate::{
    api::ApiError,
    components::{Button, Countdown, Failure, LawNotice, Notice, SummaryList, SummaryRow, Tone},
    language::{Say, Text, t, told},
    prelude::*,
};

/// The owner is asked: who, where, for how long, and what follows from each answer.
#[component]
pub(super) fn OwnerAsked(
    /// The request.
    view: ConsentView,
    /// Whether an answer is being sent.
    busy: RwSignal<bool>,
    /// Why the answer was not received.
    failure: RwSignal<Option<ApiError>>,
    /// Answers.
    on_answer: Callback<bool>,
    /// Agrees with a digital signature.
    on_signed: Callback<String>,
    /// The time has run out.
    on_end: Callback<()>,
) -> AnyView {
    let (until, minutes) = (view.until, view.minutes);
    let name = view.subject.clone();
    let lead = told(move |lang| fill(Word::OwnerLead.say(lang), &[("name", &name)]));
    view! {
        <StateHeading text=t(Word::OwnerTitle) hint=lead/>
        {request(&view)}
        <Countdown until minutes on_end/>
        <Announce until/>
        <Notice tone=Tone::Warning title=t(Word::OwnerNever)/>
        {consequences(&view)}
        <p>{t(Word::OwnerUnknownPerson)}</p>
        <Failure error=failure/>
        <div class="actions answers">
            <Button label=t(Word::OwnerAgree) busy on_press=move || on_answer.run(true)/>
            <Confirm
                label=t(Word::OwnerDecline)
                title=t(Word::OwnerDeclineTitle)
                text=vec![t(Word::OwnerDeclineText)]
                yes=t(Word::OwnerDeclineYes)
                no=t(Word::OwnerDeclineNo)
                busy
                on_yes=move || on_answer.run(false)
            />
        </div>
        {view
            .text
            .clone()
            .map(|text| view! { <OwnerEds text busy failure on_signed/> })}
        <p class="hint">{t(Word::OwnerFinal)}</p>
        <LawNotice
            title=t(Word::OwnerFineTitle)
            audience=Audience::Owner
            on=format::local_date(view.now)
        />
    }
    .into_any()
}

/// Who asks for what.
pub(super) fn request(view: &ConsentView) -> AnyView {
    let (subject, applicant) = (view.subject.clone(), view.applicant.clone());
    let (address, filed_at) = (view.address.clone(), view.filed_at);
    let plain = |text: String| told(move |_| text.clone());
    let relation = view.relation_to_owner.map(|relation| {
        let key = String::from("value.subject_relation_to_owner_") + relation.symbol();
        let value = told(move |lang| sentences::by_key(lang, &key).unwrap_or_default().to_owned());
        view! { <SummaryRow label=t(Word::OwnerRelation) value change=None/> }
    });
    let term = term(view);
    view! {
        <SummaryList>
            <SummaryRow label=t(Word::Who) value=plain(subject) change=None/>
            {applicant
                .map(|applicant| {
                    view! { <SummaryRow label=t(Word::FiledBy) value=plain(applicant) change=None/> }
                })}
            {relation}
            <SummaryRow
                label=t(Word::Where)
                value=told(move |lang| address.text(lang).to_owned())
                change=None
            />
            <SummaryRow label=t(Word::Term) value=term change=None/>
            <SummaryRow
                label=t(Word::OwnerAskedAt)
                value=told(move |lang| format::date_time(lang, filed_at))
                change=None
            />
        </SummaryList>
    }
    .into_any()
}

fn term(view: &ConsentView) -> Text {
    let (service, n) = (view.service, view.months);
    told(move |lang| match (service, n) {
        (Service::Temporary, Some(n)) => months(lang, n),
        _ => Word::OwnerPermanently.say(lang).to_owned(),
    })
}

/// What follows from a yes, from a no, and from silence.
fn consequences(view: &ConsentView) -> AnyView {
    let (name, applicant, until) = (view.subject.clone(), view.applicant.clone(), view.until);
    let signs = told(move |lang| match &applicant {
        Some(applicant) => {
            let values = [("applicant", &**applicant), ("name", &name)];
            fill(Word::OwnerYesFiles.say(lang), &values)
        }
        None => fill(Word::OwnerYesSigns.say(lang), &[("name", &name)]),
    });
    let (term, service) = (term(view), view.service);
    let lasts = told(move |lang| match service {
        Service::Temporary => fill(Word::OwnerYesTemporary.say(lang), &[("term", &term.get())]),
        Service::Permanent => Word::OwnerYesPermanent.say(lang).to_owned(),
    });
    let silent = told(move |lang| {
        fill(
            Word::OwnerSilent.say(lang),
            &[("time", &format::time(until))],
        )
    });
    let list = |lines: Vec<Text>| {
        let items = lines
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect_view();
        view! { <ul>{items}</ul> }
    };
    view! {
        <div class="follows">
            <section class="yes">
                <h2>{t(Word::OwnerYesTitle)}</h2>
                {list(vec![signs, lasts, t(Word::OwnerYesOthers)])}
            </section>
            <section class="no">
                <h2>{t(Word::OwnerNoTitle)}</h2>
                {list(vec![t(Word::OwnerNoRefused), t(Word::OwnerNoReason), silent])}
            </section>
        </div>
    }
    .into_any()
}
