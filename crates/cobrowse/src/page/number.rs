//! Nodes by their numbers, found fast: a frame's words are read with some hundred nodes around them.

use std::hash::Hasher;

/// Of the golden ratio: it spreads numbers that follow each other.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hashes numbers that a browser does not choose: nodes count from 1 as they are added. To have many of them fall
/// together it would have to add some hundred thousand for each.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let wide = u128::from(self.0 ^ number) * u128::from(MULTIPLIER);
        // Both halves: the table takes its place from the low bits, which a product alone mixes least.
        let [low, high] =
            [wide, wide >> u64::BITS].map(|half| (half & u128::from(u64::MAX)) as u64);
        self.0 = low ^ high;
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(u64::BITS / 2)
    }
}
