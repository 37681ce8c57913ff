//! R14 and R15: reports of suspicion, and that nobody hears of them.

use kernel::{Calendar, Timestamp};
use serde::Deserialize;

use super::term::Term;

/// A narrative that does not fit into a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the narrative needs more than {parts_max} parts of {chars_max} characters: shorten it")]
pub struct NarrativeTooLong {
    pub parts_max: usize,
    pub chars_max: usize,
}

/// R14: reports of suspicion.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportsOfSuspicion {
    file: Term,
    file_without_suspect: Term,
    answer_fiu: Term,
    answer_fiu_urgent: Term,
    narrative_parts_max: usize,
    narrative_part_chars_max: usize,
}

impl ReportsOfSuspicion {
    /// When the report is due, counted from the detection.
    pub fn file_by(
        &self,
        detected: Timestamp,
        suspect_known: bool,
        calendar: &Calendar,
    ) -> Timestamp {
        let term = if suspect_known { self.file } else { self.file_without_suspect };
        term.from(detected, calendar)
    }

    /// When a question of the financial intelligence unit must be answered.
    pub fn answer_by(&self, asked: Timestamp, urgent: bool, calendar: &Calendar) -> Timestamp {
        let term = if urgent { self.answer_fiu_urgent } else { self.answer_fiu };
        term.from(asked, calendar)
    }

    /// Cuts a narrative into parts at the ends of words. Joined with one space they give it back,
    /// but for how white space was written. A word longer than a part is cut.
    ///
    /// # Errors
    /// [`NarrativeTooLong`] when it does not fit into the form.
    pub fn split_narrative(&self, narrative: &str) -> Result<Vec<String>, NarrativeTooLong> {
        let chars_max = self.narrative_part_chars_max;
        let mut parts: Vec<String> = Vec::new();
        let mut room = 0;
        for word in narrative.split_whitespace() {
            let letters: Vec<char> = word.chars().collect();
            for piece in letters.chunks(chars_max.max(1)) {
                match parts.last_mut().filter(|_| piece.len() < room) {
                    Some(part) => {
                        part.push(' ');
                        part.extend(piece);
                        room -= piece.len() + 1;
                    }
                    None => {
                        parts.push(piece.iter().collect());
                        room = chars_max.saturating_sub(piece.len());
                    }
                }
            }
        }
        if parts.len() > self.narrative_parts_max {
            return Err(NarrativeTooLong { parts_max: self.narrative_parts_max, chars_max });
        }
        Ok(parts)
    }
}

/// R15: tipping off.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TippingOff {
    unauthorised_read_status: u16,
    markers: Vec<String>,
    narrative_words_in_a_row: usize,
}

/// An output that would tell of a suspicion. It says which rule it broke, never what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TippedOff {
    #[error("the output has a word that only reports of suspicion use")]
    Marker,
    #[error("the output has the id of a confidential case")]
    CaseId,
    #[error("the output repeats words of a confidential narrative")]
    Narrative,
}

impl TippingOff {
    /// The HTTP status for who may not read a case: as if there were none.
    pub fn unauthorised_read_status(&self) -> u16 {
        self.unauthorised_read_status
    }

    /// A filter for one recipient's outputs, given the confidential cases that touch them.
    pub fn filter<'a>(
        &self,
        case_ids: impl IntoIterator<Item = &'a str>,
        narratives: impl IntoIterator<Item = &'a str>,
    ) -> OutputFilter {
        let run = self.narrative_words_in_a_row.max(1);
        let passages = narratives
            .into_iter()
            .flat_map(|narrative| {
                let all = words(narrative);
                // A narrative shorter than the run betrays itself as a whole.
                all.windows(run.min(all.len()).max(1)).map(|w| w.join(" ")).collect::<Vec<_>>()
            })
            .collect();
        OutputFilter {
            markers: self.markers.iter().map(|marker| words(marker).join(" ")).collect(),
            case_ids: case_ids.into_iter().map(compact).filter(|id| !id.is_empty()).collect(),
            passages,
        }
    }
}

/// Checks outbound text for traces of confidential cases.
#[derive(Debug, Clone)]
pub struct OutputFilter {
    markers: Vec<String>,
    case_ids: Vec<String>,
    passages: std::collections::BTreeSet<String>,
}

impl OutputFilter {
    /// # Errors
    /// [`TippedOff`]: the text must not be sent.
    pub fn check(&self, text: &str) -> Result<(), TippedOff> {
        let dense = compact(text);
        if self.case_ids.iter().any(|id| dense.contains(id)) {
            return Err(TippedOff::CaseId);
        }
        let padded = format!(" {} ", words(text).join(" "));
        let has = |phrase: &String| padded.contains(&format!(" {phrase} "));
        if self.markers.iter().any(has) {
            return Err(TippedOff::Marker);
        }
        if self.passages.iter().any(has) {
            return Err(TippedOff::Narrative);
        }
        Ok(())
    }
}

/// The words in lower case: runs of letters and digits, without what takes no room.
fn words(text: &str) -> Vec<String> {
    visible(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Letters and digits alone, in lower case: an id however it is spaced or hyphenated.
fn compact(text: &str) -> String {
    visible(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
        .collect()
}
