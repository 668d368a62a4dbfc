//! What a village's households make and sort out: generated x share x sorted_share x participation leaves to where the
//! stream goes; the rest of a stream joins the residual one.

use super::calendar::{Calendar, Whose};
use crate::district::{District, Sink, StreamId, VillageId};

/// Kilograms on each day of the week, Monday first.
pub(super) type Week = [f64; 7];

/// A part of what rides: as much of the stream that it was made as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    /// The stream before sorting.
    pub(super) origin: StreamId,
    /// How much of it.
    pub(super) kg: Week,
}

/// What a village makes in a week, before it meets any bins.
#[derive(Clone, Debug)]
pub(super) struct Generation {
    /// All that households make, by stream.
    pub(super) made: Vec<Week>,
    /// What leaves to compost, sale, fill or somebody else, by stream; nothing of streams that ride.
    pub(super) diverted: Vec<Week>,
    /// What is left to trucks, by the stream that it rides as.
    pub(super) riding: Vec<Vec<Part>>,
}

impl Generation {
    /// Follows the households of one village.
    pub(super) fn of(district: &District, calendar: &Calendar<'_>, id: VillageId) -> Self {
        let village = &district.villages[id.index()];
        let streams = district.streams.len();
        let mut generation = Self {
            made: vec![[0.0; 7]; streams],
            diverted: vec![[0.0; 7]; streams],
            riding: vec![Vec::new(); streams],
        };
        let residual = district.residual().index();
        for (s, stream) in district.streams.iter().enumerate() {
            let origin = StreamId::from_index(s);
            let whose = Whose {
                town: Some(village.town),
                village: Some(id),
                stream: origin,
            };
            let factors = calendar.factors(whose);
            let made = factors.map(|factor| village.kg_per_day() * stream.share * factor);
            let sorted_part = stream.sorted_share * village.participation;
            let sorted = made.map(|kg| kg * sorted_part);
            let unsorted = made.map(|kg| kg - kg * sorted_part);
            generation.made[s] = made;
            generation.riding[residual].push(Part {
                origin,
                kg: unsorted,
            });
            match stream.goes_to {
                Sink::Chain => generation.riding[s].push(Part { origin, kg: sorted }),
                Sink::Compost | Sink::Sale | Sink::Fill | Sink::Elsewhere => {
                    generation.diverted[s] = sorted
                }
            }
        }
        generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, Place, StreamKind};

    #[test]
    fn sorting_takes_its_part_and_the_rest_joins_residual() {
        let mut builder = DistrictBuilder::new("sorting");
        let village = builder.add_village("town", "village", Place::new(119.8, 36.0), 100);
        builder.district.villages[0].population = 1000.0;
        builder.district.villages[0].kg_per_person_day = 0.5;
        builder.district.villages[0].participation = 0.8;
        let mut kitchen = builder.district.streams[0].clone();
        builder.district.streams[0].share = 0.4;
        (kitchen.kind, kitchen.share, kitchen.sorted_share) = (StreamKind::Compostable, 0.35, 0.5);
        kitchen.goes_to = Sink::Compost;
        let mut bottles = kitchen.clone();
        (bottles.kind, bottles.share, bottles.goes_to) =
            (StreamKind::Recyclable, 0.25, Sink::Chain);
        builder.add_stream(kitchen);
        builder.add_stream(bottles);

        let calendar = Calendar::of(&[], None);
        let generation = Generation::of(&builder.unjudged(), &calendar, village);
        let is = |got: f64, expected: f64| {
            assert!((got - expected).abs() < 1e-9, "{got} for {expected}")
        };
        is(generation.made[1][0], 175.0); // 500 x 0.35
        is(generation.diverted[1][0], 70.0); // 175 x 0.5 x 0.8
        let riding = |s: usize| generation.riding[s].iter().map(|part| part.kg[0]).sum();
        is(riding(2), 50.0); // 125 x 0.5 x 0.8
        is(generation.diverted[2][0], 0.0);
        is(riding(0), 380.0); // 200 + 105 + 75
        is(riding(1), 0.0);
    }
}
