//! `report.html`: one page that opens offline, in English or Chinese: figures, what needs attention, a map of points,
//! stations and tours, the load of the facilities by hour, the flow of waste, tables, and the defaults used.
//!
//! Names from the input stand in it as text, never as markup: `maud` escapes the page, the data of the charts is JSON in
//! which no `<` occurs, and the script sets text only. Nothing is fetched: the page forbids it to itself.

mod before_and_after;
mod chart_data;
pub(super) mod compare_page;
mod figures;
mod flat_map;
pub(super) mod fleet_page;
mod fleet_words;
mod flow_diagram;
mod frame;
pub(super) mod monthly_page;
mod page;
mod plotting;
mod sheet_map;
mod sheet_rows;
mod sheet_words;
pub(super) mod sheets_page;
pub(super) mod simulation_page;
mod simulation_words;
mod tables;
pub(super) mod timetable_page;
mod weakest;
mod week_figures;
pub(super) mod what_if_page;
mod words;

use super::driven::DrivenLegs;
use super::{Beside, RunFacts, Summary};
use crate::district::{District, Language};
use crate::planner::Outcome;
use crate::roads::RoadNetwork;
use words::Words;

/// All that the page is made of.
struct Source<'a> {
    district: &'a District,
    network: Option<&'a RoadNetwork>,
    outcome: &'a Outcome,
    driven: &'a DrivenLegs,
    summary: &'a Summary,
    run: &'a RunFacts,
    words: &'static Words,
    language: Language,
    beside: &'a Beside<'a>,
}

/// The page.
pub(super) fn report(
    district: &District,
    network: Option<&RoadNetwork>,
    (outcome, driven): (&Outcome, &DrivenLegs),
    summary: &Summary,
    (run, beside): (&RunFacts, &Beside),
    language: Language,
) -> Vec<u8> {
    let words = Words::of(language);
    let source = Source {
        district,
        network,
        outcome,
        driven,
        summary,
        run,
        words,
        language,
        beside,
    };
    page::page(&source).into_string().into_bytes()
}
