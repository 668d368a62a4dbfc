//! What goes wrong, as Python sees it.

use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyOSError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wasteways::district::{DistrictError, Fault};
use wasteways::input::InputError;

create_exception!(
    wasteways,
    WastewaysError,
    PyException,
    "What wasteways cannot do."
);
create_exception!(
    wasteways,
    FaultyInput,
    WastewaysError,
    "Input that breaks rules; `faults` lists all of them as dicts of file, row, column, cell, value and expected."
);

/// A fault as a dict.
pub fn told<'py>(py: Python<'py>, fault: &Fault) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("file", &fault.file)?;
    dict.set_item("row", fault.row)?;
    dict.set_item("column", &fault.column)?;
    dict.set_item("cell", &fault.cell)?;
    dict.set_item("value", &fault.value)?;
    dict.set_item("expected", &fault.expected)?;
    Ok(dict)
}

fn faulty(py: Python, message: String, faults: &[Fault]) -> PyErr {
    let error = FaultyInput::new_err(message);
    let told: PyResult<Vec<_>> = faults.iter().map(|fault| told(py, fault)).collect();
    let set = told
        .and_then(|told| PyList::new(py, told))
        .and_then(|list| error.value(py).setattr("faults", list));
    set.err().unwrap_or(error)
}

/// Faulty input, or a file that cannot be opened.
pub fn of_input(py: Python, error: &InputError) -> PyErr {
    match error {
        InputError::Io { .. } => PyOSError::new_err(error.to_string()),
        InputError::Faults { faults, .. } => faulty(py, error.to_string(), faults),
    }
}

/// A district that breaks rules.
pub fn of_district(py: Python, error: &DistrictError) -> PyErr {
    faulty(py, error.to_string(), &error.0)
}

/// A document that is none.
pub fn of_json(py: Python, error: &serde_json::Error) -> PyErr {
    faulty(py, error.to_string(), &[])
}

/// Anything else.
pub fn other(error: impl ToString) -> PyErr {
    WastewaysError::new_err(error.to_string())
}
