//! Tours, their stops, and what no tour takes. The rows of tours.csv, stops.csv, visits.csv and unserved.csv.

use crate::district::{DisposalId, District, PointId, StreamId, VehicleId};
use crate::quantity::{Clock, Day, DaySet, Kilograms, Litres, Metres, Seconds};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What happens at a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StopKind {
    /// Leaves the base.
    Start,
    /// Collects at a point.
    Point(PointId),
    /// Tips all that is on board.
    Disposal(DisposalId),
    /// The driver rests where the row before stands.
    Break,
    /// Back at the base.
    End,
}

/// A row of stops.csv. A visit that takes several streams is a row each; the first carries the service time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stop {
    /// The trip it belongs to, from 1: the rows up to and with a disposal; `End` belongs to the last.
    pub trip: u32,
    /// What happens.
    pub kind: StopKind,
    /// What is loaded; at a disposal the stream on board, if it is one.
    pub stream: Option<StreamId>,
    /// Wheels stop.
    pub arrival: Clock,
    /// Service begins.
    pub start: Clock,
    /// Wheels roll.
    pub departure: Clock,
    /// Taken in at a point, tipped at a disposal, else 0.
    pub kg: Kilograms,
    /// The same in loose litres.
    pub litres: Litres,
    /// On board at departure.
    pub kg_on_board: Kilograms,
    /// Length of the leg that ends here.
    pub metres: Metres,
    /// Time of the leg that ends here.
    pub seconds: Seconds,
}

/// One vehicle's shift (班次).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tour {
    /// Its name, unique in the plan, such as `mon-003`.
    pub name: String,
    /// The day of the week on which it leaves.
    pub day: Day,
    /// The type of vehicle that drives it.
    pub vehicle: VehicleId,
    /// From `Start` to `End`.
    pub stops: Vec<Stop>,
}

impl Tour {
    /// The stops at points, the last first, each with the point and where it is tipped; `None`: nowhere.
    pub fn tipped(&self) -> impl Iterator<Item = (PointId, &Stop, Option<DisposalId>)> {
        let mut tipped_at = None;
        // Backwards: what comes next is where it is tipped.
        self.stops.iter().rev().filter_map(move |stop| {
            match stop.kind {
                StopKind::Disposal(id) => tipped_at = Some(id),
                StopKind::Point(point) => return Some((point, stop, tipped_at)),
                _ => {}
            }
            None
        })
    }

    /// Leaving the base.
    #[must_use]
    pub fn leaves(&self) -> Clock {
        self.stops
            .first()
            .map_or(Clock::MIDNIGHT, |stop| stop.departure)
    }

    /// Return to the base.
    #[must_use]
    pub fn returns(&self) -> Clock {
        self.stops
            .last()
            .map_or(Clock::MIDNIGHT, |stop| stop.arrival)
    }

    /// Time on duty: return - leaving.
    #[must_use]
    pub fn duration(&self) -> Seconds {
        self.returns() - self.leaves()
    }

    /// The way.
    #[must_use]
    pub fn distance(&self) -> Metres {
        self.stops.iter().map(|stop| stop.metres).sum()
    }

    /// Fillings: disposals visited.
    #[must_use]
    pub fn num_trips(&self) -> usize {
        self.stops
            .iter()
            .filter(|stop| matches!(stop.kind, StopKind::Disposal(_)))
            .count()
    }

    /// Of what the row tips, kilograms that go on to a plant once the press has squeezed its leachate out; nothing where the
    /// row is no unloading at a station.
    #[must_use]
    pub fn sent_on(&self, district: &District, row: usize) -> Kilograms {
        match self.stops[row].kind {
            StopKind::Disposal(DisposalId::Station(station)) => {
                district.stations[station.index()].after_press(self.that_goes_on(district, row))
            }
            _ => Kilograms::ZERO,
        }
    }

    /// Of what the row tips, kilograms that a station's press squeezes out.
    #[must_use]
    pub fn leachate(&self, district: &District, row: usize) -> Kilograms {
        self.that_goes_on(district, row) - self.sent_on(district, row)
    }

    /// Of what the row tips, kilograms that do not end at this station.
    fn that_goes_on(&self, district: &District, row: usize) -> Kilograms {
        let StopKind::Disposal(id @ DisposalId::Station(station)) = self.stops[row].kind else {
            return Kilograms::ZERO;
        };
        if district.stations[station.index()].plant.is_none() {
            return Kilograms::ZERO;
        }
        let before = self.stops[..row].iter().rev();
        let trip = before.take_while(|stop| !matches!(stop.kind, StopKind::Disposal(_)));
        let ends_here = |stop: &&Stop| {
            let stream = stop.stream.unwrap_or_else(|| district.residual());
            matches!(stop.kind, StopKind::Point(_)) && district.behind(id, stream).is_none()
        };
        let ends: Kilograms = trip.filter(ends_here).map(|stop| stop.kg).sum();
        (self.stops[row].kg - ends).max(Kilograms::ZERO)
    }

    /// Kilograms taken in at points.
    #[must_use]
    pub fn collected(&self) -> Kilograms {
        self.stops
            .iter()
            .filter(|stop| matches!(stop.kind, StopKind::Point(_)))
            .map(|stop| stop.kg)
            .sum()
    }
}

/// Why something stays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Reason {
    /// Every vehicle that could carry it is too large for the place, or for the roads to it.
    TooLargeForPlace,
    /// No vehicle carries this stream or empties this type of container.
    NoVehicle,
    /// Those that do are not there or not fit: their count or availability is 0.
    NoneFit,
    /// No facility takes this stream.
    NoDisposal,
    /// No road leads there and on to a disposal for any vehicle that could come.
    Unreachable,
    /// Even alone, the visit does not fit the windows and the shift.
    NoTime,
    /// A single way is longer than a driver may drive without a break, and there is no place to rest on it.
    LegTooLong,
    /// Every vehicle that could come is in the workshop or has its day off.
    NoVehicleThatDay,
    /// Those on duty have no hours or room left; others are in the workshop or have their day off.
    OthersOffThatDay,
    /// The fleet has no hours or room left.
    FleetExhausted,
    /// The facilities' daily limits are used up.
    DisposalExhausted,
    /// Where it would be tipped there is no dock or floor free for it, or haulers cannot take it on.
    NotTakenOn,
    /// Rounds that were given do not come here.
    NotInRounds,
    /// A pin asks for what cannot be.
    PinRefused(String),
    /// Taken from a written plan, in its own words.
    Other(String),
}

impl Reason {
    /// All that are told by the same words each time, so that a written plan is read again.
    pub const PLAIN: [Self; 13] = [
        Self::TooLargeForPlace,
        Self::NoVehicle,
        Self::NoneFit,
        Self::NoDisposal,
        Self::Unreachable,
        Self::NoTime,
        Self::LegTooLong,
        Self::NoVehicleThatDay,
        Self::OthersOffThatDay,
        Self::FleetExhausted,
        Self::DisposalExhausted,
        Self::NotTakenOn,
        Self::NotInRounds,
    ];
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLargeForPlace => {
                "every vehicle is too wide, heavy or high for the place or the roads to it"
            }
            Self::NoVehicle => "no vehicle carries this stream and empties these containers",
            Self::NoneFit => {
                "every vehicle that carries this stream is out of service: its count or availability is 0"
            }
            Self::LegTooLong => {
                "the way is longer than a driver may drive without a break, and has no stop on it"
            }
            Self::OthersOffThatDay => {
                "the vehicles on duty have no hours or room left; others are in the workshop or off on this day"
            }
            Self::NoVehicleThatDay => {
                "every vehicle that could come is in the workshop or off on this day"
            }
            Self::NoDisposal => "no facility takes this stream",
            Self::Unreachable => "no road leads there for any vehicle that could come",
            Self::NoTime => "does not fit the windows and the shift, even alone",
            Self::FleetExhausted => "the fleet has no hours or room left",
            Self::DisposalExhausted => "the daily limits of the facilities are used up",
            Self::NotTakenOn => {
                "the station or plant has no dock or floor free for it, or haulers cannot take it on"
            }
            Self::NotInRounds => "the rounds given do not come here",
            Self::PinRefused(why) => return write!(f, "pin refused: {why}"),
            Self::Other(text) => text,
        })
    }
}

/// A visit that is not made on a day on which it was asked for, or kilograms that stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unserved {
    /// The point.
    pub point: PointId,
    /// The day.
    pub day: Day,
    /// The stream.
    pub stream: StreamId,
    /// What stays.
    pub kg: Kilograms,
    /// Why.
    pub reason: Reason,
}

/// How often a point is visited for a stream, on which days, and why (a row of visits.csv).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitRule {
    /// The point.
    pub point: PointId,
    /// The stream.
    pub stream: StreamId,
    /// Visiting days.
    pub days: DaySet,
    /// Why so often: `containers`, `max_age_days`, `given`, ...
    pub reason: String,
}

impl VisitRule {
    /// Visiting days in a week.
    #[must_use]
    pub fn visits_per_week(&self) -> usize {
        self.days.len()
    }
}

/// A stop of a test: at seven, with nothing but a mass.
#[cfg(test)]
pub(super) fn stop(kind: StopKind, stream: Option<StreamId>, kg: i64) -> Stop {
    let seven = Clock::at(7, 0);
    Stop {
        trip: 1,
        kind,
        stream,
        arrival: seven,
        start: seven,
        departure: seven,
        kg: Kilograms(kg),
        litres: Litres::ZERO,
        kg_on_board: Kilograms::ZERO,
        metres: Metres(1_500),
        seconds: Seconds::ZERO,
    }
}

/// A Monday tour of a test.
#[cfg(test)]
pub(super) fn tour(stops: Vec<Stop>) -> Tour {
    Tour {
        name: "mon-001".into(),
        day: Day(0),
        vehicle: VehicleId(0),
        stops,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::PlantId;

    #[test]
    fn a_tour_sums_up_its_stops() {
        let plant = StopKind::Disposal(DisposalId::Plant(PlantId(0)));
        let mut stops = vec![
            stop(StopKind::Start, None, 0),
            stop(StopKind::Point(PointId(0)), None, 70),
            stop(plant, None, 70),
            stop(plant, None, 0),
            stop(StopKind::End, None, 0),
        ];
        stops[4].arrival = Clock::at(25, 30);
        let tour = tour(stops);
        assert_eq!(tour.duration(), Seconds::minutes(18 * 60 + 30));
        assert_eq!(tour.distance(), Metres(5 * 1_500));
        assert_eq!((tour.num_trips(), tour.collected()), (2, Kilograms(70)));
    }

    #[test]
    fn a_tour_without_stops_takes_no_time() {
        assert_eq!(tour(Vec::new()).duration(), Seconds::ZERO);
    }
}
