"use strict";
withPlotly(() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const { words, days, places, tours } = data;
  const byId = (id) => document.getElementById(id);
  const firstStation = places.num_points, firstPlant = firstStation + places.num_stations;
  const firstBase = firstPlant + places.num_plants;
  const PALETTE = ["#1f6f6b", "#c8553d", "#3b6fb5", "#8a6d1d", "#7a4c9a", "#3f8f4f", "#b0457b", "#4a5a6a", "#d08a2e",
    "#2a8fb0", "#6b7f2a", "#9a5a3c"];
  const colour = (i) => PALETTE[i % PALETTE.length];
  const font = { family: getComputedStyle(document.documentElement).fontFamily, size: 12.5, color: "#1c2733" };
  const options = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };
  const weekOrder = [0, 1, 2, 3, 4, 5, 6].map((i) => (i + data.week_starts) % 7);

  // Plotly reads some HTML in its texts; names have none.
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const clock = (minutes) => String(Math.floor(minutes / 60)).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0");
  const apart = (number, digits = 0) => number.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const isPoint = (place) => place < firstStation;
  const collected = (tour) => sum(tour.p.map((place, i) => (isPoint(place) ? tour.k[i] : 0)));
  const kindOf = (place) => isPoint(place) ? words.point : place < firstPlant ? words.station : place < firstBase ? words.plant : words.base;

  // A new element with a class and text or children; text is never read as markup.
  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children.map((child) => (child instanceof Node ? child : String(child))));
    return made;
  }
  function fillSelect(select, entries) {
    select.replaceChildren(...entries.map(([value, text]) => {
      const option = element("option", "", text);
      option.value = value;
      return option;
    }));
  }

  // --- The map ---------------------------------------------------------------------------------------------------

  const toursOf = (day) => tours.map((_, i) => i).filter((i) => day < 0 || tours[i].d === day);
  const metresToKm = (list) => list.map((metres) => metres / 1000);
  const x = metresToKm(places.x), y = metresToKm(places.y);
  const shown = { day: -1, tour: -1 };

  // The kilometres along one axis of a line that is kept as steps.
  function unrolled(steps, axis) {
    const list = [];
    for (let i = axis, at = 0; i < steps.length; i += 2) list.push((at += steps[i]) / 1000);
    return list;
  }
  // The corners from stop to stop of a tour, along the roads if there are any.
  function track(tour, first, last) {
    const track = { x: [x[tour.p[first]]], y: [y[tour.p[first]]] };
    for (let i = first + 1; i <= last; i++) {
      const way = tour.w.length ? data.ways[tour.w[i - 1]] : [];
      track.x.push(...(way.length ? unrolled(way, 0) : [x[tour.p[i]]]));
      track.y.push(...(way.length ? unrolled(way, 1) : [y[tour.p[i]]]));
    }
    return track;
  }
  const whole = (tour) => track(tour, 0, tour.p.length - 1);

  function roadTraces() {
    const look = { county: ["#b9c2cb", 1.6], town: ["#ced5dc", 1], lane: ["#dfe4e9", 0.7], track: ["#e8ecef", 0.6],
      ferry: ["#d5e3ee", 0.7] };
    return data.roads.map(({ class: kind, lines }) => ({
      x: lines.flatMap((l) => [...unrolled(l, 0), null]), y: lines.flatMap((l) => [...unrolled(l, 1), null]),
      mode: "lines", line: { color: look[kind][0], width: look[kind][1] }, hoverinfo: "skip", showlegend: false,
    }));
  }
  const roads = roadTraces();

  function pointTrace(visible) {
    const served = new Set(visible.flatMap((i) => tours[i].p));
    const ids = [...Array(firstStation).keys()];
    return {
      x: x.slice(0, firstStation), y: y.slice(0, firstStation), mode: "markers", name: words.point, showlegend: false,
      marker: { size: ids.length > 2000 ? 3.2 : 5, color: ids.map((i) => (served.has(i) ? "#5d6b78" : "#c3cbd2")), line: { width: 0 } },
      text: ids.map((i) => plain(places.names[i]) + (places.villages[i] ? "<br>" + plain(places.villages[i]) : "")),
      hovertemplate: "%{text}<extra></extra>",
    };
  }
  function facilityTrace(from, to, name, symbol, fill) {
    return {
      x: x.slice(from, to), y: y.slice(from, to), mode: "markers+text", name, showlegend: to > from,
      marker: { symbol, size: 11, color: fill, line: { color: "#fff", width: 1.4 } }, textposition: "middle right",
      textfont: { size: 11, color: fill }, text: places.names.slice(from, to).map(plain),
      hovertemplate: "%{text}<extra>" + name + "</extra>",
    };
  }
  const facilities = [
    facilityTrace(firstBase, places.names.length, words.base, "circle", "#1c2733"),
    facilityTrace(firstStation, firstPlant, words.station, "square", "#1f6f6b"),
    facilityTrace(firstPlant, firstBase, words.plant, "diamond", "#a8481a"),
  ].filter((trace) => trace.x.length);

  // Names: of towns over the whole, of villages over a tour.
  function nameTrace(names, size, textposition) {
    return {
      x: names.map((n) => n[1]), y: names.map((n) => n[2]), text: names.map((n) => plain(n[0])), mode: "text", showlegend: false,
      hoverinfo: "skip", textposition, textfont: { size, color: "#45525e" },
    };
  }
  const townNames = nameTrace(data.towns.map(([name, east, north]) => [name, east / 1000, north / 1000]), 13, "top center");
  function villageNames(tour) {
    const villages = new Map();
    for (const place of tour.p.filter((place) => isPoint(place) && places.villages[place])) {
      const name = places.villages[place], sums = villages.get(name) || [0, 0, 0];
      villages.set(name, [sums[0] + x[place], sums[1] + y[place], sums[2] + 1]);
    }
    return nameTrace([...villages].map(([name, [east, north, count]]) => [name, east / count, north / count]), 11, "bottom center");
  }

  // All week: a line a day. A day: a line a tour. A tour: a line a trip, with its stops.
  function tourTraces() {
    const line = (tracks, color, width, name, meta) => ({
      x: tracks.flatMap((t) => [...t.x, null]), y: tracks.flatMap((t) => [...t.y, null]), mode: "lines",
      line: { color, width }, name, meta, hoverinfo: "skip", showlegend: false, opacity: 0.85,
    });
    if (shown.tour >= 0) return oneTour(tours[shown.tour], line);
    if (shown.day < 0) {
      return weekOrder.map((day, i) => ({
        ...line(toursOf(day).map((t) => whole(tours[t])), colour(i), 1, days[day], -1), opacity: 0.6, showlegend: true,
      })).filter((trace) => trace.x.length);
    }
    return toursOf(shown.day).map((t, i) => ({
      ...line([whole(tours[t])], colour(i), 1.5, plain(tours[t].n), t), hoverinfo: "name",
    }));
  }
  // The numbers of visits, as on the driver's sheet: rows of one visit share theirs.
  function numbered(tour, stops) {
    let number = 0, last = -1;
    return stops.map((i) => {
      if (i !== last + 1 || tour.p[i] !== tour.p[last]) number++;
      last = i;
      return String(number);
    });
  }
  // Of stops that follow each other and lie together, one label: first to last.
  function ranges(tour, stops) {
    const [[west, east]] = extent(), near = (east - west) / 45, numbers = numbered(tour, stops), labels = stops.map(() => "");
    for (let first = 0, at = 0; at < stops.length; at++) {
      const [a, b] = [tour.p[stops[first]], tour.p[stops[at]]];
      if (Math.hypot(x[a] - x[b], y[a] - y[b]) > near) first = at;
      labels[first] = numbers[first] + (numbers[at] === numbers[first] ? "" : "–" + numbers[at]);
    }
    return labels;
  }
  function oneTour(tour, line) {
    const trips = Math.max(...tour.t, 1);
    const lines = [...Array(trips).keys()].map((k) => {
      const list = [...tour.p.keys()].filter((i) => tour.t[i] === k + 1 || (i + 1 < tour.t.length && tour.t[i + 1] === k + 1 && tour.t[i] === k));
      return { ...line(list.length ? [track(tour, list[0], list[list.length - 1])] : [], colour(k), 2.2, words.trip + " " + (k + 1), -1), showlegend: true };
    });
    const stops = tour.p.map((_, i) => i).filter((i) => isPoint(tour.p[i])), numbers = numbered(tour, stops);
    const marks = {
      x: stops.map((i) => x[tour.p[i]]), y: stops.map((i) => y[tour.p[i]]), mode: "markers+text", showlegend: false,
      marker: { size: 6.5, color: stops.map((i) => colour(tour.t[i] - 1)), line: { color: "#fff", width: 1 } },
      text: ranges(tour, stops), textposition: "top center", textfont: { size: 9.5, color: "#1c2733" },
      customdata: stops.map((i, at) => numbers[at] + ". " + plain(places.names[tour.p[i]]) + "<br>" + clock(tour.m[i]) + " · " + apart(tour.k[i]) + " kg"),
      hovertemplate: "%{customdata}<extra></extra>",
    };
    return [...lines, villageNames(tour), marks];
  }
  function extent() {
    const list = shown.tour >= 0 ? tours[shown.tour].p : [...places.x.keys()];
    const [xs, ys] = [list.map((p) => x[p]), list.map((p) => y[p])];
    const range = (v) => {
      const [low, high] = [Math.min(...v), Math.max(...v)], pad = Math.max((high - low) * 0.05, 0.3);
      return [low - pad, high + pad];
    };
    return [range(xs), range(ys)];
  }
  function drawMap() {
    const visible = shown.tour >= 0 ? [shown.tour] : toursOf(shown.day);
    const [xRange, yRange] = extent();
    const axis = { ticksuffix: " km", showgrid: false, zeroline: false, tickfont: { color: "#8b97a3", size: 11 }, nticks: 6, constrain: "range" };
    const layout = {
      font, margin: { l: 52, r: 8, t: 34, b: 30 }, hovermode: "closest", dragmode: "zoom", hoverdistance: 12,
      xaxis: { ...axis, range: xRange }, yaxis: { ...axis, range: yRange, scaleanchor: "x", scaleratio: 1 },
      annotations: data.attribution ? [{ text: data.attribution, xref: "paper", yref: "paper", x: 1, y: 0, xanchor: "right",
        yanchor: "bottom", showarrow: false, font: { size: 10, color: "#6b7885" } }] : [],
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", font: { size: 12 } }, paper_bgcolor: "#fff", plot_bgcolor: "#fcfdfd",
    };
    return Plotly.react("map", [...roads, pointTrace(visible), ...tourTraces(), ...(shown.tour < 0 ? [townNames] : []), ...facilities], layout, options);
  }

  const cells = (row, ...texts) => row.append(...texts.map(([text, name]) => element("td", name || "", text)));
  function table(headers, rows) {
    const head = element("tr", "", ...headers.map(([text, name]) => element("th", name || "", text)));
    return element("table", "", element("thead", "", head), element("tbody", "", ...rows));
  }
  function listTours() {
    const rows = toursOf(shown.day).map((t, i) => {
      const tour = tours[t], row = element("tr");
      row.dataset.tour = t;
      const swatch = element("span", "swatch");
      swatch.style.background = shown.day < 0 ? colour(weekOrder.indexOf(tour.d)) : colour(i);
      cells(row, [element("span", "", swatch, tour.n)], [data.vehicles[tour.v]], [clock(tour.m[0]), "number"],
        [clock(tour.m[tour.m.length - 1]), "number"], [apart(collected(tour)), "number"]);
      row.tabIndex = 0;
      row.addEventListener("click", () => choose(tour.d, t));
      row.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(tour.d, t); });
      return row;
    });
    return [table([[words.tour], [words.vehicle], [words.leaves, "number"], [words.returns, "number"], [words.kg, "number"]], rows)];
  }
  function listStops() {
    const tour = tours[shown.tour], last = tour.p.length - 1;
    const about = element("div", "about", element("strong", "", tour.n), element("p", "quiet", data.vehicles[tour.v] + " · " + days[tour.d] + " · " +
      clock(tour.m[0]) + "–" + clock(tour.m[last]) + " · " + apart(tour.km, 1) + " km · " + apart(collected(tour)) + " " + words.kg));
    const stops = [...tour.p.keys()].filter((i) => isPoint(tour.p[i]));
    const numbers = new Map(numbered(tour, stops).map((number, at) => [stops[at], number + ". "]));
    const rows = tour.p.map((place, i) => {
      const ends = !isPoint(place) && i > 0 && i < last, row = element("tr", ends ? "trip-end" : "");
      const what = i === 0 ? words.start : i === last ? words.end : isPoint(place) ? places.villages[place] : kindOf(place);
      cells(row, [clock(tour.m[i]), "number"], [element("span", "", (numbers.get(i) || "") + places.names[place], element("br"), element("span", "quiet", what))],
        [isPoint(place) ? apart(tour.k[i]) : ends ? "−" + apart(tour.k[i]) : "", "number"], [apart(tour.b[i]), "number"]);
      return row;
    });
    return [about, table([[words.arrival, "number"], [words.stop], [words.kg, "number"], [words.on_board, "number"]], rows)];
  }

  function choose(day, tour) {
    shown.day = day;
    shown.tour = tour;
    byId("map-day").value = day;
    fillSelect(byId("map-tour"), [[-1, words.all_tours], ...toursOf(day).map((t) => [t, tours[t].n])]);
    byId("map-tour").value = tour;
    byId("map-list").replaceChildren(...(tour >= 0 ? listStops() : listTours()));
    byId("map-list").scrollTop = 0;
    return drawMap();
  }
  function step(by) {
    const list = toursOf(shown.day);
    if (!list.length) return;
    const at = list.indexOf(shown.tour);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
    choose(shown.day, list[next]);
  }

  // --- Facilities by hour ----------------------------------------------------------------------------------------

  function drawStations() {
    const facility = Number(byId("station-facility").value), day = Number(byId("station-day").value);
    const tonnes = Array(24).fill(0), arrivals = Array(24).fill(0), parts = day < 0 ? 7 : 1;
    for (const [f, d, hour, came, kg] of data.hours) {
      if ((facility < 0 || f === facility) && (day < 0 || d === day)) {
        tonnes[hour] += kg / 1000 / parts;
        arrivals[hour] += came / parts;
      }
    }
    const hours = [...Array(24).keys()];
    const bars = { x: hours, y: tonnes, type: "bar", name: words.tonnes, marker: { color: "#8fbcb8" }, hovertemplate: "%{y:.1f} t<extra></extra>" };
    const line = { x: hours, y: arrivals, type: "scatter", mode: "lines+markers", name: words.arrivals, yaxis: "y2",
      line: { color: "#a8481a", width: 2, shape: "hvh" }, marker: { size: 5 }, hovertemplate: "%{y:.1f} " + words.arrivals + "<extra></extra>" };
    const axis = { rangemode: "tozero", gridcolor: "#edf0f3", zeroline: false, tickfont: { color: "#63707d" } };
    Plotly.react("station-chart", [bars, line], {
      font, margin: { l: 52, r: 52, t: 28, b: 44 }, hovermode: "x unified", bargap: 0.25, legend: { orientation: "h", y: 1.14 },
      xaxis: { title: { text: words.hour, standoff: 8 }, dtick: 2, range: [-0.6, 23.6], showgrid: false, tickfont: { color: "#63707d" } },
      yaxis: { ...axis, title: { text: words.tonnes } }, yaxis2: { ...axis, title: { text: words.arrivals }, overlaying: "y", side: "right", showgrid: false },
    }, options);
  }

  function drawFlow() {
    const trace = JSON.parse(byId("flow-data").textContent);
    byId("flow-diagram").style.height = Math.min(900, Math.max(320, trace.node.label.length * 21)) + "px";
    Plotly.newPlot("flow-diagram", [trace], { font, margin: { l: 4, r: 4, t: 8, b: 8 } }, options);
  }

  // --- Start -----------------------------------------------------------------------------------------------------

  const dayEntries = weekOrder.filter((day) => toursOf(day).length).map((day) => [day, days[day]]);
  fillSelect(byId("map-day"), [[-1, words.all_days], ...dayEntries]);
  byId("map-day").addEventListener("change", (event) => choose(Number(event.target.value), -1));
  byId("map-tour").addEventListener("change", (event) => {
    const tour = Number(event.target.value);
    choose(tour >= 0 ? tours[tour].d : shown.day, tour);
  });
  byId("map-previous").addEventListener("click", () => step(-1));
  byId("map-next").addEventListener("click", () => step(1));
  const busy = [...new Set(data.hours.map((row) => row[0]))].sort((a, b) => a - b);
  fillSelect(byId("station-facility"), [[-1, words.all_facilities], ...busy.map((f) => [f, places.names[firstStation + f]])]);
  fillSelect(byId("station-day"), [[-1, words.mean_day], ...weekOrder.map((day) => [day, days[day]])]);
  byId("station-facility").addEventListener("change", drawStations);
  byId("station-day").addEventListener("change", drawStations);
  choose(dayEntries.length ? dayEntries[0][0] : -1, -1).then((map) => map.on("plotly_click", (event) => {
    const tour = event.points[0].data.meta;
    if (tour >= 0) choose(tours[tour].d, tour);
  }));
  drawStations();
  drawFlow();
});
