use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
};
use serde::de::DeserializeOwned;
use wire::ProblemCode;

use crate::error::ApiError;

/// A JSON body of a sandbox write.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejected) => Err(ApiError::new(match rejected {
                JsonRejection::MissingJsonContentType(_) => ProblemCode::UnsupportedMediaType,
                JsonRejection::BytesRejection(_) => ProblemCode::TooLarge,
                _ => ProblemCode::MalformedRequest,
            })),
        }
    }
}
