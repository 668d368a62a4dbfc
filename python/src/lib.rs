//! The native half of the Python package `wasteways`; what users see is said in `wasteways/__init__.pyi`.

mod errors;
mod following;
mod plan;
mod solver;
mod table;

/// What `wasteways/__init__.py` builds on.
#[pyo3::pymodule]
mod _wasteways {
    #[pymodule_export]
    use crate::errors::{FaultyInput, WastewaysError};
    #[pymodule_export]
    use crate::plan::{District, Plan, plan, schema};
    #[pymodule_export]
    use crate::solver::{solve, travel_table};
    #[pymodule_export]
    use crate::table::Table;
}
