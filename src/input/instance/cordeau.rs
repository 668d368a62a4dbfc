//! Cordeau's text for several depots (type 2) and for days (type 1): `type m n t`, then `D Q` for each of t depots or days,
//! then rows `id x y service demand visits codes code ...`: the depot and n clients, or n clients and t depots.
//!
//! Distances are doubles; the solver counts ten thousandths: its metres to the nearest, its seconds upwards, so that a
//! duration it allows is allowed. D (0: none) bounds travel and service of a route, Q (0: none) its load; there are m
//! vehicles a depot or day. Day d of t is bit 2^(t - d) of a code, and a client's whole demand is due on each visit.

use super::faults::{Faults, Line};
use super::legs::{OwnLegs, check_extent};
use super::pose::{self, LoadUnit};
use super::{Instance, MOST_CLASSES, MOST_SITES, OwnPrice, SolutionForm, lines, numbered};
use crate::quantity::{Metric, Rounding, Scale, TravelMatrix};
use crate::vrp::{Client, Load, Pattern, Problem, VehicleClass};
use std::str::SplitWhitespace;
use std::sync::Arc;

/// Units of the solver in one of the file.
const FACTOR: f64 = 10_000.0;
/// Most days of a horizon.
const MOST_DAYS: u32 = 32;

/// Whether a line is the first of such a file.
pub(super) fn is_header(line: &str) -> bool {
    let words = line.split_whitespace();
    words.clone().count() == 4
        && words
            .clone()
            .all(|word| word.bytes().all(|b| b.is_ascii_digit()))
}

/// The first line, and the limits of each depot or day.
struct Header {
    by_day: bool,
    vehicles: u32,
    num_clients: usize,
    /// Longest duration and capacity; 0: no limit.
    limits: Vec<[f64; 2]>,
}

pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let rows: Vec<Line> = lines(text).take(MOST_SITES + MOST_CLASSES + 2).collect();
    let header = Header::read(&rows, faults)?;
    let rows = &rows[1 + header.limits.len()..];
    let num_depots = if header.by_day {
        1
    } else {
        header.limits.len()
    };
    let num_sites = header.num_clients + num_depots;
    if rows.len() != num_sites {
        let expected = format!("{} clients and {num_depots} depots", header.num_clients);
        faults.note(0, "", &format!("{} rows", rows.len()), expected);
        return None;
    }
    let is_good = |[_, _, service, demand]: [f64; 4]| service >= 0.0 && demand >= 0.0;
    let rule = (is_good, "service and demand from 0 up");
    let first_id = usize::from(!header.by_day);
    let sites = faults.by_id_then("site", rows, first_id, rule, |faults, line, words| {
        header.check_offer(line, words, faults);
    });
    let depots = if header.by_day {
        0..1
    } else {
        header.num_clients..num_sites
    };
    for [_, _, service, demand] in &sites[depots] {
        if [service, demand].iter().any(|amount| **amount != 0.0) {
            let found = format!("{service} {demand}");
            faults.note(0, "service and demand", &found, "0 at a depot");
        }
    }
    let points: Vec<(f64, f64)> = sites.iter().map(|site| (site[0], site[1])).collect();
    check_extent(&points, Metric::Euclidean, FACTOR, faults);
    let loads = sites.iter().map(|site| site[3]);
    let unit = LoadUnit::of(loads.chain(header.limits.iter().map(|limit| limit[1])));
    let first = usize::from(header.by_day);
    let client = |site: usize| Client {
        service: pose::seconds((sites[site][2] * FACTOR - 1e-6).ceil() as i64),
        ..pose::client(site, unit.load(sites[site][3]))
    };
    let mut clients: Vec<Client> = (first..first + header.num_clients).map(client).collect();
    if header.by_day {
        header.add_patterns(rows, &mut clients, faults);
    }
    Some(header.instance(points, clients, unit, vehicles.unwrap_or(u32::MAX)))
}

impl Header {
    fn read(rows: &[Line], faults: &mut Faults) -> Option<Self> {
        let (&(line, first), rows) = rows.split_first()?;
        let mut words = first.split_whitespace();
        let mut word = || words.next().unwrap_or_default();
        let by_day = faults.whole(line, "type", word(), 1..=2) == 1;
        let vehicles = faults.whole(line, "vehicles", word(), 1..=u32::MAX);
        let num_clients = faults.whole(line, "clients", word(), 1..=MOST_SITES as u32) as usize;
        let most = if by_day {
            MOST_DAYS
        } else {
            MOST_CLASSES as u32
        };
        let groups = faults.whole(line, "depots or days", word(), 1..=most) as usize;
        if !faults.is_empty() {
            // Nothing says where the sites begin.
            return None;
        }
        if rows.len() < groups {
            let expected = format!("{groups} lines with longest duration and capacity");
            faults.note(line, "", first, expected);
            return None;
        }
        let mut limits = Vec::with_capacity(groups);
        for &(line, text) in &rows[..groups] {
            let mut words = text.split_whitespace();
            let mut limit = |place| faults.amount(line, place, words.next().unwrap_or_default());
            limits.push([limit("longest duration"), limit("capacity")]);
            faults.end(line, "", words, "a longest duration and a capacity");
        }
        Some(Self {
            by_day,
            vehicles,
            num_clients,
            limits,
        })
    }

    fn instance(
        &self,
        points: Vec<(f64, f64)>,
        clients: Vec<Client>,
        unit: LoadUnit,
        vehicles: u32,
    ) -> Instance {
        let count = vehicles.min(self.vehicles).min(self.num_clients as u32);
        let classes = self.classes(count, unit);
        // Up, so that whole clocks keep a duration; metres alike, for a way then is one number.
        let scale = Scale {
            factor: FACTOR,
            rounding: Rounding::Up,
        };
        let travel = TravelMatrix::plane(points.clone(), Metric::Euclidean, scale, scale);
        let (form, num_days) = match self.by_day {
            true => (SolutionForm::LinesByDay, self.limits.len() as u8),
            false => (SolutionForm::LinesByDepot, 1),
        };
        Instance {
            form,
            client_ids: numbered(self.num_clients as u32),
            disposal_ids: Vec::new(),
            vehicle_numbers: vec![numbered(count); classes.len()],
            time_factor: FACTOR,
            load_factor: unit.factor,
            price: OwnPrice {
                legs: OwnLegs::Plane {
                    points,
                    metric: Metric::Euclidean,
                    rounded: None,
                },
                classes: vec![(0.0, 1.0); classes.len()],
                divisor: 1.0,
            },
            problem: Problem {
                clients,
                classes,
                ..Problem::new(num_days, vec![Arc::new(travel)])
            },
        }
    }

    /// A class for each depot; for days one, or one for each day where their limits differ.
    fn classes(&self, count: u32, unit: LoadUnit) -> Vec<VehicleClass> {
        let class = |depot: usize, count: Vec<u32>, &[longest, capacity]: &[f64; 2]| {
            let capacity = unit.capacity((capacity > 0.0).then_some(capacity));
            let plain = pose::vehicles(depot, count, capacity);
            let longest = (longest > 0.0).then(|| pose::seconds((longest * FACTOR + 1e-6) as i64));
            VehicleClass {
                max_duration: longest.unwrap_or(plain.max_duration),
                ..plain
            }
        };
        let groups = 0..self.limits.len();
        if !self.by_day {
            let class = |depot| class(self.num_clients + depot, vec![count], &self.limits[depot]);
            return groups.map(class).collect();
        }
        let every_day = vec![count; self.limits.len()];
        if self.limits.iter().all(|limit| *limit == self.limits[0]) {
            return vec![class(0, every_day, &self.limits[0])];
        }
        let only_on = |day: usize| {
            groups
                .clone()
                .map(|d| if d == day { count } else { 0 })
                .collect()
        };
        groups
            .clone()
            .map(|day| class(0, only_on(day), &self.limits[day]))
            .collect()
    }

    /// What a row says behind the demand: visits, the number of codes, and the codes. Of a depot nothing but noughts; of a
    /// client of several depots that all of them may serve it; of days that some code has as many as there are visits.
    fn check_offer(&self, line: usize, words: SplitWhitespace<'_>, faults: &mut Faults) {
        let words: Vec<&str> = words.collect();
        if words.iter().all(|word| word.parse() == Ok(0.0)) {
            return;
        }
        let visits: u32 = words[0].parse().unwrap_or(u32::MAX);
        let codes = words.get(2..).unwrap_or_default();
        let text = words.join(" ");
        if words
            .get(1)
            .is_none_or(|count| count.parse() != Ok(codes.len()))
        {
            faults.note(
                line,
                "codes",
                &text,
                "the number of codes, and so many codes",
            );
        } else if self.by_day {
            let days = |code: &&str| code.parse().map_or(u32::MAX, u32::count_ones);
            if visits != 0 && !codes.iter().any(|code| days(code) == visits) {
                faults.note(
                    line,
                    "visits",
                    words[0],
                    "as many visits as a code has days",
                );
            }
        } else {
            let mut depots: Vec<f64> = codes.iter().filter_map(|code| code.parse().ok()).collect();
            depots.sort_by(f64::total_cmp);
            let all = (0..self.limits.len()).map(|depot| 2f64.powi(depot as i32));
            if visits > 1 || !depots.iter().copied().eq(all) {
                let expected = "one visit, and the codes 1, 2, 4, ... of all depots";
                faults.note(line, "codes", &text, expected);
            }
        }
    }

    /// Gives each client the patterns that its row offers.
    fn add_patterns(&self, rows: &[Line], clients: &mut [Client], faults: &mut Faults) {
        for &(line, row) in rows {
            let words: Vec<&str> = row.split_whitespace().collect();
            let Some(client) = words[0]
                .parse::<usize>()
                .ok()
                .and_then(|id| clients.get_mut(id.checked_sub(1)?))
            else {
                continue;
            };
            let visit = client
                .patterns
                .first()
                .and_then(|pattern| pattern.visits.first());
            let Some(load) = visit.map(|visit| visit.load) else {
                continue;
            };
            let codes = words.get(7..).unwrap_or_default();
            if codes.is_empty() {
                faults.note(line, "codes", row, "the number of codes, and so many codes");
            }
            let patterns: Vec<Pattern> = codes
                .iter()
                .map(|code| self.pattern(line, code, load, faults))
                .collect();
            client.patterns.clear();
            for pattern in patterns {
                if !client.patterns.contains(&pattern) {
                    client.patterns.push(pattern);
                }
            }
        }
    }

    fn pattern(&self, line: usize, code: &str, load: Load, faults: &mut Faults) -> Pattern {
        let num_days = self.limits.len() as u8;
        let most = u32::MAX >> (32 - u32::from(num_days));
        let code = faults.whole(line, "codes", code, 1..=most);
        let days: Vec<u8> = (0..num_days)
            .filter(|day| code >> (num_days - 1 - day) & 1 == 1)
            .collect();
        pose::pattern(&days, load)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{answer, parsed, spoiled};
    use crate::quantity::Seconds;
    use crate::vrp::Activity::Client;
    use crate::vrp::Pattern;

    const DEPOTS: &str = "2 2 2 2\n 30.00004 80\n 0 0\n 1 3 4 2.5 12 1 2 1 2\n 2 9 0 0 7 1 2 1 2\n\
         3 0 0 0 0 0 0\n 4 9 1 0 0 0 0\n";
    const DAYS: &str = "1 3 2 4\n 0 50\n 0 50\n 0 50\n 0 50\n 0 0 0 0 0 0 0\n 1 1 1 3 10 2 3 5 10 5\n\
         2 0 2 0 20 1 4 1 2 4 8\n";

    fn days(pattern: &Pattern) -> Vec<u8> {
        pattern.visits.iter().map(|visit| visit.day).collect()
    }

    #[test]
    fn depots_have_their_own_limits() {
        let instance = parsed(DEPOTS);
        let problem = &instance.problem;
        assert_eq!(problem.classes[0].start, 2);
        assert_eq!(problem.classes[0].count, [2]);
        assert_eq!(
            problem.classes[0].max_duration,
            Seconds(300_000),
            "rounded down"
        );
        assert_eq!(problem.classes[0].capacity.weight, 80);
        assert!(problem.classes[1].capacity.weight > 1 << 30, "0: no limit");
        assert!(
            problem.classes[1].max_duration > Seconds(1 << 26),
            "0: no limit"
        );
        assert_eq!(problem.clients[0].service, Seconds(25_000));
        let leg = problem.travel[0].leg(0, 3);
        // The root of 6 x 6 + 3 x 3 is 6.70820393.
        assert_eq!((leg.metres, leg.seconds), (67_083, 67_083), "rounded up");
        let routes: [(usize, u8, &[_]); 2] = [(0, 0, &[Client(0)]), (1, 0, &[Client(1)])];
        assert_eq!(instance.cost(&answer(&instance, &routes)), 10.0 + 2.0);
        assert_eq!(instance.client_ids, [1, 2]);
    }

    #[test]
    fn codes_are_days_from_the_highest_bit() {
        let instance = parsed(DAYS);
        let problem = &instance.problem;
        assert_eq!(problem.num_days, 4);
        assert_eq!(problem.classes.len(), 1);
        assert_eq!(
            problem.classes[0].count, [2; 4],
            "no more vehicles than clients"
        );
        let of = |client: usize| {
            problem.clients[client]
                .patterns
                .iter()
                .map(days)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(0),
            [[1, 3], [0, 2]],
            "5 is 0101, 10 is 1010, and 5 again is left out"
        );
        assert_eq!(of(1), [[3], [2], [1], [0]]);
        assert_eq!(problem.clients[0].patterns[1].visits[1].load.weight, 10);
    }

    #[test]
    fn days_that_differ_are_classes_apart() {
        let instance = parsed(&DAYS.replacen(" 0 50\n", " 0 40\n", 1));
        let counts: Vec<_> = instance
            .problem
            .classes
            .iter()
            .map(|class| &class.count[..])
            .collect();
        assert_eq!(
            counts,
            [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]]
        );
    }

    #[test]
    fn each_fault_has_its_place() {
        spoiled(DAYS, "1 3 2 4", "1 3 3 4", "3 clients and 1 depots");
        spoiled(DAYS, "1 3 2 4", "7 3 2 4", "column type");
        spoiled(DAYS, "1 3 2 4", "1 3 2 99", "a whole number from 1 to 32");
        spoiled(
            DAYS,
            "1 3 2 4",
            "1 3 999999999 4",
            "a whole number from 1 to 200000",
        );
        spoiled(DAYS, "1 2 4 8", "1 2 4 16", "a whole number from 1 to 15");
        spoiled(DAYS, "1 2 4 8", "1 2 4", "so many codes");
        spoiled(DAYS, "1 2 4 8", "1 2 4 8 1", "so many codes");
        spoiled(DAYS, "10 2 3", "10 3 3", "as many visits");
        spoiled(
            DAYS,
            " 0 50",
            " 0 50 7",
            "a longest duration and a capacity",
        );
        spoiled(DAYS, " 0 0 0 0 0 0 0", " 0 0 0 0 3 0 0", "0 at a depot");
        spoiled(DEPOTS, "12 1 2 1 2", "12 1 1 1", "of all depots");
        spoiled(DEPOTS, "12 1 2 1 2", "12 2 2 1 2", "one visit");
        spoiled(DEPOTS, "12 1 2 1 2", "12 1 2 1 2 30 90", "so many codes");
        spoiled(DAYS, " 1 1 1 3 10", " 1 1 1 -3 10", "service and demand");
        spoiled(
            DAYS,
            " 0 50",
            " x 50",
            "row 2, column longest duration: \"x\"",
        );
    }
}
