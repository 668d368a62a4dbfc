//! The version of a document's form, kept in the document.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Stands in a document as its field `version`: the newest that this library knows is written, each up to it is read, and a
/// document without one is of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version<const NEWEST: u16>;

impl<const NEWEST: u16> Serialize for Version<NEWEST> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(NEWEST)
    }
}

impl<'de, const NEWEST: u16> Deserialize<'de> for Version<NEWEST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let version = u64::deserialize(deserializer)?;
        if (1..=u64::from(NEWEST)).contains(&version) {
            return Ok(Self);
        }
        Err(D::Error::custom(format!(
            "version {version}: this library reads 1 to {NEWEST}"
        )))
    }
}

#[cfg(feature = "schema")]
impl<const NEWEST: u16> schemars::JsonSchema for Version<NEWEST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": NEWEST })
    }
}
