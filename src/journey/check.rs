use leptos::task::spawn_local;
use words::page::Word;

use super::{QuestionName, navigation::use_journey, pass_by::PassBy};
use crate::{
    api::{ApiError, use_api},
    components::{Failure, Loading, PageHeading},
    language::t,
    prelude::*,
};

/// The registers are asked about the dwelling. The reader sees that they are, and goes on when they
/// have answered; the answer takes this page's place, so that Back passes it by.
pub fn page() -> AnyView {
    let (api, journey) = (use_api(), use_journey());
    let failure = RwSignal::new(None::<ApiError>);
    let Some(wanted) =
        journey.draft(|draft| draft.wanted_check().filter(|_| draft.check().is_none()))
    else {
        return view! { <PassBy/> }.into_any();
    };
    let ask = Callback::new(move |()| {
        failure.set(None);
        let wanted = wanted.clone();
        spawn_local(async move {
            match api.check_dwelling(wanted.clone()).await {
                Ok(checked) => {
                    journey.answer(QuestionName::Check, |draft| {
                        draft.checked = Some((wanted, checked));
                    });
                    journey.pass_by();
                }
                Err(error) => {
                    let _left = failure.try_set(Some(error));
                }
            }
        });
    });
    ask.run(());
    let names_owner = journey.draft(|draft| draft.answers.owner.is_some());
    view! {
        <PageHeading text=t(Word::CheckHeading) hint=t(Word::CheckHint)/>
        {move || {
            failure.with(Option::is_none).then(|| view! { <Loading text=t(Word::CheckAsking)/> })
        }}
        <Failure error=failure on_retry=ask/>
        {move || {
            failure
                .with(Option::is_some)
                .then(|| {
                    view! {
                        <p class="actions">
                            <a href=QuestionName::Address.path()>{t(Word::CheckOtherAddress)}</a>
                            {names_owner
                                .then(|| {
                                    view! {
                                        <a href=QuestionName::Owner.path()>
                                            {t(Word::CheckOtherOwner)}
                                        </a>
                                    }
                                })}
                        </p>
                    }
                })
        }}
    }
    .into_any()
}
