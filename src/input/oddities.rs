//! What is odd about a district but no fault: it is planned as it stands, and the planner is told.

use crate::district::{Draft, Fault, PointKind, Role, Sink, StreamId, Vehicle};

/// Metres from the middle of its village beyond which a point is named.
const FAR_FROM_VILLAGE: f64 = 20_000.0;

/// All oddities; rows are counted from 1 as in [`Draft::validate`].
pub(super) fn oddities(district: &Draft) -> Vec<Fault> {
    let mut found = Vec::new();
    more_than_the_village_makes(district, &mut found);
    streams_without_containers(district, &mut found);
    far_from_their_village(district, &mut found);
    collectors_without_prices(district, &mut found);
    if district.plants.is_empty() {
        let said = "plants behind the stations; without them the onward haul costs nothing";
        found.push(oddity("plants.csv", None, "", String::new(), said.into()));
    }
    found
}

fn oddity(file: &str, row: Option<usize>, column: &str, value: String, expected: String) -> Fault {
    Fault {
        file: file.into(),
        row: row.map(|index| index as u64 + 1),
        column: column.into(),
        value,
        cell: String::new(),
        expected,
    }
}

/// Explicit kilograms of points are taken as they are, even beyond the village's own.
fn more_than_the_village_makes(district: &Draft, found: &mut Vec<Fault>) {
    let mut explicit = vec![0.0; district.villages.len()];
    for point in district
        .points
        .iter()
        .filter(|point| point.kind == PointKind::Given)
    {
        if let Some(village) = point.village {
            explicit[village.index()] += point
                .bins
                .iter()
                .filter_map(|bins| bins.kg_per_day)
                .sum::<f64>();
        }
    }
    for (index, village) in district.villages.iter().enumerate() {
        let made = village.kg_per_day();
        if explicit[index] > made * 1.02 + 2.0 {
            let value = format!("{:.0} kg/day at its points", explicit[index]);
            let expected = format!("at most the {made:.0} kg/day that the village makes");
            found.push(oddity(
                "villages.csv",
                Some(index),
                "village",
                value,
                expected,
            ));
        }
    }
}

fn streams_without_containers(district: &Draft, found: &mut Vec<Fault>) {
    let bins = || district.points.iter().flat_map(|point| &point.bins);
    if bins().any(|bins| bins.stream.is_none()) {
        return; // such bins take all that rides
    }
    for (index, stream) in district.streams.iter().enumerate() {
        let rides = stream.rides() && (stream.goes_to != Sink::Chain || stream.share > 0.0);
        if rides && !bins().any(|bins| bins.stream == Some(StreamId::from_index(index))) {
            let expected = "containers for this stream at some point".into();
            found.push(oddity(
                "streams.csv",
                Some(index),
                "stream",
                stream.name.clone(),
                expected,
            ));
        }
    }
}

fn far_from_their_village(district: &Draft, found: &mut Vec<Fault>) {
    let mut row = 0;
    for point in district
        .points
        .iter()
        .filter(|point| point.kind == PointKind::Given)
    {
        let village = point.village.map(|id| &district.villages[id.index()]);
        let metres = village.map_or(0.0, |village| village.place.metres_to(point.place));
        if metres > FAR_FROM_VILLAGE {
            let value = format!("{}, {}", point.place.longitude, point.place.latitude);
            let expected = format!(
                "a place near its village, which lies {:.0} km away",
                metres / 1000.0
            );
            found.push(oddity(
                "points.csv",
                Some(row),
                "longitude",
                value,
                expected,
            ));
        }
        row += point.bins.len();
    }
}

fn collectors_without_prices(district: &Draft, found: &mut Vec<Fault>) {
    let is_free = |vehicle: &Vehicle| {
        let prices = vehicle.prices;
        prices.per_km.0 == 0 && prices.per_hour.0 == 0 && prices.per_day.0 == 0
    };
    for (id, vehicle) in district
        .fleet(Role::Collector)
        .filter(|(_, vehicle)| is_free(vehicle))
    {
        let expected = "a price a day, a km or an hour; without one no way is too long".into();
        found.push(oddity(
            "vehicles.csv",
            Some(id.index()),
            "cost_per_km",
            vehicle.name.clone(),
            expected,
        ));
    }
}
