//! The two ends that sockets are put to. Dropping one is its leaving.

use std::sync::Arc;

use bytes::Bytes;
use cobrowse::control::{ControlError, FromCustomer, FromViewer};
use tokio::sync::Notify;

use crate::queue::{Next, Out};
use crate::room::{Fault, Room};

/// A tab of the customer.
#[derive(Debug)]
pub struct Writer {
    room: Arc<Room>,
    id: u64,
    wake: Arc<Notify>,
}

impl Writer {
    pub(crate) const fn new(room: Arc<Room>, id: u64, wake: Arc<Notify>) -> Self {
        Self { room, id, wake }
    }

    /// What to send next; none once the last was given. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Out> {
        loop {
            // In a line of its own: the lock is let go before anything is waited for.
            let next = self.room.work().pop_writer(self.id);
            match next {
                Next::Ready(out) => return Some(out),
                Next::Over => return None,
                Next::Checkpoint => {}
                Next::Nothing => self.wake.notified().await,
            }
        }
    }

    /// Takes a binary message.
    ///
    /// # Errors
    /// [`Fault`]: the socket is to be ended with `protocol`. A frame that is not passed on is no error here.
    pub fn take_frame(&self, bytes: Bytes) -> Result<(), Fault> {
        self.room.work().frame(self.id, bytes)
    }

    /// Takes a text message; gives it back where it is the application's to do. From then on nothing is delivered that a
    /// pause, a revocation or an end forbids, until the session has heard of it: step and store it in any case, also when
    /// the socket ends meanwhile, and tell the room.
    ///
    /// # Errors
    /// [`ControlError`]: the socket is to be ended with `protocol`. What came too fast and would have taken something back
    /// holds all the same, for as long as the room is there.
    pub fn take_text(&self, text: &str) -> Result<Option<FromCustomer>, ControlError> {
        let message = FromCustomer::read(text)?;
        self.room.work().hear_customer(self.id, message)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.room.work().leave_writer(self.id);
    }
}

/// Somebody who looks.
#[derive(Debug)]
pub struct Viewer {
    room: Arc<Room>,
    id: u64,
    wake: Arc<Notify>,
}

impl Viewer {
    pub(crate) const fn new(room: Arc<Room>, id: u64, wake: Arc<Notify>) -> Self {
        Self { room, id, wake }
    }

    /// What to send next; none once the last was given. Dropping the future loses nothing.
    ///
    /// A frame is taken out of the room here and not before: what was not taken when the customer stops it is never
    /// given.
    pub async fn next(&mut self) -> Option<Out> {
        loop {
            // In a line of its own: the lock is let go before anything is waited for.
            let next = self.room.work().pop_viewer(self.id);
            match next {
                Next::Ready(out) => return Some(out),
                Next::Over => return None,
                // There was no page to give.
                Next::Checkpoint => {}
                Next::Nothing => self.wake.notified().await,
            }
        }
    }

    /// Takes a text message; gives it back where it is the application's to do: `ask`, `end`, `leave`.
    ///
    /// # Errors
    /// [`ControlError`]: the socket is to be ended with `protocol`.
    pub fn take_text(&self, text: &str) -> Result<Option<FromViewer>, ControlError> {
        let message = FromViewer::read(text)?;
        self.room.work().hear_viewer(self.id, message)
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.room.work().leave_viewer(self.id);
    }
}
