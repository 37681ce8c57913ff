//! What goes into the recording, and when: what viewers get, nothing while nobody looks.

use cobrowse::consent::Grant;
use cobrowse::control::ToViewer;
use cobrowse::recording::{self, Kind, Noted};
use cobrowse::wire;
use kernel::{Duration, Timestamp};

use super::{RECORDING_BYTES_MAX, Work};

/// A page is kept whole at most each so often, and only once frames of twice its size have passed: a recording is found
/// its way in by that, and grows by half at most.
const PAGE_EVERY: Duration = Duration::from_secs(30);
const FRAMES_A_PAGE: usize = 2;
/// Where a pointer moves is kept so often.
const POINTER_EVERY: Duration = Duration::from_millis(250);

#[derive(Debug)]
pub(super) struct Recorder {
    writer: recording::Writer,
    /// Something was not recorded: the next frame is the whole page.
    has_gap: bool,
    page_at: Timestamp,
    page_bytes: usize,
    frame_bytes: usize,
    /// Whether the beginning of the capture was recorded.
    is_told: bool,
    pointer_at: Timestamp,
    /// Of all records.
    bytes: usize,
    /// The customer took the grant back: nothing is recorded until they give it again.
    is_resting: bool,
}

/// What is known of a recording that is not made at this moment.
#[derive(Debug, Default)]
pub(super) struct Recording {
    /// Somebody brings a writer.
    pub(super) is_coming: bool,
    /// Something that was sealed was not kept.
    is_lost: bool,
    /// There was as much as a recording takes: it was closed.
    is_full: bool,
}

impl Work<'_> {
    pub(super) fn wants_recording(&mut self) -> bool {
        let inner = &mut *self.inner;
        let is_none = inner.recorder.is_none() && !inner.recording.is_full;
        let wants = inner.session.is_recorded() && is_none && !inner.recording.is_coming;
        inner.recording.is_coming |= wants;
        wants
    }

    pub(super) fn lose_recording(&mut self, part: u32) {
        if self.inner.recorder.as_ref().is_some_and(|recorder| recorder.writer.part() == part) {
            self.inner.recorder = None;
            self.inner.recording.is_lost = true;
        }
    }

    pub(super) fn begin_recording(&mut self, writer: recording::Writer) {
        self.end_recording();
        self.inner.recording.is_coming = false;
        self.inner.recorder = Some(Recorder {
            writer,
            has_gap: true,
            page_at: Timestamp::EPOCH,
            page_bytes: 0,
            frame_bytes: 0,
            is_told: false,
            pointer_at: Timestamp::EPOCH,
            bytes: 0,
            is_resting: true,
        });
        self.heed_grant();
    }

    /// Rests while the grant is taken back, in the same recording, and goes on once it is given again.
    pub(super) fn heed_grant(&mut self) {
        let is_granted = self.inner.session.grants().has(Grant::Record);
        let Some(recorder) = &mut self.inner.recorder else { return };
        if recorder.is_resting != is_granted {
            return;
        }
        if is_granted {
            recorder.is_resting = false;
            self.record_beginning();
        } else {
            self.flush_recording();
            self.rest_recording();
            if let Some(recorder) = &mut self.inner.recorder {
                recorder.is_resting = true;
            }
        }
    }

    fn record_beginning(&mut self) {
        if std::mem::take(&mut self.inner.recording.is_lost) {
            self.record_event(&Noted::Gap.text());
        }
        if !self.is_recorded() {
            return;
        }
        // What was granted and who was there before it began.
        let session = &self.inner.session;
        let state = ToViewer::State(session.told()).text();
        let people = ToViewer::People { people: session.people_told() }.text();
        self.record_event(&state);
        self.record_event(&people);
        if !self.inner.lookers.is_empty() {
            self.record_page();
        }
    }

    pub(super) fn record_frame(&mut self, frame: &[u8], is_start: bool) {
        if !self.is_recorded() || self.inner.lookers.is_empty() {
            self.rest_recording();
            return;
        }
        let now = self.now;
        let is_ready = self.inner.verifier.page().is_ready();
        let Some(recorder) = &mut self.inner.recorder else { return };
        if recorder.has_gap && !is_start {
            self.record_page();
            return;
        }
        recorder.has_gap = false;
        if is_start {
            recorder.page_at = now;
            recorder.page_bytes = 0;
            recorder.frame_bytes = 0;
            recorder.is_told = false;
            self.record(Kind::Checkpoint, frame);
            return;
        }
        // What a page is first told with is about what it takes as a whole.
        if recorder.is_told {
            recorder.frame_bytes += frame.len();
        } else {
            recorder.page_bytes += frame.len();
            recorder.is_told = is_ready;
        }
        let is_page_due = recorder.frame_bytes > FRAMES_A_PAGE * recorder.page_bytes
            && now.since(recorder.page_at) >= PAGE_EVERY;
        self.record(Kind::Frame, frame);
        if is_page_due {
            self.record_page();
        }
    }

    /// The page as it is.
    fn record_page(&mut self) {
        let Some(page) = self.inner.verifier.page().checkpoint() else { return };
        let bytes = wire::encode(&page);
        let Some(recorder) = &mut self.inner.recorder else { return };
        recorder.has_gap = false;
        recorder.page_at = self.now;
        recorder.page_bytes = bytes.len();
        recorder.frame_bytes = 0;
        recorder.is_told = true;
        self.record(Kind::Checkpoint, &bytes);
    }

    pub(super) fn record_mark(&mut self, text: &str, moves: bool) {
        let now = self.now;
        let Some(recorder) = &mut self.inner.recorder else { return };
        if moves {
            if now.since(recorder.pointer_at) < POINTER_EVERY {
                return;
            }
            recorder.pointer_at = now;
        }
        self.record_event(text);
    }

    pub(super) fn record_event(&mut self, text: &str) {
        if !self.inner.withheld.has(Grant::Record) {
            self.record(Kind::Event, text.as_bytes());
        }
    }

    fn record(&mut self, kind: Kind, bytes: &[u8]) {
        if self.inner.recorder.as_ref().is_none_or(|recorder| recorder.is_resting) {
            return;
        }
        let now = self.now;
        self.seal(|writer| writer.push(kind, now, bytes));
        let Some(recorder) = &mut self.inner.recorder else { return };
        recorder.bytes += bytes.len();
        if recorder.bytes > RECORDING_BYTES_MAX {
            self.inner.recording.is_full = true;
            self.end_recording();
        }
    }

    fn seal(&mut self, with: impl FnOnce(&mut recording::Writer) -> Option<recording::Sealed>) {
        let Some(recorder) = &mut self.inner.recorder else { return };
        if let Some(chunk) = with(&mut recorder.writer) {
            let head = recorder.writer.head();
            self.keep(chunk, head);
        }
    }

    fn keep(&self, chunk: recording::Sealed, head: recording::Head) {
        self.shared.counts.chunks.one();
        self.shared.counts.chunk_bytes.add(chunk.bytes.len());
        self.shared.sink.chunk(self.of, chunk, head);
    }

    pub(super) fn tick_recording(&mut self) {
        let now = self.now;
        self.seal(|writer| writer.tick(now));
    }

    pub(super) fn flush_recording(&mut self) {
        self.seal(recording::Writer::flush);
    }

    /// Nothing is recorded for a while: play will go on with a whole page.
    pub(super) fn rest_recording(&mut self) {
        if let Some(recorder) = &mut self.inner.recorder {
            recorder.has_gap = true;
        }
    }

    /// The session is over, or another writer goes on.
    pub(super) fn end_recording(&mut self) {
        let Some(recorder) = self.inner.recorder.take() else { return };
        if let Some((chunk, head)) = recorder.writer.finish() {
            self.keep(chunk, head);
        }
    }
}
