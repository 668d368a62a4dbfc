//! The answer as plain data: a cyclic week of tours, what is left, and what it costs.
//!
//! Whoever makes a plan fills these types, whoever judges or prints one reads them; nothing here decides anything.

mod consistency;
mod cost;
mod done;
mod fix;
mod fuel;
mod given;
mod haul;
mod tour;
mod trucks;

pub use consistency::Consistency;
pub use cost::{CostParts, TourFigures};
pub use done::DoneVisit;
pub use fix::Fix;
pub use given::{GivenPlace, GivenTour, GivenVisit, GivenWeek, LeftOut, WhyLeftOut};
pub use haul::{Haul, HaulTour, haul_tours};
pub use tour::{Reason, Stop, StopKind, Tour, Unserved, VisitRule};
pub use trucks::Trucks;

use crate::district::{DisposalId, District, Vehicle};
use crate::quantity::{Day, IsoWeek, Kilograms, Version};
use serde::{Deserialize, Serialize};

/// A week of collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Plan {
    /// The version of the document's form.
    #[serde(default)]
    pub(crate) version: Version<1>,
    /// The week it is made for; `None`: any week of the base season.
    pub week: Option<IsoWeek>,
    /// Tours, by day, then name.
    pub tours: Vec<Tour>,
    /// Visits not made and kilograms that stay.
    pub unserved: Vec<Unserved>,
    /// How often each point is visited, and why; by point, then stream.
    pub visits: Vec<VisitRule>,
    /// Line haul, by day, tour and place in the tour; empty: none is planned.
    #[serde(default)]
    pub hauls: Vec<Haul>,
}

/// What a station makes of what collectors tip there in the week and that does not end there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThroughStation {
    /// Goes on to the plant.
    pub sent_on: Kilograms,
    /// Is squeezed out and drained.
    pub leachate: Kilograms,
}

impl Plan {
    /// Kilograms taken in at points over the week.
    #[must_use]
    pub fn collected(&self) -> Kilograms {
        self.tours.iter().map(Tour::collected).sum()
    }

    /// Most tours of collectors on one day.
    #[must_use]
    pub fn most_tours_on_a_day(&self) -> usize {
        let on = |day: Day| self.tours.iter().filter(|tour| tour.day == day).count();
        Day::WEEK.into_iter().map(on).max().unwrap_or(0)
    }

    /// Crews that its tours ask for: of each type of vehicle those of its busiest day, or more where the week's tours are more
    /// than a crew's days.
    #[must_use]
    pub fn crews_needed(&self, district: &District) -> usize {
        let of_type = |(index, vehicle): (usize, &Vehicle)| {
            let mut tours = [0_usize; 7];
            let own = self
                .tours
                .iter()
                .filter(|tour| tour.vehicle.index() == index);
            own.for_each(|tour| tours[tour.day.index() % 7] += 1);
            let days = usize::from(vehicle.crew_days());
            let busiest = tours.into_iter().max().unwrap_or(0);
            busiest.max(tours.iter().sum::<usize>().div_ceil(days))
        };
        district.vehicles.iter().enumerate().map(of_type).sum()
    }

    /// Kilograms that collectors tip at plants, past all stations.
    #[must_use]
    pub fn direct(&self) -> Kilograms {
        let stops = self.tours.iter().flat_map(|tour| &tour.stops);
        let at_plants =
            stops.filter(|stop| matches!(stop.kind, StopKind::Disposal(DisposalId::Plant(_))));
        at_plants.map(|stop| stop.kg).sum()
    }

    /// By station, kilograms of the week that collectors tip there and that go on, and those that the press squeezes out.
    #[must_use]
    pub fn through_stations(&self, district: &District) -> Vec<ThroughStation> {
        let mut through = vec![ThroughStation::default(); district.stations.len()];
        for tour in &self.tours {
            for (row, stop) in tour.stops.iter().enumerate() {
                if let StopKind::Disposal(DisposalId::Station(id)) = stop.kind {
                    let here = &mut through[id.index()];
                    here.sent_on += tour.sent_on(district, row);
                    here.leachate += tour.leachate(district, row);
                }
            }
        }
        through
    }

    /// Kilograms taken in at points over the week, by stream; rows that name none are residual waste.
    #[must_use]
    pub fn collected_by_stream(&self, district: &District) -> Vec<Kilograms> {
        let residual = district.residual();
        let mut totals = vec![Kilograms::ZERO; district.streams.len()];
        for stop in self.tours.iter().flat_map(|tour| &tour.stops) {
            let total = totals.get_mut(stop.stream.unwrap_or(residual).index());
            if let (StopKind::Point(_), Some(total)) = (stop.kind, total) {
                *total += stop.kg;
            }
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, PointId, Sink, StreamId, StreamKind, WasteStream};

    #[test]
    fn each_stream_has_its_own_kilograms() {
        let mut builder = DistrictBuilder::new("two streams");
        let residual = builder.district.streams[0].clone();
        builder.add_stream(WasteStream {
            name: "compostable".into(),
            kind: StreamKind::Compostable,
            goes_to: Sink::Chain,
            ..residual
        });
        let point = StopKind::Point(PointId(0));
        let stops = vec![
            tour::stop(StopKind::Start, None, 0),
            tour::stop(point, Some(StreamId(1)), 30),
            tour::stop(point, None, 12),
            tour::stop(point, Some(StreamId(0)), 8),
            tour::stop(StopKind::End, None, 0),
        ];
        let plan = Plan {
            tours: vec![tour::tour(stops)],
            ..Plan::default()
        };
        let by_stream = plan.collected_by_stream(&builder.unjudged());
        assert_eq!(by_stream, [Kilograms(20), Kilograms(30)]);
        assert_eq!(plan.collected(), Kilograms(50));
    }
}
