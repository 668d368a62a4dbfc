//! Which candidate stations to open: a capacitated location problem with each supply to one sink.
//!
//! **Bound.** Lagrangian relaxation of "each supply goes somewhere" leaves a knapsack for each sink, filled by parts, and the
//! question whether what it saves is worth opening it; prices of supplies move along the subgradient (Beasley, *Lagrangean
//! heuristics for location problems*, EJOR 65 (1993) 383-399). **Answer.** The sinks that the relaxation opens, then one more,
//! one less, or one for another while that saves. Few candidates are tried in all combinations; with more, branch and bound
//! closes the gap as far as its nodes reach.

use super::transport::{Shipping, Transport};

/// Up to so many candidates, where whole supplies are shipped exactly, every combination is tried.
const MOST_COMBINED: usize = 8;
/// Steps of the prices at the root, and at each further node.
const STEPS: [usize; 2] = [400, 60];
const MOST_NODES: usize = 80;
/// A gap at which the search ends.
const CLOSE_ENOUGH: f64 = 0.0005;

/// A transport problem in which some sinks cost something to open.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub transport: Transport,
    /// By sink: what a day of it costs if it is a candidate; `None`: it stands open for nothing.
    pub fixed: Vec<Option<f64>>,
}

/// Which sinks are open, and where each supply goes. Cost and bound hold what opening costs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opened {
    pub is_open: Vec<bool>,
    pub shipping: Shipping,
}

impl Opening {
    /// The cheapest sinks to open, as far as it finds them, and what none can fall below.
    pub fn solved(&self) -> Opened {
        let candidates: Vec<usize> = (0..self.fixed.len())
            .filter(|&sink| self.fixed[sink].is_some())
            .collect();
        if candidates.len() <= MOST_COMBINED && self.transport.is_small() {
            return self.all_combinations(&candidates);
        }
        let mut search = Search {
            of: self,
            best: None,
            bound: f64::NEG_INFINITY,
        };
        search.run(&candidates);
        let (is_open, quick) = search.best.expect("the root has an answer");
        let mut shipping = self.open_to(&is_open).whole();
        shipping.cost += self.opening(&is_open);
        let dear = self.transport.price_left();
        let left = |shipping: &Shipping| dear * self.transport.left(&shipping.sink);
        if quick.cost + left(&quick) < shipping.cost + left(&shipping) {
            shipping = quick;
        }
        // What is left has a price in the bound, not in the cost.
        shipping.bound = (search.bound - left(&shipping)).min(shipping.cost);
        Opened { is_open, shipping }
    }

    fn all_combinations(&self, candidates: &[usize]) -> Opened {
        let combined = |set: usize| -> Opened {
            let mut is_open = vec![true; self.fixed.len()];
            for (bit, &sink) in candidates.iter().enumerate() {
                is_open[sink] = set >> bit & 1 == 1;
            }
            let mut shipping = self.open_to(&is_open).whole();
            shipping.cost += self.opening(&is_open);
            Opened { is_open, shipping }
        };
        let dear = self.transport.price_left();
        let total = |opened: &Opened| {
            opened.shipping.cost + dear * self.transport.left(&opened.shipping.sink)
        };
        let all = (0..1usize << candidates.len()).map(combined);
        let mut best = all
            .min_by(|a, b| total(a).total_cmp(&total(b)))
            .expect("the empty set is one");
        best.shipping.bound = best.shipping.cost;
        best
    }

    /// The transport to open sinks only.
    pub fn open_to(&self, is_open: &[bool]) -> Transport {
        let mut transport = self.transport.clone();
        for row in &mut transport.price {
            for (price, _) in row.iter_mut().zip(is_open).filter(|(_, open)| !**open) {
                *price = None;
            }
        }
        transport
    }

    /// What the open sinks cost.
    fn opening(&self, is_open: &[bool]) -> f64 {
        let fixed = self.fixed.iter().zip(is_open);
        fixed
            .filter(|(_, open)| **open)
            .map(|(fixed, _)| fixed.unwrap_or(0.0))
            .sum()
    }
}

/// A candidate's state at a node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Free,
    Open,
    Shut,
}

/// A node: states, and the prices of supplies that its parent came to.
struct Node {
    states: Vec<State>,
    prices: Vec<f64>,
    bound: f64,
}

struct Search<'a> {
    of: &'a Opening,
    best: Option<(Vec<bool>, Shipping)>,
    bound: f64,
}

impl Search<'_> {
    fn run(&mut self, candidates: &[usize]) {
        let states = vec![State::Free; self.of.fixed.len()];
        let cheapest =
            |row: &Vec<Option<f64>>| row.iter().flatten().copied().fold(f64::MAX, f64::min);
        let dear = self.of.transport.price_left();
        let prices = self
            .of
            .transport
            .price
            .iter()
            .zip(&self.of.transport.supply);
        let prices = prices
            .map(|(row, kg)| kg * cheapest(row).min(dear))
            .collect();
        let mut root = Node {
            states,
            prices,
            bound: f64::NEG_INFINITY,
        };
        let open = self.relax(&mut root, STEPS[0]);
        self.improve(open, candidates);
        let mut nodes = vec![root];
        // Where all is decided, whole supplies are shipped by rule, so that a gap may stay.
        let mut decided = f64::INFINITY;
        for _ in 0..MOST_NODES {
            nodes.retain(|node| node.bound < self.best_total());
            let Some(lowest) =
                (0..nodes.len()).min_by(|&a, &b| nodes[a].bound.total_cmp(&nodes[b].bound))
            else {
                break;
            };
            self.bound = nodes[lowest].bound.min(decided);
            if self.bound >= self.best_total() * (1.0 - CLOSE_ENOUGH) {
                return;
            }
            let node = nodes.swap_remove(lowest);
            let children = self.children(&node);
            if children.is_empty() {
                decided = decided.min(node.bound);
            }
            nodes.extend(children);
        }
        let bounds = nodes.iter().map(|node| node.bound);
        let lowest = bounds.fold(decided, f64::min);
        self.bound = lowest.min(self.best_total());
    }

    fn best_total(&self) -> f64 {
        let dear = self.of.transport.price_left();
        self.best.as_ref().map_or(f64::INFINITY, |(_, shipping)| {
            shipping.cost + dear * self.of.transport.left(&shipping.sink)
        })
    }

    /// The node with its most doubtful candidate open, and shut.
    fn children(&mut self, node: &Node) -> Vec<Node> {
        let doubt = |sink: &usize| self.worth(*sink, &node.prices).0.abs();
        let free = (0..node.states.len())
            .filter(|&sink| node.states[sink] == State::Free && self.of.fixed[sink].is_some());
        let Some(sink) = free.min_by(|a, b| doubt(a).total_cmp(&doubt(b))) else {
            return Vec::new();
        };
        [State::Open, State::Shut]
            .into_iter()
            .map(|state| {
                let mut states = node.states.clone();
                states[sink] = state;
                let mut child = Node {
                    states,
                    prices: node.prices.clone(),
                    bound: node.bound,
                };
                let open = self.relax(&mut child, STEPS[1]);
                self.offer(open);
                child
            })
            .collect()
    }

    /// Raises a node's bound; the sinks that its best prices open.
    fn relax(&self, node: &mut Node, steps: usize) -> Vec<bool> {
        let mut prices = node.prices.clone();
        let (mut scale, mut since) = (1.5, 0);
        let mut open = vec![true; node.states.len()];
        let target = match self.best_total() {
            total if total.is_finite() => total,
            _ => 2.0 * prices.iter().sum::<f64>() + self.of.opening(&open),
        };
        for _ in 0..steps {
            let (bound, shipped, now_open) = self.relaxed(node, &prices);
            if bound > node.bound {
                (node.bound, node.prices, open) = (bound, prices.clone(), now_open);
                since = 0;
            } else {
                since += 1;
                if since == 12 {
                    (scale, since) = (scale / 2.0, 0);
                }
            }
            let gradient = shipped.iter().map(|shipped| 1.0 - shipped);
            let norm: f64 = gradient.clone().map(|g| g * g).sum();
            if norm < 1e-9 || scale < 1e-3 {
                break;
            }
            let step = scale * (1.02 * target - bound).max(1e-3 * target.abs()) / norm;
            for (price, g) in prices.iter_mut().zip(gradient.collect::<Vec<_>>()) {
                *price += step * g;
            }
        }
        open
    }

    /// The relaxation at prices: its value, how much of each supply it ships, and what it opens.
    fn relaxed(&self, node: &Node, prices: &[f64]) -> (f64, Vec<f64>, Vec<bool>) {
        let of = &self.of.transport;
        let dear = of.price_left();
        let mut value: f64 = prices.iter().sum();
        let mut shipped = vec![0.0; prices.len()];
        for (supply, &price) in prices.iter().enumerate() {
            let left = dear * of.supply[supply] - price;
            if left < 0.0 {
                value += left;
                shipped[supply] += 1.0;
            }
        }
        let mut open = vec![true; self.of.fixed.len()];
        for (sink, is_open) in open.iter_mut().enumerate() {
            let (worth, filled) = self.worth(sink, prices);
            *is_open = match (self.of.fixed[sink], node.states[sink]) {
                (None, _) | (_, State::Open) => true,
                (_, State::Shut) => false,
                (Some(_), State::Free) => worth < 0.0,
            };
            if *is_open {
                value += worth;
                filled
                    .into_iter()
                    .for_each(|(supply, part)| shipped[supply] += part);
            }
        }
        (value, shipped, open)
    }

    /// What opening a sink costs less what it saves at these prices, and what it would be filled with.
    fn worth(&self, sink: usize, prices: &[f64]) -> (f64, Vec<(usize, f64)>) {
        let of = &self.of.transport;
        let mut gains: Vec<(f64, usize)> = Vec::new();
        for (supply, row) in of.price.iter().enumerate() {
            if let Some(price) = row[sink] {
                let gain = prices[supply] - price * of.supply[supply];
                if gain > 0.0 {
                    gains.push((gain, supply));
                }
            }
        }
        let a_kg = |&(gain, supply): &(f64, usize)| gain / of.supply[supply].max(1e-9);
        gains.sort_by(|a, b| a_kg(b).total_cmp(&a_kg(a)).then(a.1.cmp(&b.1)));
        let mut room = of.capacity[sink].unwrap_or(f64::INFINITY);
        let mut worth = self.of.fixed[sink].unwrap_or(0.0);
        let mut filled = Vec::new();
        for (gain, supply) in gains {
            let part = (room / of.supply[supply].max(1e-9)).min(1.0);
            if part <= 0.0 {
                break;
            }
            worth -= gain * part;
            room -= part * of.supply[supply];
            filled.push((supply, part));
        }
        (worth, filled)
    }

    /// Ships to these sinks; keeps it if it is the best so far.
    fn offer(&mut self, is_open: Vec<bool>) -> bool {
        let mut shipping = self.of.open_to(&is_open).quick();
        shipping.cost += self.of.opening(&is_open);
        let dear = self.of.transport.price_left();
        let total = shipping.cost + dear * self.of.transport.left(&shipping.sink);
        let is_better = total < self.best_total() - 1e-9;
        if is_better {
            self.best = Some((is_open, shipping));
        }
        is_better
    }

    /// One more, one less, one for another, while that saves.
    fn improve(&mut self, open: Vec<bool>, candidates: &[usize]) {
        self.offer(open);
        self.offer(vec![true; self.of.fixed.len()]);
        let mut is_better = true;
        while is_better {
            let now = self
                .best
                .as_ref()
                .map_or_else(Vec::new, |best| best.0.clone());
            let flip = |sinks: &[usize]| {
                let mut changed = now.clone();
                sinks
                    .iter()
                    .for_each(|&sink| changed[sink] = !changed[sink]);
                changed
            };
            let exchanges = candidates.iter().flat_map(|&a| {
                let others = candidates.iter().filter(move |&&b| b < a);
                others.map(move |&b| [a, b])
            });
            let exchanges = exchanges.filter(|[a, b]| now[*a] != now[*b]);
            let changes: Vec<Vec<bool>> = candidates
                .iter()
                .map(|&sink| flip(&[sink]))
                .chain(exchanges.map(|pair| flip(&pair)))
                .collect();
            is_better = false;
            for changed in changes {
                is_better |= self.offer(changed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn openings() -> impl Strategy<Value = Opening> {
        let supply = prop::collection::vec(1..40u32, 1..7);
        let sinks = prop::collection::vec((prop::option::of(20..120u32), 0..400u32), 1..5);
        (supply, sinks).prop_flat_map(|(supply, sinks)| {
            let row = prop::collection::vec(1..30u32, sinks.len());
            prop::collection::vec(row, supply.len()).prop_map(move |price| Opening {
                transport: Transport {
                    supply: supply.iter().map(|&kg| f64::from(kg)).collect(),
                    capacity: sinks.iter().map(|sink| sink.0.map(f64::from)).collect(),
                    price: price
                        .iter()
                        .map(|row| row.iter().map(|&price| Some(f64::from(price))).collect())
                        .collect(),
                },
                fixed: sinks.iter().map(|sink| Some(f64::from(sink.1))).collect(),
            })
        })
    }

    fn total(of: &Opening, opened: &Opened) -> f64 {
        let dear = of.transport.price_left();
        opened.shipping.cost + dear * of.transport.left(&opened.shipping.sink)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
        /// Oracle: every combination of open sinks, each shipped exactly. The relaxation never exceeds it, what is found without
        /// combinations never falls below.
        #[test]
        fn bound_and_answer_hold_the_optimum_between_them(of in openings()) {
            let candidates: Vec<usize> = (0..of.fixed.len()).collect();
            let optimum = total(&of, &of.all_combinations(&candidates));
            let mut search = Search { of: &of, best: None, bound: f64::NEG_INFINITY };
            search.run(&candidates);
            prop_assert!(search.bound <= optimum + 1e-6, "{} > {}", search.bound, optimum);
            let found = search.best_total();
            prop_assert!(found >= optimum - 1e-6);
            let opened = of.solved();
            prop_assert!((total(&of, &opened) - optimum).abs() < 1e-6);
            for (supply, sink) in opened.shipping.sink.iter().enumerate() {
                prop_assert!(sink.is_none_or(|sink| opened.is_open[sink]), "supply {supply}");
            }
        }
    }

    #[test]
    fn a_sink_that_costs_more_than_it_saves_stays_shut() {
        let of = |fixed: f64| Opening {
            transport: Transport {
                supply: vec![10.0, 10.0],
                capacity: vec![None, None],
                price: vec![vec![Some(1.0), Some(3.0)], vec![Some(3.0), Some(1.0)]],
            },
            fixed: vec![None, Some(fixed)],
        };
        assert_eq!(of(19.0).solved().is_open, [true, true]);
        let shut = of(21.0).solved();
        assert_eq!(shut.is_open, [true, false]);
        assert!((shut.shipping.cost - 40.0).abs() < 1e-9);
    }
}
