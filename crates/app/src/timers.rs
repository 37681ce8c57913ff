//! Clocks that ran out, as the engine hands them over: each becomes an input of its order's machine,
//! so that firing one twice is harmless.

use std::sync::Arc;

use dispute::Input;
use engine::HandlerError;
use engine::timers::TimerHandler;
use store::Tx;
use store::timers::DueTimer;

use crate::order::Work;
use crate::{App, AppError, Session, complaints, support_needs};

/// Lets one timer's order step, inside the engine's transaction.
///
/// # Errors
/// When the machine cannot handle the clock (rules or books that do not fit), or the store's.
pub fn fire(app: &App, tx: &mut Tx<'_>, timer: &DueTimer) -> Result<(), AppError> {
    let system = app.system(&timer.tenant);
    app.run(tx, &system, app.seed(), &mut |s| one(s, timer))?
}

fn one(s: &mut Session<'_, '_>, timer: &DueTimer) -> Result<(), AppError> {
    if timer.kind == complaints::TIMER {
        return complaints::ran_out(s, timer);
    }
    if timer.kind == support_needs::TIMER {
        return support_needs::review_due(s, timer);
    }
    if s.now() < timer.due_at {
        // The machine's clock was set back since the timer was found due: it is tried again.
        let why = format!("it is {}, before the timer's {}", s.now(), timer.due_at);
        return Err(AppError::Overloaded { why });
    }
    let Some(mut work) = Work::load(s, &timer.order)? else { return Ok(()) };
    if !work.file.timers().iter().any(|(id, _, _)| *id == timer.timer) {
        // It fired with another input that came after its deadline.
        return Ok(());
    }
    work.step(s, Input::Timer { id: timer.timer })?;
    work.save(s)?;
    Ok(())
}

/// The handler the engine's timer worker is started with.
pub fn handler(app: &App) -> Arc<dyn TimerHandler> {
    let app = app.clone();
    Arc::new(move |tx: &mut Tx<'_>, timer: &DueTimer| {
        fire(&app, tx, timer).map_err(HandlerError::from)
    })
}

impl From<AppError> for HandlerError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Overloaded { why } => {
                Self::Store(store::StoreError::Unavailable { reason: why })
            }
            other => Self::Failed(crate::error::with_sources(&other)),
        }
    }
}
