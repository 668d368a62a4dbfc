//! ORIGIN.md of a generated district: that it is synthetic, which of its figures are facts, how to make it again.

use super::size::GenerateParams;

/// Where a generated district is from, in Markdown.
pub(super) fn origin(params: &GenerateParams, nodes: usize, separate_food: bool) -> String {
    let command = command(params);
    let facts = facts(params);
    let food = if separate_food {
        " The stream `food` is what markets and canteens sort; it has two trucks of its own."
    } else {
        ""
    };
    format!(
        "# Origin: synthetic\n\
         \n\
         Nobody lives here. `{command}` made every table of this folder, and makes it again byte for byte on any machine:\n\
         the dice are PCG XSL 128/64 (Pcg64Mcg) seeded with {seed}, sines come from libm, places are rounded to a millionth of\n\
         a degree before anything is derived from them. The hills of northern China that the coordinates point at are real, the\n\
         towns, villages, roads and names are not.\n\
         \n\
         ## Facts\n\
         \n\
         {facts}\n\
         Rates of waste, composition and densities have the sources that `wasteways` prints with its defaults: 0.521 kg a person\n\
         and day and 263 kg/m3 (Han et al. 2017), kitchen waste 33.7 % and ash 26.5 % (72 towns in 12 provinces, 2015).\n\
         \n\
         ## Invented\n\
         \n\
         Everything else: where places lie, the road network ({nodes} nodes; county roads 55 km/h, valley roads 45, lanes 22),\n\
         widths and weak bridges, which village has bins and which pools, participation in sorting, capacities, shifts, market\n\
         days, factors of the seasons, and the service times (7 minutes at a pool that is shovelled out, 42 seconds more where bins\n\
         are wheeled out of a lane).{food} All prices are sample assumptions.\n\
         \n\
         ## Licence\n\
         \n\
         MIT OR Apache-2.0, as the rest of wasteways.\n",
        seed = params.seed,
    )
}

/// The command that makes these parameters' district.
fn command(params: &GenerateParams) -> String {
    let GenerateParams {
        towns,
        villages,
        points,
        seed,
        ..
    } = params;
    if *params == GenerateParams::town(*seed) {
        format!("wasteways generate DIR --preset town --seed {seed}")
    } else {
        format!(
            "wasteways generate DIR --towns {towns} --villages {villages} --points {points} --seed {seed}"
        )
    }
}

fn facts(params: &GenerateParams) -> &'static str {
    if *params == GenerateParams::county(params.seed) {
        "A county-level city reports 17 towns with a transfer station each, 316 villages, about 178,600 households, 39\n\
         compactor trucks (here the collectors), 820 other collection vehicles (here the feeders) and 8,200 bins and pools\n\
         (here the collection points).\n"
    } else if *params == GenerateParams::town(params.seed) {
        "A town of that county has 37 villages on 68 square kilometres, about 61,000 people, 2 compaction stations, 2,800\n\
         bins, two markets of 300 and 200 stalls, and narrow roads with a passing bay every 100 to 200 m.\n"
    } else {
        "Households, area and fleets are in the proportions of a county-level city that reports 17 towns, 316 villages,\n\
         about 178,600 households, 39 compactor trucks, 820 other collection vehicles and 8,200 bins and pools.\n"
    }
}
