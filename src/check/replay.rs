//! A tour driven again: what each of its rows should say, by the judge's own legs and loads. It judges nothing.

use super::Finding;
use crate::district::{Bins, DisposalId, District, PointId, StreamId, Vehicle};
use crate::plan::{Stop, StopKind, Tour, TourFigures};
use crate::quantity::{Kilograms, Leg, Litres, Metres, Seconds};
use crate::roads::{SiteId, Travel};

/// What is in the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OnBoard {
    /// Its mass.
    pub kg: Kilograms,
    /// Its loose litres, rounded at each stop.
    pub litres: Litres,
    /// Stops at points since the body was empty.
    pub stops: u32,
}

/// A row of stops.csv, and what it should say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// What the plan says.
    pub stop: &'a Stop,
    /// Position in the tour, from 0.
    pub sequence: usize,
    /// The leg that ends here; as written where there is no way.
    pub leg: Leg,
    /// Whether there is a way.
    pub has_way: bool,
    /// Fillings ended so far, this row included.
    pub trips_ended: u32,
    /// In the body on arrival.
    pub before: OnBoard,
    /// In the body at departure.
    pub after: OnBoard,
}

impl Row<'_> {
    /// The collection point and the stream loaded there, if the row is a visit.
    pub fn visit(&self, district: &District) -> Option<(PointId, StreamId)> {
        match self.stop.kind {
            StopKind::Point(point) => Some((
                point,
                self.stop.stream.unwrap_or_else(|| district.residual()),
            )),
            _ => None,
        }
    }

    /// The facility, if the row is an unloading.
    pub fn disposal(&self) -> Option<DisposalId> {
        match self.stop.kind {
            StopKind::Disposal(disposal) => Some(disposal),
            _ => None,
        }
    }

    /// Time from the beginning of service to departure.
    pub fn stood(&self) -> Seconds {
        self.stop.departure - self.stop.start
    }
}

/// A tour and its rows, driven again.
#[derive(Clone, Debug)]
pub(super) struct Replay<'a> {
    /// The district.
    pub district: &'a District,
    /// What the plan says.
    pub tour: &'a Tour,
    /// The type of vehicle.
    pub vehicle: &'a Vehicle,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

impl<'a> Replay<'a> {
    /// Drives a tour whose structure is sound.
    pub fn of(district: &'a District, travel: &Travel, tour: &'a Tour) -> Self {
        let mut replay = Self {
            district,
            tour,
            vehicle: &district.vehicles[tour.vehicle.index()],
            rows: Vec::with_capacity(tour.stops.len()),
        };
        let mut place = travel.sites.start(tour.vehicle);
        for stop in &tour.stops {
            let next = site(travel, tour, stop, place);
            let leg = travel.leg(tour.vehicle, place, next);
            replay.push(stop, if next == place { Leg::default() } else { leg });
            place = next;
        }
        replay
    }

    fn push(&mut self, stop: &'a Stop, leg: Leg) {
        let last = self.rows.last();
        let before = last.map_or(OnBoard::default(), |row| row.after);
        let trips_ended = last.map_or(0, |row| row.trips_ended);
        let mut row = Row {
            stop,
            sequence: self.rows.len(),
            leg: if leg.exists() { leg } else { written_leg(stop) },
            has_way: leg.exists(),
            trips_ended,
            before,
            after: before,
        };
        match stop.kind {
            StopKind::Point(_) => row.after = self.with_load(before, &row),
            StopKind::Disposal(_) => {
                row.after = OnBoard::default();
                row.trips_ended += 1;
            }
            StopKind::Start | StopKind::Break | StopKind::End => {}
        }
        self.rows.push(row);
    }

    fn with_load(&self, before: OnBoard, row: &Row) -> OnBoard {
        OnBoard {
            kg: before.kg + row.stop.kg,
            litres: before.litres + self.loose_litres(row),
            stops: before.stops + 1,
        }
    }

    /// Loose litres of what a visit takes.
    pub fn loose_litres(&self, row: &Row) -> Litres {
        row.visit(self.district)
            .map_or(Litres::ZERO, |(_, stream)| {
                self.district.streams[stream.index()].loose_litres(row.stop.kg)
            })
    }

    /// The containers that a visit empties.
    pub fn bins(&self, row: &Row) -> impl Iterator<Item = &'a Bins> + use<'a> {
        let district = self.district;
        let visit = row.visit(district);
        visit
            .into_iter()
            .flat_map(move |(point, stream)| bins_of(district, point, stream))
    }

    /// Return - leaving, by the judge's legs and the time that the rows stand.
    pub fn duration(&self) -> Seconds {
        self.rows
            .iter()
            .map(|row| row.leg.time() + (row.stop.departure - row.stop.arrival))
            .sum()
    }

    /// The way, by the judge's legs.
    pub fn distance(&self) -> Metres {
        self.rows.iter().map(|row| row.leg.distance()).sum()
    }

    /// What the tour is priced by.
    pub fn figures(&self) -> TourFigures {
        TourFigures {
            distance: self.distance(),
            duration: self.duration(),
        }
    }

    /// Taken in at points.
    pub fn collected(&self) -> Kilograms {
        self.tour.collected()
    }

    /// A promise that a row breaks.
    pub fn finding(
        &self,
        promise: &'static str,
        row: &Row,
        amount: f64,
        unit: &'static str,
        detail: String,
    ) -> Finding {
        let place = self.name(row);
        let detail = format!("sequence {}, {place}: {detail}", row.sequence);
        Finding::new(promise, &self.tour.name, amount, unit, detail)
            .on(self.tour.day)
            .at(row.stop.start)
    }

    fn name(&self, row: &Row) -> String {
        match row.stop.kind {
            StopKind::Start => "start".into(),
            StopKind::Break => "break".into(),
            StopKind::End => "end".into(),
            StopKind::Point(point) => {
                format!("point {}", self.district.points[point.index()].name)
            }
            StopKind::Disposal(disposal) => match disposal {
                DisposalId::Station(_) => {
                    format!("station {}", self.district.disposal_name(disposal))
                }
                DisposalId::Plant(_) => format!("plant {}", self.district.disposal_name(disposal)),
            },
        }
    }
}

/// The containers of a point that hold a stream: those named for it, and for the residual one also those of no stream.
pub(super) fn bins_of(
    district: &District,
    point: PointId,
    stream: StreamId,
) -> impl Iterator<Item = &Bins> + use<'_> {
    let takes_unnamed = stream == district.residual();
    let bins = district.points[point.index()].bins.iter();
    bins.filter(move |bins| bins.stream.map_or(takes_unnamed, |own| own == stream))
}

fn site(travel: &Travel, tour: &Tour, stop: &Stop, before: SiteId) -> SiteId {
    match stop.kind {
        StopKind::Start => travel.sites.start(tour.vehicle),
        StopKind::End => travel.sites.end(tour.vehicle),
        StopKind::Break => before,
        StopKind::Point(point) => travel.sites.point(point),
        StopKind::Disposal(disposal) => travel.sites.disposal(disposal),
    }
}

/// What the plan says of a leg, as far as a leg can say it.
fn written_leg(stop: &Stop) -> Leg {
    let bounded =
        |value: i64| u32::try_from(value.clamp(0, i64::from(Leg::NONE.metres))).unwrap_or(0);
    Leg {
        seconds: bounded(stop.seconds.0),
        metres: bounded(stop.metres.0),
    }
}
