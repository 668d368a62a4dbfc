"use strict";
// At the end of a page: uses it as a reader would and writes down what is seen.
(async () => {
  const found = { faults: window.faults, switches: {}, painted: {}, overflow: 0 };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // The browser's clock runs ahead of what is unpacked beside it: each look takes some real time.
  const work = () => { const begun = performance.now(); for (let i = 0; i < 3e6; i++) Math.sqrt(i); return begun; };
  const until = async (is) => { for (let i = 0; i < 2000 && !is(); i++) { work(); await pause(50); } return is(); };
  const plots = () => [...document.querySelectorAll(".js-plotly-plot")];
  const wanted = document.querySelectorAll("#map, #station-chart, #flow-diagram, [data-chart]").length;
  found.drawn = await until(() => plots().length === wanted);
  // Each switch through all its choices: what is shown must follow.
  for (const select of document.querySelectorAll("select")) {
    const seen = new Set();
    const choices = [...select.options].map((option) => option.value);
    for (const choice of choices) {
      // A tour chosen shows its own day alone from then on.
      if (select.id === "map-tour") {
        const day = document.getElementById("map-day");
        day.value = -1;
        day.dispatchEvent(new Event("change"));
      }
      select.value = choice;
      select.dispatchEvent(new Event("change"));
      await pause(20);
      const list = document.getElementById("map-list");
      const chart = document.getElementById("station-chart");
      seen.add(select.id.startsWith("map") ? list.textContent : JSON.stringify(chart.data.map((trace) => trace.y)));
    }
    found.switches[select.id] = [choices.length, seen.size];
    select.value = choices[0];
    select.dispatchEvent(new Event("change"));
  }
  await pause(100);
  // The map as a picture: is there ink where the points are?
  const map = document.getElementById("map");
  if (map) {
    const { width, height, xaxis, yaxis } = map._fullLayout;
    const picture = new Image();
    picture.src = await Plotly.toImage(map, { format: "png", width, height });
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const brush = canvas.getContext("2d");
    brush.drawImage(picture, 0, 0);
    const points = map.data.find((trace) => trace.mode === "markers" && trace.x.length > 20);
    let ink = 0;
    for (let i = 0; i < points.x.length; i++) {
      const [x, y] = [xaxis.l2p(points.x[i]) + xaxis._offset, yaxis.l2p(points.y[i]) + yaxis._offset];
      const [red, green, blue] = brush.getImageData(Math.round(x), Math.round(y), 1, 1).data;
      ink += red + green + blue < 720 ? 1 : 0;
    }
    found.painted = { points: points.x.length, ink };
  }
  found.images = document.images.length;
  // Nothing is wider than the window but what scrolls by itself.
  found.overflow = document.documentElement.scrollWidth - innerWidth;
  const note = document.createElement("pre");
  note.id = "found";
  note.textContent = JSON.stringify(found);
  document.body.append(note);
})();
