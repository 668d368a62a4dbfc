//! The words of what is handed out, driver sheets and timetables, in English and Chinese, side by side.

words! {
    /// Every word of these pages in one language.
    SheetWords;
    lang: "en", "zh-CN";
    title: "Driver sheets", "司机作业单";
    timetable: "Collection times", "垃圾收运时间表";
    any_week: "every week", "每周";
    tour: "Tour", "班次";
    vehicle: "Vehicle", "车型";
    plate: "Plate", "车牌号";
    driver: "Driver", "司机";
    crew: "crew of", "随车人数";
    leaves: "Leaves", "出车";
    returns: "Returns", "返回";
    base: "base", "停车场";
    key: "number · time · point · mark of a note · containers × litres · kg; ■ unloading", "序号 · 时间 · 收集点 · 备注标记 · 容器数×升 · 公斤;■ 卸车";
    visits: "stops", "个收集点";
    kg: "kg", "公斤";
    rest: "break", "休息";
    minutes: "min", "分钟";
    notes: "Notes", "备注";
    narrow: "width", "限宽";
    not_before: "from", "不早于";
    not_after: "before", "不晚于";
    no_village: "Markets, schools, others", "集市、学校及其他";
    driven: "km driven", "实际里程(公里)";
    weighed: "Weighed", "过磅";
    missed: "Not served", "未收点号";
    signature: "Driver's signature", "司机签字";
    checked: "Checked by", "核对人";
    haul: "Line haul", "转运";
    trip: "Trip", "趟次";
    out: "Leaves for", "前往";
    load: "Loads from", "装箱";
    leave: "Leaves full", "重车出发";
    arrive: "At the plant", "到达处理厂";
    tip_at: "Tips at", "卸料";
    back: "Free again", "返回";
    station: "Station", "中转站";
    plant: "Plant", "处理厂";
    how_to_print: "Each sheet prints as one A4 page.", "每张作业单打印为一页 A4。";
    stop_numbers: "Numbers on the map are those of the list.", "图中编号与清单编号一致。";
    put_out: "Please put waste out before the truck comes.", "请在收运车到达前将垃圾投放至收集点。";
    daily: "every day", "每天";
    between_days: ", ", "、";
    mon: "Mon", "周一";
    tue: "Tue", "周二";
    wed: "Wed", "周三";
    thu: "Thu", "周四";
    fri: "Fri", "周五";
    sat: "Sat", "周六";
    sun: "Sun", "周日";
    monday: "Monday", "周一";
    tuesday: "Tuesday", "周二";
    wednesday: "Wednesday", "周三";
    thursday: "Thursday", "周四";
    friday: "Friday", "周五";
    saturday: "Saturday", "周六";
    sunday: "Sunday", "周日";
}

weekdays!(SheetWords);
says!(SheetWords);

impl SheetWords {
    /// Monday to Sunday, short.
    pub(super) fn short_weekdays(&self) -> [&'static str; 7] {
        [
            self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun,
        ]
    }
}
