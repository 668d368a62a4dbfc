//! Estimates with their intervals.

use super::tally::Count;
use serde::Serialize;

/// Quantile of the normal distribution for intervals of 95 %.
const Z: f64 = 1.959_964;

/// An estimate and the interval that holds the truth in 95 of 100 simulations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A probability from how often something happened in `runs` runs of `weeks` weeks each: Wilson's score interval (1927, doi
/// 10.1080/01621459.1927.10502953). Weeks of a run are alike where waste stays from one to the next; so the number of weeks
/// is divided by the design effect, the variance between runs over that of independent weeks (Kish, *Survey Sampling*, 1965).
pub(super) fn probability(count: Count, runs: usize, weeks: u32) -> Estimate {
    let weeks = f64::from(weeks.max(1));
    let trials = runs as f64 * weeks;
    if trials < 1.0 {
        return Estimate {
            value: 0.0,
            low: 0.0,
            high: 1.0,
        };
    }
    let value = count.sum as f64 / trials;
    let mean = count.sum as f64 / runs as f64;
    let variance = if runs > 1 {
        (count.squares as f64 - runs as f64 * mean * mean) / (runs as f64 - 1.0)
    } else {
        0.0
    };
    let independent = weeks * value * (1.0 - value);
    let effect = if independent > 0.0 {
        (variance / independent).max(1.0)
    } else {
        1.0
    };
    let n = trials / effect;
    let square = Z * Z;
    let middle = (value + square / (2.0 * n)) / (1.0 + square / n);
    let half = Z / (1.0 + square / n) * (value * (1.0 - value) / n + square / (4.0 * n * n)).sqrt();
    // At the very ends rounding must not shut the estimate out.
    Estimate {
        value,
        low: (middle - half).max(0.0).min(value),
        high: (middle + half).min(1.0).max(value),
    }
}

/// A mean over runs; the interval is the normal one.
pub(super) fn mean(of_runs: impl Iterator<Item = f64> + Clone) -> Estimate {
    let n = of_runs.clone().count() as f64;
    if n < 1.0 {
        return Estimate {
            value: 0.0,
            low: 0.0,
            high: 0.0,
        };
    }
    let value = of_runs.clone().sum::<f64>() / n;
    let square: f64 = of_runs.map(|x| (x - value).powi(2)).sum();
    let half = if n > 1.0 {
        Z * (square / (n - 1.0) / n).sqrt()
    } else {
        0.0
    };
    Estimate {
        value,
        low: value - half,
        high: value + half,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_gives_the_textbook_interval() {
        // 10 of 100 independent weeks: 5.5 to 17.4 percent.
        let count = Count {
            sum: 10,
            squares: 10,
            seconds: 0,
        };
        let found = probability(count, 100, 1);
        assert!(
            (found.low - 0.0552).abs() < 5e-4 && (found.high - 0.1744).abs() < 5e-4,
            "{found:?}"
        );
        let never = probability(Count::default(), 100, 1);
        assert!(never.value == 0.0 && never.low == 0.0 && (never.high - 0.037).abs() < 1e-3);
    }

    #[test]
    fn runs_that_are_all_or_nothing_count_as_one_week_each() {
        // Of ten runs of ten weeks five overflow in every week: ten independent trials, not a hundred.
        let count = Count {
            sum: 50,
            squares: 500,
            seconds: 0,
        };
        let wide = probability(count, 10, 10);
        let narrow = probability(
            Count {
                sum: 50,
                squares: 250,
                seconds: 0,
            },
            10,
            10,
        );
        assert!(wide.high - wide.low > 2.5 * (narrow.high - narrow.low));
    }

    #[test]
    fn a_mean_has_its_standard_error() {
        let found = mean([1.0, 2.0, 3.0, 4.0].into_iter());
        let half = Z * (5.0_f64 / 3.0 / 4.0).sqrt();
        assert!((found.value - 2.5).abs() < 1e-12 && (found.high - 2.5 - half).abs() < 1e-9);
    }
}
