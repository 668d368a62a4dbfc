//! VRPLIB: lines `KEY : value`, and sections of rows that begin with an id counted from 1. Read as CVRPLIB and PyVRP write
//! them: CVRP, VRPTW, several depots, unlike vehicles, reloads with release times. What a type means stands in `routing`.
//!
//! A limit that is not understood is a fault, never overlooked.

use super::faults::{Faults, Line};
use super::routing::{Convention, Fleet, Routing, Vehicle};
use super::{Instance, MOST_SITES, lines};
use std::collections::BTreeMap;

const COORDINATES: &str = "NODE_COORD_SECTION";
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
const SECTIONS: [&str; 11] = [
    COORDINATES,
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

pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let sheet = Sheet::read(text, faults);
    let convention = sheet.convention(faults);
    let num_sites = sheet.num_sites(faults);
    let num_depots = sheet.num_depots(faults);
    let points = sheet.table(COORDINATES, num_sites, (|_: [f64; 2]| true, ""), faults)?;
    let demands = sheet.amounts("DEMAND_SECTION", num_sites, faults);
    if demands.is_none() {
        faults.note(0, "DEMAND_SECTION", "", "the section");
    }
    let routing = Routing {
        convention: convention?,
        points: points.into_iter().map(|[x, y]| (x, y)).collect(),
        num_depots,
        demands: demands?,
        fleet: sheet.fleet(num_depots, faults)?,
        windows: sheet.windows(num_sites, faults),
        service: sheet.service(num_sites, faults),
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
        for (line, row) in lines(text) {
            let name = row.split(':').next().unwrap_or_default().trim_end();
            let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
            if row == "EOF" {
                break;
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
        let limits = ["VEHICLE", "DISTANCE", "CAPACITY", "MAX", "SERVICE"];
        if !KEYS.contains(&name) && limits.iter().any(|limit| name.starts_with(limit)) {
            faults.note(line, name, row, "no limit that is not understood");
        }
        let value = row.split_once(':').map_or("", |(_, value)| value.trim());
        // The first TYPE counts in some files, the last in others: twice the same is no fault.
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
        if let Some(&(line, kind)) = self.keys.get("EDGE_WEIGHT_TYPE")
            && kind != "EUC_2D"
        {
            faults.note(line, "EDGE_WEIGHT_TYPE", kind, "EUC_2D");
        }
        known
    }

    /// The number of sites, by the rows that are there: a number alone makes no memory.
    fn num_sites(&self, faults: &mut Faults) -> usize {
        let rows = self
            .sections
            .get(COORDINATES)
            .map_or(0, |section| section.rows.len());
        let (line, text) = self.keys.get("DIMENSION").copied().unwrap_or_default();
        let most = MOST_SITES as u32;
        let dimension = faults.whole(line, "DIMENSION", text, 2..=most) as usize;
        if dimension != rows && (2..=MOST_SITES).contains(&dimension) {
            let expected = format!("as many as there are rows of {COORDINATES}, {rows}");
            faults.note(line, "DIMENSION", text, expected);
        }
        rows
    }

    fn num_depots(&self, faults: &mut Faults) -> usize {
        let Some(section) = self.sections.get(DEPOTS) else {
            faults.note(0, DEPOTS, "", "the section");
            return 1;
        };
        let words = section.rows.iter();
        let words =
            words.flat_map(|&(line, row)| row.split_whitespace().map(move |word| (line, word)));
        let mut found = 0;
        for (line, word) in words.take_while(|(_, word)| *word != "-1") {
            found += 1;
            if word.parse() != Ok(found) {
                faults.note(line, DEPOTS, word, "the first nodes as depots: 1, 2, ...");
            }
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
    fn service(&self, len: usize, faults: &mut Faults) -> Option<Vec<f64>> {
        let for_all = self.amount("SERVICE_TIME", faults);
        let listed = self.amounts(SERVICE, len, faults);
        listed.or_else(|| Some(vec![for_all?; len]))
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
        let len = count as usize;
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
            fixed: at(&fixed, k, 0.0),
            unit: at(&unit, k, 1.0),
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
