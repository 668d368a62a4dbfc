//! The solver: routes over a horizon of days, with disposals on the way.
//!
//! It imports `quantity` alone and knows no village and no file. A [`Problem`] goes in, valid by
//! [`Problem::validate`]; [`solve`] gives back a [`Solution`] that keeps every limit and lists what it could not serve.
//!
//! # How it works
//!
//! **The horizon** (`horizon`). A pattern is chosen for each client so that the days' work is even. Where clients have a
//! choice, all their patterns together ask for no more than 20,000 visits and no disposal has a daily limit, the days are
//! laid out side by side and searched as one, and clients change their days on the way. Otherwise the days are searched
//! apart, days that ask for the same once. The interface knows nothing of this.
//!
//! **A day** (`day`, `neighbourhood`, `space`) is flat arrays: nodes are visits, disposals, starts and ends, and a class is
//! a class of the problem on one day. Each visit has a list of its nearest (granular search, Toth & Vigo 2003) with the
//! ways there and back, and its disposals in the order of detour and gate price. `Day` notes which limits can matter at
//! all: whether any clock binds, whether metres are all that an insertion costs, whether clocks are *steady*.
//!
//! **A tour** (`route`, `segments`) is the order of its nodes, disposals among them. At each node it keeps the clock of
//! the piece before and the piece after as segments that join in constant time, and the load on board before and after
//! up to the disposals around (Vidal, Crainic, Gendreau & Prins 2014). A disposal resets the load, not the clock, so a
//! change is priced without walking the tour, whatever lies on it. The price is a filter, and the walk that makes the
//! change has the last word: it places rests of drivers and lunch, chooses windows, counts unloading that takes longer
//! with the load, and checks the caps of a tour (weight, clients, trips, duty, way). Where no place has a
//! second window and nobody lunches, a changed tour is walked only where something reaches it: loads in the trips that
//! changed, clocks before from the first change on and clocks after up to the last one, a rest that moves being a change.
//! Elsewhere legs alone are taken over. `tours` enters and takes back what lies between the common ends alone.
//!
//! **Releases.** A trip leaves its start, or the disposal before it, at the latest release of its clients. The node where a
//! trip begins holds the clock until then; an insertion that would hold it longer joins the pieces of its trip anew.
//!
//! **Insertion** (`insertion`, prices in `quote`) puts a visit into a trip, into a full trip with a disposal behind or before
//! it (which makes two trips of one), as a last trip of a tour, or into a new tour. Only gaps beside near visits are looked at.
//! `tours` keeps one line for each visit, its `Home`: its tour and place, who stands before and behind, the legs on both
//! sides and the room its trip has left. This line and the list of the nearest rule most gaps out without a look at a table:
//! first by room, then by the triangle inequality (a detour over a neighbour costs at least the ways there and back, by the
//! best profile, less twice the leg it leaves, and the cheapest gate; granted only where ways keep it, as on a plane, and
//! else a heuristic), then, where metres are all that counts, by the detour itself. Gaps of full trips come last and only if
//! they could win. Where every near tour is full, tours farther off that have room are tried, up to 400 from a random one on.
//! With unlike vehicles a full tour may take a visit and go over to a larger class; after a change `recast` gives each touched tour
//! the class that drives it cheapest; where there are disposals one of ten changes tries a touched tour under another
//! class, with disposals to suit its body (`split`).
//!
//! **Choices** (`day`, `tours`, `insertion`). A client with several patterns is a `Choice`: one pattern is driven whole, or
//! none. Insertion prices every pattern, visit by visit, and makes the cheapest. Six of ten ruins take out all visits of
//! the choices they touch, the others bring visits back on their days.
//!
//! **Ruin and recreate** (`ruin`, `recreate`, `search`) is SISR: adjacent strings removed from neighbouring tours,
//! greedy insertion with blinks, simulated annealing (Christiaens & Vanden Berghe, Transp. Sci. 54 (2020) 417-433). An
//! iteration touches a few tours; `tours` swaps the old ones back if the change is refused, so its cost does not grow
//! with the day. Before it, where vehicles cost enough, they are saved by the same paper's absences: a tour is dissolved
//! and clients are weighed by how often they were left over. A fleet that is too short goes the same way, until everybody
//! is served. The paper's strings of ten are short beside trips of seventy clients that fill a truck: where there are disposals
//! they grow with the trips, up to half of one.
//!
//! **Plain days** (`lean`). Where weight and simple clocks are all that limits a tour (one window a place, a longest duration,
//! no pauses, a way as many seconds as metres) and metres by one symmetric matrix all that it costs, from one base or
//! several, the same ruin and recreate runs on linked lists: a client goes in and out by three links, clocks are told anew as far as
//! they change, and a log takes a change back. It makes two and a half to three times the iterations; where tours have
//! eight clients or more, that time goes into polishing what they touch.
//!
//! **Trips** (`moves`). Three iterations of ten, where there are disposals, first move the whole trip that the seed is in: to
//! a place among the trips of another tour, in exchange for one of its trips, or with all trips behind it for all behind
//! another; within a tour two trips change places. Strings are too short for that, and clients come back one by one.
//!
//! **Room** (`search`, `quote`). Where tours change their class as they grow, a greedy insertion never pays for room that only
//! later ones use. In every other iteration a unit of room won counts for up to what a unit of load costs on the mean, drawn
//! anew each time (after the opportunity savings of Golden, Assad, Levy & Gheysens 1984); whether the plan is kept is
//! decided by its true cost.
//!
//! **Bound** (`bound`). [`fleet_bound`] proves, apart from all search, how many tours each day needs at least.
//!
//! **Disposals** (`split`) are placed anew on touched tours by dynamic programming over the gaps of the client order:
//! Prins's Split (2004), with a choice of disposal in each gap after the intermediate facilities of Angelelli &
//! Speranza (2002). While money is sought for, after half of the changes that the gain could make acceptable
//! (all of them where tours are short). What a row of clients
//! begins with as the tour kept is not placed again, and exits from gaps that both end with are not looked up again.
//!
//! **First plan** (`construct`, `savings`). Without disposals and with one class: savings among near clients (Clarke &
//! Wright 1964), turned round where that can be driven; where vehicles could run short the next is built too and the
//! cheaper kept. Otherwise tours filled one after the other, outward from the farthest client (Solomon 1987, sequential),
//! because full tours matter where the fleet is short.
//!
//! **Threads** (`parts`, `islands`, `pace`). A large day is cut into parts of neighbouring tours that are searched side
//! by side and cut anew each round; a small one, and one with choices, is searched by islands that follow the best each
//! round. With [`Budget::Iterations`] parts, islands and their random numbers follow from the day, never from the
//! threads. With [`Budget::Until`] the days share the threads by McNaughton's rule (1959) and all end at the deadline.
//!
//! **Preferences** (`cost`, `Client::former`, `Client::class_prices`) are prices of visits in no bill: who came formerly, and who else is
//! welcome. A start whose tours do not fit any more keeps what fits of each (`tours`).
//!
//! **An order that is given** ([`drive`]) is no search: its disposals are placed and its clocks driven, limits broken where they must be.
//!
//! **The answer** ([`schedule`], `cost`): the best tours are walked exactly, with rests and windows chosen together and
//! lunch tried before every stop, for the shortest duty, and priced in whole millionths.
//!
//! # Ablations
//!
//! What a part is worth: the mean gap or cost of a set with it and without it, all else equal; seed 1 alone, on a busy
//! machine, so that single tenths mean little.
//!
//! | part | set | with | without |
//! |---|---|---|---|
//! | farther tours | X-n936-k151, 5 s | 1.1 % | 3.0 % |
//! | free days | PVRP p06, p13, p21, 4 s | 0.8 % | 12 % |
//! | moves of trips | MTVRPTWR, 5 s, two threads | 1.20 % | 1.49 % |
//! | moves of trips | Kim 2006, 10 s, two threads | -23.1 % | -22.7 % |
//! | longer strings | data/county, 150,000 iterations, three seeds | 314,956 | 320,131 |
//! | longer strings | data/town, 30,000 iterations, eight seeds | 24,904 | 25,137 |
//! | longer strings | Kim 2006, 804 / 1,599 stops, 40,000 iterations, three seeds | 561 / 1,086 | 569 / 1,148 |
//! | price of room | four of HFVRP, 5 s, one thread | 1.70 % | 1.88 % |
//! | linked lists | four of X, 5 s, one thread | 0.54 % | 0.84 % |
//! | polish | X n204, n351, n439, n627, n979 (eight clients a tour or more), 3 s, three seeds | 0.50 % | 0.70 % |
//! | polish | X n242, n420, n819 (fewer; not polished), 3 s, three seeds | 0.55 % | 0.50 % |
//! | linked lists where clocks count | R1_10_1; PR16A of MDVRPTW, 5 s, two to four seeds | 2.4; 3.5 % | 3.2; 4.8 % |
//! | polish there, of the nearest | the same, four seeds | 2.0; 3.2 % | 2.4; 3.5 % |
//! | of those whom windows suit, not the nearest | the same | 1.4; 2.8 % | 2.0; 3.2 % |
//! | ends exchanged between unlike bases | nine of MDVRPTW, 4 s, four times two seeds | 2.2 % | 2.4 % |
//! | half of the placing of disposals | data/town, 5 s, eight seeds | 40,959 | 41,059 |
//! | half of the placing of disposals | Kim 804; MTVRPTWR R2_2_04, 4 s, four seeds | 557.9; 5,290 | 559.9; 5,330 |
//!
//! # Sources
//!
//! - Angelelli & Speranza, *The periodic vehicle routing problem with intermediate facilities*, EJOR 137 (2002) 233-247,
//!   doi 10.1016/S0377-2217(01)00206-5.
//! - Christiaens & Vanden Berghe, *Slack induction by string removals for vehicle routing problems*, Transp. Sci. 54 (2020)
//!   417-433, doi 10.1287/trsc.2019.0914.
//! - Clarke & Wright, *Scheduling of vehicles from a central depot to a number of delivery points*, Oper. Res. 12 (1964)
//!   568-581, doi 10.1287/opre.12.4.568.
//! - Golden, Assad, Levy & Gheysens, *The fleet size and mix vehicle routing problem*, C&OR 11 (1984) 49-66, doi
//!   10.1016/0305-0548(84)90007-8.
//! - Held & Karp, *The traveling-salesman problem and minimum spanning trees*, Oper. Res. 18 (1970) 1138-1162, doi
//!   10.1287/opre.18.6.1138.
//! - McNaughton, *Scheduling with deadlines and loss functions*, Manage. Sci. 6 (1959) 1-12, doi 10.1287/mnsc.6.1.1.
//! - Prins, *A simple and effective evolutionary algorithm for the vehicle routing problem*, C&OR 31 (2004) 1985-2002, doi
//!   10.1016/S0305-0548(03)00158-8.
//! - Solomon, *Algorithms for the vehicle routing and scheduling problems with time window constraints*, Oper. Res. 35
//!   (1987) 254-265, doi 10.1287/opre.35.2.254.
//! - Toth & Vigo, *The granular tabu search and its application to the vehicle-routing problem*, INFORMS J. Comput. 15
//!   (2003) 333-346, doi 10.1287/ijoc.15.4.333.24890.
//! - Vidal, Crainic, Gendreau & Prins, *A unified solution framework for multi-attribute vehicle routing problems*, EJOR
//!   234 (2014) 658-673, doi 10.1016/j.ejor.2013.09.045.
//!
//! # What it does not do yet
//!
//! Docks in slots are paid for in the answer and not steered by. A daily limit of a disposal is hard at every step of
//! the search. A price for other days than formerly (`Former::day_price`) counts when patterns are chosen and in the
//! answer, not while the days are searched together.

mod bound;
mod construct;
mod cost;
mod day;
mod dice;
mod horizon;
mod insertion;
mod islands;
mod lean;
mod locality;
mod moves;
mod neighbourhood;
mod pace;
mod params;
mod parts;
mod problem;
mod quote;
mod recast;
mod recreate;
mod route;
mod ruin;
#[cfg(test)]
mod sample;
mod savings;
mod schedule;
mod search;
mod segments;
mod sequence;
mod solution;
mod solve;
mod space;
mod split;
mod tours;
mod validate;

pub use bound::{ClassBound, DayBound, fleet_bound};
pub use cost::preference_price;
pub use neighbourhood::Memory;
pub use params::{Budget, Progress, SolveParams, Watch};
pub use problem::{
    ANY_DURATION, ANY_TIME, Break, Client, Commodities, Disposal, DockLimit, Former, Load, Lunch,
    Pattern, Problem, ProblemError, VehicleClass, Visit,
};
pub use schedule::{load_on, schedule};
pub use sequence::{Call, Sequence, Then, drive};
pub use solution::{Activity, Milestone, Route, Solution, Unserved};
pub use solve::{solve, solve_again};
