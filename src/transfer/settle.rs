//! Clocks as the docks allow them, written into the plan.

use super::courses::{Course, Served, Windows, midnight, of_hauls, of_tours};
use super::level::{Room, level};
use super::line_haul::LineHaul;
use super::queue::Run;
use super::yard;
use crate::district::{DisposalId, District, Role};
use crate::plan::{Haul, Plan, StopKind, Tour, haul_tours};
use crate::quantity::{Clock, Seconds, Window};
use crate::roads::Travel;

/// Staggers the tours of a plan so that they queue less, and writes their clocks, waits for docks among them. `windows` says
/// when each stop of each tour may begin, as long as it is a visit; a start that may be at one moment alone stays.
pub fn stagger(district: &District, plan: &mut Plan, windows: &[Vec<Window>]) {
    let mut courses = of_tours(district, &plan.tours, &Windows::Given(windows));
    level(&mut courses, &rooms(district));
    let run = yard(district).week(&courses);
    write_tours(plan, windows, &courses, &run);
}

/// Adds line haul to a plan, the haulers staggered among the collectors if they are to be, and writes the clocks of all as
/// the docks allow them.
pub fn settle(
    district: &District,
    travel: &Travel,
    plan: &mut Plan,
    windows: &[Vec<Window>],
    line_haul: &LineHaul,
    staggers: bool,
) {
    plan.hauls = line_haul.hauls.clone();
    let mut courses = of_tours(district, &plan.tours, &Windows::Given(windows));
    courses.iter_mut().for_each(|course| course.is_fixed = true);
    let mut first = 0;
    for tour in haul_tours(&plan.hauls) {
        let due = &line_haul.windows[first..first + tour.0.len()];
        courses.push(of_hauls(district, travel, tour, Some(due)));
        first += tour.0.len();
    }
    if staggers {
        level(&mut courses, &rooms(district));
    }
    let run = yard(district).week(&courses);
    write_tours(plan, windows, &courses, &run);
    let mut hauls = plan.hauls.as_mut_slice();
    let mut number = plan.tours.len();
    while !hauls.is_empty() {
        let of_tour = haul_tours(hauls).next().map_or(0, |tour| tour.0.len());
        let (tour, rest) = hauls.split_at_mut(of_tour);
        write_hauls(tour, courses[number].leaves, &run, number);
        (hauls, number) = (rest, number + 1);
    }
}

/// Docks everywhere, and the floors of stations that send on by haulers.
fn rooms(district: &District) -> Vec<Room> {
    let has_haulers = district
        .fleet(Role::Hauler)
        .any(|(_, hauler)| hauler.tours_a_week() > 0);
    let room = |id: DisposalId| Room {
        docks: district.gate(id).docks,
        floor: match id {
            DisposalId::Station(id) if has_haulers => {
                let station = &district.stations[id.index()];
                station.plant.and(station.storage).map(|kg| kg.0)
            }
            _ => None,
        },
    };
    district.disposals().map(room).collect()
}

fn write_tours(plan: &mut Plan, windows: &[Vec<Window>], courses: &[Course], run: &Run) {
    for (number, tour) in plan.tours.iter_mut().enumerate() {
        let leaves = Clock(courses[number].leaves - midnight(tour.day));
        write(tour, leaves, windows.get(number), run.of(number));
    }
}

/// The clocks of a tour that leaves at a moment and is served at gates as the simulation says.
fn write(tour: &mut Tour, leaves: Clock, windows: Option<&Vec<Window>>, served: &[Served]) {
    let mut served = served.iter();
    let day = midnight(tour.day);
    let mut clock = leaves;
    let mut left = None;
    for (row, stop) in tour.stops.iter_mut().enumerate() {
        let stay = stop.departure - stop.start;
        let leg = left.map_or(Seconds::ZERO, |left| stop.arrival - left);
        left = Some(stop.departure);
        stop.arrival = clock + leg;
        stop.start = match stop.kind {
            StopKind::Point(_) => {
                let window = windows.and_then(|windows| windows.get(row));
                stop.arrival
                    .max(window.map_or(Clock::MIDNIGHT, |window| window.open))
            }
            StopKind::Disposal(_) => served
                .next()
                .map_or(stop.arrival, |served| Clock(served.begin - day)),
            StopKind::Start | StopKind::Break | StopKind::End => stop.arrival,
        };
        stop.departure = stop.start + stay;
        clock = stop.departure;
    }
}

/// The same for the trips of a hauler: its stays and ways are as they were.
fn write_hauls(hauls: &mut [Haul], leaves: i64, run: &Run, course: usize) {
    let Some(day) = hauls.first().map(|haul| midnight(haul.day)) else {
        return;
    };
    let mut out = Clock(leaves - day);
    for (haul, served) in hauls.iter_mut().zip(run.of(course).chunks(2)) {
        let [at_station, at_plant] = served else {
            return;
        };
        let (loading, tipping) = (haul.leave - haul.load, haul.back - haul.tip);
        haul.out = out;
        haul.load = Clock(at_station.begin - day);
        haul.leave = haul.load + loading;
        haul.arrive = Clock(at_plant.arrival - day);
        haul.tip = Clock(at_plant.begin - day);
        haul.back = haul.tip + tipping;
        out = haul.back;
    }
}
