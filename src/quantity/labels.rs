//! Legs between so many sites that a table of all would fill the memory: each site keeps its ways to and from a few hubs,
//! and the best way between two sites leads over a hub that both have (Abraham, Delling, Goldberg & Werneck, *A hub-based
//! labeling algorithm*, SEA 2011, doi 10.1007/978-3-642-20662-7_20). Exact; a few hundred steps a leg.

use super::travel::Leg;

/// A hub that a site has a way to or from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hub {
    /// Its number.
    pub number: u32,
    /// Time in milliseconds: sums are rounded once.
    pub milliseconds: u32,
    /// Length in centimetres.
    pub centimetres: u32,
}

/// The hubs of all sites on one side.
#[derive(Clone, Debug, Default, PartialEq)]
struct Side {
    first: Vec<usize>,
    hubs: Vec<Hub>,
}

impl Side {
    fn new(labels: Vec<Vec<Hub>>) -> Self {
        let mut side = Self {
            first: vec![0],
            hubs: Vec::new(),
        };
        for mut label in labels {
            label.sort_unstable_by_key(|hub| (hub.number, hub.milliseconds, hub.centimetres));
            side.hubs.append(&mut label);
            side.first.push(side.hubs.len());
        }
        side
    }

    fn of(&self, site: usize) -> &[Hub] {
        &self.hubs[self.first[site]..self.first[site + 1]]
    }
}

/// Hubs of every site, ways to them and ways from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Labels {
    to_hubs: Side,
    from_hubs: Side,
    /// Sites of one place have one number; `None` where there is no way to the site.
    places: Vec<Option<u32>>,
}

impl Labels {
    pub(super) fn new(
        to_hubs: Vec<Vec<Hub>>,
        from_hubs: Vec<Vec<Hub>>,
        places: Vec<Option<u32>>,
    ) -> Self {
        assert!(
            to_hubs.len() == places.len() && from_hubs.len() == places.len(),
            "every site has hubs on both sides"
        );
        Self {
            to_hubs: Side::new(to_hubs),
            from_hubs: Side::new(from_hubs),
            places,
        }
    }

    pub(super) fn leg(&self, from: usize, to: usize) -> Leg {
        if from == to || (self.places[from].is_some() && self.places[from] == self.places[to]) {
            return Leg::default();
        }
        let (mut out, mut back) = (self.to_hubs.of(from), self.from_hubs.of(to));
        let mut best = (u64::MAX, 0);
        while let (Some(a), Some(b)) = (out.first(), back.first()) {
            match a.number.cmp(&b.number) {
                std::cmp::Ordering::Less => out = &out[1..],
                std::cmp::Ordering::Greater => back = &back[1..],
                std::cmp::Ordering::Equal => {
                    let sum = |a: u32, b: u32| u64::from(a) + u64::from(b);
                    let way = (
                        sum(a.milliseconds, b.milliseconds),
                        sum(a.centimetres, b.centimetres),
                    );
                    best = best.min(way);
                    (out, back) = (&out[1..], &back[1..]);
                }
            }
        }
        if best.0 == u64::MAX {
            return Leg::NONE;
        }
        let whole = |part: u64, unit: u64| ((part + unit / 2) / unit) as u32;
        Leg {
            seconds: whole(best.0, 1000),
            metres: whole(best.1, 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(number: u32, milliseconds: u32, centimetres: u32) -> Hub {
        Hub {
            number,
            milliseconds,
            centimetres,
        }
    }

    #[test]
    fn the_best_common_hub_decides_and_sums_round_once() {
        let to = vec![vec![hub(7, 1_400, 140), hub(2, 9_000, 100)], vec![]];
        let from = vec![vec![], vec![hub(2, 100, 100), hub(7, 1_400, 140)]];
        let labels = Labels::new(to, from, vec![None, None]);
        let leg = labels.leg(0, 1);
        assert_eq!(
            (leg.seconds, leg.metres),
            (3, 3),
            "2.8 s over hub 7 rather than 9.1 s over hub 2"
        );
        assert_eq!(labels.leg(1, 0), Leg::NONE);
        assert_eq!(labels.leg(1, 1), Leg::default());
    }
}
