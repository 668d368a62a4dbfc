//! A large day cut into parts of neighbouring tours, which are searched side by side and put together again.
//!
//! Only travel times are needed: two far tours are chosen as poles and the others sorted by which is nearer, as often as
//! parts are wanted (after the decompositions of Vidal, Crainic, Gendreau & Prins, C&OR 40 (2013) 475-489, doi
//! 10.1016/j.cor.2012.07.018, section 4.6). Vehicles and disposal limits that are left are shared out; what others tip
//! stands still meanwhile.

use super::day::Day;
use super::dice::Dice;
use super::space::Space;
use super::tours::{Draft, Tours};

/// One part: its own tours and what it may use.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub draft: Draft,
    /// Vehicles of each class that the part may use.
    pub count: Vec<u32>,
    tipped: Vec<i64>,
}

impl Part {
    /// The tours of the part, ready for a search.
    pub fn tours<'a>(&self, day: &'a Day) -> Tours<'a> {
        Tours::new(day, &self.draft, self.count.clone(), self.tipped.clone())
    }

    /// Clients of the part.
    pub fn num_clients(&self, day: &Day) -> usize {
        let served = self
            .draft
            .routes
            .iter()
            .flat_map(|(_, nodes)| nodes)
            .filter(|&&node| day.is_client(node));
        served.count() + self.draft.unserved.len()
    }
}

/// Cuts a draft into `number` parts.
pub(crate) fn cut(space: &Space, draft: &Draft, number: usize, dice: &mut Dice) -> Vec<Part> {
    let day = &space.day;
    let mut groups = vec![used_routes(draft)];
    while groups.len() < number {
        let largest = (0..groups.len())
            .max_by_key(|&g| groups[g].len())
            .expect("there is one group at least");
        if groups[largest].len() < 2 {
            break;
        }
        let group = groups.swap_remove(largest);
        let (left, right) = halve(day, draft, group, dice);
        groups.push(left);
        groups.push(right);
    }
    let mut drafts: Vec<Draft> = groups
        .iter()
        .map(|group| Draft {
            routes: group.iter().map(|&r| draft.routes[r].clone()).collect(),
            ..Draft::default()
        })
        .collect();
    share_unserved(space, draft, &groups, &mut drafts);
    endow(day, drafts)
}

fn used_routes(draft: &Draft) -> Vec<usize> {
    (0..draft.routes.len())
        .filter(|&r| !draft.routes[r].1.is_empty())
        .collect()
}

fn halve(
    day: &Day,
    draft: &Draft,
    mut group: Vec<usize>,
    dice: &mut Dice,
) -> (Vec<usize>, Vec<usize>) {
    let middle = |r: usize| {
        let clients: Vec<u32> = draft.routes[r]
            .1
            .iter()
            .copied()
            .filter(|&node| day.is_client(node))
            .collect();
        clients[clients.len() / 2]
    };
    let apart = |a: usize, b: usize| {
        let class = &day.classes[draft.routes[a].0 as usize];
        i64::from(day.leg(class, middle(a), middle(b)).seconds)
    };
    let any = group[dice.below(group.len())];
    let farthest = |from: usize| {
        group
            .iter()
            .copied()
            .max_by_key(|&r| (apart(from, r), r))
            .unwrap_or(from)
    };
    // A pole that is random half of the time, so that the cut falls elsewhere each round.
    let first = if dice.chance(0.5) { farthest(any) } else { any };
    let second = farthest(first);
    group.sort_by_cached_key(|&r| (apart(first, r) - apart(second, r), r));
    let right = group.split_off(group.len() / 2);
    (group, right)
}

/// Unserved clients go where their nearest served neighbour is.
fn share_unserved(space: &Space, draft: &Draft, groups: &[Vec<usize>], drafts: &mut [Draft]) {
    let mut part_of = vec![usize::MAX; space.day.num_clients()];
    for (part, group) in groups.iter().enumerate() {
        for &node in group.iter().flat_map(|&r| &draft.routes[r].1) {
            if space.day.is_client(node) {
                part_of[node as usize] = part;
            }
        }
    }
    for &client in &draft.unserved {
        let near = space
            .near
            .of(client)
            .iter()
            .map(|&other| part_of[other as usize]);
        let mut near = near;
        let part = near
            .find(|&part| part != usize::MAX)
            .unwrap_or(client as usize % drafts.len());
        drafts[part].unserved.push(client);
    }
}

/// Shares vehicles and limits out.
fn endow(day: &Day, drafts: Vec<Draft>) -> Vec<Part> {
    let number = drafts.len();
    let used: Vec<Vec<u32>> = drafts
        .iter()
        .map(|draft| used_by_class(day, draft))
        .collect();
    let tipped: Vec<Vec<i64>> = drafts.iter().map(|draft| tipped_by(day, draft)).collect();
    let mut parts = Vec::with_capacity(number);
    for (p, draft) in drafts.into_iter().enumerate() {
        let count = (0..day.classes.len()).map(|k| {
            let all: u32 = used.iter().map(|used| used[k]).sum();
            let left = day.classes[k].count.saturating_sub(all);
            // Odd ones go round with the class, so that no part gets them all.
            let odd = u32::from((p + k) % number < left as usize % number);
            used[p][k] + left / number as u32 + odd
        });
        let others = (0..day.gates.len()).map(|d| {
            let all: i64 = tipped.iter().map(|tipped| tipped[d]).sum();
            let limit = day.gates[d].limit;
            if limit == i64::MAX {
                return 0;
            }
            let left = (limit - all).max(0) / number as i64;
            limit - tipped[p][d] - left
        });
        parts.push(Part {
            count: count.collect(),
            tipped: others.collect(),
            draft,
        });
    }
    parts
}

fn used_by_class(day: &Day, draft: &Draft) -> Vec<u32> {
    let mut used = vec![0; day.classes.len()];
    for (class, nodes) in &draft.routes {
        used[*class as usize] += u32::from(!nodes.is_empty());
    }
    used
}

fn tipped_by(day: &Day, draft: &Draft) -> Vec<i64> {
    let mut tipped = vec![0; day.gates.len()];
    for (_, nodes) in &draft.routes {
        let mut aboard = 0;
        for &node in nodes {
            if let Some(disposal) = day.disposal_of(node) {
                tipped[disposal] += std::mem::take(&mut aboard);
            } else {
                aboard += day.node(node).load.load.weight;
            }
        }
    }
    tipped
}

/// Puts drafts together.
pub(crate) fn joined(drafts: impl IntoIterator<Item = Draft>) -> Draft {
    let mut whole = Draft::default();
    for draft in drafts {
        whole.routes.extend(
            draft
                .routes
                .into_iter()
                .filter(|(_, nodes)| !nodes.is_empty()),
        );
        whole.unserved.extend(draft.unserved);
        whole.cost += draft.cost;
    }
    whole
}
