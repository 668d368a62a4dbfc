//! VRPLIB: lines `KEY : value`, and sections of rows that begin with an id counted from 1. Read as CVRPLIB and PyVRP write
//! them: CVRP, VRPTW, several depots, unlike vehicles, reloads with release times. What a type means stands in `routing`.
//!
//! Keys, sections and numbers that are not understood are faults, never overlooked.

use super::faults::{Faults, Line};
use super::routing::{Convention, Fleet, Routing, Vehicle, Ways};
use super::{Instance, MOST_SITES, lines, weights};
use std::collections::BTreeMap;

const COORDINATES: &str = "NODE_COORD_SECTION";
const WEIGHTS: &str = "EDGE_WEIGHT_SECTION";
const DISPLAY: &str = "DISPLAY_DATA_SECTION";
const DEPOTS: &str = "DEPOT_SECTION";
const WINDOWS: &str = "TIME_WINDOW_SECTION";
const SERVICE: &str = "SERVICE_TIME_SECTION";
const RELEASE: &str = "RELEASE_TIME_SECTION";
const RELOADS: &str = "VEHICLES_RELOAD_DEPOT_SECTION";
const CAPACITIES: &str = "CAPACITY_SECTION";
const HOMES: &str = "VEHICLES_DEPOT_SECTION";
const FIXED: &str = "VEHICLES_FIXED_COST_SECTION";
const UNIT: &str = "VEHICLES_UNIT_DISTANCE_COST_SECTION";
const LONGEST: &str = "VEHICLES_MAX_DURATION";

/// The sections that are understood.
const SECTIONS: [&str; 13] = [
    COORDINATES,
    WEIGHTS,
    DISPLAY,
    "DEMAND_SECTION",
    DEPOTS,
    WINDOWS,
    SERVICE,
    RELEASE,
    RELOADS,
    CAPACITIES,
    HOMES,
    FIXED,
    UNIT,
];
/// The keys that are understood, or say nothing that matters.
const KEYS: [&str; 12] = [
    "NAME",
    "COMMENT",
    "TYPE",
    "DIMENSION",
    "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT",
    "NODE_COORD_TYPE",
    "DISPLAY_DATA_TYPE",
    "CAPACITY",
    "VEHICLES",
    "SERVICE_TIME",
    LONGEST,
];

/// A section: the line of its name, and its rows.
#[derive(Default)]
struct Section<'a> {
    line: usize,
    rows: Vec<Line<'a>>,
}

/// A file by keys and sections.
#[derive(Default)]
struct Sheet<'a> {
    keys: BTreeMap<&'a str, Line<'a>>,
    sections: BTreeMap<&'a str, Section<'a>>,
}

/// Whether the text is such a file.
pub(super) fn is_one(text: &str) -> bool {
    [COORDINATES, WEIGHTS]
        .iter()
        .any(|name| text.contains(name))
}

pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let sheet = Sheet::read(text, faults);
    let convention = sheet.convention(faults);
    let num_sites = sheet.num_sites(faults);
    let num_depots = sheet.num_depots(faults);
    let ways = sheet.ways(num_sites, faults);
    let demands = sheet.amounts("DEMAND_SECTION", num_sites, faults);
    if demands.is_none() {
        faults.note(0, "DEMAND_SECTION", "", "the section");
    }
    let routing = Routing {
        convention: convention?,
        ways: ways?,
        num_depots,
        demands: demands?,
        fleet: sheet.fleet(num_depots, faults)?,
        windows: sheet.windows(num_sites, faults),
        service: sheet.service(num_sites, num_depots, faults),
        release: sheet.amounts(RELEASE, num_sites, faults),
        max_duration: sheet.amount(LONGEST, faults),
        reloads: sheet.reloads(num_depots, faults),
    };
    routing.into_instance(vehicles, faults)
}

impl<'a> Sheet<'a> {
    fn read(text: &'a str, faults: &mut Faults) -> Self {
        let mut sheet = Self::default();
        let mut current = "";
        let mut is_over = false;
        for (line, row) in lines(text) {
            if is_over {
                faults.note(line, "", row, "nothing behind EOF");
                break;
            }
            let name = row.split(':').next().unwrap_or_default().trim_end();
            let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
            if row == "EOF" {
                is_over = true;
            } else if is_name && name.ends_with("_SECTION") {
                current = name;
                sheet.open_section(line, name, faults);
            } else if is_name && row.contains(':') {
                sheet.take_key(line, name, row, faults);
            } else if let Some(section) = sheet.sections.get_mut(current) {
                section.rows.push((line, row));
            } else {
                faults.note(line, "", row, "KEY : value, or the name of a section");
            }
        }
        sheet
    }

    fn open_section(&mut self, line: usize, name: &'a str, faults: &mut Faults) {
        if !SECTIONS.contains(&name) {
            faults.note(line, "", name, format!("one of {}", SECTIONS.join(", ")));
        }
        let rows = Vec::new();
        if self.sections.insert(name, Section { line, rows }).is_some() {
            faults.note(line, "", name, "every section once");
        }
    }

    fn take_key(&mut self, line: usize, name: &'a str, row: &'a str, faults: &mut Faults) {
        if !KEYS.contains(&name) {
            faults.note(line, name, row, format!("one of {}", KEYS.join(", ")));
        }
        let value = row.split_once(':').map_or("", |(_, value)| value.trim());
        if let Some((_, other)) = self.keys.insert(name, (line, value))
            && other != value
            && name != "COMMENT"
        {
            faults.note(line, name, value, "every key once");
        }
    }

    fn convention(&self, faults: &mut Faults) -> Option<Convention> {
        let (line, kind) = self.keys.get("TYPE").copied().unwrap_or_default();
        let known = Convention::of(kind);
        match known {
            None => faults.note(
                line,
                "TYPE",
                kind,
                "CVRP, VRPTW, MTVRPTWR, MDVRP, MDVRPTW or HFVRP",
            ),
            // Its distances are doubles, so a clock in whole numbers would not be exact.
            Some(convention) if !convention.rounds => {
                let timed = [WINDOWS, RELEASE, RELOADS];
                for (name, section) in timed.iter().filter_map(|n| self.sections.get_key_value(n)) {
                    faults.note(
                        section.line,
                        "",
                        name,
                        format!("no such section with TYPE {kind}"),
                    );
                }
                if let Some(&(line, value)) = self.keys.get(LONGEST) {
                    faults.note(
                        line,
                        LONGEST,
                        value,
                        format!("no such key with TYPE {kind}"),
                    );
                }
            }
            Some(_) => {}
        }
        known
    }

    /// The number of sites, by the rows that are there: a number alone makes no memory.
    fn num_sites(&self, faults: &mut Faults) -> usize {
        let by_rows = if self.sections.contains_key(COORDINATES) {
            COORDINATES
        } else {
            "DEMAND_SECTION"
        };
        let section = self.sections.get(by_rows);
        let rows = section.map_or(0, |section| section.rows.len());
        let (line, text) = self.keys.get("DIMENSION").copied().unwrap_or_default();
        if text.parse() != Ok(rows) || !(2..=MOST_SITES).contains(&rows) {
            let expected = format!("2 to {MOST_SITES}, and as many as {by_rows} has rows ({rows})");
            faults.note(line, "DIMENSION", text, expected);
        }
        rows
    }

    /// The value of a key, with its line; blank where there is none.
    fn key(&self, name: &str) -> Line<'a> {
        self.keys.get(name).copied().unwrap_or_default()
    }

    /// How long the ways are, by EDGE_WEIGHT_TYPE.
    fn ways(&self, num_sites: usize, faults: &mut Faults) -> Option<Ways> {
        self.check_display(faults);
        let (line, kind) = self.key("EDGE_WEIGHT_TYPE");
        let (line_of_form, form) = self.key("EDGE_WEIGHT_FORMAT");
        if kind == "EXPLICIT" {
            return self.weights((line_of_form, form), num_sites, faults);
        }
        if let Some(section) = self.sections.get(WEIGHTS) {
            faults.note(
                section.line,
                "",
                WEIGHTS,
                "EDGE_WEIGHT_TYPE : EXPLICIT, where weights are given",
            );
        }
        if !["", "FUNCTION"].contains(&form) {
            let expected = "FUNCTION, or no such key, where ways are computed";
            faults.note(line_of_form, "EDGE_WEIGHT_FORMAT", form, expected);
        }
        let points = self.points(num_sites, faults)?;
        match kind {
            "" | "EUC_2D" => Some(Ways::Plane(points)),
            "CEIL_2D" | "GEO" if points.len() > weights::MOST_SITES => {
                let expected = format!(
                    "EUC_2D where there are more than {} nodes",
                    weights::MOST_SITES
                );
                faults.note(line, "EDGE_WEIGHT_TYPE", kind, expected);
                None
            }
            "CEIL_2D" => Some(weights::between(&points, weights::ceiled)),
            "GEO" => Some(weights::between(&points, weights::geographic)),
            _ => {
                let expected = "EUC_2D, CEIL_2D, GEO or EXPLICIT";
                faults.note(line, "EDGE_WEIGHT_TYPE", kind, expected);
                None
            }
        }
    }

    fn points(&self, num_sites: usize, faults: &mut Faults) -> Option<Vec<(f64, f64)>> {
        if !self.sections.contains_key(COORDINATES) {
            faults.note(0, COORDINATES, "", "the section");
        }
        let points = self.table(COORDINATES, num_sites, (|_: [f64; 2]| true, ""), faults)?;
        Some(points.into_iter().map(|[x, y]| (x, y)).collect())
    }

    /// The ways that the file gives itself.
    fn weights(&self, form: Line, num_sites: usize, faults: &mut Faults) -> Option<Ways> {
        let Some(section) = self.sections.get(WEIGHTS) else {
            faults.note(
                0,
                WEIGHTS,
                "",
                "the section, where EDGE_WEIGHT_TYPE is EXPLICIT",
            );
            return None;
        };
        if self.sections.contains_key(COORDINATES) {
            // For drawings alone, but read.
            self.points(num_sites, faults);
        }
        weights::read(section.line, &section.rows, form, num_sites, faults)
    }

    /// What says how to draw the nodes, and that they lie on a plane.
    fn check_display(&self, faults: &mut Faults) {
        let known: [(&str, &[&str]); 2] = [
            ("NODE_COORD_TYPE", &["", "TWOD_COORDS", "NO_COORDS"]),
            (
                "DISPLAY_DATA_TYPE",
                &["", "COORD_DISPLAY", "TWOD_DISPLAY", "NO_DISPLAY"],
            ),
        ];
        for (name, values) in known {
            let (line, value) = self.key(name);
            if !values.contains(&value) {
                faults.note(line, name, value, values[1..].join(", "));
            }
        }
        if let Some(section) = self.sections.get(DISPLAY) {
            faults.by_id(DISPLAY, &section.rows, 1, (|_: [f64; 2]| true, ""));
        }
    }

    fn num_depots(&self, faults: &mut Faults) -> usize {
        let Some(section) = self.sections.get(DEPOTS) else {
            faults.note(0, DEPOTS, "", "the section");
            return 1;
        };
        let words = section.rows.iter();
        let mut words =
            words.flat_map(|&(line, row)| row.split_whitespace().map(move |word| (line, word)));
        let mut found = 0;
        for (line, word) in words.by_ref().take_while(|(_, word)| *word != "-1") {
            found += 1;
            if word.parse() != Ok(found) {
                faults.note(line, DEPOTS, word, "the first nodes as depots: 1, 2, ...");
            }
        }
        if let Some((line, word)) = words.next() {
            faults.note(line, DEPOTS, word, "nothing behind -1");
        }
        if found == 0 {
            faults.note(section.line, DEPOTS, "", "a depot");
        }
        found.max(1)
    }

    /// A section of `len` rows by id, each of which keeps a rule; `None` where there is none.
    fn table<const N: usize>(
        &self,
        name: &str,
        len: usize,
        rule: (impl Fn([f64; N]) -> bool, &str),
        faults: &mut Faults,
    ) -> Option<Vec<[f64; N]>> {
        let section = self.sections.get(name)?;
        if section.rows.len() != len {
            let rows = section.rows.len().to_string();
            faults.note(section.line, name, &rows, format!("{len} rows"));
            return None;
        }
        Some(faults.by_id(name, &section.rows, 1, rule))
    }

    /// A section of one number a row that is not negative.
    fn amounts(&self, name: &str, len: usize, faults: &mut Faults) -> Option<Vec<f64>> {
        let rule = (|[value]: [f64; 1]| value >= 0.0, "a number from 0 up");
        let values = self.table(name, len, rule, faults)?;
        Some(values.into_iter().map(|[value]| value).collect())
    }

    fn amount(&self, key: &str, faults: &mut Faults) -> Option<f64> {
        let &(line, text) = self.keys.get(key)?;
        Some(faults.amount(line, key, text))
    }

    fn windows(&self, len: usize, faults: &mut Faults) -> Option<Vec<[f64; 2]>> {
        let is_good = |[open, close]: [f64; 2]| 0.0 <= open && open <= close;
        let expected = "a window that opens at 0 or later and closes no sooner";
        let windows = self.table(WINDOWS, len, (is_good, expected), faults)?;
        Some(windows)
    }

    /// Service by site, from the section or from the one key for all clients.
    fn service(&self, len: usize, num_depots: usize, faults: &mut Faults) -> Option<Vec<f64>> {
        let listed = self.amounts(SERVICE, len, faults);
        let for_all = self.amount("SERVICE_TIME", faults);
        if let (Some(section), Some(_)) = (self.sections.get(SERVICE), for_all) {
            faults.note(
                section.line,
                "",
                SERVICE,
                "the section or the key SERVICE_TIME",
            );
        }
        listed.or_else(|| {
            let mut of_all = vec![for_all?; len];
            of_all[..num_depots.min(len)].fill(0.0);
            Some(of_all)
        })
    }

    fn fleet(&self, num_depots: usize, faults: &mut Faults) -> Option<Fleet> {
        let vehicles = self.keys.get("VEHICLES").copied();
        let count = vehicles.map(|(line, text)| faults.whole(line, "VEHICLES", text, 1..=u32::MAX));
        let capacity = self.amount("CAPACITY", faults);
        if capacity.is_none() && !self.sections.contains_key(CAPACITIES) {
            faults.note(0, "CAPACITY", "", format!("the key, or {CAPACITIES}"));
            return None;
        }
        let plain = Vehicle {
            depot: 0,
            capacity: capacity.unwrap_or_default(),
            fixed: 0.0,
            unit: 1.0,
        };
        let lists = [CAPACITIES, HOMES, FIXED, UNIT];
        if !lists.iter().any(|name| self.sections.contains_key(name)) {
            if num_depots > 1 {
                faults.note(0, HOMES, "", "the section, where there are several depots");
            }
            return Some(Fleet::Equal(count, plain));
        }
        let Some(count) = count else {
            faults.note(0, "VEHICLES", "", "the key, where vehicles are listed");
            return None;
        };
        self.listed(count as usize, plain, num_depots, faults)
    }

    /// Vehicles that have something of their own.
    fn listed(
        &self,
        len: usize,
        plain: Vehicle,
        num_depots: usize,
        faults: &mut Faults,
    ) -> Option<Fleet> {
        let is_depot =
            |[home]: [f64; 1]| home.fract() == 0.0 && (1.0..=num_depots as f64).contains(&home);
        let expected = format!("a depot from 1 to {num_depots}");
        let homes = self.table(HOMES, len, (is_depot, &expected), faults);
        let [capacities, fixed, unit] =
            [CAPACITIES, FIXED, UNIT].map(|name| self.amounts(name, len, faults));
        if !faults.is_empty() {
            return None;
        }
        let at = |list: &Option<Vec<f64>>, k: usize, otherwise: f64| {
            list.as_ref().map_or(otherwise, |list| list[k])
        };
        let each = (0..len).map(|k| Vehicle {
            depot: homes.as_ref().map_or(0, |homes| homes[k][0] as usize - 1),
            capacity: at(&capacities, k, plain.capacity),
            fixed: at(&fixed, k, plain.fixed),
            unit: at(&unit, k, plain.unit),
        });
        Some(Fleet::Each(each.collect()))
    }

    /// Whether vehicles reload: all of them, at the one depot.
    fn reloads(&self, num_depots: usize, faults: &mut Faults) -> bool {
        let Some(section) = self.sections.get(RELOADS) else {
            return false;
        };
        if num_depots > 1 {
            faults.note(
                section.line,
                RELOADS,
                "",
                "one depot, where vehicles reload",
            );
        }
        let (_, count) = self.keys.get("VEHICLES").copied().unwrap_or_default();
        if count.parse() != Ok(section.rows.len()) {
            let rows = section.rows.len().to_string();
            faults.note(
                section.line,
                RELOADS,
                &rows,
                format!("a row for each vehicle, {count}"),
            );
        }
        let rule = (|[home]: [f64; 1]| home == 1.0, "depot 1");
        faults.by_id(RELOADS, &section.rows, 1, rule);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{answer, faults, parsed, spoiled};
    use crate::quantity::{Clock, Money, Seconds, Window};
    use crate::vrp::Activity::{Client, Disposal};

    const CVRP: &str = "NAME : three\nTYPE : CVRP\nDIMENSION : 4\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\n\
        NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 0 1.5\n4 6 8\n\
        DEMAND_SECTION\n1 0\n2 4\n3 6\n4 5\nDEPOT_SECTION\n\t1\n\t-1\nEOF\n";

    const RELOADS: &str = "TYPE: MTVRPTWR\nDIMENSION: 3\nVEHICLES: 2\nCAPACITY: 7\nSERVICE_TIME: 9\n\
        NODE_COORD_SECTION\n1\t0\t0\n2\t1\t1\n3\t0\t2\nDEMAND_SECTION\n1\t0\n2\t5\n3\t5\n\
        TIME_WINDOW_SECTION\n1\t0\t100\n2\t3.25\t50\n3\t0\t60\nRELEASE_TIME_SECTION\n1\t0\n2\t0\n3\t12\n\
        VEHICLES_RELOAD_DEPOT_SECTION\n1\t1\n2\t1\nDEPOT_SECTION\n1\nEOF\n";

    const DEPOTS: &str = "TYPE: MDVRPTW\nDIMENSION: 4\nVEHICLES: 3\nCAPACITY: 20\nVEHICLES_MAX_DURATION: 45\n\
        NODE_COORD_SECTION\n1 0 0\n2 10 0\n3 1 1\n4 9 1\nDEMAND_SECTION\n1 0\n2 0\n3 8\n4 8\n\
        SERVICE_TIME_SECTION\n1 0\n2 0\n3 2.5\n4 3\nTIME_WINDOW_SECTION\n1 0 90\n2 0 80\n3 0 50\n4 5 60\n\
        VEHICLES_DEPOT_SECTION\n1 2\n2 1\n3 2\nDEPOT_SECTION\n1\n2\nEOF\n";

    const UNLIKE: &str = "TYPE: HFVRP\nDIMENSION: 3\nVEHICLES: 3\nEDGE_WEIGHT_TYPE: EUC_2D\n\
        NODE_COORD_SECTION\n1 0 0\n2 1 1\n3 3 4\nDEMAND_SECTION\n1 0\n2 5\n3 7\nCAPACITY_SECTION\n1 6\n2 12\n3 6\n\
        VEHICLES_FIXED_COST_SECTION\n1 100\n2 150\n3 100\nVEHICLES_UNIT_DISTANCE_COST_SECTION\n1 70\n2 90\n3 70\n\
        DEPOT_SECTION\n1\nEOF\n";

    #[test]
    fn cvrp_rounds_each_leg_to_the_nearest() {
        let instance = parsed(CVRP);
        let problem = &instance.problem;
        assert_eq!(problem.classes[0].count, [3], "a vehicle a client");
        assert_eq!(problem.classes[0].capacity.weight, 10);
        assert_eq!(instance.client_ids, [1, 2, 3]);
        // 1.5 counts as 2; there and back, and 0 -> (3, 4) -> (6, 8) -> 0 is 5 + 5 + 10.
        let routes: [(usize, u8, &[_]); 2] =
            [(0, 0, &[Client(1)]), (0, 0, &[Client(0), Client(2)])];
        assert_eq!(instance.cost(&answer(&instance, &routes)), 4.0 + 20.0);
        assert_eq!(problem.travel[0].leg(0, 2).metres, 2);
    }

    #[test]
    fn reloads_have_tenths_rounded_down_and_releases() {
        let instance = parsed(RELOADS);
        let problem = &instance.problem;
        assert_eq!(problem.travel[0].leg(0, 1).seconds, 14, "10 x 1.414");
        assert_eq!(
            problem.clients[0].windows,
            [Window::new(Clock(32), Clock(500))]
        );
        assert_eq!(problem.clients[1].release, Some(Clock(120)));
        assert_eq!(problem.clients[1].service, Seconds(90));
        assert_eq!(problem.classes[0].count, [2]);
        assert_eq!(problem.classes[0].shift, Window::new(Clock(0), Clock(1000)));
        assert_eq!(problem.disposals[0].windows, [problem.classes[0].shift]);
        let route = [Client(0), Disposal(0), Client(1)];
        // 14 + 14 + 20 + 20 tenths.
        let cost = instance.cost(&answer(&instance, &[(0, 0, &route)]));
        assert!((cost - 6.8).abs() < 1e-12, "{cost}");
        assert_eq!(instance.disposal_ids, [0]);
    }

    #[test]
    fn vehicles_know_their_depots_and_numbers() {
        let instance = parsed(DEPOTS);
        let problem = &instance.problem;
        assert_eq!(problem.classes.len(), 2);
        assert_eq!(
            (problem.classes[0].start, &problem.classes[0].count[..]),
            (1, &[2][..])
        );
        assert_eq!(
            (problem.classes[1].start, &problem.classes[1].count[..]),
            (0, &[1][..])
        );
        assert_eq!(instance.vehicle_numbers, [vec![1, 3], vec![2]]);
        assert_eq!(problem.classes[0].max_duration, Seconds(45_000));
        assert_eq!(problem.classes[0].shift.close, Clock(80_000));
        assert_eq!(problem.clients[0].service, Seconds(2_500));
        assert_eq!(problem.travel[0].leg(0, 2).metres, 1_414);
        assert_eq!(instance.client_ids, [2, 3]);
    }

    #[test]
    fn unlike_vehicles_cost_by_doubles() {
        let instance = parsed(UNLIKE);
        let problem = &instance.problem;
        assert_eq!(instance.vehicle_numbers, [vec![1, 3], vec![2]]);
        assert_eq!(problem.classes[1].fixed_price, Money::units(150.0));
        assert_eq!(problem.classes[1].price_per_km, Money::units(90.0));
        // (150 + 90 x (1.41421356 + 3.60555128 + 5)) / 100.
        let cost = instance.cost(&answer(&instance, &[(1, 0, &[Client(0), Client(1)])]));
        let expected = (150.0 + 90.0 * (2f64.sqrt() + 13f64.sqrt() + 5.0)) / 100.0;
        assert!((cost - expected).abs() < 1e-12, "{cost}");
        let solver = problem.classes[1]
            .price_per_km
            .per_km_over(problem.travel[0].leg(0, 2).distance());
        assert_eq!(
            solver,
            Money::units(450.0),
            "one distance is a kilometre to the solver"
        );
    }

    #[test]
    fn thousandths_where_loads_are_no_whole_numbers() {
        let instance = parsed(&CVRP.replace("3 6\n", "3 5.5\n"));
        assert_eq!(instance.load_factor, 1000.0);
        assert_eq!(instance.problem.classes[0].capacity.weight, 10_000);
        assert_eq!(
            instance.problem.clients[1].patterns[0].visits[0]
                .load
                .weight,
            5_500
        );
    }

    #[test]
    fn each_fault_has_its_place() {
        spoiled(
            CVRP,
            "TYPE : CVRP",
            "TYPE : TSP",
            "row 2, column TYPE: \"TSP\"",
        );
        spoiled(CVRP, "EUC_2D", "EXACT_2D", "EUC_2D, CEIL_2D");
        spoiled(CVRP, "EUC_2D", "EXPLICIT", "the section");
        spoiled(
            CVRP,
            "DIMENSION : 4",
            "DIMENSION : 99999999999",
            "2 to 200000",
        );
        spoiled(CVRP, "DIMENSION : 4", "DIMENSION : 5", "has rows (4)");
        spoiled(CVRP, "CAPACITY : 10", "CAPACITY : -1", "from 0 up");
        spoiled(CVRP, "CAPACITY : 10\n", "", "CAPACITY_SECTION");
        spoiled(
            CVRP,
            "CAPACITY : 10",
            "DISTANCE : 90\nCAPACITY : 10",
            "one of NAME",
        );
        spoiled(
            CVRP,
            "2 3 4",
            "2 NaN 4",
            "row 8, column NODE_COORD_SECTION: \"NaN\"",
        );
        spoiled(CVRP, "2 3 4", "2 3e8 4", "apart");
        spoiled(CVRP, "2 4\n", "2 -4\n", "DEMAND_SECTION");
        spoiled(CVRP, "2 4\n", "3 4\n", "every id once");
        spoiled(CVRP, "2 4\n", "9 4\n", "an id from 1 to 4");
        spoiled(CVRP, "\t1\n", "\t3\n", "the first nodes");
        spoiled(CVRP, "\t1\n", "", "a depot");
        spoiled(
            CVRP,
            "DEMAND_SECTION",
            "BACKHAUL_SECTION\n1 2\nDEMAND_SECTION",
            "one of NODE_COORD",
        );
        spoiled(RELOADS, "3\t0\t60", "3\t70\t60", "closes no sooner");
        spoiled(RELOADS, "2\t1\nDEPOT", "2\t2\nDEPOT", "depot 1");
        spoiled(
            DEPOTS,
            "2 1\n3 2\nDEPOT",
            "2 7\n3 2\nDEPOT",
            "a depot from 1 to 2",
        );
        spoiled(
            DEPOTS,
            "VEHICLES: 3",
            "VEHICLES: 4000000000",
            "4000000000 rows",
        );
        spoiled(UNLIKE, "3 70\n", "3 7000000000\n", "up to a billion");
    }

    #[test]
    fn nothing_is_overlooked() {
        for (from, to, expected) in [
            ("2 3 4\n", "2 3 4 12\n", "an id and 2 numbers"),
            ("2 4\n3 6", "2 4 10\n3 6", "an id and 1 numbers"),
            ("1 0\n2 4", "1 7\n2 4", "0 at a depot"),
            ("\t-1\n", "\t-1\n2\n", "nothing behind -1"),
            ("EOF\n", "EOF\nEOF\n", "nothing behind EOF"),
            ("NAME : three", "NAME : three\nGROUPS : 2", "one of NAME"),
            (
                "NAME : three",
                "NODE_COORD_TYPE : THREED_COORDS",
                "TWOD_COORDS",
            ),
            ("NAME : three", "EDGE_WEIGHT_FORMAT : LOWER_ROW", "FUNCTION"),
            (
                "DEMAND_SECTION",
                "PRIZE_SECTION\n2 9\nDEMAND_SECTION",
                "one of NODE_COORD",
            ),
            (
                "DEPOT_SECTION",
                "EDGE_WEIGHT_SECTION\n1 2 3\nDEPOT_SECTION",
                "EXPLICIT",
            ),
        ] {
            spoiled(CVRP, from, to, expected);
        }
        for (from, to, expected) in [
            ("2\t3.25\t50", "2\t3.25\t50\t60\t80", "an id and 2 numbers"),
            (
                "3\t0\t60\nREL",
                "3\t0\t60\nSERVICE_TIME_SECTION\n1 0\n2 1\n3 1\nREL",
                "or the key SERVICE_TIME",
            ),
            ("1\t0\n2\t0\n3\t12", "1\t5\n2\t0\n3\t12", "0 at a depot"),
            (
                "1\t1\n2\t1\nDEPOT",
                "1\t1\t1\n2\t1\nDEPOT",
                "an id and 1 numbers",
            ),
        ] {
            spoiled(RELOADS, from, to, expected);
        }
        spoiled(
            DEPOTS,
            "1 2\n2 1\n3 2\nDEPOT",
            "1 2 1\n2 1\n3 2\nDEPOT",
            "an id and 1 numbers",
        );
        spoiled(UNLIKE, "1 6\n2 12", "1 6 6\n2 12", "an id and 1 numbers");
    }

    #[test]
    fn all_faults_come_at_once() {
        let text = CVRP
            .replace("2 3 4", "2 x 4")
            .replace("3 6\n", "3 y\n")
            .replace("EUC_2D", "MAN_2D");
        assert_eq!(faults(&text).len(), 3);
    }
}
