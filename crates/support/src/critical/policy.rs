//! The files of the score: their shape, and what is proved when they are loaded.

use serde::Deserialize;

use super::script::{Moves, SCRIPT_STEPS_MAX, Script, Scripts};
use super::signpost::{ANY, Acknowledgement, SIGNPOST_CHARS_MAX, Signpost, Signposts};
use super::{Level, Sign};
use crate::listen::Language;

/// Most points of one sign.
const SIGN_POINTS_MAX: u32 = 1_000;
const CRITICAL_FILE: &str = "critical.toml";
const SCRIPTS_FILE: &str = "scripts.toml";
const SIGNPOSTS_FILE: &str = "signposts.toml";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    high: u32,
    critical: u32,
    quiet_ai_from: Level,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) deadline_hours_max: u32,
    pub(super) stake_percent_of_norm_min: u32,
    pub(super) contacts_min: u32,
    pub(super) angry_turns_min: u32,
    pub(super) ai_failed_turns_min: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) sign: Sign,
    pub(super) points: u32,
    /// The least level that a contact with this sign ends at.
    #[serde(default)]
    pub(super) level: Level,
    #[serde(default)]
    pub(super) skills: Vec<String>,
    #[serde(default)]
    pub(super) pause_collections: bool,
    #[serde(default)]
    pub(super) freeze_first: bool,
    pub(super) script: Option<String>,
    pub(super) because: String,
    source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    levels: Levels,
    limits: Limits,
    sign: Vec<Row>,
}

/// Why the files are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CriticalError {
    #[error("{file}: {message}")]
    Toml { file: &'static str, message: String },
    #[error("{file}: {what}: {fix}")]
    Wrong { file: &'static str, what: String, fix: &'static str },
}

/// The critical-moment score, with its scripts and signposts.
#[derive(Debug, Clone)]
pub struct Critical {
    written: Written,
    moves: Moves,
    scripts: Vec<Script>,
    signposts: Vec<Signpost>,
    pub(super) acknowledgements: Vec<Acknowledgement>,
}

impl Critical {
    /// With the files that ship with Ombud.
    ///
    /// # Errors
    /// When a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, CriticalError> {
        Self::parse(
            include_str!("../../../../policy/support/critical.toml"),
            include_str!("../../../../policy/support/scripts.toml"),
            include_str!("../../../../policy/support/signposts.toml"),
        )
    }

    /// From the texts of the three files.
    ///
    /// # Errors
    /// [`CriticalError`] with the file, what is wrong and the fix.
    pub fn parse(critical: &str, scripts: &str, signposts: &str) -> Result<Self, CriticalError> {
        let Scripts { moves, script } = read(SCRIPTS_FILE, scripts)?;
        let Signposts { signpost, acknowledgement } = read(SIGNPOSTS_FILE, signposts)?;
        let written = read(CRITICAL_FILE, critical)?;
        let policy = Self {
            written,
            moves,
            scripts: script,
            signposts: signpost,
            acknowledgements: acknowledgement,
        };
        policy.prove_rows()?;
        policy.prove_scripts()?;
        policy.prove_signposts()?;
        Ok(policy)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.written.sign.iter()
    }

    pub(super) fn row(&self, sign: Sign) -> Option<&Row> {
        self.rows().find(|row| row.sign == sign)
    }

    pub(super) const fn limits(&self) -> Limits {
        self.written.limits
    }

    pub(super) const fn quiet_ai_from(&self) -> Level {
        self.written.levels.quiet_ai_from
    }

    /// The level that points alone reach.
    pub(super) const fn level_of(&self, score: u32) -> Level {
        if score >= self.written.levels.critical {
            Level::Critical
        } else if score >= self.written.levels.high {
            Level::High
        } else {
            Level::Normal
        }
    }

    /// A script by its name.
    pub fn script(&self, name: &str) -> Option<&Script> {
        self.scripts.iter().find(|script| script.name == name)
    }

    /// The order of moves of an answer that must show care.
    pub const fn moves(&self) -> &Moves {
        &self.moves
    }

    /// Every signpost.
    pub fn signposts(&self) -> impl Iterator<Item = &Signpost> {
        self.signposts.iter()
    }

    /// Every skill that a priority may need, apart from languages: what a desk must have names for.
    pub fn skills(&self) -> impl Iterator<Item = &str> {
        self.rows().flat_map(|row| &row.skills).map(String::as_str)
    }

    fn prove_rows(&self) -> Result<(), CriticalError> {
        let wrong =
            |what: String, fix| Err(CriticalError::Wrong { file: CRITICAL_FILE, what, fix });
        let Levels { high, critical, quiet_ai_from } = self.written.levels;
        if high == 0 || critical <= high {
            let what = format!("levels high = {high}, critical = {critical} do not rise");
            return wrong(what, "give `critical` more points than `high`, and `high` at least 1");
        }
        if quiet_ai_from > Level::Critical {
            let what = "the AI would speak at critical moments".to_owned();
            return wrong(what, "set `quiet_ai_from` to \"critical\" or lower");
        }
        for sign in Sign::ALL {
            let count = self.rows().filter(|row| row.sign == sign).count();
            if count != 1 {
                let what = format!("{sign:?} has {count} rows");
                return wrong(what, "give each sign exactly one [[sign]]");
            }
        }
        for row in self.rows() {
            let name = row.sign;
            if row.sign == Sign::SelfHarm && (row.level != Level::Danger || row.script.is_none()) {
                let what = "self_harm does not end at danger with a script".to_owned();
                return wrong(what, "set level = \"danger\" and a script");
            }
            if row.points == 0 || row.points > SIGN_POINTS_MAX {
                return wrong(format!("{name:?} has {} points", row.points), "give it 1 to 1000");
            }
            if row.because.trim().is_empty() || row.source.trim().is_empty() {
                return wrong(format!("{name:?} has no reason or source"), "say why, and whence");
            }
            let known = |script: &String| self.script(script).is_some();
            if !row.script.iter().all(known) {
                let what = format!("{name:?} names a script that is not there");
                return wrong(what, "use a name of scripts.toml");
            }
        }
        Ok(())
    }

    fn prove_scripts(&self) -> Result<(), CriticalError> {
        let bad = |script: &&Script| {
            script.steps.is_empty()
                || script.steps.len() > SCRIPT_STEPS_MAX
                || self.scripts.iter().filter(|other| other.name == script.name).count() > 1
        };
        match self.scripts.iter().find(bad) {
            Some(Script { name, .. }) => Err(CriticalError::Wrong {
                file: SCRIPTS_FILE,
                what: format!("the script {name:?} is empty, too long, or there twice"),
                fix: "give each script a name of its own and 1 to 12 steps",
            }),
            None => Ok(()),
        }
    }

    fn prove_signposts(&self) -> Result<(), CriticalError> {
        let wrong =
            |what: String, fix| Err(CriticalError::Wrong { file: SIGNPOSTS_FILE, what, fix });
        for row in &self.signposts {
            let market = &row.market;
            let country = market.len() == 2 && market.bytes().all(|byte| byte.is_ascii_uppercase());
            if !country && market != ANY {
                return wrong(format!("the market {market:?}"), "use two capitals, or \"any\"");
            }
            if Language::parse(&row.language).is_none() {
                return wrong(format!("the language {:?}", row.language), "use two letters");
            }
            if row.text.is_empty() || row.text.chars().count() > SIGNPOST_CHARS_MAX {
                return wrong(format!("the text for {market}"), "use 1 to 400 characters");
            }
        }
        for row in &self.acknowledgements {
            let known = Language::parse(&row.language).is_some();
            let length = row.text.chars().count();
            if !known || !(1..=SIGNPOST_CHARS_MAX).contains(&length) {
                let what = format!("the acknowledgement of {:?} in {:?}", row.about, row.language);
                return wrong(what, "use a language of two letters, and 1 to 400 characters");
            }
        }
        let everywhere = |row: &&Signpost| row.market == ANY && row.about == Sign::SelfHarm;
        if self.signposts.iter().any(|row| everywhere(&row)) {
            return Ok(());
        }
        wrong("no self_harm for market \"any\"".to_owned(), "add one: nobody is left without help")
    }
}

fn read<T: serde::de::DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<T, CriticalError> {
    toml::from_str(text).map_err(|error| CriticalError::Toml { file, message: error.to_string() })
}
