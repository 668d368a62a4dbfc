//! The bundled districts are what the documented commands make, to the byte, and districts of any size keep their
//! promises.

#![cfg(feature = "report")]

use proptest::prelude::*;
use std::path::Path;
use wasteways::district::{Cleaning, District, Draft, PointKind, Role, VillageId};
use wasteways::generate::{GenerateParams, Generated, generate};
use wasteways::input::read_district;
use wasteways::quantity::{Leg, Money};
use wasteways::report::district_files;
use wasteways::roads::travel;

/// Compares a bundled folder with what is made now, file by file.
fn assert_made_again(folder: &str, params: &GenerateParams) {
    let made = generate(params).unwrap();
    let files = district_files(&made.district, Some(&made.network), &made.origin).files;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let bundled = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(bundled, files.len(), "{} has other files", folder.display());
    for (name, bytes) in files {
        let found = std::fs::read(folder.join(name)).unwrap();
        assert!(
            found == bytes,
            "{}/{name} differs from what is made now",
            folder.display()
        );
    }
}

#[test]
fn the_town_is_made_again_byte_for_byte() {
    assert_made_again("data/town", &GenerateParams::town(1));
}

#[test]
fn the_county_is_made_again_byte_for_byte() {
    assert_made_again("data/county", &GenerateParams::county(1));
}

fn households(district: &District) -> u32 {
    district
        .villages
        .iter()
        .map(|village| village.households)
        .sum()
}

fn num_vehicles(district: &District, role: Role) -> u32 {
    district.fleet(role).map(|(_, vehicle)| vehicle.count).sum()
}

#[test]
fn the_town_has_the_reported_figures() {
    let district = generate(&GenerateParams::town(1)).unwrap().district;
    assert_eq!((district.villages.len(), district.stations.len()), (37, 2));
    let people: f64 = district
        .villages
        .iter()
        .map(|village| village.population)
        .sum();
    assert!((people - 61_000.0).abs() < 5.0, "{people}");
    let area: f64 = district
        .villages
        .iter()
        .filter_map(|village| village.area_km2)
        .sum();
    assert!((area - 68.0).abs() < 1e-6, "{area}");
    let given = district
        .points
        .iter()
        .filter(|point| point.kind == PointKind::Given);
    let bins: u32 = given
        .flat_map(|point| &point.bins)
        .map(|bins| bins.containers)
        .sum();
    assert_eq!(bins, 2_800);
}

/// What was generated, written and read again: tables lose nothing.
#[test]
fn a_written_district_reads_back_as_it_was() {
    for params in [
        GenerateParams::town(5),
        GenerateParams::sized(4, 30, 500, 5),
    ] {
        let Generated {
            district,
            network,
            origin,
        } = generate(&params).unwrap();
        let mut district = Draft::from(district);
        district.stations[0].leachate_share = 0.08;
        district.cleaner_month = Money::units(1_100.0);
        district.cleaning.push(Cleaning {
            village: VillageId::from_index(1),
            held: Some(5),
            main_road_km: Some(2.5),
            back_street_km: None,
            key_places: 1,
            per_month: Money::units(1_250.5),
        });
        let district = District::try_from(district).expect("no rule is broken");
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("district");
        district_files(&district, Some(&network), &origin)
            .write(&target)
            .unwrap();
        let read = read_district(&target).unwrap();
        assert_eq!(read.warnings, []);
        assert_eq!(read.network.unwrap(), network);
        let mut read = Draft::from(read.district);
        read.assumptions.clear();
        assert_eq!(read, *district);
    }
}

/// The radius of a circle of the village's area, in metres.
fn reach(district: &District, village: VillageId) -> f64 {
    let area = district.villages[village.index()].area_km2.unwrap();
    (area * 1e6 / std::f64::consts::PI).sqrt()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn districts_of_any_size_keep_their_promises(
        towns in 1u32..=6,
        more_villages in 0u32..30,
        more_points in 0u32..300,
        seed in any::<u64>(),
    ) {
        let villages = towns + more_villages;
        let params = GenerateParams::sized(towns, villages, villages + more_points, seed);
        let Generated { district, network, .. } = generate(&params).unwrap();
        prop_assert!(district.validate().is_ok(), "{:?}", district.validate());
        let given: Vec<_> = district.points.iter().filter(|p| p.kind == PointKind::Given).collect();
        prop_assert_eq!(given.len() as u32, params.points);
        prop_assert_eq!(district.villages.len() as u32, villages);
        prop_assert_eq!(district.towns.len() as u32, towns);
        prop_assert_eq!(district.stations.len() as u32, towns);
        prop_assert_eq!(households(&district), params.households);
        prop_assert_eq!(num_vehicles(&district, Role::Collector), params.collectors);
        prop_assert_eq!(num_vehicles(&district, Role::Feeder), params.feeders);
        let shares: f64 = district.streams.iter().map(|stream| stream.share).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9);
        for point in given {
            let village = point.village.unwrap();
            let middle = district.villages[village.index()].place;
            let away = point.place.metres_to(middle);
            prop_assert!(away <= reach(&district, village) + 15.0, "{} is {away} m off", point.name);
        }
        every_point_is_within_reach_of_a_truck(&district, &network)?;
    }
}

/// Some collector gets from its base to the point, from there to a station, and home.
fn every_point_is_within_reach_of_a_truck(
    district: &District,
    network: &wasteways::roads::RoadNetwork,
) -> Result<(), TestCaseError> {
    let travel = travel(district, Some(network));
    for (i, point) in district.points.iter().enumerate() {
        let site = travel
            .sites
            .point(wasteways::district::PointId::from_index(i));
        prop_assert!(
            travel
                .sites
                .off_road(district, wasteways::district::PointId::from_index(i))
                <= 20.0
        );
        let served = district.fleet(Role::Collector).any(|(id, truck)| {
            let fits = point.limits.admit(truck.width_m, truck.gross_tonnes);
            let open = |from, to| travel.leg(id, from, to) != Leg::NONE;
            let (start, end) = (travel.sites.start(id), travel.sites.end(id));
            let station = |disposal| {
                let gate = travel.sites.disposal(disposal);
                open(site, gate) && open(gate, end)
            };
            fits && open(start, site) && district.disposals().any(station)
        });
        prop_assert!(served, "{} is out of reach", point.name);
    }
    Ok(())
}
