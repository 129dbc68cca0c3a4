use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::ProblemCode;

use crate::{
    app::App,
    error::ApiError,
    ports::store::{Digest, Effect, KeptReply, StoredApplication},
};

pub(super) struct Signature<'a> {
    pub(super) signer: Iin,
    pub(super) number: ApplicationNumber,
    pub(super) document: Digest,
    pub(super) cms: &'a [u8],
}

pub(super) async fn accept_signature(
    _: &App,
    _: Signature<'_>,
    _: Vec<Effect>,
    _: impl Fn(&StoredApplication) -> Result<Option<KeptReply>, ApiError>,
) -> Result<StoredApplication, ApiError> {
    Err(ApiError::new(ProblemCode::EdsMalformed))
}
