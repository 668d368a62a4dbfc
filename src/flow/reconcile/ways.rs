//! Whose waste is tipped where, on which day: by the trucks of a plan, or as it is assigned.

use crate::district::{DisposalId, District, StreamId};
use crate::flow::{Assignment, Origin};
use crate::plan::{Plan, StopKind};
use std::collections::BTreeMap;

/// Kilograms by day of the week.
type Week = [f64; 7];

/// What each facility gets of whom, by stream, on each day of the base week; at a plant also what stations send on, evenly
/// over the week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways(pub(super) BTreeMap<(DisposalId, StreamId), BTreeMap<Origin, Week>>);

impl Ways {
    /// As a plan's tours tip.
    #[must_use]
    pub fn of_plan(district: &District, plan: &Plan) -> Self {
        let mut ways = Self::default();
        for tour in &plan.tours {
            let mut aboard = Vec::new();
            for stop in &tour.stops {
                match stop.kind {
                    StopKind::Point(point) => {
                        let stream = stop.stream.unwrap_or_else(|| district.residual());
                        aboard.push((Origin::of(district, point), stream, stop.kg.as_f64()));
                    }
                    StopKind::Disposal(id) => {
                        for (origin, stream, kg) in aboard.drain(..) {
                            ways.add((id, stream), origin, tour.day.index() % 7, kg);
                        }
                    }
                    StopKind::Start | StopKind::Break | StopKind::End => {}
                }
            }
        }
        ways.send_on(district);
        ways
    }

    /// As an assignment says, every day alike.
    #[must_use]
    pub fn of_assignment(district: &District, assignment: &Assignment) -> Self {
        let mut ways = Self::default();
        for row in &assignment.rows {
            if let Some(id) = row.facility {
                for day in 0..7 {
                    ways.add((id, row.stream), row.origin, day, row.kg_per_day);
                }
            }
        }
        ways.send_on(district);
        ways
    }

    fn add(&mut self, to: (DisposalId, StreamId), origin: Origin, day: usize, kg: f64) {
        let origins = self.0.entry(to).or_default();
        origins.entry(origin).or_default()[day] += kg;
    }

    /// What stations get reaches their plants, if these take it, without what is squeezed out.
    fn send_on(&mut self, district: &District) {
        let at_stations = self.0.clone();
        for ((id, stream), origins) in at_stations {
            let Some(plant) = district.behind(id, stream) else {
                continue;
            };
            let share = district.share_sent_on(id);
            for (origin, week) in origins {
                let mean = week.iter().sum::<f64>() / 7.0 * share;
                for day in 0..7 {
                    self.add((plant, stream), origin, day, mean);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, Place, StreamKind, VillageId};
    use crate::flow::Assigned;
    use crate::quantity::Money;

    #[test]
    fn a_plant_gets_what_its_station_sends_on_of_what_it_takes() {
        let here = Place::new(119.8, 36.0);
        let mut builder = DistrictBuilder::new("ways");
        builder.add_village("town", "village", here, 100);
        let mut kitchen = builder.district.streams[0].clone();
        kitchen.name = "kitchen".into();
        kitchen.kind = StreamKind::Compostable;
        builder.district.streams.push(kitchen);
        let [residual, kitchen] = [0, 1].map(StreamId::from_index);
        let (station, plant) = (
            builder.add_station("press", here),
            builder.add_plant("plant", here),
        );
        let district = &mut builder.district;
        district.stations[0].plant = Some(plant);
        district.stations[0].leachate_share = 0.1;
        district.plants[0].gate.accepts = vec![residual];
        let at = DisposalId::Station(station);
        let row = |stream| Assigned {
            origin: Origin::Village(VillageId::from_index(0)),
            stream,
            kg_per_day: 700.0,
            facility: Some(at),
            price_per_tonne: Money::ZERO,
            second: None,
        };
        let assignment = Assignment {
            rows: vec![row(residual), row(kitchen)],
            facilities: Vec::new(),
            cost: Money::ZERO,
            bound: Money::ZERO,
        };
        let ways = Ways::of_assignment(&builder.unjudged(), &assignment);
        let week = |id, stream| {
            ways.0
                .get(&(id, stream))
                .map(|origins| origins.values().flatten().sum::<f64>().round())
        };
        assert_eq!(week(at, kitchen), Some(4_900.0));
        assert_eq!(week(DisposalId::Plant(plant), residual), Some(4_410.0));
        assert_eq!(
            week(DisposalId::Plant(plant), kitchen),
            None,
            "it ends at the station"
        );
    }
}
