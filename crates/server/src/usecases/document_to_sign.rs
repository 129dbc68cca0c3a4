use registration::{
    Document,
    application::{ApplicationNumber, State},
    identifiers::Iin,
};
use wire::ProblemCode;

use super::{advance::load, show_application::expect_applicant};
use crate::{app::App, error::ApiError, ports::store::StoredApplication};

/// An application that waits for its applicant's signature, and the document to be signed.
///
/// # Errors
/// `not_found` to everybody else, `wrong_state` where it does not wait for that.
pub(super) async fn document_to_sign(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
) -> Result<(StoredApplication, Document), ApiError> {
    let stored = load(app, number).await?;
    expect_applicant(&stored, applicant)?;
    let State::AwaitingSignature { document } = &stored.application.state else {
        return Err(ApiError::new(ProblemCode::WrongState));
    };
    let document = document.clone();
    Ok((stored, document))
}
