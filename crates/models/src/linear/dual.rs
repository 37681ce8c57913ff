//! One support-vector machine with squared hinge loss, found by dual coordinate descent.
//!
//! Minimises ½ w·w + C Σ max(0, 1 − yᵢ w·xᵢ)². Source: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. S. Keerthi,
//! S. Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3
//! (with shrinking), as LIBLINEAR has it.

use kernel::Rng;

use crate::shuffle::shuffle;
use crate::sparse::SparseVec;

/// Rounds after which the search ends, near enough.
const ROUNDS_MAX: usize = 1_000;

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'x> {
    /// Each with its constant place.
    pub(super) rows: &'x [SparseVec],
    /// The square of each row.
    pub(super) squares: &'x [f32],
    pub(super) width: usize,
    /// What an error costs on a row that is not of the class.
    pub(super) c: f64,
    /// How far from the optimum the search may end: the greatest projected gradient less the least.
    pub(super) tolerance: f64,
}

/// One row's share in the answer.
#[derive(Debug, Clone, Copy)]
struct Share {
    row: usize,
    alpha: f64,
    sign: f64,
    /// 1 / (2 C), with the C of the row's side.
    diagonal: f64,
    square: f64,
}

/// The weights of the machine that tells rows of which `is_of` holds, where an error costs `c_of`, from
/// the others.
pub(super) fn solve(
    problem: &Problem<'_>,
    c_of: f64,
    is_of: impl Fn(usize) -> bool,
    rng: &mut Rng,
) -> Vec<f32> {
    let mut weights = vec![0.0_f32; problem.width];
    let mut shares: Vec<Share> = problem
        .squares
        .iter()
        .enumerate()
        .map(|(row, square)| {
            let (sign, c) = if is_of(row) { (1.0, c_of) } else { (-1.0, problem.c) };
            let diagonal = 0.5 / c;
            Share { row, alpha: 0.0, sign, diagonal, square: f64::from(*square) + diagonal }
        })
        .collect();
    let mut active = shares.len();
    let mut greatest_before = f64::INFINITY;
    for _ in 0..ROUNDS_MAX {
        shuffle(shares.get_mut(..active).unwrap_or_default(), rng);
        let (mut greatest, mut least) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut place = 0;
        while place < active {
            let Some(share) = shares.get_mut(place) else { break };
            let Some(row) = problem.rows.get(share.row) else { break };
            let gradient =
                share.sign * f64::from(row.dot(&weights)) - 1.0 + share.alpha * share.diagonal;
            let projected = if share.alpha > 0.0 {
                gradient
            } else if gradient > greatest_before {
                // It will most likely stay where it is: looked at again in the end.
                active -= 1;
                shares.swap(place, active);
                continue;
            } else {
                gradient.min(0.0)
            };
            greatest = greatest.max(projected);
            least = least.min(projected);
            if projected.abs() > 1e-12 {
                let before = share.alpha;
                share.alpha = (before - gradient / share.square).max(0.0);
                let step = (share.alpha - before) * share.sign;
                row.add_to(&mut weights, step as f32);
            }
            place += 1;
        }
        if greatest - least <= problem.tolerance {
            if active == shares.len() {
                break;
            }
            active = shares.len();
            greatest_before = f64::INFINITY;
            continue;
        }
        greatest_before = if greatest > 0.0 { greatest } else { f64::INFINITY };
    }
    weights
}
