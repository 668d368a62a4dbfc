//! Rounds that people give, timed and priced as they stand.

use super::purse::Purse;
use super::stations::Stations;
use super::{Groundwork, Outcome, PlanParams, Planned, Stage, Watch};
use crate::district::District;
use crate::flow::OnwardPrices;
use crate::plan::{GivenWeek, LeftOut};
use crate::quantity::Money;
use crate::roads::RoadNetwork;
use crate::rounds::Rounds;
use crate::vrp::{Budget, SolveParams};

/// Times and prices rounds in the order in which they are given: disposals that are not told lie where the week costs least, line
/// haul is planned for what reaches the stations, and what the rounds break are findings. `params` gives week, seed and the
/// budget of line haul; nothing else is searched.
#[must_use]
pub fn time(
    district: &District,
    network: Option<&RoadNetwork>,
    week: &GivenWeek,
    params: &PlanParams,
    watch: &Watch,
) -> (Outcome, Vec<LeftOut>) {
    let ground = Groundwork::watched(district, network, params.week, watch);
    let (planned, left_out) = time_on(district, &ground, week, params, watch);
    (Outcome::of(ground, planned, params.seed), left_out)
}

/// The same for a district of which flow and ways are known.
#[must_use]
pub fn time_on(
    district: &District,
    ground: &Groundwork,
    week: &GivenWeek,
    params: &PlanParams,
    watch: &Watch,
) -> (Planned, Vec<LeftOut>) {
    watch.begins(Stage::Rounds);
    let (travel, loads) = (&ground.travel, &ground.flow.loads);
    let onward = ground.onward_prices(district);
    let mut given = Rounds::given(district, travel, loads, &onward, week);
    let budget = params
        .budget
        .unwrap_or_else(|| Budget::default_for(given.rounds.problem()));
    let stations = Stations {
        district,
        ground,
        purse: Purse::new(budget),
        search: SolveParams {
            seed: params.seed,
            budget,
            ..SolveParams::default()
        },
        crew_price: Money::ZERO,
        hour_price: Money::ZERO,
        onward: onward.clone(),
        watch,
        iterations: 0,
    };
    // What a tonne costs behind a gate depends on what all tours tip there: the cheapest week of three reckonings.
    let prices = [
        onward,
        ground.running_prices(district),
        OnwardPrices::default(),
    ];
    let levelled = stations.driven(&mut given, prices);
    (Planned::of(levelled), given.left_out)
}
