//! `monthly.html` (考核): the towns ranked, and for each the paragraph that it sends up, filled with figures, and its villages
//! ranked. Prints a page a town or more.

use super::figures::grouped;
use super::frame::frame;
use crate::district::{District, Language, TownId};
use crate::quantity::WEEKS_A_MONTH;
use crate::report::AssessmentSummary;
use crate::report::monthly::{Row, TownFacts};
use maud::{Markup, html};

words! {
    /// Every word of the page in one language.
    MonthlyWords;
    lang: "en", "zh-CN";
    title: "Monthly table", "月度考核表";
    done: "From what was done,", "依据实际收运记录,";
    done_means: "for a mean month. A visit counts if it was made before the next one was due; what was not weighed counts as what had arisen; costs and sorting are the plan's. Weights of the mark:", "按平均月折算。下次应收日之前完成的计为完成;未称重的按产生量推算;费用与分类减量率取自计划。评分权重:";
    to: "to", "至";
    visits_due: "visits due:", "次应收:";
    on_day: "on their day,", "次当日完成,";
    late: "later,", "次补收,";
    missed: "missed,", "次漏收,";
    unasked: "that nobody had asked for.", "次计划外收运。";
    weighed: "t were taken, of which estimated:", "吨已收运,其中推算:";
    cleared_share: "Of what arose was cleared on its day", "当日产生当日清运";
    planned: "(planned", "(计划";
    driven: "Vehicles that were tracked drove", "有定位的车辆实际行驶";
    which: "Which visits, whose tours: missed.csv", "漏收明细及班次见 missed.csv";
    basis: "From the plan, for a mean month: what it promises, not what was done. Weights of the mark:", "依据计划按平均月计算,为计划承诺值,并非实际完成值。评分权重:";
    towns: "Towns", "乡镇排名";
    rank: "Rank", "名次";
    mark: "Mark", "得分";
    town: "Town", "乡镇";
    village: "Village", "村";
    households: "Households", "户数";
    points: "Points", "收集点";
    coverage: "Coverage", "覆盖率";
    visits: "Visits made", "收运完成率";
    bins: "Bins hold", "容器不满溢率";
    overflowing: "Bins overflow", "满溢点";
    clearing: "Cleared daily", "日产日清率";
    sealed: "Sealed", "密闭运输率";
    sorting: "Sorted", "分类减量率";
    tonnes: "t a month", "吨/月";
    a_tonne: "a tonne", "每吨费用";
    a_household: "a household", "每户每月费用";
    has: "has", "辖";
    villages_with: "villages with", "个村,";
    households_and: "households and", "户、";
    people: "people.", "人。";
    bins_at: "containers stand at", "个容器设于";
    points_and: "collection points;", "个收集点;";
    tours_fetch: "tours a week fetch", "个班次每周收运,每月";
    tonnes_to: "t a month and bring it to", "吨,运往";
    stop: ".", "。";
    cost_is: "That costs", "费用为每吨";
    per_tonne_and: "a tonne and", "元,每户每月";
    per_household: "a household and month.", "元。";
}

/// All fourteen columns fit on a sheet that lies on its side.
const STYLE: &str = "h2 { break-after: avoid; } @page { size: A4 landscape; margin: 12mm; } @media print { section.town { break-before: page; } \
    .scroll { overflow: visible; } main table { width: 100%; } main td { font-size: 8.5pt; } main th, main td { padding: 0.15rem 0.2rem; } \
    main th { font-size: 8pt; } main th.number { white-space: normal; } }";

/// What the table rests on.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) enum Basis<'a> {
    /// What the plan promises.
    Plan,
    /// What was done.
    Done(&'a AssessmentSummary),
}

impl Basis<'_> {
    fn words(&self, words: &MonthlyWords) -> String {
        match self {
            Self::Plan => words.basis.to_owned(),
            Self::Done(sums) => format!(
                "{} {} {} {}, {}",
                words.done, sums.from, words.to, sums.to, words.done_means
            ),
        }
    }

    /// The sums of what was done.
    fn figures(&self, words: &MonthlyWords) -> Markup {
        let Self::Done(sums) = self else {
            return html! {};
        };
        let count = |visits: u32| grouped(f64::from(visits), 0);
        html! {
            section {
                p { (count(sums.visits_due)) " " (words.visits_due) " " (count(sums.visits_on_day)) " " (words.on_day) " "
                    (count(sums.visits_late)) " " (words.late) " " strong { (count(sums.visits_missed)) " " (words.missed) } " "
                    (count(sums.visits_unasked)) " " (words.unasked) " " a href="missed.csv" { (words.which) } }
                p { (grouped(sums.tonnes, 1)) " " (words.weighed) " " (grouped(sums.estimated_percent, 1)) " %. "
                    (words.cleared_share) ": " (grouped(sums.daily_clearing_percent, 1)) " % " (words.planned) " "
                    (grouped(sums.daily_clearing_planned_percent, 1)) " %)" }
                @if let (Some(driven), Some(planned)) = (sums.driven_km, sums.planned_km) {
                    p { (words.driven) " " (grouped(driven, 0)) " km " (words.planned) " " (grouped(planned, 0)) " km): " a href="driven.csv" { "driven.csv" } }
                }
            }
        }
    }
}

/// The page.
pub(in crate::report) fn monthly_page(
    district: &District,
    (rows, facts): (&[Row], &[TownFacts]),
    basis: Basis<'_>,
    language: Language,
) -> Vec<u8> {
    let words = MonthlyWords::of(language);
    let title = format!("{} · {}", district.name, words.title);
    let names = [
        words.coverage,
        words.visits,
        words.bins,
        words.clearing,
        words.sealed,
        words.sorting,
    ];
    let weights = district.weights.by_key().into_iter().zip(names);
    let weights: Vec<String> = weights
        .map(|((_, weight), name)| format!("{name} {weight}"))
        .collect();
    let of_towns = rows.iter().filter(|row| row.village.is_none());
    let body = html! {
        header { p.eyebrow { (words.title) } h1 { (district.name) } p.quiet { (basis.words(words)) " " (weights.join(" · ")) } }
        main {
            (basis.figures(words))
            section { h2 { (words.towns) } (table(district, of_towns, words)) }
            @for (number, facts) in facts.iter().enumerate() {
                (town(district, TownId::from_index(number), rows, facts, words))
            }
        }
        footer { (district.name) " · wasteways " (env!("CARGO_PKG_VERSION")) }
    };
    frame(words.lang, &title, STYLE, body)
        .into_string()
        .into_bytes()
}

fn town(
    district: &District,
    town: TownId,
    rows: &[Row],
    facts: &TownFacts,
    words: &MonthlyWords,
) -> Markup {
    let own = rows
        .iter()
        .find(|row| row.town == town && row.village.is_none());
    let villages = || {
        let of_town = rows.iter().filter(move |row| row.town == town);
        of_town.filter(|row| row.village.is_some())
    };
    let Some(own) = own.filter(|_| villages().next().is_some()) else {
        return html! {};
    };
    html! {
        section.town {
            h2 { (district.towns[town.index()].name) }
            p { (paragraph(district, own, villages().count(), facts, words)) }
            (table(district, villages(), words))
        }
    }
}

/// What the town reports.
fn paragraph(
    district: &District,
    own: &Row,
    villages: usize,
    facts: &TownFacts,
    words: &MonthlyWords,
) -> String {
    let sums = &own.sums;
    let whole = |value: f64| grouped(value, 0);
    let facilities: Vec<&str> = facts
        .facilities
        .iter()
        .map(|id| district.disposal_name(*id))
        .collect();
    let mut text = format!(
        "{} {} {villages} {} {} {} {} {} {} {} {} {} {} {} {} {} {}{}",
        district.towns[own.town.index()].name,
        words.has,
        words.villages_with,
        whole(sums.households),
        words.households_and,
        whole(sums.people),
        words.people,
        facts.containers,
        words.bins_at,
        whole(sums.points),
        words.points_and,
        facts.tours,
        words.tours_fetch,
        grouped(sums.kg * WEEKS_A_MONTH / 1_000.0, 1),
        words.tonnes_to,
        facilities.join(", "),
        words.stop,
    );
    if let (Some(a_tonne), Some(a_household)) = (own.a_tonne(), own.a_household()) {
        text.push_str(&format!(
            " {} {} {} {} {}",
            words.cost_is,
            grouped(a_tonne, 0),
            words.per_tonne_and,
            grouped(a_household, 1),
            words.per_household,
        ));
    }
    text
}

fn table<'a>(
    district: &District,
    rows: impl Iterator<Item = &'a Row>,
    words: &MonthlyWords,
) -> Markup {
    let percent = |share: f64| html! { td.number { (grouped(100.0 * share, 1)) " %" } };
    let money = |value: Option<f64>, digits: usize| html! { td.number { (value.map_or("–".into(), |value| grouped(value, digits))) } };
    html! {
        div.scroll { table {
            thead { tr { th.number { (words.rank) } th.number { (words.mark) } th { (words.town) " / " (words.village) } th.number { (words.households) }
                th.number { (words.points) } th.number { (words.coverage) } th.number { (words.visits) } th.number { (words.overflowing) }
                th.number { (words.clearing) } th.number { (words.sealed) } th.number { (words.sorting) } th.number { (words.tonnes) }
                th.number { (words.a_tonne) } th.number { (words.a_household) } } }
            tbody { @for row in rows {
                @let [coverage, visits, _, clearing, sealed, sorting] = row.sums.shares();
                tr {
                    td.number { (row.rank) } td.number { strong { (grouped(row.mark, 1)) } }
                    td { (row.village.map_or(&district.towns[row.town.index()].name, |id| &district.villages[id.index()].name)) }
                    td.number { (grouped(row.sums.households, 0)) } td.number { (grouped(row.sums.points, 0)) }
                    (percent(coverage)) (percent(visits)) td.number { (grouped(row.sums.overflowing, 0)) }
                    (percent(clearing)) (percent(sealed)) (percent(sorting))
                    td.number { (grouped(row.sums.kg * WEEKS_A_MONTH / 1_000.0, 1)) } (money(row.a_tonne(), 0)) (money(row.a_household(), 1))
                }
            } }
        } }
    }
}
