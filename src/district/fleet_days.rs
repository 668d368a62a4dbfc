//! How many tours a type of vehicle may make on each day, so that none of its vehicles works more days than it may and each
//! has its days in the workshop.

use super::Vehicle;

impl Vehicle {
    /// How many tours the type may make on each day, given how much work each day brings: at most [`Vehicle::tours_a_day`],
    /// over the week at most [`Vehicle::tours_a_week`]; days with more work get theirs first (largest quotient, as in
    /// highest-averages apportionment).
    #[must_use]
    pub fn tours_by_day(&self, work: &[f64; 7]) -> Vec<u32> {
        let (most, mut left) = (self.tours_a_day(), self.tours_a_week());
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
    use proptest::prelude::*;

    fn truck(count: u32, days_per_week: Option<u8>, availability: f64) -> Vehicle {
        let mut builder = DistrictBuilder::new("test");
        builder.add_collector(
            "C",
            Base::At(Place::default()),
            count,
            Kilograms(1),
            Litres(1),
        );
        Vehicle {
            days_per_week,
            availability,
            ..builder.district.vehicles.remove(0)
        }
    }

    #[test]
    fn rest_days_fall_where_there_is_least_to_do() {
        assert_eq!(truck(3, None, 1.0).tours_by_day(&[1.0; 7]), [3; 7]);
        assert_eq!(
            truck(2, Some(5), 1.0).tours_by_day(&[9.0, 9.0, 9.0, 9.0, 9.0, 0.0, 0.0]),
            [2, 2, 2, 2, 2, 0, 0]
        );
        let spread = truck(7, Some(6), 1.0).tours_by_day(&[1.0; 7]);
        assert_eq!(spread, [6; 7], "42 vehicle-days over seven equal days");
    }

    #[test]
    fn a_share_of_a_truck_is_days_in_the_workshop() {
        // 0.9 of one truck is six days a week; 0.95 too, for 6.65 days are six.
        for availability in [0.9, 0.95] {
            let tours =
                truck(1, None, availability).tours_by_day(&[2.0, 2.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
            assert_eq!(tours, [1, 1, 0, 1, 1, 1, 1], "the day with least work");
        }
        let held = |count, availability| {
            let vehicle = truck(count, None, availability);
            (vehicle.tours_a_day(), vehicle.tours_a_week())
        };
        assert_eq!(held(39, 0.95), (38, 259));
        assert_eq!(held(2, 0.5), (1, 7));
        assert_eq!(held(1, 1.0), (1, 7));
        assert_eq!((held(1, 0.0), held(0, 1.0)), ((0, 0), (0, 0)));
        assert_eq!(held(10, 0.7), (7, 49), "0.7 x 10 is no more than 7");
    }

    #[test]
    fn crews_work_six_days_unless_they_are_told() {
        assert_eq!(truck(1, None, 1.0).crew_days(), 6);
        assert_eq!(truck(1, None, 1.0).working_days(), 7);
        assert_eq!(truck(1, Some(7), 1.0).crew_days(), 7);
        assert_eq!(truck(1, Some(5), 1.0).working_days(), 5);
    }

    proptest! {
        #[test]
        fn days_and_week_are_both_kept(
            count in 0_u32..60,
            days in prop::option::of(1_u8..=7),
            availability in 0.0..=1.0_f64,
            work in prop::array::uniform7(0.0..10.0_f64),
        ) {
            let vehicle = truck(count, days, availability);
            let tours = vehicle.tours_by_day(&work);
            let sum: u64 = tours.iter().copied().map(u64::from).sum();
            prop_assert!(tours.iter().all(|&on_day| f64::from(on_day) < f64::from(count) * availability + 1.0));
            prop_assert!(sum as f64 <= 7.0 * f64::from(count) * availability + 1e-6);
            prop_assert!(sum <= u64::from(count) * u64::from(days.unwrap_or(7)));
        }
    }
}
