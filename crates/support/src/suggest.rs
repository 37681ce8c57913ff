//! Arithmetic over suggested replies: how well a stored text fits what somebody wrote, and how much of a
//! suggestion was changed before it was sent.

use std::collections::BTreeSet;

/// Letters of a word that count: what comes after is mostly its ending.
const STEM_CHARS: usize = 5;
/// Shorter words are mostly `the` and `and`, in every language.
const WORD_CHARS_MIN: usize = 4;
/// Words of a text that are compared.
const WORDS_MAX: usize = 1_000;

/// How much two texts have in common, 0 to 1: the cosine of the sets of their words' beginnings.
pub fn in_common(a: &str, b: &str) -> f64 {
    let (a, b) = (stems(a), stems(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let both = a.intersection(&b).count() as f64;
    both / ((a.len() * b.len()) as f64).sqrt()
}

fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).take(WORDS_MAX);
    let told = words.filter(|word| word.chars().count() >= WORD_CHARS_MIN);
    told.map(|word| word.to_lowercase().chars().take(STEM_CHARS).collect()).collect()
}

/// Words that were put in, left out or changed on the way from one text to another (Levenshtein over
/// words; white space does not count). Of the first 1,000 words each.
pub fn words_changed(from: &str, to: &str) -> usize {
    let from: Vec<&str> = from.split_whitespace().take(WORDS_MAX).collect();
    let to: Vec<&str> = to.split_whitespace().take(WORDS_MAX).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, own) in from.iter().enumerate() {
        let mut left = i + 1;
        let mut corner = i;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (word, above) in to.iter().zip(row.iter().skip(1)) {
            let same = if own == word { corner } else { corner + 1 };
            left = same.min(left + 1).min(above + 1);
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_differ_are_counted() {
        for (from, to, changed) in [
            ("", "", 0),
            ("a b c", "a  b\nc", 0),
            ("a b c", "a c", 1),
            ("a b c", "a x c", 1),
            ("a b", "b a", 2),
            ("", "a b", 2),
            ("kitten sits here", "sitting sits there now", 3),
        ] {
            assert_eq!(words_changed(from, to), changed, "{from:?} {to:?}");
        }
    }

    #[test]
    fn what_has_more_in_common_fits_better() {
        let asked = "When will my refund for the headphones arrive?";
        let near = in_common(asked, "Refund arrives: refunds arrive within five banking days");
        let far = in_common(asked, "Change of address: we changed your delivery address");
        assert!(near > far && far == 0.0, "{near} {far}");
        assert!((in_common("Rückzahlung", "Rückzahlungen") - 1.0).abs() < 1e-9);
        assert_eq!(in_common("", "refund"), 0.0);
    }

    proptest! {
        #[test]
        fn a_distance_is_one(
            a in "[ab ]{0,12}", b in "[ab ]{0,12}", c in "[ab ]{0,12}",
        ) {
            prop_assert_eq!(words_changed(&a, &b), words_changed(&b, &a));
            prop_assert!(words_changed(&a, &c) <= words_changed(&a, &b) + words_changed(&b, &c));
            let same = a.split_whitespace().eq(b.split_whitespace());
            prop_assert_eq!(words_changed(&a, &b) == 0, same);
        }
    }
}
