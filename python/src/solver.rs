//! The solver and the road engine alone.

use crate::errors;
use crate::following::{Event, budget, followed};
use crate::plan::{dumped, loaded, network};
use pyo3::prelude::*;
use wasteways::district::Place;
use wasteways::input::{Question, parse_question};
use wasteways::report;
use wasteways::roads::{Profile, RoadTable, SizeLimits};
use wasteways::vrp::{self, Budget, Problem, Progress, SolveParams, Watch};

/// Solves a problem, or a request in the form of VROOM.
#[pyfunction]
#[pyo3(signature = (problem, *, time_limit=None, iterations=None, seed=1, threads=None, progress=None))]
pub fn solve<'py>(
    py: Python<'py>,
    problem: &Bound<'py, PyAny>,
    time_limit: Option<f64>,
    iterations: Option<u64>,
    seed: u64,
    threads: Option<usize>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let budget = budget(time_limit, iterations)?;
    let text = dumped(problem)?;
    let is_request = problem.contains("vehicles")?;
    let asked: Asked = if is_request {
        let question = parse_question("request", text.as_bytes(), None);
        Asked::Question(question.map_err(|error| errors::of_input(py, &error))?)
    } else {
        let problem = serde_json::from_str(&text);
        Asked::Problem(problem.map_err(|error| errors::of_json(py, &error))?)
    };
    let answer = followed(py, threads, progress, |stop, tell| {
        let step = |step: Progress| drop(tell.send(Event::Iterations(step.iterations)));
        let _ = tell.send(Event::Stage("searching".into()));
        let watch = Watch {
            stop: Some(stop),
            progress: Some(&step),
        };
        let params = SolveParams {
            seed,
            budget: budget.unwrap_or_else(|| Budget::default_for(asked.problem())),
            ..SolveParams::default()
        };
        let solution = vrp::solve(asked.problem(), &params, None, &watch);
        match &asked {
            Asked::Question(Question::Vroom(request)) => {
                Ok(report::vroom_answer(request, &solution).to_string())
            }
            _ => serde_json::to_string(&solution),
        }
    })?;
    loaded(py, &answer.map_err(errors::other)?)
}

enum Asked {
    Problem(Problem),
    Question(Question),
}

impl Asked {
    fn problem(&self) -> &Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Question(question) => question.problem(),
        }
    }
}

type Rows = Vec<Vec<Option<u32>>>;

/// Seconds and metres between places on roads.
#[pyfunction]
#[pyo3(signature = (places, roads, *, width_m=None, tonnes=None, height_m=None, speed_factor=1.0))]
pub fn travel_table(
    py: Python,
    places: Vec<(f64, f64)>,
    roads: &Bound<PyAny>,
    width_m: Option<f64>,
    tonnes: Option<f64>,
    height_m: Option<f64>,
    speed_factor: f64,
) -> PyResult<(Rows, Rows)> {
    let network = network(py, roads)?;
    let is_place = |&(longitude, latitude): &(f64, f64)| {
        (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude)
    };
    if let Some(place) = places.iter().find(|place| !is_place(place)) {
        return Err(errors::other(format!("{place:?}: longitude and latitude")));
    }
    if !(0.01..=10.0).contains(&speed_factor) {
        return Err(errors::other("speed_factor: 0.01 to 10"));
    }
    let profile = Profile {
        size: SizeLimits {
            width_m,
            tonnes,
            height_m,
        },
        speed_factor,
    };
    let places: Vec<Place> = places.into_iter().map(|(x, y)| Place::new(x, y)).collect();
    let matrix = py.detach(|| RoadTable::of(&network, &profile, &places).matrix());
    let rows = |of: fn(wasteways::quantity::Leg) -> u32| -> Rows {
        let told = |leg: wasteways::quantity::Leg| leg.exists().then(|| of(leg));
        (0..matrix.len())
            .map(|from| matrix.leaving(from).map(told).collect())
            .collect()
    };
    Ok((rows(|leg| leg.seconds), rows(|leg| leg.metres)))
}
