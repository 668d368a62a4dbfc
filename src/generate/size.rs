//! How large a district is asked for, and the two sizes that the bundled data have.

/// What kind of district to make. Equal parameters make equal districts, on any machine.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerateParams {
    /// Its name.
    pub name: String,
    /// Towns, each with a market place and at least one station.
    pub towns: u32,
    /// Villages, at least one a town.
    pub villages: u32,
    /// Collection points of households, at least one a village.
    pub points: u32,
    /// Seed of the dice.
    pub seed: u64,
    /// Households, at least one a point.
    pub households: u32,
    /// Area of all villages, in square kilometres.
    pub area_km2: f64,
    /// Transfer stations in each town.
    pub stations_per_town: u32,
    /// Collectors, at least two.
    pub collectors: u32,
    /// Feeders, at least one a town.
    pub feeders: u32,
    /// Containers at all points together; `None`: bins and pools as the villages need them.
    pub bins: Option<u32>,
    /// Stalls of the markets of each town.
    pub market_stalls: Vec<u32>,
}

/// Why a district of this size cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{what} is {found}, expected {expected}")]
pub struct GenerateError {
    /// Which size.
    pub what: &'static str,
    /// What was asked for.
    pub found: String,
    /// What can be made.
    pub expected: &'static str,
}

impl GenerateParams {
    /// A district of any size, with households, area and fleets in the proportions of the county.
    #[must_use]
    pub fn sized(towns: u32, villages: u32, points: u32, seed: u64) -> Self {
        let of_county = |whole: f64| (whole * f64::from(points) / 8_200.0).round() as u32;
        Self {
            name: format!("Sample district of {towns} towns and {villages} villages"),
            towns,
            villages,
            points,
            seed,
            households: of_county(178_600.0).max(points),
            area_km2: f64::from(villages) * 2.0,
            stations_per_town: 1,
            // Rounded up, and one in reserve: few trucks share their slack badly.
            collectors: (f64::from(points) * 39.0 / 8_200.0)
                .ceil()
                .max(3.0 + f64::from(towns / 4)) as u32,
            feeders: of_county(820.0).max(towns),
            bins: None,
            market_stalls: vec![150],
        }
    }

    /// The county-level city of the reported figures: 17 towns with a station each, 316 villages, 8,200 points, about
    /// 178,600 households, 39 collectors, 820 feeders.
    #[must_use]
    pub fn county(seed: u64) -> Self {
        Self::sized(17, 316, 8_200, seed)
    }

    /// The town of the reported figures: 37 villages on 68 square kilometres, about 61,000 people, 2 stations, 2,800
    /// bins, markets of 300 and 200 stalls.
    #[must_use]
    pub fn town(seed: u64) -> Self {
        Self {
            name: "Sample town".into(),
            households: 23_462,
            area_km2: 68.0,
            stations_per_town: 2,
            collectors: 6,
            feeders: 70,
            bins: Some(2_800),
            market_stalls: vec![300, 200],
            ..Self::sized(1, 37, 700, seed)
        }
    }

    /// Whether a district of this size can be made.
    ///
    /// # Errors
    /// The first size that is out of bounds.
    pub(super) fn check(&self) -> Result<(), GenerateError> {
        let fault = |what, found: String, expected| {
            Err(GenerateError {
                what,
                found,
                expected,
            })
        };
        let count = |what, found: u32, expected| fault(what, found.to_string(), expected);
        if !(1..=500).contains(&self.towns) {
            count("towns", self.towns, "1 to 500")
        } else if !(self.towns..=20_000).contains(&self.villages) {
            count(
                "villages",
                self.villages,
                "at least one a town, at most 20,000",
            )
        } else if !(self.villages..=500_000).contains(&self.points) {
            count(
                "points",
                self.points,
                "at least one a village, at most 500,000",
            )
        } else if !(self.points..=50_000_000).contains(&self.households) {
            count(
                "households",
                self.households,
                "at least one a point, at most 50,000,000",
            )
        } else if !(2..=10_000).contains(&self.collectors) {
            count("collectors", self.collectors, "2 to 10,000")
        } else if !(self.towns..=1_000_000).contains(&self.feeders) {
            count(
                "feeders",
                self.feeders,
                "at least one a town, at most 1,000,000",
            )
        } else if !(1..=9).contains(&self.stations_per_town) {
            count("stations a town", self.stations_per_town, "1 to 9")
        } else if let Some(bins) = self.bins.filter(|bins| *bins < self.points) {
            count("bins", bins, "at least one a point")
        } else if !(0.5..=20.0).contains(&(self.area_km2 / f64::from(self.villages))) {
            fault(
                "area in km2",
                self.area_km2.to_string(),
                "0.5 to 20 a village",
            )
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_county_has_the_reported_figures() {
        let county = GenerateParams::county(1);
        assert_eq!(
            (county.households, county.collectors, county.feeders),
            (178_600, 39, 820)
        );
        assert_eq!(county.check(), Ok(()));
        assert_eq!(GenerateParams::town(1).check(), Ok(()));
    }

    #[test]
    fn sizes_that_cannot_be_are_refused() {
        for params in [
            GenerateParams::sized(0, 1, 1, 1),
            GenerateParams::sized(2, 1, 1, 1),
            GenerateParams::sized(1, 3, 2, 1),
            GenerateParams {
                bins: Some(5),
                ..GenerateParams::sized(1, 3, 9, 1)
            },
            GenerateParams {
                area_km2: f64::NAN,
                ..GenerateParams::sized(1, 3, 9, 1)
            },
        ] {
            assert!(params.check().is_err(), "{params:?}");
        }
    }
}
