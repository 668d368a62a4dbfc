//! The streams of a generated district, and how much of a village's waste rides.

use crate::district::{Sink, StreamKind, Village, WasteStream, defaults};

/// Name of the stream of markets' and canteens' food waste.
pub(super) const FOOD: &str = "food";

/// Density of food waste in a bin, kg/m3: assumption.
pub(super) const FOOD_KG_M3: f64 = 450.0;

/// The five streams of households, by the composition that was found in 72 towns of 12 provinces in 2015, and, if it
/// has trucks of its own, the food waste of markets and canteens.
pub(super) fn streams(separate_food: bool) -> Vec<WasteStream> {
    let stream =
        |name: &str, kind, share, sorted_share, goes_to, loose_kg_m3, max_age_days| WasteStream {
            name: name.into(),
            kind,
            share,
            sorted_share,
            goes_to,
            loose_kg_m3,
            compacted_kg_m3: defaults::COMPACTED_KG_M3,
            max_age_days,
        };
    let mixed = defaults::LOOSE_KG_M3;
    let mut streams = vec![
        stream(
            "residual",
            StreamKind::Residual,
            0.151,
            0.0,
            Sink::Chain,
            mixed,
            Some(3),
        ),
        stream(
            "compostable",
            StreamKind::Compostable,
            0.337,
            0.55,
            Sink::Compost,
            450.0,
            Some(1),
        ),
        stream(
            "recyclable",
            StreamKind::Recyclable,
            0.243,
            0.45,
            Sink::Sale,
            60.0,
            None,
        ),
        stream(
            "inert",
            StreamKind::Inert,
            0.265,
            0.55,
            Sink::Fill,
            650.0,
            None,
        ),
        stream(
            "hazardous",
            StreamKind::Hazardous,
            0.004,
            0.3,
            Sink::Elsewhere,
            300.0,
            None,
        ),
    ];
    if separate_food {
        streams.push(stream(
            FOOD,
            StreamKind::Other,
            0.0,
            0.0,
            Sink::Chain,
            FOOD_KG_M3,
            Some(1),
        ));
    }
    streams
}

/// Kilograms of a village's waste that ride on an ordinary day: all that is not sorted out.
pub(super) fn riding_kg(village: &Village, streams: &[WasteStream]) -> f64 {
    let sorted_out: f64 = streams
        .iter()
        .filter(|stream| stream.goes_to != Sink::Chain)
        .map(|stream| stream.share * stream.sorted_share)
        .sum();
    village.kg_per_day() * (1.0 - village.participation * sorted_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_one() {
        for separate_food in [false, true] {
            let total: f64 = streams(separate_food)
                .iter()
                .map(|stream| stream.share)
                .sum();
            assert!((total - 1.0).abs() < 1e-12);
        }
    }
}
