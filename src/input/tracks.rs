//! Reads tracks for `wasteways time`: GPX files, or a table like `trace.csv`.

use super::InputError;
use super::done::fixes_of;
#[cfg(feature = "report")]
use super::gpx_tracks;
use super::ledger::Ledger;
use super::sheet::Sheet;
use super::source::{Source, file_name, is_file_of};
use crate::district::{District, Fault, VehicleId};
use crate::plan::Fix;
use crate::tables::TRACE;
use std::fs;
use std::path::{Path, PathBuf};

/// How tracks are to be read that do not say it themselves.
#[derive(Clone, Copy, Debug)]
pub struct TrackParams {
    /// Hours that local time is ahead of the UTC in which GPX tells time.
    pub utc_offset: f64,
    /// The vehicle of tracks that name none.
    pub vehicle: Option<VehicleId>,
}

/// Tracks, and what is odd about them.
#[derive(Clone, Debug, Default)]
pub struct Tracks {
    /// The fixes of all tracks.
    pub fixes: Vec<Fix>,
    /// What each tracker or track is called, by the `device` of its fixes; may be empty.
    pub names: Vec<String>,
    /// What is not read.
    pub warnings: Vec<Fault>,
}

/// Whether a path leads to tracks: a GPX file, a table by the name of `trace.csv`, or a folder of GPX files.
#[must_use]
pub fn is_tracks(path: &Path) -> bool {
    let name = file_name(path);
    match path.is_dir() {
        true => gpx_files(path).is_ok_and(|files| !files.is_empty()) && !has_rounds(path),
        false => is_gpx(path) || is_file_of(&TRACE, &name),
    }
}

/// A plan's folder holds its tours as GPX too.
fn has_rounds(folder: &Path) -> bool {
    ["rounds.csv", "stops.csv"]
        .iter()
        .any(|name| folder.join(name).exists())
}

fn is_gpx(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gpx"))
}

/// The GPX files of a folder, by name.
fn gpx_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_gpx(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads tracks.
///
/// # Errors
/// All faults of all files at once.
pub fn read_tracks(
    path: &Path,
    district: &District,
    params: TrackParams,
) -> Result<Tracks, InputError> {
    let mut ledger = Ledger::default();
    let mut tracks = Tracks::default();
    let io = |source| InputError::Io {
        path: path.display().to_string(),
        source,
    };
    if path.is_dir() {
        for file in gpx_files(path).map_err(io)? {
            read_gpx(&file, district, params, &mut tracks, &mut ledger);
        }
    } else if is_gpx(path) {
        read_gpx(path, district, params, &mut tracks, &mut ledger);
    } else {
        let mut source = Source::of_file(path, &TRACE);
        let sheet = Sheet::read(&TRACE, &mut source, &mut ledger);
        sheet.require("it says where vehicles were", &mut ledger);
        (tracks.fixes, tracks.names) = fixes_of(&sheet, district, &mut ledger);
    }
    if tracks.fixes.is_empty() && !ledger.has_faults() {
        ledger.broken(&file_name(path), 0, "", "", "a track with fixes");
    }
    judge_week(&file_name(path), &tracks.fixes, &mut ledger);
    let (faults, warnings) = ledger.close();
    tracks.warnings = warnings;
    match faults.is_empty() {
        true => Ok(tracks),
        false => Err(InputError::Faults {
            faults,
            warnings: tracks.warnings,
        }),
    }
}

/// Rounds are those of one week: of two there would be each tour twice.
fn judge_week(file: &str, fixes: &[Fix], ledger: &mut Ledger) {
    let days = || fixes.iter().map(|fix| fix.at.date());
    if let (Some(first), Some(last)) = (days().min(), days().max())
        && (last - first).get_days() > 6
    {
        let expected = "the tracks of seven days in a row at most, which make a week of rounds";
        ledger.fault(file, 0, "time", &format!("{first} to {last}"), expected);
    }
}

/// Adds the tracks of a GPX file.
#[cfg(feature = "report")]
fn read_gpx(
    path: &Path,
    district: &District,
    params: TrackParams,
    tracks: &mut Tracks,
    ledger: &mut Ledger,
) {
    let otherwise = (params.utc_offset, params.vehicle);
    for track in gpx_tracks::read_gpx(path, district, otherwise, ledger) {
        let (vehicle, device) = (track.vehicle, tracks.names.len());
        let fix = |(at, place)| Fix {
            vehicle,
            device,
            at,
            place,
        };
        tracks.fixes.extend(track.fixes.into_iter().map(fix));
        tracks.names.push(track.name);
    }
}

#[cfg(not(feature = "report"))]
fn read_gpx(path: &Path, _: &District, _: TrackParams, _: &mut Tracks, ledger: &mut Ledger) {
    let expected = "a table such as trace.csv (built without the feature report)";
    ledger.broken(&file_name(path), 0, "", "", expected);
}
