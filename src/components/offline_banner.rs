use words::page::Word;

use super::{Icon, IconName};
use crate::{api::use_api, language::t, prelude::*};

/// Says that there is no connection, for as long as there is none.
#[component]
pub fn OfflineBanner() -> AnyView {
    let api = use_api();
    let text = t(Word::OfflineBanner);
    view! {
        <div role="status">
            {move || {
                api.is_offline()
                    .then(|| {
                        view! {
                            <p class="offline">
                                <Icon name=IconName::Offline/>
                                <span>{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
