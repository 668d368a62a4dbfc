//! A JSON object read key by key: what is not of its kind is a fault with its path, and so is a key that nobody asked for.

use crate::input::instance::faults::Faults;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// An object of the document.
pub(super) struct Member<'a> {
    /// Where it stands, such as `jobs[3]`.
    pub path: String,
    map: &'a Map<String, Value>,
    /// Keys that were asked for.
    asked: BTreeSet<&'static str>,
}

impl<'a> Member<'a> {
    /// The object at a place; a fault if there is something else.
    pub fn of(path: String, value: &'a Value, faults: &mut Faults) -> Option<Self> {
        let Some(map) = value.as_object() else {
            faults.note(0, &path, &value.to_string(), "an object {...}");
            return None;
        };
        Some(Self {
            path,
            map,
            asked: BTreeSet::new(),
        })
    }

    pub fn at(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn wrong(&self, key: &str, value: &Value, expected: impl Into<String>, faults: &mut Faults) {
        faults.note(0, &self.at(key), &value.to_string(), expected);
    }

    /// The value of a key; `null` is none.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Value> {
        self.asked.insert(key);
        self.map.get(key).filter(|value| !value.is_null())
    }

    pub fn number(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<f64>,
        faults: &mut Faults,
    ) -> Option<f64> {
        let value = self.get(key)?;
        let number = value.as_f64().filter(|number| bounds.contains(number));
        if number.is_none() {
            let expected = format!("a number from {} to {}", bounds.start(), bounds.end());
            self.wrong(key, value, expected, faults);
        }
        number
    }

    pub fn whole(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<i64>,
        faults: &mut Faults,
    ) -> Option<i64> {
        let value = self.get(key)?;
        whole(value, &bounds).or_else(|| {
            self.wrong(key, value, expected_whole(&bounds), faults);
            None
        })
    }

    pub fn text(&mut self, key: &'static str, faults: &mut Faults) -> Option<String> {
        let value = self.get(key)?;
        if !value.is_string() {
            self.wrong(key, value, "a text", faults);
        }
        value.as_str().map(str::to_owned)
    }

    pub fn flag(&mut self, key: &'static str, faults: &mut Faults) -> Option<bool> {
        let value = self.get(key)?;
        if !value.is_boolean() {
            self.wrong(key, value, "true or false", faults);
        }
        value.as_bool()
    }

    /// The entries of a list and where each stands; none where there is no list.
    pub fn list(&mut self, key: &'static str, faults: &mut Faults) -> Vec<(String, &'a Value)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(list) = value.as_array() else {
            self.wrong(key, value, "a list [...]", faults);
            return Vec::new();
        };
        let numbered = list.iter().enumerate();
        numbered
            .map(|(number, entry)| (format!("{}[{number}]", self.at(key)), entry))
            .collect()
    }

    pub fn wholes(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<i64>,
        faults: &mut Faults,
    ) -> Option<Vec<i64>> {
        self.get(key)?;
        let entries = self.list(key, faults).into_iter();
        let read = entries.map(|(path, value)| {
            whole(value, &bounds).unwrap_or_else(|| {
                faults.note(0, &path, &value.to_string(), expected_whole(&bounds));
                *bounds.start()
            })
        });
        Some(read.collect())
    }

    pub fn texts(&mut self, key: &'static str, faults: &mut Faults) -> Option<Vec<String>> {
        self.get(key)?;
        let entries = self.list(key, faults).into_iter();
        let read = entries.filter_map(|(path, value)| {
            if !value.is_string() {
                faults.note(0, &path, &value.to_string(), "a text");
            }
            value.as_str().map(str::to_owned)
        });
        Some(read.collect())
    }

    /// A key that may stand there as long as it says nothing: 0, or an empty list.
    pub fn idle(&mut self, key: &'static str, faults: &mut Faults) {
        let Some(value) = self.get(key) else { return };
        let is_idle = match value {
            Value::Number(number) => number.as_f64() == Some(0.0),
            Value::Array(list) => list.iter().all(|entry| entry.as_f64() == Some(0.0)),
            _ => false,
        };
        if !is_idle {
            let expected = "nothing: wasteways does not understand this key";
            self.wrong(key, value, expected, faults);
        }
    }

    /// Every key that nobody asked for is a fault.
    pub fn end(self, faults: &mut Faults) {
        for (key, value) in self.map {
            if !self.asked.contains(key.as_str()) {
                let expected = "nothing: wasteways does not understand this key";
                self.wrong(key, value, expected, faults);
            }
        }
    }
}

fn whole(value: &Value, bounds: &RangeInclusive<i64>) -> Option<i64> {
    value.as_i64().filter(|number| bounds.contains(number))
}

fn expected_whole(bounds: &RangeInclusive<i64>) -> String {
    format!("a whole number from {} to {}", bounds.start(), bounds.end())
}
