//! Districts read and planned.

use crate::errors;
use crate::following::{Event, budget, followed};
use crate::table::Table;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;
use wasteways::district;
use wasteways::input::{self, Input};
use wasteways::planner::{self, PlanParams, Stage, Watch};
use wasteways::quantity::{IsoWeek, Money};
use wasteways::report::{self, Document, FileSet, RunFacts};
use wasteways::roads::RoadNetwork;

/// What JSON says, as Python's own values.
pub fn loaded<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

/// Python's own values as JSON; text is JSON already.
pub fn dumped(value: &Bound<PyAny>) -> PyResult<String> {
    if let Ok(text) = value.extract::<String>() {
        return Ok(text);
    }
    let json = value.py().import("json")?;
    let strict = PyDict::new(value.py());
    strict.set_item("allow_nan", false)?;
    json.call_method("dumps", (value,), Some(&strict))?
        .extract()
}

/// A district that keeps every rule, and its roads.
#[pyclass(frozen, module = "wasteways")]
pub struct District {
    input: Arc<Input>,
}

#[pymethods]
impl District {
    /// Reads a folder of tables or a workbook.
    #[staticmethod]
    fn read(py: Python, path: PathBuf) -> PyResult<Self> {
        let input = py.detach(|| input::read_district(&path));
        let input = input.map_err(|error| errors::of_input(py, &error))?;
        Ok(Self {
            input: Arc::new(input),
        })
    }

    /// Takes a district from a document, and roads from another or from a file.
    #[staticmethod]
    #[pyo3(signature = (document, roads=None))]
    fn of_document(
        py: Python,
        document: &Bound<PyAny>,
        roads: Option<&Bound<PyAny>>,
    ) -> PyResult<Self> {
        let text = dumped(document)?;
        let draft: district::Draft =
            serde_json::from_str(&text).map_err(|error| errors::of_json(py, &error))?;
        let district =
            district::District::try_from(draft).map_err(|error| errors::of_district(py, &error))?;
        let network = roads.map(|roads| network(py, roads)).transpose()?;
        Ok(Self {
            input: Arc::new(Input {
                district,
                network,
                warnings: Vec::new(),
                sha256: String::new(),
            }),
        })
    }

    #[getter]
    fn name(&self) -> &str {
        &self.input.district.name
    }

    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let warnings = self.input.warnings.iter();
        warnings.map(|warning| errors::told(py, warning)).collect()
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = serde_json::to_string(&self.input.district).map_err(errors::other)?;
        loaded(py, &text)
    }

    fn roads_to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = serde_json::to_string(&self.input.network).map_err(errors::other)?;
        loaded(py, &text)
    }

    fn __repr__(&self) -> String {
        let district = &self.input.district;
        format!(
            "<wasteways.District {}: {} villages, {} points, {} types of vehicle>",
            district.name,
            district.villages.len(),
            district.points.len(),
            district.vehicles.len()
        )
    }
}

/// Roads from a document, or from a district's folder or an extract.
pub fn network(py: Python, roads: &Bound<PyAny>) -> PyResult<RoadNetwork> {
    if let Ok(path) = roads.extract::<PathBuf>()
        && path.exists()
    {
        let read = py.detach(|| input::read_roads(&path));
        return read.map_err(|error| errors::of_input(py, &error));
    }
    serde_json::from_str(&dumped(roads)?).map_err(|error| errors::of_json(py, &error))
}

/// A week of tours, judged.
#[pyclass(frozen, module = "wasteways")]
pub struct Plan {
    files: FileSet,
    document: String,
    is_clean: bool,
    is_complete: bool,
    cost: f64,
}

impl Plan {
    fn bytes(&self, name: &str) -> Option<&[u8]> {
        let found = self.files.files.iter().find(|(file, _)| *file == name);
        found.map(|(_, bytes)| bytes.as_slice())
    }
}

#[pymethods]
impl Plan {
    #[getter]
    fn cost(&self) -> f64 {
        self.cost
    }

    #[getter]
    fn is_clean(&self) -> bool {
        self.is_clean
    }

    #[getter]
    fn is_complete(&self) -> bool {
        self.is_complete
    }

    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let bytes = self.bytes("summary.json").unwrap_or(b"null");
        loaded(py, &String::from_utf8_lossy(bytes))
    }

    #[getter]
    fn tables(&self) -> Vec<&str> {
        let names = self.files.files.iter().map(|(name, _)| *name);
        names.filter_map(|name| name.strip_suffix(".csv")).collect()
    }

    /// A table of the plan by its name.
    fn table(&self, name: &str) -> PyResult<Table> {
        let bytes = self.bytes(&format!("{name}.csv"));
        let known = || {
            PyKeyError::new_err(format!(
                "{name}: the tables are {}",
                self.tables().join(", ")
            ))
        };
        Table::of_csv(bytes.ok_or_else(known)?)
    }

    #[getter]
    fn report_html(&self) -> String {
        String::from_utf8_lossy(self.bytes("report.html").unwrap_or_default()).into_owned()
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loaded(py, &self.document)
    }

    fn write(&self, py: Python, folder: PathBuf) -> PyResult<()> {
        py.detach(|| self.files.write(&folder))
            .map_err(errors::other)?;
        Ok(())
    }

    fn __repr__(&self) -> String {
        let told = if self.is_clean {
            "clean"
        } else {
            "with findings"
        };
        format!("<wasteways.Plan of cost {:.2}, {told}>", self.cost)
    }
}

/// Plans a district.
#[pyfunction]
#[pyo3(signature = (district, *, week=None, time_limit=None, iterations=None, seed=1, crew_price=0.0, hour_price=0.0, threads=None, progress=None, language=None))]
#[expect(clippy::too_many_arguments, reason = "they are keywords to Python")]
pub fn plan(
    py: Python,
    district: &District,
    week: Option<&str>,
    time_limit: Option<f64>,
    iterations: Option<u64>,
    seed: u64,
    crew_price: f64,
    hour_price: f64,
    threads: Option<usize>,
    progress: Option<&Bound<PyAny>>,
    language: Option<&str>,
) -> PyResult<Plan> {
    let started = Instant::now();
    let week: Option<IsoWeek> = week
        .map(|week| week.parse().map_err(errors::other))
        .transpose()?;
    let params = PlanParams {
        week,
        seed,
        budget: budget(time_limit, iterations)?,
        makes_start_whole: true,
        crew_price: Money::try_from(crew_price).map_err(errors::other)?,
        hour_price: Money::try_from(hour_price).map_err(errors::other)?,
        ..PlanParams::default()
    };
    let input = &*district.input;
    let language = match language {
        None => input.district.language,
        Some("en") => district::Language::En,
        Some("zh") => district::Language::Zh,
        Some(other) => return Err(errors::other(format!("language {other}: en or zh"))),
    };
    followed(py, threads, progress, |stop, tell| {
        // Whoever listened may have gone; the search then ends by itself.
        let stage = |stage: Stage| drop(tell.send(Event::Stage(stage.to_string())));
        let step = |step: planner::Progress| drop(tell.send(Event::Iterations(step.iterations)));
        let watch = Watch {
            stop: Some(stop),
            stage: Some(&stage),
            progress: Some(&step),
        };
        let outcome = planner::plan(&input.district, input.network.as_ref(), &params, &watch);
        let run = RunFacts {
            input_sha256: input.sha256.clone(),
            seconds: started.elapsed().as_millis() as f64 / 1000.0,
            time_limit,
            iterations,
            daily: Vec::new(),
            interrupted: stop.load(Ordering::SeqCst),
            threads: rayon::current_num_threads(),
            machine: RunFacts::this_machine(),
            version: env!("CARGO_PKG_VERSION"),
            warnings: input.warnings.clone(),
        };
        let network = input.network.as_ref();
        Plan {
            files: report::plan_files(&input.district, network, &outcome, &run, language),
            is_clean: outcome.judgement.is_clean(),
            is_complete: outcome.judgement.is_complete(),
            cost: outcome.judgement.cost.total().as_units(),
            document: serde_json::to_string(&outcome).unwrap_or_default(),
        }
    })
}

/// The JSON Schema of a document.
#[pyfunction]
pub fn schema<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let mut all = Document::ALL.into_iter();
    let Some(document) = all.find(|document| document.name() == name) else {
        let known: Vec<&str> = Document::ALL.map(Document::name).to_vec();
        return Err(PyKeyError::new_err(format!(
            "{name}: documents are {}",
            known.join(", ")
        )));
    };
    let text = serde_json::to_string(&document.schema()).map_err(errors::other)?;
    loaded(py, &text)
}
