//! `.osm.pbf`: blocks of compressed Protocol Buffers (<https://wiki.openstreetmap.org/wiki/PBF_Format>), read one at a time.

use super::element::{Audience, Element, Member, MemberKind, Stamp, Tags, Wanted};
use super::protobuf::{Malformed, Message, Packed, Value, sums, zigzag};
use flate2::read::ZlibDecoder;
use std::io::Read;

/// Longest header of a block; the format allows no longer one.
const MOST_HEADER_BYTES: u32 = 64 << 10;
/// Largest block, packed and unpacked; the format allows no larger one.
const MOST_BLOCK_BYTES: u64 = 32 << 20;

/// Most texts of a block: writers put 8,000 elements into one. Empty texts would fill the memory otherwise.
const MOST_TEXTS: usize = 1 << 20;

/// Tells an audience of the elements of a file; what was expected where it is damaged.
pub(super) fn tell(
    mut file: impl Read,
    wanted: Wanted,
    audience: &mut Audience<'_>,
) -> Result<(), String> {
    let mut position = 0;
    let mut is_first = true;
    while let Some((kind, packed)) = next_block(&mut file, &mut position)? {
        let damaged =
            |_| format!("a sound block of at most {MOST_TEXTS} texts before byte {position}");
        match kind.as_str() {
            "OSMHeader" => check_features(&unpacked(&packed, position)?)?,
            "OSMData" if is_first => {
                return Err("a file of OpenStreetMap: its header is missing".into());
            }
            "OSMData" => {
                tell_block(&unpacked(&packed, position)?, wanted, audience).map_err(damaged)?
            }
            _ => {}
        }
        is_first = false;
        (audience.progress)(position);
    }
    if is_first {
        return Err("a file of OpenStreetMap; this one is empty".into());
    }
    Ok(())
}

/// Kind and content of the next block; `None` at the end of the file.
fn next_block(
    file: &mut impl Read,
    position: &mut u64,
) -> Result<Option<(String, Vec<u8>)>, String> {
    let mut length = [0; 4];
    match file.read(&mut length[..1]) {
        Ok(0) => return Ok(None),
        Ok(_) => {}
        Err(error) => return Err(format!("a file that can be read ({error})")),
    }
    let cut_off = format!("a whole file; this one ends in the block at byte {position}");
    file.read_exact(&mut length[1..])
        .map_err(|_| cut_off.clone())?;
    let length = u32::from_be_bytes(length);
    if length == 0 || length > MOST_HEADER_BYTES {
        return Err(format!(
            "the header of a block at byte {position} (is this an .osm.pbf?)"
        ));
    }
    let header = take(file, u64::from(length)).ok_or_else(|| cut_off.clone())?;
    let (mut kind, mut size) = (String::new(), 0);
    let read = Message(&header).for_each(|field, value| {
        match field {
            1 => kind = String::from_utf8_lossy(value.bytes()?).into_owned(),
            3 => size = value.number()?,
            _ => {}
        }
        Ok(())
    });
    if read.is_err() || kind.is_empty() {
        return Err(format!(
            "the header of a block at byte {position} (is this an .osm.pbf?)"
        ));
    }
    if size > MOST_BLOCK_BYTES {
        return Err(format!(
            "blocks of at most {} MiB; that at byte {position} has {size} bytes",
            MOST_BLOCK_BYTES >> 20
        ));
    }
    let block = take(file, size).ok_or(cut_off)?;
    *position += 4 + u64::from(length) + size;
    Ok(Some((kind, block)))
}

/// So many bytes of a file, allocated as they come.
fn take(file: &mut impl Read, length: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == length).then_some(bytes)
}

/// The bytes that a block holds.
fn unpacked(block: &[u8], position: u64) -> Result<Vec<u8>, String> {
    let damaged = || format!("a sound block before byte {position}");
    let (mut raw, mut zlib, mut other) = (None, None, false);
    Message(block)
        .for_each(|field, value| {
            match field {
                1 => raw = Some(value.bytes()?),
                3 => zlib = Some(value.bytes()?),
                4..=7 => other = true,
                _ => {}
            }
            Ok(())
        })
        .map_err(|_| damaged())?;
    match (raw, zlib) {
        (Some(raw), _) => Ok(raw.to_vec()),
        (None, Some(zlib)) => {
            let mut bytes = Vec::new();
            let limited = ZlibDecoder::new(zlib)
                .take(MOST_BLOCK_BYTES + 1)
                .read_to_end(&mut bytes);
            if limited.is_err() {
                Err(damaged())
            } else if bytes.len() as u64 > MOST_BLOCK_BYTES {
                Err(format!(
                    "blocks of at most {} MiB; that before byte {position} unpacks to more",
                    MOST_BLOCK_BYTES >> 20
                ))
            } else {
                Ok(bytes)
            }
        }
        (None, None) if other => Err("blocks packed by zlib; repack it with osmium cat".into()),
        (None, None) => Err(damaged()),
    }
}

/// The header says what a reader must know to read on.
fn check_features(header: &[u8]) -> Result<(), String> {
    const KNOWN: [&[u8]; 3] = [b"OsmSchema-V0.6", b"DenseNodes", b"HistoricalInformation"];
    let mut unknown = None;
    Message(header)
        .for_each(|field, value| {
            if field == 4 && !KNOWN.contains(&value.bytes()?) {
                unknown = Some(String::from_utf8_lossy(value.bytes()?).into_owned());
            }
            Ok(())
        })
        .map_err(|_| "the header of a file of OpenStreetMap".to_owned())?;
    match unknown {
        Some(feature) => Err(format!("a file of current roads; this one needs {feature}")),
        None => Ok(()),
    }
}

/// What holds for all of a block.
struct Block<'a> {
    texts: Vec<&'a str>,
    granularity: i64,
    longitude_offset: i64,
    latitude_offset: i64,
}

fn tell_block(bytes: &[u8], wanted: Wanted, audience: &mut Audience<'_>) -> Result<(), Malformed> {
    let mut block = Block {
        texts: Vec::new(),
        granularity: 100,
        longitude_offset: 0,
        latitude_offset: 0,
    };
    let mut groups = Vec::new();
    Message(bytes).for_each(|field, value| {
        match field {
            1 => Message(value.bytes()?).for_each(|field, value| {
                if field == 1 {
                    if block.texts.len() == MOST_TEXTS {
                        return Err(Malformed);
                    }
                    block
                        .texts
                        .push(std::str::from_utf8(value.bytes()?).unwrap_or_default());
                }
                Ok(())
            })?,
            2 => groups.push(value.bytes()?),
            17 => block.granularity = value.number()? as i64,
            19 => block.latitude_offset = value.number()? as i64,
            20 => block.longitude_offset = value.number()? as i64,
            _ => {}
        }
        Ok(())
    })?;
    for group in groups {
        Message(group).for_each(|field, value| match (field, wanted) {
            (1, Wanted::Nodes) => block.tell_node(value.bytes()?, audience),
            (2, Wanted::Nodes) => block.tell_dense_nodes(value.bytes()?, audience),
            (3, Wanted::WaysAndRelations) => block.tell_way(value.bytes()?, audience),
            (4, Wanted::WaysAndRelations) => block.tell_relation(value.bytes()?, audience),
            _ => Ok(()),
        })?;
    }
    Ok(())
}

impl<'a> Block<'a> {
    fn text(&self, index: u64) -> Result<&'a str, Malformed> {
        let index = usize::try_from(index).map_err(|_| Malformed)?;
        self.texts.get(index).copied().ok_or(Malformed)
    }

    fn degrees_e7(&self, offset: i64, value: i64) -> i64 {
        offset.wrapping_add(self.granularity.wrapping_mul(value)) / 100
    }

    fn tags(&self, keys: &[u8], values: &[u8]) -> Result<Vec<(&'a str, &'a str)>, Malformed> {
        let pairs = Packed(keys).zip(Packed(values));
        pairs
            .map(|(key, value)| Ok((self.text(key?)?, self.text(value?)?)))
            .collect()
    }

    fn tell_node(&self, bytes: &[u8], audience: &mut Audience<'_>) -> Result<(), Malformed> {
        let (mut stamp, mut place) = (Stamp::default(), [0, 0]);
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        Message(bytes).for_each(|field, value| {
            match field {
                1 => stamp.id = zigzag(value.number()?),
                2 => keys = value.bytes()?,
                3 => values = value.bytes()?,
                4 => note_state(value.bytes()?, &mut stamp)?,
                8 => place[1] = zigzag(value.number()?),
                9 => place[0] = zigzag(value.number()?),
                _ => {}
            }
            Ok(())
        })?;
        let tags = self.tags(keys, values)?;
        self.hear_node(stamp, place, &tags, audience);
        Ok(())
    }

    fn hear_node(
        &self,
        stamp: Stamp,
        place: [i64; 2],
        tags: &[(&str, &str)],
        audience: &mut Audience<'_>,
    ) {
        (audience.hear)(Element::Node {
            stamp,
            longitude_e7: self.degrees_e7(self.longitude_offset, place[0]),
            latitude_e7: self.degrees_e7(self.latitude_offset, place[1]),
            tags: Tags(tags),
        });
    }

    fn tell_dense_nodes(&self, bytes: &[u8], audience: &mut Audience<'_>) -> Result<(), Malformed> {
        let mut columns: [&[u8]; 4] = [&[]; 4];
        let [mut versions, mut visible]: [&[u8]; 2] = [&[]; 2];
        Message(bytes).for_each(|field, value| {
            match (field, value) {
                (1, Value::Bytes(ids)) => columns[0] = ids,
                (5, Value::Bytes(states)) => Message(states).for_each(|field, value| {
                    match (field, value) {
                        (1, Value::Bytes(numbers)) => versions = numbers,
                        (6, Value::Bytes(flags)) => visible = flags,
                        _ => {}
                    }
                    Ok(())
                })?,
                (9, Value::Bytes(longitudes)) => columns[1] = longitudes,
                (8, Value::Bytes(latitudes)) => columns[2] = latitudes,
                (10, Value::Bytes(tags)) => columns[3] = tags,
                _ => {}
            }
            Ok(())
        })?;
        let [ids, longitudes, latitudes, tags] = columns;
        let (mut longitudes, mut latitudes) = (sums(Packed(longitudes)), sums(Packed(latitudes)));
        let (mut versions, mut visible) = (Packed(versions), Packed(visible));
        let mut texts = Packed(tags);
        let mut tags = Vec::new();
        for id in sums(Packed(ids)) {
            let stamp = Stamp {
                id: id?,
                version: versions.next().transpose()?.unwrap_or(0) as u32,
                is_deleted: visible.next().transpose()? == Some(0),
            };
            let place = [
                longitudes.next().ok_or(Malformed)??,
                latitudes.next().ok_or(Malformed)??,
            ];
            tags.clear();
            while let Some(key) = texts.next().transpose()?.filter(|&key| key != 0) {
                let value = texts.next().ok_or(Malformed)??;
                tags.push((self.text(key)?, self.text(value)?));
            }
            self.hear_node(stamp, place, &tags, audience);
        }
        Ok(())
    }

    fn tell_way(&self, bytes: &[u8], audience: &mut Audience<'_>) -> Result<(), Malformed> {
        let mut stamp = Stamp::default();
        let mut columns: [&[u8]; 3] = [&[]; 3];
        Message(bytes).for_each(|field, value| {
            match field {
                1 => stamp.id = value.number()? as i64,
                4 => note_state(value.bytes()?, &mut stamp)?,
                2 => columns[0] = value.bytes()?,
                3 => columns[1] = value.bytes()?,
                8 => columns[2] = value.bytes()?,
                _ => {}
            }
            Ok(())
        })?;
        let tags = self.tags(columns[0], columns[1])?;
        let nodes = sums(Packed(columns[2])).collect::<Result<Vec<_>, _>>()?;
        (audience.hear)(Element::Way {
            stamp,
            nodes: &nodes,
            tags: Tags(&tags),
        });
        Ok(())
    }

    fn tell_relation(&self, bytes: &[u8], audience: &mut Audience<'_>) -> Result<(), Malformed> {
        let mut stamp = Stamp::default();
        let mut columns: [&[u8]; 5] = [&[]; 5];
        Message(bytes).for_each(|field, value| {
            match field {
                1 => stamp.id = value.number()? as i64,
                4 => note_state(value.bytes()?, &mut stamp)?,
                2 | 3 => columns[field as usize - 2] = value.bytes()?,
                8..=10 => columns[field as usize - 6] = value.bytes()?,
                _ => {}
            }
            Ok(())
        })?;
        let [keys, values, roles, ids, kinds] = columns;
        let tags = self.tags(keys, values)?;
        let mut members = Vec::new();
        for ((role, id), kind) in Packed(roles).zip(sums(Packed(ids))).zip(Packed(kinds)) {
            let kind = match kind? {
                0 => MemberKind::Node,
                1 => MemberKind::Way,
                2 => MemberKind::Relation,
                _ => return Err(Malformed),
            };
            members.push(Member {
                kind,
                id: id?,
                role: self.text(role?)?,
            });
        }
        (audience.hear)(Element::Relation {
            stamp,
            members: &members,
            tags: Tags(&tags),
        });
        Ok(())
    }
}

/// What the state of an element says of it.
fn note_state(bytes: &[u8], stamp: &mut Stamp) -> Result<(), Malformed> {
    Message(bytes).for_each(|field, value| {
        match (field, value) {
            (1, Value::Number(version)) => stamp.version = version as u32,
            (6, Value::Number(visible)) => stamp.is_deleted = visible == 0,
            _ => {}
        }
        Ok(())
    })
}
