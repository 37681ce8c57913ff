//! How angry a message is: the words of the rules, and how it is typed.

use super::signal::Anger;

/// The most anger there is.
pub const ANGER_POINTS_MAX: u8 = 100;
/// From here on a message is angry.
pub const ANGRY_POINTS_MIN: u8 = 40;
/// So many letters in capitals, and nearly no others, are shouting; fewer may be an abbreviation.
const SHOUTED_LETTERS_MIN: usize = 12;
const SHOUTING_POINTS: u8 = 25;
/// So many exclamation or question marks in a row are a raised voice.
const RAISED_MARKS_MIN: usize = 3;
const RAISED_POINTS: u8 = 15;

/// The anger of a text, where the words of the rules add up to `words` points.
pub(super) fn measure(text: &str, words: u32, before: Anger) -> Anger {
    let mut points = words;
    if is_shouted(text) {
        points += u32::from(SHOUTING_POINTS);
    }
    if has_raised_marks(text) {
        points += u32::from(RAISED_POINTS);
    }
    let points = u8::try_from(points).unwrap_or(u8::MAX).min(ANGER_POINTS_MAX);
    let turns = if points >= ANGRY_POINTS_MIN { before.turns.saturating_add(1) } else { 0 };
    Anger { points, turns }
}

fn is_shouted(text: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    for ch in text.chars().take(crate::words::TEXT_CHARS_MAX) {
        upper += usize::from(ch.is_uppercase());
        lower += usize::from(ch.is_lowercase());
    }
    upper >= SHOUTED_LETTERS_MIN && upper >= lower.saturating_mul(4)
}

fn has_raised_marks(text: &str) -> bool {
    let mut run = 0;
    text.chars().take(crate::words::TEXT_CHARS_MAX).any(|ch| {
        run = if matches!(ch, '!' | '?') { run + 1 } else { 0 };
        run >= RAISED_MARKS_MIN
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anger_adds_up_and_counts_its_turns() {
        let calm = Anger::default();
        let cases = [
            ("where is it", 0, 0, 0),
            ("WHERE IS MY PARCEL", 0, 25, 0),
            ("WHERE IS MY PARCEL???", 0, 40, 1),
            ("IKEA ok", 0, 0, 0),
            ("hm", 400, 100, 1),
        ];
        for (text, words, points, turns) in cases {
            assert_eq!(measure(text, words, calm), Anger { points, turns }, "{text}");
        }
        let once = measure("", 50, calm);
        assert_eq!(measure("", 50, once).turns, 2);
        assert_eq!(measure("", 0, once).turns, 0);
    }
}
