//! Whether a problem makes sense in itself: every index points somewhere, every window opens before it closes, no
//! number is so large that a sum could overflow. The search asserts what is promised here and checks no more.

use super::problem::{Client, Disposal, LATEST, Load, Problem, ProblemError, VehicleClass};
use crate::quantity::{Clock, Money, Seconds, Window};

/// Largest load, and largest sum of loads of one visit.
const LARGEST_LOAD: i64 = 1 << 40;
/// Largest price of anything: ten million currency units.
const LARGEST_PRICE: Money = Money(10_000_000_000_000);

impl Problem {
    /// Checks every rule and returns all that are broken.
    ///
    /// # Errors
    /// One entry a broken rule, in the order of the fields.
    pub fn validate(&self) -> Result<(), Vec<ProblemError>> {
        let mut faults = Vec::new();
        self.check_whole(&mut faults);
        if faults.is_empty() {
            self.check_each(&mut faults);
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    fn check_whole(&self, faults: &mut Vec<ProblemError>) {
        let mut rule = rules(faults, "problem", 0);
        rule((1..=32).contains(&self.num_days), "has 1 to 32 days");
        rule(!self.travel.is_empty(), "has a travel matrix");
        let len = self.travel.first().map_or(0, |travel| travel.len());
        let equal = self.travel.iter().all(|travel| travel.len() == len);
        rule(equal, "all travel matrices join the same sites");
        let few = |number: usize| number < 1 << 24;
        let sizes = [self.clients.len(), self.disposals.len(), self.classes.len()];
        rule(sizes.into_iter().all(few), "has at most 16 million of each");
    }

    fn check_each(&self, faults: &mut Vec<ProblemError>) {
        for (index, client) in self.clients.iter().enumerate() {
            self.check_client(client, &mut rules(faults, "client", index));
        }
        for (index, disposal) in self.disposals.iter().enumerate() {
            self.check_disposal(disposal, &mut rules(faults, "disposal", index));
        }
        for (index, class) in self.classes.iter().enumerate() {
            self.check_class(class, &mut rules(faults, "class", index));
        }
    }

    fn has_site(&self, site: usize) -> bool {
        self.travel
            .first()
            .is_some_and(|travel| site < travel.len())
    }

    fn check_client(&self, client: &Client, rule: &mut dyn FnMut(bool, &'static str)) {
        rule(self.has_site(client.site), "its site is in the matrices");
        rule(client.commodity < 32, "its commodity is below 32");
        rule(!client.patterns.is_empty(), "has a pattern");
        rule(is_time(client.service), "its service is 0 to 2^27 seconds");
        rule(are_windows(&client.windows), WINDOWS);
        rule(self.are_flags(&client.classes), FLAGS);
        rule(client.unserved_price.is_none_or(is_price), PRICES);
        rule(
            client
                .release
                .is_none_or(|release| (Clock::MIDNIGHT..=LATEST).contains(&release)),
            "its release is within 2^27 seconds",
        );
        if let Some(prices) = &client.class_prices {
            rule(
                prices.len() == self.classes.len(),
                "has one price a class, or none",
            );
            rule(prices.iter().copied().all(is_price), PRICES);
        }
        for pattern in &client.patterns {
            let days = pattern.visits.iter().map(|visit| visit.day);
            rule(
                days.clone().all(|day| day < self.num_days),
                "its days are in the horizon",
            );
            rule(
                days.is_sorted_by(|a, b| a < b),
                "its visits go by day, a day once",
            );
            rule(
                pattern.visits.iter().all(|visit| is_load(visit.load)),
                LOADS,
            );
        }
        if let Some(former) = &client.former {
            rule(
                former.classes.len() == usize::from(self.num_days)
                    && former
                        .classes
                        .iter()
                        .flatten()
                        .all(|&class| class < self.classes.len()),
                "a former class for each day, or none, that exists",
            );
            rule(
                is_price(former.class_price) && is_price(former.day_price),
                PRICES,
            );
        }
    }

    fn check_disposal(&self, disposal: &Disposal, rule: &mut dyn FnMut(bool, &'static str)) {
        rule(self.has_site(disposal.site), "its site is in the matrices");
        rule(
            is_time(disposal.service),
            "its service is 0 to 2^27 seconds",
        );
        rule(
            is_time(disposal.service_per_thousand),
            "its service a load is 0 to 2^27 seconds",
        );
        rule(are_windows(&disposal.windows), WINDOWS);
        rule(self.are_flags(&disposal.classes), FLAGS);
        rule(is_price(disposal.price_per_thousand), PRICES);
        rule(
            disposal.daily_limit.is_none_or(|limit| limit >= 0),
            "its daily limit is not negative",
        );
        if let Some(docks) = disposal.docks {
            rule(docks.slot > Seconds::ZERO, "its slots have a length");
            rule(is_price(docks.excess_price), PRICES);
        }
    }

    fn check_class(&self, class: &VehicleClass, rule: &mut dyn FnMut(bool, &'static str)) {
        rule(
            class.count.len() == usize::from(self.num_days),
            "has a count for each day",
        );
        rule(
            self.has_site(class.start) && self.has_site(class.end),
            "its start and end are in the matrices",
        );
        rule(
            class.profile < self.travel.len(),
            "its travel profile exists",
        );
        rule(
            class.capacity.weight >= 0 && class.capacity.volume >= 0,
            "its capacity is not negative",
        );
        rule(
            is_window(class.shift),
            "its shift opens before it closes, within 2^27 seconds",
        );
        rule(
            is_time(class.max_duration) || class.max_duration > Seconds::ZERO,
            "its longest duty is not negative",
        );
        rule(
            class.regular_duration >= Seconds::ZERO,
            "its regular duty is not negative",
        );
        rule(
            class.max_distance.is_none_or(|metres| metres.0 >= 0),
            "its longest way is not negative",
        );
        rule(
            class
                .rest
                .is_none_or(|rest| rest.after > Seconds::ZERO && is_time(rest.length)),
            "its break has a time and a length",
        );
        rule(
            class
                .lunch
                .is_none_or(|lunch| is_window(lunch.begins) && is_time(lunch.length)),
            "its lunch has a window and a length",
        );
        rule(
            class.max_weight.is_none_or(|most| most >= 0),
            "its largest weight is not negative",
        );
        let prices = [
            class.fixed_price,
            class.price_per_km,
            class.price_per_hour,
            class.overtime_per_hour,
        ];
        rule(prices.into_iter().all(is_price), PRICES);
    }

    fn are_flags(&self, flags: &[bool]) -> bool {
        flags.is_empty() || flags.len() == self.classes.len()
    }
}

const WINDOWS: &str = "its windows are ascending and apart, within 2^27 seconds, at least one";
const FLAGS: &str = "has one flag a class, or none";
const PRICES: &str = "its prices are 0 to 10 million";
const LOADS: &str = "its loads are 0 to 2^40";

fn rules<'a>(
    faults: &'a mut Vec<ProblemError>,
    what: &'static str,
    index: usize,
) -> impl FnMut(bool, &'static str) + 'a {
    move |kept, reason| {
        if !kept {
            faults.push(ProblemError {
                what,
                index,
                reason,
            });
        }
    }
}

fn is_time(time: Seconds) -> bool {
    (Seconds::ZERO..=LATEST - Clock::MIDNIGHT).contains(&time)
}

fn is_price(price: Money) -> bool {
    (Money::ZERO..=LARGEST_PRICE).contains(&price)
}

fn is_load(load: Load) -> bool {
    (0..=LARGEST_LOAD).contains(&load.weight) && (0..=LARGEST_LOAD).contains(&load.volume)
}

fn is_window(window: Window) -> bool {
    Clock::MIDNIGHT <= window.open && window.open <= window.close && window.close <= LATEST
}

fn are_windows(windows: &[Window]) -> bool {
    !windows.is_empty()
        && windows.iter().all(|&window| is_window(window))
        && windows.is_sorted_by(|a, b| a.close < b.open)
}
