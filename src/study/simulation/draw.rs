//! Random numbers by what they are about: a draw is a function of seed and indices, never of who drew before. So two plans
//! meet the same weeks (common random numbers), and no result depends on the number of threads.
//!
//! The mixing function is that of SplitMix64 (Steele, Lea & Flood, *Fast splittable pseudorandom number generators*, OOPSLA
//! 2014, doi 10.1145/2660193.2660195), applied to each index in turn.

/// What a draw is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum About {
    /// A week of the district.
    District = 1,
    /// A week of a village.
    Village,
    /// A day at a point.
    Point,
    /// The driving of a tour.
    Travel,
    /// A stay of a tour.
    Stay,
    /// Whether a tour breaks down.
    Breakdown,
    /// Where it does.
    Place,
}

/// The draws of one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draws {
    run: u64,
}

fn mixed(state: u64, index: u64) -> u64 {
    let mut bits = (state ^ index).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A number in (0, 1).
fn open_unit(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

impl Draws {
    pub fn new(seed: u64, run: u32) -> Self {
        Self {
            run: mixed(mixed(seed, 0x7761_7374), u64::from(run)),
        }
    }

    fn bits(self, about: About, week: u32, [a, b]: [usize; 2]) -> u64 {
        let of_week = mixed(mixed(self.run, about as u64), u64::from(week));
        mixed(of_week, (a as u64) << 24 ^ b as u64)
    }

    /// A number in (0, 1).
    pub fn unit(self, about: About, week: u32, of: [usize; 2]) -> f64 {
        open_unit(self.bits(about, week, of))
    }

    /// A factor with mean 1: lognormal, its logarithm by Box and Muller (1958).
    pub fn factor(self, spread: Lognormal, about: About, week: u32, of: [usize; 2]) -> f64 {
        if spread.sigma == 0.0 {
            return 1.0;
        }
        let bits = self.bits(about, week, of);
        let radius = (-2.0 * libm::log(open_unit(bits))).sqrt();
        let angle = std::f64::consts::TAU * open_unit(mixed(bits, 1));
        libm::exp(spread.sigma * radius * libm::cos(angle) - spread.shift)
    }
}

/// A lognormal distribution with mean 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lognormal {
    sigma: f64,
    /// sigma squared / 2.
    shift: f64,
}

impl Lognormal {
    /// From its coefficient of variation: sigma^2 = ln(1 + cv^2).
    pub fn new(cv: f64) -> Self {
        let square = libm::log1p(cv * cv);
        Self {
            sigma: square.sqrt(),
            shift: square / 2.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_have_mean_one_and_their_spread() {
        let (draws, spread) = (Draws::new(1, 0), Lognormal::new(0.3));
        let all: Vec<f64> = (0..200_000)
            .map(|i| draws.factor(spread, About::Point, 0, [i, 3]))
            .collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let square = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / all.len() as f64;
        // Standard errors: 0.0007 of the mean, about 0.001 of the deviation.
        assert!((mean - 1.0).abs() < 0.003, "{mean}");
        assert!((square.sqrt() - 0.3).abs() < 0.005, "{}", square.sqrt());
    }

    #[test]
    fn a_draw_depends_on_what_it_is_about_alone() {
        let draws = Draws::new(1, 0);
        let one = draws.unit(About::Point, 2, [5, 1]);
        assert_eq!(one, Draws::new(1, 0).unit(About::Point, 2, [5, 1]));
        let others = [
            draws.unit(About::Village, 2, [5, 1]),
            draws.unit(About::Point, 3, [5, 1]),
            draws.unit(About::Point, 2, [1, 5]),
            Draws::new(1, 1).unit(About::Point, 2, [5, 1]),
            Draws::new(2, 0).unit(About::Point, 2, [5, 1]),
        ];
        assert!(others.iter().all(|other| (other - one).abs() > 1e-9));
    }
}
