"""The wheel as its users meet it. Frames and schemas are tried where pandas, polars and jsonschema are installed."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
import wasteways

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "data" / "town"


@pytest.fixture(scope="module")
def plan():
    return wasteways.plan(TOWN, iterations=1500)


def test_a_folder_is_planned_and_judged(plan, tmp_path):
    assert plan.is_clean and plan.is_complete
    assert plan.cost == pytest.approx(plan.summary["cost"], abs=0.01)
    stops = plan.table("stops").to_dicts()
    collected = sum(row["kg"] for row in stops if row["kind"] == "point")
    assert collected / 1000 == pytest.approx(plan.summary["tonnes"], abs=0.001)
    assert "<html" in plan.report_html
    plan.write(tmp_path / "plan")
    assert json.loads((tmp_path / "plan" / "summary.json").read_text()) == plan.summary
    with pytest.raises(KeyError, match="tours"):
        plan.table("tuors")


def test_the_same_iterations_give_the_same_plan(plan):
    district = wasteways.read_district(str(TOWN))
    again = wasteways.plan(district, iterations=1500, threads=1)
    assert again.to_dict() == plan.to_dict()


def test_a_district_goes_through_a_document(plan):
    district = wasteways.read_district(TOWN)
    document = district.to_dict()
    again = wasteways.plan(document, roads=district.roads_to_dict(), iterations=1500)
    assert again.cost == plan.cost
    document["vehicles"][0]["count"] = 0
    document["villages"][0]["households"] = -1
    with pytest.raises(wasteways.FaultyInput):
        wasteways.plan(document)


def test_all_faults_come_at_once(tmp_path):
    for file in TOWN.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    villages = tmp_path / "villages.csv"
    lines = villages.read_text().splitlines()
    columns = lines[0].split(",")
    at = columns.index("households")
    for row in (1, 2):
        cells = lines[row].split(",")
        cells[at] = "many"
        lines[row] = ",".join(cells)
    villages.write_text("\n".join(lines))
    with pytest.raises(wasteways.FaultyInput) as caught:
        wasteways.plan(tmp_path)
    told = [(fault["file"], fault["row"], fault["column"], fault["value"]) for fault in caught.value.faults]
    assert told == [("villages.csv", 2, "households", "many"), ("villages.csv", 3, "households", "many")]
    assert isinstance(caught.value, wasteways.WastewaysError)
    with pytest.raises(wasteways.FaultyInput) as caught:
        wasteways.read_district({"name": "nothing else"})
    assert "missing field" in str(caught.value)


def test_tables_are_frames(plan):
    table = plan.table("tours")
    assert len(table) == len(table.to_dicts()) == plan.summary["tours"]
    pandas = pytest.importorskip("pandas")
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns
    assert pandas.api.types.is_integer_dtype(plan.table("stops").to_pandas()["kg"])
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(table).to_dicts() == table.to_dicts()


def test_progress_is_told_and_what_it_raises_ends_the_search():
    stages = []
    wasteways.plan(TOWN, iterations=1500, progress=lambda stage, iterations: stages.append(stage))
    assert "searching" in stages

    def enough(stage, iterations):
        raise ValueError("enough")

    begun = time.monotonic()
    with pytest.raises(ValueError, match="enough"):
        wasteways.plan(TOWN, time_limit=60, progress=enough)
    assert time.monotonic() - begun < 30


def test_ctrl_c_ends_a_search_and_other_threads_run():
    turns = []

    def press():
        for _ in range(10):
            time.sleep(0.05)
            turns.append(1)
        os.kill(os.getpid(), signal.SIGINT)

    # Who is started in the background is deaf to it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=press).start()
    begun = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            wasteways.plan(TOWN, time_limit=60)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(turns) == 10
    assert time.monotonic() - begun < 30


def vroom(jobs=6):
    table = [[abs(a - b) * 60 for b in range(jobs + 1)] for a in range(jobs + 1)]
    return {
        "matrices": {"car": {"durations": table}},
        "jobs": [{"id": i, "location_index": i, "pickup": [1]} for i in range(1, jobs + 1)],
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "capacity": [jobs]}],
    }


def test_requests_of_vroom_are_answered():
    answer = wasteways.solve(vroom(), iterations=500)
    assert answer["summary"]["cost"] == 720
    request = vroom() | {"shipments": [{}], "hurry": True}
    with pytest.raises(wasteways.FaultyInput) as caught:
        wasteways.solve(request)
    assert [fault["column"] for fault in caught.value.faults] == ["hurry", "shipments"]


def test_problems_are_solved():
    problem = json.loads((ROOT / "tests/documents/problem-1.json").read_text())
    solution = wasteways.solve(problem, iterations=500, seed=3)
    assert solution == wasteways.solve(json.dumps(problem), iterations=500, seed=3)
    assert len(solution["patterns"]) == len(problem["clients"])
    problem["clients"][0]["site"] = 99
    with pytest.raises(wasteways.FaultyInput, match="its site is in the matrices"):
        wasteways.solve(problem)


def test_travel_is_measured_on_roads():
    document = wasteways.read_district(TOWN).to_dict()
    places = [(p["place"]["longitude"], p["place"]["latitude"]) for p in document["points"][:5]]
    seconds, metres = wasteways.travel_table(places, TOWN, width_m=1.5)
    assert len(seconds) == len(metres) == 5
    assert all(seconds[i][i] == 0 for i in range(5))
    assert all(metres[0][j] > 0 for j in range(1, 5))
    with pytest.raises(wasteways.WastewaysError, match="longitude"):
        wasteways.travel_table([(999.0, 0.0)], TOWN)


def test_limits_are_one_or_the_other():
    with pytest.raises(wasteways.WastewaysError, match="not both"):
        wasteways.plan(TOWN, iterations=1, time_limit=1)
    with pytest.raises(wasteways.WastewaysError, match="30 days"):
        wasteways.plan(TOWN, time_limit=-1)


@pytest.mark.parametrize("name", ["district", "roads", "problem", "solution", "plan", "judgement", "outcome"])
def test_kept_documents_are_as_their_schema_says(name):
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads((ROOT / f"tests/documents/{name}-1.json").read_text())
    jsonschema.validate(document, wasteways.schema(name))


def test_what_is_written_is_as_its_schema_says(plan):
    jsonschema = pytest.importorskip("jsonschema")
    district = wasteways.read_district(TOWN)
    jsonschema.validate(district.to_dict(), wasteways.schema("district"))
    jsonschema.validate(district.roads_to_dict(), wasteways.schema("roads"))
    jsonschema.validate(plan.to_dict(), wasteways.schema("outcome"))
