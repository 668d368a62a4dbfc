//! How many tours a type of vehicle may make on each day, so that none of its vehicles works more days than it may.

use super::Vehicle;

impl Vehicle {
    /// How many tours the type may make on each day, given how much work each day brings: at most what is fit on a day, over
    /// the week at most `count x days_per_week`; days with more work get theirs first (largest quotient, as in
    /// highest-averages apportionment).
    #[must_use]
    pub fn tours_by_day(&self, work: &[f64; 7]) -> Vec<u32> {
        let most = self.tours_a_day();
        let mut left = u64::from(self.count) * u64::from(self.days_per_week.min(7));
        if u64::from(most) * 7 <= left {
            return vec![most; 7];
        }
        let mut tours = vec![0_u32; 7];
        while left > 0 {
            let open = (0..7).filter(|&day| tours[day] < most && work[day] > 0.0);
            let quotient = |day: usize| work[day] / f64::from(tours[day] + 1);
            let Some(day) =
                open.max_by(|&a, &b| quotient(a).total_cmp(&quotient(b)).then(b.cmp(&a)))
            else {
                break;
            };
            tours[day] += 1;
            left -= 1;
        }
        tours
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use crate::quantity::{Kilograms, Litres};

    fn truck(count: u32, days_per_week: u8) -> Vehicle {
        let mut builder = DistrictBuilder::new("test");
        builder.add_collector(
            "C",
            Base::At(Place::default()),
            count,
            Kilograms(1),
            Litres(1),
        );
        builder.district.vehicles[0].days_per_week = days_per_week;
        builder.district.vehicles.remove(0)
    }

    #[test]
    fn rest_days_fall_where_there_is_least_to_do() {
        assert_eq!(truck(3, 7).tours_by_day(&[1.0; 7]), [3; 7]);
        assert_eq!(
            truck(2, 5).tours_by_day(&[9.0, 9.0, 9.0, 9.0, 9.0, 0.0, 0.0]),
            [2, 2, 2, 2, 2, 0, 0]
        );
        let spread = truck(7, 6).tours_by_day(&[1.0; 7]);
        assert_eq!(spread, [6; 7], "42 vehicle-days over seven equal days");
    }
}
