//! Ways between nodes that are no plain distances: tables of weights, distances rounded up, and distances on the globe, as
//! TSPLIB 95 (Reinelt 1995, sections 1.3 and 2) defines them for all libraries after it.

use super::faults::{Faults, Line};
use super::routing::Ways;

/// Most nodes of which a table is kept.
pub(super) const MOST_SITES: usize = 4_000;

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Full,
    /// Row by row below the diagonal, or column by column above it; with the diagonal or without.
    Lower {
        with_diagonal: bool,
    },
    /// Row by row above the diagonal, or column by column below it.
    Upper {
        with_diagonal: bool,
    },
}

/// The forms by name: a half of the table by columns is the other half by rows.
const FORMS: [(&str, Form); 9] = [
    ("FULL_MATRIX", Form::Full),
    (
        "LOWER_ROW",
        Form::Lower {
            with_diagonal: false,
        },
    ),
    (
        "UPPER_ROW",
        Form::Upper {
            with_diagonal: false,
        },
    ),
    (
        "LOWER_DIAG_ROW",
        Form::Lower {
            with_diagonal: true,
        },
    ),
    (
        "UPPER_DIAG_ROW",
        Form::Upper {
            with_diagonal: true,
        },
    ),
    (
        "UPPER_COL",
        Form::Lower {
            with_diagonal: false,
        },
    ),
    (
        "LOWER_COL",
        Form::Upper {
            with_diagonal: false,
        },
    ),
    (
        "UPPER_DIAG_COL",
        Form::Lower {
            with_diagonal: true,
        },
    ),
    (
        "LOWER_DIAG_COL",
        Form::Upper {
            with_diagonal: true,
        },
    ),
];

impl Form {
    /// The columns that stand in a row.
    fn columns(self, row: usize, len: usize) -> std::ops::Range<usize> {
        match self {
            Self::Full => 0..len,
            Self::Lower { with_diagonal } => 0..row + usize::from(with_diagonal),
            Self::Upper { with_diagonal } => row + usize::from(!with_diagonal)..len,
        }
    }
}

/// Reads a table of weights, whose lines may break anywhere. A half is both ways the same; the diagonal is never driven.
pub(super) fn read(
    line_of_section: usize,
    rows: &[Line],
    (line_of_form, name): Line,
    len: usize,
    faults: &mut Faults,
) -> Option<Ways> {
    let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = FORMS.iter().map(|(known, _)| *known).collect();
        faults.note(line_of_form, "EDGE_WEIGHT_FORMAT", name, names.join(", "));
        return None;
    };
    if len > MOST_SITES {
        let expected = format!("at most {MOST_SITES} nodes with a table of weights");
        faults.note(0, "DIMENSION", &len.to_string(), expected);
        return None;
    }
    let expected: usize = (0..len).map(|row| form.columns(row, len).len()).sum();
    let words = || {
        rows.iter()
            .flat_map(|&(line, row)| row.split_whitespace().map(move |word| (line, word)))
    };
    let found = words().count();
    if found != expected {
        let place = "EDGE_WEIGHT_SECTION";
        let expected = format!("{expected} numbers as {name} of {len} nodes");
        faults.note(line_of_section, place, &found.to_string(), expected);
        return None;
    }
    let mut legs = vec![0.0; len * len];
    let mut words = words();
    for row in 0..len {
        for column in form.columns(row, len) {
            let (line, word) = words.next().unwrap_or_default();
            let weight = faults.amount(line, "EDGE_WEIGHT_SECTION", word);
            if row == column {
                continue;
            }
            legs[row * len + column] = weight;
            if *form != Form::Full {
                legs[column * len + row] = weight;
            }
        }
    }
    Some(Ways::Table { len, legs })
}

/// The table of a distance between points.
pub(super) fn between(points: &[(f64, f64)], distance: fn((f64, f64), (f64, f64)) -> f64) -> Ways {
    let len = points.len();
    let mut legs = vec![0.0; len * len];
    for from in 0..len {
        for to in 0..from {
            let apart = distance(points[from], points[to]);
            legs[from * len + to] = apart;
            legs[to * len + from] = apart;
        }
    }
    Ways::Table { len, legs }
}

/// CEIL_2D: the Euclidean distance rounded up.
pub(super) fn ceiled(from: (f64, f64), to: (f64, f64)) -> f64 {
    (from.0 - to.0).hypot(from.1 - to.1).ceil()
}

/// GEO: kilometres on a globe between points of latitude and longitude in degrees and minutes, `DDD.MM`. Radius, value of pi
/// and rounding are TSPLIB's.
pub(super) fn geographic(from: (f64, f64), to: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6378.388;
    let ((lat_a, lon_a), (lat_b, lon_b)) = (
        (radians(from.0), radians(from.1)),
        (radians(to.0), radians(to.1)),
    );
    let east = (lon_a - lon_b).cos();
    let (less, plus) = ((lat_a - lat_b).cos(), (lat_a + lat_b).cos());
    let angle = (0.5 * ((1.0 + east) * less - (1.0 - east) * plus)).clamp(-1.0, 1.0);
    (RADIUS * angle.acos() + 1.0).floor()
}

#[expect(clippy::approx_constant, reason = "TSPLIB's own")]
const PI: f64 = 3.141592;

fn radians(degrees_and_minutes: f64) -> f64 {
    let degrees = degrees_and_minutes.trunc();
    let minutes = degrees_and_minutes - degrees;
    PI * (degrees + 5.0 * minutes / 3.0) / 180.0
}

#[cfg(test)]
mod tests {
    use super::super::sample::{parsed, spoiled};
    use super::*;

    /// Nodes 1 to 4 with the ways 12, 13, 23, 14, 24, 34 of one, two, ... six.
    fn instance(form: &str, weights: &str) -> String {
        format!(
            "TYPE : CVRP\nDIMENSION : 4\nCAPACITY : 10\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : {form}\n\
             EDGE_WEIGHT_SECTION\n{weights}\nDEMAND_SECTION\n1 0\n2 4\n3 6\n4 5\nDEPOT_SECTION\n1\n-1\nEOF\n"
        )
    }

    #[test]
    fn every_form_gives_the_same_table() {
        let lower = "1\n2 3\n4 5 6";
        let upper = "1 2 4\n3\n5 6";
        let full = "0 1 2 4\n1 0 3 5\n2 3 0 6\n4 5 6 9999";
        let forms = [
            ("FULL_MATRIX", full),
            ("LOWER_ROW", lower),
            ("UPPER_ROW", upper),
            ("LOWER_DIAG_ROW", "0 1 0 2 3 0\n4 5 6 0"),
            ("UPPER_DIAG_ROW", "0 1 2 4\n0 3 5\n0 6 0"),
            ("UPPER_COL", lower),
            ("LOWER_COL", upper),
        ];
        for (form, weights) in forms {
            let instance = parsed(&instance(form, weights));
            let travel = &instance.problem.travel[0];
            let legs: Vec<u32> = (0..4)
                .flat_map(|row| (0..4).map(move |column| (row, column)))
                .map(|(row, column)| travel.leg(row, column).metres)
                .collect();
            assert_eq!(
                legs,
                [0, 1, 2, 4, 1, 0, 3, 5, 2, 3, 0, 6, 4, 5, 6, 0],
                "{form}"
            );
            assert_eq!(instance.price.legs.leg(3, 2), 6.0);
        }
        let one_way = parsed(&instance(
            "FULL_MATRIX",
            &full.replacen("1 0 3 5", "7 0 3 5", 1),
        ));
        let travel = &one_way.problem.travel[0];
        assert_eq!((travel.leg(0, 1).metres, travel.leg(1, 0).metres), (1, 7));
    }

    #[test]
    fn tables_that_do_not_fit_are_faults() {
        let good = instance("LOWER_ROW", "1 2 3 4 5 6");
        spoiled(&good, "5 6", "5", "6 numbers as LOWER_ROW of 4 nodes");
        spoiled(&good, "5 6", "5 6 7", "6 numbers as LOWER_ROW of 4 nodes");
        spoiled(&good, "5 6", "5 -6", "from 0 up");
        spoiled(&good, "5 6", "5 x", "up to a billion");
        spoiled(&good, "LOWER_ROW", "HALF", "FULL_MATRIX, LOWER_ROW");
        spoiled(&good, "LOWER_ROW", "FULL_MATRIX", "16 numbers");
        spoiled(&good, "5 6", "5 600000000", "weights up to");
        spoiled(
            &good,
            "DIMENSION : 4",
            "DIMENSION : 5",
            "as DEMAND_SECTION has rows (4)",
        );
    }

    #[test]
    fn distances_of_tsplib() {
        assert_eq!(ceiled((0.0, 0.0), (1.0, 1.0)), 2.0);
        assert_eq!(ceiled((0.0, 0.0), (3.0, 4.0)), 5.0);
        // Two towns of ulysses16, whose known best tours of 6859 count them so: 38.24 20.42 to 39.57 26.15 are 509.
        assert_eq!(geographic((38.24, 20.42), (39.57, 26.15)), 509.0);
        // A quarter of the equator, and no way at all, which counts one.
        assert_eq!(geographic((0.0, 0.0), (0.0, 90.0)), 10_020.0);
        assert_eq!(geographic((50.30, 7.1), (50.30, 7.1)), 1.0);
    }

    #[test]
    fn other_weights_are_read() {
        let of = |kind: &str| {
            let text = format!(
                "TYPE : CVRP\nDIMENSION : 3\nCAPACITY : 10\nEDGE_WEIGHT_TYPE : {kind}\nNODE_COORD_SECTION\n\
                 1 38.24 20.42\n2 39.57 26.15\n3 40.56 25.32\nDEMAND_SECTION\n1 0\n2 4\n3 6\nDEPOT_SECTION\n1\n-1\n"
            );
            parsed(&text).problem.travel[0].leg(0, 1).metres
        };
        assert_eq!([of("EUC_2D"), of("CEIL_2D"), of("GEO")], [6, 6, 509]);
    }
}
