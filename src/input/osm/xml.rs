//! `.osm`: elements in XML (<https://wiki.openstreetmap.org/wiki/OSM_XML>), plain or packed by gzip.

use super::element::{Audience, Element, Member, MemberKind, Stamp, Tags, Wanted};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::{self, BufRead, Read};

/// Longest tag, comment or text that is read.
const MOST_BYTES_A_TAG: usize = 1 << 20;

/// A source of text that has a `>` every now and then.
struct Bounded<R> {
    inner: R,
    since_tag: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since_tag > MOST_BYTES_A_TAG {
            return Err(io::Error::other("a tag of more than 1 MiB"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        if let Ok(bytes) = self.inner.fill_buf() {
            let taken = &bytes[..length.min(bytes.len())];
            match taken.iter().rposition(|&byte| byte == b'>') {
                Some(position) => self.since_tag = taken.len() - position,
                None => self.since_tag += taken.len(),
            }
        }
        self.inner.consume(length);
    }
}

/// The element that is being read.
#[derive(Default)]
struct Open {
    kind: Option<Kind>,
    stamp: Stamp,
    place: [i64; 2],
    tags: Vec<(String, String)>,
    nodes: Vec<i64>,
    members: Vec<(MemberKind, i64, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Node,
    Way,
    Relation,
}

impl Kind {
    const fn wanted(self) -> Wanted {
        match self {
            Self::Node => Wanted::Nodes,
            Self::Way | Self::Relation => Wanted::WaysAndRelations,
        }
    }
}

/// Tells an audience of the elements of a file; what was expected where it is damaged.
pub(super) fn tell(
    file: impl BufRead,
    wanted: Wanted,
    audience: &mut Audience<'_>,
) -> Result<(), String> {
    let mut reader = Reader::from_reader(Bounded {
        inner: file,
        since_tag: 0,
    });
    let mut buffer = Vec::new();
    let (mut open, mut depth, mut is_osm) = (Open::default(), 0_u32, false);
    loop {
        let position = reader.buffer_position();
        let damaged = |why: String| format!("sound XML at byte {position} ({why})");
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|e| damaged(e.to_string()))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                is_osm |= depth == 1 && tag.name().as_ref() == "osm";
                open.begin(&tag, wanted).map_err(damaged)?;
            }
            Event::Empty(tag) => {
                open.begin(&tag, wanted).map_err(damaged)?;
                open.end(tag.name().as_ref(), wanted, audience);
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                open.end(tag.name().as_ref(), wanted, audience);
            }
            Event::Eof if depth > 0 => {
                return Err("a whole file; this one ends in an element".into());
            }
            Event::Eof => break,
            _ => {}
        }
        if depth > 0 && !is_osm {
            return Err("a file of OpenStreetMap: an element osm around all others".into());
        }
        (audience.progress)(position);
    }
    if is_osm {
        Ok(())
    } else {
        Err("a file of OpenStreetMap: an element osm around all others".into())
    }
}

impl Open {
    fn begin(&mut self, tag: &BytesStart<'_>, wanted: Wanted) -> Result<(), String> {
        let kind = match tag.name().as_ref() {
            "node" => Some(Kind::Node),
            "way" => Some(Kind::Way),
            "relation" => Some(Kind::Relation),
            _ => None,
        };
        if kind.is_some() {
            self.kind = kind;
            self.tags.clear();
            self.nodes.clear();
            self.members.clear();
        }
        let Some(open) = self.kind.filter(|kind| kind.wanted() == wanted) else {
            return Ok(());
        };
        match tag.name().as_ref() {
            "node" | "way" | "relation" => {
                self.stamp = stamp(tag)?;
                if open == Kind::Node {
                    // What was deleted need not lie anywhere.
                    self.place = match self.stamp.is_deleted {
                        true => [i64::MAX; 2],
                        false => [degrees_e7(tag, "lon")?, degrees_e7(tag, "lat")?],
                    };
                }
            }
            "tag" => self.tags.push((text(tag, "k")?, text(tag, "v")?)),
            "nd" => self.nodes.push(number(tag, "ref")?),
            "member" => {
                let kind = match text(tag, "type")?.as_str() {
                    "node" => MemberKind::Node,
                    "way" => MemberKind::Way,
                    _ => MemberKind::Relation,
                };
                self.members
                    .push((kind, number(tag, "ref")?, text(tag, "role")?));
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, wanted: Wanted, audience: &mut Audience<'_>) {
        let ends = matches!(name, "node" | "way" | "relation");
        let Some(kind) = self.kind.filter(|_| ends) else {
            return;
        };
        self.kind = None;
        if kind.wanted() != wanted {
            return;
        }
        let tags: Vec<(&str, &str)> = self
            .tags
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        let tags = Tags(&tags);
        match kind {
            Kind::Node => (audience.hear)(Element::Node {
                stamp: self.stamp,
                longitude_e7: self.place[0],
                latitude_e7: self.place[1],
                tags,
            }),
            Kind::Way => (audience.hear)(Element::Way {
                stamp: self.stamp,
                nodes: &self.nodes,
                tags,
            }),
            Kind::Relation => {
                let members = self.members.iter();
                let members: Vec<Member<'_>> = members
                    .map(|(kind, id, role)| Member {
                        kind: *kind,
                        id: *id,
                        role,
                    })
                    .collect();
                (audience.hear)(Element::Relation {
                    stamp: self.stamp,
                    members: &members,
                    tags,
                });
            }
        }
    }
}

/// Which state of the element it is; editors mark what is to be deleted by an action.
fn stamp(tag: &BytesStart<'_>) -> Result<Stamp, String> {
    let is =
        |name: &str, value: &str| Ok::<_, String>(optional(tag, name)?.as_deref() == Some(value));
    let version = optional(tag, "version")?;
    Ok(Stamp {
        id: number(tag, "id")?,
        version: version
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0),
        is_deleted: is("visible", "false")? || is("action", "delete")?,
    })
}

fn optional(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let attribute = tag
        .try_get_attribute(name)
        .map_err(|error| error.to_string())?;
    let Some(attribute) = attribute else {
        return Ok(None);
    };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    Ok(Some(value.map_err(|error| error.to_string())?.into_owned()))
}

fn text(tag: &BytesStart<'_>, name: &str) -> Result<String, String> {
    optional(tag, name)?.ok_or_else(|| format!("no attribute {name}"))
}

fn number(tag: &BytesStart<'_>, name: &str) -> Result<i64, String> {
    let value = text(tag, name)?;
    value
        .trim()
        .parse()
        .map_err(|_| format!("{name} {value:?} is no whole number"))
}

fn degrees_e7(tag: &BytesStart<'_>, name: &str) -> Result<i64, String> {
    let value = text(tag, name)?;
    let degrees: f64 = value
        .trim()
        .parse()
        .map_err(|_| format!("{name} {value:?} is no number"))?;
    // A cast of a float keeps within the integer's bounds; what is no place is found later.
    Ok(if degrees.is_nan() {
        i64::MAX
    } else {
        (degrees * 1e7).round() as i64
    })
}
