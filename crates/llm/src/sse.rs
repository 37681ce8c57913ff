//! Server-sent events, as the WHATWG HTML standard parses them ("Server-sent events", section 9.2.6):
//! incremental, so that it does not matter where the network splits the bytes, and bounded.

/// Largest event: all its data lines together, and any one line.
pub(crate) const EVENT_BYTES_MAX: usize = 256 * 1024;

/// One event. The kind is `message` where the stream names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) data: String,
}

/// An event or a line is longer than [`EVENT_BYTES_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

/// The parser. Bytes that are not UTF-8 become U+FFFD.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    kind: String,
    data: String,
    /// The last byte was a carriage return: a line feed after it belongs to it.
    after_return: bool,
    /// A line has been read: a byte order mark is none any more.
    begun: bool,
}

impl Parser {
    /// Takes the next bytes and adds the events that they complete. An event that the stream's end
    /// leaves open is none.
    pub(crate) fn push(&mut self, bytes: &[u8], events: &mut Vec<Event>) -> Result<(), TooLong> {
        for byte in bytes {
            let after_return = std::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => self.end_line(events)?,
                byte if self.line.len() < EVENT_BYTES_MAX => self.line.push(*byte),
                _ => return Err(TooLong),
            }
        }
        Ok(())
    }

    fn end_line(&mut self, events: &mut Vec<Event>) -> Result<(), TooLong> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let mark = !std::mem::replace(&mut self.begun, true);
        let line = line.strip_prefix('\u{FEFF}').filter(|_| mark).unwrap_or(&line);
        if line.is_empty() {
            self.dispatch(events);
            return Ok(());
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.kind),
            "data" => {
                if self.data.len() + value.len() >= EVENT_BYTES_MAX {
                    return Err(TooLong);
                }
                self.data.push_str(value);
                self.data.push('\n');
            }
            // Comments, ids, retry times and what is unknown.
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self, events: &mut Vec<Event>) {
        let kind = std::mem::take(&mut self.kind);
        let mut data = std::mem::take(&mut self.data);
        if data.pop().is_some() {
            let kind = if kind.is_empty() { "message".to_owned() } else { kind };
            events.push(Event { kind, data });
        }
    }
}

#[cfg(test)]
mod tests;
