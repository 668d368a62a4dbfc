//! What the solver promises: every field of a problem is honoured by its answer. Random problems with every limit at
//! once are solved and driven again here, by code that shares nothing with the search; then one small case a field,
//! in which that field alone decides.

#![cfg(feature = "vrp")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasteways::quantity::{Clock, Day, DaySet, Leg, Metres, Money, Seconds, TravelMatrix, Window};
use wasteways::vrp::{
    Activity, Break, Budget, Client, Commodities, Disposal, DockLimit, Former, Load, Pattern,
    Problem, Route, Solution, SolveParams, VehicleClass, Visit, Watch, schedule, solve,
};

fn solved(problem: &Problem) -> Solution {
    let params = SolveParams {
        budget: Budget::Iterations(400),
        ..SolveParams::default()
    };
    let solution = solve(problem, &params, None, &Watch::default());
    judge(problem, &solution);
    solution
}

/// Drives an answer again and panics at the first broken promise.
fn judge(problem: &Problem, solution: &Solution) {
    let mut visits: BTreeMap<(usize, u8), u32> = BTreeMap::new();
    let mut tours: BTreeMap<(usize, u8), u32> = BTreeMap::new();
    let mut tipped: BTreeMap<(usize, u8), i64> = BTreeMap::new();
    for route in &solution.routes {
        *tours.entry((route.class, route.day)).or_default() += 1;
        drive(problem, solution, route, &mut visits, &mut tipped);
    }
    for missing in &solution.unserved {
        *visits.entry((missing.client, missing.day)).or_default() += 1;
    }
    let asked = problem
        .clients
        .iter()
        .zip(&solution.patterns)
        .enumerate()
        .flat_map(|(index, (client, &pattern))| {
            client.patterns[pattern]
                .visits
                .iter()
                .map(move |visit| ((index, visit.day), 1))
        });
    assert_eq!(visits, asked.collect(), "each visit once, or unserved");
    for ((class, day), number) in tours {
        assert!(
            number <= problem.classes[class].count[usize::from(day)],
            "vehicles of a class"
        );
    }
    for ((disposal, day), weight) in tipped {
        let limit = problem.disposals[disposal].daily_limit;
        assert!(
            limit.is_none_or(|limit| weight <= limit),
            "daily limit of {disposal} on {day}"
        );
    }
}

fn drive(
    problem: &Problem,
    solution: &Solution,
    route: &Route,
    visits: &mut BTreeMap<(usize, u8), u32>,
    tipped: &mut BTreeMap<(usize, u8), i64>,
) {
    let class = &problem.classes[route.class];
    let travel = &problem.travel[class.profile];
    let (mut site, mut clock, mut wheel, mut metres) = (class.start, route.leaves, 0, 0);
    let (mut load, mut aboard, mut trips) = (Load::default(), Vec::new(), 0);
    let mut cost = class.fixed_price;
    let may = |flags: &[bool]| flags.is_empty() || flags[route.class];
    let mut go = |to: usize, clock: &mut Clock, wheel: &mut i64| {
        let leg = travel.leg(site, to);
        assert!(leg.exists(), "there is a way");
        site = to;
        metres += i64::from(leg.metres);
        *clock = *clock + leg.time();
        *wheel += i64::from(leg.seconds);
        assert!(
            class.rest.is_none_or(|rest| *wheel <= rest.after.0),
            "time at the wheel"
        );
    };
    for (&activity, &begin) in route.activities.iter().zip(&route.begins) {
        match activity {
            Activity::Break => {
                assert!(begin >= clock);
                clock = begin + class.rest.expect("only those rest who must").length;
                wheel = 0;
            }
            Activity::Client(index) => {
                let client = &problem.clients[index];
                go(client.site, &mut clock, &mut wheel);
                assert!(
                    begin >= clock && client.windows.iter().any(|window| window.contains(begin))
                );
                clock = begin + client.service;
                assert!(may(&client.classes), "an allowed class");
                assert!(
                    class.commodities.contains(client.commodity),
                    "a commodity of the class"
                );
                let pattern = &client.patterns[solution.patterns[index]];
                let visit = pattern
                    .visits
                    .iter()
                    .find(|visit| visit.day == route.day)
                    .expect("a day of its pattern");
                trips += u32::from(aboard.is_empty());
                aboard.push(client.commodity);
                load = Load {
                    weight: load.weight + visit.load.weight,
                    volume: load.volume + visit.load.volume,
                };
                assert!(
                    load.weight <= class.capacity.weight && load.volume <= class.capacity.volume,
                    "capacity"
                );
                assert!(
                    class.mixes || aboard.iter().all(|&c| c == client.commodity),
                    "one commodity a trip"
                );
                *visits.entry((index, route.day)).or_default() += 1;
            }
            Activity::Disposal(index) => {
                let disposal = &problem.disposals[index];
                go(disposal.site, &mut clock, &mut wheel);
                assert!(
                    begin >= clock && disposal.windows.iter().any(|window| window.contains(begin))
                );
                assert!(may(&disposal.classes), "an allowed class");
                assert!(
                    aboard.iter().all(|&c| disposal.commodities.contains(c)),
                    "a commodity of the disposal"
                );
                let extra = (disposal.service_per_thousand.0 * load.weight + 999) / 1000;
                clock = begin + disposal.service + Seconds(extra);
                cost += Money(
                    (disposal.price_per_thousand.0 as f64 * load.weight as f64 / 1000.0).round()
                        as i64,
                );
                *tipped.entry((index, route.day)).or_default() += load.weight;
                (load, aboard) = (Load::default(), Vec::new());
            }
        }
    }
    go(class.end, &mut clock, &mut wheel);
    assert!(aboard.is_empty() || !class.ends_empty, "empty at the end");
    assert!(class.max_trips.is_none_or(|most| trips <= most), "trips");
    assert!(
        class.max_distance.is_none_or(|most| metres <= most.0),
        "distance"
    );
    assert!(
        route.leaves >= class.shift.open && route.returns <= class.shift.close,
        "shift"
    );
    assert_eq!((clock, Metres(metres)), (route.returns, route.distance));
    let duty = route.duration();
    assert!(duty <= class.max_duration, "duty");
    let beyond = Seconds((duty - class.regular_duration).0.max(0));
    cost += class.price_per_km.per_km_over(route.distance)
        + class.price_per_hour.per_hour_over(duty)
        + class.overtime_per_hour.per_hour_over(beyond);
    assert!(
        (cost - route.cost).0.abs() <= 20,
        "{cost} and {}",
        route.cost
    );
}

/// Sites on a line, a kilometre and two minutes apart: 0 to 9 clients, 10 and 11 disposals, 12 and 13 bases.
fn line() -> Arc<TravelMatrix> {
    let at: [i64; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 11, 0, 11];
    let legs = at
        .iter()
        .flat_map(|from| at.iter().map(move |to| (from - to).unsigned_abs() as u32));
    Arc::new(TravelMatrix::new(
        14,
        legs.map(|km| Leg {
            seconds: 120 * km,
            metres: 1000 * km,
        })
        .collect(),
    ))
}

fn client(site: usize) -> Client {
    let load = Load {
        weight: 100,
        volume: 100,
    };
    let mut client = Client::new(site, vec![Pattern::once(0, load)]);
    client.service = Seconds(60);
    client
}

fn disposal(site: usize) -> Disposal {
    let mut disposal = Disposal::new(site);
    disposal.service = Seconds(300);
    disposal
}

fn class(base: usize) -> VehicleClass {
    let capacity = Load {
        weight: 1000,
        volume: 1000,
    };
    let mut class = VehicleClass::new(base, vec![5], capacity);
    class.shift = Window::new(Clock::at(6, 0), Clock::at(18, 0));
    class.ends_empty = true;
    class.fixed_price = Money::units(100.0);
    class.price_per_km = Money::units(1.0);
    class.price_per_hour = Money::units(10.0);
    class
}

/// Ten clients on the line between two disposals, a base at the first.
fn base() -> Problem {
    let mut problem = Problem::new(1, vec![line()]);
    problem.clients = (0..10).map(client).collect();
    problem.disposals = vec![disposal(10), disposal(11)];
    problem.classes = vec![class(12)];
    problem
}

fn changed(change: impl FnOnce(&mut Problem)) -> Solution {
    let mut problem = base();
    change(&mut problem);
    assert_eq!(problem.validate(), Ok(()));
    solved(&problem)
}

fn disposals(solution: &Solution) -> Vec<usize> {
    let all = solution.routes.iter().flat_map(|route| &route.activities);
    all.filter_map(|activity| {
        if let Activity::Disposal(d) = activity {
            Some(*d)
        } else {
            None
        }
    })
    .collect()
}

#[test]
fn the_plain_case_is_one_tour_out_and_back() {
    let plain = changed(|_| {});
    assert_eq!((plain.routes.len(), plain.unserved.len()), (1, 0));
    assert_eq!(plain.routes[0].distance, Metres(20_000));
}

#[test]
fn capacities_bind_side_by_side() {
    for capacity in [
        Load {
            weight: 500,
            volume: 9000,
        },
        Load {
            weight: 9000,
            volume: 500,
        },
    ] {
        let solution = changed(|p| p.classes[0].capacity = capacity);
        assert_eq!(disposals(&solution).len(), 2);
    }
}

#[test]
fn trips_and_vehicles_are_counted() {
    let small = Load {
        weight: 300,
        volume: 300,
    };
    let trips = changed(|p| (p.classes[0].capacity, p.classes[0].max_trips) = (small, Some(2)));
    assert_eq!(trips.routes.len(), 2);
    let single = changed(|p| {
        (
            p.classes[0].capacity,
            p.classes[0].max_trips,
            p.classes[0].count,
        ) = (small, Some(2), vec![1])
    });
    assert_eq!(single.unserved.len(), 4);
}

#[test]
fn duty_distance_and_shift_end_a_tour() {
    let short = changed(|p| p.classes[0].max_duration = Seconds::minutes(50));
    assert!(short.routes.len() > 1 && short.unserved.is_empty());
    let near = changed(|p| p.classes[0].max_distance = Some(Metres(19_999)));
    assert_eq!(near.unserved.len(), 1);
    let early = changed(|p| p.classes[0].shift.close = Clock::at(6, 30));
    assert!(!early.unserved.is_empty());
}

#[test]
fn windows_of_clients_and_disposals_are_kept() {
    let late =
        changed(|p| p.clients[3].windows = vec![Window::new(Clock::at(15, 0), Clock::at(16, 0))]);
    assert!(late.unserved.is_empty() && late.routes.iter().any(|r| r.returns > Clock::at(15, 0)));
    let shut = changed(|p| {
        p.disposals[0].windows = vec![Window::new(Clock::at(3, 0), Clock::at(5, 0))];
    });
    assert!(shut.unserved.is_empty() && disposals(&shut) == [1]);
    let second = changed(|p| {
        let windows = [(3, 4), (8, 9)].map(|(a, b)| Window::new(Clock::at(a, 0), Clock::at(b, 0)));
        p.clients[0].windows = windows.to_vec();
    });
    assert!(second.unserved.is_empty());
}

#[test]
fn breaks_are_taken() {
    let rest = Break {
        after: Seconds::minutes(25),
        length: Seconds::minutes(20),
    };
    let rested = changed(|p| p.classes[0].rest = Some(rest));
    let breaks = rested
        .routes
        .iter()
        .flat_map(|r| &r.activities)
        .filter(|a| **a == Activity::Break);
    assert_eq!((breaks.count(), rested.unserved.len()), (1, 0));
}

#[test]
fn commodities_ride_apart_unless_mixed_and_go_where_they_are_taken() {
    let two = |p: &mut Problem| {
        p.clients
            .iter_mut()
            .step_by(2)
            .for_each(|c| c.commodity = 1)
    };
    let apart = changed(two);
    assert_eq!((disposals(&apart).len(), apart.unserved.len()), (2, 0));
    let mixed = changed(|p| {
        two(p);
        p.classes[0].mixes = true;
    });
    assert_eq!(disposals(&mixed).len(), 1);
    let sent = changed(|p| {
        two(p);
        p.disposals[0].commodities = Commodities::one(0);
        p.disposals[1].commodities = Commodities::one(1);
    });
    assert!(
        sent.unserved.is_empty() && disposals(&sent).contains(&0) && disposals(&sent).contains(&1)
    );
    let refused = changed(|p| {
        two(p);
        p.classes[0].commodities = Commodities::one(0);
    });
    assert_eq!(refused.unserved.len(), 5);
}

#[test]
fn classes_go_where_they_may() {
    let split = changed(|p| {
        p.classes.push(class(13));
        p.clients[0].classes = vec![false, true];
        p.disposals[1].classes = vec![true, false];
    });
    assert!(split.unserved.is_empty());
    let nobody = changed(|p| p.clients[0].classes = vec![false]);
    assert_eq!(nobody.unserved.len(), 1);
}

#[test]
fn a_site_without_a_way_is_left() {
    let solution = changed(|p| {
        let len = p.travel[0].len();
        let cut = |from: usize, to: usize| {
            if (from == 4) != (to == 4) {
                Leg::NONE
            } else {
                p.travel[0].leg(from, to)
            }
        };
        let legs = (0..len)
            .flat_map(|from| (0..len).map(move |to| (from, to)))
            .map(|(from, to)| cut(from, to));
        p.travel = vec![Arc::new(TravelMatrix::new(len, legs.collect()))];
    });
    assert_eq!(solution.unserved.len(), 1);
}

#[test]
fn daily_limits_and_prices_send_loads_elsewhere() {
    let limited = changed(|p| p.disposals[0].daily_limit = Some(400));
    assert!(limited.unserved.is_empty() && disposals(&limited).contains(&1));
    let dear = changed(|p| p.disposals[0].price_per_thousand = Money::units(500.0));
    assert_eq!(disposals(&dear), [1]);
    let slow = changed(|p| p.disposals[0].service_per_thousand = Seconds::hours(8));
    assert_eq!(disposals(&slow), [1]);
}

#[test]
fn prices_decide_who_comes_and_who_is_left() {
    let cheaper = changed(|p| {
        p.classes.push(class(12));
        p.classes[1].fixed_price = Money::units(50.0);
    });
    assert!(cheaper.routes.iter().all(|route| route.class == 1));
    let left = changed(|p| {
        p.clients
            .iter_mut()
            .for_each(|c| c.unserved_price = Some(Money::units(1.0)))
    });
    assert_eq!((left.unserved.len(), left.cost), (10, Money::units(10.0)));
    let overtime = changed(|p| {
        p.classes[0].regular_duration = Seconds::minutes(50);
        p.classes[0].overtime_per_hour = Money::units(10_000.0);
    });
    assert!(overtime.routes.len() > 1);
}

#[test]
fn the_former_class_and_day_are_kept_at_a_price() {
    let former = Former {
        classes: vec![Some(1)],
        days: DaySet::EMPTY.with(Day(1)),
        class_price: Money::units(90.0),
        day_price: Money::units(7.0),
    };
    let kept = changed(|p| {
        p.classes.push(class(12));
        p.clients
            .iter_mut()
            .for_each(|c| c.former = Some(former.clone()));
    });
    assert!(kept.routes.iter().all(|route| route.class == 1));
    assert_eq!(
        kept.cost - kept.routes[0].cost,
        Money::units(70.0),
        "ten visits on another day"
    );
}

#[test]
fn docks_are_paid_for() {
    let docks = DockLimit {
        docks: 0,
        slot: Seconds::hours(1),
        excess_price: Money::units(3.0),
    };
    let solution = changed(|p| p.disposals.iter_mut().for_each(|d| d.docks = Some(docks)));
    let excess = (solution.cost - solution.routes[0].cost).as_units();
    assert!(excess == 3.0 || excess == 6.0, "one or two slots: {excess}");
}

#[test]
fn loaded_tours_may_end_where_they_need_not_be_empty() {
    let solution = changed(|p| {
        p.classes[0].ends_empty = false;
        p.disposals.clear();
    });
    assert_eq!((solution.routes.len(), solution.unserved.len()), (1, 0));
}

#[test]
fn patterns_spread_the_work() {
    let mut problem = base();
    problem.num_days = 2;
    problem.classes[0].count = vec![1, 1];
    // One truck a day that makes half of the visits.
    problem.classes[0].max_clients = Some(5);
    for client in &mut problem.clients {
        let load = Load {
            weight: 100,
            volume: 100,
        };
        client.patterns = [0, 1]
            .map(|day| Pattern {
                visits: vec![Visit { day, load }],
            })
            .to_vec();
    }
    let solution = solved(&problem);
    let on = |day: u8| {
        solution
            .patterns
            .iter()
            .filter(|&&pattern| pattern == usize::from(day))
            .count()
    };
    assert_eq!((on(0), on(1), solution.unserved.len()), (5, 5, 0));
}

#[test]
fn faults_of_a_problem_are_told_all_at_once() {
    let mut problem = base();
    problem.clients[3].windows.clear();
    problem.classes[0].start = 99;
    problem.disposals[0].price_per_thousand = Money(-1);
    let faults = problem.validate().unwrap_err();
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (fault.what, fault.index))
        .collect();
    assert_eq!(told, [("client", 3), ("disposal", 0), ("class", 0)]);
}

prop_compose! {
    /// Every limit at once.
    fn tangled()(
        seeds in prop::collection::vec(any::<u32>(), 10),
        limits in any::<[u32; 6]>(),
    ) -> Problem {
        let mut problem = base();
        for (client, seed) in problem.clients.iter_mut().zip(seeds) {
            client.commodity = (seed % 2) as u8;
            let open = i64::from(seed / 2 % 8) + 6;
            client.windows = vec![Window::new(Clock::at(open, 0), Clock::at(open, 40)), Window::new(Clock::at(open + 2, 0), Clock::at(open + 3, 0))];
            let weight = i64::from(seed / 16 % 400);
            client.patterns[0].visits[0].load = Load { weight, volume: i64::from(seed / 8000 % 400) };
            client.classes = vec![seed % 5 > 0, seed % 7 > 0];
            client.unserved_price = (seed % 3 == 0).then(|| Money::units(f64::from(seed % 60)));
            client.former = (seed % 4 == 0).then(|| Former { classes: vec![Some(1); usize::from(problem.num_days)], days: DaySet::WEEK, class_price: Money::units(5.0), day_price: Money::ZERO });
        }
        let [count, limit, rest, mixes, trips, hours] = limits;
        problem.disposals[0].daily_limit = Some(i64::from(limit % 2000));
        problem.disposals[0].windows = vec![Window::new(Clock::at(7, 0), Clock::at(8, 0)), Window::new(Clock::at(11, 0), Clock::at(17, 0))];
        problem.disposals[1].service_per_thousand = Seconds(i64::from(limit % 1000));
        problem.disposals[1].commodities = if limit % 2 == 0 { Commodities::one(0) } else { Commodities::ALL };
        problem.classes.push(class(13));
        for (k, class) in problem.classes.iter_mut().enumerate() {
            class.count = vec![(count >> k) % 3];
            class.rest = (rest >> k & 1 == 1).then_some(Break { after: Seconds(1400), length: Seconds(900) });
            class.mixes = mixes >> k & 1 == 1;
            class.max_trips = (trips >> k & 1 == 1).then_some(2);
            class.max_duration = Seconds::hours(2 + i64::from(hours >> k & 7));
            class.max_distance = (trips >> k & 2 == 2).then_some(Metres(30_000));
            class.regular_duration = Seconds::hours(2);
            class.overtime_per_hour = Money::units(20.0);
        }
        problem
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_asked_the_answer_can_be_driven(problem in tangled()) {
        prop_assert_eq!(problem.validate(), Ok(()));
        solved(&problem);
    }
}

#[test]
fn who_waits_for_goods_may_rest_meanwhile() {
    // Every leg takes 40 minutes; after 90 at the wheel there is a rest of an hour.
    let leg = Leg {
        seconds: 2_400,
        metres: 10_000,
    };
    let legs = (0..16).map(|cell| if cell % 5 == 0 { Leg::ZERO } else { leg });
    let travel = TravelMatrix::new(4, legs.collect());
    let load = Load {
        weight: 1,
        volume: 0,
    };
    let mut problem = Problem::new(1, vec![Arc::new(travel)]);
    problem.clients = vec![
        Client::new(1, vec![Pattern::once(0, load)]),
        Client::new(2, vec![Pattern::once(0, load)]),
    ];
    problem.clients[1].release = Some(Clock::at(10, 0));
    problem.disposals = vec![Disposal::new(3)];
    let mut class = VehicleClass::new(0, vec![1], load);
    class.shift = Window::new(Clock::at(7, 0), Clock::at(12, 0));
    class.rest = Some(Break {
        after: Seconds::minutes(90),
        length: Seconds::hours(1),
    });
    problem.classes = vec![class];
    assert_eq!(problem.validate(), Ok(()));
    let order = [
        Activity::Client(0),
        Activity::Disposal(0),
        Activity::Client(1),
    ];
    let route = schedule(&problem, 0, 0, &order, &|_| load).expect("it is back at 11:20");
    let clocks = [(8, 20), (9, 0), (9, 0), (10, 40)].map(|(hour, minute)| Clock::at(hour, minute));
    assert_eq!(route.activities[2], Activity::Break);
    assert_eq!(
        route.begins, clocks,
        "off at 7:40, at the disposal from 9:00 to 10:00"
    );
    assert_eq!(route.duration(), Seconds::minutes(220));
}
