//! The selectors of rules: what an element is and where it stands below others. Nothing that its siblings, its children or
//! its state decide: what those make visible could not be taken back in the same moment. The grammar is that of the
//! capture (`web/packages/cobrowse/src/capture/policy.ts`), which lets the browser read what is left.

/// The most bytes of a selector.
const SELECTOR_BYTES_MAX: usize = 1_000;

/// A selector that is none, or says more than it may.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    #[error("is empty, or longer than {SELECTOR_BYTES_MAX} bytes")]
    Length,
    #[error("at byte {0}: a tag, *, #id, .class or [attribute] was due")]
    Compound(usize),
    #[error("at byte {0}: a name was due: letters, digits, - and _, not beginning with a digit")]
    Name(usize),
    #[error("at byte {0}: an attribute is [name], or [name=\"value\"] with =, ^=, $=, *= or |=")]
    Attribute(usize),
    #[error("at byte {0}: only tags, ids, classes, attributes, descent (a b, a > b) and commas")]
    Sign(usize),
}

/// The selectors between the commas, each with its spaces as one.
pub(super) fn parts(text: &str) -> Result<Vec<String>, SelectorError> {
    if text.trim().is_empty() || text.len() > SELECTOR_BYTES_MAX {
        return Err(SelectorError::Length);
    }
    let mut reader = Reader { text, at: 0 };
    let mut parts = Vec::new();
    loop {
        parts.push(reader.complex()?);
        match reader.peek() {
            None => return Ok(parts),
            Some(b',') => reader.at += 1,
            Some(_) => return Err(SelectorError::Sign(reader.at)),
        }
    }
}

/// Whether a part names the page itself.
pub(super) fn is_whole_page(part: &str) -> bool {
    let last = part.rsplit([' ', '>']).next().unwrap_or_default();
    matches!(last.to_ascii_lowercase().as_str(), "*" | "html" | "body")
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes over spaces; whether there were any.
    fn spaces(&mut self) -> bool {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.at > from
    }

    fn complex(&mut self) -> Result<String, SelectorError> {
        let mut made = String::new();
        self.spaces();
        loop {
            made.push_str(self.compound()?);
            let spaced = self.spaces();
            match self.peek() {
                None | Some(b',') => return Ok(made),
                Some(b'>') => {
                    self.at += 1;
                    self.spaces();
                    made.push_str(" > ");
                }
                Some(_) if spaced => made.push(' '),
                Some(_) => return Err(SelectorError::Sign(self.at)),
            }
        }
    }

    fn compound(&mut self) -> Result<&'t str, SelectorError> {
        let from = self.at;
        match self.peek() {
            Some(b'*') => self.at += 1,
            Some(b'#' | b'.' | b'[') => {}
            Some(_) if self.is_name_ahead() => self.name()?,
            _ => return Err(SelectorError::Compound(from)),
        }
        loop {
            match self.peek() {
                Some(b'#' | b'.') => {
                    self.at += 1;
                    self.name()?;
                }
                Some(b'[') => self.attribute()?,
                _ => return Ok(self.text.get(from..self.at).unwrap_or_default()),
            }
        }
    }

    fn is_name_ahead(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'))
    }

    fn name(&mut self) -> Result<(), SelectorError> {
        let from = self.at;
        if !self.is_name_ahead() {
            return Err(SelectorError::Name(from));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        {
            self.at += 1;
        }
        // A dash alone, or before a digit, is no name.
        let name = self.text.get(from..self.at).unwrap_or_default();
        let after_dash = name.strip_prefix('-').and_then(|rest| rest.bytes().next());
        let is_good =
            !name.starts_with('-') || after_dash.is_some_and(|byte| !byte.is_ascii_digit());
        if is_good { Ok(()) } else { Err(SelectorError::Name(from)) }
    }

    fn attribute(&mut self) -> Result<(), SelectorError> {
        let from = self.at;
        self.at += 1;
        self.spaces();
        self.name()?;
        self.spaces();
        if self.peek().is_some_and(|byte| b"^$*|".contains(&byte)) {
            self.at += 1;
            if self.peek() != Some(b'=') {
                return Err(SelectorError::Attribute(from));
            }
        }
        if self.peek() == Some(b'=') {
            self.at += 1;
            self.spaces();
            self.value(from)?;
            self.spaces();
        }
        if self.peek() != Some(b']') {
            return Err(SelectorError::Attribute(from));
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, from: usize) -> Result<(), SelectorError> {
        let Some(quote @ (b'"' | b'\'')) = self.peek() else { return self.name() };
        self.at += 1;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.bytes().position(|byte| byte == quote);
        let end = end.ok_or(SelectorError::Attribute(from))?;
        let is_plain = |char: char| char != '\\' && !char.is_control();
        if !rest.get(..end).unwrap_or_default().chars().all(is_plain) {
            return Err(SelectorError::Attribute(from));
        }
        self.at += end + 1;
        Ok(())
    }
}
