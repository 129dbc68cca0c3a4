use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::EdsSignRequest;

use super::{accept_eds_signature::accept_eds_signature, cms::decode, view::application_view};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
};

/// Signs an application with the digital signature that the page has from NCALayer.
pub async fn sign_application_with_eds(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    request: EdsSignRequest,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let cms = decode(&request.cms)?;
    let shown = Some(request.document_sha256.as_str());
    let view = |next: &_| slot.keep(200, &application_view(app, next, now)?);
    let reply = |next: &_| view(next).map(Some);
    let next = accept_eds_signature(app, applicant, number, &cms, shown, &[], reply).await?;
    Ok(view(&next)?.into())
}
