"""Plans rural waste collection: from a county's spreadsheets to a checked week of truck tours."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, final

__all__ = [
    "District",
    "FaultyInput",
    "Plan",
    "Table",
    "WastewaysError",
    "plan",
    "read_district",
    "schema",
    "solve",
    "travel_table",
]

_Progress = Callable[[str, int], object]
"""Called with what the walk is at and the iterations of the search that goes on. What it raises ends the search."""

class WastewaysError(Exception):
    """What wasteways cannot do."""

class FaultyInput(WastewaysError):
    """Input that breaks rules."""

    faults: list[dict[str, Any]]
    """All of them: file, row, column, cell, value, expected. Empty where the document is no JSON of its kind at all."""

@final
class District:
    """A district that keeps every rule, and its roads."""

    @property
    def name(self) -> str: ...
    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What is odd in the tables but no fault."""

    @staticmethod
    def read(path: str | PathLike[str]) -> District:
        """Read a folder of tables or a workbook."""

    @staticmethod
    def of_document(document: Mapping[str, Any] | str, roads: Mapping[str, Any] | str | PathLike[str] | None = None) -> District:
        """Take a district from a document, and roads from another or from a file (`roads.osm.pbf`)."""

    def to_dict(self) -> dict[str, Any]:
        """The document: `schema("district")` says what is in it."""

    def roads_to_dict(self) -> dict[str, Any] | None:
        """The document of its roads: `schema("roads")`."""

@final
class Table:
    """A table with typed columns: whole numbers, numbers or text. It speaks the Arrow PyCapsule interface, so that
    `polars.DataFrame(table)` and `pyarrow.table(table)` take it as it is."""

    @property
    def columns(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def to_dict(self) -> dict[str, list[Any]]:
        """Columns by name."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict a row."""

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`."""

    def to_polars(self) -> Any:
        """A `polars.DataFrame`."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Plan:
    """A week of tours, driven again by an independent judge."""

    @property
    def cost(self) -> float:
        """Cost of the week, in the district's currency."""

    @property
    def is_clean(self) -> bool:
        """Whether no promise is broken; else see `table("findings")`."""

    @property
    def is_complete(self) -> bool:
        """Whether all is collected; else see `table("unserved")`."""

    @property
    def summary(self) -> dict[str, Any]:
        """The figures of `summary.json`."""

    @property
    def tables(self) -> list[str]:
        """Names of its tables."""

    def table(self, name: str) -> Table:
        """A table by name: `tours`, `stops`, `visits`, `unserved`, `stations`, `hauls`, `findings`, ..."""

    @property
    def report_html(self) -> str:
        """The report, a page that opens offline."""

    def to_dict(self) -> dict[str, Any]:
        """The document: `schema("outcome")` says what is in it."""

    def write(self, folder: str | PathLike[str]) -> None:
        """Write all files, as `wasteways plan --out` does."""

def read_district(
    source: District | str | PathLike[str] | Mapping[str, Any],
    roads: Mapping[str, Any] | str | PathLike[str] | None = None,
) -> District:
    """Read a district from a folder of tables, a workbook, or a document (a dict as `schema("district")` says)."""

def plan(
    source: District | str | PathLike[str] | Mapping[str, Any],
    *,
    roads: Mapping[str, Any] | str | PathLike[str] | None = None,
    week: str | None = None,
    time_limit: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    crew_price: float = 0.0,
    hour_price: float = 0.0,
    threads: int | None = None,
    progress: _Progress | None = None,
    language: str | None = None,
) -> Plan:
    """Plan the week of a district.

    `week` is an ISO week such as `2026-W47` (else the base season), `time_limit` seconds of wall clock, `iterations` a budget that
    gives the same plan on every machine (else iterations scaled to the size). Other Python threads run meanwhile; Ctrl-C
    ends the search. Raises `FaultyInput` with all faults at once.
    """

def solve(
    problem: Mapping[str, Any] | str,
    *,
    time_limit: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: _Progress | None = None,
) -> dict[str, Any]:
    """Solve a problem (`schema("problem")`), or a request in the form of VROOM (it has the key `vehicles`), and answer in kind:
    `schema("solution")`, or VROOM's `summary`, `unassigned` and `routes`."""

def travel_table(
    places: Sequence[tuple[float, float]],
    roads: Mapping[str, Any] | str | PathLike[str],
    *,
    width_m: float | None = None,
    tonnes: float | None = None,
    height_m: float | None = None,
    speed_factor: float = 1.0,
) -> tuple[list[list[int | None]], list[list[int | None]]]:
    """Seconds and metres between places (longitude, latitude) on roads, for a vehicle of a size; `None` where there is no way."""

def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a document: district, roads, travel, problem, solution, plan, judgement, outcome."""
