//! What the journal of a study may say. A journal is a file like any other: before its question is asked again or its items
//! are joined, both must be such as a run of ours could have written.

use super::simulation::{Count, RunTotals};
use super::{
    FleetQuestion, FleetSize, Heading, Loss, Outage, Share, SimulatedBlock, SimulationQuestion,
    outages,
};
use crate::district::{District, Role};
use crate::plan::CostParts;
use crate::quantity::{Clock, Money, Seconds};

/// What was expected, if something else was found.
pub type Verdict = Result<(), String>;

/// Sizes of fleet that anyone asks for.
pub const MOST_VEHICLES: u32 = 10_000;
/// Weeks of a run that anyone asks for.
pub const MOST_WEEKS: u32 = 1_000;
/// Runs that anyone asks for.
pub const MOST_RUNS: u32 = 1_000_000;

/// No count, mass, length or time of a study comes near it, and thousands of them can be added.
const MOST: i64 = 1_000_000_000_000;
/// No amount of money does, in millionths.
const MOST_MONEY: i64 = 1_000_000_000_000_000;

fn that(holds: bool, expected: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(expected()) }
}

fn amounts(amounts: impl IntoIterator<Item = i64>) -> Verdict {
    let mut amounts = amounts.into_iter();
    that(amounts.all(|amount| (0..=MOST).contains(&amount)), || {
        "counts and amounts of at least 0 that a district can have".into()
    })
}

fn money(parts: impl IntoIterator<Item = Money>) -> Verdict {
    let mut parts = parts.into_iter();
    that(
        parts.all(|part| part.0.saturating_abs() <= MOST_MONEY),
        || "money that a district can spend".into(),
    )
}

fn percent(share: f64) -> Verdict {
    const ROUNDING: f64 = 1e-6;
    that((-ROUNDING..=100.0 + ROUNDING).contains(&share), || {
        "a percentage from 0 to 100".into()
    })
}

impl Share {
    fn judge(self) -> Verdict {
        that(self.number >= 1 && self.number <= self.of, || {
            "a share such as 3/40".into()
        })
    }

    fn judge_item(self, item: usize) -> Verdict {
        that(self.holds(item), || format!("items of the share {self}"))
    }
}

impl Heading<FleetQuestion> {
    /// Whether the question can be asked of a district.
    ///
    /// # Errors
    /// What was expected.
    pub fn judge(&self, district: &District) -> Verdict {
        self.share.judge()?;
        let FleetQuestion {
            least,
            most,
            vehicle,
            ..
        } = self.question;
        that(least <= most && most <= MOST_VEHICLES, || {
            format!("sizes of fleet up to {MOST_VEHICLES}, the smaller first")
        })?;
        let is_collector = vehicle.is_none_or(|id| {
            let vehicle = district.vehicles.get(id.index());
            vehicle.is_some_and(|vehicle| vehicle.role == Role::Collector)
        });
        that(is_collector, || "a type of collectors".into())
    }

    /// Whether a size may be an answer to it.
    ///
    /// # Errors
    /// What was expected.
    pub fn judge_item(&self, district: &District, size: &FleetSize) -> Verdict {
        let FleetQuestion { least, most, .. } = self.question;
        let asked = least..=most;
        that(asked.contains(&size.vehicles), || {
            format!("a size of {least} to {most} vehicles")
        })?;
        self.share.judge_item((size.vehicles - least) as usize)?;
        let counts = &size.counts;
        that(counts.len() == district.vehicles.len(), || {
            format!("a count for each of {} types", district.vehicles.len())
        })?;
        let held: u64 = match self.question.vehicle {
            Some(vehicle) => u64::from(counts[vehicle.index()]),
            None => {
                let collectors = district.fleet(Role::Collector);
                collectors
                    .map(|(id, _)| u64::from(counts[id.index()]))
                    .sum()
            }
        };
        that(held == u64::from(size.vehicles), || {
            format!("counts of {} vehicles together", size.vehicles)
        })?;
        let others = counts.iter().all(|&count| count <= MOST_VEHICLES);
        that(others, || format!("counts up to {MOST_VEHICLES}"))?;
        judge_figures(size)
    }
}

fn judge_figures(size: &FleetSize) -> Verdict {
    let CostParts {
        ownership,
        fixed,
        distance,
        time,
        overtime,
        gate,
        gate_onward,
        haul,
        feeders,
    } = size.cost;
    let driven = [ownership, fixed, distance, time, overtime];
    money(driven.into_iter().chain([gate, gate_onward, haul, feeders]))?;
    let duty = size.duty;
    let times = [duty.service, duty.unloading, duty.driving, duty.waiting];
    let times = times.into_iter().chain([size.overtime, size.queue]);
    amounts(times.map(|time| time.0.saturating_abs()).chain([
        size.unserved.0,
        size.unserved_points as i64,
        size.findings as i64,
        size.distance.0,
        size.peak_stock.map_or(0, |stock| stock.0),
    ]))?;
    let returns = Clock::MIDNIGHT..=Clock::MIDNIGHT + Seconds::hours(24 * 30);
    that(returns.contains(&size.latest_return), || {
        "a return within the week".into()
    })?;
    that((0.0..=MOST as f64).contains(&size.fuel_litres), || {
        "litres of fuel".into()
    })?;
    percent(size.daily_clearing_percent)?;
    that(size.plan_of.is_none_or(|of| of < size.vehicles), || {
        "the plan of a smaller fleet, if not its own".into()
    })
}

impl Heading<SimulationQuestion> {
    /// Whether the question can be asked.
    ///
    /// # Errors
    /// What was expected.
    pub fn judge(&self) -> Verdict {
        self.share.judge()?;
        let (weeks, runs) = (self.question.weeks, self.question.runs);
        let is_asked = (1..=MOST_WEEKS).contains(&weeks) && (1..=MOST_RUNS).contains(&runs);
        that(is_asked, || {
            format!("1 to {MOST_RUNS} runs of 1 to {MOST_WEEKS} weeks")
        })
    }

    /// Whether a block may be a part of the answer, for a plan with so many bins, tours and facilities.
    ///
    /// # Errors
    /// What was expected.
    pub fn judge_item(&self, rows: [usize; 3], block: &SimulatedBlock) -> Verdict {
        let blocks = self.question.blocks();
        let runs = blocks.get(block.block).cloned();
        let runs = runs.ok_or_else(|| format!("one of {} blocks of runs", blocks.len()))?;
        self.share.judge_item(block.block)?;
        let tally = &block.tally;
        let are_its_own = tally.runs.iter().map(|run| run.run).eq(runs.clone());
        that(are_its_own && tally.weeks == self.question.weeks, || {
            let weeks = self.question.weeks;
            format!(
                "the runs {} to {} of {weeks} weeks, each once",
                runs.start,
                runs.end - 1
            )
        })?;
        for (counts, rows) in [&tally.bins, &tally.tours, &tally.facilities]
            .into_iter()
            .zip(rows)
        {
            that(counts.keys().all(|&row| row < rows), || {
                format!("rows below {rows}")
            })?;
            counts.values().try_for_each(judge_count)?;
        }
        tally.runs.iter().try_for_each(judge_totals)
    }
}

fn judge_count(count: &Count) -> Verdict {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    amounts([whole(count.sum), whole(count.squares), count.seconds])
}

fn judge_totals(run: &RunTotals) -> Verdict {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    amounts([
        whole(run.overflows),
        whole(run.floors),
        run.queue_s,
        run.due_kg,
        run.cleared_kg,
        run.left_kg,
    ])
}

/// Whether a loss may be one of a district's.
///
/// # Errors
/// What was expected.
pub fn judge_loss(district: &District, loss: &Loss) -> Verdict {
    let known: Vec<Outage> = outages(district);
    that(known.contains(&loss.outage), || {
        "a collector or a facility of the district".into()
    })?;
    let differences = [
        loss.unserved.0,
        loss.untreated.0,
        loss.missed_visits,
        loss.duration.0,
        loss.overtime.0,
    ];
    amounts(differences.map(|difference| difference.saturating_abs()))?;
    money([loss.cost])?;
    percent(loss.kept_percent)
}
