//! A written plan as the solution that a search starts from.

use super::Rounds;
use crate::plan::{Plan, StopKind, Tour};
use crate::quantity::{Clock, Metres, Money};
use crate::vrp::{Activity, Route, Solution};
use std::collections::{BTreeMap, VecDeque};

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
            unserved: Vec::new(),
            cost: Money::ZERO,
            iterations: 0,
        }
    }

    /// The clients that a visit to a point for a stream on a day may be, in their order.
    fn visits_by_place(&self) -> Waiting {
        let mut waiting = Waiting::new();
        for (client, part) in self.parts.iter().enumerate() {
            let call = &self.calls[part.call];
            let stream = self.loads[call.loads[0]].stream;
            for (day, _) in &part.visits {
                let key = (call.point.index(), stream.index(), day.0);
                waiting.entry(key).or_default().push_back(client);
            }
        }
        waiting
    }

    fn route(&self, tour: &Tour, waiting: &mut Waiting) -> Option<Route> {
        let class = self.vehicles.iter().position(|&id| id == tour.vehicle)?;
        let mut activities = Vec::new();
        for stop in &tour.stops {
            match (stop.kind, stop.stream) {
                (StopKind::Point(point), stream) => {
                    let stream = stream.unwrap_or(self.district.residual());
                    let key = (point.index(), stream.index(), tour.day.0);
                    let client = waiting.get_mut(&key).and_then(VecDeque::pop_front);
                    activities.extend(client.map(Activity::Client));
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

/// By point, stream and day: the clients that still wait for a visit.
type Waiting = BTreeMap<(usize, usize, u8), VecDeque<usize>>;
