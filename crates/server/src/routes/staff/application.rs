use axum::extract::State;
use wire::StaffApplicationRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Ask, Reply, SignedIn, ok},
    usecases::show_to_operator,
};

/// `POST /api/v1/staff/application`: a question, put in a body because addresses are written down in
/// too many places for a personal number to stand in one.
pub(super) async fn show(
    State(app): State<App>,
    session: SignedIn,
    Ask(request): Ask<StaffApplicationRequest>,
) -> Result<Reply, ApiError> {
    ok(&show_to_operator(&app, session.iin, request).await?)
}
