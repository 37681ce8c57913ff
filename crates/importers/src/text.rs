//! Texts as they are kept: HTML as plain text, no control characters, no more than a bound.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements that stand on lines of their own.
const BLOCKS: [&[u8]; 22] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"dd",
    b"div",
    b"dl",
    b"dt",
    b"footer",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"hr",
    b"ol",
    b"pre",
    b"section",
    b"table",
    b"ul",
];
/// Elements whose contents nobody reads.
const UNSEEN: [&[u8]; 5] = [b"head", b"script", b"style", b"template", b"title"];
/// Deepest quotation that is shown as such.
const QUOTES_MAX: usize = 8;
/// Blank lines that stay between two lines.
const BLANK_LINES_MAX: usize = 1;

/// HTML as plain text. Paragraphs, rows and items stand on lines of their own, quoted text behind `> `,
/// images as their description. Whatever the markup, this takes linear time and never fails.
pub(crate) fn from_html(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        page.take(token);
    }
    page.line();
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    /// The line under way.
    now: String,
    quotes: usize,
    unseen: usize,
    preformatted: usize,
    blank: usize,
}

impl Page {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                if UNSEEN.contains(&name) && !tag.self_closing {
                    self.unseen += 1;
                }
                self.start(name);
                if name == b"img" {
                    let alt = tag.attributes.get(b"alt".as_slice());
                    let alt = alt.map(|alt| String::from_utf8_lossy(alt).trim().to_owned());
                    if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
                        self.words(&format!("[{alt}]"));
                    }
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if UNSEEN.contains(&name) {
                    self.unseen = self.unseen.saturating_sub(1);
                }
                self.end(name);
            }
            Token::String(text) if self.unseen == 0 => {
                let text = String::from_utf8_lossy(&text).into_owned();
                self.words(&text);
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &[u8]) {
        match name {
            b"br" => self.line(),
            b"p" | b"tr" => self.fresh(),
            b"li" => {
                self.fresh();
                self.now.push_str("- ");
            }
            b"td" | b"th" if !self.now.is_empty() => self.now.push_str(" \t"),
            _ if BLOCKS.contains(&name) => {
                self.fresh();
                self.quotes += usize::from(name == b"blockquote");
                self.preformatted += usize::from(name == b"pre");
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"p" => {
                self.fresh();
                self.line();
            }
            b"tr" | b"li" => self.fresh(),
            _ if BLOCKS.contains(&name) => {
                self.fresh();
                self.quotes = self.quotes.saturating_sub(usize::from(name == b"blockquote"));
                self.preformatted = self.preformatted.saturating_sub(usize::from(name == b"pre"));
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.preformatted > 0 {
            let mut lines = words.split('\n');
            self.now.push_str(lines.next().unwrap_or_default());
            for line in lines {
                self.line();
                self.now.push_str(line);
            }
            return;
        }
        for (place, word) in words.split([' ', '\t', '\n', '\r']).enumerate() {
            let gap = place > 0 && !self.now.is_empty() && !self.now.ends_with([' ', '\t']);
            if gap {
                self.now.push(' ');
            }
            self.now.push_str(word);
        }
    }

    /// Begins a line, unless one is empty still.
    fn fresh(&mut self) {
        if !self.now.trim().is_empty() {
            self.line();
        }
        self.now.clear();
    }

    fn line(&mut self) {
        let line = self.now.trim_end();
        if line.is_empty() {
            self.blank += 1;
        } else {
            let blank = if self.text.is_empty() { 0 } else { self.blank.min(BLANK_LINES_MAX) };
            (0..blank).for_each(|_| self.text.push('\n'));
            (0..self.quotes.min(QUOTES_MAX)).for_each(|_| self.text.push_str("> "));
            self.text.push_str(line);
            self.text.push('\n');
            self.blank = 0;
        }
        self.now.clear();
    }
}

/// A text as it is kept, and whether its end was left out.
pub(crate) fn kept(text: &str, chars_max: usize) -> (String, bool) {
    let plain = |c: char| c == '\n' || c == '\t' || !c.is_control();
    let mut clean: String = text.replace("\r\n", "\n").chars().filter(|c| plain(*c)).collect();
    clean.truncate(clean.trim_end().len());
    let lead = clean.len() - clean.trim_start_matches(['\n', ' ', '\t']).len();
    clean.drain(..lead);
    match clean.char_indices().nth(chars_max) {
        Some((end, _)) => {
            clean.truncate(end);
            (clean, true)
        }
        None => (clean, false),
    }
}

/// A text on one line.
pub(crate) fn line(text: &str, chars_max: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    kept(&words.join(" "), chars_max).0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_what_a_reader_sees() {
        let cases = [
            ("<div>one</div><div>two</div>", "one\ntwo"),
            ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
            ("a &amp; b &lt;c&gt; &eacute;", "a & b <c> é"),
            ("<style>p{}</style><p>x</p><script>alert('<p>')</script>", "x"),
            ("<ul><li>one</li><li>two</ul>after", "- one\n- two\nafter"),
            (
                "yes<blockquote type=cite><p>earlier</p><p>words</p></blockquote>",
                "yes\n> earlier\n\n> words",
            ),
            ("<table><tr><td>a<td>b</tr><tr><td>c</td></tr></table>", "a \tb\nc"),
            ("<img src='cid:1' alt='the label'> <img src='cid:2'>", "[the label]"),
            ("a\n   b\t c", "a b c"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<b>bo</b>ld", "bold"),
            ("<!-- <p>no</p> -->yes <", "yes <"),
            ("", ""),
        ];
        for (html, text) in cases {
            assert_eq!(kept(&from_html(html), 1_000).0, text, "{html}");
        }
    }

    #[test]
    fn texts_are_bounded_and_without_control_characters() {
        assert_eq!(kept("  a\u{0}\u{7}b\r\nc\u{1b}[0m \n", 100), ("ab\nc[0m".to_owned(), false));
        assert_eq!(kept("åäö", 2), ("åä".to_owned(), true));
        assert_eq!(line(" a \n b ", 100), "a b");
    }

    proptest! {
        #[test]
        fn any_markup_is_read(html in ".{0,200}") {
            let (text, _) = kept(&from_html(&html), 100);
            prop_assert!(text.chars().count() <= 100);
            prop_assert!(text.chars().all(|c| c != char::MIN));
        }

        #[test]
        fn words_between_tags_stay(words in proptest::collection::vec("[a-z]{1,8}", 1..20)) {
            let html: String = words.iter().map(|word| format!("<div><span>{word}</span></div>")).collect();
            prop_assert_eq!(kept(&from_html(&html), 10_000).0, words.join("\n"));
        }
    }
}
