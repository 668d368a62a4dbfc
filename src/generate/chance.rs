//! The dice: one named generator of random numbers, so that a seed means the same district on any machine.
//!
//! PCG XSL 128/64 (O'Neill 2014, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random
//! Number Generation, HMC-CS-2014-0905), seeded by value. All that is drawn comes from its 64-bit words by the few
//! lines below, so that no release of a crate that draws floats or shuffles can change a district.

use rand::Rng;
use rand_pcg::Pcg64Mcg;

/// The dice of one stage of the generation. Stages roll apart, so that a change of one leaves the others as they were.
#[derive(Debug)]
pub(super) struct Chance(Pcg64Mcg);

impl Chance {
    /// The dice of a stage, by seed and name of the stage.
    pub(super) fn of(seed: u64, stage: &str) -> Self {
        let mixed = stage.bytes().fold(seed, |state, byte| {
            split_mix(state ^ u64::from(byte).wrapping_mul(0x0100_0000_01B3))
        });
        let (high, low) = (split_mix(mixed), split_mix(mixed.wrapping_add(1)));
        Self(Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low)))
    }

    /// A number from 0 to below 1, from the upper 53 bits.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from `low` to below `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `count`; 0 if there is none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// True as often as `probability` says.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A number near 0, rarely beyond 2 or -2: the sum of twelve (Irwin and Hall), close to the normal one.
    pub(super) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Puts things in random order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators, doi 10.1145/2660193.2660195.
fn split_mix(state: u64) -> u64 {
    let z = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_stage_roll_the_same_and_others_do_not() {
        let roll = |seed, stage| {
            let mut chance = Chance::of(seed, stage);
            [chance.unit(), chance.unit()]
        };
        assert_eq!(roll(1, "lanes"), roll(1, "lanes"));
        assert_ne!(roll(1, "lanes"), roll(2, "lanes"));
        assert_ne!(roll(1, "lanes"), roll(1, "towns"));
    }

    #[test]
    fn what_is_drawn_stays_in_its_bounds() {
        let mut chance = Chance::of(7, "bounds");
        for _ in 0..10_000 {
            assert!((2.0..3.0).contains(&chance.between(2.0, 3.0)));
            assert!(chance.below(5) < 5);
        }
        assert_eq!(chance.below(0), 0);
    }
}
