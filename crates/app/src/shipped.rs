//! What ships with the program and never changes while it runs: read, checked and proved once in a
//! process, however many applications a test or a simulation makes.

use std::sync::{Arc, OnceLock};

use compliance::authority::Authority;
use compliance::statutes::Statutes;
use connectors::Mappings;
use kernel::canonical::Sha256Hex;
use letters::LetterBook;
use support::brief::Phrases;
use support::conversation::DeskRules;
use support::critical::Critical;
use support::listen::Listener;
use support::scorecard::Rubric;

use crate::cobrowse::ConsentWords;
use crate::{AppError, Bundle, Policy};

/// The shipped texts, loaded.
#[derive(Debug)]
pub(crate) struct Shipped {
    pub(crate) authority: Authority,
    pub(crate) mappings: Mappings,
    pub(crate) statutes: Statutes,
    pub(crate) desk_rules: Arc<DeskRules>,
    pub(crate) listener: Listener,
    pub(crate) critical: Critical,
    pub(crate) letters: LetterBook,
    pub(crate) phrases: Phrases,
    pub(crate) rubric: Rubric,
    pub(crate) consent: ConsentWords,
    pub(crate) policy: Policy,
    /// The policy's own text, kept with every tenant.
    pub(crate) policy_text: String,
}

impl Shipped {
    /// # Errors
    /// When a shipped text is broken, which a test rules out.
    pub(crate) fn get() -> Result<&'static Self, AppError> {
        static SHIPPED: OnceLock<Shipped> = OnceLock::new();
        if let Some(shipped) = SHIPPED.get() {
            return Ok(shipped);
        }
        let loaded = Self::load()?;
        Ok(SHIPPED.get_or_init(|| loaded))
    }

    fn load() -> Result<Self, AppError> {
        let authority = Authority::shipped()
            .map_err(|error| AppError::internal("the authority policies do not load", error))?;
        let mappings = Mappings::shipped()
            .map_err(|error| AppError::internal("the connector mappings do not load", error))?;
        let statutes = Statutes::shipped()
            .map_err(|error| AppError::internal("the statutory rules do not load", error))?;
        let desk_rules = DeskRules::shipped()
            .map_err(|error| AppError::internal("the desk's rules do not load", error))?;
        let listener = Listener::shipped()
            .map_err(|error| AppError::internal("the listening rules do not load", error))?;
        let critical = Critical::shipped().map_err(|error| {
            AppError::internal("the critical-moment score does not load", error)
        })?;
        let letters = LetterBook::shipped()
            .map_err(|error| AppError::internal("the letters do not load", error))?;
        let phrases = Phrases::shipped()
            .map_err(|error| AppError::internal("the phrases of promises do not load", error))?;
        let rubric = Rubric::shipped()
            .map_err(|error| AppError::internal("the rubric of reviews does not load", error))?;
        let consent = ConsentWords::shipped()?;
        let bundle = Bundle::shipped();
        let policy_text = bundle.to_text()?;
        let policy = Policy {
            bundle: Sha256Hex::of(policy_text.as_bytes()),
            rules: Arc::new(bundle.load()?),
        };
        Ok(Self {
            authority,
            mappings,
            statutes,
            desk_rules: Arc::new(desk_rules),
            listener,
            critical,
            letters,
            phrases,
            rubric,
            consent,
            policy,
            policy_text,
        })
    }
}
