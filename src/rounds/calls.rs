//! Calls: what a truck does at one point in one visit, and why some of them nobody can make.

use super::cadence::{Cadence, Need, broken_rule, cadence};
use crate::district::{Bins, DisposalId, District, PinTarget, PointId, StreamId, VehicleId};
use crate::flow::PointLoad;
use crate::plan::Reason;
use crate::quantity::{Clock, DaySet, Leg, Seconds, Window};
use crate::roads::{SiteId, Travel};

/// What is collected together at a point, its rules and its choices.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub point: PointId,
    /// Rows of the loads that it takes; one, unless the trucks mix streams.
    pub loads: Vec<usize>,
    pub service: Seconds,
    pub window: Window,
    pub visits_per_day: u8,
    pub cadence: Cadence,
    /// Collectors that may come.
    pub vehicles: Vec<VehicleId>,
    /// Where it must be tipped, if a pin says so.
    pub pinned_disposal: Option<DisposalId>,
    /// Why a pin was not honoured, or why nobody can come.
    pub refused_pin: Option<String>,
    pub unservable: Option<Reason>,
}

/// The calls of a week, by point.
pub(super) fn calls(district: &District, travel: &Travel, loads: &[PointLoad]) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for (row, load) in loads.iter().enumerate() {
        let joined = calls
            .last_mut()
            .filter(|call| call.point == load.point && may_join(district, loads, call, load));
        match joined {
            Some(call) => call.loads.push(row),
            None => calls.push(bare_call(load.point, row)),
        }
    }
    let homes = Homes::of(district, travel);
    for call in &mut calls {
        let (service, window, visits_per_day) = stay(district, loads, call);
        (call.service, call.window, call.visits_per_day) = (service, window, visits_per_day);
        call.cadence = cadence(&needs(district, loads, call));
        let mut tours = LoneTours::new(&homes, call.point);
        call.unservable = choose_vehicles(&mut tours, loads, call);
        apply_pins(district, loads, call);
        if call.unservable.is_none() {
            call.unservable = keep_vehicles_in_time(&mut tours, loads, call);
        }
    }
    calls
}

fn bare_call(point: PointId, row: usize) -> Call {
    Call {
        point,
        loads: vec![row],
        service: Seconds::ZERO,
        window: Window::ALWAYS,
        visits_per_day: 1,
        cadence: Cadence {
            choices: vec![DaySet::WEEK],
            reason: "given",
        },
        vehicles: Vec::new(),
        pinned_disposal: None,
        refused_pin: None,
        unservable: None,
    }
}

pub(super) fn bins_of<'a>(district: &'a District, load: &PointLoad) -> &'a Bins {
    &district.points[load.point.index()].bins[load.bins]
}

fn needs<'a>(district: &'a District, loads: &'a [PointLoad], call: &Call) -> Vec<Need<'a>> {
    let need = |&row: &usize| Need {
        bins: bins_of(district, &loads[row]),
        stream: &district.streams[loads[row].stream.index()],
        kg: &loads[row].kg,
    };
    call.loads.iter().map(need).collect()
}

/// Two loads of a point make one call where every truck and every gate that takes one takes both, and the trucks mix.
fn may_join(district: &District, loads: &[PointLoad], call: &Call, load: &PointLoad) -> bool {
    let first = loads[call.loads[0]].stream;
    let both =
        |accepted: Vec<StreamId>| accepted.contains(&first) == accepted.contains(&load.stream);
    let bins = bins_of(district, load);
    let like = |row: &usize| {
        let other = bins_of(district, &loads[*row]);
        other.window == bins.window
            && other.visits_per_day == bins.visits_per_day
            && other.container_type == bins.container_type
    };
    call.loads.iter().all(like)
        && district
            .fleet(crate::district::Role::Collector)
            .all(|(id, vehicle)| {
                both(district.accepted_by_vehicle(id).collect())
                    && (vehicle.mixes || !district.accepted_by_vehicle(id).any(|s| s == first))
            })
        && district
            .disposals()
            .all(|id| both(district.accepted_by_gate(id).collect()))
}

/// Service time (it falls once a visit: the longest of its bins), window and visits a day.
fn stay(district: &District, loads: &[PointLoad], call: &Call) -> (Seconds, Window, u8) {
    let bins = || call.loads.iter().map(|&row| bins_of(district, &loads[row]));
    let service = bins().map(|b| b.service).max().unwrap_or(Seconds::ZERO);
    let open = bins()
        .map(|b| b.window.open)
        .max()
        .unwrap_or(Clock::MIDNIGHT);
    let close = bins()
        .map(|b| b.window.close)
        .min()
        .unwrap_or(Clock::LATEST);
    let visits = bins()
        .filter_map(|b| b.visits_per_day)
        .max()
        .unwrap_or(1)
        .max(1);
    (service, Window::new(open, close), visits)
}

/// Fills the vehicles that may come; the reason if there are none.
fn choose_vehicles(
    tours: &mut LoneTours<'_>,
    loads: &[PointLoad],
    call: &mut Call,
) -> Option<Reason> {
    let (district, travel) = (tours.homes.district, tours.homes.travel);
    let point = &district.points[call.point.index()];
    let streams: Vec<StreamId> = call.loads.iter().map(|&row| loads[row].stream).collect();
    let types = || {
        call.loads
            .iter()
            .map(|&row| bins_of(district, &loads[row]).container_type.as_str())
    };
    let able: Vec<VehicleId> = district
        .fleet(crate::district::Role::Collector)
        .filter(|(id, vehicle)| {
            let accepted: Vec<StreamId> = district.accepted_by_vehicle(*id).collect();
            let handles = |kind: &str| {
                kind.is_empty()
                    || vehicle.handles.is_empty()
                    || vehicle.handles.iter().any(|h| h == kind)
            };
            streams.iter().all(|s| accepted.contains(s)) && types().all(handles)
        })
        .map(|(id, _)| id)
        .collect();
    let is_fit = |id: &VehicleId| district.vehicles[id.index()].tours_a_week() > 0;
    let carries: Vec<VehicleId> = able.iter().copied().filter(is_fit).collect();
    let taken = district.disposals().any(|id| {
        streams
            .iter()
            .all(|s| district.accepted_by_gate(id).any(|a| a == *s))
    });
    let fits: Vec<VehicleId> = carries
        .iter()
        .copied()
        .filter(|id| {
            let vehicle = &district.vehicles[id.index()];
            point.limits.admit(vehicle.width_m, vehicle.gross_tonnes)
        })
        .collect();
    let (none_carries, none_fits) = (carries.is_empty(), fits.is_empty());
    call.vehicles = fits
        .into_iter()
        .filter(|&id| tours.exists(loads, call, id))
        .collect();
    match () {
        () if able.is_empty() => Some(Reason::NoVehicle),
        () if none_carries => Some(Reason::NoneFit),
        () if !taken => Some(Reason::NoDisposal),
        () if none_fits => Some(Reason::TooLargeForPlace),
        // The smallest vehicle would get there: it is the roads that are too narrow, weak or low.
        () if call.vehicles.is_empty() && is_too_small(travel, &carries, call) => {
            Some(Reason::TooLargeForPlace)
        }
        () if call.vehicles.is_empty() => Some(Reason::Unreachable),
        () => None,
    }
}

/// Whether roads lead to the point, but none for any of these vehicles.
fn is_too_small(travel: &Travel, vehicles: &[VehicleId], call: &Call) -> bool {
    let site = travel.sites.point(call.point);
    travel.is_connected(site) && !vehicles.iter().any(|&id| travel.reaches(id, site))
}

/// The ways from each gate to where each collector ends its tours.
struct Homes<'a> {
    district: &'a District,
    travel: &'a Travel,
    gates: Vec<DisposalId>,
    /// By gate, a bit for each stream that it takes.
    accepts: Vec<u32>,
    /// By vehicle, then gate.
    legs: Vec<Vec<Leg>>,
}

impl<'a> Homes<'a> {
    fn of(district: &'a District, travel: &'a Travel) -> Self {
        let gates: Vec<DisposalId> = district.disposals().collect();
        let mut legs = vec![Vec::new(); district.vehicles.len()];
        for (id, _) in district.fleet(crate::district::Role::Collector) {
            let end = travel.sites.end(id);
            let home = |&gate: &DisposalId| travel.leg(id, travel.sites.disposal(gate), end);
            legs[id.index()] = gates.iter().map(home).collect();
        }
        let bits = |&gate: &DisposalId| {
            let accepted = district.accepted_by_gate(gate);
            accepted.fold(0, |bits, stream| bits | 1 << stream.index())
        };
        Self {
            district,
            travel,
            accepts: gates.iter().map(bits).collect(),
            gates,
            legs,
        }
    }
}

/// Tours to one point alone: out to it, on to a disposal, and home. Vehicles that drive alike share the ways on.
struct LoneTours<'a> {
    homes: &'a Homes<'a>,
    point: SiteId,
    /// By way of driving, the ways from the point to each gate, as far as they were asked for.
    onward: Vec<Vec<Leg>>,
}

impl<'a> LoneTours<'a> {
    fn new(homes: &'a Homes<'a>, point: PointId) -> Self {
        Self {
            homes,
            point: homes.travel.sites.point(point),
            onward: Vec::new(),
        }
    }

    /// The legs of a vehicle's tour by each disposal that takes the call.
    fn of<'t>(
        &'t mut self,
        loads: &[PointLoad],
        call: &'t Call,
        vehicle: VehicleId,
    ) -> impl Iterator<Item = (DisposalId, [Leg; 3])> + 't {
        let Homes {
            travel,
            gates,
            accepts,
            legs,
            ..
        } = self.homes;
        let (point, profile) = (self.point, travel.profile(vehicle));
        if self.onward.len() <= profile {
            self.onward.resize(profile + 1, Vec::new());
        }
        if self.onward[profile].is_empty() {
            let on = |&gate: &DisposalId| travel.leg(vehicle, point, travel.sites.disposal(gate));
            self.onward[profile] = gates.iter().map(on).collect();
        }
        let out = travel.leg(vehicle, travel.sites.start(vehicle), point);
        let streams = call.loads.iter().map(|&row| loads[row].stream.index());
        let wanted: u32 = streams.fold(0, |bits, stream| bits | 1 << stream);
        let takes = move |id: DisposalId, accepted: u32| {
            accepted & wanted == wanted && call.pinned_disposal.is_none_or(|pinned| pinned == id)
        };
        let ways = self.onward[profile].iter().zip(&legs[vehicle.index()]);
        let tours = gates.iter().zip(accepts).zip(ways);
        tours
            .filter(move |((id, accepted), _)| takes(**id, **accepted))
            .map(move |((&id, _), (&on, &home))| (id, [out, on, home]))
    }

    /// Whether there is such a tour at all.
    fn exists(&mut self, loads: &[PointLoad], call: &Call, vehicle: VehicleId) -> bool {
        let mut tours = self.of(loads, call, vehicle);
        tours.any(|(_, legs)| legs.iter().all(|leg| leg.exists()))
    }
}

/// Honours the pins of the point and its village; what cannot be is refused with a reason and left out.
fn apply_pins(district: &District, loads: &[PointLoad], call: &mut Call) {
    let village = district.points[call.point.index()].village;
    let about = |target: PinTarget| match target {
        PinTarget::Point(point) => point == call.point,
        PinTarget::Village(pinned) => Some(pinned) == village,
    };
    for pin in district.pins.iter().filter(|pin| about(pin.target)) {
        if let Some(vehicle) = pin.vehicle {
            if call.vehicles.contains(&vehicle) {
                call.vehicles = vec![vehicle];
            } else {
                call.refused_pin = Some(format!(
                    "{} cannot come here",
                    district.vehicles[vehicle.index()].name
                ));
            }
        }
        if let Some(disposal) = pin.disposal {
            let takes = |row: &usize| {
                district
                    .accepted_by_gate(disposal)
                    .any(|stream| stream == loads[*row].stream)
            };
            if call.loads.iter().all(takes) {
                call.pinned_disposal = Some(disposal);
            } else {
                call.refused_pin = Some(format!(
                    "{} does not take this stream",
                    district.disposal_name(disposal)
                ));
            }
        }
        if let Some(days) = pin.days.filter(|days| !days.is_empty()) {
            let needs = needs(district, loads, call);
            match broken_rule(&needs, &call.cadence, days) {
                None => {
                    call.cadence = Cadence {
                        choices: vec![days],
                        reason: "pinned",
                    };
                }
                Some(rule) => {
                    call.refused_pin = Some(format!("{days} break a rule of its visits: {rule}"))
                }
            }
        }
    }
}

/// Keeps the vehicles that can make the call at least alone and fresh; the reason if there are none. A pinned facility
/// that nobody could reach in time is refused first.
fn keep_vehicles_in_time(
    tours: &mut LoneTours<'_>,
    loads: &[PointLoad],
    call: &mut Call,
) -> Option<Reason> {
    let district = tours.homes.district;
    let mut in_time = vehicles_in_time(tours, loads, call);
    if in_time.is_empty()
        && let Some(pinned) = call.pinned_disposal.take()
    {
        let name = district.disposal_name(pinned);
        call.refused_pin = Some(format!("{name} cannot be reached in time"));
        in_time = vehicles_in_time(tours, loads, call);
    }
    if !in_time.is_empty() {
        call.vehicles = in_time;
        return None;
    }
    let (mut is_reached, mut is_rested) = (false, false);
    for &id in &call.vehicles {
        let after = district.vehicles[id.index()].rest.map(|rest| rest.after);
        let is_short = |leg: &Leg| after.is_none_or(|after| leg.time() <= after);
        for (_, legs) in tours.of(loads, call, id) {
            let exists = legs.iter().all(|leg| leg.exists());
            is_reached |= exists;
            is_rested |= exists && legs.iter().all(is_short);
        }
    }
    Some(match (is_reached, is_rested) {
        (false, _) => Reason::Unreachable,
        (true, false) => Reason::LegTooLong,
        (true, true) => Reason::NoTime,
    })
}

fn vehicles_in_time(tours: &mut LoneTours<'_>, loads: &[PointLoad], call: &Call) -> Vec<VehicleId> {
    let district = tours.homes.district;
    let makes_it = |&id: &VehicleId| {
        tours.of(loads, call, id).any(|(disposal, legs)| {
            legs.iter().all(|leg| leg.exists()) && fits_in_time(district, call, id, disposal, legs)
        })
    };
    call.vehicles.iter().copied().filter(makes_it).collect()
}

/// Clocks of a lone tour against windows, shift and longest duty, and no way longer than a driver may drive; breaks are left
/// to the search.
fn fits_in_time(
    district: &District,
    call: &Call,
    vehicle: VehicleId,
    disposal: DisposalId,
    legs: [Leg; 3],
) -> bool {
    let vehicle = &district.vehicles[vehicle.index()];
    let gate = district.gate(disposal);
    let onward = call.service + legs[1].time();
    let at_point = (vehicle.shift.open + legs[0].time()).max(call.window.open);
    let at_gate = (at_point + onward).max(gate.window.open);
    let back = at_gate + gate.unload + legs[2].time();
    // Leaving late saves waiting, as far as the point's window lets it.
    let wait = (gate.window.open - (call.window.close + onward)).max(Seconds::ZERO);
    let duty =
        legs.iter().map(|leg| leg.time()).sum::<Seconds>() + call.service + wait + gate.unload;
    let is_driven = |leg: &Leg| vehicle.rest.is_none_or(|rest| leg.time() <= rest.after);
    legs.iter().all(is_driven)
        && at_point <= call.window.close
        && at_gate <= gate.window.close
        && back <= vehicle.shift.close
        && vehicle.max_duration.is_none_or(|most| duty <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Pin, Place};
    use crate::quantity::{Kilograms, Litres};
    use crate::roads::travel;

    /// One point, one landfill, one truck, and a change to them.
    fn call_after(change: impl Fn(&mut District)) -> Call {
        let mut builder = DistrictBuilder::new("one");
        let village = builder.add_village("T", "V", Place::new(119.0, 36.0), 20);
        builder.add_point("P", village, Place::new(119.0, 36.0), 8, Some(50.0));
        builder.add_plant("W", Place::new(119.1, 36.0));
        builder.add_collector(
            "C",
            Base::At(Place::new(119.1, 36.0)),
            1,
            Kilograms(5_000),
            Litres(9_000),
        );
        let mut district = builder.unjudged();
        change(&mut district);
        let load = PointLoad {
            point: PointId(0),
            bins: 0,
            stream: StreamId(0),
            kg: [50.0; 7],
        };
        let travel = travel(&district, None);
        calls(&district, &travel, &[load]).remove(0)
    }

    #[test]
    fn what_cannot_be_served_says_why() {
        assert_eq!(call_after(|_| {}).unservable, None);
        let too_wide = call_after(|d| {
            d.points[0].limits.width_m = Some(2.0);
            d.vehicles[0].width_m = Some(2.3);
        });
        assert_eq!(too_wide.unservable, Some(Reason::TooLargeForPlace));
        assert_eq!(
            call_after(|d| d.vehicles[0].count = 0).unservable,
            Some(Reason::NoneFit)
        );
        assert_eq!(
            call_after(|d| d.vehicles[0].handles = vec!["skip".into()]).unservable,
            None,
            "any truck empties bins of no type"
        );
        assert_eq!(
            call_after(|d| d.vehicles[0].availability = 0.0).unservable,
            Some(Reason::NoneFit)
        );
        let short_rest = call_after(|d| {
            d.vehicles[0].rest = Some(crate::district::Rest {
                after: Seconds::minutes(10),
                length: Seconds::minutes(20),
            });
        });
        assert_eq!(
            short_rest.unservable,
            Some(Reason::LegTooLong),
            "9 km take 24 minutes"
        );
        let skip = call_after(|d| {
            d.points[0].bins[0].container_type = "skip".into();
            d.vehicles[0].handles = vec!["bin".into()];
        });
        assert_eq!(skip.unservable, Some(Reason::NoVehicle));
        let no_time = call_after(|d| {
            d.points[0].bins[0].window = Window::new(Clock::at(19, 0), Clock::at(20, 0))
        });
        assert_eq!(no_time.unservable, Some(Reason::NoTime));
    }

    #[test]
    fn waiting_between_point_and_gate_counts_as_duty() {
        let early_point_late_gate = call_after(|d| {
            d.points[0].bins[0].window = Window::new(Clock::at(6, 0), Clock::at(7, 0));
            d.plants[0].gate.window = Window::new(Clock::at(17, 0), Clock::at(17, 30));
            d.vehicles[0].shift = Window::new(Clock::at(5, 0), Clock::at(22, 0));
        });
        assert_eq!(
            early_point_late_gate.unservable,
            Some(Reason::NoTime),
            "over ten hours on duty"
        );
    }

    #[test]
    fn pins_are_honoured_or_refused() {
        let pin = |vehicle, days| Pin {
            target: PinTarget::Point(PointId(0)),
            disposal: None,
            vehicle,
            days,
        };
        let kept = call_after(|d| d.pins.push(pin(Some(VehicleId(0)), Some(DaySet(0b1001)))));
        assert_eq!(
            (kept.cadence.choices, kept.refused_pin),
            (vec![DaySet(0b1001)], None)
        );
        let refused = call_after(|d| {
            d.points[0].bins[0].visits_per_week = Some(3);
            d.pins.push(pin(None, Some(DaySet(0b1001))));
        });
        assert!(
            refused
                .refused_pin
                .unwrap()
                .contains("mon;thu break a rule of its visits: given")
        );
    }
}
