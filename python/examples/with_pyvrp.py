"""One instance, two solvers: wasteways and PyVRP (`pip install pyvrp`), the same seconds, a thread each.

    python examples/with_pyvrp.py [CLIENTS] [SECONDS]
"""

import math
import random
import sys

import wasteways


def instance(clients, seed=1):
    """Places on a square of 1,000, the depot first, and what each asks for; trucks take 100."""
    draw = random.Random(seed)
    places = [(draw.randrange(1000), draw.randrange(1000)) for _ in range(clients + 1)]
    demand = [0] + [draw.randrange(5, 30) for _ in range(clients)]
    table = [[round(math.dist(a, b)) for b in places] for a in places]
    return places, demand, table


def by_wasteways(demand, table, seconds):
    trucks = len(demand) - 1
    request = {
        "matrices": {"truck": {"durations": table}},
        "jobs": [{"id": i, "location_index": i, "pickup": [demand[i]]} for i in range(1, len(demand))],
        "vehicles": [
            {"id": i, "profile": "truck", "start_index": 0, "end_index": 0, "capacity": [100]} for i in range(trucks)
        ],
    }
    answer = wasteways.solve(request, time_limit=seconds, threads=1)
    assert not answer["unassigned"]
    return answer["summary"]["cost"], answer["summary"]["routes"]


def by_pyvrp(places, demand, table, seconds):
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime

    model = Model()
    sites = [model.add_location(x, y) for x, y in places]
    depot = model.add_depot(sites[0])
    for site, asked in zip(sites[1:], demand[1:]):
        model.add_client(site, pickup=asked)
    model.add_vehicle_type(len(places) - 1, capacity=100, start_depot=depot, end_depot=depot)
    for i, a in enumerate(sites):
        for j, b in enumerate(sites):
            model.add_edge(a, b, distance=table[i][j])
    result = model.solve(stop=MaxRuntime(seconds), seed=1, display=False)
    return result.cost(), result.best.num_routes()


if __name__ == "__main__":
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    places, demand, table = instance(clients)
    print("wasteways: cost %d, %d routes" % by_wasteways(demand, table, seconds))
    try:
        print("PyVRP:     cost %d, %d routes" % by_pyvrp(places, demand, table, seconds))
    except ImportError:
        print("PyVRP is not installed: pip install pyvrp")
