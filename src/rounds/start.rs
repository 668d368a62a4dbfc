//! A written plan as the solution that a search starts from.

use super::Rounds;
use crate::plan::{Plan, StopKind, Tour};
use crate::quantity::{Clock, Metres, Money};
use crate::vrp::{Activity, Route, Solution};
use std::collections::BTreeMap;

impl Rounds<'_> {
    /// The tours of a plan in the numbering of this problem, whatever district the plan was made for: visits that are no
    /// longer asked for are left out, new ones are left for the search to insert. Of each type and day the fullest tours
    /// come first, so that a smaller fleet keeps those. Clocks and costs are left open; the search walks each tour itself.
    #[must_use]
    pub fn start(&self, plan: &Plan) -> Solution {
        let mut waiting = self.visits_by_place();
        let mut tours: Vec<&Tour> = plan.tours.iter().collect();
        tours.sort_by_key(|tour| (tour.day, tour.vehicle, std::cmp::Reverse(tour.collected())));
        let routes = tours
            .into_iter()
            .filter_map(|tour| self.route(tour, &mut waiting));
        Solution {
            routes: routes.collect(),
            patterns: vec![0; self.parts.len()],
            ..Solution::default()
        }
    }

    /// The clients that a visit to a point for a stream on a day may be, in their order.
    fn visits_by_place(&self) -> Waiting {
        let mut waiting = Waiting::new();
        for (client, part) in self.parts.iter().enumerate() {
            let call = &self.calls[part.call];
            let stream = self.loads[call.loads[0]].stream;
            for (day, kg) in &part.visits {
                let key = (call.point.index(), stream.index(), day.0);
                let kg = kg.iter().map(|kg| kg.0).sum();
                waiting.entry(key).or_default().push((kg, client));
            }
        }
        waiting
    }

    /// The clients that a stop takes of those that wait: the first, or of several pieces of a visit those that fill its load,
    /// the largest first.
    fn taken(waiting: &mut Vec<(i64, usize)>, mut kg: i64) -> Vec<usize> {
        let mut taken = Vec::new();
        let largest = |waiting: &[(i64, usize)], kg: i64| {
            let fits = waiting
                .iter()
                .enumerate()
                .filter(|(_, piece)| piece.0 <= kg);
            fits.max_by_key(|(at, piece)| (piece.0, std::cmp::Reverse(*at)))
                .map(|(at, _)| at)
        };
        while kg > 0
            && let Some(at) = largest(waiting, kg)
        {
            let (piece, client) = waiting.remove(at);
            kg -= piece;
            taken.push(client);
            if piece == 0 {
                break;
            }
        }
        if taken.is_empty() && !waiting.is_empty() {
            taken.push(waiting.remove(0).1);
        }
        taken
    }

    fn route(&self, tour: &Tour, waiting: &mut Waiting) -> Option<Route> {
        let class = self.vehicles.iter().position(|&id| id == tour.vehicle)?;
        let mut activities = Vec::new();
        for stop in &tour.stops {
            match (stop.kind, stop.stream) {
                (StopKind::Point(point), stream) => {
                    let stream = stream.unwrap_or(self.district.residual());
                    let key = (point.index(), stream.index(), tour.day.0);
                    if let Some(waiting) = waiting.get_mut(&key) {
                        let clients = Self::taken(waiting, stop.kg.0);
                        activities.extend(clients.into_iter().map(Activity::Client));
                    }
                }
                (StopKind::Disposal(id), _) => {
                    let disposal = self.disposals.iter().position(|&known| known == id);
                    activities.extend(disposal.map(Activity::Disposal));
                }
                (StopKind::Start | StopKind::Break | StopKind::End, _) => {}
            }
        }
        Some(Route {
            class,
            day: tour.day.0,
            leaves: Clock::MIDNIGHT,
            returns: Clock::MIDNIGHT,
            begins: Vec::new(),
            activities,
            distance: Metres::ZERO,
            cost: Money::ZERO,
        })
    }
}

/// By point, stream and day: the clients that still wait for a visit, with their kilograms.
type Waiting = BTreeMap<(usize, usize, u8), Vec<(i64, usize)>>;
