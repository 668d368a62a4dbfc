//! A travel matrix as a document: a table in rows, points of a plane, or hubs.

use super::labels::Hub;
use super::travel::{Leg, Metric, Scale, TravelMatrix};
use serde::{Deserialize, Serialize};

/// What a matrix is kept as, and can be made of again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum TravelDocument {
    /// A row a site it leaves from; `null` where there is no way.
    Table {
        /// Seconds from each site to each.
        seconds: Vec<Vec<Option<u32>>>,
        /// Metres from each site to each; without them as many as seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metres: Option<Vec<Vec<Option<u32>>>>,
    },
    /// Points whose legs follow from their distance.
    Plane {
        points: Vec<(f64, f64)>,
        metric: Metric,
        metres: Scale,
        seconds: Scale,
    },
    /// By site, the hubs that it has ways to and from, and its place.
    Hubs {
        to_hubs: Vec<Vec<Hub>>,
        from_hubs: Vec<Vec<Hub>>,
        places: Vec<Option<u32>>,
    },
}

/// Why a document is no travel matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTravel {
    /// Rows of different lengths.
    #[error(
        "a travel matrix has as many rows as sites, and in each as many legs, in seconds and in metres"
    )]
    NotSquare,
    /// A leg of seconds without one of metres, or the other way round.
    #[error("a leg has seconds and metres, or neither")]
    HalfALeg,
    /// Too long for sums of a few to fit.
    #[error("a leg has less than 100,000,000 seconds and metres")]
    TooLong,
    /// A coordinate or a factor that is no number, or less than nothing.
    #[error("points and factors of a plane are finite, and factors no less than 0")]
    NoNumber,
}

impl From<TravelMatrix> for TravelDocument {
    fn from(matrix: TravelMatrix) -> Self {
        matrix.into_document()
    }
}

impl TryFrom<TravelDocument> for TravelMatrix {
    type Error = NoTravel;

    fn try_from(document: TravelDocument) -> Result<Self, NoTravel> {
        match document {
            TravelDocument::Table { seconds, metres } => {
                let metres = metres.as_ref().unwrap_or(&seconds);
                let len = seconds.len();
                let is_square = |rows: &[Vec<Option<u32>>]| {
                    rows.len() == len && rows.iter().all(|row| row.len() == len)
                };
                if !is_square(&seconds) || !is_square(metres) {
                    return Err(NoTravel::NotSquare);
                }
                let pairs = seconds.iter().flatten().zip(metres.iter().flatten());
                let legs: Result<Vec<Leg>, NoTravel> = pairs.map(leg).collect();
                Ok(Self::new(len, legs?))
            }
            TravelDocument::Plane {
                points,
                metric,
                metres,
                seconds,
            } => {
                let is_factor = |factor: f64| factor.is_finite() && factor >= 0.0;
                let is_point = |&(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
                let factors = [metres.factor, seconds.factor];
                if !factors.into_iter().all(is_factor) || !points.iter().all(is_point) {
                    return Err(NoTravel::NoNumber);
                }
                Ok(Self::plane(points, metric, metres, seconds))
            }
            TravelDocument::Hubs {
                to_hubs,
                from_hubs,
                places,
            } => {
                if to_hubs.len() != places.len() || from_hubs.len() != places.len() {
                    return Err(NoTravel::NotSquare);
                }
                Ok(Self::over_hubs(to_hubs, from_hubs, places))
            }
        }
    }
}

fn leg((&seconds, &metres): (&Option<u32>, &Option<u32>)) -> Result<Leg, NoTravel> {
    match (seconds, metres) {
        (None, None) => Ok(Leg::NONE),
        (Some(seconds), Some(metres)) => {
            let leg = Leg { seconds, metres };
            let is_short = leg.exists() && metres < Leg::NONE.metres;
            is_short.then_some(leg).ok_or(NoTravel::TooLong)
        }
        _ => Err(NoTravel::HalfALeg),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Rounding;

    fn read(text: &str) -> Result<TravelMatrix, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    fn equal_legs(a: &TravelMatrix, b: &TravelMatrix) {
        assert_eq!(a.len(), b.len());
        for from in 0..a.len() {
            assert!(a.leaving(from).eq(b.leaving(from)), "from {from}");
        }
    }

    #[test]
    fn tables_planes_and_hubs_come_back_leg_by_leg() {
        let table = read(r#"{"table": {"seconds": [[0, 60, null], [61, 0, null], [9, 9, 0]]}}"#);
        let table = table.unwrap();
        assert_eq!(
            table.leg(1, 0),
            Leg {
                seconds: 61,
                metres: 61
            }
        );
        assert!(!table.leg(0, 2).exists());
        let scale = |factor| Scale {
            factor,
            rounding: Rounding::Nearest,
        };
        let points: Vec<(f64, f64)> = (0..600).map(|i| (f64::from(i % 7), f64::from(i))).collect();
        let plane = TravelMatrix::plane(points, Metric::Euclidean, scale(10.0), scale(3.0));
        let hub = |number, milliseconds| Hub {
            number,
            milliseconds,
            centimetres: 100 * milliseconds,
        };
        let labels = |side: u32| {
            (0..3_u32)
                .map(|site| vec![hub(4_000_000_000, 1_000 * site), hub(7, 900 + site * side)])
                .collect()
        };
        let hubs = TravelMatrix::over_hubs(labels(1), labels(2), vec![Some(0), Some(1), None]);
        for matrix in [table, plane, hubs] {
            let text = serde_json::to_string(&matrix).unwrap();
            equal_legs(&read(&text).unwrap(), &matrix);
        }
    }

    #[test]
    fn what_is_no_matrix_is_not_read() {
        for (text, expected) in [
            (r#"{"table": {"seconds": [[0, 1]]}}"#, "as many rows"),
            (
                r#"{"table": {"seconds": [[0]], "metres": []}}"#,
                "as many rows",
            ),
            (
                r#"{"table": {"seconds": [[0]], "metres": [[null]]}}"#,
                "or neither",
            ),
            (r#"{"table": {"seconds": [[100000000]]}}"#, "less than"),
            (
                r#"{"table": {"seconds": [[0]], "meters": [[0]]}}"#,
                "unknown field",
            ),
            (r#"{"table": {"seconds": [[-1]]}}"#, "invalid value"),
            (
                r#"{"plane": {"points": [[0, 0]], "metric": "euclidean", "metres": {"factor": -1, "rounding": "up"},
                    "seconds": {"factor": 1, "rounding": "up"}}}"#,
                "finite",
            ),
            (
                r#"{"hubs": {"to_hubs": [], "from_hubs": [], "places": [1]}}"#,
                "as many rows",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
