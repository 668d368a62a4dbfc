//! Collection points made from villages and households, where there is no table of points.

use super::{Bins, CollectionPoint, Place, PointKind, VehicleLimits, Village, VillageId, defaults};
use crate::quantity::{Litres, Window};

/// The points of a village: `ceil(households / 22)` of them on a sunflower spiral (Vogel 1979, Mathematical Biosciences
/// 44, doi 10.1016/0025-5564(79)90080-4) of radius `sqrt(area / pi)`, each with the 240-litre containers that hold its
/// share of a day.
#[must_use]
pub fn made_points(id: VillageId, village: &Village, loose_kg_m3: f64) -> Vec<CollectionPoint> {
    let count = village
        .households
        .div_ceil(defaults::HOUSEHOLDS_PER_POINT)
        .max(1);
    let litres = village.kg_per_day() / f64::from(count) * 1000.0 / loose_kg_m3;
    let containers = (litres / defaults::CONTAINER_LITRES.as_f64())
        .ceil()
        .clamp(1.0, 10_000.0) as u32;
    (0..count)
        .map(|k| CollectionPoint {
            name: format!("{}-{}", village.name, k + 1),
            village: Some(id),
            place: spiral_place(village, k, count),
            kind: PointKind::Made,
            bins: vec![household_bins(containers, defaults::CONTAINER_LITRES)],
            limits: VehicleLimits {
                width_m: village.max_vehicle_width_m,
                tonnes: None,
            },
            note: String::new(),
        })
        .collect()
}

/// Bins of a village's households, all rates left to the model.
fn household_bins(containers: u32, container_litres: Litres) -> Bins {
    Bins {
        stream: None,
        containers,
        container_litres,
        container_type: String::new(),
        kg_per_day: None,
        service: defaults::service(containers),
        window: Window::ALWAYS,
        visits_per_week: None,
        visits_per_day: None,
    }
}

fn spiral_place(village: &Village, k: u32, count: u32) -> Place {
    const METRES_PER_DEGREE: f64 = 111_195.0;
    let golden_angle = std::f64::consts::PI * (3.0 - 5.0_f64.sqrt());
    let radius_km = village.area_km2.map_or(defaults::VILLAGE_RADIUS_KM, |a| {
        (a / std::f64::consts::PI).sqrt()
    });
    let radius = radius_km * 1000.0 * ((f64::from(k) + 0.5) / f64::from(count)).sqrt();
    let (sin, cos) = (
        libm::sin(golden_angle * f64::from(k)),
        libm::cos(golden_angle * f64::from(k)),
    );
    let narrowing = libm::cos(village.place.latitude.to_radians()).max(0.01);
    let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
    Place::new(
        rounded(village.place.longitude + radius * cos / (METRES_PER_DEGREE * narrowing)),
        rounded(village.place.latitude + radius * sin / METRES_PER_DEGREE),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::TownId;

    #[test]
    fn points_lie_within_the_village_and_hold_a_day() {
        let village = Village {
            name: "Upper Mill".into(),
            town: TownId(0),
            place: Place::new(119.8, 36.0),
            households: 100,
            population: 260.0,
            kg_per_person_day: 0.521,
            rate_is_default: true,
            participation: 1.0,
            area_km2: Some(1.0),
            max_vehicle_width_m: Some(2.2),
        };
        let points = made_points(VillageId(0), &village, 263.0);
        assert_eq!(points.len(), 5, "ceil(100 / 22)");
        let radius = (1.0e6 / std::f64::consts::PI).sqrt();
        for point in &points {
            assert!(point.place.metres_to(village.place) <= radius + 1.0);
            assert!(point.bins[0].litres().as_f64() >= village.kg_per_day() / 5.0 / 0.263);
        }
    }
}
