//! Shares a whole number among parties by weight, so that the parts add up to it exactly.

/// The whole shared by largest remainders (Hamilton's method), at least `least` each; ties go to the first.
/// Weights are 0 or more; `least` times the parties must not exceed the whole, else all get `least`.
pub(super) fn apportion(whole: u32, weights: &[f64], least: u32) -> Vec<u32> {
    let parties = u32::try_from(weights.len()).unwrap_or(u32::MAX);
    let free = f64::from(whole.saturating_sub(least.saturating_mul(parties)));
    let total: f64 = weights.iter().sum();
    let quota = |weight: &f64| {
        if total > 0.0 {
            free * weight / total
        } else {
            0.0
        }
    };
    let mut parts: Vec<u32> = weights
        .iter()
        .map(|w| least + quota(w).floor() as u32)
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |i: usize| quota(&weights[i]) - quota(&weights[i]).floor();
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    let given: u32 = parts.iter().sum();
    for &party in order
        .iter()
        .cycle()
        .take(whole.saturating_sub(given) as usize)
    {
        parts[party] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_add_up_and_keep_to_the_quota(weights in prop::collection::vec(0.1..9.0, 1..40), extra in 0u32..5_000) {
            let whole = weights.len() as u32 + extra;
            let parts = apportion(whole, &weights, 1);
            prop_assert_eq!(parts.iter().sum::<u32>(), whole);
            let total: f64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let quota = 1.0 + f64::from(extra) * weight / total;
                prop_assert!((f64::from(*part) - quota).abs() <= 1.0 + 1e-6);
            }
        }
    }
}
