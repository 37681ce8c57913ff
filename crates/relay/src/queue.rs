//! What waits for one socket.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use cobrowse::control::Bye;
use tokio::sync::Notify;

/// The most frames that wait for a viewer, and the most bytes of them: one more, and they are thrown away for a
/// checkpoint.
pub const QUEUE_FRAMES_MAX: usize = 128;
pub const QUEUE_BYTES_MAX: usize = 1 << 20;
/// With so many texts waiting, marks are left out; with twice as many, the socket ends.
pub const QUEUE_TEXTS_MAX: usize = 256;

/// For a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// A text message.
    Text(Arc<str>),
    /// A binary message: a frame, the same bytes for every viewer.
    Frame(Bytes),
    /// The last: send it as a message, and close.
    Bye(Bye),
}

#[derive(Debug)]
enum Item {
    Text(Arc<str>),
    /// An intent on its way to the customer: taken back where the grant is.
    Intent {
        id: String,
        text: Arc<str>,
    },
    Frame(Bytes),
    /// The page as it is when the socket takes it: what comes before then is in it.
    Checkpoint,
}

/// What the socket takes next.
#[derive(Debug)]
pub(crate) enum Next {
    Ready(Out),
    Checkpoint,
    Nothing,
    /// There will be nothing any more.
    Over,
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    items: VecDeque<Item>,
    frames: usize,
    bytes: usize,
    texts: usize,
    has_checkpoint: bool,
    bye: Option<Bye>,
    is_over: bool,
    pub(crate) wake: Arc<Notify>,
}

impl Queue {
    pub(crate) fn text(&mut self, text: Arc<str>) {
        self.push_text(Item::Text(text));
    }

    /// A text that may be left out when the socket is slow.
    pub(crate) fn mark(&mut self, text: Arc<str>) {
        if self.texts < QUEUE_TEXTS_MAX {
            self.push_text(Item::Text(text));
        }
    }

    pub(crate) fn intent(&mut self, id: String, text: Arc<str>) {
        self.push_text(Item::Intent { id, text });
    }

    fn push_text(&mut self, item: Item) {
        if self.texts >= 2 * QUEUE_TEXTS_MAX {
            self.end(Bye::Slow);
            return;
        }
        self.texts += 1;
        self.items.push_back(item);
        self.wake.notify_one();
    }

    /// Puts a frame behind the others. True where that was too much, and a checkpoint waits instead.
    pub(crate) fn frame(&mut self, frame: Bytes) -> bool {
        if self.has_checkpoint {
            return false;
        }
        if self.frames >= QUEUE_FRAMES_MAX
            || self.bytes + frame.len() > QUEUE_BYTES_MAX.max(frame.len())
        {
            self.stop();
            self.checkpoint();
            return true;
        }
        self.frames += 1;
        self.bytes += frame.len();
        self.items.push_back(Item::Frame(frame));
        self.wake.notify_one();
        false
    }

    pub(crate) fn checkpoint(&mut self) {
        self.has_checkpoint = true;
        self.items.push_back(Item::Checkpoint);
        self.wake.notify_one();
    }

    /// Throws all frames away.
    pub(crate) fn stop(&mut self) {
        self.items.retain(|item| !matches!(item, Item::Frame(_) | Item::Checkpoint));
        self.frames = 0;
        self.bytes = 0;
        self.has_checkpoint = false;
    }

    /// Takes back the intents that were not given yet; their ids.
    pub(crate) fn take_back_intents(&mut self) -> Vec<String> {
        let mut taken = Vec::new();
        self.items.retain(|item| match item {
            Item::Intent { id, .. } => {
                taken.push(id.clone());
                false
            }
            _ => true,
        });
        self.texts = self.texts.saturating_sub(taken.len());
        taken
    }

    /// Nothing but texts that wait is given any more, and then the reason.
    pub(crate) fn end(&mut self, bye: Bye) {
        self.stop();
        if bye == Bye::Slow {
            self.items.clear();
        }
        self.bye.get_or_insert(bye);
        self.wake.notify_one();
    }

    pub(crate) const fn is_ending(&self) -> bool {
        self.bye.is_some() || self.is_over
    }

    pub(crate) fn pop(&mut self) -> Next {
        match self.items.pop_front() {
            Some(Item::Text(text) | Item::Intent { text, .. }) => {
                self.texts = self.texts.saturating_sub(1);
                Next::Ready(Out::Text(text))
            }
            Some(Item::Frame(frame)) => {
                self.frames = self.frames.saturating_sub(1);
                self.bytes = self.bytes.saturating_sub(frame.len());
                Next::Ready(Out::Frame(frame))
            }
            Some(Item::Checkpoint) => {
                self.has_checkpoint = false;
                Next::Checkpoint
            }
            None if self.is_over => Next::Over,
            None => match self.bye.take() {
                Some(bye) => {
                    self.is_over = true;
                    Next::Ready(Out::Bye(bye))
                }
                None => {
                    // A busy time's room is given back.
                    if self.items.capacity() > QUEUE_FRAMES_MAX / 4 {
                        self.items.shrink_to_fit();
                    }
                    Next::Nothing
                }
            },
        }
    }
}
