//! Where the towns lie, and the county roads between them: a tree, and some loops.

use super::chance::Chance;
use super::plane::Spot;
use super::size::GenerateParams;

/// Candidates for each seat; the one farthest from the seats so far is taken (Mitchell 1991, Spectrally optimal sampling
/// for distribution ray tracing, doi 10.1145/122718.122736).
const CANDIDATES: usize = 24;

/// The seats of the towns, the county's own first: the one nearest the middle.
pub(super) fn seats(params: &GenerateParams) -> Vec<Spot> {
    let mut chance = Chance::of(params.seed, "towns");
    let radius = (params.area_km2 * 1e6 / std::f64::consts::PI).sqrt();
    let mut seats: Vec<Spot> = Vec::new();
    for _ in 0..params.towns {
        let candidates: Vec<Spot> = (0..CANDIDATES)
            .map(|_| within_ellipse(radius, &mut chance))
            .collect();
        let clearance = |spot: &Spot| {
            seats
                .iter()
                .map(|seat| seat.metres_to(*spot))
                .fold(f64::INFINITY, f64::min)
        };
        let best = candidates
            .iter()
            .max_by(|a, b| clearance(a).total_cmp(&clearance(b)));
        seats.push(*best.expect("there are candidates"));
    }
    if let [only] = seats.as_mut_slice() {
        *only = Spot::default();
    }
    let from_middle = |spot: &Spot| spot.metres_to(Spot::default());
    let middle =
        (0..seats.len()).min_by(|&a, &b| from_middle(&seats[a]).total_cmp(&from_middle(&seats[b])));
    seats.swap(0, middle.unwrap_or(0));
    seats
}

/// A spot of an ellipse of this circle's area, half as long again as it is wide, as if along a river.
fn within_ellipse(radius: f64, chance: &mut Chance) -> Spot {
    let heading = chance.between(0.0, 2.0 * std::f64::consts::PI);
    let spot = Spot::default().towards(heading, radius * chance.unit().sqrt());
    Spot {
        x: spot.x * 1.22,
        y: spot.y / 1.22,
    }
}

/// The towns that a county road joins: the shortest tree (Prim 1957), and a loop for every four towns where the way
/// round by the tree is long and no road is in between.
pub(super) fn county_roads(seats: &[Spot]) -> Vec<(usize, usize)> {
    let mut roads = shortest_tree(seats);
    let mut pairs: Vec<(usize, usize)> = (0..seats.len())
        .flat_map(|a| (0..a).map(move |b| (b, a)))
        .collect();
    let length = |&(a, b): &(usize, usize)| seats[a].metres_to(seats[b]);
    pairs.sort_by(|p, q| length(p).total_cmp(&length(q)).then(p.cmp(q)));
    let loops = seats.len().div_ceil(4);
    for pair in pairs {
        let wanted = roads.len() + 1 < seats.len() + loops;
        let clear = roads.iter().all(|&(c, d)| !cross(seats, pair, (c, d)));
        let round = way_round(seats, &roads, pair);
        if wanted && clear && !roads.contains(&pair) && round > 1.8 * length(&pair) {
            roads.push(pair);
        }
    }
    roads
}

fn shortest_tree(seats: &[Spot]) -> Vec<(usize, usize)> {
    let mut inside = vec![0];
    let mut roads = Vec::new();
    while inside.len() < seats.len() {
        let outside = (0..seats.len()).filter(|town| !inside.contains(town));
        let pairs = outside.flat_map(|b| inside.iter().map(move |&a| (a, b)));
        let (a, b) = pairs
            .min_by(|p, q| {
                let length = |pair: &(usize, usize)| seats[pair.0].metres_to(seats[pair.1]);
                length(p).total_cmp(&length(q))
            })
            .expect("a town is still outside");
        inside.push(b);
        roads.push((a.min(b), a.max(b)));
    }
    roads
}

/// Whether two straight roads cross, or run so close as to share an end in a sharp angle.
fn cross(seats: &[Spot], p: (usize, usize), q: (usize, usize)) -> bool {
    if [p.0, p.1].iter().any(|town| *town == q.0 || *town == q.1) {
        return false;
    }
    let side = |a: Spot, b: Spot, c: Spot| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let (a, b, c, d) = (seats[p.0], seats[p.1], seats[q.0], seats[q.1]);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// The length of the shortest way between two towns by the roads so far (Bellman 1958: towns are few).
fn way_round(seats: &[Spot], roads: &[(usize, usize)], (from, to): (usize, usize)) -> f64 {
    let mut reach = vec![f64::INFINITY; seats.len()];
    reach[from] = 0.0;
    for _ in 0..seats.len() {
        for &(a, b) in roads {
            let length = seats[a].metres_to(seats[b]);
            reach[a] = reach[a].min(reach[b] + length);
            reach[b] = reach[b].min(reach[a] + length);
        }
    }
    reach[to]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn county_roads_join_all_towns_and_make_loops() {
        for seed in 0..20 {
            let seats = seats(&GenerateParams::sized(17, 316, 8_200, seed));
            let roads = county_roads(&seats);
            assert!(roads.len() >= 17, "seed {seed}: a tree and a loop at least");
            assert!((1..17).all(|town| way_round(&seats, &roads, (0, town)).is_finite()));
            for p in &roads {
                assert!(
                    roads.iter().all(|q| p == q || !cross(&seats, *p, *q)),
                    "seed {seed}: {p:?}"
                );
            }
        }
    }
}
