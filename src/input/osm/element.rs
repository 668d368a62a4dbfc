//! What an OpenStreetMap file consists of, whatever its format.

/// Tags of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tags<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of a key.
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value.trim())
    }

    /// The value of the first of these keys that is there.
    pub fn first(self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Whether a key has one of these values.
    pub fn is(self, key: &str, values: &[&str]) -> bool {
        self.get(key).is_some_and(|value| values.contains(&value))
    }
}

/// What a member of a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    Node,
    Way,
    Relation,
}

/// A member of a relation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    pub kind: MemberKind,
    pub id: i64,
    pub role: &'a str,
}

/// Which state of which element: of several the highest version holds, and of equal ones the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    pub id: i64,
    /// 0: not given.
    pub version: u32,
    /// Whether the element is no longer there.
    pub is_deleted: bool,
}

/// An element; coordinates in ten-millionths of a degree.
#[derive(Clone, Copy, Debug)]
pub(super) enum Element<'a> {
    Node {
        stamp: Stamp,
        longitude_e7: i64,
        latitude_e7: i64,
        tags: Tags<'a>,
    },
    Way {
        stamp: Stamp,
        nodes: &'a [i64],
        tags: Tags<'a>,
    },
    Relation {
        stamp: Stamp,
        members: &'a [Member<'a>],
        tags: Tags<'a>,
    },
}

/// Which elements a reader should tell of; the others it may skip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Nodes,
    WaysAndRelations,
}

/// Where elements are told, and how many bytes of the file have been read by then.
pub(super) struct Audience<'a> {
    pub hear: &'a mut dyn FnMut(Element<'_>),
    pub progress: &'a dyn Fn(u64),
}
