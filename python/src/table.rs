//! A table of a plan, its columns typed, for data frames.

use crate::errors;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
};
use arrow_schema::{DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::sync::Arc;
use wasteways::tables::unguarded;

/// The values of a column; `None` where a cell is blank.
enum Column {
    Whole(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Text(Vec<Option<String>>),
}

impl Column {
    /// Whole numbers if all are, else numbers if all are, else text.
    fn of(cells: &[&str]) -> Self {
        let blank = |cell: &&&str| !cell.is_empty();
        let given: Vec<&&str> = cells.iter().filter(blank).collect();
        let all = |is: fn(&str) -> bool| !given.is_empty() && given.iter().all(|cell| is(cell));
        if all(|cell| cell.parse::<i64>().is_ok()) {
            Self::Whole(cells.iter().map(|cell| cell.parse().ok()).collect())
        } else if all(|cell| cell.parse::<f64>().is_ok()) {
            Self::Number(cells.iter().map(|cell| cell.parse().ok()).collect())
        } else {
            let text = |cell: &&str| (!cell.is_empty()).then(|| unguarded(cell).to_owned());
            Self::Text(cells.iter().map(text).collect())
        }
    }

    fn kind(&self) -> DataType {
        match self {
            Self::Whole(_) => DataType::Int64,
            Self::Number(_) => DataType::Float64,
            Self::Text(_) => DataType::Utf8,
        }
    }

    fn array(&self) -> ArrayRef {
        match self {
            Self::Whole(values) => Arc::new(Int64Array::from(values.clone())),
            Self::Number(values) => Arc::new(Float64Array::from(values.clone())),
            Self::Text(values) => Arc::new(StringArray::from(values.clone())),
        }
    }

    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        match self {
            Self::Whole(values) => PyList::new(py, values),
            Self::Number(values) => PyList::new(py, values),
            Self::Text(values) => PyList::new(py, values),
        }
    }
}

/// A table: its columns by name.
#[pyclass(frozen, module = "wasteways")]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    /// The table that a CSV file holds.
    pub fn of_csv(bytes: &[u8]) -> PyResult<Self> {
        // A mark of byte order leads spreadsheets to UTF-8.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::Reader::from_reader(bytes);
        let names = reader.headers().map_err(errors::other)?;
        let names: Vec<String> = names.iter().map(str::to_owned).collect();
        let rows: Result<Vec<csv::StringRecord>, csv::Error> = reader.records().collect();
        let rows = rows.map_err(errors::other)?;
        let column = |number| {
            let cells: Vec<&str> = rows.iter().map(|row| &row[number]).collect();
            Column::of(&cells)
        };
        Ok(Self {
            columns: (0..names.len()).map(column).collect(),
            names,
            rows: rows.len(),
        })
    }

    fn batch(&self) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let fields = self.names.iter().zip(&self.columns);
        let fields: Vec<Field> = fields
            .map(|(name, column)| Field::new(name, column.kind(), true))
            .collect();
        let arrays = self.columns.iter().map(Column::array).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }
}

#[pymethods]
impl Table {
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.names.clone()
    }

    fn __len__(&self) -> usize {
        self.rows
    }

    fn __repr__(&self) -> String {
        format!(
            "<wasteways.Table of {} rows: {}>",
            self.rows,
            self.names.join(", ")
        )
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (name, column) in self.names.iter().zip(&self.columns) {
            dict.set_item(name, column.list(py)?)?;
        }
        Ok(dict)
    }

    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let columns: PyResult<Vec<_>> = self.columns.iter().map(|column| column.list(py)).collect();
        let columns = columns?;
        let row = |number: usize| {
            let dict = PyDict::new(py);
            for (name, column) in self.names.iter().zip(&columns) {
                dict.set_item(name, column.get_item(number)?)?;
            }
            Ok(dict)
        };
        (0..self.rows).map(row).collect()
    }

    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("pandas")?
            .call_method1("DataFrame", (self.to_dict(py)?,))
    }

    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// The Arrow PyCapsule interface: any library that speaks it takes the table without a copy of ours between.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface allows to overlook what schema is wished for.
        drop(requested_schema);
        let batch = self.batch().map_err(errors::other)?;
        let schema = batch.schema();
        let batches = RecordBatchIterator::new([Ok(batch)], schema);
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}
