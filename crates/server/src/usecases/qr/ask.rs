use chrono::Duration;
use qrcode::{EcLevel, QrCode, render::svg};
use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{ProblemCode, QrSigning, SigningWay};

use super::{LIFE_MINUTES, address};
use crate::{
    app::App,
    draw,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{Actor, Change, Digest, Effect, QrStanding, StoredQr},
    usecases::{document_to_sign::document_to_sign, signing_ways::signing_ways},
};

/// Shows the document of an application as a QR code.
pub async fn ask_by_qr(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let (stored, document) = document_to_sign(app, applicant, number).await?;
    if !signing_ways(app, &stored.application)?.contains(&SigningWay::Qr) {
        return Err(ApiError::new(ProblemCode::NotFound));
    }
    let token = draw::link_token(&*app.outside.randomness)?;
    let link = format!("mobileSign:{}", address(app, &token));
    let expires_at = now + Duration::minutes(LIFE_MINUTES);
    let show = Effect::ShowQr {
        token: Digest::of(token.as_bytes()),
        qr: StoredQr {
            number,
            document: Digest::of(document.text().as_bytes()),
            standing: QrStanding::Waiting,
            expires_at,
        },
    };
    let kept = slot.keep(
        200,
        &QrSigning {
            svg: picture(&link)?,
            token,
            link,
            expires_at,
            now,
        },
    )?;
    let change = Change::new(now, vec![show])
        .audited(Actor::Person(applicant), "show_qr", number)
        .answered(kept.clone());
    app.commit(change).await?;
    Ok(kept.into())
}

/// The code as a picture, dark on light whatever the page's colours are: cameras expect it so.
fn picture(link: &str) -> Result<String, ApiError> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).map_err(ApiError::internal)?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .module_dimensions(1, 1)
        .build();
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_picture_is_small_and_has_a_margin() {
        let link = "mobileSign:https://tirkeu.example/api/v1/mobile-sign/abcdefghijklmnopqrstuv";
        let svg = picture(link).unwrap();
        assert!(svg.contains("fill=\"#fff\""), "{svg}");
        assert!(svg.len() < 12_000, "{}", svg.len());
        assert!(!svg.contains("M0 0h"), "cameras need a margin: {svg}");
    }
}
