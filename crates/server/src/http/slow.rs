use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::Sleep;
use wire::ProblemCode;

use crate::error::ApiError;

/// How long a body may take: the largest one at 3 kB a second, which is less than any telephone has.
const BODY: Duration = Duration::from_secs(20);

/// Cuts off whoever takes too long to send a body, however steadily it trickles.
pub(crate) async fn cut_off_slow(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let over = Arc::new(AtomicBool::new(false));
    let (head, body) = request.into_parts();
    let timed = Timed {
        body,
        until: Box::pin(tokio::time::sleep(BODY)),
        over: Arc::clone(&over),
    };
    let response = next.run(Request::from_parts(head, Body::new(timed))).await;
    if !over.load(Ordering::Relaxed) {
        return response;
    }
    // What is left of the body is unread, so the connection is closed with the answer.
    ApiError::new(ProblemCode::RequestTimeout).into_response()
}

struct Timed {
    body: Body,
    until: Pin<Box<Sleep>>,
    over: Arc<AtomicBool>,
}

impl HttpBody for Timed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        if self.until.as_mut().poll(context).is_ready() {
            self.over.store(true, Ordering::Relaxed);
            let late = std::io::Error::from(std::io::ErrorKind::TimedOut);
            return Poll::Ready(Some(Err(axum::Error::new(late))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}
