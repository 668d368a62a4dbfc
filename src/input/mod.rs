//! The only door in: tables, workbooks, networks, written plans and instances of the literature.
//!
//! All faults of all tables are found at once; each names file, row, column, value and what was expected. Nothing that
//! lies in the folder makes the reader panic or fill the memory.

mod bounded;
mod calendar;
mod cleaners;
mod coordinates;
mod dates;
mod district;
mod done;
mod facilities;
mod figures;
#[cfg(feature = "report")]
mod gpx_tracks;
mod grid;
mod header;
mod instance;
mod journal;
mod ledger;
mod likeness;
mod matrix;
mod measured;
mod names;
#[cfg(feature = "xlsx")]
mod number_formats;
mod oddities;
#[cfg(feature = "osm")]
mod osm;
mod osrm;
mod overrides;
mod own_table;
mod part;
mod points;
mod roads;
mod rounds;
mod row;
mod settings;
mod shape;
mod sheet;
#[cfg(feature = "xlsx")]
mod sheet_names;
mod shift;
mod source;
mod spelling;
mod spread;
mod streams;
mod text;
mod tracks;
mod vehicles;
mod villages;
#[cfg(feature = "xlsx")]
mod workbook;
mod written_plan;

pub use coordinates::{bd09_of_wgs84, gcj02_of_wgs84};
pub use district::{Input, read_district, read_district_telling};
pub use done::{Done, read_done};
pub use instance::vroom::{NamedVehicle, Spot, Stop as VroomStop, VroomRequest};
pub use instance::{
    Instance, Question, SolutionForm, parse_instance, parse_question, read_instance, read_question,
};
pub use journal::{journals, read_journal};
pub use measured::{Weighings, read_weighings};
pub use own_table::{OwnTable, own_table};
pub use rounds::{GivenTours, read_rounds};
pub use settings::said_language;
pub use source::Told;
pub use tracks::{TrackParams, Tracks, is_tracks, read_tracks};
pub use written_plan::{Written, plan_sha256, read_left, read_plan};

use crate::roads::RoadNetwork;
use std::path::Path;

use crate::district::{Fault, FaultList};

/// Reads roads alone: an extract of OpenStreetMap (`.osm.pbf`, `.osm`, `.osm.gz`), or the roads of a district.
///
/// # Errors
/// What is wrong with the file, or the faults of the district; that there are no roads is one too.
pub fn read_roads(path: &Path) -> Result<RoadNetwork, InputError> {
    let fault = |expected: String| {
        let mut ledger = ledger::Ledger::default();
        ledger.broken(&path.display().to_string(), 0, "", "", expected);
        InputError::of(ledger.close().0)
    };
    let name = path.to_string_lossy().to_lowercase();
    if [".osm", ".osm.gz", ".osm.pbf", ".pbf"]
        .iter()
        .any(|ending| name.ends_with(ending))
    {
        return read_extract(path).map_err(fault);
    }
    let network = read_district(path)?.network;
    network
        .ok_or_else(|| fault("roads: roads.csv, roads.osm.pbf, roads.osm.gz or roads.osm".into()))
}

#[cfg(feature = "osm")]
fn read_extract(path: &Path) -> Result<RoadNetwork, String> {
    osm::read(path, &mut |_| {}, &|_, _| {}).map(|(network, _)| network)
}

#[cfg(not(feature = "osm"))]
const NO_EXTRACTS: &str = "roads.csv, or the feature osm of the crate wasteways (built without it)";

#[cfg(not(feature = "osm"))]
fn read_extract(_: &Path) -> Result<RoadNetwork, String> {
    Err(NO_EXTRACTS.into())
}

/// Why nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The folder, workbook or instance cannot be opened.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The tables or the instance are faulty.
    #[error("{} faults in the input\n{}", .faults.len(), FaultList(.faults))]
    Faults {
        /// All their faults, sorted.
        faults: Vec<Fault>,
        /// What is odd beside them, such as what was not read.
        warnings: Vec<Fault>,
    },
}

impl InputError {
    /// Faults, and nothing else that is odd.
    #[must_use]
    pub fn of(faults: Vec<Fault>) -> Self {
        Self::Faults {
            faults,
            warnings: Vec::new(),
        }
    }
}
