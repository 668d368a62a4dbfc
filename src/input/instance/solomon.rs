//! Solomon's text: VEHICLE with NUMBER and CAPACITY, then CUSTOMER with `number x y demand ready due service`, the depot
//! first. Counted as a VRPTW (see `routing`); Gehring and Homberger's files have the same form.

use super::faults::{Faults, Line};
use super::routing::{Convention, Fleet, Routing, Vehicle, Ways};
use super::{Instance, MOST_SITES, lines};

/// The headers of the two tables, word by word.
const VEHICLES: [&str; 2] = ["NUMBER", "CAPACITY"];
const CUSTOMERS: [&str; 11] = [
    "CUST", "NO", "XCOORD", "YCOORD", "DEMAND", "READY", "TIME", "DUE", "DATE", "SERVICE", "TIME",
];

pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let mut all = lines(text).peekable();
    if all.peek().is_some_and(|(_, line)| *line != "VEHICLE") {
        // The name of the instance.
        all.next();
    }
    expect(all.next(), &["VEHICLE"], faults)?;
    expect(all.next(), &VEHICLES, faults)?;
    let fleet = fleet_of(all.next().unwrap_or_default(), faults);
    expect(all.next(), &["CUSTOMER"], faults)?;
    expect(all.next(), &CUSTOMERS, faults)?;
    let rows: Vec<Line> = all.take(MOST_SITES + 1).collect();
    if rows.is_empty() || rows.len() > MOST_SITES {
        faults.note(0, "CUSTOMER", "", format!("1 to {MOST_SITES} rows"));
        return None;
    }
    let is_good = |[_, _, demand, ready, due, service]: [f64; 6]| {
        demand >= 0.0 && service >= 0.0 && 0.0 <= ready && ready <= due
    };
    let expected =
        "demand, ready time and service from 0 up, and a due date not before the ready time";
    let sites = faults.by_id("CUSTOMER", &rows, 0, (is_good, expected));
    let column = |k: usize| sites.iter().map(|row| row[k]).collect::<Vec<f64>>();
    let routing = Routing {
        convention: Convention::of("VRPTW").expect("a type that is known"),
        ways: Ways::Plane(sites.iter().map(|row| (row[0], row[1])).collect()),
        num_depots: 1,
        demands: column(2),
        fleet,
        windows: Some(sites.iter().map(|row| [row[3], row[4]]).collect()),
        service: Some(column(5)),
        release: None,
        max_duration: None,
        reloads: false,
    };
    routing.into_instance(vehicles, faults)
}

/// A line of words and no others, dots aside; the last of them may be missing. Without it nothing says what follows.
fn expect(line: Option<Line>, words: &[&str], faults: &mut Faults) -> Option<()> {
    let (number, text) = line.unwrap_or_default();
    let upper = text.replace('.', " ").to_uppercase();
    let found: Vec<&str> = upper.split_whitespace().collect();
    if found.len() >= words.len().min(2) && words.starts_with(&found) {
        return Some(());
    }
    faults.note(number, "", text, format!("a line {}", words.join(" ")));
    None
}

fn fleet_of((line, text): Line, faults: &mut Faults) -> Fleet {
    let mut words = text.split_whitespace();
    let mut word = || words.next().unwrap_or_default();
    let count = faults.whole(line, "NUMBER", word(), 1..=u32::MAX);
    let vehicle = Vehicle {
        depot: 0,
        capacity: faults.amount(line, "CAPACITY", word()),
        fixed: 0.0,
        unit: 1.0,
    };
    faults.end(line, "VEHICLE", words, "a number and a capacity");
    Fleet::Equal(Some(count), vehicle)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{answer, parsed, spoiled};
    use crate::quantity::{Clock, Seconds, Window};
    use crate::vrp::Activity::Client;

    const TWO: &str = "T1\r\n\r\nVEHICLE\r\nNUMBER     CAPACITY\r\n  25         200\r\n\r\nCUSTOMER\r\n\
        CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME\r\n \r\n\
        0 0 0 0 0 230 0\r\n1 1 1 10 5 100 10\r\n2 2 0 20 0.55 90 9\r\n";

    #[test]
    fn tenths_are_rounded_down() {
        let instance = parsed(TWO);
        let problem = &instance.problem;
        assert_eq!(
            problem.classes[0].count,
            [2],
            "no more vehicles than clients"
        );
        assert_eq!(problem.classes[0].shift, Window::new(Clock(0), Clock(2300)));
        assert_eq!(
            problem.clients[1].windows,
            [Window::new(Clock(5), Clock(900))]
        );
        assert_eq!(problem.clients[1].service, Seconds(90));
        // 14 + 14 + 20 tenths.
        let cost = instance.cost(&answer(&instance, &[(0, 0, &[Client(0), Client(1)])]));
        assert!((cost - 4.8).abs() < 1e-12, "{cost}");
        assert_eq!(instance.client_ids, [1, 2]);
    }

    #[test]
    fn each_fault_has_its_place() {
        spoiled(TWO, "25  ", "0  ", "column NUMBER: \"0\"");
        spoiled(TWO, "5 100", "101 100", "row 11, column CUSTOMER");
        spoiled(TWO, "\r\n2 2 0", "\r\n1 2 0", "every id once");
        spoiled(
            TWO,
            "\r\n2 2 0 20 0.55 90 9",
            "\r\n2 2 0 20 0.55 90",
            "a number up to a billion",
        );
        spoiled(TWO, "NUMBER ", "", "a line NUMBER CAPACITY");
        spoiled(
            TWO,
            "0.55 90 9\r\n",
            "0.55 90 9 7\r\n",
            "an id and 6 numbers",
        );
        spoiled(
            TWO,
            "  25         200",
            "  25 200 90",
            "a number and a capacity",
        );
        spoiled(
            TWO,
            "NUMBER     CAPACITY",
            "NUMBER CAPACITY SPEED",
            "a line NUMBER CAPACITY",
        );
        spoiled(
            TWO,
            "VEHICLE\r\n",
            "VEHICLE\r\nMAX DURATION 90\r\n",
            "a line NUMBER CAPACITY",
        );
        spoiled(
            TWO,
            "SERVICE   TIME",
            "SERVICE TIME PROFIT",
            "a line CUST NO XCOORD",
        );
        spoiled(TWO, "0 0 0 0 0 230 0", "0 0 0 0 0 230 5", "0 at a depot");
    }
}
