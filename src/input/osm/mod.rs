//! OpenStreetMap extracts: `.osm.pbf`, `.osm` and `.osm.gz`, read twice, element by element: ways and restrictions first,
//! then the nodes they need. Nothing else is kept, and nothing in a file makes the reader panic.
//!
//! (c) OpenStreetMap contributors, Open Database License, is what a file like that comes with; see
//! [`Origin::OpenStreetMap`](crate::roads::Origin).

mod assembly;
mod draft;
mod element;
mod meaning;
mod measure;
mod pbf;
mod protobuf;
mod restrictions;
mod xml;

use super::source::{ReadRoads, Told};
use draft::{NodeDraft, WayDraft};
use element::{Audience, Element, Wanted};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Of a packed file, bytes unpacked for each byte: real ones stay below 30.
const MOST_UNPACKED: u64 = 200;

/// Reads the roads of a file, telling of the bytes of both passes; what was expected if it is damaged or holds none. Each
/// byte read for the first time is given to `digest`.
pub(super) fn read(
    path: &Path,
    digest: &mut dyn FnMut(&[u8]),
    told: Told<'_>,
) -> Result<ReadRoads, String> {
    let unreadable = |error: std::io::Error| format!("a file that can be read ({error})");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err("an ordinary file".into());
    }
    let mut file = File::open(path).map_err(unreadable)?;
    feed(&mut file, digest).map_err(unreadable)?;
    let total = 2 * metadata.len();
    let mut pass = |wanted: Wanted, before: u64, hear: &mut dyn FnMut(Element<'_>)| {
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let progress = |bytes: u64| told((before + bytes).min(total), total);
        let mut audience = Audience {
            hear,
            progress: &progress,
        };
        tell(path, &mut file, metadata.len(), wanted, &mut audience)
    };
    let mut ways = WayDraft::default();
    pass(Wanted::WaysAndRelations, 0, &mut |element| {
        ways.hear(element)
    })?;
    ways.settle();
    let mut nodes = NodeDraft::of(&mut ways)?;
    pass(Wanted::Nodes, metadata.len(), &mut |element| {
        nodes.hear(element)
    })?;
    let unclear = [&mut ways.unclear, &mut nodes.unclear].map(std::mem::take);
    let unclear = unclear.into_iter().flat_map(draft::Unclear::told).collect();
    Ok((assembly::network(ways, nodes)?, unclear))
}

fn feed(file: &mut File, digest: &mut dyn FnMut(&[u8])) -> std::io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            length => digest(&buffer[..length]),
        }
    }
}

/// Tells of the elements of a file in whatever format it is, by its first bytes.
fn tell(
    path: &Path,
    file: &mut File,
    bytes: u64,
    wanted: Wanted,
    audience: &mut Audience<'_>,
) -> Result<(), String> {
    let mut file = BufReader::with_capacity(1 << 16, file);
    let start = file.fill_buf().unwrap_or_default();
    let is_xml = path.extension().is_some_and(|ending| ending == "osm");
    if start.starts_with(&[0x1f, 0x8b]) {
        let most = bytes.saturating_mul(MOST_UNPACKED).saturating_add(1 << 20);
        let unpacked = MultiGzDecoder::new(file).take(most);
        xml::tell(
            BufReader::with_capacity(1 << 16, unpacked),
            wanted,
            audience,
        )
    } else if is_xml || start.starts_with(b"<") || start.starts_with(b"\xef\xbb\xbf<") {
        xml::tell(file, wanted, audience)
    } else {
        pbf::tell(file, wanted, audience)
    }
}
