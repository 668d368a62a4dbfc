//! What the judge finds in a plan, and why something is not collected.

use super::Pair;

pub(super) const PAIRS: &[Pair] = &[
    (
        "up to {} days old when collected, at most {}",
        "收运时最长已存放 {} 天,上限 {} 天",
    ),
    ("a day", "每日"),
    ("in {} days", "{} 天"),
    (
        "bins overflow: {} l {} in {} l; {} more containers, or {}, would do",
        "容器溢出:{1}{0} 升,容量 {2} 升;增加 {3} 个容器或{4}即可",
    ),
    ("{} visits a day", "每日 {} 次收运"),
    ("{} visits a week", "每周 {} 次收运"),
    (
        "{} at the wheel without a break of {}",
        "连续驾驶 {},未休息 {}",
    ),
    ("{} in the trip, payload {}", "本趟 {},载质量 {}"),
    (
        "{} in the trip, body x compaction {} l",
        "本趟 {},厢体容积×压缩比 {} 升",
    ),
    ("{}, {}, {} are not in order", "{}、{}、{} 次序不对"),
    (
        "arrival, start and departure are one clock at the base",
        "在车场到达、开始与离开应为同一时刻",
    ),
    ("arrives at {}, {} expected", "{} 到达,应为 {}"),
    ("{} does not carry {}", "{} 不收运{}"),
    ("no containers for {}", "没有{}的容器"),
    ("{} streams in one trip", "一趟装有 {} 种类别"),
    ("does not take {}", "不接收{}"),
    ("says {}, which is not on board", "填写{},车上没有"),
    ("{} is {} m too wide", "{} 超宽 {} 米"),
    ("{} is {} t too heavy", "{} 超重 {} 吨"),
    ("{} cannot empty containers {}", "{} 不能操作容器 {}"),
    (
        "{} l since {}, the containers hold {} l",
        "自{1}起积存 {0} 升,容器容量 {2} 升",
    ),
    (
        "returns with {} on board and no disposal",
        "返回时车上有 {} 未卸",
    ),
    (
        "{} finds no dock free, there are {}; crowded for {} in all",
        "{} 时无空闲卸料位(共 {} 个);合计拥挤 {}",
    ),
    ("{} collected, {} kg are there", "收运 {},现场有 {} kg"),
    ("{} tours, {} vehicles fit", "{} 个班次,可用车辆 {} 辆"),
    (
        "{} tours a week, {} vehicles are fit and work on {} days together",
        "每周 {} 个班次,可用 {} 辆、合计可出车 {} 天",
    ),
    ("{} in store, it holds {}", "存放 {},库容 {}"),
    ("{} tipped, at most {} a day", "卸料 {},每日上限 {}"),
    ("this trip stands twice", "此趟重复"),
    ("trip {} is the tour's {}", "第 {} 趟实为该班次第 {} 趟"),
    ("there is no way for this hauler", "此转运车无路可达"),
    ("stays {}, {} is needed", "停留 {},需要 {}"),
    ("{} at {}, not before {}", "{1} {0},不应早于 {2}"),
    ("begins at {}, open {} to {}", "{} 开始,开放时间 {} 至 {}"),
    ("{} written, {} driven", "填写 {},实际行驶 {}"),
    ("{} in a body for {}", "装载 {},厢体限 {}"),
    ("{} loose litres, {} fit", "松散 {} 升,可装 {} 升"),
    ("is no hauler", "不是转运车"),
    ("the station sends elsewhere", "该中转站转往别处"),
    ("the shift begins at {}", "{} 上班"),
    ("the shift ends at {}", "{} 下班"),
    ("{} on duty, at most {}", "在班 {},上限 {}"),
    (
        "{} kg tipped in a week are never sent on",
        "每周卸料 {} kg 未转出",
    ),
    (
        "{} kg more sent on in a week than are tipped",
        "每周转出比卸料多 {} kg",
    ),
    (
        "{} finds no way here from the row before",
        "{} 从上一行无路可达此处",
    ),
    (
        "leg of {} and {}, recomputed {} and {}",
        "本段 {}、{},重算为 {}、{}",
    ),
    ("takes {}", "装载 {}"),
    ("tips {} of {} on board", "卸料 {},车上有 {}"),
    ("handles {}", "处理 {}"),
    ("{} written, recomputed {}", "填写 {},重算 {}"),
    ("{} on board, recomputed {}", "车上 {},重算 {}"),
    ("pin refused", "指定未满足"),
    ("{} comes, {} is pinned", "由 {} 收运,指定为 {}"),
    ("tipped at {}, {} is pinned", "卸于 {},指定为 {}"),
    ("visited on {}, pinned to {}", "{} 收运,指定为 {}"),
    ("sequence {}, {}: {}", "序号 {},{}:{}"),
    ("point {}", "收集点 {}"),
    ("station {}", "中转站 {}"),
    ("plant {}", "处理厂 {}"),
    ("serves {}, needs {}", "作业 {},需要 {}"),
    ("leaves at {}, the shift begins at {}", "{} 出车,{} 上班"),
    ("returns at {}, the shift ends at {}", "{} 返回,{} 下班"),
    ("a second tour of this name", "班次编号重复"),
    (
        "names a point, stream or day that the district does not have",
        "填写了不存在的收集点、类别或星期",
    ),
    ("its day is not of the week", "星期不在一周之内"),
    (
        "its vehicle is no collector of the district",
        "车辆不是本县(区)的压缩车",
    ),
    (
        "one start first and one end last are expected",
        "首行应为出车,末行应为收车",
    ),
    (
        "a stop names a point, facility or stream that the district does not have",
        "停靠点填写了不存在的收集点、设施或类别",
    ),
    (
        "a haul names what the district does not have, or holds a number that none can reach",
        "转运行程引用了本区没有的对象，或数值超出任何可能",
    ),
    (
        "a stop holds a number that no tour can reach",
        "停靠点的数值超出任何班次的可能",
    ),
    ("trip {}, expected {}", "第 {} 趟,应为第 {} 趟"),
    (
        "named as unserved, though nothing arises there",
        "列为未收运,但此处没有垃圾",
    ),
    (
        "named as unserved, though its visits are made and nothing stays",
        "列为未收运,但收运已完成且无剩余",
    ),
    (
        "{} kg stay and are not named as unserved",
        "剩余 {} kg,未列为未收运",
    ),
    (
        "{} kg stay, {} are named as unserved",
        "剩余 {} kg,列为未收运 {} kg",
    ),
    (
        "visited although nothing has arisen",
        "没有垃圾却安排了收运",
    ),
    (
        "{} of {} visiting days, {} named as unserved",
        "收运日 {} / {},列为未收运 {} 天",
    ),
    ("{} visits of the day are missing", "当日缺 {} 次收运"),
    (
        "{} days since the last visit, {} visits a week are asked for",
        "距上次收运 {} 天,要求每周 {} 次",
    ),
    // Why something is left.
    (
        "every vehicle is too wide, heavy or high for the place or the roads to it",
        "所有车辆对该处或通往该处的道路都过宽、过重或过高",
    ),
    (
        "no vehicle carries this stream and empties these containers",
        "没有车辆既收运此类别又能操作这些容器",
    ),
    (
        "every vehicle that carries this stream is out of service: its count or availability is 0",
        "能收运此类别的车辆均停用:数量或完好率为 0",
    ),
    (
        "the way is longer than a driver may drive without a break, and has no stop on it",
        "路程超过连续驾驶时限,途中无处可停",
    ),
    (
        "the vehicles on duty have no hours or room left; others are in the workshop or off on this day",
        "当班车辆工时或容量已满;其余车辆检修或休班",
    ),
    (
        "every vehicle that could come is in the workshop or off on this day",
        "可派车辆当日均检修或休班",
    ),
    ("no facility takes this stream", "没有设施接收此类别"),
    (
        "no road leads there for any vehicle that could come",
        "可派车辆无路可达",
    ),
    (
        "does not fit the windows and the shift, even alone",
        "即使单独收运也不符合时间窗与班次",
    ),
    ("the fleet has no hours or room left", "车队工时或容量已满"),
    (
        "the daily limits of the facilities are used up",
        "设施每日限量已用完",
    ),
    (
        "the station or plant has no dock or floor free for it, or haulers cannot take it on",
        "中转站或处理厂没有空闲卸料位或场地,或转运能力不足",
    ),
    ("the rounds given do not come here", "所给线路不到此处"),
    ("pin refused: {}", "指定未满足:{}"),
    ("pin refused:", "指定未满足:"),
];
