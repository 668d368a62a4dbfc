//! The words of the report in English and Chinese, side by side.

use crate::district::Language;
use serde::Serialize;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $english:literal, $chinese:literal;)*) => {
        /// Every word of the report in one language.
        #[derive(Debug, Serialize)]
        pub(super) struct Words {
            $($(#[$doc])* pub(super) $name: &'static str,)*
        }

        static ENGLISH: Words = Words { $($name: $english,)* };
        static CHINESE: Words = Words { $($name: $chinese,)* };
    };
}

words! {
    lang: "en", "zh-CN";
    title: "Waste collection plan", "垃圾收运计划";
    any_week: "any week of the base season", "常规季节任意一周";
    week: "week", "周";
    made_by: "made by wasteways", "由 wasteways 生成,版本";
    seed: "seed", "随机种子";
    iterations: "iterations", "迭代次数";
    time_limited: "The search had a limit of time; a re-run may give a slightly different plan.",
        "本计划在限定时间内求得,重新计算结果可能略有不同。";
    all_good: "The plan serves everything and keeps every promise.", "计划完成全部收运任务,核查无任何问题。";
    not_all_good: "The plan needs attention.", "计划存在需要处理的问题。";
    findings_count: "findings of the check", "项核查问题";
    unserved_count: "visits not made", "次未完成收运";
    missed_count: "visits missed", "次漏收";
    stays: "stays at the points", "滞留在收集点";
    key_figures: "Key figures of the week", "本周主要指标";
    collected: "Collected", "收运量";
    trucks: "Trucks on the busiest day", "最忙日用车";
    of_held: "held", "辆(保有)";
    crews: "Crews needed", "所需班组";
    way: "Way", "行驶里程";
    duty: "On duty", "工作时长";
    overtime: "of it overtime", "其中加班";
    cost: "Cost of the week", "每周费用";
    per_tonne: "a tonne", "每吨";
    cleared: "Cleared within a day", "日产日清率";
    fuel: "Fuel", "油耗";
    co2: "of CO₂", "二氧化碳";
    from_defaults: "Waste that rests on default rates", "依据缺省产生率的垃圾占比";
    queue: "Waiting at facilities", "设施排队";
    cost_parts: "What the week costs", "费用构成";
    part: "Part", "项目";
    amount: "Amount", "金额";
    share: "Share", "占比";
    ownership: "Holding the fleet", "车辆保有";
    fixed: "Tours", "出车";
    distance: "Distance", "里程";
    time: "Time", "工时";
    overtime_cost: "Overtime", "加班";
    gate: "Gate prices", "处置费";
    haul: "Onward haul", "转运";
    total: "Total", "合计";
    attention: "What needs attention", "需要处理的问题";
    findings: "Findings of the check", "核查问题";
    who: "Who", "对象";
    day: "Day", "星期";
    clock: "Clock", "时刻";
    by: "By", "偏差";
    detail: "Detail", "说明";
    unserved: "Not served", "未收运";
    reason: "Reason", "原因";
    points: "Points", "收集点";
    visits: "Visits", "次数";
    kg: "kg", "公斤";
    and_more: "more are in the file", "项见文件";
    map: "Map", "地图";
    map_note: "Lines follow the roads; in a district without roads they join the stops. Click a line, or a row on the right; drag to zoom, double-click to zoom out.",
        "线路沿道路绘制;无路网时以直线连接各停靠点。点击线路或右侧列表可查看详情;拖动放大,双击还原。";
    all_days: "All days", "全周";
    all_tours: "All tours", "全部班次";
    tour: "Tour", "班次";
    tours: "Tours", "班次";
    trip: "Trip", "趟";
    trips: "Trips", "趟数";
    stop: "Stop", "站点";
    stops: "Stops", "停靠数";
    arrival: "Arrival", "到达";
    on_board: "On board", "车上";
    leaves: "Leaves", "出车";
    returns: "Returns", "收车";
    vehicle: "Vehicle", "车型";
    point: "Collection point", "收集点";
    village: "Village", "村";
    station: "Transfer station", "中转站";
    plant: "Treatment plant", "处理厂";
    base: "Base", "停车场";
    roads: "Roads", "道路";
    start: "leaves the base", "出车";
    end: "returns to the base", "收车";
    previous: "Previous", "上一个";
    next: "Next", "下一个";
    stations_by_hour: "Load of the facilities by hour", "设施逐时负荷";
    stations_note: "Trucks unload in order of arrival: arrivals count in the hour in which the truck comes, tonnes in the hour in which it unloads.",
        "车辆按到达先后卸料;车次计入到达的小时,吨数计入卸料的小时。";
    all_facilities: "All facilities", "全部设施";
    mean_day: "Mean of the week", "周平均";
    facility: "Facility", "设施";
    tonnes: "Tonnes", "吨";
    tonnes_week: "Tonnes a week", "周吨数";
    busiest_day: "Busiest day, t", "最忙日(吨)";
    limit: "Limit, t/day", "日处理能力(吨)";
    used: "Used", "利用率";
    arrivals: "Arrivals", "到达车次";
    waiting: "Waiting, min", "排队(分钟)";
    hour: "Hour of the day", "时";
    flow: "Where the waste goes", "垃圾流向";
    flow_note: "Tonnes on a mean day of the week, by town, from households to the plant.", "周平均日吨数,按乡镇从产生到处理。";
    elsewhere: "Without a village", "不属于任何村";
    compost: "Composted in the village", "就地堆肥";
    sale: "Sold by households", "住户售卖";
    fill: "Fills roads and pits", "就地填铺";
    uncollected: "Uncollected", "未收集";
    by_day: "Day by day", "逐日统计";
    by_vehicle: "Vehicle by vehicle", "分车型统计";
    by_town: "Town by town", "分乡镇统计";
    town: "Town", "乡镇";
    villages: "Villages", "村数";
    km: "km", "公里";
    hours: "Hours", "小时";
    overtime_hours: "Overtime, h", "加班(小时)";
    held: "Held", "保有";
    most_a_day: "Most a day", "单日最多";
    mean_hours: "Hours a tour", "班均小时";
    fullness: "Fullness of trips", "装载率";
    generated: "Generated, t/week", "产生量(吨/周)";
    taken: "Collected, t/week", "收运量(吨/周)";
    diverted: "Sorted out, t/week", "分流量(吨/周)";
    defaults: "Defaults used", "采用的缺省值";
    defaults_note: "Nobody gave these figures; a district's own would make the plan better.", "以下数值未提供,采用缺省值;改用本地数据可使计划更准确。";
    none_used: "None: every figure is the district's own.", "无:全部数据由本地提供。";
    table: "Table", "表";
    column: "Column", "列";
    value: "Value", "数值";
    source: "Source", "来源";
    rows: "Rows", "行数";
    warnings: "Warnings about the tables", "数据提示";
    no_script: "The map and the charts need JavaScript; the tables do not.", "地图与图表需要启用 JavaScript,表格不受影响。";
    monday: "Monday", "星期一";
    tuesday: "Tuesday", "星期二";
    wednesday: "Wednesday", "星期三";
    thursday: "Thursday", "星期四";
    friday: "Friday", "星期五";
    saturday: "Saturday", "星期六";
    sunday: "Sunday", "星期日";
    loaded: "kg", "公斤";
    fuel_hauling: "litres for 100 km, from, to and between facilities", "升/百公里,往返收集区与设施";
    fuel_collecting: "litres for 100 km, from point to point", "升/百公里,收集点之间";
    fuel_idling: "litres an hour, lifting and unloading", "升/小时,装卸作业";
    co2_per_litre: "kg of CO₂ a litre of diesel", "千克二氧化碳/升柴油";
}

impl Words {
    /// The words of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Zh => &CHINESE,
        }
    }

    /// Monday to Sunday.
    pub(super) fn weekdays(&self) -> [&'static str; 7] {
        [
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        ]
    }
}
