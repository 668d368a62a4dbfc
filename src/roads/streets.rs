//! The roads that one kind of vehicle may drive, as directed streets between junctions.
//!
//! A street is a chain of courses: a node with two roads at it, at which nothing is to be decided, lies inside a street
//! and is no junction. The courses are kept, so that the way on the map can be told again.

use super::network::Course;
use super::profile::Profile;
use super::weight::Weight;
use super::{RoadNetwork, TurnRestriction};
use std::ops::Range;

/// No street.
const NONE: u32 = u32::MAX;

/// Of the streets between two junctions, the best so many stay that can be driven back, and as many that cannot. A way
/// may shun two of them, since it does not turn back into the street that it came by, nor leave by the one that it came
/// back from: with three there is always one as good as a fourth.
const ABREAST: usize = 3;

/// A street in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Street {
    /// The node at its beginning.
    pub from: u32,
    /// The node at its end.
    pub to: u32,
    /// What it costs.
    pub weight: Weight,
    /// Where its courses stand.
    courses: Range<u32>,
}

/// All streets of a profile; those that leave a node stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Streets {
    streets: Vec<Street>,
    /// For each node, its first street among `streets`; one entry more than nodes.
    first: Vec<u32>,
    courses: Vec<Course>,
    /// For each course, the street that begins with it.
    begins: Vec<u32>,
    /// Courses of streets that were left out, each with a street beside them that stayed.
    left_out: Vec<(Course, u32)>,
}

/// The courses that a profile may drive, with their weights, by the node they leave.
struct OpenCourses {
    weight: Vec<Option<Weight>>,
    first: Vec<u32>,
    leaving: Vec<Course>,
    num_entering: Vec<u32>,
}

impl OpenCourses {
    fn of(network: &RoadNetwork, profile: &Profile) -> Self {
        let mut weight = vec![None; 2 * network.segments.len()];
        let mut first = vec![0_u32; network.nodes.len() + 1];
        let mut num_entering = vec![0_u32; network.nodes.len()];
        for (index, segment) in network.segments.iter().enumerate() {
            let cost = profile
                .weight(segment, network)
                .filter(|_| segment.from != segment.to);
            let may_drive =
                |backwards: &bool| cost.is_some() && profile.may_drive(segment, *backwards);
            for backwards in [false, true].into_iter().filter(may_drive) {
                let course = Course::new(index as u32, backwards);
                weight[course.0 as usize] = cost;
                first[network.tail(course) as usize + 1] += 1;
                num_entering[network.head(course) as usize] += 1;
            }
        }
        for node in 0..network.nodes.len() {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut leaving = vec![Course(0); first[network.nodes.len()] as usize];
        for course in (0..weight.len() as u32).map(Course) {
            if weight[course.0 as usize].is_some() {
                let place = &mut next[network.tail(course) as usize];
                leaving[*place as usize] = course;
                *place += 1;
            }
        }
        Self {
            weight,
            first,
            leaving,
            num_entering,
        }
    }

    fn leaving(&self, node: u32) -> &[Course] {
        &self.leaving[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    fn is_open(&self, course: Course) -> bool {
        self.weight[course.0 as usize].is_some()
    }

    /// Calls `each` with the courses from one on to the next junction, and gives the last one.
    fn follow(
        &self,
        begin: Course,
        network: &RoadNetwork,
        is_junction: &[bool],
        mut each: impl FnMut(Course),
    ) -> Course {
        let mut course = begin;
        loop {
            each(course);
            let node = network.head(course);
            if is_junction[node as usize] {
                return course;
            }
            let onward = self
                .leaving(node)
                .iter()
                .find(|next| next.segment() != course.segment());
            course = *onward.expect("a bend has a way on");
        }
    }

    /// Whether there is one way on whichever way one comes: two roads both ways, or one in and one out.
    fn is_bend(&self, node: u32) -> bool {
        let leaving = self.leaving(node);
        match (leaving, self.num_entering[node as usize]) {
            ([a, b], 2) => {
                a.segment() != b.segment()
                    && self.is_open(a.reversed())
                    && self.is_open(b.reversed())
            }
            ([a], 1) => !self.is_open(a.reversed()),
            _ => false,
        }
    }
}

/// The nodes at which streets begin and end: those kept, those that are no bend, and one of each ring of bends.
fn junctions(network: &RoadNetwork, open: &OpenCourses, kept: &[bool]) -> Vec<bool> {
    let nodes = 0..network.nodes.len() as u32;
    let mut is_junction: Vec<bool> = nodes
        .clone()
        .map(|node| kept[node as usize] || !open.is_bend(node))
        .collect();
    let mut is_on_street = vec![false; open.weight.len()];
    for is_left in [false, true] {
        for node in nodes.clone() {
            for &course in open.leaving(node) {
                if is_left && !is_on_street[course.0 as usize] {
                    is_junction[node as usize] = true;
                }
                if is_junction[node as usize] {
                    open.follow(course, network, &is_junction, |course| {
                        is_on_street[course.0 as usize] = true
                    });
                }
            }
        }
    }
    is_junction
}

impl Streets {
    /// The streets of a profile, with a junction wherever roads meet, and at the nodes that must be `kept`.
    pub(super) fn of(network: &RoadNetwork, profile: &Profile, kept: &[bool]) -> Self {
        let open = OpenCourses::of(network, profile);
        let is_junction = junctions(network, &open, kept);
        let mut streets = Self {
            streets: Vec::new(),
            first: vec![0],
            courses: Vec::new(),
            begins: vec![NONE; open.weight.len()],
            left_out: Vec::new(),
        };
        let is_restricted = restricted_segments(network);
        for node in 0..network.nodes.len() as u32 {
            let leaving = open
                .leaving(node)
                .iter()
                .filter(|_| is_junction[node as usize]);
            let drawn = leaving.map(|&course| Drawn::of(course, network, &open, &is_junction));
            let Abreast { kept, left_out } = abreast(drawn.collect(), &is_restricted);
            for drawn in kept {
                streets.add(drawn);
            }
            for (drawn, best) in left_out {
                let street = streets.begins[best.0 as usize];
                let courses = drawn.courses.into_iter();
                streets.left_out.extend(courses.map(|c| (c, street)));
            }
            streets.first.push(streets.streets.len() as u32);
        }
        streets
    }

    fn add(&mut self, drawn: Drawn) {
        let first = self.courses.len() as u32;
        self.begins[drawn.courses[0].0 as usize] = self.streets.len() as u32;
        self.courses.extend(drawn.courses);
        self.streets.push(Street {
            from: drawn.from,
            to: drawn.to,
            weight: drawn.weight,
            courses: first..self.courses.len() as u32,
        });
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.streets.len()
    }

    /// A street by its number.
    pub(super) fn street(&self, number: u32) -> &Street {
        &self.streets[number as usize]
    }

    /// The numbers of the streets that leave a node.
    pub(super) fn leaving(&self, node: u32) -> Range<u32> {
        self.first[node as usize]..self.first[node as usize + 1]
    }

    /// The courses of a street, in driving order.
    pub(super) fn courses(&self, number: u32) -> &[Course] {
        let courses = &self.streets[number as usize].courses;
        &self.courses[courses.start as usize..courses.end as usize]
    }

    /// The street that begins with a course.
    pub(super) fn beginning_with(&self, course: Course) -> Option<u32> {
        let street = self.begins[course.0 as usize];
        (street != NONE).then_some(street)
    }

    /// Courses of streets that were left out because others lead as well between their ends, each with one of those.
    pub(super) fn left_out(&self) -> &[(Course, u32)] {
        &self.left_out
    }

    /// The same street driven back.
    pub(super) fn reverse(&self, number: u32) -> Option<u32> {
        let last = self.courses(number).last()?;
        self.beginning_with(last.reversed())
    }
}

/// A street as the network has it.
struct Drawn {
    from: u32,
    to: u32,
    weight: Weight,
    courses: Vec<Course>,
    /// Whether it can be driven back.
    has_return: bool,
}

impl Drawn {
    /// The street that begins with a course, as far as the next junction.
    fn of(begin: Course, network: &RoadNetwork, open: &OpenCourses, is_junction: &[bool]) -> Self {
        let (mut weight, mut courses) = (Weight::ZERO, Vec::new());
        let last = open.follow(begin, network, is_junction, |course| {
            courses.push(course);
            weight = weight
                .then(open.weight[course.0 as usize].expect("only open courses are followed"));
        });
        Self {
            from: network.tail(begin),
            to: network.head(last),
            weight,
            courses,
            has_return: open.is_open(last.reversed()),
        }
    }

    /// A number that it shares with its way back, so that both stay or go.
    fn number(&self) -> u32 {
        let (first, last) = (self.courses[0], self.courses[self.courses.len() - 1]);
        first.0.min(last.reversed().0)
    }
}

/// The streets that leave a node.
struct Abreast {
    /// Those that stay, by their first course.
    kept: Vec<Drawn>,
    /// Those beyond [`ABREAST`] to one end, each with the first course of the best one there.
    left_out: Vec<(Drawn, Course)>,
}

/// Parts the streets that leave a node. Those on which restrictions lie all stay.
fn abreast(mut leaving: Vec<Drawn>, is_restricted: &[bool]) -> Abreast {
    leaving.sort_by_key(|drawn| (drawn.to, drawn.has_return, drawn.weight, drawn.number()));
    let (mut kind, mut count, mut best) = (None, 0, None);
    let (mut kept, mut left_out) = (Vec::with_capacity(leaving.len()), Vec::new());
    for drawn in leaving {
        let own = Some((drawn.to, drawn.has_return));
        if own != kind {
            (kind, count, best) = (own, 0, None);
        }
        let mut segments = drawn.courses.iter().map(|course| course.segment());
        if segments.any(|segment| is_restricted[segment]) {
            kept.push(drawn);
            continue;
        }
        let first = *best.get_or_insert(drawn.courses[0]);
        count += 1;
        if count <= ABREAST {
            kept.push(drawn);
        } else {
            left_out.push((drawn, first));
        }
    }
    kept.sort_by_key(|drawn| drawn.courses[0]);
    Abreast { kept, left_out }
}

/// By segment, whether a restriction leads over it.
fn restricted_segments(network: &RoadNetwork) -> Vec<bool> {
    let mut is_restricted = vec![false; network.segments.len()];
    for restriction in &network.restrictions {
        for course in &restriction.path {
            is_restricted[course.segment()] = true;
        }
    }
    is_restricted
}

/// The nodes at which a restriction begins, leads on or ends: junctions, so that each of its courses is a street.
pub(super) fn keep_restricted(
    network: &RoadNetwork,
    restrictions: &[TurnRestriction],
    kept: &mut [bool],
) {
    for course in restrictions
        .iter()
        .flat_map(|restriction| &restriction.path)
    {
        kept[network.tail(*course) as usize] = true;
        kept[network.head(*course) as usize] = true;
    }
}
