//! A customer's text as plain words.
//!
//! Rules are written once and must meet what people type: capitals, missing diacritics, `moechte`
//! for `möchte`, `huuuman`, `h.u.m.a.n`, `hum4n`, letters borrowed from other alphabets, characters
//! of no width between letters. So text and rules are folded alike: every letter to a-z, runs of a
//! letter to one, `ae`, `oe` and `ue` to their first letter. The fold only ever appends, so the fold
//! of a word's beginning is the beginning of the word's fold.
//!
//! It never loses where a word stood: every word keeps its bytes in the original.

/// Most characters of a message that are heard; what follows is not read.
pub const TEXT_CHARS_MAX: usize = 10_000;

/// Most bytes of one folded word; the rest of it is not compared.
pub(crate) const WORD_BYTES_MAX: usize = 40;

/// So many letters standing alone in a row are one word, spelt out.
const SPELT_LETTERS_MIN: usize = 4;

/// Letters after an apostrophe that belong to the word before it: don't, I'm, we've.
const CONTRACTIONS: &[&str] = &["t", "s", "m", "d", "l", "ve", "re"];

/// One word, with its place in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) text: &'t str,
    /// Bytes of the original.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether a sentence ended before it.
    pub(crate) opens: bool,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    text: (usize, usize),
    opens: bool,
    /// Whether only an apostrophe stands between it and the word before.
    glued: bool,
    letters: usize,
}

/// The words of a text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    arena: String,
    places: Vec<Place>,
}

impl Tokens {
    pub(crate) fn of(text: &str) -> Self {
        let mut reader = Reader { tokens: Self::default(), open: None, opens: true, glue: false };
        reader.tokens.arena.reserve(text.len().min(TEXT_CHARS_MAX));
        let mut chars = text.char_indices().take(TEXT_CHARS_MAX).peekable();
        let mut before = ' ';
        while let Some((at, ch)) = chars.next() {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            reader.read(at, ch, before, next);
            before = ch;
        }
        let tokens = reader.finish();
        tokens.join_contractions().join_spelt()
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator {
        self.places.iter().map(|place| Token {
            text: self.arena.get(place.text.0..place.text.1).unwrap_or_default(),
            start: place.start,
            end: place.end,
            opens: place.opens,
        })
    }

    pub(crate) fn span(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        Some((self.places.get(first)?.start, self.places.get(last)?.end))
    }

    fn text(&self, place: &Place) -> &str {
        self.arena.get(place.text.0..place.text.1).unwrap_or_default()
    }

    /// `don` `t` becomes `dont`; `l` `agent` stays two words.
    fn join_contractions(mut self) -> Self {
        let mut joined: Vec<Place> = Vec::with_capacity(self.places.len());
        for place in std::mem::take(&mut self.places) {
            let ends = place.glued && CONTRACTIONS.contains(&self.text(&place));
            match joined.last_mut() {
                // The arena holds them side by side.
                Some(last) if ends && last.letters > 0 && last.text.1 == place.text.0 => {
                    last.text.1 = place.text.1;
                    last.end = place.end;
                    last.letters += place.letters;
                }
                _ => joined.push(place),
            }
        }
        Self { places: joined, ..self }
    }

    /// `h` `u` `m` `a` `n` becomes `human`.
    fn join_spelt(mut self) -> Self {
        let places = std::mem::take(&mut self.places);
        let mut joined = Vec::with_capacity(places.len());
        for run in places.chunk_by(|one, next| one.letters == 1 && next.letters == 1) {
            match (run.first(), run.last()) {
                (Some(first), Some(last)) if run.len() >= SPELT_LETTERS_MIN => {
                    let start = self.arena.len();
                    for place in run.iter().take(WORD_BYTES_MAX) {
                        let letter = self.text(place).chars().next();
                        push_folded(&mut self.arena, start, letter.unwrap_or('x'));
                    }
                    let text = (start, self.arena.len());
                    let letters = run.len();
                    joined.push(Place { end: last.end, text, letters, ..*first });
                }
                _ => joined.extend_from_slice(run),
            }
        }
        Self { places: joined, ..self }
    }
}

#[derive(Debug)]
struct Open {
    start: usize,
    end: usize,
    at: usize,
    letters: usize,
    digits: usize,
}

struct Reader {
    tokens: Tokens,
    open: Option<Open>,
    opens: bool,
    glue: bool,
}

impl Reader {
    fn read(&mut self, at: usize, ch: char, before: char, next: char) {
        if is_invisible(ch) {
            return;
        }
        if ch.is_alphanumeric() || (ch == '@' && is_inside(before, next)) {
            return self.push(at, ch);
        }
        // A letter starred out ("f*ck") is a letter less, and never the end of a word.
        if ch == '*' && is_inside(before, next) {
            return;
        }
        self.close();
        self.glue = matches!(ch, '\'' | '’' | '‘' | '´' | '`' | 'ʼ');
        let stop = match ch {
            '!' | '?' | ';' | '¿' | '¡' => true,
            '.' => before != '.' && next.is_whitespace(),
            '\n' => before == '\n',
            _ => false,
        };
        self.opens |= stop;
    }

    fn push(&mut self, at: usize, ch: char) {
        let arena = &mut self.tokens.arena;
        let fresh = Open { start: at, end: at, at: arena.len(), letters: 0, digits: 0 };
        let open = self.open.get_or_insert(fresh);
        open.end = at + ch.len_utf8();
        let plain = if ch == '@' { "a" } else { deunicode::deunicode_char(ch).unwrap_or_default() };
        for letter in plain.chars().filter(char::is_ascii_alphanumeric) {
            if letter.is_ascii_digit() {
                open.digits += 1;
            } else {
                open.letters += 1;
            }
            if arena.len() - open.at < WORD_BYTES_MAX {
                push_folded(arena, open.at, letter.to_ascii_lowercase());
            }
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.digits > 0 && open.letters >= 2 {
            self.read_digits_as_letters(open.at);
        }
        if self.tokens.arena.len() == open.at {
            return;
        }
        let text = (open.at, self.tokens.arena.len());
        let glued = std::mem::take(&mut self.glue);
        let opens = std::mem::take(&mut self.opens);
        let Open { start, end, letters, .. } = open;
        self.tokens.places.push(Place { start, end, text, opens, glued, letters });
    }

    /// `hum4n`, `4gent`: a digit in a word of letters stands for the letter it looks like.
    fn read_digits_as_letters(&mut self, from: usize) {
        let word = self.tokens.arena.split_off(from);
        for letter in word.chars() {
            let letter = match letter {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '7' => 't',
                other => other,
            };
            push_folded(&mut self.tokens.arena, from, letter);
        }
    }

    fn finish(mut self) -> Tokens {
        self.close();
        self.tokens
    }
}

/// Appends a letter a-z or a digit to the word that began at `from`, unless it adds nothing: the
/// second of a pair, or the `e` of `ae`, `oe`, `ue`.
fn push_folded(arena: &mut String, from: usize, letter: char) {
    let last = arena.get(from..).and_then(|word| word.chars().next_back());
    let doubled = letter.is_ascii_alphabetic() && last == Some(letter);
    let umlaut = letter == 'e' && matches!(last, Some('a' | 'o' | 'u'));
    if !doubled && !umlaut {
        arena.push(letter);
    }
}

/// One word of a rule, folded as the text is.
pub(crate) fn fold_word(word: &str) -> Option<String> {
    let tokens = Tokens::of(word);
    let mut texts = tokens.iter().map(|token| token.text.to_owned());
    let only = texts.next()?;
    texts.next().is_none().then_some(only)
}

fn is_inside(before: char, next: char) -> bool {
    before.is_alphabetic() && next.is_alphabetic()
}

/// Characters that show nothing: they must not cut a word in two. Marks that combine with the
/// letter before them are among them.
const fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        Tokens::of(text).iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_people_type_becomes_plain_words() {
        let cases = [
            ("MÄNNISKA", "maniska"),
            ("Möchte moechte mochte", "mochte mochte mochte"),
            ("huuuman", "human"),
            ("h.u.m.a.n", "human"),
            ("h u m a n please", "human please"),
            ("hum4n 4gent ag3nt", "human agent agent"),
            ("hu\u{200b}man", "human"),
            ("a\u{308}lska älska", "alska alska"),
            ("аgеnt", "agent"),
            ("ｈｕｍａｎ", "human"),
            ("don't I'm we've", "dont im weve"),
            ("l'agent d’un", "l agent d un"),
            ("straße STRASSE", "strase strase"),
            ("snakke på dansk, sætning", "snake pa dansk satning"),
            ("f*ck *human*", "fck human"),
            ("1100 kr", "1100 kr"),
            ("😀 hej 👍🏽", "hej"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_keeps_its_place() {
        let text = "Åh, MÄNNISKA! h.u.m.a.n";
        let tokens = Tokens::of(text);
        let of: Vec<&str> = tokens.iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(of, ["Åh", "MÄNNISKA", "h.u.m.a.n"]);
        let opens: Vec<bool> = tokens.iter().map(|token| token.opens).collect();
        assert_eq!(opens, [true, false, true]);
    }

    #[test]
    fn only_so_much_is_read() {
        assert_eq!(Tokens::of(&"ab ".repeat(TEXT_CHARS_MAX)).len(), TEXT_CHARS_MAX / 3 + 1);
        let long = "x1y".repeat(TEXT_CHARS_MAX);
        assert!(Tokens::of(&long).iter().all(|token| token.text.len() <= WORD_BYTES_MAX));
    }
}
