use leptos::task::spawn_local;
use registration::identifiers::Iin;
use words::page::Word;

use super::{Alert, Button, ButtonKind, Choice, Loading, SelectField};
use crate::{
    api::{ApiError, Reply, use_api},
    language::{Text, t, use_language},
    platform::ncalayer::{Conversation, Order, Purpose, Trouble},
    prelude::*,
};

/// Where a key can be, in NCALayer's words, the likeliest first; the first lets NCALayer ask.
const STORAGES: [(&str, Word); 8] = [
    ("", Word::EdsStorageAny),
    ("PKCS12", Word::EdsStorageFile),
    ("AKKZIDCardStore", Word::EdsStorageCard),
    ("AKKaztokenStore", Word::EdsStorageKaztoken),
    ("AKEToken72KStore", Word::EdsStorageEtoken72),
    ("AKEToken5110Store", Word::EdsStorageEtoken5110),
    ("AKJaCartaStore", Word::EdsStorageJacarta),
    ("AKAKEYStore", Word::EdsStorageAkey),
];

/// Has a text signed by NCALayer on this computer. Nothing is asked of it before the reader presses
/// the button.
#[component]
pub fn EdsForm(
    /// What the signature does.
    #[prop(into)]
    label: Text,
    /// What it is for.
    purpose: Purpose,
    /// Whose it has to be, where that is known.
    iin: Option<Iin>,
    /// Gets the text.
    content: Box<dyn Fn() -> Reply<String>>,
    /// Whether the signature is being sent.
    busy: RwSignal<bool>,
    /// Why there was nothing to sign, or why what was sent was not accepted; shown by the caller.
    failure: RwSignal<Option<ApiError>>,
    /// Sends the signature: CMS `SignedData`, DER in base64.
    on_signed: Callback<String>,
) -> AnyView {
    let (api, language) = (use_api(), use_language());
    let storage = RwSignal::new(String::new());
    let asking = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let conversation = StoredValue::new(None::<Conversation>);

    let done = Callback::new(move |result: Result<String, Trouble>| {
        // Its own closure is still at work, so it is let go later.
        spawn_local(async move {
            let _left = conversation.try_set_value(None);
            if asking.try_set(false).is_none() {
                match result {
                    Ok(cms) => on_signed.run(cms),
                    Err(why) => trouble.set(Some(why)),
                }
            }
        });
    });
    let content = Callback::new(move |()| {
        let content = content();
        spawn_local(async move {
            let (settings, text) = match (api.eds().await, content.await) {
                (Ok(settings), Ok(text)) => (settings, text),
                (Err(error), _) | (_, Err(error)) => {
                    if asking.try_set(false).is_none() {
                        failure.set(Some(error));
                    }
                    return;
                }
            };
            // The reader may have left or changed their mind meanwhile.
            if asking.try_with_untracked(|asking| *asking) != Some(true) {
                return;
            }
            let storage = storage.get_untracked();
            let order = Order {
                text: &text,
                purpose,
                iin,
                storage: &storage,
                lang: language.now(),
            };
            let begun =
                Conversation::begin(&settings.ncalayer, &order, move |result| done.run(result));
            if begun.is_none() {
                done.run(Err(Trouble::NotThere));
            }
            let _left = conversation.try_set_value(begun);
        });
    });
    let ask = move || {
        if !asking.get_untracked() {
            failure.set(None);
            trouble.set(None);
            asking.set(true);
            content.run(());
        }
    };
    let stop = move || done.run(Err(Trouble::Cancelled));
    let choices = STORAGES
        .iter()
        .map(|(value, word)| Choice::new(value, t(*word)))
        .collect();
    let working = Signal::derive(move || asking.get() || busy.get());
    view! {
        <div class="eds">
            {move || trouble.get().map(|trouble| view! { <InTrouble trouble/> })}
            <SelectField name="storage" label=t(Word::EdsStorage) choices value=storage/>
            <div class="actions">
                <Button label busy=working on_press=ask/>
                {move || {
                    asking
                        .get()
                        .then(|| {
                            view! {
                                <Button
                                    label=t(Word::EdsCancel)
                                    kind=ButtonKind::Plain
                                    on_press=stop
                                />
                            }
                        })
                }}
            </div>
            {move || asking.get().then(|| view! { <Loading text=t(Word::EdsWaiting)/> })}
        </div>
    }
    .into_any()
}

#[component]
fn InTrouble(trouble: Trouble) -> AnyView {
    let (title, detail) = match trouble {
        Trouble::NotThere => (Word::EdsNotThereTitle, Word::EdsNotThereText),
        Trouble::Cancelled => (Word::EdsCancelledTitle, Word::EdsCancelledText),
        Trouble::Password => (Word::EdsPasswordTitle, Word::EdsPasswordText),
        Trouble::NoCertificate => (Word::EdsNoCertificateTitle, Word::EdsNoCertificateText),
        Trouble::Silent => (Word::EdsSilentTitle, Word::EdsSilentText),
        Trouble::Broken => (Word::EdsBrokenTitle, Word::EdsBrokenText),
    };
    view! { <Alert title=t(title) detail=t(detail)/> }.into_any()
}
