//! One district in every form that a spreadsheet leaves it in: encodings, separators, languages, hands. All give the
//! equal District; and bytes of any kind give faults, never a panic.

#![cfg(feature = "lunar")]

use encoding_rs::GB18030;
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use wasteways::district::{District, FaultList};
use wasteways::input::{InputError, read_district};
use wasteways::tables::DISTRICT_TABLES;

const ENGLISH: [(&str, &str); 6] = [
    (
        "villages.csv",
        "village,town,longitude,latitude,households,participation\n上磨村,城关镇,119.80,36.00,100,0.85\n下磨村,城关镇,119.81,36.00,120,1\n",
    ),
    (
        "points.csv",
        "point,village,longitude,latitude,stream,containers,open,close,note\n\
         一号,上磨村,119.80,36.00,kitchen,4,06:05,17:00,gate; left\n一号,上磨村,119.80,36.00,residual,4,06:05,17:00,\n二号,下磨村,119.81,36.00,,4,,,\n",
    ),
    (
        "plants.csv",
        "plant,longitude,latitude,kind,accepts\n填一,119.95,36.10,incinerator,residual;kitchen\n",
    ),
    (
        "vehicles.csv",
        "vehicle,role,count,base,payload_kg,body_litres,mixes,shift_start,cost_per_km\n八吨,collector,2,填一,4000,8000,no,05:30,3.5\n",
    ),
    (
        "streams.csv",
        "stream,share,goes_to\nresidual,0.6,chain\nkitchen,0.4,chain\n",
    ),
    (
        "calendar.csv",
        "factor,from,to,days,lunar\n1.5,01-01,01-15,,yes\n1.2,,,mon;thu,no\n",
    ),
];

/// The same as somebody in a town hall would write it.
const CHINESE: [(&str, &str); 6] = [
    (
        "villages.csv",
        "# 2026 年统计,,,,,\n村名,镇,经度,纬度,户数（户）,参与率\n上磨村,城关镇,１１９．８０,36.00,100,85%\n,,,,,\n下磨村 ,城关镇,119.81,36.00,120,100%\n",
    ),
    (
        "points.csv",
        "编号,所属村,经度,纬度,类别,桶数,开始时间,结束时间,备注\n\
         一号,上磨村,119.80,36.00,kitchen,4,6：05,17:00,gate; left\n一号,上磨村,119.80,36.00,其他垃圾,４,6:05:00,17:00,\n二号,下磨村,119.81,36.00,,4,,,\n",
    ),
    (
        "plants.csv",
        "厂名,经度,纬度,处理方式,接收类别\n填一,119.95,36.10,焚烧厂,residual、kitchen\n",
    ),
    (
        "vehicles.csv",
        "车型,用途,台数,驻地,载重(kg),厢体容积,混装,上班时间,公里费用\n八吨,压缩车,2,填一,4000,8000,否,5:30,3.5\n",
    ),
    (
        "streams.csv",
        "类别,占比,去向\nresidual,60%,清运\nkitchen,40%,收运\n",
    ),
    (
        "calendar.csv",
        "系数,起,止,星期,农历\n1.5,1月1日,1月15日,,是\n1.2,,,周一；周四,否\n",
    ),
];

fn write(folder: &Path, tables: &[(&str, &str)], form: impl Fn(&str) -> Vec<u8>) {
    fs::write(folder.join("district.toml"), "name = \"示例县\"\n").unwrap();
    for (file, text) in tables {
        fs::write(folder.join(file), form(text)).unwrap();
    }
}

fn read(path: &Path) -> District {
    match read_district(path) {
        Ok(input) => input.district,
        Err(InputError::Faults { faults, .. }) => panic!("{}", FaultList(&faults)),
        Err(error) => panic!("{error}"),
    }
}

fn district_of(tables: &[(&str, &str)], form: impl Fn(&str) -> Vec<u8>) -> District {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), tables, form);
    read(folder.path())
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], bom: bool) -> Vec<u8> {
    let text = if bom {
        format!("\u{feff}{text}")
    } else {
        text.to_owned()
    };
    text.encode_utf16().flat_map(unit).collect()
}

/// Cells are quoted where the separator stands in them.
fn separated_by(separator: &str, text: &str) -> String {
    let cell = |cell: &str| {
        if cell.contains(';') {
            format!("\"{cell}\"")
        } else {
            cell.to_owned()
        }
    };
    let line = |line: &str| {
        line.split(',')
            .map(cell)
            .collect::<Vec<_>>()
            .join(separator)
    };
    text.lines().map(|text| line(text) + "\r\n").collect()
}

#[test]
fn every_encoding_separator_and_language_gives_the_equal_district() {
    let plain = district_of(&ENGLISH, |text| text.as_bytes().to_vec());
    assert_eq!(plain.points.len(), 2);
    assert_eq!(plain.villages[0].participation, 0.85);
    for tables in [&ENGLISH, &CHINESE] {
        for separator in [",", ";", "\t"] {
            let form = |text: &str| separated_by(separator, text);
            let what = format!("{separator:?} of {}", tables[0].1);
            assert_eq!(
                district_of(tables, |t| form(t).into_bytes()),
                plain,
                "UTF-8, {what}"
            );
            let with_bom = |t: &str| format!("\u{feff}{}", form(t)).into_bytes();
            assert_eq!(
                district_of(tables, with_bom),
                plain,
                "UTF-8 with BOM, {what}"
            );
            let gbk = |t: &str| GB18030.encode(&form(t)).0.into_owned();
            assert_eq!(district_of(tables, gbk), plain, "GB18030, {what}");
            for bom in [true, false] {
                let little = |t: &str| utf16(&form(t), u16::to_le_bytes, bom);
                let big = |t: &str| utf16(&form(t), u16::to_be_bytes, bom);
                assert_eq!(district_of(tables, little), plain, "UTF-16 LE, {what}");
                assert_eq!(district_of(tables, big), plain, "UTF-16 BE, {what}");
            }
        }
    }
}

#[test]
fn tables_may_bear_chinese_file_names() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &CHINESE, |text| text.as_bytes().to_vec());
    for (file, chinese) in [("villages.csv", "村庄.csv"), ("vehicles.csv", "车辆.csv")] {
        fs::rename(folder.path().join(file), folder.path().join(chinese)).unwrap();
    }
    assert_eq!(
        read(folder.path()),
        district_of(&CHINESE, |text| text.as_bytes().to_vec())
    );
}

#[test]
fn the_digest_follows_the_content_not_the_place() {
    let digest = |form: fn(&str) -> Vec<u8>| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &ENGLISH, form);
        read_district(folder.path()).unwrap().sha256
    };
    let plain = digest(|text| text.as_bytes().to_vec());
    assert_eq!(plain.len(), 64);
    assert_eq!(plain, digest(|text| text.as_bytes().to_vec()));
    assert_ne!(
        plain,
        digest(|text| text.replace("100", "101").into_bytes())
    );
}

#[test]
fn a_district_survives_json() {
    let district = district_of(&ENGLISH, |text| text.as_bytes().to_vec());
    let text = serde_json::to_string(&district).unwrap();
    assert_eq!(serde_json::from_str::<District>(&text).unwrap(), district);
}

#[test]
fn chinese_coordinates_come_out_as_wgs84() {
    // Tiananmen in WGS-84, GCJ-02 and BD-09, by the public converters.
    let form = |longitude: &str, latitude: &str, system: &str| {
        let folder = tempfile::tempdir().unwrap();
        let village =
            format!("village,town,longitude,latitude,households\nV,T,{longitude},{latitude},50\n");
        let plant = format!("plant,longitude,latitude\nW,{longitude},{latitude}\n");
        let tables = [
            ("villages.csv", village.as_str()),
            ("plants.csv", plant.as_str()),
            (
                "vehicles.csv",
                "vehicle,role,count,base,payload_kg,body_litres\nC,collector,1,W,4000,8000\n",
            ),
        ];
        write(folder.path(), &tables, |text| text.as_bytes().to_vec());
        fs::write(
            folder.path().join("district.toml"),
            format!("coordinates = \"{system}\"\n"),
        )
        .unwrap();
        read(folder.path()).villages[0].place
    };
    let wgs = form("116.404", "39.915", "wgs84");
    let gcj = form("116.41024449916938", "39.91640428150164", "gcj02");
    assert!(wgs.metres_to(gcj) < 0.05, "{gcj:?}");
    assert!(gcj.metres_to(form("116.41662724378733", "39.92269620198126", "BD-09")) < 1.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(
        table in 0..DISTRICT_TABLES.len(),
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        keep_header in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &ENGLISH, |text| text.as_bytes().to_vec());
        let table = DISTRICT_TABLES[table];
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let mut content = if keep_header { names.join(",").into_bytes() } else { Vec::new() };
        content.push(b'\n');
        content.extend(&bytes);
        fs::write(folder.path().join(table.file), content).unwrap();
        let _ = read_district(folder.path());
    }

    #[test]
    fn no_cells_make_the_reader_panic(
        table in 1..DISTRICT_TABLES.len(),
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..30), 0..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &ENGLISH, |text| text.as_bytes().to_vec());
        let table = DISTRICT_TABLES[table];
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let mut text = names.join(",");
        for row in rows {
            text += &format!("\n{}", row.join(","));
        }
        fs::write(folder.path().join(table.file), text).unwrap();
        let _ = read_district(folder.path());
    }
}

/// Cells that are nearly right.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,3}",
        "-?[0-9]{1,2}\\.[0-9]{1,4}",
        "1e[0-9]{1,3}",
        "[0-9]{1,2}:[0-9]{2}",
        Just("119.8".to_owned()),
        Just("36.0".to_owned()),
        Just("NaN".to_owned()),
        Just("residual".to_owned()),
        Just("上磨村".to_owned()),
        Just("填一".to_owned()),
        Just("collector".to_owned()),
        Just("mon;sun".to_owned()),
        Just("02-29".to_owned()),
        "\\PC{0,6}".prop_map(|text| text.replace([',', '"', '\n'], "")),
    ]
}
