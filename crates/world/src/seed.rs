//! Streams of randomness keyed by what they are for, so that the thousandth order is the same
//! whether or not the ones before it were made.

use kernel::Rng;

/// What a stream is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Shop = 1,
    Person = 2,
    Order = 3,
    Arrival = 4,
    Backtest = 5,
}

/// The stream of one thing.
pub(crate) fn stream(seed: u64, purpose: Purpose, index: u64) -> Rng {
    Rng::seeded(mix(mix(seed ^ purpose as u64) ^ index))
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads neighbouring numbers apart.
const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// A stable number of a text (FNV-1a), to key a stream by an id.
pub(crate) fn key_of(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
