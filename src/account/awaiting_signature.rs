use wire::SigningWay;
use words::{Lang, account::Word};

use super::{signing_ways::SigningWays, state_heading::StateHeading, withdrawal::Withdrawal};
use crate::language::t;
use crate::prelude::*;

/// The applicant has to sign what is shown.
#[component]
pub(super) fn AwaitingSignature(
    /// The document, in full.
    document: String,
    /// SHA-256 of its bytes.
    document_sha256: String,
    /// How it can be signed.
    ways: Vec<SigningWay>,
) -> AnyView {
    view! {
        <StateHeading text=t(Word::SignTitle) hint=t(Word::SignHint)/>
        <SignedText text=document.clone()/>
        <p class="digest">
            <span>{t(Word::SignDigest)}</span>
            <code>{document_sha256.clone()}</code>
        </p>
        <SigningWays ways document document_sha256/>
        <Withdrawal lost=Word::WithdrawLostSignature/>
    }
    .into_any()
}

/// The text that is or was signed. It scrolls on its own, so that the keyboard can get into it.
#[component]
pub(super) fn SignedText(
    /// The text, in the language that its first line names.
    text: String,
) -> AnyView {
    let lang = text
        .lines()
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(Lang::from_tag)
        .map(Lang::tag);
    view! {
        <div class="document" role="region" tabindex="0" aria-label=t(Word::SignDocument)>
            <pre lang=lang>{text}</pre>
        </div>
    }
    .into_any()
}
