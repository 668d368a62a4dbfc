//! Roads that are drawn more than once: of pieces between the same two nodes that are alike in everything that a driver
//! meets, the first stays. A table that is pasted twice is then no more than the table.

use super::network::Course;
use super::{Bend, OpenTo, RoadNetwork, Segment};
use std::cmp::Ordering;

impl RoadNetwork {
    /// The network without the pieces that repeat another one; its restrictions lead over those that stay.
    #[must_use]
    pub fn without_repeats(mut self) -> Self {
        let kept = kept_courses(&self);
        let mut stays = kept
            .iter()
            .enumerate()
            .map(|(number, course)| course.segment() == number);
        let mut next = 0;
        let number: Vec<u32> = kept
            .iter()
            .enumerate()
            .map(|(number, course)| {
                next += u32::from(course.segment() == number);
                next.saturating_sub(1)
            })
            .collect();
        if next as usize == kept.len() {
            return self;
        }
        self.segments.retain(|_| stays.next().unwrap_or(true));
        for course in self
            .restrictions
            .iter_mut()
            .flat_map(|restriction| &mut restriction.path)
        {
            let kept = kept[course.segment()];
            let backwards = kept.is_backwards() != course.is_backwards();
            *course = Course::new(number[kept.segment()], backwards);
        }
        self
    }
}

/// For each segment, the course that stands for it driven from its beginning: its own, or one of an earlier segment.
fn kept_courses(network: &RoadNetwork) -> Vec<Course> {
    let mut order: Vec<u32> = (0..network.segments.len() as u32).collect();
    let seen = |number: u32| Seen::of(network, number);
    order.sort_by(|&a, &b| seen(a).cmp(&seen(b)).then(a.cmp(&b)));
    let mut kept: Vec<Course> = (0..order.len() as u32)
        .map(|number| Course::new(number, false))
        .collect();
    let mut first = None;
    for number in order {
        let own = seen(number);
        match &first {
            Some((before, earlier)) if own.cmp(before) == Ordering::Equal => {
                kept[number as usize] = Course::new(*earlier, own.is_turned != before.is_turned);
            }
            _ => first = Some((own, number)),
        }
    }
    kept
}

/// A segment seen from the end with the lower number.
struct Seen<'a> {
    segment: &'a Segment,
    bends: &'a [Bend],
    /// Whether that is where it ends.
    is_turned: bool,
}

impl<'a> Seen<'a> {
    fn of(network: &'a RoadNetwork, number: u32) -> Self {
        let segment = &network.segments[number as usize];
        let bends = segment.bends.start as usize..segment.bends.end as usize;
        Self {
            segment,
            bends: network.bends.get(bends).unwrap_or_default(),
            is_turned: segment.from > segment.to,
        }
    }

    fn ends(&self) -> (u32, u32) {
        let Segment { from, to, .. } = *self.segment;
        (from.min(to), from.max(to))
    }

    /// Who drives away from that end, and towards it.
    fn open(&self) -> [(bool, bool); 2] {
        let open = |backwards: bool| {
            let OpenTo { light, heavy } = self.segment.open(backwards);
            (light, heavy)
        };
        [open(self.is_turned), open(!self.is_turned)]
    }

    fn bend(&self, place: usize) -> (i32, i32) {
        let bend = if self.is_turned {
            self.bends[self.bends.len() - 1 - place]
        } else {
            self.bends[place]
        };
        (bend.longitude_e7, bend.latitude_e7)
    }

    /// Everything about it but where its line runs. Lengths are alike to the millimetre, for the sum of a line depends on
    /// the end that it is counted from; other numbers by their bits, which tell equal ones alike.
    fn figures(&self) -> impl Ord {
        let bits = |figure: Option<f64>| figure.map(f64::to_bits);
        let millimetres = |metres: f64| (metres * 1000.0).round().to_bits();
        let Segment {
            metres,
            speed_kmh,
            class,
            lanes,
            passing_bay_metres,
            limits,
            ..
        } = *self.segment;
        let size = [limits.width_m, limits.tonnes, limits.height_m].map(bits);
        let bays = passing_bay_metres.map(millimetres);
        (
            (self.ends(), millimetres(metres), speed_kmh.to_bits()),
            (class, self.open(), size, lanes, bays),
        )
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let bends = || {
            let pairs = 0..self.bends.len().min(other.bends.len());
            pairs
                .map(|place| self.bend(place).cmp(&other.bend(place)))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        (self.figures().cmp(&other.figures()))
            .then(self.bends.len().cmp(&other.bends.len()))
            .then_with(bends)
    }
}
