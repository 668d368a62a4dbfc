//! Tracks of a GPX file.

use super::bounded::bytes_of;
use super::ledger::Ledger;
use super::source::file_name;
use crate::district::{District, Place, Role, VehicleId};
use jiff::civil::DateTime;
use std::path::Path;

/// Largest file that is read.
const MOST_BYTES: u64 = 256 << 20;

/// What one vehicle told.
pub(super) struct GpxTrack {
    /// Who drove.
    pub vehicle: VehicleId,
    /// The track's name; may be empty.
    pub name: String,
    /// When and where, local time.
    pub fixes: Vec<(DateTime, Place)>,
}

/// What holds for tracks that do not say it themselves: hours that local time is ahead of UTC, and the vehicle.
pub(super) type Otherwise = (f64, Option<VehicleId>);

/// The tracks of a GPX file.
pub(super) fn read_gpx(
    path: &Path,
    district: &District,
    otherwise: Otherwise,
    ledger: &mut Ledger,
) -> Vec<GpxTrack> {
    let file = file_name(path);
    let read = bytes_of(path, MOST_BYTES).and_then(|bytes| {
        // What a library makes of spoiled bytes is its own affair.
        let read = std::panic::catch_unwind(|| gpx::read(bytes.as_slice()));
        let why = |why: String| format!("a GPX file ({why})");
        match read {
            Ok(Ok(read)) => Ok(read),
            Ok(Err(error)) => Err(why(error.to_string())),
            Err(_) => Err(why("unreadable".to_owned())),
        }
    });
    match read {
        Ok(read) => GpxFile { file, read }.tracks(district, otherwise, ledger),
        Err(expected) => {
            ledger.broken(&file, 0, "", "", expected);
            Vec::new()
        }
    }
}

struct GpxFile {
    file: String,
    read: gpx::Gpx,
}

impl GpxFile {
    fn tracks(
        &self,
        district: &District,
        (utc_offset, vehicle): Otherwise,
        ledger: &mut Ledger,
    ) -> Vec<GpxTrack> {
        let mut tracks = Vec::new();
        if self.read.tracks.is_empty() {
            ledger.broken(
                &self.file,
                0,
                "trk",
                "",
                "a track (trk) whose points bear their time",
            );
        }
        for (number, track) in self.read.tracks.iter().enumerate() {
            let name = track.name.clone().unwrap_or_default();
            let told = if name.is_empty() {
                format!("{}", number + 1)
            } else {
                name.clone()
            };
            let Some(vehicle) = self.vehicle_of(track, district).or(vehicle) else {
                let expected = "a track that names its vehicle (vehicles.csv) in name, type or desc, or in the name of its file; or --vehicle";
                ledger.fault(&self.file, 0, "trk", &told, expected);
                continue;
            };
            let points = || track.segments.iter().flat_map(|segment| &segment.points);
            let untimed = points().filter(|point| point.time.is_none()).count();
            if untimed > 0 {
                let expected = format!("points that bear their time; {untimed} do not");
                ledger.fault(&self.file, 0, "trk", &told, expected);
            }
            let fix = |point: &gpx::Waypoint| {
                let (x, y) = (point.point().x(), point.point().y());
                Some((local(point.time?, utc_offset)?, Place::new(x, y)))
            };
            tracks.push(GpxTrack {
                vehicle,
                name,
                fixes: points().filter_map(fix).collect(),
            });
        }
        tracks
    }

    /// The collector whose name a track bears; of several the longest.
    fn vehicle_of(&self, track: &gpx::Track, district: &District) -> Option<VehicleId> {
        let texts = |track: &gpx::Track| {
            [
                &track.type_,
                &track.description,
                &track.comment,
                &track.name,
            ]
            .map(Clone::clone)
        };
        let routes = self
            .read
            .routes
            .iter()
            .filter(|route| route.name.is_some() && route.name == track.name);
        let of_route = routes.filter_map(|route| route.description.clone());
        let told: Vec<String> = texts(track)
            .into_iter()
            .flatten()
            .chain(of_route)
            .chain([self.file.clone()])
            .collect();
        let named = |name: &str| told.iter().any(|text| text.contains(name));
        let mut collectors: Vec<_> = district
            .fleet(Role::Collector)
            .filter(|(_, vehicle)| named(&vehicle.name))
            .collect();
        let all = district.fleet(Role::Collector).count();
        if all == 1 {
            collectors = district.fleet(Role::Collector).collect();
        }
        let longest = collectors
            .into_iter()
            .max_by_key(|(_, vehicle)| vehicle.name.len());
        longest.map(|(id, _)| id)
    }
}

/// Local time.
fn local(time: gpx::Time, utc_offset: f64) -> Option<DateTime> {
    let time: jiff::Timestamp = time.format().ok()?.parse().ok()?;
    let ahead = jiff::SignedDuration::from_secs((utc_offset * 3_600.0) as i64);
    let shifted = time.checked_add(ahead).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(shifted))
}
