//! An order that only a generator decides.

use kernel::Rng;

/// Source: R. Durstenfeld, "Algorithm 235: Random permutation", 1964.
pub(crate) fn shuffle<T>(items: &mut [T], rng: &mut Rng) {
    for place in (1..items.len()).rev() {
        let other = rng.below(place as u64 + 1) as usize;
        items.swap(place, other);
    }
}
