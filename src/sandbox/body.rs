//! Bodies as they leave: whole, broken off half-way, or a byte at a time.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Body as Stream, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::house::Dropped;

/// A dripping answer sends a byte as often as this: even the shortest JSON takes longer than anyone waits for a try.
const DRIP: Duration = Duration::from_secs(20);

/// The body of an answer.
pub(super) enum Body {
    /// All at once.
    Whole(Full<Bytes>),
    /// Half of what its length promises, then the connection breaks off.
    Broken {
        /// The half, until it was sent.
        half: Option<Bytes>,
        /// What is promised, in bytes.
        length: u64,
        /// Whether the half had its time to leave.
        gone: bool,
    },
    /// A byte each [`DRIP`].
    Drip {
        /// What is left of it.
        left: Bytes,
        /// Until the next byte.
        pause: Pin<Box<Sleep>>,
    },
}

impl Body {
    /// Half of these bytes.
    pub(super) fn broken(whole: Vec<u8>) -> Self {
        let whole = Bytes::from(whole);
        Body::Broken {
            length: whole.len() as u64,
            half: Some(whole.slice(..whole.len() / 2)),
            gone: false,
        }
    }

    /// These bytes, slowly.
    pub(super) fn drip(whole: Vec<u8>) -> Self {
        Body::Drip {
            left: Bytes::from(whole),
            pause: Box::pin(sleep(DRIP)),
        }
    }
}

fn never<T>(poll: Poll<Option<Result<T, Infallible>>>) -> Poll<Option<Result<T, Dropped>>> {
    poll.map(|next| next.map(|result| result.map_err(|never| match never {})))
}

impl Stream for Body {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match &mut *self {
            Body::Whole(whole) => never(Pin::new(whole).poll_frame(cx)),
            Body::Broken { half, gone, .. } => match half.take() {
                Some(half) if !half.is_empty() => Poll::Ready(Some(Ok(Frame::data(half)))),
                // An error at once would keep back what is written already.
                _ if !std::mem::replace(gone, true) => {
                    cx.waker().wake_by_ref();
                    Poll::Pending
                }
                _ => Poll::Ready(Some(Err(Dropped))),
            },
            Body::Drip { left, .. } if left.is_empty() => Poll::Ready(None),
            Body::Drip { left, pause } => {
                std::task::ready!(pause.as_mut().poll(cx));
                pause.set(sleep(DRIP));
                Poll::Ready(Some(Ok(Frame::data(left.split_to(1)))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Whole(whole) => whole.size_hint(),
            Body::Broken { length, .. } => SizeHint::with_exact(*length),
            Body::Drip { left, .. } => SizeHint::with_exact(left.len() as u64),
        }
    }
}
