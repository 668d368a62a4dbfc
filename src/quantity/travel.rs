//! Seconds and metres between numbered sites: what the roads compute, the solver searches on and `check` drives again.

use super::labels::{Hub, Labels};
use super::travel_document::TravelDocument;
use super::{Metres, Seconds};
use serde::{Deserialize, Serialize};

/// The way from one site to another: time and distance along the same path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leg {
    /// Travel time in seconds.
    pub seconds: u32,
    /// Distance in metres.
    pub metres: u32,
}

impl Leg {
    /// From a place to itself.
    pub const ZERO: Self = Self {
        seconds: 0,
        metres: 0,
    };
    /// There is no way. Small enough that a few of them add up in an `i64` or even a `u32`.
    pub const NONE: Self = Self {
        seconds: 100_000_000,
        metres: 100_000_000,
    };

    /// Whether there is a way at all.
    #[must_use]
    pub fn exists(self) -> bool {
        self.seconds < Self::NONE.seconds
    }

    /// The travel time.
    #[must_use]
    pub fn time(self) -> Seconds {
        Seconds(i64::from(self.seconds))
    }

    /// The distance.
    #[must_use]
    pub fn distance(self) -> Metres {
        Metres(i64::from(self.metres))
    }
}

/// How far two points of a plane are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// As the crow flies.
    Euclidean,
    /// Along the two axes.
    Manhattan,
}

impl Metric {
    /// How far two points are apart.
    #[inline(always)]
    fn between(self, a: (f64, f64), b: (f64, f64)) -> f64 {
        let (x, y) = (a.0 - b.0, a.1 - b.1);
        match self {
            Self::Euclidean => (x * x + y * y).sqrt(),
            Self::Manhattan => x.abs() + y.abs(),
        }
    }
}

/// How a distance on a plane becomes a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest, halves up.
    Nearest,
    /// Down; a billionth short of a whole number counts as the whole number.
    Down,
    /// Up; a billionth above a whole number counts as the whole number.
    Up,
}

/// A distance times a factor, rounded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scale {
    /// Units of the result in one unit of the plane.
    pub factor: f64,
    /// What becomes of the fraction.
    pub rounding: Rounding,
}

impl Scale {
    /// The whole number for a distance, at most that of [`Leg::NONE`].
    #[inline]
    #[must_use]
    pub fn apply(self, distance: f64) -> u32 {
        let scaled = self.factor * distance;
        let whole = match self.rounding {
            Rounding::Nearest => scaled + 0.5,
            Rounding::Down => scaled + 1e-9,
            Rounding::Up => (scaled - 1e-9).ceil(),
        };
        // A cast of a float to an integer drops the fraction, and keeps within the integer's bounds.
        (whole as u32).min(Leg::NONE.seconds)
    }
}

/// Points on a plane, whose legs are computed when asked for.
#[derive(Clone, Debug, PartialEq)]
struct Plane {
    points: Vec<(f64, f64)>,
    metric: Metric,
    metres: Scale,
    seconds: Scale,
    /// Whether both scales are the same.
    one_scale: bool,
}

impl Plane {
    /// The leg between two corners of the smallest box around all points.
    fn diagonal(&self) -> Leg {
        let side = |along: fn(&(f64, f64)) -> f64| {
            let (low, high) = self
                .points
                .iter()
                .map(along)
                .fold((f64::MAX, f64::MIN), |(low, high), x| {
                    (low.min(x), high.max(x))
                });
            (high - low).max(0.0)
        };
        let corners = vec![(0.0, 0.0), (side(|p| p.0), side(|p| p.1))];
        Self {
            points: corners,
            ..self.clone()
        }
        .leg(0, 1)
    }

    #[inline(always)]
    fn leg(&self, from: usize, to: usize) -> Leg {
        let apart = self.metric.between(self.points[from], self.points[to]);
        let metres = self.metres.apply(apart);
        let seconds = if self.one_scale {
            metres
        } else {
            self.seconds.apply(apart)
        };
        Leg { seconds, metres }
    }
}

/// Metres between some points of a plane.
#[derive(Clone, Debug)]
pub(crate) struct PlaneMetres {
    points: Vec<(f64, f64)>,
    metric: Metric,
    scale: Scale,
}

impl PlaneMetres {
    /// The metres between two of them, as the matrix has them.
    #[inline(always)]
    pub fn between(&self, from: usize, to: usize) -> u32 {
        let apart = self.metric.between(self.points[from], self.points[to]);
        self.scale.apply(apart)
    }
}

/// Legs kept, row by row, or computed from points.
#[derive(Clone, Debug, PartialEq)]
enum Legs {
    Table(Vec<Leg>),
    /// As many seconds as metres.
    Even(Vec<u32>),
    Plane(Plane),
    Labels(Labels),
}

/// The legs between every two of `len` sites; asymmetric. A table, row by row; or points on a plane, which take no more
/// memory than the points; or ways over hubs, which take no more than some hubs a site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "TravelDocument", try_from = "TravelDocument")]
pub struct TravelMatrix {
    len: usize,
    legs: Legs,
    longest: Leg,
    /// The longest way from some of the sites.
    farthest: u32,
    /// Ways that are looked up, of a matrix over hubs.
    rows: Option<KnownRows>,
}

/// Legs from and to some sites, kept because tours begin, tip and end there: every other leg of a search is one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownRows {
    /// By site, its place among those known; `u32::MAX`: none.
    place: Vec<u32>,
    /// By place, the legs to all sites.
    from: Vec<Leg>,
    /// By site, the legs to all known places.
    to: Vec<Leg>,
}

impl KnownRows {
    /// The rows of some sites among `len`: `from` row by row with `len` legs each, `to` a row for every site.
    ///
    /// # Panics
    /// If the numbers of legs do not fit.
    #[must_use]
    pub fn new(len: usize, sites: &[usize], from: Vec<Leg>, to: Vec<Leg>) -> Self {
        assert_eq!(
            from.len(),
            len * sites.len(),
            "a row for each site that is known"
        );
        assert_eq!(to.len(), from.len(), "as many legs there as back");
        let mut place = vec![u32::MAX; len];
        for (number, &site) in (0..).zip(sites) {
            place[site] = number;
        }
        Self { place, from, to }
    }

    #[inline]
    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        let len = self.place.len();
        let (origin, goal) = (self.place[from], self.place[to]);
        if origin != u32::MAX {
            return Some(self.from[origin as usize * len + to]);
        }
        let known = self.to.len() / len;
        (goal != u32::MAX).then(|| self.to[from * known + goal as usize])
    }
}

#[inline]
fn even(metres: u32) -> Leg {
    Leg {
        seconds: metres,
        metres,
    }
}

/// Up to so many sites the legs of a plane are kept in a table, which is read faster than computed.
const LARGEST_TABLE: usize = 512;

/// Sites whose ways are looked at to know how long ways are.
const SOME: usize = 64;

impl TravelMatrix {
    /// A matrix from its rows laid end to end.
    ///
    /// # Panics
    /// If `legs` does not hold `len * len` of them.
    #[must_use]
    pub fn new(len: usize, mut legs: Vec<Leg>) -> Self {
        assert_eq!(legs.len(), len * len, "a travel matrix is square");
        // A leg that is too long to be added up is none.
        for leg in &mut legs {
            if !leg.exists() || leg.metres >= Leg::NONE.metres {
                *leg = Leg::NONE;
            }
        }
        Self::of(len, Legs::Table(legs))
    }

    /// A matrix of points on a plane: their distance by a metric, times a factor and rounded for metres and for seconds.
    #[must_use]
    pub fn plane(points: Vec<(f64, f64)>, metric: Metric, metres: Scale, seconds: Scale) -> Self {
        let len = points.len();
        let plane = Plane {
            points,
            metric,
            metres,
            seconds,
            one_scale: metres == seconds,
        };
        if len > LARGEST_TABLE {
            return Self::of(len, Legs::Plane(plane));
        }
        let pairs = (0..len).flat_map(|from| (0..len).map(move |to| (from, to)));
        let mut legs = pairs.map(|(from, to)| plane.leg(from, to));
        if plane.one_scale {
            let legs = Legs::Even(legs.map(|leg| leg.metres).collect());
            return Self::of(len, legs);
        }
        Self::new(len, legs.by_ref().collect())
    }

    /// A matrix of ways over hubs: for each site those to which and from which it has a way, each hub once, such that the best
    /// way between two sites leads over a common one; and its place, which several sites may share.
    ///
    /// # Panics
    /// If the three are not of one length.
    #[must_use]
    pub fn over_hubs(
        to_hubs: Vec<Vec<Hub>>,
        from_hubs: Vec<Vec<Hub>>,
        places: Vec<Option<u32>>,
    ) -> Self {
        let len = places.len();
        Self::of(len, Legs::Labels(Labels::new(to_hubs, from_hubs, places)))
    }

    /// How many sites it joins.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it joins none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The leg between two sites.
    #[inline]
    #[must_use]
    pub fn leg(&self, from: usize, to: usize) -> Leg {
        match &self.legs {
            Legs::Table(legs) => legs[from * self.len + to],
            Legs::Even(metres) => even(metres[from * self.len + to]),
            Legs::Plane(plane) => plane.leg(from, to),
            Legs::Labels(labels) => {
                let known = self.rows.as_ref().and_then(|rows| rows.leg(from, to));
                known.unwrap_or_else(|| labels.leg(from, to))
            }
        }
    }

    /// The same matrix with some of its rows at hand; what they say must be what it says.
    #[must_use]
    pub fn with_rows(self, rows: KnownRows) -> Self {
        Self {
            rows: Some(rows),
            ..self
        }
    }

    /// A leg that none between two sites exceeds, in seconds or in metres.
    #[must_use]
    pub fn longest(&self) -> Leg {
        self.longest
    }

    pub(super) fn into_document(self) -> TravelDocument {
        let len = self.len;
        match self.legs {
            Legs::Table(legs) => {
                let rows = |of: fn(&Leg) -> u32| {
                    let told = |leg: &Leg| leg.exists().then(|| of(leg));
                    (0..len)
                        .map(|from| legs[from * len..][..len].iter().map(told).collect())
                        .collect()
                };
                TravelDocument::Table {
                    seconds: rows(|leg| leg.seconds),
                    metres: Some(rows(|leg| leg.metres)),
                }
            }
            Legs::Even(metres) => {
                let told = |&metres: &u32| even(metres).exists().then_some(metres);
                TravelDocument::Table {
                    seconds: (0..len)
                        .map(|from| metres[from * len..][..len].iter().map(told).collect())
                        .collect(),
                    metres: None,
                }
            }
            Legs::Plane(plane) => TravelDocument::Plane {
                points: plane.points,
                metric: plane.metric,
                metres: plane.metres,
                seconds: plane.seconds,
            },
            Legs::Labels(labels) => labels.into_document(),
        }
    }

    fn of(len: usize, legs: Legs) -> Self {
        let longest = match &legs {
            Legs::Table(legs) => Leg {
                seconds: legs.iter().map(|leg| leg.seconds).max().unwrap_or(0),
                metres: legs.iter().map(|leg| leg.metres).max().unwrap_or(0),
            },
            Legs::Even(metres) => even(metres.iter().copied().max().unwrap_or(0)),
            Legs::Plane(plane) => plane.diagonal(),
            Legs::Labels(labels) => labels.longest(),
        };
        let mut matrix = Self {
            len,
            legs,
            longest,
            farthest: 0,
            rows: None,
        };
        matrix.farthest = match &matrix.legs {
            Legs::Labels(_) => longest.metres,
            Legs::Table(_) | Legs::Even(_) | Legs::Plane(_) => matrix.longest_from_some(),
        };
        matrix
    }

    /// Metres of about the longest way that there is: of those from the first sites; over hubs no less than it.
    #[must_use]
    pub fn farthest(&self) -> u32 {
        self.farthest
    }

    fn longest_from_some(&self) -> u32 {
        let legs = (0..self.len.min(SOME)).flat_map(|from| self.leaving(from));
        let ways = legs.filter(|leg| leg.exists()).map(|leg| leg.metres);
        ways.max().unwrap_or(0)
    }

    /// The points, of a plane whose legs are computed when asked for.
    #[must_use]
    pub fn points(&self) -> Option<&[(f64, f64)]> {
        match &self.legs {
            Legs::Plane(plane) => Some(&plane.points),
            Legs::Table(_) | Legs::Even(_) | Legs::Labels(_) => None,
        }
    }

    /// Whether every leg takes as many seconds as it has metres, as where a distance is a time.
    pub(crate) fn seconds_are_metres(&self) -> bool {
        match &self.legs {
            Legs::Table(legs) => legs.iter().all(|leg| leg.seconds == leg.metres),
            Legs::Even(_) => true,
            Legs::Plane(plane) => plane.one_scale,
            Legs::Labels(_) => false,
        }
    }

    /// The metres between some sites, of such a plane.
    pub(crate) fn metres_on_plane(&self, sites: &[u32]) -> Option<PlaneMetres> {
        let Legs::Plane(plane) = &self.legs else {
            return None;
        };
        let points = sites.iter().map(|&site| plane.points[site as usize]);
        Some(PlaneMetres {
            points: points.collect(),
            metric: plane.metric,
            scale: plane.metres,
        })
    }

    /// The sites that there is a way to from one, by travel time, the nearest first, the site itself among them; of a matrix of
    /// ways over hubs, where a list takes less than a look at every site.
    #[must_use]
    pub fn nearest_over_hubs(&self, from: usize) -> Option<impl Iterator<Item = usize> + '_> {
        match &self.legs {
            Legs::Labels(labels) => Some(labels.nearest(from).map(|site| site as usize)),
            Legs::Table(_) | Legs::Even(_) | Legs::Plane(_) => None,
        }
    }

    /// Lowers each time to that of the way from a site to the one of the same place, if that is shorter.
    ///
    /// # Panics
    /// If there are not as many times as sites.
    pub fn lower_seconds(&self, from: usize, sites: &[u32], seconds: &mut [u32]) {
        assert_eq!(sites.len(), seconds.len(), "a time for each site");
        let pairs = sites.iter().zip(seconds);
        match &self.legs {
            Legs::Table(legs) => {
                let row = &legs[from * self.len..][..self.len];
                pairs.for_each(|(&to, least)| *least = (*least).min(row[to as usize].seconds));
            }
            Legs::Even(metres) => {
                let row = &metres[from * self.len..][..self.len];
                pairs.for_each(|(&to, least)| *least = (*least).min(row[to as usize]));
            }
            Legs::Plane(_) | Legs::Labels(_) => {
                pairs.for_each(|(&to, least)| {
                    *least = (*least).min(self.leg(from, to as usize).seconds)
                });
            }
        }
    }

    /// All legs that leave a site, by destination.
    pub fn leaving(&self, from: usize) -> impl Iterator<Item = Leg> + '_ {
        (0..self.len).map(move |to| self.leg(from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(factor: f64, rounding: Rounding) -> Scale {
        Scale { factor, rounding }
    }

    #[test]
    fn a_plane_is_its_own_table() {
        let points: Vec<(f64, f64)> = (0..LARGEST_TABLE + 1)
            .map(|i| ((i * 37 % 101) as f64, (i * 53 % 97) as f64))
            .collect();
        let (metres, seconds) = (scale(1.0, Rounding::Nearest), scale(10.0, Rounding::Down));
        let computed = TravelMatrix::plane(points.clone(), Metric::Euclidean, metres, seconds);
        let kept = TravelMatrix::plane(points[1..].to_vec(), Metric::Euclidean, metres, seconds);
        for (from, to) in [(1, 2), (7, 300), (LARGEST_TABLE, 1)] {
            assert_eq!(computed.leg(from, to), kept.leg(from - 1, to - 1));
        }
    }

    #[test]
    fn roundings_are_as_named() {
        // 3-4-5 triangle, times 0.3 is 1.5.
        assert_eq!(scale(0.3, Rounding::Nearest).apply(5.0), 2);
        assert_eq!(scale(0.3, Rounding::Down).apply(5.0), 1);
        assert_eq!(scale(0.3, Rounding::Up).apply(5.0), 2);
        assert_eq!(
            scale(0.1, Rounding::Down).apply(30.0),
            3,
            "0.1 * 30 is 3.0000000000000004"
        );
        assert_eq!(scale(1.0, Rounding::Up).apply(7.0), 7);
        assert_eq!(scale(1e9, Rounding::Nearest).apply(1.0), Leg::NONE.seconds);
    }

    #[test]
    fn manhattan_goes_along_the_axes() {
        let points = vec![(0.0, 0.0), (3.0, 4.0)];
        let whole = scale(1.0, Rounding::Nearest);
        let plane = |metric| TravelMatrix::plane(points.clone(), metric, whole, whole);
        assert_eq!(plane(Metric::Euclidean).leg(0, 1).metres, 5);
        assert_eq!(plane(Metric::Manhattan).leg(0, 1).metres, 7);
    }
}
