//! The words of `fleet.html` in English and Chinese, side by side.

words! {
    /// Every word of the page in one language.
    FleetWords;
    lang: "en", "zh-CN";
    too_old: "This browser is too old for the charts; the tables are whole.", "浏览器版本过低,无法显示图表,表格不受影响。";
    title: "How many trucks?", "需要多少辆车?";
    any_week: "any week of the base season", "常规季节任意一周";
    all_collectors: "all collectors", "全部收运车辆";
    seed: "seed", "随机种子";
    time_limited: "Each size had a limit of time; a re-run may give slightly different figures.",
        "每种车队规模在限定时间内求解,重新计算结果可能略有不同。";
    enough_before: "", "";
    enough_after: " vehicles do all that is asked.", " 辆车即可完成全部收运任务。";
    none_enough: "No size asked for does all that is asked.", "所询问的车队规模均无法完成全部任务。";
    bound_before: "It is proven that fewer than ", "已证明少于 ";
    bound_after: " can never do it.", " 辆不可能完成。";
    missing: "sizes are not planned yet", "种规模尚未计算";
    answer: "The answer", "结论";
    held: "Held today", "现有车辆";
    smallest: "Smallest complete", "最小可行规模";
    cheapest: "Cheapest", "费用最低";
    no_price: "holding has no price", "未给出保有费用";
    bound: "Proven bound", "已证明下界";
    gap: "Gap", "差距";
    cost_of_week: "Cost of the week", "每周费用";
    cost_note: "Dotted: the proven bound. Dashed: from here on everything is served. What stays at the points is in no cost; left of the dashed line the cost is of a week that leaves work undone.",
        "点线:已证明下界。虚线:由此起任务全部完成。未收运部分不计入费用,虚线左侧为未完成任务时的费用。";
    what_stays: "What stays at the points", "滞留量";
    left_note: "Never more with one truck more: a larger fleet can always drive a smaller one's plan.",
        "车辆增加时滞留量不会增加:较大的车队总可以执行较小车队的计划。";
    duty: "Overtime and queues", "加班与排队";
    duty_note: "Hours of the week, over all tours and all facilities.", "全周所有班次与设施的小时数。";
    ownership: "Holding the fleet", "车辆保有";
    fixed: "Tours", "出车";
    distance: "Distance", "里程";
    time: "Time", "工时";
    overtime: "Overtime", "加班";
    gate: "Gate prices", "处置费";
    haul: "Onward haul", "转运";
    feeders: "Feeders (estimated)", "村级清运(估算)";
    a_week: "a week", "每周";
    kg_a_week: "kg a week", "公斤/周";
    hours_a_week: "hours a week", "小时/周";
    unserved_kg: "kg that stay", "滞留公斤";
    unserved_points: "points", "收集点";
    overtime_hours: "overtime, h", "加班,小时";
    queue_hours: "queues, h", "排队,小时";
    latest_return: "latest return", "最晚收车";
    cleared: "cleared in a day", "日产日清率";
    vehicles_held: "vehicles held", "保有车辆数";
    all_sizes: "All sizes", "各种规模";
    findings: "findings", "项核查问题";
    plan_of: "drives the plan of", "执行此规模的计划:";
    proof: "The proof of the bound", "下界的证明";
    proof_note: "By capacity: the trips that the day's load needs, over the most trips of a shift. By time: service, unloading and the least driving (a spanning tree over points and disposals, and the last way of each trip), over the longest duty less the shortest way home. The better of both counts, for the visit days of the plan. Of the cost nothing is proven.",
        "按容量:当日所需趟数除以一个班次最多趟数。按时间:收集、卸料与最少行驶(收集点与卸料点的最小生成树及每趟最后一程)之和,除以最长工时减最短回程。取两者较大值,收运日以计划为准。费用下界尚未证明。";
    other_types: "Vehicles of other types that could do the work, taken off:", "可承担该任务的其他车型数量(已扣除):";
    of_types: "at least of", "辆以上,车型";
    day: "Day", "星期";
    visits: "visits", "次数";
    trips: "trips", "趟";
    trips_a_tour: "most trips of a shift", "每班最多趟数";
    by_capacity: "by capacity", "按容量";
    service: "service, h", "收集,小时";
    unloading: "unloading, h", "卸料,小时";
    driving: "driving, h", "行驶,小时";
    longest: "duty, h", "工时,小时";
    by_time: "by time", "按时间";
    availability: "Availability", "可用率";
    days_a_week: "days a week", "天/周";
    mix: "Mix", "车型组成";
    not_known: "Which fleet is the smallest that does the work is not known: smaller sizes have not been planned.", "尚未规划较小的车队规模,无法确定能完成全部工作的最小车队。";
    no_gap: "Why there is no gap", "为何没有差距";
    no_gap_note: "The smallest complete fleet holds as many vehicles as the proof asks for: no smaller fleet can do this work, however it is planned.", "最小的完整车队与证明所要求的车辆数相同：无论如何规划，更小的车队都无法完成这些工作。";
    why_gap: "Why the gap is open", "差距从何而来";
    why_gap_note: "Hours a week of the smallest complete fleet, and what the proof counts of them. Free hours are what the longest duties would still allow; driving that the proof does not see are the ways between villages, from each truck's own base, and trips that do not fill the largest body.",
        "最小可行车队每周的小时数与证明所计入的小时数。空余为最长工时内尚可利用的时间;证明未计入的行驶包括村间往返、各车从自身基地出发的路程,以及未装满最大车厢的趟次。";
    in_plan: "plan, h", "计划,小时";
    in_proof: "proof, h", "证明,小时";
    service_part: "Service at points", "收集";
    unloading_part: "Unloading", "卸料";
    driving_part: "Driving", "行驶";
    waiting_part: "Breaks and waiting", "休息与等待";
    free_part: "Free", "空余";
    monday: "Monday", "周一";
    tuesday: "Tuesday", "周二";
    wednesday: "Wednesday", "周三";
    thursday: "Thursday", "周四";
    friday: "Friday", "周五";
    saturday: "Saturday", "周六";
    sunday: "Sunday", "周日";
}

weekdays!(FleetWords);

impl FleetWords {
    /// What duty goes into, in the order of the summary.
    pub(super) fn duty_parts(&self) -> [&'static str; 5] {
        [
            self.service_part,
            self.unloading_part,
            self.driving_part,
            self.waiting_part,
            self.free_part,
        ]
    }
}
