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

    /// What stations get reaches their plants.
    fn send_on(&mut self, district: &District) {
        let at_stations = self.0.clone();
        for ((id, stream), origins) in at_stations {
            let DisposalId::Station(station) = id else {
                continue;
            };
            let Some(plant) = district.stations[station.index()].plant else {
                continue;
            };
            for (origin, week) in origins {
                let mean = week.iter().sum::<f64>() / 7.0;
                for day in 0..7 {
                    self.add((DisposalId::Plant(plant), stream), origin, day, mean);
                }
            }
        }
    }
}
