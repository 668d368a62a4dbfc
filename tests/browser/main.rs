//! Every page in a real browser: headless Chromium, network off, English and Chinese. No fault on the console, maps drawn,
//! switches at work, names never markup, and one printed page a tour.
//!
//! Where no Chromium is found (`CHROMIUM`, or `chromium` on the path), this says so and tests nothing.

#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A village of the town, and what it is called here.
const NAME: &str = "Majiawa";
const NASTY: &str = "<img src=x onerror=alert(1)>&amp;</script>村";
/// Longest time for a page.
const PATIENCE: Duration = Duration::from_secs(120);

struct Browser {
    program: PathBuf,
    home: tempfile::TempDir,
}

impl Browser {
    fn found() -> Option<Self> {
        let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let on_path = std::env::split_paths(&path)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|program| program.is_file());
        let program = named.or(on_path);
        if program.is_none() {
            // Past what the test's harness keeps to itself.
            let words = "skipped: no Chromium found, so no page was looked at in a browser\n";
            let _ = std::io::stderr().write_all(words.as_bytes());
        }
        let home = tempfile::tempdir().expect("a folder");
        Some(Self {
            program: program?,
            home,
        })
    }

    /// Runs it on a page; what it prints.
    fn run(&self, more: &[&str], page: &Path) -> String {
        let out = self.home.path().join("out");
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(&self.program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--virtual-time-budget=300000",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(more)
            .arg(format!("file://{}", page.display()))
            .stdout(fs::File::create(&out).expect("a file"))
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let begun = Instant::now();
        while child.try_wait().expect("a child").is_none() {
            if begun.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("{}: no end after {PATIENCE:?}", page.display());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        String::from_utf8_lossy(&fs::read(out).expect("its output")).into_owned()
    }

    /// What a reader sees of a page in a window of this width.
    fn look(&self, page: &Path, width: u32) -> serde_json::Value {
        let text = fs::read_to_string(page).expect("a page");
        let listen = format!("<head><script>{}</script>", include_str!("listen.js"));
        let probe = format!("<script>{}</script></body>", include_str!("probe.js"));
        let (before, after) = text.rsplit_once("</body>").expect("a body");
        let text = format!("{before}{probe}{after}").replacen("<head>", &listen, 1);
        let copy = page.with_extension("probed.html");
        fs::write(&copy, text).expect("a copy");
        let size = format!("--window-size={width},1400");
        let dom = self.run(&["--dump-dom", &size], &copy);
        fs::remove_file(&copy).expect("the copy");
        let found = dom
            .rsplit_once("<pre id=\"found\">")
            .and_then(|(_, rest)| rest.split_once("</pre>"));
        let (found, _) =
            found.unwrap_or_else(|| panic!("{}: the probe did not end", page.display()));
        let found = found
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        serde_json::from_str(&found).expect("what the probe wrote")
    }

    /// How many pages it prints.
    fn pages(&self, page: &Path) -> usize {
        let pdf = self.home.path().join("page.pdf");
        let print = format!("--print-to-pdf={}", pdf.display());
        self.run(&["--no-pdf-header-footer", &print], page);
        let bytes = fs::read(&pdf).expect("a printed page");
        let text = String::from_utf8_lossy(&bytes);
        text.lines()
            .filter(|line| line.ends_with("/Type /Page"))
            .count()
    }
}

/// The town with a name that attacks, and all answers that have a page.
struct Answers {
    home: tempfile::TempDir,
}

impl Answers {
    fn made(language: &str) -> Self {
        let answers = Self {
            home: tempfile::tempdir().expect("a folder"),
        };
        let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
        let own = answers.home.path().join("town");
        fs::create_dir(&own).expect("a folder");
        for entry in fs::read_dir(town).expect("the town") {
            let entry = entry.expect("a file");
            let text = fs::read_to_string(entry.path()).expect("a text");
            let text = text.replace(NAME, NASTY);
            fs::write(own.join(entry.file_name()), text).expect("a copy");
        }
        let run = |words: &str| answers.run(&format!("{words} --lang {language} --quiet"));
        run("plan town --out plan --iterations 200");
        run("fleet town --trucks 3..=4 --out fleet --iterations 100");
        run("simulate town plan --runs 20 --out risk");
        let done = "date,point\n2026-11-02,P00001\n2026-11-08,P00002\n";
        fs::write(answers.home.path().join("town/done.csv"), done).expect("a record");
        run("assess town plan --out month");
        let vehicle = "Hongqiao wide";
        answers.run_with(
            &format!("what-if town plan --out what --iterations 100 --lang {language} --quiet"),
            &["--without-vehicle", vehicle],
        );
        run("compare town plan what --out difference");
        answers
    }

    fn run(&self, words: &str) {
        self.run_with(words, &[]);
    }

    fn run_with(&self, words: &str, more: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_wasteways"))
            .args(words.split(' '))
            .args(more)
            .current_dir(self.home.path())
            .output()
            .expect("the program starts");
        let code = output.status.code();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(code, Some(0 | 4)), "{words}: {code:?} {stderr}");
    }

    fn page(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The column of a table of the plan, each value once.
    fn column(&self, table: &str, column: usize) -> BTreeSet<String> {
        let text = fs::read_to_string(self.page(&format!("plan/{table}"))).expect("a table");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows = reader.records().map(|row| row.expect("a row"));
        rows.map(|row| row[column].to_owned()).collect()
    }
}

fn looks_sound(browser: &Browser, page: &Path, width: u32) -> serde_json::Value {
    let found = browser.look(page, width);
    let name = page.display();
    assert_eq!(found["faults"], serde_json::json!([]), "{name}");
    assert_eq!(found["drawn"], true, "{name}: {found}");
    assert_eq!(found["images"], 0, "{name}: a name became markup");
    assert!(
        found["overflow"].as_i64() <= Some(1),
        "{name} is wider than {width}: {found}"
    );
    found
}

fn pages_hold(language: &str) {
    let Some(browser) = Browser::found() else {
        return;
    };
    let answers = Answers::made(language);
    for width in [1280, 420] {
        for name in [
            "plan/sheets.html",
            "plan/timetable.html",
            "plan/monthly.html",
            "fleet/fleet.html",
            "risk/simulate.html",
            "what/what-if.html",
            "month/monthly.html",
            "difference/compare.html",
        ] {
            looks_sound(&browser, &answers.page(name), width);
        }
        let report = looks_sound(&browser, &answers.page("plan/report.html"), width);
        let painted = &report["painted"];
        let (points, ink) = (painted["points"].as_u64(), painted["ink"].as_u64());
        assert!(points > Some(600), "{report}");
        assert_eq!(ink, points, "every point is on the map: {report}");
        for switch in ["map-day", "map-tour", "station-facility", "station-day"] {
            let [choices, seen] = [0, 1].map(|at| report["switches"][switch][at].as_u64());
            assert!(choices > Some(1) && seen == choices, "{switch}: {report}");
        }
    }
    let tours = answers.column("tours.csv", 0).len();
    let hauls = answers.column("hauls.csv", 11).len();
    let sheets = browser.pages(&answers.page("plan/sheets.html"));
    assert_eq!(sheets, tours + hauls, "a page a tour");
    let villages = answers.column("timetable.csv", 1).len();
    let posters = browser.pages(&answers.page("plan/timetable.html"));
    assert_eq!(posters, villages, "a page a village");
}

#[test]
fn english_pages_hold_in_a_browser() {
    pages_hold("en");
}

#[test]
fn chinese_pages_hold_in_a_browser() {
    pages_hold("zh");
}
