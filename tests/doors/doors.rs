//! Every door through which a file comes in, with a small sound file for each: what whoever knocks with other bytes must find
//! is an answer or faults. Shared by the fuzz target and by `tests/doors.rs`.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use wasteways::check::check;
use wasteways::district::{District, Role};
use wasteways::flow::flow;
use wasteways::input::{
    InputError, parse_question, read_district, read_done, read_journal, read_plan, read_roads,
    read_rounds, read_weighings,
};
use wasteways::plan::{CostParts, GivenWeek, Plan};
use wasteways::planner::{Groundwork, PlanParams, Watch, time};
use wasteways::quantity::{Clock, Kilograms, Metres, Seconds};
use wasteways::roads::travel;
use wasteways::study::{
    Count, DutyParts, FleetBound, FleetCurve, FleetQuestion, FleetSize, Heading, Risk, RunTotals,
    Share, SimulatedBlock, SimulationQuestion, Tally, assess, follow,
};

/// What a door takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A table of a district, with the others beside it.
    Table(&'static str),
    /// A workbook as it lies on the disk.
    Workbook,
    /// A sheet of points inside a sound workbook.
    Sheet,
    /// Travel of one's own under this name, beside the tables of a district without roads.
    Travel(&'static str),
    /// A network of roads under this name.
    Roads(&'static str),
    /// A table of a written plan.
    Plan(&'static str),
    /// A table of what was weighed or done, or of rounds.
    Weighed(&'static str),
    /// An instance of the literature, or a request in the form of VROOM.
    Instance,
    /// The journal of a fleet curve.
    Fleet,
    /// The journal of a simulation.
    Simulation,
}

/// A door and a sound file for it.
pub struct Door {
    pub kind: Kind,
    pub seed: Vec<u8>,
}

const DISTRICT: [(&str, &str); 13] = [
    (
        "district.toml",
        "name = \"E\"\ncoordinates = \"gcj02\"\nsnap_metres = 300\n[prices]\ncost_per_km = 3\n",
    ),
    (
        "villages.csv",
        "village,town,longitude,latitude,households,kg_per_person_day\nV1,A,119.80,36.00,100,0.5\nV2,B,119.81,36.00,120,\n",
    ),
    (
        "points.csv",
        "point,village,longitude,latitude,stream,containers,open,close,kg_per_day,visits_per_week,max_vehicle_width_m\n\
         P1,V1,119.80,36.00,,4,07:00,17:00,,,2.4\nP2,V2,119.81,36.00,residual,4,,,90,3,\nP2,V2,119.81,36.00,kitchen,1,,,20,7,\n",
    ),
    (
        "stations.csv",
        "station,town,longitude,latitude,tonnes_per_day,open,close,plant\nS1,A,119.80,36.01,20,06:00,18:00,W1\n",
    ),
    (
        "plants.csv",
        "plant,longitude,latitude,kind,accepts,cost_per_tonne\nW1,119.90,36.05,landfill,residual;kitchen,65\n",
    ),
    (
        "vehicles.csv",
        "vehicle,role,count,base,base_longitude,base_latitude,payload_kg,body_litres,shift_start,shift_end,availability\n\
         C1,collector,2,S1,,,4000,8000,06:00,16:00,0.9\nH1,hauler,1,W1,,,14000,20000,,,\n#3,feeder,3,,119.80,36.00,300,900,,,\n",
    ),
    (
        "streams.csv",
        "stream,share,goes_to,max_age_days\nresidual,0.7,chain,2\nkitchen,0.3,chain,1\n",
    ),
    (
        "generators.csv",
        "generator,longitude,latitude,kg_per_day,village,days,close\nMarket,119.805,36.005,300,V1,mon;thu,14:00\n",
    ),
    (
        "calendar.csv",
        "factor,from,to,days,day_digits,town\n1.5,02-10,02-24,,,\n1.2,,,mon,,A\n1.3,,,,1;6,\n",
    ),
    (
        "roads.csv",
        "from_longitude,from_latitude,to_longitude,to_latitude,class,oneway,max_width_m\n119.80,36.00,119.81,36.00,town,,\n\
         119.80,36.00,119.80,36.01,lane,,2.5\n119.81,36.00,119.90,36.05,county,,\n119.80,36.01,119.90,36.05,county,no,\n",
    ),
    (
        "pins.csv",
        "village,point,station,vehicle,days\nV1,,S1,,\n,P2,,C1,mon;wed;fri\n",
    ),
    (
        "overrides.csv",
        "longitude,latitude,closed,speed_kmh\n119.805,36.00,,20\n",
    ),
    (
        "cleaners.csv",
        "village,cleaners,main_road_km,key_places,cost_per_month\nV1,4,2.5,1,1200\n",
    ),
];

const PLAN: [(&str, &str); 5] = [
    ("tours.csv", "tour,day,vehicle\nmon-001,mon,C1\n"),
    (
        "stops.csv",
        "tour,trip,sequence,kind,id,arrival,start,departure,kg,litres,kg_on_board,metres,seconds,stream\n\
         mon-001,1,0,start,,06:05:00,06:05:00,06:05:00,0,0,0,0,0,\nmon-001,1,1,point,P1,06:15,06:15,06:16:10,100,380,100,5000,600,\n\
         mon-001,1,2,station,S1,06:30,06:30,06:46,100,380,0,6000,830,residual\nmon-001,1,3,end,,07:30,07:30,07:30,0,0,0,10,5,\n",
    ),
    (
        "unserved.csv",
        "id,day,kg,reason\nP2,tue,12.6,the fleet has no hours or room left\n",
    ),
    (
        "visits.csv",
        "point,stream,visits_per_week,days,reason\nP1,residual,2,mon;thu,containers\n",
    ),
    (
        "hauls.csv",
        "haul,day,vehicle,station,plant,leave,arrive,tip,back,kg,metres,tour,trip,out,load\nh1,mon,H1,S1,W1,06:58:02,07:10:04,07:10:04,07:26:04,100,9000,mon-h01,1,05:30,06:42:02\n",
    ),
];

const WEIGHED: [(&str, &str); 5] = [
    (
        "weighbridge.csv",
        "date,facility,kg,stream\n2026-03-02 07:15:00,W1,5000,\n2026-03-03,S1,400,\n",
    ),
    (
        "counts.csv",
        "date,village,point,kg,containers,fill,days\n2026-03-02,V1,,120,,,1\n2026-03-03,,P1,,4,80%,2\n",
    ),
    (
        "done.csv",
        "date,point,kg,stream,vehicle\n2026-03-02 06:40,P1,120,,C1\n2026-03-05,P1,,residual,\n",
    ),
    (
        "trace.csv",
        "vehicle,time,longitude,latitude,device,coordinates\nC1,2026-03-02 06:40:00,119.80,36.00,K1,\nC1,2026-03-02 06:40:10,119.801,36.00,K1,gcj02\n",
    ),
    (
        "rounds.csv",
        "tour,day,vehicle,order,kind,point,village,stream,disposal,trip,leaves,kg\n1,mon;thu,C1,1,,P1,,residual,,1,06:30,40\n\
         1,,,2,,,V2,,W1,2,,\n,tue,C1,,point,P1,,,,,,\n,,,,plant,W1,,,,,,\n,,,,end,,,,,,,\n",
    ),
];

const INSTANCES: [&str; 7] = [
    "NAME : a\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : GEO\nCAPACITY : 10\nNODE_COORD_SECTION\n1 0 0\n2 3.4 4\n3 0 1\n\
     DEMAND_SECTION\n1 0\n2 4\n3 6\nDEPOT_SECTION\n1\n-1\nEOF\n",
    "TYPE : VRPTW\nDIMENSION : 3\nVEHICLES : 2\nCAPACITY : 10\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_DIAG_ROW\n\
     EDGE_WEIGHT_SECTION\n0 4 0\n5 6 0\nDEMAND_SECTION\n1 0\n2 4\n3 6\nTIME_WINDOW_SECTION\n1 0 99\n2 0 50\n3 5 60\nDEPOT_SECTION\n1\n-1\nEOF\n",
    "T\n\nVEHICLE\nNUMBER CAPACITY\n 25 200\n\nCUSTOMER\nCUST NO. XCOORD.\n\n0 0 0 0 0 230 0\n1 1 1 10 5 100 10\n2 2 0 20 0 90 9\n",
    "1 3 2 4\n 0 50\n 0 50\n 0 50\n 0 50\n 0 0 0 0 0 0 0\n 1 1 1 3 10 2 2 5 10\n 2 0 2 0 20 1 4 1 2 4 8\n",
    "280 // yards\n400\n500\n3600\n40\nStop_ID X\n0 0 0 0400 1675 0 9999 0\n7 5280 0 0000 2400 1600 9999 2\n\
     9 0 5280 0700 2400 180 0.5 1\n12 -100 0 800 1200 30 4 1\n",
    r#"{"info": {"numVehicles": 2, "maxDuration": 149, "maxCapacity": 107, "planningHorizon": 2},
"features": [{"properties": {"id": 0, "type": "depot"}}, {"properties": {"id": 1, "type": "intermediateFacility"}},
{"properties": {"id": 2, "type": "customer", "frequency": 2, "demand": 5.5, "service": 6}}],
"duration": [[0, 1, 2], [4, 0, 5], [7, 8, 0]]}"#,
    r#"{"vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "capacity": [30], "skills": [1], "time_window": [0, 9000],
"costs": {"fixed": 9, "per_hour": 30, "per_km": 2}, "speed_factor": 0.9, "max_tasks": 9, "accepts": ["rest"],
"breaks": [{"id": 1, "time_windows": [[900, 1800]], "service": 60}]}],
"jobs": [{"id": 1, "location_index": 1, "pickup": [10], "service": 60, "skills": [1], "time_windows": [[0, 600], [900, 999]],
"commodity": "rest"}, {"id": 2, "description": "two", "location": [1.0, 2.0], "location_index": 2, "pickup": [20]}],
"disposals": [{"id": 1, "location_index": 2, "price": 30, "limit": 99, "accepts": ["rest", ""], "service": 60}],
"matrices": {"car": {"durations": [[0, 60, 90], [60, 0, 70], [91, 71, 0]],
"distances": [[0, 600, 900], [600, 0, 700], [910, 710, 0]]}}}"#,
];

const OSM: &str = "<?xml version=\"1.0\"?><osm version=\"0.6\">\
    <node id=\"1\" version=\"2\" lat=\"36.00\" lon=\"119.80\"/><node id=\"2\" lat=\"36.00\" lon=\"119.81\"><tag k=\"barrier\" v=\"gate\"/></node>\
    <node id=\"3\" lat=\"36.05\" lon=\"119.90\"/><node id=\"9\" visible=\"false\"/>\
    <way id=\"10\" version=\"3\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"tertiary\"/><tag k=\"maxweight\" v=\"7,5 T; 10\"/></way>\
    <way id=\"11\"><nd ref=\"2\"/><nd ref=\"3\"/><tag k=\"highway\" v=\"primary\"/><tag k=\"oneway:hgv\" v=\"-1\"/><tag k=\"maxwidth\" v=\"7'6&quot;\"/></way>\
    <relation id=\"5\"><member type=\"way\" ref=\"10\" role=\"from\"/><member type=\"node\" ref=\"2\" role=\"via\"/>\
    <member type=\"way\" ref=\"11\" role=\"to\"/><tag k=\"type\" v=\"restriction\"/><tag k=\"restriction\" v=\"no_left_turn\"/></relation></osm>";

/// The heading of a study.
fn heading<Q>(study: &str, question: Q) -> Heading<Q> {
    Heading {
        study: study.into(),
        version: "0.1.0".into(),
        input_sha256: "0".into(),
        district: "d".into(),
        plan: None,
        week: None,
        share: Share::WHOLE,
        question,
    }
}

fn line(record: &impl serde::Serialize) -> String {
    serde_json::to_string(record).expect("our records are JSON") + "\n"
}

/// The sound district, read.
fn sound_district(folder: &Path) -> District {
    write_district(folder, "");
    read_district(folder).expect("the seeds are sound").district
}

/// A leg between every two places of the district.
fn matrix_csv() -> String {
    let names = ["P1", "P2", "Market", "S1", "W1"];
    let mut text = "from,to,metres,seconds,vehicle\n".to_owned();
    for (k, from) in names.iter().enumerate() {
        for to in &names[k + 1..] {
            text += &format!("{from},{to},1500,{}00,\n", k + 1);
        }
    }
    text
}

/// The same as an OSRM server answers.
fn matrix_json(district: &District) -> String {
    let points = district.points.iter().map(|point| point.place);
    let facilities = [district.stations[0].place, district.plants[0].place];
    let places: Vec<_> = points.chain(facilities).collect();
    let ends = places
        .iter()
        .map(|place| format!("{{\"location\":[{},{}]}}", place.longitude, place.latitude));
    let (ends, row) = (
        ends.collect::<Vec<_>>().join(","),
        vec!["150.5"; places.len()].join(","),
    );
    let table = vec![format!("[{row}]"); places.len()].join(",");
    format!(
        "{{\"code\":\"Ok\",\"durations\":[{table}],\"distances\":[{table}],\"sources\":[{ends}],\"destinations\":[{ends}]}}"
    )
}

/// Two sizes of fleet.
fn fleet_journal(district: &District) -> String {
    let question = FleetQuestion {
        least: 1,
        most: 2,
        vehicle: None,
        seed: 1,
        iterations: Some(1),
        time_limit: None,
    };
    let first = district.fleet(Role::Collector).next().expect("a collector");
    let size = |vehicles: u32| FleetSize {
        vehicles,
        counts: (0..district.vehicles.len())
            .map(|row| if row == first.0.index() { vehicles } else { 0 })
            .collect(),
        cost: CostParts::default(),
        unserved: Kilograms(7),
        unserved_points: 1,
        missed_visits: 2,
        findings: 3,
        bound_is_confirmed: Some(true),
        overtime: Seconds(4),
        duty: DutyParts::default(),
        latest_return: Clock::at(17, 30),
        distance: Metres(5),
        fuel_litres: 6.5,
        queue: Seconds(8),
        peak_stock: Some(Kilograms(9)),
        daily_clearing_percent: 99.5,
        plan_of: None,
    };
    line(&heading("fleet", question)) + &line(&size(1)) + &line(&size(2))
}

/// Three blocks of one run each.
fn simulation_journal() -> String {
    let question = SimulationQuestion {
        weeks: 2,
        runs: 3,
        seed: 1,
        plan_sha256: "0".into(),
    };
    let count = Count {
        sum: 2,
        squares: 4,
        seconds: 60,
    };
    let block = |block: usize| {
        let run = RunTotals {
            run: block as u32,
            due_kg: 100,
            cleared_kg: 90,
            ..RunTotals::default()
        };
        let tally = Tally {
            weeks: 2,
            runs: vec![run],
            bins: [(0, count)].into(),
            tours: [(0, count)].into(),
            facilities: [(0, count)].into(),
        };
        line(&SimulatedBlock { block, tally })
    };
    line(&heading("simulate", question)) + &block(0) + &block(1) + &block(2)
}

/// All doors, the same ones in the same order on every run.
pub fn doors() -> Vec<Door> {
    let of = |kind: fn(&'static str) -> Kind, files: &'static [(&'static str, &'static str)]| {
        let door = move |(file, text): &(&'static str, &'static str)| Door {
            kind: kind(file),
            seed: text.as_bytes().to_vec(),
        };
        files.iter().map(door).collect::<Vec<_>>()
    };
    let mut doors = of(Kind::Table, &DISTRICT);
    doors.extend(of(Kind::Plan, &PLAN));
    doors.extend(of(Kind::Weighed, &WEIGHED));
    let mut add = |kind, seed: Vec<u8>| doors.push(Door { kind, seed });
    for text in INSTANCES {
        add(Kind::Instance, text.into());
    }
    add(Kind::Roads("roads.osm"), OSM.into());
    add(Kind::Roads("roads.osm.pbf"), pbf());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let district = sound_district(folder.path());
    add(Kind::Travel("matrix.csv"), matrix_csv().into_bytes());
    add(
        Kind::Travel("matrix.json"),
        matrix_json(&district).into_bytes(),
    );
    add(Kind::Fleet, fleet_journal(&district).into_bytes());
    add(Kind::Simulation, simulation_journal().into_bytes());
    add(Kind::Sheet, sheet().into_bytes());
    add(Kind::Workbook, workbook(&sheet()));
    doors
}

/// Knocks: what comes back is an answer that makes sense, or faults. Whether it was an answer.
pub fn knock(kind: Kind, bytes: &[u8]) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let write = |file: &str, bytes: &[u8]| {
        fs::write(folder.join(file), bytes).expect("the folder is writable")
    };
    match kind {
        Kind::Table(table) => {
            write_district(folder, table);
            write(table, bytes);
            district(folder).is_some()
        }
        Kind::Workbook | Kind::Sheet => {
            let book = match kind {
                Kind::Sheet => workbook(&String::from_utf8_lossy(bytes)),
                _ => bytes.to_vec(),
            };
            write("district.xlsx", &book);
            district(&folder.join("district.xlsx")).is_some()
        }
        Kind::Travel(name) => {
            let tables = DISTRICT
                .iter()
                .filter(|(file, _)| !["roads.csv", "overrides.csv"].contains(file));
            for (file, text) in tables {
                write(file, text.as_bytes());
            }
            write(name, bytes);
            let read = answered(read_district(folder));
            if let Some(input) = &read {
                let travel = travel(&input.district, input.network.as_ref());
                assert!(!travel.matrices.is_empty());
            }
            read.is_some()
        }
        Kind::Roads(name) => {
            write(name, bytes);
            answered(read_roads(&folder.join(name))).is_some()
        }
        Kind::Plan(table) => {
            let district = sound_district(folder);
            for (file, text) in PLAN {
                write(file, text.as_bytes());
            }
            write(table, bytes);
            let plan = answered(read_plan(folder, &district));
            if let Some(plan) = &plan {
                let loads = flow(&district, None).loads;
                let _ = check(&district, &travel(&district, None), &loads, plan);
            }
            plan.is_some()
        }
        Kind::Weighed(table) => {
            let district = sound_district(folder);
            write(table, bytes);
            if ["done.csv", "trace.csv"].contains(&table) {
                let done = answered(read_done(folder, &district));
                if let Some(done) = &done {
                    let traced = follow(&district, &Plan::default(), done.span, &done.fixes);
                    let visits = [done.visits.as_slice(), &traced.visits].concat();
                    let _ = assess(&district, &Plan::default(), done.span, &visits);
                }
                return done.is_some();
            }
            if table == "rounds.csv" {
                let given = answered(read_rounds(folder, &district));
                if let Some(given) = &given {
                    let (params, watch) = (PlanParams::default(), Watch::default());
                    let week = GivenWeek {
                        tours: given.tours.clone(),
                        left: Vec::new(),
                    };
                    let _ = time(&district, None, &week, &params, &watch);
                }
                return given.is_some();
            }
            answered(read_weighings(folder, &district)).is_some()
        }
        Kind::Instance => {
            let instance = answered(parse_question("instance", bytes, Some(3)));
            if let Some(instance) = &instance {
                assert!(
                    instance.problem().validate().is_ok(),
                    "what is read is valid"
                );
            }
            instance.is_some()
        }
        Kind::Fleet => {
            let district = sound_district(folder);
            write("part-1-of-1.jsonl", bytes);
            let judge = |asked: &Heading<FleetQuestion>| asked.judge(&district);
            let judge_item = |asked: &Heading<FleetQuestion>, size: &FleetSize| {
                asked.judge_item(&district, size)
            };
            let part = folder.join("part-1-of-1.jsonl");
            let read = answered(read_journal(&part, &judge, &judge_item));
            if let Some((asked, sizes)) = &read {
                let bound = FleetBound::default();
                let curve = FleetCurve::new(&district, &asked.question, sizes.clone(), bound);
                let _ = (
                    curve.cheapest(),
                    curve.gap_percent(),
                    curve.hours(&district),
                );
            }
            read.is_some()
        }
        Kind::Simulation => simulated(folder, bytes),
    }
}

/// A journal of a simulation: what is read can be joined and told of.
fn simulated(folder: &Path, bytes: &[u8]) -> bool {
    let district = sound_district(folder);
    for (file, text) in PLAN {
        fs::write(folder.join(file), text).expect("the folder is writable");
    }
    let plan = read_plan(folder, &district).expect("the seeds are sound");
    let ground = Groundwork::of(&district, None, None);
    let rows = [
        ground.flow.loads.len(),
        plan.tours.len(),
        district.disposals().count(),
    ];
    let judge_item =
        |asked: &Heading<SimulationQuestion>, block: &SimulatedBlock| asked.judge_item(rows, block);
    let part = folder.join("part-1-of-1.jsonl");
    fs::write(&part, bytes).expect("the folder is writable");
    let read = read_journal(&part, &Heading::<SimulationQuestion>::judge, &judge_item);
    let read = answered(read);
    if let Some((asked, blocks)) = &read {
        let mut all = Tally::default();
        blocks
            .iter()
            .for_each(|block| all.merge(block.tally.clone()));
        let _ = Risk::of((&district, &ground, &plan), &asked.question, &all);
    }
    read.is_some()
}

/// The answer; faults say something, each of them.
fn answered<T>(result: Result<T, InputError>) -> Option<T> {
    match result {
        Ok(answer) => return Some(answer),
        Err(InputError::Faults { faults, .. }) => {
            assert!(!faults.is_empty(), "who is refused is told why");
            assert!(faults.iter().all(|fault| !fault.expected.is_empty()));
        }
        Err(InputError::Io { .. }) => {}
    }
    None
}

/// A district that is read can be followed to its end.
fn district(path: &Path) -> Option<District> {
    let input = answered(read_district(path))?;
    let flow = flow(&input.district, None);
    assert!(flow.loads.iter().all(|load| load.kg_per_week().is_finite()));
    Some(input.district)
}

fn write_district(folder: &Path, but: &str) {
    for (file, text) in DISTRICT.iter().filter(|(file, _)| *file != but) {
        fs::write(folder.join(file), text).expect("the folder is writable");
    }
}

/// The rows of points of a workbook, as they stand in its sheet.
fn sheet() -> String {
    let cell = |at: &str, text: &str| match text.parse::<f64>() {
        Ok(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
        Err(_) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let mut rows = String::new();
    let (_, points) = DISTRICT[2];
    for (row, line) in (1..).zip(points.lines()) {
        let cells = ('A'..)
            .zip(line.split(','))
            .filter(|(_, text)| !text.is_empty());
        let cells: String = cells
            .map(|(column, text)| cell(&format!("{column}{row}"), text))
            .collect();
        rows += &format!("<row r=\"{row}\">{cells}</row>");
    }
    rows.replace("<c r=\"J3\"><v>3</v>", "<c r=\"J3\"><f>1+2</f><v>3</v>")
}

/// A workbook with the least parts that ECMA-376 asks for: the district's tables, and these rows of points.
fn workbook(points: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, body: &str| {
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).expect("a part");
        zip.write_all(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{body}").as_bytes())
            .expect("a part");
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    part(
        "[Content_Types].xml",
        &format!("<Types xmlns=\"{package}/content-types\"></Types>"),
    );
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let (mut names, mut links) = (String::new(), String::new());
    for (id, (file, text)) in DISTRICT
        .iter()
        .enumerate()
        .filter(|(_, (file, _))| file.ends_with(".csv"))
    {
        let name = file.trim_end_matches(".csv");
        names += &format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>");
        links += &format!(
            "<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        );
        let plain = |line: (usize, &str)| {
            let cells = ('A'..)
                .zip(line.1.split(','))
                .filter(|(_, text)| !text.is_empty());
            let cells: String = cells
                .map(|(column, text)| {
                    format!(
                        "<c r=\"{column}{}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
                        line.0 + 1
                    )
                })
                .collect();
            format!("<row r=\"{}\">{cells}</row>", line.0 + 1)
        };
        let rows: String = match *file {
            "points.csv" => points.to_owned(),
            _ => text.lines().enumerate().map(plain).collect(),
        };
        part(
            &format!("xl/worksheets/sheet{id}.xml"),
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships xmlns=\"{package}/relationships\">{links}</Relationships>"),
    );
    zip.finish().expect("a workbook").into_inner()
}

/// Two ways over three nodes as an `.osm.pbf` whose blocks are not packed, so that whoever spoils a byte spoils a road.
fn pbf() -> Vec<u8> {
    let header = message(&[(4, b"OsmSchema-V0.6"), (4, b"DenseNodes")]);
    let texts: Vec<u8> = ["", "highway", "primary", "maxheight", "3.5 m"]
        .iter()
        .flat_map(|text| field(1, text.as_bytes()))
        .collect();
    let packed = |numbers: &[i64], zigzag: bool| -> Vec<u8> {
        let signed = |n: &i64| {
            if zigzag {
                (n << 1 ^ n >> 63) as u64
            } else {
                *n as u64
            }
        };
        numbers.iter().flat_map(|n| varint(signed(n))).collect()
    };
    let dense = message(&[
        (1, &packed(&[1, 1, 1], true)),
        (8, &packed(&[360_000_000, 0, 500_000], true)),
        (9, &packed(&[1_198_000_000, 100_000, 900_000], true)),
    ]);
    let way = |id: u64, refs: &[i64]| {
        let mut way = [varint(1 << 3), varint(id)].concat();
        way.extend(field(2, &packed(&[1, 3], false)));
        way.extend(field(3, &packed(&[2, 4], false)));
        way.extend(field(8, &packed(refs, true)));
        way
    };
    let ways = message(&[(3, &way(10, &[1, 1])), (3, &way(11, &[2, 1]))]);
    let data = message(&[(1, &texts), (2, &message(&[(2, &dense)])), (2, &ways)]);
    [block(b"OSMHeader", &header), block(b"OSMData", &data)].concat()
}

fn block(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let blob = field(1, content);
    let mut header = field(1, kind);
    header.extend(varint(3 << 3));
    header.extend(varint(blob.len() as u64));
    [
        &(header.len() as u32).to_be_bytes(),
        header.as_slice(),
        &blob,
    ]
    .concat()
}

fn message(fields: &[(u64, &[u8])]) -> Vec<u8> {
    fields
        .iter()
        .flat_map(|(number, bytes)| field(*number, bytes))
        .collect()
}

fn field(number: u64, bytes: &[u8]) -> Vec<u8> {
    [
        varint(number << 3 | 2),
        varint(bytes.len() as u64),
        bytes.to_vec(),
    ]
    .concat()
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}
