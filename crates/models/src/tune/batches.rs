//! In which order texts are learnt from.

use kernel::Rng;

use crate::shuffle::shuffle;

/// Batches whose texts are sorted among each other: so many have texts of like length.
const POOL: usize = 20;

/// Every text once, in batches of like length, in an order that the generator alone decides.
pub(super) fn batches(lengths: &[usize], size: usize, rng: &mut Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    shuffle(&mut order, rng);
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for pool in order.chunks_mut(size.max(1) * POOL) {
        pool.sort_by_key(|text| lengths.get(*text).copied().unwrap_or(0));
        batches.extend(pool.chunks(size.max(1)).map(<[usize]>::to_vec));
    }
    shuffle(&mut batches, rng);
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_once_beside_others_of_its_length() {
        let lengths: Vec<usize> = (0..1_003).map(|text| text % 50).collect();
        let made = batches(&lengths, 10, &mut Rng::seeded(1));
        let mut all: Vec<usize> = made.iter().flatten().copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..1_003).collect::<Vec<_>>());
        let spread = |batch: &Vec<usize>| {
            let own = || batch.iter().map(|text| lengths[*text]);
            own().max().unwrap() - own().min().unwrap()
        };
        let mean = made.iter().map(spread).sum::<usize>() as f64 / made.len() as f64;
        assert!(mean < 5.0, "{mean}");
        assert_ne!(made, batches(&lengths, 10, &mut Rng::seeded(2)));
    }
}
