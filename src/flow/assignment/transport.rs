//! Supplies to sinks at least cost: the transportation problem, and with each supply to one sink only the generalised
//! assignment problem.
//!
//! The linear programme first: of its basic optimum at most as many supplies are split as sinks are full (Dantzig, *Application
//! of the simplex method to a transportation problem*, 1951), and its cost is a bound. Few enough supplies are then made whole
//! by branch and bound; many by moving the split ones, then single ones and pairs, while that saves cost or excess. The gap
//! to the bound is told either way.

use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable,
};

/// Supplies, sinks and what it costs to bring one to the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Transport {
    /// By supply: kilograms a day.
    pub supply: Vec<f64>,
    /// By sink: most kilograms a day.
    pub capacity: Vec<Option<f64>>,
    /// By supply and sink: price of a kilogram; `None` where it may not go.
    pub price: Vec<Vec<Option<f64>>>,
}

/// Where each supply goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shipping {
    /// By supply: the sink; `None`: no sink takes it, or none has room.
    pub sink: Vec<Option<usize>>,
    /// Of all supplies that have a sink.
    pub cost: f64,
    /// No shipping that leaves as little costs less, split or not.
    pub bound: f64,
}

/// Up to so many pairs of supply and sink the whole ones are found by branch and bound.
const EXACT_PAIRS: usize = 120;
/// Sweeps of the repair.
const SWEEPS: usize = 20;
/// Kilograms that count as nothing.
const NOTHING: f64 = 1e-6;

impl Transport {
    /// A price above all others, for what is left.
    pub fn price_left(&self) -> f64 {
        let dearest = self
            .price
            .iter()
            .flatten()
            .flatten()
            .fold(0.0, |a: f64, &b| a.max(b));
        10.0 * dearest + 1.0
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let rows = self.price.iter().enumerate();
        rows.flat_map(|(supply, row)| {
            let priced = row.iter().enumerate();
            priced.filter_map(move |(sink, price)| Some((supply, sink, (*price)?)))
        })
    }

    /// Whether whole supplies are shipped at least cost.
    pub fn is_small(&self) -> bool {
        self.pairs().count() <= EXACT_PAIRS
    }

    /// Kilograms that have no sink.
    pub fn left(&self, sink: &[Option<usize>]) -> f64 {
        let supplies = sink.iter().zip(&self.supply);
        supplies
            .filter(|(sink, _)| sink.is_none())
            .map(|(_, kg)| kg)
            .sum()
    }

    /// Each supply to one sink, without a programme: from the cheapest ones on. It has no bound.
    pub fn quick(&self) -> Shipping {
        let cheapest = |row: &Vec<Option<f64>>| {
            let priced = row.iter().enumerate();
            let priced = priced.filter_map(|(sink, price)| Some(((*price)?, sink)));
            priced
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, sink)| sink)
        };
        let sink = self.repaired(self.price.iter().map(cheapest).collect());
        Shipping {
            cost: self.cost(&sink),
            bound: f64::NEG_INFINITY,
            sink,
        }
    }

    /// Each supply to one sink.
    pub fn whole(&self) -> Shipping {
        let relaxed = self.programme(false);
        let bound = relaxed
            .as_ref()
            .map_or(0.0, |shares| self.cost_of_shares(shares));
        let exact = self.is_small().then(|| self.programme(true)).flatten();
        let sink = match (exact, relaxed) {
            (Some(shares), _) => largest(&shares),
            (None, Some(shares)) => self.repaired(largest(&shares)),
            (None, None) => self.repaired(vec![None; self.supply.len()]),
        };
        let cost = self.cost(&sink);
        Shipping { sink, cost, bound }
    }

    /// The least cost with supplies split where that saves; nothing if there is no such programme.
    pub fn least_cost(&self) -> f64 {
        self.programme(false)
            .map_or(0.0, |shares| self.cost_of_shares(&shares))
    }

    /// Shares of each supply that go to each sink; what is left has a price above all others.
    fn programme(&self, is_whole: bool) -> Option<Vec<Vec<f64>>> {
        let mut variables = ProblemVariables::new();
        let share = || {
            if is_whole {
                variable().binary()
            } else {
                variable().min(0.0).max(1.0)
            }
        };
        let pairs: Vec<(usize, usize, f64, Variable)> = self
            .pairs()
            .map(|(supply, sink, price)| (supply, sink, price, variables.add(share())))
            .collect();
        let left: Vec<Variable> = self.supply.iter().map(|_| variables.add(share())).collect();
        let dear = self.price_left();
        let prices = pairs
            .iter()
            .map(|&(supply, _, price, x)| price * self.supply[supply] * x);
        let of_left = left.iter().zip(&self.supply).map(|(&x, kg)| dear * *kg * x);
        let cost: Expression = prices.chain(of_left).sum();
        let mut model = variables.minimise(cost).using(microlp);
        for (supply, &rest) in left.iter().enumerate() {
            let of_supply = pairs.iter().filter(|pair| pair.0 == supply);
            let all: Expression = of_supply.map(|pair| Expression::from(pair.3)).sum();
            model.add_constraint(constraint!(all + rest == 1.0));
        }
        for (sink, capacity) in self.capacity.iter().enumerate() {
            let Some(capacity) = *capacity else { continue };
            let into = pairs.iter().filter(|pair| pair.1 == sink);
            let load: Expression = into.map(|pair| self.supply[pair.0] * pair.3).sum();
            model.add_constraint(constraint!(load <= capacity));
        }
        let solution = model.solve().ok()?;
        let mut shares = vec![vec![0.0; self.capacity.len()]; self.supply.len()];
        for (supply, sink, _, x) in pairs {
            shares[supply][sink] = solution.value(x);
        }
        Some(shares)
    }

    fn cost_of_shares(&self, shares: &[Vec<f64>]) -> f64 {
        let priced = self.pairs();
        priced
            .map(|(supply, sink, price)| price * self.supply[supply] * shares[supply][sink])
            .sum()
    }

    fn cost(&self, sink: &[Option<usize>]) -> f64 {
        let of = |(supply, sink): (usize, &Option<usize>)| {
            let price = sink.and_then(|sink| self.price[supply][sink]);
            price.unwrap_or(0.0) * self.supply[supply]
        };
        sink.iter().enumerate().map(of).sum()
    }

    /// Moves supplies until no sink holds too much and no move or exchange saves anything.
    fn repaired(&self, sink: Vec<Option<usize>>) -> Vec<Option<usize>> {
        let mut plan = Repair::new(self, sink);
        for _ in 0..SWEEPS {
            let moved = (0..self.supply.len())
                .filter(|&supply| plan.improve(supply))
                .count();
            let swapped = plan.exchange();
            if moved == 0 && !swapped {
                break;
            }
        }
        plan.leave_excess();
        plan.sink
    }
}

/// The sink with the largest share of each supply.
fn largest(shares: &[Vec<f64>]) -> Vec<Option<usize>> {
    let of = |row: &Vec<f64>| {
        let best = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]).then(b.cmp(&a)));
        best.filter(|&sink| row[sink] > 1e-6)
    };
    shares.iter().map(of).collect()
}

/// Whole supplies on the move.
struct Repair<'a> {
    of: &'a Transport,
    sink: Vec<Option<usize>>,
    load: Vec<f64>,
    dear: f64,
}

impl<'a> Repair<'a> {
    fn new(of: &'a Transport, sink: Vec<Option<usize>>) -> Self {
        let mut load = vec![0.0; of.capacity.len()];
        for (supply, &sink) in sink.iter().enumerate() {
            if let Some(sink) = sink {
                load[sink] += of.supply[supply];
            }
        }
        Self {
            of,
            sink,
            load,
            dear: of.price_left(),
        }
    }

    /// What a load above the capacity costs.
    fn excess(&self, sink: usize, load: f64) -> f64 {
        let over = self.of.capacity[sink].map_or(0.0, |capacity| load - capacity);
        self.dear * over.max(0.0)
    }

    fn price(&self, supply: usize, sink: Option<usize>) -> f64 {
        let price = match sink {
            Some(sink) => self.of.price[supply][sink].unwrap_or(f64::INFINITY),
            None => self.dear,
        };
        price * self.of.supply[supply]
    }

    /// What moving a supply to a sink changes.
    fn delta(&self, supply: usize, to: usize) -> f64 {
        let kg = self.of.supply[supply];
        let mut delta = self.price(supply, Some(to)) - self.price(supply, self.sink[supply]);
        delta += self.excess(to, self.load[to] + kg) - self.excess(to, self.load[to]);
        if let Some(from) = self.sink[supply] {
            delta += self.excess(from, self.load[from] - kg) - self.excess(from, self.load[from]);
        }
        delta
    }

    fn put(&mut self, supply: usize, to: Option<usize>) {
        let kg = self.of.supply[supply];
        if let Some(from) = self.sink[supply] {
            self.load[from] -= kg;
        }
        if let Some(to) = to {
            self.load[to] += kg;
        }
        self.sink[supply] = to;
    }

    /// Moves a supply to the sink that saves most, if one does.
    fn improve(&mut self, supply: usize) -> bool {
        let others = (0..self.load.len()).filter(|&sink| Some(sink) != self.sink[supply]);
        let priced = others.filter(|&sink| self.of.price[supply][sink].is_some());
        let best = priced
            .map(|sink| (self.delta(supply, sink), sink))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, sink)) = best.filter(|(delta, _)| *delta < -NOTHING) else {
            return false;
        };
        self.put(supply, Some(sink));
        true
    }

    /// Exchanges two supplies wherever that saves.
    fn exchange(&mut self) -> bool {
        let mut any = false;
        for a in 0..self.sink.len() {
            for b in 0..a {
                let (Some(to_a), Some(to_b)) = (self.sink[a], self.sink[b]) else {
                    continue;
                };
                let may = self.of.price[a][to_b].is_some() && self.of.price[b][to_a].is_some();
                if to_a == to_b || !may {
                    continue;
                }
                let first = self.delta(a, to_b);
                self.put(a, Some(to_b));
                if first + self.delta(b, to_a) < -NOTHING {
                    self.put(b, Some(to_a));
                    any = true;
                } else {
                    self.put(a, Some(to_a));
                }
            }
        }
        any
    }

    /// What still does not fit stays, the least first.
    fn leave_excess(&mut self) {
        for sink in 0..self.load.len() {
            let mut here: Vec<usize> = (0..self.sink.len())
                .filter(|&supply| self.sink[supply] == Some(sink))
                .collect();
            here.sort_by(|&a, &b| self.of.supply[b].total_cmp(&self.of.supply[a]));
            while self.excess(sink, self.load[sink]) > NOTHING * self.dear {
                let Some(supply) = here.pop() else { break };
                self.put(supply, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Least price of any whole shipping, what is left priced above all; by trying them all.
    fn brute(of: &Transport, supply: usize, sink: &mut Vec<Option<usize>>) -> f64 {
        if supply == of.supply.len() {
            return priced(of, sink);
        }
        let options = (0..of.capacity.len())
            .filter(|&s| of.price[supply][s].is_some())
            .map(Some);
        let options: Vec<_> = options.chain([None]).collect();
        let mut best = f64::INFINITY;
        for option in options {
            sink.push(option);
            best = best.min(brute(of, supply + 1, sink));
            sink.pop();
        }
        best
    }

    fn priced(of: &Transport, sink: &[Option<usize>]) -> f64 {
        let load = |to: usize| -> f64 {
            let here = sink
                .iter()
                .zip(&of.supply)
                .filter(|(sink, _)| **sink == Some(to));
            here.map(|(_, kg)| kg).sum()
        };
        let fits = |to: usize| of.capacity[to].is_none_or(|most| load(to) <= most + NOTHING);
        if !(0..of.capacity.len()).all(fits) {
            return f64::INFINITY;
        }
        let left: f64 = sink
            .iter()
            .zip(&of.supply)
            .filter(|(s, _)| s.is_none())
            .map(|(_, kg)| kg)
            .sum();
        of.cost(sink) + of.price_left() * left
    }

    fn transports() -> impl Strategy<Value = Transport> {
        let supply = prop::collection::vec(1..40u32, 1..6);
        let sinks = prop::collection::vec(prop::option::of(5..80u32), 1..4);
        (supply, sinks).prop_flat_map(|(supply, capacity)| {
            let cell = prop::option::weighted(0.85, 1..100u32);
            let cells = prop::collection::vec(cell, supply.len() * capacity.len());
            cells.prop_map(move |cells| Transport {
                supply: supply.iter().map(|&kg| f64::from(kg)).collect(),
                capacity: capacity.iter().map(|most| most.map(f64::from)).collect(),
                price: cells
                    .chunks(capacity.len())
                    .map(|row| row.iter().map(|price| price.map(f64::from)).collect())
                    .collect(),
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
        #[test]
        fn whole_shippings_are_the_best_there_are(of in transports()) {
            let found = of.whole();
            let best = brute(&of, 0, &mut Vec::new());
            let price = priced(&of, &found.sink);
            prop_assert!((price - best).abs() < 1e-6 * best.max(1.0), "{price}, best {best}");
        }

        #[test]
        fn a_repair_never_overfills_and_stays_above_the_bound(of in transports()) {
            let shares = of.programme(false).expect("what does not fit is left");
            let sink = of.repaired(largest(&shares));
            let price = priced(&of, &sink);
            prop_assert!(price.is_finite(), "no sink holds too much");
            let left = |shares: &[Vec<f64>]| -> f64 {
                shares.iter().zip(&of.supply).map(|(row, kg)| kg * (1.0 - row.iter().sum::<f64>())).sum()
            };
            let bound = of.cost_of_shares(&shares) + of.price_left() * left(&shares);
            prop_assert!(price >= bound - 1e-6 * bound.max(1.0));
        }
    }
}
