//! The words of `simulate.html` in English and Chinese, side by side.

words! {
    /// Every word of the page in one language.
    SimulationWords;
    lang: "en", "zh-CN";
    title: "What may go wrong in a real week", "实际运行风险";
    any_week: "any week of the base season", "常规季节任意一周";
    weeks: "weeks lived through", "周模拟";
    seed: "seed", "随机种子";
    in_a_week: "In a week", "每周";
    interval_note: "Below each figure the interval that holds the truth in 95 of 100 simulations.", "数字下方为 95 % 置信区间。";
    overflowing: "Containers that overflow", "满溢的收集点";
    late_tours: "Tours home late", "超时班次";
    clearing: "Daily clearing kept, %", "日产日清率,%";
    queue_hours: "Queues at facilities, h", "设施排队,小时";
    full_early: "Trucks full early, times", "车辆提前装满,次";
    comparison: "The other plan, less this one", "另一计划与本计划之差";
    comparison_note: "Both plans met the same weeks; an interval without 0 is a real difference.", "两计划经历相同的随机周;区间不含 0 即为显著差异。";
    weakest: "The weakest places, and what would mend them", "最薄弱的收集点及改进办法";
    weakest_note: "Probability that the containers overflow in a week, and with one container or one visit more, each place by itself in the same weeks.",
        "每周满溢概率,以及增加一个容器或增加一次收运后的概率(各点单独以相同随机周计算)。";
    none_overflows: "No container overflowed.", "没有收集点满溢。";
    one_container: "one container more", "增加一个容器";
    one_visit: "a visit on", "增加收运:";
    mends: "what would mend it", "改进办法";
    point: "Point", "收集点";
    village: "Village", "村";
    stream: "Stream", "类别";
    overflows: "overflows in a week", "每周满溢概率";
    overflow_by_point: "Overflow by point", "各收集点满溢概率";
    points_overflowed: "containers overflowed at least once; all are in", "处曾满溢,全部见";
    late_by_tour: "Late returns by tour", "各班次超时概率";
    tours_late: "tours came home late at least once; all are in", "个班次曾超时,全部见";
    tour: "Tour", "班次";
    vehicle: "Vehicle", "车型";
    late: "late", "超时概率";
    minutes: "minutes late then", "平均超时,分钟";
    stations: "Facilities", "设施";
    stations_note: "Floors: the hauls of the plan are not lived through; 1.25 times the planned mean is sent on, evenly over the opening hours.",
        "场地:不逐班模拟转运,按计划均值的 1.25 倍在开放时间内均匀外运。";
    facility: "Facility", "设施";
    floor: "floor overflows in a week", "每周库存超限概率";
    queue_minutes: "queue, minutes a week", "排队,分钟/周";
    spread: "What strays, and how far", "波动参数";
    spread_note: "Factors are lognormal with mean 1; a cv is standard deviation / mean. spread.csv changes them; the defaults are assumptions.",
        "因子服从均值为 1 的对数正态分布,cv 为变异系数。可在 spread.csv 中修改,缺省值为假设。";
    district_cv: "Week of the district, cv", "全县每周,cv";
    village_cv: "Week of a village, cv", "各村每周,cv";
    point_cv: "Day at a point, cv", "各点每日,cv";
    service_cv: "A service or unloading, cv", "收集与卸料时间,cv";
    travel_cv: "Driving of a tour, cv", "班次行驶时间,cv";
    breakdown: "Breakdowns a tour", "每班次故障率";
    monday: "Monday", "周一";
    tuesday: "Tuesday", "周二";
    wednesday: "Wednesday", "周三";
    thursday: "Thursday", "周四";
    friday: "Friday", "周五";
    saturday: "Saturday", "周六";
    sunday: "Sunday", "周日";
}

weekdays!(SimulationWords);
says!(SimulationWords);
