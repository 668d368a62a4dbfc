//! A plan whose stops a person has edited: the first line says what the edit means, whatever follows from it.

#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

type Rows = Vec<Vec<String>>;

/// Columns of stops.csv.
const TOUR: usize = 0;
const SEQUENCE: usize = 2;
const KIND: usize = 3;
const ID: usize = 4;
const DEPARTURE: usize = 7;

fn read(path: &Path) -> Rows {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let row = |row: csv::Result<csv::StringRecord>| {
        row.expect("a row").iter().map(str::to_owned).collect()
    };
    reader.records().map(row).collect()
}

fn write(path: &Path, rows: &Rows) {
    let mut writer = csv::Writer::from_path(path).expect("a file");
    for row in rows {
        writer.write_record(row).expect("a row");
    }
    writer.flush().expect("it is written");
}

fn run(folder: &Path, words: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
    command.env("LC_ALL", "C");
    command
        .args(words.split(' '))
        .current_dir(folder)
        .stdin(Stdio::null());
    let output = command.output().expect("it starts");
    let told = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&told).into_owned(),
    )
}

/// A district and its plan, made once.
fn planned() -> &'static Path {
    static HOME: OnceLock<tempfile::TempDir> = OnceLock::new();
    let home = HOME.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder");
        for words in [
            "generate district --towns 3 --villages 14 --points 240 --seed 9",
            "plan district --out plan --iterations 1000",
        ] {
            let (code, told) = run(home.path(), words);
            assert_eq!(code, Some(0), "{told}");
        }
        home
    });
    home.path()
}

/// The tables of a plan in the hands of a person.
#[derive(Clone)]
struct Tables {
    tours: Rows,
    stops: Rows,
}

impl Tables {
    fn of_plan() -> Self {
        let plan = planned().join("plan");
        Self {
            tours: read(&plan.join("tours.csv")),
            stops: read(&plan.join("stops.csv")),
        }
    }

    /// Rows of a tour's stops at points.
    fn points(&self, tour: &str) -> Vec<usize> {
        let own = |row: &Vec<String>| row[TOUR] == tour && row[KIND] == "point";
        (0..self.stops.len())
            .filter(|&at| own(&self.stops[at]))
            .collect()
    }

    fn id(&self, tour: &str, number: usize) -> String {
        self.stops[self.points(tour)[number]][ID].clone()
    }

    fn swap(&mut self, tour: &str, a: usize, b: usize) {
        let points = self.points(tour);
        self.stops.swap(points[a], points[b]);
    }

    /// Takes stops of a tour out.
    fn take(&mut self, tour: &str, from: usize, count: usize) -> Rows {
        let first = self.points(tour)[from];
        self.stops.drain(first..first + count).collect()
    }

    /// Puts rows into a tour before one of its stops.
    fn put(&mut self, tour: &str, before: usize, mut rows: Rows) {
        rows.iter_mut().for_each(|row| row[TOUR] = tour.to_owned());
        let at = self.points(tour)[before];
        self.stops.splice(at..at, rows);
    }

    fn moved(&mut self, from: &str, to: &str, count: usize) {
        let rows = self.take(from, 3, count);
        self.put(to, 5, rows);
    }

    fn tour(&mut self, name: &str) -> &mut Vec<String> {
        self.tours
            .iter_mut()
            .find(|row| row[0] == name)
            .expect("a tour")
    }

    fn drop_tour(&mut self, name: &str) {
        self.stops.retain(|row| row[TOUR] != name);
        self.tours.retain(|row| row[0] != name);
    }

    /// A tour of its own for the last stops of another; no start, no end, no clocks, as one writes it by hand.
    fn split(&mut self, from: &str, name: &str, vehicle: &str) {
        let day = self.tour(from)[1].clone();
        self.tours.push(vec![name.into(), day, vehicle.into()]);
        let last = self.points(from).len() - 10;
        for mut row in self.take(from, last, 10) {
            row[TOUR] = name.to_owned();
            row[SEQUENCE].clear();
            self.stops.push(row);
        }
    }

    fn departure(&mut self, tour: &str, clock: &str) {
        let mut starts = self.stops.iter_mut().filter(|row| row[KIND] == "start");
        starts.find(|row| row[TOUR] == tour).expect("a start")[DEPARTURE] = clock.to_owned();
    }

    fn tip(&mut self, tour: &str) -> &mut Vec<String> {
        let mut tips = self.stops.iter_mut().filter(|row| row[KIND] == "plant");
        tips.find(|row| row[TOUR] == tour).expect("an unloading")
    }

    /// A copy of the plan with these tables.
    fn written(&self) -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        let plan = home.path().join("plan");
        fs::create_dir(&plan).expect("a folder");
        for entry in fs::read_dir(planned().join("plan")).expect("a folder") {
            let from: PathBuf = entry.expect("a file").path();
            fs::copy(&from, plan.join(from.file_name().expect("a name"))).expect("a copy");
        }
        write(&plan.join("tours.csv"), &self.tours);
        write(&plan.join("stops.csv"), &self.stops);
        home
    }

    fn checked(&self, options: &str) -> (Option<i32>, String) {
        let home = self.written();
        let plan = home.path().join("plan");
        run(
            planned(),
            &format!("check district {}{options}", plan.display()),
        )
    }
}

const A: &str = "mon-001";
const B: &str = "mon-002";
const TUESDAY: &str = "tue-001";

/// An edit, and how the first line begins.
type Case = (fn(&mut Tables), &'static str);

/// Edits as people make them. `{0}` to `{9}` are the first stops of mon-001.
const CASES: [Case; 26] = [
    (|t| t.swap(A, 3, 4), "Swaps {3} and {4} in mon-001: fits, "),
    (|t| t.swap(A, 2, 9), "Swaps {2} and {9} in mon-001: fits, "),
    (
        |t| {
            t.swap(A, 3, 4);
            for (sequence, row) in t.stops[1..]
                .iter_mut()
                .filter(|row| row[TOUR] == A)
                .enumerate()
            {
                row[SEQUENCE] = sequence.to_string();
            }
        },
        "Swaps {3} and {4} in mon-001: fits, ",
    ),
    (
        |t| {
            let rows = t.take(A, 3, 1);
            t.put(A, 12, rows);
        },
        "Moves 1 stop within mon-001: fits, ",
    ),
    (
        |t| {
            let rows = t.take(A, 3, 4);
            t.put(A, 20, rows);
        },
        "Moves 4 stops within mon-001: fits, ",
    ),
    (
        |t| {
            let first = t.points(A)[3];
            t.stops[first..first + 6].reverse();
        },
        "Moves 5 stops within mon-001: fits, ",
    ),
    (
        |t| t.moved(A, B, 1),
        "Moves stop {3} from mon-001 to mon-002: fits, ",
    ),
    (
        |t| t.moved(A, B, 3),
        "Moves 3 stops from mon-001 to mon-002: fits, ",
    ),
    (
        |t| t.moved(A, TUESDAY, 1),
        "Moves stop {3} from mon-001 to tue-001: does not fit: {3}",
    ),
    (
        |t| {
            t.moved(A, B, 2);
            t.moved(B, A, 1);
        },
        "2 edits: fits, ",
    ),
    (
        |t| drop(t.take(A, 3, 1)),
        "Takes stop {3} out of mon-001: does not fit: {3} ",
    ),
    (
        |t| drop(t.take(A, 3, 5)),
        "Takes 5 stops out of mon-001: does not fit: ",
    ),
    (|t| t.drop_tour(A), "Takes out mon-001 with "),
    (
        |t| t.stops.retain(|row| row[TOUR] != A),
        "Takes out mon-001 with ",
    ),
    (
        |t| {
            let stops = t.points(A).len();
            let rows = t.take(A, 0, stops);
            t.put(B, 5, rows);
            t.drop_tour(A);
        },
        "Gives up mon-001: ",
    ),
    (
        |t| t.split(A, "extra", "Zhulin wide"),
        "Moves 10 stops from mon-001 to the new tour extra: ",
    ),
    (
        |t| t.split(A, "extra", "Xiahe narrow"),
        "Moves 10 stops from mon-001 to the new tour extra: does not fit: ",
    ),
    (
        |t| t.tour(A)[2] = "Xiahe narrow".into(),
        "Gives mon-001 to Xiahe narrow in place of Zhulin narrow: does not fit: ",
    ),
    (
        |t| t.tour(A)[1] = "wed".into(),
        "Moves mon-001 from mon to wed: does not fit: ",
    ),
    (
        |t| {
            t.tour(A)[0] = "早班".into();
            let own = t.stops.iter_mut().filter(|row| row[TOUR] == A);
            own.for_each(|row| row[TOUR] = "早班".into());
        },
        "Calls mon-001 早班: fits, at the same cost.",
    ),
    (
        |t| t.departure(A, "07:10"),
        "Lets mon-001 leave at 07:10 in place of ",
    ),
    (
        |t| t.departure(A, "17:30"),
        "Lets mon-001 leave at 17:30 in place of ",
    ),
    (
        |t| {
            let tip = t.tip(A);
            tip[KIND] = "station".into();
            tip[ID] = "Zhulin station".into();
        },
        "Lets mon-001 tip at Zhulin station in place of Incinerator: does not fit: Zhulin station mon ",
    ),
    (
        |t| {
            let tip = t.tip(A).clone();
            t.put(A, 10, vec![tip]);
        },
        "Lets mon-001 tip 2 times in place of 1: fits, +",
    ),
    (
        |t| {
            // A row as one adds it by hand: where, and nothing else.
            let mut row = vec![String::new(); t.stops[0].len()];
            (row[KIND], row[ID]) = ("point".into(), t.id(B, 2));
            t.put(A, 4, vec![row]);
        },
        "Adds stop ",
    ),
    (
        |t| {
            t.moved(A, B, 1);
            t.swap(TUESDAY, 1, 2);
            t.departure(TUESDAY, "08:00");
        },
        "3 edits: ",
    ),
];

#[test]
fn the_first_line_says_what_an_edit_means() {
    let own = Tables::of_plan();
    assert_eq!(own.checked("").0, Some(0), "the plan itself is clean");
    let mut wrong = Vec::new();
    for (number, (edit, expected)) in CASES.iter().enumerate() {
        let mut expected = (*expected).to_owned();
        for at in 0..10 {
            expected = expected.replace(&format!("{{{at}}}"), &own.id(A, at));
        }
        let mut tables = own.clone();
        edit(&mut tables);
        let (code, told) = tables.checked("");
        if code != Some(4) || !told.starts_with(&expected) {
            let first = told.lines().next().unwrap_or_default();
            wrong.push(format!("{number}: {expected}… and not {first}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn an_edit_is_written_anew_and_true_then() {
    let own = Tables::of_plan();
    for (number, (edit, _)) in CASES.iter().enumerate() {
        let mut tables = own.clone();
        edit(&mut tables);
        let home = tables.written();
        let plan = home.path().join("plan");
        let of = |command: &str| run(planned(), &format!("{command} district {}", plan.display()));
        let (before, told) = of("check --json");
        let json: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let (code, told) = of("check --retime");
        assert!(matches!(code, Some(0 | 4)), "{number}: {told}");
        // What was found of it before it was written is all that is found now.
        let (code, told) = of("check --json");
        let now: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let findings =
            |json: &serde_json::Value| json["findings"].as_array().expect("a list").len();
        assert_eq!(
            findings(&json["retimed"]),
            findings(&now),
            "{number}: {told}"
        );
        assert_eq!(json["retimed"]["cost"], now["cost"], "{number}");
        assert!(
            now.get("retimed").is_none(),
            "{number}: nothing is left to be told"
        );
        assert_eq!(before, Some(4), "{number}");
        let is_clean = findings(&now) == 0 && now["missed_visits"] == 0 && now["unserved_kg"] == 0;
        assert_eq!(code == Some(0), is_clean, "{number}");
    }
}

#[test]
fn what_is_no_edit_is_judged_as_it_is_written() {
    let own = Tables::of_plan();
    // Sorted by something else: the numbers count.
    let mut sorted = own.clone();
    sorted.stops[1..].sort_by(|a, b| a[ID].cmp(&b[ID]));
    let (code, told) = sorted.checked("");
    assert_eq!(
        (code, told.starts_with("No findings")),
        (Some(0), true),
        "{told}"
    );
    // A clock alone.
    let mut late = own.clone();
    let at = late.points(A)[3];
    late.stops[at][DEPARTURE] = "23:00".into();
    let (code, told) = late.checked("");
    assert_eq!(
        (code, told.contains("clocks: mon-001")),
        (Some(4), true),
        "{told}"
    );
    // Asked to, it judges an edit by its written clocks alone.
    let mut swapped = own;
    swapped.swap(A, 3, 4);
    let (code, told) = swapped.checked(" --strict");
    assert_eq!(
        (code, told.starts_with("No findings")),
        (Some(0), true),
        "{told}"
    );
    let at = swapped.points(A);
    let sequence = swapped.stops[at[3]][SEQUENCE].clone();
    swapped.stops[at[3]][SEQUENCE] =
        std::mem::replace(&mut swapped.stops[at[4]][SEQUENCE], sequence);
    let (code, told) = swapped.checked(" --strict");
    assert_eq!(
        (code, told.contains("legs: mon-001")),
        (Some(4), true),
        "{told}"
    );
}

#[test]
fn faults_in_an_edit_are_told_and_nothing_is_written() {
    let mut tables = Tables::of_plan();
    let points = tables.points(A);
    tables.stops[points[1]][ID] = "nowhere".into();
    tables.stops[points[2]][TOUR] = "nobody".into();
    for options in ["", " --retime"] {
        let (code, told) = tables.checked(options);
        assert_eq!(code, Some(3), "{told}");
        assert!(
            told.contains("column id: \"nowhere\"") && told.contains("column tour: \"nobody\""),
            "{told}"
        );
    }
}

#[test]
fn rounds_that_cannot_be_read_are_told() {
    let home = Tables::of_plan().written();
    let plan = home.path().join("plan");
    fs::write(plan.join("rounds.csv"), "tour,day\n,mon\n").expect("it can be written");
    let (code, told) = run(planned(), &format!("check district {}", plan.display()));
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("whether the plan was edited cannot be told") && told.contains("rounds.csv"),
        "{told}"
    );
}
