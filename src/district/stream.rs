//! Waste streams and where they end.

use serde::{Deserialize, Serialize};

/// What a stream is, as far as rules depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum StreamKind {
    /// Everything that is not sorted out (其他垃圾).
    Residual,
    /// Kitchen and garden waste, manure (厨余、可腐烂).
    Compostable,
    /// What can be sold (可回收物).
    Recyclable,
    /// Ash, brick, rubble (灰土).
    Inert,
    /// Batteries, paint, medicines (有害垃圾); rides only where it is named.
    Hazardous,
    /// Any other that a user adds.
    Other,
}

/// Where the sorted part of a stream goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Sink {
    /// Composted in the village.
    Compost,
    /// Sold by households.
    Sale,
    /// Fills roads and pits.
    Fill,
    /// Taken by somebody else, with vehicles of their own: hazardous waste by whoever is licensed for it, what a recycler fetches.
    Elsewhere,
    /// Rides down the chain by truck.
    Chain,
}

/// A waste stream (类别).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WasteStream {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: StreamKind,
    /// Its share of all waste by weight, 0 to 1; the shares add up to 1.
    pub share: f64,
    /// The part of it that a participating household sorts out, 0 to 1.
    pub sorted_share: f64,
    /// Where that part goes.
    pub goes_to: Sink,
    /// Density as it lies in a container, kg/m3.
    pub loose_kg_m3: f64,
    /// Density in a compactor, kg/m3.
    pub compacted_kg_m3: f64,
    /// Oldest it may get before it is collected; `None`: no limit.
    pub max_age_days: Option<u8>,
}

impl WasteStream {
    /// Whether some of it rides on trucks under its own name.
    #[must_use]
    pub fn rides(&self) -> bool {
        self.kind == StreamKind::Residual || self.goes_to == Sink::Chain
    }

    /// Loose litres of a mass, half up.
    #[must_use]
    pub fn loose_litres(&self, mass: crate::quantity::Kilograms) -> crate::quantity::Litres {
        crate::quantity::Litres((mass.as_f64() * 1000.0 / self.loose_kg_m3 + 0.5).floor() as i64)
    }
}
