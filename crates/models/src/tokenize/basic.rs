//! What comes before the cutting into pieces for BERT's uncased vocabularies: words in small letters
//! without accents, each mark of punctuation and each ideograph by itself.
//!
//! Source: J. Devlin et al., "BERT", 2018, `tokenization.py`, `BasicTokenizer` with `do_lower_case`.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use crate::text::TEXT_CHARS_MAX;

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let cleaned: String = text
        .chars()
        .take(TEXT_CHARS_MAX)
        .filter_map(|char| clean(char, categories.get(char)))
        .collect();
    let mut words = vec![String::new()];
    let apart = |char: char, words: &mut Vec<String>| {
        words.extend([char.to_string(), String::new()]);
    };
    for char in DecomposingNormalizerBorrowed::new_nfd().normalize(&cleaned).chars() {
        let category = categories.get(char);
        if category == GeneralCategory::NonspacingMark {
            continue;
        }
        for char in char.to_lowercase() {
            if char.is_whitespace() {
                words.push(String::new());
            } else if is_ideograph(char) || is_punctuation(char, category) {
                apart(char, &mut words);
            } else if let Some(word) = words.last_mut() {
                word.push(char);
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A blank for every kind of space; nothing for what is not seen.
fn clean(char: char, category: GeneralCategory) -> Option<char> {
    use GeneralCategory as Is;
    match category {
        _ if char.is_whitespace() => Some(' '),
        Is::Control | Is::Format | Is::PrivateUse | Is::Surrogate | Is::Unassigned => None,
        _ if char == '\u{fffd}' => None,
        _ => Some(char),
    }
}

fn is_punctuation(char: char, category: GeneralCategory) -> bool {
    use GeneralCategory as Is;
    char.is_ascii_punctuation()
        || matches!(
            category,
            Is::ConnectorPunctuation
                | Is::DashPunctuation
                | Is::OpenPunctuation
                | Is::ClosePunctuation
                | Is::InitialPunctuation
                | Is::FinalPunctuation
                | Is::OtherPunctuation
        )
}

/// The blocks that BERT lists as Chinese: CJK Unified Ideographs, their extensions A to E and the
/// compatibility blocks.
fn is_ideograph(char: char) -> bool {
    matches!(
        u32::from(char),
        0x4e00..=0x9fff
            | 0x3400..=0x4dbf
            | 0x2_0000..=0x2_a6df
            | 0x2_a700..=0x2_b73f
            | 0x2_b740..=0x2_b81f
            | 0x2_b820..=0x2_ceaf
            | 0xf900..=0xfaff
            | 0x2_f800..=0x2_fa1f
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_bare_and_apart_from_punctuation() {
        let cases: &[(&str, &[&str])] = &[
            ("Where's my REFUND?!", &["where", "'", "s", "my", "refund", "?", "!"]),
            (
                "Återbetalning på 1.200,50 kr",
                &["aterbetalning", "pa", "1", ".", "200", ",", "50", "kr"],
            ),
            ("  a\u{200b}b\tc\u{0}\u{a0}d ", &["ab", "c", "d"]),
            ("ab東京cd", &["ab", "東", "京", "cd"]),
            ("¿Dónde está? «aquí»…", &["¿", "donde", "esta", "?", "«", "aqui", "»", "…"]),
            ("", &[]),
            ("\u{301}", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected, "{text:?}");
        }
    }
}
