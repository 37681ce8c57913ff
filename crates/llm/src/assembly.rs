//! Puts the pieces of an answer together, within limits, and finishes it: proved, counted, priced.

use crate::prompt::tokens_estimate;
use crate::{About, Answer, Ask, Code, ModelError, NotProven, OnPiece, Reply, Report, Want};

/// Largest answer, in bytes of text.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Why a model stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It had said everything.
    Natural,
    /// It had used all the tokens it was given.
    TokensMax,
    Refused(Code),
    /// Something that no answer can be made of.
    Broken,
}

/// An answer on its way.
pub(crate) struct Assembly<'a> {
    on_piece: OnPiece<'a>,
    wants_json: bool,
    chars_max: usize,
    text: String,
    chars: usize,
    began: bool,
    ended: bool,
    stop: Option<Stop>,
    tokens_in: Option<u64>,
    tokens_out: Option<u64>,
}

impl<'a> Assembly<'a> {
    pub(crate) fn new(want: &Want, on_piece: OnPiece<'a>) -> Self {
        let chars_max = match want {
            Want::Text { chars_max } => *chars_max,
            Want::Json(_) => ANSWER_BYTES_MAX,
        };
        Self {
            on_piece,
            wants_json: matches!(want, Want::Json(_)),
            chars_max,
            text: String::new(),
            chars: 0,
            began: false,
            ended: false,
            stop: None,
            tokens_in: None,
            tokens_out: None,
        }
    }

    pub(crate) const fn wants_json(&self) -> bool {
        self.wants_json
    }

    /// The provider has begun to answer: from here on the call costs something.
    pub(crate) const fn begin(&mut self) {
        self.began = true;
    }

    /// # Errors
    /// [`ModelError::TooLong`].
    pub(crate) fn piece(&mut self, text: &str) -> Result<(), ModelError> {
        self.chars = self.chars.saturating_add(text.chars().count());
        if self.chars > self.chars_max {
            return Err(ModelError::TooLong { what: "the answer", limit: self.chars_max });
        }
        if self.text.len().saturating_add(text.len()) > ANSWER_BYTES_MAX {
            return Err(ModelError::TooLong { what: "the answer", limit: ANSWER_BYTES_MAX });
        }
        self.text.push_str(text);
        if !text.is_empty() {
            (self.on_piece)(text);
        }
        Ok(())
    }

    /// Counts are totals of the call; a later one replaces an earlier.
    pub(crate) fn tokens(&mut self, tokens_in: Option<u64>, tokens_out: Option<u64>) {
        self.tokens_in = tokens_in.or(self.tokens_in);
        self.tokens_out = tokens_out.or(self.tokens_out);
    }

    /// The first reason stands, but for a refusal, which is final whatever was said before.
    pub(crate) fn stop(&mut self, stop: Stop) {
        if self.stop.is_none() || matches!(stop, Stop::Refused(_)) {
            self.stop = Some(stop);
        }
    }

    /// Nothing more is read.
    pub(crate) const fn end(&mut self) {
        self.ended = true;
    }

    pub(crate) const fn is_ended(&self) -> bool {
        self.ended
    }

    /// The reply. `carried` is how the transport ended: where the model had stopped by itself before the
    /// connection broke, the answer is whole all the same.
    pub(crate) fn close(self, ask: &Ask, about: &About, carried: Result<(), ModelError>) -> Reply {
        let report = self.report(ask, about);
        let whole = self.stop.is_some();
        let outcome = match carried {
            Err(ModelError::CutOff | ModelError::Timeout(_)) if whole => self.finish(&ask.want),
            Err(error) => Err(error),
            Ok(()) => self.finish(&ask.want),
        };
        Reply { outcome, report }
    }

    fn finish(self, want: &Want) -> Result<Answer, ModelError> {
        match self.stop {
            None => return Err(ModelError::CutOff),
            Some(Stop::Refused(code)) => return Err(ModelError::Refused(code)),
            Some(Stop::TokensMax) => {
                let limit = usize::try_from(self.tokens_out.unwrap_or(0)).unwrap_or(usize::MAX);
                return Err(ModelError::TooLong { what: "the answer in tokens", limit });
            }
            Some(Stop::Broken) => return Err(NotProven::at_root("expected a whole answer").into()),
            Some(Stop::Natural) => {}
        }
        match want {
            Want::Json(schema) => Ok(Answer::Json(schema.prove(&self.text)?)),
            Want::Text { .. } => {
                // Databases refuse NUL.
                let text = self.text.trim().replace('\0', "\u{FFFD}");
                if text.is_empty() {
                    return Err(NotProven::at_root("expected words").into());
                }
                Ok(Answer::Text(text))
            }
        }
    }

    /// What the provider counted; where it did not get to that, an estimate, rather too high.
    fn report(&self, ask: &Ask, about: &About) -> Report {
        if !self.began {
            return Report::unused(about);
        }
        let estimate_out = tokens_estimate(self.text.len());
        match (self.tokens_in, self.tokens_out, &self.stop) {
            (Some(tokens_in), Some(tokens_out), Some(_)) => {
                Report::of(about, tokens_in, tokens_out, true)
            }
            (tokens_in, tokens_out, _) => {
                let tokens_in = tokens_in.unwrap_or_else(|| ask.prompt.tokens_in_estimate());
                let tokens_out = tokens_out.unwrap_or(0).max(estimate_out);
                Report::of(about, tokens_in, tokens_out, false)
            }
        }
    }
}
