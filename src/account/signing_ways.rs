use wire::SigningWay;
use words::account::Word;

use super::{signing_code::SigningCode, signing_eds::SigningEds, signing_qr::SigningQr};
use crate::{
    components::{Choice, ChoiceGroup},
    language::t,
    prelude::*,
};

const FIELD: &str = "way";

/// Signs in one of the ways that are open for this application.
#[component]
pub(super) fn SigningWays(
    /// The ways, the simplest first.
    ways: Vec<SigningWay>,
    /// The document that is shown.
    document: String,
    /// SHA-256 of its bytes.
    document_sha256: String,
) -> AnyView {
    let first = ways.first().copied().unwrap_or(SigningWay::Code);
    let chosen = RwSignal::new(name(first).to_owned());
    let choices: Vec<_> = ways.iter().map(|way| choice(*way)).collect();
    let several = (choices.len() > 1).then(|| {
        view! {
            <section>
                <h2>{t(Word::SignWay)}</h2>
                <ChoiceGroup name=FIELD legend=t(Word::SignWay) choices value=chosen/>
            </section>
        }
    });
    let panel = move || {
        let way = chosen.with(|chosen| ways.iter().copied().find(|way| name(*way) == chosen));
        let document_sha256 = document_sha256.clone();
        match way.unwrap_or(first) {
            SigningWay::Code => view! { <SigningCode document_sha256/> },
            SigningWay::Eds => {
                view! { <SigningEds document=document.clone() document_sha256/> }
            }
            SigningWay::Qr => view! { <SigningQr/> },
        }
    };
    view! {
        {several}
        {panel}
    }
    .into_any()
}

fn name(way: SigningWay) -> &'static str {
    match way {
        SigningWay::Code => "code",
        SigningWay::Eds => "eds",
        SigningWay::Qr => "qr",
    }
}

fn choice(way: SigningWay) -> Choice {
    let (label, hint) = match way {
        SigningWay::Code => (Word::SignWayCode, Word::SignWayCodeHint),
        SigningWay::Eds => (Word::SignWayEds, Word::SignWayEdsHint),
        SigningWay::Qr => (Word::SignWayQr, Word::SignWayQrHint),
    };
    Choice::explained(name(way), t(label), t(hint))
}
