//! `monthly.csv` (考核表): how each town and village stands, from the plan or from what was done: shares, a mark by the weights of `district.toml`, and
//! ranks, towns among towns and villages among villages; who has the same mark has the same rank.

use super::csv_table::{Cell, CsvTable};
use super::summary::rounded;
use super::village_week::village_weeks;
use crate::check::Judgement;
use crate::district::{DisposalId, District, PointId, TownId, VillageId};
use crate::flow::Flow;
use crate::plan::{Plan, StopKind};
use crate::quantity::WEEKS_A_MONTH;
use crate::study::Assessment;
use std::collections::BTreeSet;

/// What the table is made of.
#[derive(Clone, Copy)]
pub(super) struct Week<'a> {
    pub flow: &'a Flow,
    pub plan: &'a Plan,
    pub judgement: &'a Judgement,
}

/// The sums of a village or town that shares are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sums {
    pub households: f64,
    pub people: f64,
    pub points: f64,
    served: f64,
    due: f64,
    made: f64,
    pub overflowing: f64,
    arises: f64,
    cleared: f64,
    pub kg: f64,
    sealed_kg: f64,
    generated: f64,
    residual: f64,
    cost: f64,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        let Self {
            households,
            people,
            points,
            served,
            due,
            made,
            overflowing,
            arises,
            cleared,
            kg,
            sealed_kg,
            generated,
            residual,
            cost,
        } = other;
        self.households += households;
        self.people += people;
        self.points += points;
        self.served += served;
        self.due += due;
        self.made += made;
        self.overflowing += overflowing;
        self.arises += arises;
        self.cleared += cleared;
        self.kg += kg;
        self.sealed_kg += sealed_kg;
        self.generated += generated;
        self.residual += residual;
        self.cost += cost;
    }

    /// Shares, 0 to 1, in the order of the weights. Where there is nothing, all of it is done.
    pub fn shares(&self) -> [f64; 6] {
        let of = |part: f64, whole: f64| match whole > 0.0 {
            true => (part / whole).clamp(0.0, 1.0),
            false => 1.0,
        };
        [
            of(self.served, self.points),
            of(self.made, self.due),
            1.0 - (self.overflowing / self.points.max(1.0)).min(1.0),
            of(self.cleared, self.arises),
            of(self.sealed_kg, self.kg),
            of(self.generated - self.residual, self.generated),
        ]
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub town: TownId,
    /// `None`: the town.
    pub village: Option<VillageId>,
    pub sums: Sums,
    /// Of 100, to a tenth.
    pub mark: f64,
    pub rank: usize,
}

impl Row {
    /// Cost of a tonne; `None`: nothing is collected.
    pub fn a_tonne(&self) -> Option<f64> {
        (self.sums.kg > 0.0).then(|| self.sums.cost * 1_000.0 / self.sums.kg)
    }

    /// Cost of a household in a month; `None`: nobody lives there.
    pub fn a_household(&self) -> Option<f64> {
        let households = self.sums.households;
        (households > 0.0).then(|| self.sums.cost * WEEKS_A_MONTH / households)
    }
}

/// What else a town tells of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TownFacts {
    pub containers: u32,
    /// Tours of the week that come there.
    pub tours: usize,
    /// Where its waste is tipped.
    pub facilities: BTreeSet<DisposalId>,
}

/// The facts of each town.
pub(super) fn town_facts(district: &District, plan: &Plan) -> Vec<TownFacts> {
    let mut facts = vec![TownFacts::default(); district.towns.len()];
    let town_of = |point: PointId| {
        let village = district.points[point.index()].village?;
        Some(district.villages[village.index()].town.index())
    };
    for (number, point) in district.points.iter().enumerate() {
        if let Some(town) = town_of(PointId::from_index(number)) {
            let containers = point.bins.iter().map(|bins| bins.containers);
            facts[town].containers += containers.sum::<u32>();
        }
    }
    for tour in &plan.tours {
        let mut towns = BTreeSet::new();
        for (point, _, tipped_at) in tour.tipped() {
            if let Some(town) = town_of(point) {
                towns.insert(town);
                facts[town].facilities.extend(tipped_at);
            }
        }
        towns.into_iter().for_each(|town| facts[town].tours += 1);
    }
    facts
}

/// The towns, then the villages, each by rank, from what the plan promises.
pub(super) fn rows(district: &District, week: Week<'_>) -> Vec<Row> {
    rows_of(district, village_sums(district, week))
}

/// The same from what was done, as a mean week of it; what a week costs and how much is sorted is the plan's.
pub(super) fn done_rows(district: &District, week: Week<'_>, done: &Assessment) -> Vec<Row> {
    let mut villages = village_sums(district, week);
    for sums in &mut villages {
        (sums.served, sums.points, sums.overflowing) = (0.0, 0.0, 0.0);
        (sums.due, sums.made, sums.arises, sums.cleared) = (0.0, 0.0, 0.0, 0.0);
        (sums.kg, sums.sealed_kg) = (0.0, 0.0);
    }
    let weeks = f64::from(done.days()) / 7.0;
    for (point, record) in &done.points {
        let Some(village) = district.points[point.index()].village else {
            continue;
        };
        let sums = &mut villages[village.index()];
        sums.points += 1.0;
        sums.served += f64::from(record.is_visited);
        sums.overflowing += f64::from(record.days_over > 0);
        sums.due += f64::from(record.due) / weeks;
        sums.made += f64::from(record.on_day + record.late) / weeks;
        sums.arises += record.arises / weeks;
        sums.cleared += record.cleared / weeks;
        sums.kg += record.kg / weeks;
        sums.sealed_kg += record.sealed_kg / weeks;
    }
    rows_of(district, villages)
}

fn rows_of(district: &District, villages: Vec<Sums>) -> Vec<Row> {
    let mut towns = vec![Sums::default(); district.towns.len()];
    for (village, sums) in district.villages.iter().zip(&villages) {
        towns[village.town.index()].add(sums);
    }
    let of_town = |(number, sums): (usize, Sums)| (TownId::from_index(number), None, sums);
    let of_village = |(number, sums): (usize, Sums)| {
        let town = district.villages[number].town;
        (town, Some(VillageId::from_index(number)), sums)
    };
    let towns = towns.into_iter().enumerate().map(of_town).collect();
    let villages = villages.into_iter().enumerate().map(of_village).collect();
    let mut rows = ranked(district, towns);
    rows.extend(ranked(district, villages));
    rows
}

fn ranked(district: &District, all: Vec<(TownId, Option<VillageId>, Sums)>) -> Vec<Row> {
    let weights = district.weights.by_key().map(|(_, weight)| weight);
    let whole: f64 = weights.iter().sum();
    let row = |(town, village, sums): (TownId, Option<VillageId>, Sums)| {
        let shares = sums.shares();
        let weighed: f64 = shares
            .iter()
            .zip(weights)
            .map(|(share, weight)| share * weight)
            .sum();
        Row {
            town,
            village,
            sums,
            mark: rounded(100.0 * weighed / whole.max(1e-9), 1),
            rank: 0,
        }
    };
    let mut rows: Vec<Row> = all.into_iter().map(row).collect();
    rows.sort_by(|a, b| {
        b.mark
            .total_cmp(&a.mark)
            .then((a.town, a.village).cmp(&(b.town, b.village)))
    });
    for at in 0..rows.len() {
        let is_tied = at > 0 && rows[at].mark == rows[at - 1].mark;
        rows[at].rank = if is_tied { rows[at - 1].rank } else { at + 1 };
    }
    rows
}

/// The sums of each village. What belongs to none is assessed nowhere.
fn village_sums(district: &District, week: Week<'_>) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); district.villages.len()];
    let village_of = |point: PointId| {
        let village = district.points[point.index()].village;
        village.map(VillageId::index)
    };
    let (loads, judged) = (&week.flow.loads, week.judgement);
    let weeks = village_weeks(district, loads, week.plan, &judged.cost);
    for ((village, own), sums) in district.villages.iter().zip(&weeks).zip(&mut sums) {
        sums.households = f64::from(village.households);
        sums.people = village.population;
        sums.served = own.points as f64;
        sums.kg = own.kg.as_f64();
        sums.cost = own.cost;
    }
    for (point, cleared) in &judged.clearing_by_point {
        if let Some(village) = village_of(*point) {
            sums[village].points += 1.0;
            sums[village].arises += cleared.arises;
            sums[village].cleared += cleared.cleared;
        }
    }
    for rule in &week.plan.visits {
        if let Some(village) = village_of(rule.point) {
            sums[village].due += rule.visits_per_week() as f64;
            sums[village].made += rule.visits_per_week() as f64;
        }
    }
    for left in &week.plan.unserved {
        if let Some(village) = village_of(left.point) {
            sums[village].made -= 1.0;
        }
    }
    add_overflowing(district, week, &mut sums);
    for tour in &week.plan.tours {
        let is_sealed = district.vehicles[tour.vehicle.index()].sealed;
        for stop in tour.stops.iter().filter(|_| is_sealed) {
            if let StopKind::Point(point) = stop.kind
                && let Some(village) = village_of(point)
            {
                sums[village].sealed_kg += stop.kg.as_f64();
            }
        }
    }
    let residual = district.residual();
    for load in loads.iter().filter(|load| load.stream == residual) {
        if let Some(village) = village_of(load.point) {
            sums[village].residual += load.kg_per_week();
        }
    }
    let balance = week.flow.rollup(district);
    for (sums, balance) in sums.iter_mut().zip(&balance.villages) {
        sums.generated = balance.generated;
        sums.residual += balance.uncollected;
    }
    sums
}

/// Points with a finding on their bins.
fn add_overflowing(district: &District, week: Week<'_>, sums: &mut [Sums]) {
    let findings = week.judgement.findings.iter();
    let over: BTreeSet<&str> = findings
        .filter(|finding| finding.promise == "bins")
        .map(|finding| finding.who.as_str())
        .collect();
    for point in district
        .points
        .iter()
        .filter(|point| over.contains(point.name.as_str()))
    {
        if let Some(village) = point.village {
            sums[village.index()].overflowing += 1.0;
        }
    }
}

/// `monthly.csv`.
pub(super) fn monthly_csv(district: &District, rows: &[Row]) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "rank",
        "mark",
        "town",
        "village",
        "households",
        "people",
        "points",
        "coverage_percent",
        "visits_due",
        "visits_percent",
        "points_overflowing",
        "daily_clearing_percent",
        "sealed_percent",
        "sorted_percent",
        "tonnes_per_month",
        "cost_per_tonne",
        "cost_per_household_month",
    ]);
    let number = |value: f64, digits: i32| Cell::Number(rounded(value, digits));
    let money = |value: Option<f64>| value.map_or(Cell::Blank, |value| number(value, 2));
    for row in rows {
        let sums = &row.sums;
        let [coverage, visits, _, clearing, sealed, sorting] =
            sums.shares().map(|share| number(100.0 * share, 1));
        let village = row.village.map(|id| &district.villages[id.index()].name);
        table.row(&[
            Cell::Whole(row.rank as i64),
            Cell::Number(row.mark),
            (&district.towns[row.town.index()].name).into(),
            village.into(),
            number(sums.households, 0),
            number(sums.people, 0),
            number(sums.points, 0),
            coverage,
            number(sums.due * WEEKS_A_MONTH, 0),
            visits,
            number(sums.overflowing, 0),
            clearing,
            sealed,
            sorting,
            number(sums.kg * WEEKS_A_MONTH / 1_000.0, 1),
            money(row.a_tonne()),
            money(row.a_household()),
        ]);
    }
    table.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::Outcome;
    use crate::report::sample;

    fn week(outcome: &Outcome) -> Week<'_> {
        Week {
            flow: &outcome.flow,
            plan: &outcome.plan,
            judgement: &outcome.judgement,
        }
    }

    #[test]
    fn towns_are_the_sums_of_their_villages_and_equal_marks_share_a_rank() {
        let district = sample::district();
        let outcome = sample::outcome(&district);
        let rows = rows(&district, week(&outcome));
        let (towns, villages): (Vec<&Row>, Vec<&Row>) =
            rows.iter().partition(|row| row.village.is_none());
        assert_eq!((towns.len(), villages.len()), (2, 3));
        for town in &towns {
            let mut sum = Sums::default();
            let own = villages.iter().filter(|row| row.town == town.town);
            own.for_each(|row| sum.add(&row.sums));
            assert_eq!(sum, town.sums);
        }
        for of_kind in [&towns, &villages] {
            for row in of_kind {
                let better = of_kind.iter().filter(|other| other.mark > row.mark).count();
                assert_eq!(row.rank, better + 1, "standard competition ranking");
            }
        }
        let kg: f64 = towns.iter().map(|town| town.sums.kg).sum();
        assert!((kg - outcome.plan.collected().as_f64()).abs() < 1e-6);
    }

    #[test]
    fn a_mark_is_the_weighed_mean_of_the_shares() {
        let mut district = sample::district();
        district.vehicles[0].sealed = false;
        district.weights = crate::district::Weights::in_order([0.0, 0.0, 0.0, 0.0, 3.0, 1.0]);
        let outcome = sample::outcome(&district);
        for row in rows(&district, week(&outcome)) {
            let [.., sealed, sorted] = row.sums.shares();
            assert_eq!(sealed, 0.0);
            assert!((row.mark - 25.0 * sorted).abs() < 0.051, "{row:?}");
        }
    }
}
