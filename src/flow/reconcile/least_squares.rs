//! Weighted least squares: unknown factors, each with a prior, and measurements that are sums of them.
//!
//! Unknown 0 is the district's factor, around 1; then comes a factor of each origin, around the district's; then the error of
//! each gate's scales, of which a row of its own says that it is small. The normal equations are
//! solved by Cholesky's factorisation; residuals are told in units of their own standard deviation (Baarda, *A testing
//! procedure for use in geodetic networks*, 1968), which is smaller than the measurement's, for the fit follows it.

/// Standard deviation of the district's factor before anything is measured: the model's rate may be wrong by half.
const DISTRICT_PRIOR: f64 = 0.5;
/// Of a factor around the district's: villages differ.
const FACTOR_PRIOR: f64 = 0.25;

/// Of the error of scales before any row speaks of it: they may be off by all they weigh.
const SCALES_PRIOR: f64 = 1.0;

/// How many unknowns there are, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unknowns {
    pub origins: usize,
    pub scales: usize,
}

impl Unknowns {
    fn all(self) -> usize {
        1 + self.origins + self.scales
    }

    /// Where an origin's factor stands.
    pub fn origin(self, at: usize) -> usize {
        1 + at
    }

    /// Where the error of a gate's scales stands.
    pub fn scale(self, at: usize) -> usize {
        1 + self.origins + at
    }
}

/// A measurement: the sum of `kg` x factor, as the scales show it, give or take.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Factors, rising, and what each stands for at 1, in kilograms.
    pub parts: Vec<(usize, f64)>,
    /// The error of the scales, and what it stands for at 1: all that is weighed.
    pub scale: Option<(usize, f64)>,
    pub measured: f64,
    pub sd: f64,
}

impl Row {
    /// The row that says of scales that they are right, give or take.
    pub fn is_right(scale: usize, sd: f64) -> Self {
        Self {
            parts: Vec::new(),
            scale: Some((scale, 1.0)),
            measured: 0.0,
            sd,
        }
    }

    /// What the factors come to.
    pub fn arising(&self, factors: &[f64]) -> f64 {
        self.parts.iter().map(|&(at, kg)| kg * factors[at]).sum()
    }

    /// What the scales show of it.
    pub fn expected(&self, factors: &[f64]) -> f64 {
        let error = self.scale.map_or(0.0, |(at, kg)| kg * factors[at]);
        self.arising(factors) + error
    }

    /// What was measured, over what the scales should show.
    pub fn ratio(&self, fit: &Fit) -> f64 {
        self.measured / self.expected(&fit.factors).max(f64::MIN_POSITIVE)
    }

    /// Takes deviation and error of the scales as shares of what arises by a fit.
    pub fn settle(&mut self, fit: &Fit, cv: f64) {
        let arising = self.arising(&fit.factors).max(1.0);
        if let Some((_, kg)) = &mut self.scale {
            *kg = arising;
        }
        self.sd = cv * self.expected(&fit.factors).max(1.0);
    }

    /// All unknowns that it depends on, rising.
    fn unknowns(&self) -> impl Iterator<Item = (usize, f64)> + Clone + '_ {
        self.parts.iter().copied().chain(self.scale)
    }
}

/// Factors that fit best.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    unknowns: Unknowns,
    /// The district's factor, those of the origins, the errors of the scales.
    pub factors: Vec<f64>,
    /// Cholesky's lower triangle of the normal matrix, row by row.
    lower: Vec<f64>,
}

/// The best fit of rows.
pub(super) fn fit<'a>(unknowns: Unknowns, rows: impl Iterator<Item = &'a Row>) -> Fit {
    let n = unknowns.all();
    let mut normal = vec![0.0; n * n];
    let mut right = vec![0.0; n];
    let (own, district) = (FACTOR_PRIOR.powi(-2), DISTRICT_PRIOR.powi(-2));
    normal[0] = district + unknowns.origins as f64 * own;
    right[0] = district;
    for at in (0..unknowns.origins).map(|at| unknowns.origin(at)) {
        normal[at * n + at] = own;
        normal[at * n] = -own;
    }
    for at in (0..unknowns.scales).map(|at| unknowns.scale(at)) {
        normal[at * n + at] = SCALES_PRIOR.powi(-2);
    }
    for row in rows {
        let weight = row.sd.powi(-2);
        for (i, a) in row.unknowns() {
            right[i] += weight * a * row.measured;
            for (j, b) in row.unknowns().take_while(|part| part.0 <= i) {
                normal[i * n + j] += weight * a * b;
            }
        }
    }
    factorise(&mut normal, n);
    let mut fit = Fit {
        unknowns,
        factors: Vec::new(),
        lower: normal,
    };
    fit.forward(&mut right);
    fit.backward(&mut right);
    fit.factors = right;
    fit
}

/// Cholesky's factorisation in place; the matrix is positive definite, for every unknown has a prior.
fn factorise(matrix: &mut [f64], n: usize) {
    for i in 0..n {
        for j in 0..=i {
            let (upper, lower) = matrix.split_at(i * n);
            let (a, b) = match j == i {
                true => (&lower[..j], &lower[..j]),
                false => (&lower[..j], &upper[j * n..j * n + j]),
            };
            let inner: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            let rest = matrix[i * n + j] - inner;
            matrix[i * n + j] = match i == j {
                true => rest.max(f64::MIN_POSITIVE).sqrt(),
                false => rest / matrix[j * n + j],
            };
        }
    }
}

impl Fit {
    fn n(&self) -> usize {
        self.unknowns.all()
    }

    fn forward(&self, values: &mut [f64]) {
        let n = self.n();
        for i in 0..n {
            let (done, rest) = values.split_at_mut(i);
            let row = &self.lower[i * n..i * n + i];
            let inner: f64 = row.iter().zip(done).map(|(a, b)| a * *b).sum();
            rest[0] = (rest[0] - inner) / self.lower[i * n + i];
        }
    }

    fn backward(&self, values: &mut [f64]) {
        let n = self.n();
        for i in (0..n).rev() {
            let later = (i + 1..n).map(|k| self.lower[k * n + i] * values[k]);
            let inner: f64 = later.sum();
            values[i] = (values[i] - inner) / self.lower[i * n + i];
        }
    }

    /// The variance of a sum of factors.
    pub fn variance(&self, parts: impl Iterator<Item = (usize, f64)>) -> f64 {
        let mut values = vec![0.0; self.n()];
        parts.for_each(|(at, kg)| values[at] += kg);
        self.forward(&mut values);
        values.iter().map(|value| value * value).sum()
    }

    /// The standard deviation of a factor.
    pub fn sd(&self, factor: usize) -> f64 {
        self.variance(std::iter::once((factor, 1.0))).sqrt()
    }

    /// What is measured above what is expected, in standard deviations of that difference. A row that was left out of the
    /// fit has its own deviation and the fit's.
    pub fn normalised(&self, row: &Row, is_fitted: bool) -> f64 {
        let (own, of_fit) = (row.sd * row.sd, self.variance(row.unknowns()));
        let variance = if is_fitted {
            (own - of_fit).max(1e-6 * own)
        } else {
            own + of_fit
        };
        (row.measured - row.expected(&self.factors)) / variance.sqrt()
    }

    /// The sum of squares of the rows' residuals and of the factors' distance from their priors.
    pub fn chi_square<'a>(&self, rows: impl Iterator<Item = &'a Row>) -> f64 {
        let measured: f64 = rows
            .map(|row| ((row.measured - row.expected(&self.factors)) / row.sd).powi(2))
            .sum();
        let district = self.factors[0];
        let (own, scales) = self.factors[1..].split_at(self.unknowns.origins);
        let own = own
            .iter()
            .map(|factor| ((factor - district) / FACTOR_PRIOR).powi(2));
        let scales = scales.iter().map(|error| (error / SCALES_PRIOR).powi(2));
        let priors = ((district - 1.0) / DISTRICT_PRIOR).powi(2) + own.sum::<f64>();
        measured + priors + scales.sum::<f64>()
    }
}

/// The probability that chance alone gives a larger chi-square, after Wilson and Hilferty (1931).
pub(super) fn p_value(chi_square: f64, degrees: usize) -> f64 {
    if degrees == 0 {
        return 1.0;
    }
    let spread = 2.0 / (9.0 * degrees as f64);
    let normal = ((chi_square / degrees as f64).cbrt() - (1.0 - spread)) / spread.sqrt();
    0.5 * libm::erfc(normal / std::f64::consts::SQRT_2)
}

/// The probability that one of so many normal residuals is as large as this by chance alone, at most (Bonferroni).
pub(super) fn by_chance(normalised: f64, rows: usize) -> f64 {
    rows as f64 * libm::erfc(normalised.abs() / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chi_square_as_the_tables_say() {
        // Five percent points of the chi-square distribution.
        for (degrees, point) in [(5, 11.070), (10, 18.307), (30, 43.773), (100, 124.342)] {
            assert!((p_value(point, degrees) - 0.05).abs() < 0.001, "{degrees}");
        }
        assert_eq!(p_value(0.0, 0), 1.0);
    }

    #[test]
    fn one_measurement_of_one_factor_weighs_against_its_prior() {
        // Prior: 1 +- sqrt(0.5^2 + 0.25^2), measured 1.5 +- 0.1; the mean by weights.
        let row = Row {
            parts: vec![(1, 100.0)],
            scale: None,
            measured: 150.0,
            sd: 10.0,
        };
        let fit = fit(
            Unknowns {
                origins: 1,
                scales: 0,
            },
            std::iter::once(&row),
        );
        let (prior, measured) = (1.0 / (0.25 + 0.0625), 1.0 / 0.01);
        let expected = (prior + measured * 1.5) / (prior + measured);
        assert!((fit.factors[1] - expected).abs() < 1e-12);
        assert!((fit.sd(1) - (1.0 / (prior + measured)).sqrt()).abs() < 1e-12);
    }

    /// Rows over four origins and two gates, some gates of which are said to be right.
    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let places = prop::sample::subsequence((0..4).collect::<Vec<_>>(), 1..=4);
        let one = (
            places,
            prop::collection::vec(1.0..100.0f64, 4),
            0.5..2.0f64,
            prop::option::of(0..2usize),
        );
        let row = one.prop_map(|(places, kg, times, gate)| {
            let total: f64 = places.iter().map(|&at| kg[at]).sum();
            Row {
                parts: places.iter().map(|&at| (OF.origin(at), kg[at])).collect(),
                scale: gate.map(|gate| (OF.scale(gate), total)),
                measured: times * total,
                sd: 0.05 * total,
            }
        });
        (
            prop::collection::vec(row, 1..8),
            prop::collection::vec(0..2usize, 0..3),
        )
            .prop_map(|(mut rows, right)| {
                rows.extend(
                    right
                        .into_iter()
                        .map(|gate| Row::is_right(OF.scale(gate), 0.02)),
                );
                rows
            })
    }

    const OF: Unknowns = Unknowns {
        origins: 4,
        scales: 2,
    };

    proptest! {
        /// Oracle: at the least squares nothing gains by a small step in any direction.
        #[test]
        fn no_step_makes_the_squares_less(rows in rows()) {
            let best = fit(OF, rows.iter());
            let least = best.chi_square(rows.iter());
            for at in 0..OF.all() {
                for step in [-1e-3, 1e-3] {
                    let mut other = best.clone();
                    other.factors[at] += step;
                    prop_assert!(other.chi_square(rows.iter()) >= least - 1e-9 * least.max(1.0));
                }
            }
        }

        /// Oracle: a row's normalised residual, squared, is what it adds to the sum of squares of all others, each fitted anew;
        /// and it is the distance to what the others foretell, over the deviation of that.
        #[test]
        fn a_residual_is_what_the_others_say(rows in rows()) {
            let all = fit(OF, rows.iter());
            for (left_out, row) in rows.iter().enumerate() {
                let others = || rows.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, row)| row);
                let without = fit(OF, others());
                let adds = all.chi_square(rows.iter()) - without.chi_square(others());
                let normalised = all.normalised(row, true);
                let close = |a: f64, b: f64| (a - b).abs() < 1e-5 * a.abs().max(b.abs()).max(1.0);
                prop_assert!(close(normalised.powi(2), adds), "{normalised} squared adds {adds}");
                prop_assert!(close(normalised, without.normalised(row, false)));
            }
        }
    }
}
