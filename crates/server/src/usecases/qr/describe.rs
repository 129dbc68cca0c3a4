use wire::{
    MobileAuthType, MobileDocumentAddress, MobileNames, MobileOrganisation, MobileSignRequest,
};
use words::{
    Lang, fill,
    server::{self, Word},
};

use super::{address, shown};
use crate::{app::App, error::ApiError, ports::store::Digest};

/// What a telephone is told first: who asks for a signature, for what, until when, and where the
/// document is.
pub async fn describe_qr(
    app: &App,
    token: &str,
    lang: Lang,
) -> Result<MobileSignRequest, ApiError> {
    let shown = shown(app, Digest::of(token.as_bytes()), app.now()).await?;
    let number = shown.qr.number.to_string();
    Ok(MobileSignRequest {
        description: fill(
            server::text(lang, Word::MobileDescription),
            &[("number", &number)],
        ),
        expiry_date: shown.qr.expires_at,
        organisation: MobileOrganisation {
            names: names(Word::MobileOrganisation),
            bin: app.settings.bin.map(|bin| bin.to_string()),
        },
        document: MobileDocumentAddress {
            uri: address(app, token) + "/documents",
            auth_type: MobileAuthType::None,
        },
    })
}

/// A text in every language of the telephone.
pub(super) fn names(word: Word) -> MobileNames {
    let text = |lang| server::text(lang, word).to_owned();
    MobileNames {
        name_ru: text(Lang::Ru),
        name_kz: text(Lang::Kk),
        name_en: text(Lang::En),
    }
}
