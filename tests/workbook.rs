//! A district as one workbook: the same tables, the same faults.
#![cfg(feature = "xlsx")]

use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use wasteways::district::{Fault, FaultList};
use wasteways::input::{Input, InputError, read_district};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Sheets by name; a cell that reads as a number is one, `t:0.25` is a time of day.
const SHEETS: [(&str, &str); 5] = [
    (
        "district",
        "name,Example\nspeed_kmh,30\nprices.cost_per_km,3.5\n",
    ),
    (
        "村庄",
        "村,镇,经度,纬度,户数\nV1,A,119.80,36.00,100\nV2,A,119.81,36.00,120\n",
    ),
    (
        "points",
        "point,village,longitude,latitude,containers,open,close\nP1,V1,119.80,36.00,4,t:0.25,t:0.75\nP2,V2,119.81,36.00,4,,\n",
    ),
    ("plants", "plant,longitude,latitude\nW1,119.95,36.10\n"),
    (
        "vehicles",
        "vehicle,role,count,base,payload_kg,body_litres,mixes\nC1,collector,2,W1,4000,8000,no\n",
    ),
];

/// The least workbook that spreadsheets open: parts as ECMA-376 (Office Open XML) names them.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    workbook_with(sheets, |rows| rows)
}

/// The same, its rows changed by hand.
fn workbook_with(sheets: &[(&str, &str)], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, body: &str| {
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).unwrap();
        zip.write_all(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{body}").as_bytes())
            .unwrap();
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
    for (k, (name, rows)) in sheets.iter().enumerate() {
        let id = k + 1;
        write!(
            names,
            "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>"
        )
        .unwrap();
        write!(links, "<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>").unwrap();
        part(
            &format!("xl/worksheets/sheet{id}.xml"),
            &format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{}</sheetData></worksheet>",
                change(cells(rows))
            ),
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
        &format!(
            "<Relationships xmlns=\"{package}/relationships\">{links}<Relationship Id=\"rId99\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/styles.xml",
        &format!(
            "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>"
        ),
    );
    zip.finish().unwrap().into_inner()
}

fn cells(rows: &str) -> String {
    let mut text = String::new();
    for (row, line) in (1..).zip(rows.lines()) {
        write!(text, "<row r=\"{row}\">").unwrap();
        for (column, cell) in ('A'..)
            .zip(line.split(','))
            .filter(|(_, cell)| !cell.is_empty())
        {
            match (cell.strip_prefix("t:"), cell.parse::<f64>()) {
                (Some(time), _) => write!(text, "<c r=\"{column}{row}\" s=\"1\"><v>{time}</v></c>"),
                (None, Ok(number)) => write!(text, "<c r=\"{column}{row}\"><v>{number}</v></c>"),
                (None, Err(_)) => write!(
                    text,
                    "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                ),
            }
            .unwrap();
        }
        text += "</row>";
    }
    text
}

fn read(bytes: &[u8]) -> Result<Input, InputError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.xlsx");
    fs::write(&path, bytes).unwrap();
    read_district(&path)
}

#[test]
fn a_workbook_gives_the_district_of_its_tables() {
    let input = read(&workbook(&SHEETS)).unwrap_or_else(|error| panic!("{error}"));
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        fs::write(
            folder.path().join(file),
            text.replace("t:0.25", "06:00").replace("t:0.75", "18:00"),
        )
        .unwrap()
    };
    write(
        "district.toml",
        "name = \"Example\"\nspeed_kmh = 30\n[prices]\ncost_per_km = 3.5\n",
    );
    for (sheet, text) in SHEETS.iter().skip(1) {
        write(
            &format!(
                "{}.csv",
                if *sheet == "村庄" {
                    "villages"
                } else {
                    sheet
                }
            ),
            text,
        );
    }
    let of_files = read_district(folder.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(input.district, of_files.district);
    assert_eq!(
        input.district.points[0].bins[0].window.open.to_string(),
        "06:00"
    );
    assert_eq!(input.sha256.len(), 64);
}

#[test]
fn faults_name_workbook_sheet_and_row() {
    let sheets = SHEETS.map(|(name, text)| (name, text.replace("P2,V2", "P2,V9")));
    let sheets: Vec<(&str, &str)> = sheets
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let Err(InputError::Faults { faults, .. }) = read(&workbook(&sheets)) else {
        panic!("V9 is no village");
    };
    let first = FaultList(&faults).to_string();
    assert!(
        first.starts_with(
            "county.xlsx, sheet points, row 3, column village: \"V9\" in cell B3: expected"
        ),
        "{first}"
    );
}

#[test]
fn a_stray_cell_in_the_last_corner_is_told_and_costs_nothing() {
    let corner = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c>";
    let sheets = SHEETS.map(|(name, text)| (name, text.to_owned()));
    let sheets: Vec<(&str, &str)> = sheets
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let book = workbook_with(&sheets, |rows| {
        rows.replacen("</row>", &format!("</row>{corner}</row>"), 1)
    });
    let faults = faults_of(&book);
    let rows: Vec<_> = faults.iter().map(|fault| fault.row).collect();
    assert_eq!(rows, [Some(1_048_576); 4], "{}", FaultList(&faults));
}

fn faults_of(book: &[u8]) -> Vec<Fault> {
    match read(book) {
        Err(InputError::Faults { faults, .. }) => faults,
        other => panic!("{other:?}"),
    }
}

/// The good workbook, one cell of the sheet of points as it is written there.
fn with_cell(cell: &str, written: &str) -> Vec<u8> {
    workbook_with(&SHEETS, |rows| rows.replace(cell, written))
}

#[test]
fn cells_without_a_value_are_faults() {
    let containers = "<c r=\"E2\"><v>4</v></c>";
    let of = |written: &str| with_cell(containers, written);
    for (written, value) in [
        ("<c r=\"E2\"><f>2*2</f></c>", "=2*2"),
        ("<c r=\"E2\"><f>2*2</f><v></v></c>", "=2*2"),
        ("<c r=\"E2\" t=\"e\"><v>#N/A</v></c>", "#N/A"),
        (
            "<c r=\"E2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>",
            "#DIV/0!",
        ),
        (
            "<c r=\"E2\" t=\"inlineStr\"><is><t>#REF!</t></is></c>",
            "#REF!",
        ),
    ] {
        let faults = faults_of(&of(written));
        assert_eq!(faults.len(), 1, "{written}: {}", FaultList(&faults));
        let told = (
            faults[0].row,
            faults[0].column.as_str(),
            faults[0].value.as_str(),
        );
        assert_eq!(told, (Some(2), "containers", value));
    }
    let good = of("<c r=\"E2\"><f>2*2</f><v>4</v></c>");
    let plain = read(&workbook(&SHEETS)).unwrap();
    assert_eq!(read(&good).unwrap().district, plain.district);
    let nothing = of("<c r=\"E2\" t=\"str\"><f>IF(A1=1,2,\"\")</f><v></v></c>");
    assert!(read(&nothing).is_ok(), "a formula may come to nothing");
}

#[test]
fn names_of_a_workbook_may_begin_with_a_number_sign() {
    let named = with_cell("<t>P1</t>", "<t>#1</t>");
    assert_eq!(read(&named).unwrap().district.points[0].name, "#1");
}

#[test]
fn sheets_are_read_once_or_named() {
    let twice = [&SHEETS[..], &[("收集点", SHEETS[2].1)]].concat();
    let faults = faults_of(&workbook(&twice));
    assert_eq!(faults[0].file, "county.xlsx, sheet 收集点");
    assert!(
        faults[0]
            .expected
            .contains("than in row 2 of county.xlsx, sheet points"),
        "{}",
        FaultList(&faults)
    );
    let more = [&SHEETS[..], &[("Point", SHEETS[2].1), ("Sheet1", "")]].concat();
    let warnings = read(&workbook(&more)).unwrap().warnings;
    let files: Vec<_> = warnings
        .iter()
        .map(|warning| warning.file.as_str())
        .collect();
    assert_eq!(
        files,
        ["county.xlsx, sheet Point", "county.xlsx, sheet Sheet1"]
    );
    let beside = SHEETS.map(|(name, text)| {
        (
            name,
            text.replace("36.00,4,t:0.25,t:0.75", "36.00,4,t:0.25,t:0.75,7"),
        )
    });
    let beside: Vec<_> = beside
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let faults = faults_of(&workbook(&beside));
    assert!(
        faults[0].expected.contains("the header, which has 7"),
        "{}",
        FaultList(&faults)
    );
}

#[test]
fn a_table_that_cannot_be_read_is_a_fault() {
    let broken = with_cell("<c r=\"E2\"><v>4</v></c>", "<c r=\"E2\"><v>4</c>");
    let faults = faults_of(&broken);
    assert_eq!(
        faults[0].file,
        "county.xlsx, sheet points",
        "{}",
        FaultList(&faults)
    );
    assert_eq!(faults.len(), 1, "{}", FaultList(&faults));
}

#[test]
fn a_file_that_is_no_workbook_is_a_fault() {
    for bytes in [b"village,town\n".as_slice(), b"PK\x03\x04", b""] {
        assert!(
            matches!(read(bytes), Err(InputError::Faults { faults, .. }) if faults[0].file == "county.xlsx")
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_spoiled_workbook_makes_the_reader_panic(at in any::<prop::sample::Index>(), bytes in proptest::collection::vec(any::<u8>(), 1..20)) {
        let mut book = workbook(&SHEETS);
        let start = at.index(book.len());
        for (offset, byte) in bytes.into_iter().enumerate() {
            if let Some(place) = book.get_mut(start + offset) {
                *place = byte;
            }
        }
        let _ = read(&book);
    }
}
