//! Amounts: a whole number and its unit.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0);

            /// The nearest whole amount, halves away from zero; what is not a number is nothing.
            #[must_use]
            pub fn rounded(value: f64) -> Self {
                Self(value.round() as i64)
            }

            /// The amount as a real number of its unit.
            #[must_use]
            pub fn as_f64(self) -> f64 {
                self.0 as f64
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<i64> for $name {
            type Output = Self;
            fn mul(self, times: i64) -> Self {
                Self(self.0 * times)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
                Self(amounts.map(|amount| amount.0).sum())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", self.0, $unit)
            }
        }
    };
}

amount!(
    /// Mass.
    Kilograms, "kg"
);
amount!(
    /// Volume; of waste it is loose, as it lies in a container.
    Litres, "l"
);
amount!(
    /// Distance along the road.
    Metres, "m"
);
amount!(
    /// A length of time.
    Seconds, "s"
);
amount!(
    /// Money in millionths of the district's currency unit, so that a price a metre or a second is whole.
    Money, "millionths"
);

impl Seconds {
    /// Whole minutes as seconds.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60)
    }

    /// Whole hours as seconds.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self(hours * 3600)
    }

    /// The length in hours.
    #[must_use]
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / 3600.0
    }
}

impl Metres {
    /// The distance in kilometres.
    #[must_use]
    pub fn as_km(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Kilograms {
    /// The mass in tonnes.
    #[must_use]
    pub fn as_tonnes(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

/// A figure that is no amount of money: not a number, infinite, or beyond 9 million millions.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("an amount of money, not {0}")]
pub struct NoAmount(pub f64);

impl TryFrom<f64> for Money {
    type Error = NoAmount;

    /// An amount given in units of the currency, to the nearest millionth.
    fn try_from(value: f64) -> Result<Self, NoAmount> {
        const MOST: f64 = 9e12;
        match value.abs() <= MOST {
            true => Ok(Self::units(value)),
            false => Err(NoAmount(value)),
        }
    }
}

impl Money {
    /// One unit of the currency.
    pub const UNIT: Self = Self(1_000_000);

    /// An amount given in units of the currency, to the nearest millionth. For figures from outside, which may be none, there is
    /// [`TryFrom`].
    #[must_use]
    pub fn units(value: f64) -> Self {
        Self::rounded(value * 1e6)
    }

    /// The amount in units of the currency.
    #[must_use]
    pub fn as_units(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// This price a kilometre, over a distance; half a millionth rounds up.
    #[must_use]
    pub fn per_km_over(self, distance: Metres) -> Self {
        Self(divide_half_up(self.0 * distance.0, 1000))
    }

    /// This price an hour, over a time; half a millionth rounds up.
    #[must_use]
    pub fn per_hour_over(self, time: Seconds) -> Self {
        Self(divide_half_up(self.0 * time.0, 3600))
    }

    /// This price a tonne, for a mass; half a millionth rounds up.
    #[must_use]
    pub fn per_tonne_of(self, mass: Kilograms) -> Self {
        Self(divide_half_up(self.0 * mass.0, 1000))
    }
}

fn divide_half_up(dividend: i64, divisor: i64) -> i64 {
    (2 * dividend + divisor).div_euclid(2 * divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_figure_is_no_money() {
        assert_eq!(Money::try_from(2.5), Ok(Money(2_500_000)));
        for figure in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300] {
            assert!(Money::try_from(figure).is_err(), "{figure}");
        }
    }

    #[test]
    fn prices_apply_to_what_they_are_asked_for() {
        let price = Money::units(3.6);
        assert_eq!(price.per_km_over(Metres(2_500)), Money::units(9.0));
        assert_eq!(price.per_hour_over(Seconds(1)), Money(1_000));
        assert_eq!(price.per_tonne_of(Kilograms(500)), Money::units(1.8));
        assert_eq!(
            Money(1).per_km_over(Metres(500)),
            Money(1),
            "half rounds up"
        );
    }

    #[test]
    fn amounts_add_and_print_with_their_unit() {
        let total: Kilograms = [Kilograms(3), Kilograms(4)].into_iter().sum();
        assert_eq!(total.to_string(), "7 kg");
        assert_eq!(Litres::rounded(f64::NAN), Litres::ZERO);
    }
}
