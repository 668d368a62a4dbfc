//! How do I embed the planner, without any files? Builds a district in code, plans its week and prints the tours.

use wasteways::district::{Base, DisposalId, DistrictBuilder, DistrictError, Place, Prices};
use wasteways::plan::StopKind;
use wasteways::planner::{Budget, PlanParams, Watch, plan};
use wasteways::quantity::{Kilograms, Litres, Money};

fn main() -> Result<(), DistrictError> {
    let mut builder = DistrictBuilder::new("Three villages");
    let villages = [
        ("Upper Mill", 119.80, 36.00, 120),
        ("Lower Mill", 119.83, 36.02, 200),
        ("Ferry", 119.78, 36.05, 90),
    ];
    for (name, longitude, latitude, households) in villages {
        builder.add_village(
            "Riverside",
            name,
            Place::new(longitude, latitude),
            households,
        );
    }
    let station = builder.add_station("Riverside station", Place::new(119.81, 36.03));
    builder.add_plant("County landfill", Place::new(119.95, 36.10));
    let base = Base::Facility(DisposalId::Station(station));
    let truck = builder.add_collector("compactor 5 t", base, 2, Kilograms(5_000), Litres(10_000));
    builder.district.vehicles[truck.index()].prices = Prices {
        per_day: Money::units(300.0),
        per_km: Money::units(3.0),
        per_hour: Money::units(30.0),
        ..Prices::default()
    };
    let district = builder.build()?;

    let params = PlanParams {
        budget: Some(Budget::Iterations(2_000)),
        ..PlanParams::default()
    };
    let outcome = plan(&district, None, &params, &Watch::default());

    for tour in &outcome.plan.tours {
        let points = tour
            .stops
            .iter()
            .filter(|stop| matches!(stop.kind, StopKind::Point(_)))
            .count();
        let (km, kg) = (tour.distance().as_km(), tour.collected());
        println!(
            "{}: {points} points, {kg}, {km:.1} km, {} to {}",
            tour.name,
            tour.leaves(),
            tour.returns()
        );
    }
    let judgement = &outcome.judgement;
    println!(
        "{} tours a week, {:.2} {}, {} findings",
        outcome.plan.tours.len(),
        judgement.cost.total().as_units(),
        district.currency,
        judgement.findings.len()
    );
    Ok(())
}
