//! wasteways plans rural waste collection: from a county's spreadsheets to a checked week of truck tours.
//!
//! Rural districts run one chain: households sort, villages collect, towns transfer, the city treats
//! (户分类、村收集、镇转运、市处理). The modules follow the waste down that chain, each stage plain data:
//!
//! | stage | module | from | to |
//! |---|---|---|---|
//! | read | [`input`] | a folder of tables | [`District`](district::District), [`RoadNetwork`](roads::RoadNetwork) |
//! | follow | [`flow`] | the district | what reaches each point, where the rest goes |
//! | measure | [`roads`] | places and roads | [`Travel`](roads::Travel): time and metres for each kind of vehicle |
//! | pose | [`rounds`] | what is due, when and where | [`vrp::Problem`] |
//! | solve | [`vrp`] | the problem | [`vrp::Solution`] |
//! | tell | [`plan`] | the solution | [`Plan`](plan::Plan): a week of tours |
//! | load | [`transfer`] | the plan | what happens at each facility, hour by hour |
//! | judge | [`check`] | district and plan | findings, and what the week really costs |
//!
//! [`study`] asks questions of many plans: how many trucks, what may go wrong, what if.
//!
//! [`planner::plan`] is the whole walk in one call:
//!
//! ```
//! use wasteways::district::{Base, DisposalId, DistrictBuilder, Place};
//! use wasteways::planner::{Budget, PlanParams, Watch, plan};
//! use wasteways::quantity::{Kilograms, Litres};
//!
//! let mut builder = DistrictBuilder::new("Two villages");
//! builder.add_village("Riverside", "Upper Mill", Place::new(119.80, 36.00), 120);
//! builder.add_village("Riverside", "Lower Mill", Place::new(119.83, 36.02), 200);
//! let station = builder.add_station("Riverside station", Place::new(119.81, 36.03));
//! builder.add_plant("County landfill", Place::new(119.95, 36.10));
//! let base = Base::Facility(DisposalId::Station(station));
//! builder.add_collector("compactor 5 t", base, 1, Kilograms(5_000), Litres(10_000));
//! let district = builder.build()?;
//!
//! let params = PlanParams { budget: Some(Budget::Iterations(200)), ..PlanParams::default() };
//! let outcome = plan(&district, None, &params, &Watch::default());
//!
//! assert!(outcome.plan.unserved.is_empty(), "one truck does it");
//! assert!(outcome.judgement.findings.is_empty(), "and the judge finds nothing");
//! # Ok::<(), wasteways::district::DistrictError>(())
//! ```
//!
//! # Features
//!
//! All are on by default; with `default-features = false` name what is needed:
//!
//! | feature | what it adds |
//! |---|---|
//! | `vrp` | the solver alone: [`quantity`] and [`vrp`] |
//! | `plan` | the walk: districts and tables read, planned and judged |
//! | `lp` | [`flow::assign`]: villages to facilities by linear programmes |
//! | `lunar` | seasons and market days of the Chinese lunar calendar; without it a district that has some is faulty |
//! | `report` | what is written: CSV, JSON, GeoJSON, GPX, KML, HTML, workbooks |
//! | `xlsx` | workbooks read |
//! | `osm` | extracts of OpenStreetMap read |
//! | `cli` | the command line |
//!
//! `vrp` and `plan` build for `wasm32-unknown-unknown` too. There is no clock there, so a budget is one of iterations.

#[cfg(feature = "plan")]
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "plan")]
pub mod district;
#[cfg(feature = "plan")]
pub mod flow;
#[cfg(feature = "plan")]
pub mod generate;
#[cfg(feature = "plan")]
pub mod input;
#[cfg(feature = "plan")]
pub mod plan;
#[cfg(feature = "plan")]
pub mod planner;
pub mod quantity;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "plan")]
pub mod roads;
#[cfg(feature = "plan")]
pub mod rounds;
#[cfg(feature = "plan")]
pub mod study;
#[cfg(feature = "plan")]
pub mod tables;
#[cfg(feature = "plan")]
pub mod transfer;
#[cfg(feature = "vrp")]
pub mod vrp;
#[cfg(feature = "plan")]
pub mod words;
