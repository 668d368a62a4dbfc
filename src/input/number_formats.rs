//! Units that a workbook shows and does not hold: `0.0"吨"` shows 5 as 5吨, and what is read is 5.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

use crate::tables::Unit;

/// Largest part of a workbook that holds formats.
const MOST_BYTES: u64 = 16 << 20;

/// The units that number formats in use show, each once. None where the workbook cannot be read as one: whoever reads its sheets says so.
pub(super) fn units_shown(bytes: &[u8]) -> Vec<String> {
    styles(bytes).map_or(Vec::new(), |text| units_of(&text))
}

fn styles(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = archive.by_name("xl/styles.xml").ok()?;
    let mut text = String::new();
    part.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Formats have a number and a code (`numFmt`); those in use are named by the formats of cells (`cellXfs`).
fn units_of(styles: &str) -> Vec<String> {
    let mut reader = Reader::from_str(styles);
    let (mut codes, mut used) = (BTreeMap::new(), Vec::new());
    let mut in_cells = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (attribute(&tag, "numFmtId"), attribute(&tag, "formatCode"))
                    {
                        codes.insert(id, code);
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => used.extend(attribute(&tag, "numFmtId")),
                _ => {}
            },
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let mut units: Vec<String> = used
        .iter()
        .filter_map(|id| unit_of(codes.get(id)?))
        .collect();
    units.sort();
    units.dedup();
    units
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(unescape(&found.value).ok()?.into_owned())
}

/// The unit that a format of figures shows. Dates show 年 and 月; money and percent do not change what a figure means.
fn unit_of(code: &str) -> Option<String> {
    let first = code.split(';').next().unwrap_or_default();
    let mut bare = String::new();
    let mut quoted = String::new();
    for (at, part) in first.split('"').enumerate() {
        if at % 2 == 1 {
            quoted.push_str(part);
        } else {
            bare.push_str(part);
        }
    }
    let is_date = bare.to_lowercase().contains(['y', 'm', 'd', 'h', 's']);
    let shows_figure = bare.contains(['0', '#']);
    let text = if quoted.is_empty() {
        bare.trim_matches(|c: char| c.is_ascii()).to_owned()
    } else {
        quoted
    };
    let unit = Unit::read(text.trim())?;
    (shows_figure && !is_date && !unit.is_percent() && !unit.is_money())
        .then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_a_unit_are_known() {
        for (code, unit) in [
            ("0.0\"吨\"", Some("吨")),
            ("#,##0\"公里\";-#,##0\"公里\"", Some("公里")),
            ("0吨", Some("吨")),
            ("\"¥\"#,##0.00", None),
            ("yyyy\"年\"m\"月\"d\"日\"", None),
            ("h\"时\"mm\"分\"", None),
            ("0.00%", None),
            ("0.00_ ", None),
            ("General", None),
            ("0\"号\"", None),
        ] {
            assert_eq!(unit_of(code).as_deref(), unit, "{code}");
        }
    }

    #[test]
    fn a_format_that_nobody_uses_shows_nothing() {
        let styles = |used: &str| {
            format!(
                "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"0&quot;吨&quot;\"/></numFmts>\
                 <cellStyleXfs><xf numFmtId=\"176\"/></cellStyleXfs><cellXfs><xf numFmtId=\"{used}\"/></cellXfs></styleSheet>"
            )
        };
        assert_eq!(units_of(&styles("176")), ["吨"]);
        assert_eq!(units_of(&styles("0")), Vec::<String>::new());
        assert_eq!(units_shown(b"no workbook"), Vec::<String>::new());
    }
}
