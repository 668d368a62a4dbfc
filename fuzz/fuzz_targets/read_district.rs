//! Whatever bytes stand in place of a table, reading ends with a district or with faults.
//!
//! The first byte chooses the table, or the workbook; the rest is its content.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fs;
use wasteways::input::read_district;
use wasteways::tables::DISTRICT_TABLES;

const TABLES: [(&str, &str); 4] = [
    ("villages.csv", "village,town,longitude,latitude,households\nV,A,119.8,36.0,100\n"),
    ("points.csv", "point,village,longitude,latitude\nP,V,119.8,36.0\n"),
    ("plants.csv", "plant,longitude,latitude\nW,119.9,36.1\n"),
    ("vehicles.csv", "vehicle,role,count,base,payload_kg,body_litres\nC,collector,1,W,4000,8000\n"),
];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, content)) = data.split_first() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let choice = usize::from(choice) % (DISTRICT_TABLES.len() + 1);
    let Some(table) = DISTRICT_TABLES.get(choice) else {
        let path = folder.path().join("district.xlsx");
        fs::write(&path, content).expect("the folder is writable");
        let _ = read_district(&path);
        return;
    };
    for (file, text) in TABLES {
        fs::write(folder.path().join(file), text).expect("the folder is writable");
    }
    fs::write(folder.path().join(table.file), content).expect("the folder is writable");
    let _ = read_district(folder.path());
});
