//! Promise `gates`: no facility takes more on a day than its daily limit. An unloading counts on its tour's day.

use super::Finding;
use super::week::Week;
use crate::district::DisposalId;
use crate::quantity::{Day, Kilograms};
use std::collections::BTreeMap;

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let mut tipped: BTreeMap<(DisposalId, Day), Kilograms> = BTreeMap::new();
    for (day, disposal, kg) in week.unloadings() {
        *tipped.entry((disposal, day)).or_default() += kg;
    }
    for haul in &week.plan.hauls {
        let plant = DisposalId::Plant(haul.plant);
        *tipped.entry((plant, haul.day)).or_default() += haul.kg;
    }
    let tipped = tipped.into_iter();
    tipped
        .filter_map(|((disposal, day), kg)| over(week, disposal, day, kg))
        .collect()
}

fn over(week: &Week, disposal: DisposalId, day: Day, kg: Kilograms) -> Option<Finding> {
    let limit = week.district.gate(disposal).daily_limit?;
    let over = kg - limit;
    let detail = format!("{kg} tipped, at most {limit} a day");
    let name = week.district.disposal_name(disposal);
    (over.0 > 0).then(|| Finding::new("gates", name, over.as_f64(), "kg", detail).on(day))
}
