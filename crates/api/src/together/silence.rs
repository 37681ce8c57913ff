//! How long a client may say nothing.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// A client that said nothing for so long is gone, and so is one that takes nothing.
pub(super) const SILENCE_MAX: Duration = Duration::from_secs(60);

/// Since when a client has said nothing. One timer, set again only when it fires: a frame comes each tenth of a second.
pub(super) struct Silence {
    heard_at: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Silence {
    pub(super) fn new() -> Self {
        Self { heard_at: Instant::now(), timer: Box::pin(tokio::time::sleep(SILENCE_MAX)) }
    }

    /// The client said something.
    pub(super) fn heard(&mut self) {
        self.heard_at = Instant::now();
    }

    /// Waits until it has said nothing for too long. Dropping the future loses nothing.
    pub(super) async fn is_too_long(&mut self) {
        loop {
            self.timer.as_mut().await;
            let until = self.heard_at + SILENCE_MAX;
            if until <= Instant::now() {
                return;
            }
            self.timer.as_mut().reset(until);
        }
    }
}
