use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt;

/// How much of a refused body is still taken in, in bytes.
const MOST: usize = 8 * 1024 * 1024;
/// For how long.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes in what a caller is still sending when the answer is ready, and drops it.
///
/// A connection that is closed while the other side sends is reset, and then the answer is lost
/// with it (RFC 9112, section 9.6): whoever sends too much would be told nothing.
pub(crate) async fn hear_out(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let shared = Shared(Arc::new(Mutex::new(body)));
    let request = Request::from_parts(head, Body::new(shared.clone()));
    let response = next.run(request).await;
    let body = std::mem::take(&mut *shared.lock());
    if !body.is_end_stream() {
        let _too_long = tokio::time::timeout(PATIENCE, drop_all(body)).await;
    }
    response
}

async fn drop_all(body: Body) {
    let mut left = MOST;
    let mut pieces = body.into_data_stream();
    while let Some(Ok(piece)) = pieces.next().await {
        let Some(rest) = left.checked_sub(piece.len()) else {
            return;
        };
        left = rest;
    }
}

/// A body that two can read: who answers the request, and after that this module.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut *self.lock()).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.lock().is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.lock().size_hint()
    }
}
