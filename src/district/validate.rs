//! What a district must keep to be one: figures that make sense (`row_rules`), and references that lead somewhere, shares
//! that add up, places that lie together (`relation_rules`).

use super::{Draft, Fault, defaults, relation_rules, row_rules};

/// All that is wrong with a district.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} faults in the district, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
pub struct DistrictError(pub Vec<Fault>);

impl Draft {
    /// Checks every rule of the tables.
    ///
    /// # Errors
    /// All faults at once, sorted by table and row. A row is counted from 1, in points.csv and generators.csv by bins.
    pub fn validate(&self) -> Result<(), DistrictError> {
        let mut faults = self.row_faults();
        faults.extend(self.relation_faults());
        faults.sort();
        faults.dedup();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(DistrictError(faults))
        }
    }

    /// Faults that show in a row alone.
    pub(crate) fn row_faults(&self) -> Vec<Fault> {
        row_rules::faults(self)
    }

    /// Faults between rows and tables.
    pub(crate) fn relation_faults(&self) -> Vec<Fault> {
        relation_rules::faults(self)
    }

    /// How many points would be made from households.
    pub(crate) fn num_made_points(&self) -> u64 {
        let of_village =
            |households: u32| u64::from(households.div_ceil(defaults::HOUSEHOLDS_PER_POINT).max(1));
        let villages = self.villages.iter();
        villages.map(|village| of_village(village.households)).sum()
    }
}

/// A row of a table on trial: every rule that it breaks becomes a fault.
pub(super) struct Trial<'a> {
    pub(super) file: &'static str,
    /// Counted from 1; `None`: the whole table.
    pub(super) row: Option<u64>,
    pub(super) faults: &'a mut Vec<Fault>,
}

impl Trial<'_> {
    /// The rule of a column: a fault unless it holds.
    pub(super) fn rule(&mut self, holds: bool, column: &str, value: impl ToString, expected: &str) {
        if !holds {
            self.faults.push(Fault {
                file: self.file.into(),
                row: self.row,
                column: column.into(),
                value: value.to_string(),
                cell: String::new(),
                expected: expected.into(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{
        Base, CalendarDay, CalendarRow, DisposalId, District, DistrictBuilder, Place, PlantId,
        PointId, Sink, StreamId, StreamKind, TownId, VillageId, WasteStream,
    };
    use crate::quantity::{Clock, Kilograms, Litres, Window};

    fn good() -> DistrictBuilder {
        let mut builder = DistrictBuilder::new("Example");
        for k in 0..4 {
            let place = Place::new(119.8 + 0.01 * f64::from(k), 36.0);
            let village = builder.add_village("Town", &format!("V{k}"), place, 100);
            builder.add_point(&format!("P{k}"), village, place, 4, None);
        }
        let plant = builder.add_plant("W1", Place::new(119.9, 36.05));
        builder.add_station("S1", Place::new(119.82, 36.01));
        let base = Base::Facility(DisposalId::Plant(plant));
        builder.add_collector("C1", base, 2, Kilograms(4_000), Litres(8_000));
        builder
    }

    /// The columns that are faulty after a good district was spoiled.
    fn spoiled(spoil: impl FnOnce(&mut DistrictBuilder)) -> Vec<String> {
        let mut builder = good();
        spoil(&mut builder);
        let DistrictError(faults) = builder.build().expect_err("spoiled");
        let at = |fault: Fault| match fault.row {
            Some(row) => format!("{}:{row}:{}", fault.file, fault.column),
            None => format!("{}:{}", fault.file, fault.column),
        };
        faults.into_iter().map(at).collect()
    }

    #[test]
    fn a_good_district_passes_and_survives_json() {
        let district = good().build().unwrap();
        let text = serde_json::to_string(&district).unwrap();
        let again: District = serde_json::from_str(&text).unwrap();
        assert_eq!(again, district);
        assert_eq!(again.validate(), Ok(()));
    }

    #[test]
    fn each_spoiled_district_has_its_one_fault() {
        type Spoil = fn(&mut DistrictBuilder);
        let cases: [(&str, Spoil); 20] = [
            ("villages.csv:2:kg_per_person_day", |b| {
                b.district.villages[1].kg_per_person_day = 5_000.0
            }),
            ("villages.csv:1:population", |b| {
                b.district.villages[0].population = f64::NAN
            }),
            ("villages.csv:1:longitude", |b| {
                b.district.villages[0].place.longitude = f64::INFINITY
            }),
            ("villages.csv:3:longitude", |b| {
                b.district.villages[2].place = Place::new(36.0, 89.0)
            }),
            ("villages.csv:4:longitude", |b| {
                b.district.villages[3].place = Place::new(109.8, 36.0)
            }),
            ("villages.csv:2:village", |b| {
                b.district.villages[1].name = "V0".into()
            }),
            ("villages.csv:1:town", |b| {
                b.district.villages[0].town = TownId(9)
            }),
            ("points.csv:2:village", |b| {
                b.district.points[1].village = Some(VillageId(77))
            }),
            ("points.csv:3:close", |b| {
                b.district.points[2].bins[0].window = Window::new(Clock::at(9, 0), Clock::at(8, 0))
            }),
            ("points.csv:1:stream", |b| {
                b.district.points[0].bins[0].stream = Some(StreamId(5))
            }),
            ("points.csv:4:point", |b| {
                b.district.points[3].name = "P1".into()
            }),
            ("stations.csv:1:plant", |b| {
                b.district.stations[0].plant = Some(PlantId(4))
            }),
            ("plants.csv:1:plant", |b| {
                b.district.stations[0].name = "W1".into()
            }),
            ("vehicles.csv:role", |b| b.district.vehicles.clear()),
            ("vehicles.csv:1:payload_kg", |b| {
                b.district.vehicles[0].payload = Kilograms(0)
            }),
            ("vehicles.csv:1:base", |b| {
                b.district.vehicles[0].base = Base::Facility(DisposalId::Plant(PlantId(3)))
            }),
            ("streams.csv:share", |b| b.district.streams[0].share = 0.9),
            ("streams.csv:stream", |b| {
                b.district.streams[0].kind = StreamKind::Other
            }),
            ("villages.csv:", |b| {
                b.district.villages.clear();
                b.district.points.clear();
            }),
            ("calendar.csv:1:to", |b| {
                let day = |month| {
                    Some(CalendarDay {
                        year: Some(2026),
                        month,
                        day: 1,
                    })
                };
                b.add_calendar(CalendarRow {
                    factor: 1.0,
                    from: day(5),
                    to: day(4),
                    days: None,
                    day_digits: Vec::new(),
                    lunar: false,
                    town: None,
                    village: None,
                    stream: None,
                });
            }),
        ];
        for (expected, spoil) in cases {
            let found = spoiled(spoil);
            assert!(
                found.iter().any(|fault| fault == expected),
                "{expected}: {found:?}"
            );
            if expected != "vehicles.csv:1:base" {
                assert_eq!(found.len(), 1, "{expected}: {found:?}");
            }
        }
    }

    #[test]
    #[cfg(not(feature = "lunar"))]
    fn without_the_lunar_calendar_its_dates_are_faults() {
        let found = spoiled(|b| {
            b.add_calendar(CalendarRow {
                lunar: true,
                ..CalendarRow::of_all(1.5)
            });
        });
        assert_eq!(found, ["calendar.csv:1:lunar"]);
    }

    #[test]
    fn a_stream_that_no_plant_takes_and_a_station_with_nothing_behind_are_faults() {
        let kitchen = WasteStream {
            name: "kitchen".into(),
            kind: StreamKind::Compostable,
            share: 0.3,
            sorted_share: 0.5,
            goes_to: Sink::Chain,
            loose_kg_m3: 500.0,
            compacted_kg_m3: 600.0,
            max_age_days: Some(1),
        };
        let faults = spoiled(|b| {
            b.district.streams[0].share = 0.7;
            let kitchen = b.add_stream(kitchen);
            b.district.plants[0].gate.accepts = vec![b.district.residual()];
            b.district.stations[0].gate.accepts = vec![kitchen];
        });
        assert_eq!(faults, ["stations.csv:1:plant", "streams.csv:2:stream"]);
    }

    #[test]
    fn no_households_make_no_endless_points() {
        let faults = spoiled(|b| {
            b.district.points.clear();
            b.district
                .villages
                .iter_mut()
                .for_each(|v| v.households = u32::MAX);
        });
        assert_eq!(
            faults
                .iter()
                .filter(|fault| fault.ends_with(":households"))
                .count(),
            5
        );
        let _ = PointId(0);
    }
}
