//! The flow of a county: 316 villages, 8,200 points, five streams, a calendar.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wasteways::district::{
    CalendarDay, CalendarRow, District, DistrictBuilder, Place, Sink, StreamKind, TownId,
};
use wasteways::flow::flow;
use wasteways::quantity::IsoWeek;

fn county() -> District {
    let mut builder = DistrictBuilder::new("bench");
    let kinds = [
        StreamKind::Compostable,
        StreamKind::Recyclable,
        StreamKind::Inert,
        StreamKind::Other,
    ];
    builder.district.streams[0].share = 0.2;
    for (kind, sink) in kinds
        .into_iter()
        .zip([Sink::Compost, Sink::Sale, Sink::Fill, Sink::Chain])
    {
        let mut stream = builder.district.streams[0].clone();
        stream.name = format!("{kind:?}");
        (stream.kind, stream.goes_to, stream.sorted_share) = (kind, sink, 0.4);
        builder.add_stream(stream);
    }
    for v in 0..316u32 {
        let place = Place::new(
            119.5 + f64::from(v % 20) * 0.03,
            35.8 + f64::from(v / 20) * 0.03,
        );
        let village = builder.add_village(&format!("T{}", v % 17), &format!("V{v}"), place, 565);
        for p in 0..26 {
            let rate = (p % 3 == 0).then_some(12.0);
            builder.add_point(&format!("V{v}-{p}"), village, place, 2, rate);
        }
    }
    builder.add_plant("plant", Place::new(119.8, 36.0));
    for town in 0..17 {
        let first = CalendarDay {
            year: None,
            month: 1,
            day: 1,
        };
        builder.add_calendar(CalendarRow {
            factor: 1.1,
            from: Some(first),
            to: Some(CalendarDay { day: 15, ..first }),
            days: None,
            day_digits: vec![1, 6],
            lunar: town % 2 == 0,
            town: Some(TownId(town)),
            village: None,
            stream: None,
        });
    }
    builder.build().expect("no rule is broken")
}

fn bench(criterion: &mut Criterion) {
    let district = county();
    let week = Some(IsoWeek {
        year: 2026,
        week: 8,
    });
    criterion.bench_function("flow, county", |b| {
        b.iter(|| flow(black_box(&district), week))
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
