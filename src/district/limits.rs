//! What a sensible figure may be: beyond these spans a value is taken for a slip of the pen, not for a district.
//!
//! Both the schema of the tables and [`super::Draft::validate`] refer to them, so a file and a district built in code
//! are judged alike. They also keep sums of the week inside 64 bits.

use std::fmt;

/// The least and the largest value that pass, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span(pub f64, pub f64);

impl Span {
    /// Whether a value lies within; what is not a number does not.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.0 <= value && value <= self.1
    }

    /// The value within that is nearest to 1, for a reader that must go on after a fault.
    #[must_use]
    pub fn harmless(self) -> f64 {
        1.0_f64.max(self.0).min(self.1)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.0, self.1)
    }
}

/// Degrees east.
pub const LONGITUDE: Span = Span(-180.0, 180.0);
/// Degrees north.
pub const LATITUDE: Span = Span(-90.0, 90.0);
/// Households of a village.
pub const HOUSEHOLDS: Span = Span(0.0, 200_000.0);
/// Residents of a village.
pub const POPULATION: Span = Span(0.0, 1_000_000.0);
/// Persons in a household.
pub const PERSONS_PER_HOUSEHOLD: Span = Span(0.5, 20.0);
/// Waste of a resident, kg a day.
pub const KG_PER_PERSON_DAY: Span = Span(0.0, 20.0);
/// Shares of a whole.
pub const SHARE: Span = Span(0.0, 1.0);
/// Area of a village, km2.
pub const AREA_KM2: Span = Span(0.0001, 10_000.0);
/// Width of a vehicle, or the widest that a place admits, m.
pub const WIDTH_M: Span = Span(0.3, 10.0);
/// Gross weight of a vehicle, or the heaviest that a place admits, t.
pub const GROSS_TONNES: Span = Span(0.05, 100.0);
/// Containers at a point.
pub const CONTAINERS: Span = Span(1.0, 10_000.0);
/// Litres of a container; a pool holds several cubic metres.
pub const CONTAINER_LITRES: Span = Span(1.0, 100_000.0);
/// What a point or generator makes, kg a day.
pub const KG_PER_DAY: Span = Span(0.0, 500_000.0);
/// Service at a stop, s.
pub const SERVICE_SECONDS: Span = Span(0.0, 86_400.0);
/// Visiting days in a week.
pub const DAYS_A_WEEK: Span = Span(1.0, 7.0);
/// Visits on a day.
pub const VISITS_PER_DAY: Span = Span(1.0, 24.0);
/// Capacity of a facility, t a day.
pub const TONNES_PER_DAY: Span = Span(0.0, 100_000.0);
/// Vehicles that unload at once.
pub const DOCKS: Span = Span(1.0, 200.0);
/// An unloading, min.
pub const UNLOAD_MINUTES: Span = Span(0.0, 600.0);
/// A weighing, kg.
pub const WEIGHED_KG: Span = Span(0.0, 100_000_000.0);
/// A place in a tour.
pub const ORDER: Span = Span(-1_000_000_000.0, 1_000_000_000.0);
/// A filling of a tour.
pub const TRIP: Span = Span(0.0, 1_000_000.0);
/// Days over which what was weighed arose.
pub const COUNTED_DAYS: Span = Span(1.0, 366.0);
/// What a station holds, t.
pub const STORAGE_TONNES: Span = Span(0.0, 1_000_000.0);
/// What a compactor presses in an hour, t.
pub const PRESSED_TONNES: Span = Span(0.1, 100_000.0);
/// Loose litres in one litre of body.
pub const COMPACTION: Span = Span(1.0, 20.0);
/// Share of what a station sends on that its press squeezes out.
pub const LEACHATE_SHARE: Span = Span(0.0, 0.5);
/// Gate price, currency units a tonne.
pub const COST_PER_TONNE: Span = Span(0.0, 100_000.0);
/// Cleaners of a village.
pub const CLEANERS: Span = Span(0.0, 1_000.0);
/// Roads of a village that are swept, km.
pub const SWEPT_KM: Span = Span(0.0, 500.0);
/// Key places of a village.
pub const KEY_PLACES: Span = Span(0.0, 500.0);
/// A cleaner, currency units a month.
pub const COST_PER_MONTH: Span = Span(0.0, 1_000_000.0);
/// Vehicles of a type.
pub const COUNT: Span = Span(0.0, 10_000.0);
/// Most kilograms on board.
pub const PAYLOAD_KG: Span = Span(10.0, 100_000.0);
/// Litres of a body.
pub const BODY_LITRES: Span = Span(10.0, 200_000.0);
/// Speed of a vehicle as a factor.
pub const SPEED_FACTOR: Span = Span(0.05, 5.0);
/// Hours of a duty.
pub const HOURS: Span = Span(0.1, 72.0);
/// Hours at the wheel before a break.
pub const BREAK_AFTER_HOURS: Span = Span(0.25, 24.0);
/// Minutes of a break; 0 asks for none.
pub const BREAK_MINUTES: Span = Span(0.0, 600.0);
/// Price of a tour or of a week of holding a vehicle, currency units.
pub const COST_PER_DAY: Span = Span(0.0, 1_000_000.0);
/// Price of a kilometre, currency units.
pub const COST_PER_KM: Span = Span(0.0, 10_000.0);
/// Price of an hour, currency units.
pub const COST_PER_HOUR: Span = Span(0.0, 100_000.0);
/// Fuel, l/100 km.
pub const LITRES_PER_100KM: Span = Span(0.0, 500.0);
/// People on board.
pub const CREW: Span = Span(0.0, 20.0);
/// Containers that were counted at once.
pub const COUNTED_CONTAINERS: Span = Span(0.0, 10_000.0);
/// Standard deviation of a weighing, percent.
pub const UNCERTAINTY_PERCENT: Span = Span(0.1, 100.0);
/// Density, kg/m3.
pub const KG_M3: Span = Span(1.0, 3_000.0);
/// Age of waste, days.
pub const AGE_DAYS: Span = Span(1.0, 60.0);
/// Standard deviation as a share of the mean.
pub const CV: Span = Span(0.0, 5.0);
/// A factor of the calendar.
pub const FACTOR: Span = Span(0.0, 100.0);
/// Streams: a truck's cargo is a set of at most so many kinds.
pub const STREAMS: usize = 32;
/// Metres of a leg that somebody gives.
pub const LEG_METRES: Span = Span(0.0, 10_000_000.0);
/// Seconds of a leg that somebody gives.
pub const LEG_SECONDS: Span = Span(0.0, 1_000_000.0);
/// Places between which somebody may give all legs.
pub const OWN_PLACES: usize = 4_000;
/// Metres of road for a metre of great circle.
pub const DETOUR_FACTOR: Span = Span(1.0, 5.0);
/// How far off the roads a point may lie, m.
pub const SNAP_METRES: Span = Span(0.0, 100_000.0);
/// What a share counts in an assessment.
pub const WEIGHT: Span = Span(0.0, 1_000.0);
/// Speed on a road, km/h.
pub const SPEED_KMH: Span = Span(1.0, 150.0);
/// Length of a piece of road, m.
pub const ROAD_METRES: Span = Span(0.0, 500_000.0);
/// Metres between passing bays.
pub const BAY_METRES: Span = Span(1.0, 5_000.0);
/// Id of a way of OpenStreetMap.
pub const WAY_ID: Span = Span(1.0, 1e12);
/// Points that are made from households, at most, in a whole district.
pub const MADE_POINTS: u64 = 1_000_000;
