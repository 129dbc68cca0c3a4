use registration::Service;
use wire::ApplicationView;
use words::{
    Lang,
    account::Word,
    common::{self, Counted},
    fill, format,
};

use crate::{
    components::{SummaryList, SummaryRow},
    language::{Say, t, told},
    prelude::*,
};

/// The word for a service.
pub(super) fn service_word(service: Service) -> common::Word {
    match service {
        Service::Permanent => common::Word::ServicePermanent,
        Service::Temporary => common::Word::ServiceTemporary,
    }
}

/// A number of months in words.
pub(super) fn months(lang: Lang, n: i32) -> String {
    let phrase = common::counted(lang, Counted::Months, u64::from(n.unsigned_abs()));
    fill(phrase, &[("n", &n.to_string())])
}

/// What an application is about.
#[component]
pub(super) fn Particulars(
    /// The application.
    view: ApplicationView,
) -> AnyView {
    let ApplicationView {
        number,
        service,
        address,
        rca,
        filed_at,
        subject,
        ..
    } = view;
    let plain = |text: String| told(move |_| text.clone());
    let date = |date| told(move |lang| format::date(lang, date));
    let (term, reason) = (view.months, view.reason);
    let detail = told(move |lang| match (term, reason) {
        (Some(n), _) => months(lang, n),
        (None, Some(reason)) => {
            let key = String::from("reason.") + reason.symbol();
            common::by_key(lang, &key).unwrap_or_default().to_owned()
        }
        (None, None) => String::new(),
    });
    // Of what is registered, the number stands above, larger.
    let number_row = view.from.is_none().then(|| {
        view! { <SummaryRow label=t(Word::Number) value=plain(number.to_string()) change=None/> }
    });
    let rca_line = told(move |lang| Word::Rca.say(lang).to_owned() + " " + &rca.grouped());
    view! {
        <SummaryList>
            {number_row}
            <SummaryRow label=t(Word::Who) value=plain(subject) change=None/>
            <SummaryRow
                label=t(Word::Where)
                value=told(move |lang| address.text(lang).to_owned())
                note=rca_line
                change=None
            />
            <SummaryRow label=t(Word::Service) value=t(service_word(service)) note=detail change=None/>
            {view.from.map(|from| view! { <SummaryRow label=t(Word::From) value=date(from) change=None/> })}
            {view
                .until
                .map(|until| view! { <SummaryRow label=t(Word::LastDay) value=date(until) change=None/> })}
            <SummaryRow
                label=t(Word::FiledAt)
                value=told(move |lang| format::date_time(lang, filed_at))
                change=None
            />
        </SummaryList>
    }
    .into_any()
}
