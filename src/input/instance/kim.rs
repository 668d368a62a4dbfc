//! Waste rounds of Kim, Kim & Sahoo (Computers & Operations Research 33 (2006) 3624-3642): five lines with the vehicle's
//! yards, its yards and stops a day, the lunch's seconds and the speed, a header, then rows `id x y opens closes service
//! yards type` (0 depot, 1 stop, 2 landfill).
//!
//! Feet along the axes; cost in miles; clocks HHMM, whose minutes may go beyond 59. A vehicle is emptied at landfills,
//! last before it returns, and lunch begins between 11 and 12 o'clock. The solver's metre is a foot, its load a thousandth
//! of a yard, and its travel times are rounded up.

use super::faults::{Faults, Line};
use super::legs::{OwnLegs, check_extent};
use super::pose::{self, LoadUnit};
use super::{Instance, MOST_SITES, OwnPrice, SolutionForm, numbered};
use crate::quantity::{Clock, Metric, Rounding, Scale, Seconds, TravelMatrix, Window};
use crate::vrp::{Client, Disposal, Lunch, Problem, VehicleClass};
use std::collections::HashSet;
use std::sync::Arc;

const FEET_A_MILE: f64 = 5280.0;
/// When lunch begins.
const NOON: Window = Window::new(Clock::at(11, 0), Clock::at(12, 0));
/// Thousandths of a yard.
const UNIT: LoadUnit = LoadUnit { factor: 1000.0 };

/// The lines above the sites.
struct Header {
    capacity: f64,
    yards_a_day: f64,
    stops_a_day: u32,
    lunch: f64,
    miles_an_hour: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Depot,
    Stop,
    Landfill,
}

/// A row.
struct Site {
    id: u32,
    point: (f64, f64),
    window: Window,
    service: Seconds,
    yards: f64,
    kind: Kind,
}

pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let mut lines = (1..).zip(text.lines());
    let header = Header::read(&mut lines, faults);
    let sites = read_sites(lines.skip(1), faults);
    let points: Vec<(f64, f64)> = sites.iter().map(|site| site.point).collect();
    let factor = header.seconds_a_foot().max(1.0);
    check_extent(&points, Metric::Manhattan, factor, faults);
    let of_kind = |kind| {
        let all = 0..sites.len();
        all.filter(|&at| sites[at].kind == kind).collect::<Vec<_>>()
    };
    let depots = of_kind(Kind::Depot);
    let (stops, landfills) = (of_kind(Kind::Stop), of_kind(Kind::Landfill));
    let [depot] = depots[..] else {
        faults.note(0, "type", &depots.len().to_string(), "one depot (type 0)");
        return None;
    };
    if stops.is_empty() || landfills.is_empty() {
        faults.note(0, "type", "", "a stop (type 1) and a landfill (type 2)");
        return None;
    }
    let count = vehicles.unwrap_or(u32::MAX).min(stops.len() as u32);
    let landfill = |&at: &usize| sites[at].landfill(at);
    let problem = Problem {
        clients: stops.iter().map(|&at| sites[at].client(at)).collect(),
        disposals: landfills.iter().map(landfill).collect(),
        classes: vec![header.class(depot, sites[depot].window, count)],
        ..Problem::new(1, vec![Arc::new(header.travel(points.clone()))])
    };
    let ids = |which: &[usize]| which.iter().map(|&at| sites[at].id).collect();
    Some(Instance {
        problem,
        form: SolutionForm::Routes,
        client_ids: ids(&stops),
        disposal_ids: ids(&landfills),
        vehicle_numbers: vec![numbered(count)],
        time_factor: 1.0,
        load_factor: UNIT.factor,
        price: OwnPrice {
            legs: OwnLegs::Plane {
                points,
                metric: Metric::Manhattan,
                rounded: None,
            },
            classes: vec![(0.0, 1.0)],
            divisor: FEET_A_MILE,
        },
    })
}

/// The rows below the header, each id once.
fn read_sites<'a>(lines: impl Iterator<Item = Line<'a>>, faults: &mut Faults) -> Vec<Site> {
    let rows = lines.filter(|(_, row)| !row.trim().is_empty());
    let rows = rows.take(MOST_SITES + 1);
    let mut known = HashSet::new();
    let mut sites = Vec::new();
    for (line, row) in rows {
        let site = Site::read((line, row), faults);
        if !known.insert(site.id) {
            faults.note(line, "id", &site.id.to_string(), "every id once");
        }
        sites.push(site);
    }
    if sites.len() > MOST_SITES {
        faults.note(0, "", "", format!("at most {MOST_SITES} sites"));
    }
    sites
}

impl Header {
    fn read<'a>(lines: &mut impl Iterator<Item = Line<'a>>, faults: &mut Faults) -> Self {
        let mut first_word = |faults: &mut Faults| {
            let (line, text) = lines.next().unwrap_or_default();
            let mut words = text.split_whitespace();
            let first = words.next().unwrap_or_default();
            let is_remark = |word: &&str| word.starts_with("//");
            let behind = words.next().filter(|word| !is_remark(word));
            faults.end(
                line,
                "",
                behind.into_iter(),
                "a number and a remark behind //",
            );
            (line, first)
        };
        let (line, capacity) = first_word(faults);
        let capacity = faults.amount(line, "yards of a vehicle", capacity);
        let (line, yards) = first_word(faults);
        let yards_a_day = faults.amount(line, "yards a day", yards);
        let (line, stops) = first_word(faults);
        let stops_a_day = faults.whole(line, "stops a day", stops, 1..=u32::MAX);
        let (line, lunch) = first_word(faults);
        let lunch = f64::from(faults.whole(line, "lunch", lunch, 0..=86_400));
        let (line, speed) = first_word(faults);
        let miles_an_hour = faults.amount(line, "miles an hour", speed);
        if !(0.1..=1000.0).contains(&miles_an_hour) {
            faults.note(line, "miles an hour", speed, "a speed from 0.1 to 1000");
        }
        Self {
            capacity,
            yards_a_day,
            stops_a_day,
            lunch,
            miles_an_hour: miles_an_hour.clamp(0.1, 1000.0),
        }
    }

    fn seconds_a_foot(&self) -> f64 {
        3600.0 / (FEET_A_MILE * self.miles_an_hour)
    }

    fn travel(&self, points: Vec<(f64, f64)>) -> TravelMatrix {
        let scale = |factor, rounding| Scale { factor, rounding };
        let metres = scale(1.0, Rounding::Nearest);
        let seconds = scale(self.seconds_a_foot(), Rounding::Up);
        TravelMatrix::plane(points, Metric::Manhattan, metres, seconds)
    }

    fn class(&self, depot: usize, open: Window, count: u32) -> VehicleClass {
        let length = pose::seconds(self.lunch as i64);
        VehicleClass {
            shift: open,
            lunch: (self.lunch > 0.0).then_some(Lunch {
                begins: NOON,
                length,
            }),
            max_weight: Some(UNIT.limit(self.yards_a_day)),
            max_clients: Some(self.stops_a_day),
            ends_empty: true,
            ..pose::vehicles(depot, vec![count], UNIT.capacity(Some(self.capacity)))
        }
    }
}

impl Site {
    fn read((line, row): Line, faults: &mut Faults) -> Self {
        let mut words = row.split_whitespace();
        let mut word = || words.next().unwrap_or_default();
        let id = faults.whole(line, "id", word(), 0..=u32::MAX - 1);
        let point = (
            faults.number(line, "x", word()),
            faults.number(line, "y", word()),
        );
        let mut clock = |place, hhmm| {
            let hhmm = i64::from(faults.whole(line, place, hhmm, 0..=9999));
            Clock::at(hhmm / 100, hhmm % 100)
        };
        let window = Window::new(clock("opens", word()), clock("closes", word()));
        if window.open > window.close {
            faults.note(line, "closes", row, "closing not before opening");
        }
        let service = faults.whole(line, "service", word(), 0..=86_400);
        let yards = faults.amount(line, "yards", word());
        let kind = match faults.whole(line, "type", word(), 0..=2) {
            0 => Kind::Depot,
            1 => Kind::Stop,
            _ => Kind::Landfill,
        };
        faults.end(line, "", words, "the eight columns");
        Self {
            id,
            point,
            window,
            service: Seconds(i64::from(service)),
            yards,
            kind,
        }
    }

    fn client(&self, at: usize) -> Client {
        Client {
            windows: vec![self.window],
            service: self.service,
            ..pose::client(at, UNIT.load(self.yards))
        }
    }

    fn landfill(&self, at: usize) -> Disposal {
        Disposal {
            windows: vec![self.window],
            service: self.service,
            ..pose::disposal(at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{answer, parsed, spoiled};
    use crate::quantity::{Clock, Seconds, Window};
    use crate::vrp::Activity::{Break, Client, Disposal};

    const ROUND: &str = "280.5 // yards\n400.0 // a day\n500 // stops\n3600 // lunch\n40 // mph\n\
        Stop_ID\tX\tY\tEarly\tLate\tService\tLoad\tType\n\
        0 0 0 0400 1675 0 9999 0\n7 5280 0 0000 2400 1600 9999 2\n\
        9 0 5280.4 0700 2400 180 0.5 1\n12 -100 0 800 1200 30 4 1\n";

    #[test]
    fn feet_miles_and_clocks() {
        let instance = parsed(ROUND);
        let problem = &instance.problem;
        let class = &problem.classes[0];
        assert_eq!(
            class.shift,
            Window::new(Clock::at(4, 0), Clock::at(17, 15)),
            "1675 is 17:15"
        );
        assert_eq!(class.capacity.weight, 280_500);
        assert_eq!(
            (class.max_weight, class.max_clients),
            (Some(400_000), Some(500))
        );
        let lunch = class.lunch.expect("a lunch");
        assert_eq!(
            (lunch.begins.open, lunch.length),
            (Clock::at(11, 0), Seconds(3600))
        );
        assert!(class.ends_empty);
        assert_eq!(class.count, [2], "a vehicle a stop");
        assert_eq!(problem.clients[0].patterns[0].visits[0].load.weight, 500);
        // A mile at 40 miles an hour is 90 s; 0.4 feet more are a second more.
        let leg = problem.travel[0].leg(0, 2);
        assert_eq!((leg.metres, leg.seconds), (5280, 91));
        assert_eq!(problem.travel[0].leg(0, 1).seconds, 90);
        let route = [Client(1), Break, Client(0), Disposal(0)];
        // 100 + 5380.4 + 10560.4 + 5280 feet.
        let cost = instance.cost(&answer(&instance, &[(0, 0, &route)]));
        assert!((cost - 21_320.8 / 5280.0).abs() < 1e-9, "{cost}");
        assert_eq!(
            (&instance.client_ids[..], &instance.disposal_ids[..]),
            (&[9, 12][..], &[7][..])
        );
    }

    #[test]
    fn no_lunch_is_none() {
        assert_eq!(
            parsed(&ROUND.replacen("3600", "0", 1)).problem.classes[0].lunch,
            None
        );
    }

    #[test]
    fn each_fault_has_its_place() {
        spoiled(ROUND, "12 -100", "9 -100", "every id once");
        spoiled(ROUND, "9999 0\n", "9999 1\n", "one depot");
        spoiled(ROUND, "9999 2\n", "9999 1\n", "a landfill");
        spoiled(ROUND, "800 1200", "1300 1200", "row 10, column closes");
        spoiled(
            ROUND,
            "800 1200",
            "08:00 1200",
            "a whole number from 0 to 9999",
        );
        spoiled(ROUND, "40 // mph", "0 // mph", "a speed");
        spoiled(ROUND, "180 0.5", "180 -0.5", "from 0 up");
        spoiled(ROUND, "-100 0", "-1e999 0", "up to a billion");
        spoiled(ROUND, "180 0.5 1", "180 0.5 1 7", "the eight columns");
        spoiled(ROUND, "400.0 //", "400.0 300 //", "a remark behind //");
    }
}
