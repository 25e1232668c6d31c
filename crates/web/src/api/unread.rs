//! Reads to its end what a handler left unread of a request, and forgets it.
//!
//! A refusal can be decided before the body was read: no key, too large, no such route. If the connection were closed
//! then, a client that is still sending would see a broken connection instead of the answer. So what is left is
//! drained first, chunk by chunk and within bounds. A client that asked with `Expect: 100-continue` (RFC 9110
//! §10.1.1) is still waiting and is answered at once.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    extract::Request,
    http::header,
    response::Response,
};
use http_body::{Frame, SizeHint};
use tokio::sync::oneshot;

/// How much is drained, and for how long, before the connection is given up.
const MOST: usize = 32 * 1024 * 1024;
const LONGEST: Duration = Duration::from_secs(10);

/// Lends the body to the handler, and drains what comes back.
pub(crate) async fn drain<A: Future<Output = Response>>(
    request: Request,
    answer: impl FnOnce(Request) -> A,
) -> Response {
    let waits = request.headers().contains_key(header::EXPECT);
    let (back, returned) = oneshot::channel();
    let request = request.map(|body| Body::new(Lent { body, back: Some(back) }));
    let response = answer(request).await;
    if let Ok(rest) = returned.await
        && !waits
    {
        let _ = tokio::time::timeout(LONGEST, forget(rest)).await;
    }
    response
}

async fn forget(mut rest: Body) {
    let mut size = 0;
    while let Some(Ok(chunk)) = next_chunk(&mut rest).await {
        size += chunk.len();
        if size > MOST {
            return;
        }
    }
}

/// The next bytes of a body; trailers are passed over.
pub(crate) async fn next_chunk(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    loop {
        match poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await? {
            Ok(frame) => match frame.into_data() {
                Ok(data) => return Some(Ok(data)),
                Err(_) => continue,
            },
            Err(error) => return Some(Err(error)),
        }
    }
}

/// A body that goes back to where it came from.
struct Lent {
    body: Body,
    back: Option<oneshot::Sender<Body>>,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(back) = self.back.take() {
            let _ = back.send(std::mem::take(&mut self.body));
        }
    }
}

impl http_body::Body for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
