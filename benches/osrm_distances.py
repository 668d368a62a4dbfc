#!/usr/bin/env python3
"""Shortest distances by wasteways against those by OSRM on one extract.

    cargo build --release --example road_distances
    benches/osrm_distances.py EXTRACT.osm.pbf [N] [--osrm DIR]

DIR holds osrm-extract, osrm-contract and osrm-routed; the wheel osrm-bindings on PyPI carries them under osrm/bin. Without
it the script says so and ends well. Prints the share of pairs within 1 %, and the pairs that differ most.
"""

import argparse
import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

# The same roads as wasteways gives a heavy truck of no known size, all at one speed, so that the fastest is the shortest.
PROFILE = """
api_version = 4
local roads = Set {'motorway','motorway_link','trunk','trunk_link','primary','primary_link','secondary','secondary_link',
  'tertiary','tertiary_link','unclassified','residential','service','road','living_street','track'}
local closed = Set {'no','private','agricultural','forestry','emergency','military','psv','bus','taxi','foot','bicycle',
  'use_sidepath','permit','employees','residents'}
local passable = Set {'cattle_grid','border_control','checkpoint','toll_booth','sally_port','gate','lift_gate','swing_gate',
  'no','entrance','height_restrictor','arch','kerb','sliding_gate'}
local keys = {'hgv','motor_vehicle','vehicle','access'}
local function access(object)
  for _, key in ipairs(keys) do
    local value = object:get_value_by_key(key)
    if value and value ~= '' then
      for part in string.gmatch(value, '[^;]+') do
        if not closed[part:match('^%s*(.-)%s*$')] then return true end
      end
      return false
    end
  end
end
function setup()
  return { properties = { weight_name = 'duration', u_turn_penalty = 0, use_turn_restrictions = true,
    max_speed_for_map_matching = 50, continue_straight_at_waypoint = false },
    restrictions = Sequence { 'hgv', 'motor_vehicle', 'vehicle' }, classes = Sequence {}, excludable = Sequence {} }
end
function process_node(profile, node, result, relations)
  local barrier = node:get_value_by_key('barrier')
  if barrier then
    local open = access(node)
    if open == nil then open = passable[barrier] and node:get_value_by_key('locked') ~= 'yes' end
    if not open then obstacle_map:add(node, Obstacle.new(obstacle_type.barrier)) end
  end
end
function process_way(profile, way, result, relations)
  local highway = way:get_value_by_key('highway')
  if not highway or not roads[highway] or way:get_value_by_key('area') == 'yes' then return end
  if access(way) == false then return end
  local smoothness, service = way:get_value_by_key('smoothness'), way:get_value_by_key('service')
  if smoothness == 'very_horrible' or smoothness == 'impassable' or way:get_value_by_key('impassable') == 'yes' then return end
  if service == 'emergency_access' or service == 'drive-through' then return end
  local oneway, junction = way:get_value_by_key('oneway'), way:get_value_by_key('junction')
  local forth, back = true, true
  if oneway == 'yes' or oneway == 'true' or oneway == '1' or oneway == 'reversible' then back = false
  elseif oneway == '-1' or oneway == 'reverse' then forth = false
  elseif oneway == 'no' or oneway == 'false' or oneway == '0' or oneway == 'alternating' then forth = true
  elseif junction == 'roundabout' or junction == 'circular' or highway == 'motorway' then back = false end
  if forth then result.forward_mode = mode.driving; result.forward_speed = 36 end
  if back then result.backward_mode = mode.driving; result.backward_speed = 36 end
end
function process_turn(profile, turn) turn.duration = 0; turn.weight = 0 end
return { setup = setup, process_way = process_way, process_node = process_node, process_turn = process_turn }
"""


def programs(folder):
    """The folder of OSRM's programs; None if there is none."""
    if folder:
        return Path(folder)
    found = shutil.which("osrm-extract")
    if found:
        return Path(found).parent
    spec = importlib.util.find_spec("osrm")
    inside = Path(spec.origin).parent / "bin" if spec and spec.origin else None
    return inside if inside and inside.is_dir() else None


def osrm_table(bin_folder, extract, places):
    """Metres between all places, by OSRM."""
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        (work / "truck.lua").write_text("Set = require('lib/set')\nSequence = require('lib/sequence')\n" + PROFILE)
        shutil.copytree(bin_folder.parent / "share" / "profiles" / "lib", work / "lib")
        shutil.copy(extract, work / "roads.osm.pbf")
        for command in (["osrm-extract", "-p", "truck.lua", "roads.osm.pbf"], ["osrm-contract", "roads.osrm"]):
            subprocess.run([bin_folder / command[0], *command[1:]], cwd=work, check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [bin_folder / "osrm-routed", "-i", "127.0.0.1", "-p", str(port), "--max-table-size", "2000", "roads.osrm"],
            cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            where = ";".join(f"{x:.7f},{y:.7f}" for x, y in places)
            url = f"http://127.0.0.1:{port}/table/v1/driving/{where}?annotations=distance"
            for _ in range(50):
                try:
                    return json.load(urllib.request.urlopen(url))["distances"]
                except (ConnectionError, urllib.error.URLError):
                    time.sleep(0.2)
            raise SystemExit("osrm-routed does not answer")
        finally:
            server.terminate()
            server.wait()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("extract")
    arguments.add_argument("count", nargs="?", default="500")
    arguments.add_argument("--osrm", help="folder of OSRM's programs")
    options = arguments.parse_args()
    bin_folder = programs(options.osrm)
    if bin_folder is None:
        print("skipped: OSRM is not here (wheel osrm-bindings)")
        return
    example = Path(__file__).parent.parent / "target" / "release" / "examples" / "road_distances"
    ours = json.loads(subprocess.check_output([example, options.extract, options.count]))
    places, metres = ours["places"], ours["metres"]
    theirs = osrm_table(bin_folder, options.extract, places)
    pairs = [(i, j) for i in range(len(places)) for j in range(len(places)) if i != j]
    def off(i, j):
        if metres[i][j] is None or theirs[i][j] is None:
            return 9.0
        return abs(metres[i][j] - theirs[i][j]) / max(theirs[i][j], 100.0)
    within = sum(off(i, j) <= 0.01 for i, j in pairs)
    print(json.dumps({"pairs": len(pairs), "within_1_percent": round(100 * within / len(pairs), 2)}))
    for i, j in sorted(pairs, key=lambda pair: -off(*pair))[:8]:
        print(f"  {places[i]} to {places[j]}: {metres[i][j]} m, OSRM {theirs[i][j]} m", file=sys.stderr)


if __name__ == "__main__":
    main()
