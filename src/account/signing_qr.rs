use std::time::Duration;

use leptos::task::spawn_local;
use wire::{Problem, QrProgress, QrSigning, QrState};
use words::account::Word;

use super::case::use_case;
use crate::{
    components::{Alert, Button, Countdown, Failure, said},
    language::{t, told},
    platform::{base64, clock::pause},
    prelude::*,
};

/// Between two questions how it stands: an answer that comes at once must not be asked for without
/// end.
const PAUSE: Duration = Duration::from_secs(1);

/// Signs with the applicant's digital signature, by eGov Mobile: another telephone reads the QR
/// code, or this one opens the link.
#[component]
pub(super) fn SigningQr() -> AnyView {
    let case = use_case();
    let asked = RwSignal::new(None::<QrSigning>);
    let standing = RwSignal::new(QrState::Waiting);
    let refused_for = RwSignal::new(None::<Problem>);
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None));

    let ask = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = case.api.ask_by_qr(case.number).await;
            if busy.try_set(false).is_some() {
                return;
            }
            let token = match answer {
                Ok(signing) => {
                    let token = signing.token.clone();
                    standing.set(QrState::Waiting);
                    asked.set(Some(signing));
                    token
                }
                Err(error) => {
                    failure.set(Some(error));
                    return case.look();
                }
            };
            let mut known = QrState::Waiting;
            loop {
                let answer = case.api.qr_state(case.number, &token, known).await;
                // The reader may have left meanwhile, or the time has run out.
                let is_shown = asked.try_with_untracked(|asked| {
                    asked.as_ref().is_some_and(|asked| asked.token == token)
                });
                if is_shown != Some(true) {
                    return;
                }
                match answer {
                    Ok(QrProgress { state, problem }) => {
                        refused_for.set(problem);
                        standing.set(state);
                        known = state;
                        match state {
                            QrState::Waiting | QrState::Opened => {}
                            QrState::Signed => return case.look(),
                            QrState::Refused | QrState::Expired => return asked.set(None),
                        }
                    }
                    // Without a connection it is asked again.
                    Err(error) if error.code().is_some() => {
                        asked.set(None);
                        return failure.set(Some(error));
                    }
                    Err(_) => {}
                }
                pause(PAUSE).await;
            }
        });
    });
    let late = Callback::new(move |()| {
        standing.set(QrState::Expired);
        asked.set(None);
    });
    view! {
        <section class="signing">
            <h2>{t(Word::SignQrTitle)}</h2>
            <Failure error=failure/>
            {move || match asked.get() {
                Some(signing) => view! { <QrCode signing standing late/> }.into_any(),
                None => {
                    let (standing, refused_for) =
                        (standing.get_untracked(), refused_for.get_untracked());
                    view! { <Ask standing refused_for busy ask/> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// Before there is a QR code, and after one has come to nothing.
#[component]
fn Ask(
    standing: QrState,
    /// What the server says of the signature that it refused.
    refused_for: Option<Problem>,
    busy: RwSignal<bool>,
    ask: Callback<()>,
) -> AnyView {
    let ended = match standing {
        QrState::Refused => {
            let detail = match refused_for {
                Some(problem) => told(move |lang| said(&problem, lang)),
                None => t(Word::SignQrRefusedText),
            };
            Some((t(Word::SignQrRefusedTitle), detail))
        }
        QrState::Expired => Some((t(Word::SignQrExpiredTitle), t(Word::SignQrExpiredText))),
        _ => None,
    };
    let word = if ended.is_some() {
        Word::SignQrAgain
    } else {
        Word::SignQrShow
    };
    view! {
        {ended.map(|(title, detail)| view! { <Alert title detail/> })}
        <p>{t(Word::SignQrHint)}</p>
        <Button label=t(word) busy on_press=ask/>
    }
    .into_any()
}

#[component]
fn QrCode(signing: QrSigning, standing: RwSignal<QrState>, late: Callback<()>) -> AnyView {
    let picture =
        String::from("data:image/svg+xml;base64,") + &base64::encode(signing.svg.as_bytes());
    let until = signing.expires_at;
    let minutes = (until - signing.now).num_minutes().unsigned_abs();
    let minutes = u32::try_from(minutes).unwrap_or_default();
    let steps = [
        Word::SignQrStepOpen,
        Word::SignQrStepScan,
        Word::SignQrStepSign,
    ];
    let steps = steps
        .into_iter()
        .map(|step| view! { <li>{t(step)}</li> })
        .collect_view();
    let opened = Memo::new(move || standing.get() == QrState::Opened);
    view! {
        <a class="button on-phone" href=signing.link>
            {t(Word::SignQrOpen)}
        </a>
        <p class="on-phone hint">{t(Word::SignQrOther)}</p>
        <div class="qr">
            <img src=picture alt=t(Word::SignQrPicture) width="240" height="240"/>
            <ol class="steps">{steps}</ol>
        </div>
        <p role="status">
            {move || {
                t(if opened.get() { Word::SignQrOpened } else { Word::SignQrWaiting })
            }}
        </p>
        <Countdown until minutes on_end=late/>
    }
    .into_any()
}
