use std::{future::Future, sync::Arc};

use axum::{
    Json,
    extract::{Path, Request, State},
    http::{
        StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{MethodRouter, post},
};
use registration::application::ApplicationNumber;
use serde::Serialize;

use crate::{
    adapters::registers::contract::{Question, Residence},
    ports::{Down, Outside, ResidenceEntry},
};

/// A question answered by `answer`.
pub(super) fn question<Q, A, F, N>(answer: N) -> MethodRouter<Outside>
where
    Q: Question<Answer = A> + for<'de> serde::Deserialize<'de> + Send + 'static,
    A: Serialize,
    F: Future<Output = Result<A, Down>> + Send,
    N: Fn(Outside, Q) -> F + Clone + Send + Sync + 'static,
{
    post(
        move |State(outside): State<Outside>, Json(asked): Json<Q>| async move {
            match answer(outside, asked).await {
                Ok(answer) => Json(answer).into_response(),
                Err(error) => busy(&error),
            }
        },
    )
}

/// Enters a residence.
pub(super) async fn enter(
    State(outside): State<Outside>,
    Path(application): Path<String>,
    Json(residence): Json<Residence>,
) -> Response {
    let Ok(application) = ApplicationNumber::parse(&application) else {
        return problem(StatusCode::UNPROCESSABLE_ENTITY, "not an application");
    };
    let entry = ResidenceEntry {
        application,
        iin: residence.iin,
        rca: residence.rca,
        service: residence.service,
        from: residence.from,
        until: residence.until,
    };
    match outside.residences.enter(entry).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => busy(&error),
    }
}

/// Refuses whoever does not know the token.
pub(super) async fn authorized(
    State(token): State<Option<Arc<str>>>,
    request: Request,
    next: Next,
) -> Response {
    let sent = request.headers().get(AUTHORIZATION);
    let right = |token: &str| {
        let wanted = format!("Bearer {token}");
        // Invented people need no defence against timing.
        sent.is_some_and(|sent| sent.as_bytes() == wanted.as_bytes())
    };
    if token.as_deref().is_none_or(right) {
        next.run(request).await
    } else {
        problem(StatusCode::UNAUTHORIZED, "no right token")
    }
}

fn busy(error: &Down) -> Response {
    tracing::warn!(%error, "a question was not answered");
    let mut answer = problem(StatusCode::SERVICE_UNAVAILABLE, "not at the moment");
    answer.headers_mut().insert(RETRY_AFTER, 1.into());
    answer
}

/// Problem details of RFC 9457.
fn problem(status: StatusCode, title: &str) -> Response {
    let body = serde_json::json!({"title": title, "status": status.as_u16()});
    (
        status,
        [(CONTENT_TYPE, "application/problem+json")],
        body.to_string(),
    )
        .into_response()
}
