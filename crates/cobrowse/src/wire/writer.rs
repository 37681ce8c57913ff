//! Bytes of a frame, written one after the other.

pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) const fn new() -> Self {
        Self { bytes: Vec::new() }
    }

    /// Writes behind what is there.
    pub(crate) const fn onto(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(crate) fn whole(&mut self, value: u32) {
        let mut left = value;
        loop {
            let [low, ..] = (left & 127).to_le_bytes();
            left >>= 7;
            if left == 0 {
                self.bytes.push(low);
                return;
            }
            self.bytes.push(low | 128);
        }
    }

    /// 0, −1, 1, −2 … as 0, 1, 2, 3 ….
    pub(crate) fn signed(&mut self, value: i32) {
        let bits = value.cast_unsigned();
        self.whole(if value < 0 { (!bits << 1) | 1 } else { bits << 1 });
    }

    /// How many there are.
    pub(crate) fn count(&mut self, count: usize) {
        self.whole(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.count(value.len());
        self.bytes.extend(value.as_bytes());
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }

    /// An operation, the first number that it is about, and whole numbers that follow.
    pub(crate) fn about(&mut self, op: u8, first: u32, rest: &[u32]) {
        self.byte(op);
        self.whole(first);
        for number in rest {
            self.whole(*number);
        }
    }
}
