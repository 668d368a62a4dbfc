"""Plans rural waste collection: from a county's spreadsheets to a checked week of truck tours."""

import os as _os

from . import _wasteways
from ._wasteways import District, FaultyInput, Plan, Table, WastewaysError, schema, solve, travel_table

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


def read_district(source, roads=None):
    """Read a district from a folder of tables, a workbook, or a document (a dict as `schema("district")` says)."""
    if isinstance(source, District):
        return source
    if isinstance(source, (str, _os.PathLike)):
        if roads is not None:
            raise WastewaysError("roads: a folder or workbook brings its own")
        return District.read(source)
    return District.of_document(source, roads)


def plan(source, *, roads=None, **options):
    """Plan the week of a district; see the stubs for what may be asked."""
    return _wasteways.plan(read_district(source, roads), **options)
