//! What the tests of the formats share: parsing, answers put together by hand, faults in words.

use super::{Instance, parse_instance};
use crate::input::InputError;
use crate::quantity::{Clock, Metres, Money};
use crate::vrp::{Activity, Route, Solution};

pub(super) fn parsed(text: &str) -> Instance {
    parse_instance("sample", text.as_bytes(), None).unwrap_or_else(|error| panic!("{error}"))
}

/// The faults of a faulty file, one a line.
pub(super) fn faults(text: &str) -> Vec<String> {
    match parse_instance("sample", text.as_bytes(), None) {
        Err(InputError::Faults { faults, .. }) => faults.iter().map(ToString::to_string).collect(),
        other => panic!("faults are expected, not {other:?}"),
    }
}

/// Asserts that a file with one place changed has one fault, whose words hold `expected`.
pub(super) fn spoiled(text: &str, from: &str, to: &str, expected: &str) {
    assert!(text.contains(from), "{from:?} is in the sample");
    let found = faults(&text.replacen(from, to, 1));
    assert!(
        found.len() == 1 && found[0].contains(expected),
        "{from:?} -> {to:?}: {found:?}"
    );
}

/// An answer from routes (class, day, activities), each client by its first pattern.
pub(super) fn answer(instance: &Instance, routes: &[(usize, u8, &[Activity])]) -> Solution {
    let routes = routes.iter().map(|&(class, day, activities)| Route {
        class,
        day,
        activities: activities.to_vec(),
        begins: vec![Clock::MIDNIGHT; activities.len()],
        leaves: Clock::MIDNIGHT,
        returns: Clock::MIDNIGHT,
        distance: Metres(0),
        cost: Money::ZERO,
    });
    Solution {
        routes: routes.collect(),
        patterns: vec![0; instance.problem.clients.len()],
        ..Solution::default()
    }
}
