//! The assistant of a node: it answers as soon as it has learnt by n-grams, or at once with a model that is
//! kept; a better one takes over when it is there.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use app::App;
use app::assistant::helper::Helper;
use app::assistant::intents::{Learnt, Newest};
use app::assistant::{Assistant, Intents};
use engine::Shutdown;

use crate::config::{AssistantModel, Config, EncoderMode};
use crate::learning::Learning;

/// Threads that learn beside requests, which go first.
const THREADS: usize = 1;

/// Lets the assistant learn, connects it, and answers until told to stop. Until it has learnt, people
/// answer.
pub(crate) async fn run(
    config: Config,
    app: App,
    state: api::AppState,
    model: Option<AssistantModel>,
    shutdown: Shutdown,
) {
    let started = tokio::task::spawn_blocking(move || start(&config)).await;
    let (learning, learnt, is_full) = match started.context("it panicked").flatten() {
        Ok(started) => started,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "there is no assistant: people answer");
            return;
        }
    };
    let newest = Arc::new(Newest::new(Arc::new(learnt)));
    let intents: Arc<dyn Intents> = Arc::<Newest>::clone(&newest);
    let assistant = match Assistant::with(intents) {
        Ok(assistant) => Arc::new(assistant),
        Err(error) => {
            tracing::error!(%error, "there is no assistant: people answer");
            return;
        }
    };
    app.connect_assistant(Arc::clone(&assistant));
    if let Some(model) = model {
        connect_helper(&app, &assistant, &model);
    }
    let by = if is_full { "with the encoder" } else { "by n-grams alone" };
    let procedures = assistant.book.procedures.len();
    tracing::info!(procedures, by, "the assistant answers");
    let is_wanted = !is_full && learning.encoder == EncoderMode::Auto;
    let improving = is_wanted.then(|| tokio::spawn(improve(learning, newest)));
    api::answering(state, assistant, shutdown).await;
    if let Some(improving) = improving {
        improving.abort();
    }
}

/// Connects the language model that helps the assistant; without it the assistant works all the same.
fn connect_helper(app: &App, assistant: &Assistant, model: &AssistantModel) {
    let clock = Arc::clone(app.clock());
    match Helper::guarded(&model.built, clock, &assistant.book, model.options.clone()) {
        Ok(helper) => {
            let about = model.built.model.about();
            tracing::info!(model = about.name, region = %about.region, "a language model helps the assistant");
            app.connect_helper(Arc::new(helper));
        }
        Err(error) => tracing::error!(%error, "no language model helps the assistant"),
    }
}

/// The model that is kept, or n-grams.
fn start(config: &Config) -> Result<(Learning, Learnt, bool)> {
    let learning = Learning::read(config)?;
    let kept = learning.kept().unwrap_or_else(|error| {
        tracing::warn!(error = format!("{error:#}"), "the model that is kept is of no use");
        None
    });
    match kept {
        Some(learnt) => Ok((learning, learnt, true)),
        None => {
            let learnt = learning.by_ngrams(THREADS)?;
            Ok((learning, learnt, false))
        }
    }
}

/// Learns with the encoder, and lets the better model take over.
async fn improve(learning: Learning, newest: Arc<Newest>) {
    let pinned = match learning.weights.multilingual().await {
        Ok(pinned) => pinned,
        Err(error) => {
            tracing::warn!(
                %error,
                "the encoder's weights cannot be had: n-grams alone serve; assistant.encoder = off \
                 stops asking"
            );
            return;
        }
    };
    let (send, receive) = tokio::sync::oneshot::channel();
    // A thread of its own: the process need not wait for it to end.
    std::thread::spawn(move || {
        // Nobody may be left to hear of it.
        let _ = send.send(learning.with_encoder(pinned, THREADS, &mut |_, _, _| {}));
    });
    match receive.await {
        Ok(Ok(learnt)) => {
            newest.replace(Arc::new(learnt));
            tracing::info!("the assistant has learnt with the encoder");
        }
        Ok(Err(error)) => {
            tracing::warn!(error = format!("{error:#}"), "nothing was learnt with the encoder");
        }
        Err(_) => tracing::error!("learning with the encoder panicked: n-grams alone serve"),
    }
}
