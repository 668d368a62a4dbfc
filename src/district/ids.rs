//! Dense ids: the row number in the District's vector, each of its own type.

use serde::{Deserialize, Serialize};

macro_rules! dense_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the row at an index.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table has fewer than 2^32 rows"))
            }

            /// The row's index.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

dense_id!(
    /// A town (乡镇).
    TownId
);
dense_id!(
    /// A village (村).
    VillageId
);
dense_id!(
    /// A collection point (收集点).
    PointId
);
dense_id!(
    /// A transfer station (中转站).
    StationId
);
dense_id!(
    /// A treatment plant (处理厂).
    PlantId
);
dense_id!(
    /// A row of vehicles.csv: a type of vehicle, of which the fleet holds `count`.
    VehicleId
);
dense_id!(
    /// A waste stream (类别).
    StreamId
);
