use words::account::Word;

use super::{case::use_case, confirm::Confirm};
use crate::{components::Failure, language::t, prelude::*};

/// Takes the application back, after saying what is lost with it.
#[component]
pub(super) fn Withdrawal(
    /// What is lost.
    lost: Word,
) -> AnyView {
    let case = use_case();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let withdraw = move || {
        failure.set(None);
        let call = case.api.withdraw(case.number);
        case.act(
            busy,
            call,
            Callback::new(move |error| failure.set(Some(error))),
        );
    };
    view! {
        <div class="withdrawal">
            <Failure error=failure/>
            <Confirm
                label=t(Word::WithdrawStart)
                title=t(Word::WithdrawTitle)
                text=vec![t(lost), t(Word::WithdrawAgain)]
                yes=t(Word::WithdrawYes)
                no=t(Word::WithdrawNo)
                busy
                on_yes=withdraw
            />
        </div>
    }
    .into_any()
}
