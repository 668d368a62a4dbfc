//! Reads `streams.csv`.

use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::sheet::Sheet;
use crate::district::{Sink, StreamKind, WasteStream, defaults};
use crate::tables::STREAMS;

/// How each kind of stream is called; its own name first.
const KINDS: [(StreamKind, &[&str]); 5] = [
    (
        StreamKind::Residual,
        &["residual", "其他垃圾", "其它垃圾", "混合垃圾"],
    ),
    (
        StreamKind::Compostable,
        &[
            "compostable",
            "厨余垃圾",
            "厨余",
            "易腐垃圾",
            "可腐烂垃圾",
            "可腐烂",
        ],
    ),
    (
        StreamKind::Recyclable,
        &["recyclable", "可回收物", "可回收垃圾"],
    ),
    (
        StreamKind::Inert,
        &["inert", "灰土", "灰土垃圾", "渣土", "惰性垃圾"],
    ),
    (StreamKind::Hazardous, &["hazardous", "有害垃圾"]),
];

/// The streams and their names; without a table the residual stream alone.
pub(super) fn read(sheet: &Sheet, ledger: &mut Ledger) -> (Vec<WasteStream>, Names) {
    let mut names = sheet.names("stream");
    let mut streams = Vec::new();
    for row in sheet.rows() {
        let stream = stream(row, ledger);
        names.insert(
            &stream.name,
            streams.len(),
            (row.file(), row.line(), "stream"),
            ledger,
        );
        streams.push(stream);
    }
    if let [only] = streams.as_mut_slice() {
        only.kind = StreamKind::Residual; // all that there is, whatever it is called
    }
    if streams.is_empty() {
        if !sheet.exists {
            assume_residual(ledger);
        }
        streams.push(residual());
    }
    for (kind, words) in KINDS {
        let mut of_kind = (0..streams.len()).filter(|&i| streams[i].kind == kind);
        if let (Some(index), None) = (of_kind.next(), of_kind.next()) {
            words.iter().for_each(|word| names.alias(word, index));
        }
    }
    (streams, names)
}

fn stream(row: Row<'_>, ledger: &mut Ledger) -> WasteStream {
    let name = row.name("stream", ledger);
    let lower = name.to_lowercase();
    let kind = KINDS
        .iter()
        .find(|(_, words)| words.contains(&lower.as_str()));
    WasteStream {
        kind: kind.map_or(StreamKind::Other, |kind| kind.0),
        name,
        share: row.number("share", ledger),
        sorted_share: row.number("sorted_share", ledger),
        goes_to: match row.choice("goes_to", ledger) {
            Some("compost") => Sink::Compost,
            Some("sale") => Sink::Sale,
            Some("fill") => Sink::Fill,
            Some("elsewhere") => Sink::Elsewhere,
            _ => Sink::Chain,
        },
        loose_kg_m3: row.number("loose_kg_m3", ledger),
        compacted_kg_m3: row.number("compacted_kg_m3", ledger),
        max_age_days: row
            .optional_whole("max_age_days", ledger)
            .map(|days| days as u8),
    }
}

/// No table: the densities are guesses.
fn assume_residual(ledger: &mut Ledger) {
    for column in ["loose_kg_m3", "compacted_kg_m3"] {
        let Some(column) = STREAMS.column(column) else {
            continue;
        };
        let Some(default) = &column.default else {
            continue;
        };
        if ledger.no_guesses {
            let expected = "this file, with the densities; profile = \"none\" guesses no rate";
            ledger.fault(STREAMS.file, 0, column.name, "", expected);
        } else {
            ledger.assume(STREAMS.file, column, default);
        }
    }
}

fn residual() -> WasteStream {
    WasteStream {
        name: "residual".into(),
        kind: StreamKind::Residual,
        share: 1.0,
        sorted_share: 0.0,
        goes_to: Sink::Chain,
        loose_kg_m3: defaults::LOOSE_KG_M3,
        compacted_kg_m3: defaults::COMPACTED_KG_M3,
        max_age_days: None,
    }
}
