//! A model that says what a test wrote down.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use crate::assembly::{Assembly, Stop};
use crate::{About, Ask, LanguageModel, ModelError, OnPiece, Reason, Rendered, Reply};

/// One thing that the model does when it is asked.
#[derive(Debug, Clone)]
pub enum Line {
    /// Says this, in the pieces given; it is proved like any other model's answer.
    Say(Vec<String>),
    /// Fails so.
    Fail(ModelError),
}

impl Line {
    /// An answer in one piece.
    pub fn say(text: impl Into<String>) -> Self {
        Self::Say(vec![text.into()])
    }
}

/// Answers with its lines, in order; after the last it is unavailable.
#[derive(Debug)]
pub struct Scripted {
    about: About,
    lines: Mutex<VecDeque<Line>>,
    asked: Mutex<Vec<Rendered>>,
}

impl Scripted {
    pub fn new(about: About, lines: impl IntoIterator<Item = Line>) -> Self {
        let lines = Mutex::new(lines.into_iter().collect());
        Self { about, lines, asked: Mutex::default() }
    }

    /// What it was told so far.
    pub fn asked(&self) -> Vec<Rendered> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn next(&self) -> Option<Line> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

#[async_trait]
impl LanguageModel for Scripted {
    fn about(&self) -> &About {
        &self.about
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        if let Err(error) = ask.prompt.check() {
            return Reply::unsent(&self.about, error);
        }
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(ask.prompt.render());
        let pieces = match self.next() {
            Some(Line::Say(pieces)) => pieces,
            Some(Line::Fail(error)) => return Reply::unsent(&self.about, error),
            None => return Reply::unsent(&self.about, ModelError::unavailable(Reason::None)),
        };
        let mut assembly = Assembly::new(&ask.want, on_piece);
        assembly.begin();
        let said = pieces.iter().try_for_each(|piece| assembly.piece(piece));
        assembly.stop(Stop::Natural);
        assembly.close(ask, &self.about, said)
    }
}
