//! What commands say on the console.

use super::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("error: {}", "错误:{}"),
    (
        "1 fault in the input, nothing was written:",
        "输入数据有 1 处错误,未写出任何文件:",
    ),
    (
        "{} faults in the input, nothing was written:",
        "输入数据有 {} 处错误,未写出任何文件:",
    ),
    ("faults in the input", "输入数据有错误"),
    ("1 warning:", "1 条提示:"),
    ("{} warnings:", "{} 条提示:"),
    ("Written to {}.", "已写入 {}。"),
    ("Written to {} in {} s.", "已写入 {},用时 {} 秒。"),
    ("{}{}Written anew to {}.", "{}{}已重新写入 {}。"),
    (
        "{}{}{}Written to {} in {} s.",
        "{}{}{}已写入 {},用时 {} 秒。",
    ),
    ("Written anew to {}.", "已重新写入 {}。"),
    // plan
    ("{}: {} t a week on {} tours", "{}:每周 {} 吨,{} 个班次"),
    (
        "trucks   {} on the busiest day, {} crews",
        "车辆   最忙日 {} 辆,班组 {} 个",
    ),
    (
        "way      {} km, {} h on duty, {} h overtime",
        "行程   {} 公里,在班 {} 小时,加班 {} 小时",
    ),
    (
        "cost     {} {} a week, {} a tonne",
        "费用   每周 {} {},每吨 {}",
    ),
    (
        "feeders  {} needed by estimate, {} held",
        "清运车 估算需要 {} 辆,现有 {} 辆",
    ),
    (", {} held where told", ",已填报的在岗 {} 人"),
    (
        "cleaners {} needed by the norm{}",
        "保洁员 按标准需要 {} 人{}",
    ),
    ("unserved nothing", "未收运 无"),
    (
        "unserved {} visits, {} kg: unserved.csv says why",
        "未收运 {} 次,{} kg:原因见 unserved.csv",
    ),
    ("check    no findings", "核查   无问题"),
    (
        "check    {} findings: findings.csv lists them",
        "核查   {} 个问题:见 findings.csv",
    ),
    (
        "cleared  {} % of all waste within a day ({})",
        "日产日清 {} %({})",
    ),
    (
        ", and {} kg would stay with this fleet",
        ",以现有车队将剩余 {} kg",
    ),
    (
        "all of it daily: at most {} {} a week, {} trucks on the busiest day{}",
        "全部日产日清:每周至多 {} {},最忙日 {} 辆{}",
    ),
    (
        "docks    {} h in queues, {} h before starts were staggered",
        "卸料位 排队 {} 小时,错峰前 {} 小时",
    ),
    (
        "haul     {} containers by {} haulers (at least {}), {} km, {} kg too much on floors",
        "转运   {} 箱,转运车 {} 辆(至少 {} 辆),{} 公里,场地超存 {} kg",
    ),
    (
        "changed  {} of {} villages, at a price of {} {} a visit by another vehicle or on another day",
        "变动   {} / {} 个村,换车或换日每次计 {} {}",
    ),
    (
        "savings  if so many visits may change vehicle or day:",
        "节省   若允许以下比例的收运换车或换日:",
    ),
    (
        "{} % {} {}, {} % less, with {} % changed",
        "{} % {} {},减少 {} %,变动 {} %",
    ),
    ("generators of no village", "不属任何村的产生源"),
    ("{}: {} by {} -> {} by {}", "{}:{}({})→ {}({})"),
    (
        "{}  villages  {} with other days, vehicles or facilities",
        "{}  村庄  {} 个村的日期、车辆或设施有变动",
    ),
    (
        "villages  {} with other days, vehicles or facilities",
        "村庄  {} 个村的日期、车辆或设施有变动",
    ),
    (
        "The folder holds more than the plan, or could not be moved; its files were replaced one by one.",
        "文件夹中还有其他文件或无法移动;已逐个替换其中的文件。",
    ),
    (
        "The search was ended by hand: this is the best plan it had by then.",
        "计算已手动结束:以下为当时最好的方案。",
    ),
    ("writing the plan", "写出方案"),
    ("planning at other prices of changes", "以其他变动价格计算"),
    (
        "--daily {}: the district's streams are {}",
        "--daily {}:本县(区)的类别为 {}",
    ),
    ("a number from 0 to 1000000", "0 到 1000000 的数"),
    (
        "--history: another file than --out",
        "--history：须与 --out 不同的文件",
    ),
    ("following the waste", "推算垃圾流向"),
    ("measuring the ways", "计算路程"),
    ("posing the rounds", "建立收运任务"),
    ("making a first plan", "生成初始方案"),
    ("trying prices of the way on from stations", "试算转运价格"),
    (
        "cutting visits to the room that is left",
        "按剩余能力裁减收运",
    ),
    (
        "searching at the price of the way on that was found",
        "按所得转运价格优化",
    ),
    (
        "searching with the queues that were found",
        "计入排队继续优化",
    ),
    ("searching on from the best plan", "从最好的方案继续优化"),
    (
        "levelling the stations and planning line haul",
        "平衡中转站并安排转运",
    ),
    ("taking out what cannot be kept", "去除无法完成的收运"),
    (
        "planning to clear all waste daily",
        "计算全部日产日清的方案",
    ),
    ("reading the roads: {} %", "读取道路:{} %"),
    ("{}: {} iterations", "{}:{} 次迭代"),
    ("{} of {}, about {} left", "{} / {},约剩 {}"),
    // check
    (
        "warning: whether the plan was edited cannot be told: {}",
        "提示:无法判断方案是否被修改:{}",
    ),
    ("Not judged: {}.", "未核查:{}。"),
    ("driven so it keeps every promise", "照此行驶各项要求均满足"),
    (
        "{} findings on them as written: --strict lists them",
        "按所写数据有 {} 个问题:用 --strict 列出",
    ),
    (
        "as written they cannot be read: --strict says why",
        "按所写数据无法读取:用 --strict 说明原因",
    ),
    (
        "Clocks, metres and sums in {} are still those of before ({}); --retime writes them anew.",
        "{} 中的时刻、里程与合计仍为修改前的数值({});用 --retime 重新写出。",
    ),
    (
        "the plan keeps every promise, and its tables say what it is",
        "方案满足各项要求,各表与之相符",
    ),
    ("No findings: {}.", "无问题:{}。"),
    ("1 finding:", "1 个问题:"),
    ("{} findings:", "{} 个问题:"),
    ("and {} more", "另有 {} 个"),
    (", and {} more", ",另有 {} 个"),
    (
        "Collected {} t; {} visits missed, {} kg unserved; collection costs {}.",
        "收运 {} 吨;漏收 {} 次,未收运 {} kg;收运费用 {}。",
    ),
    ("Nothing was moved: {}.", "没有移动:{}。"),
    ("{} edits: {}.", "{} 处修改:{}。"),
    ("fits, {}", "可行,{}"),
    ("does not fit: {}{} {}{}; {}", "不可行:{}{} {}{};{}"),
    ("at the same cost", "费用不变"),
    ("{} {} a week", "每周 {} {}"),
    ("moves {} from {} to {}", "将 {} 从 {} 移到 {}"),
    (
        "moves {} from {} to the new tour {}",
        "将 {} 从 {} 移到新班次 {}",
    ),
    ("gives up {}: {} go to {}", "取消 {}:{} 移到 {}"),
    ("swaps {} and {} in {}", "在 {2} 中对调 {0} 与 {1}"),
    ("moves 1 stop within {}", "在 {} 内移动 1 个停靠点"),
    ("moves {} stops within {}", "在 {1} 内移动 {0} 个停靠点"),
    ("adds {} to {}", "将 {} 加入 {}"),
    ("adds the tour {} with {}", "新增班次 {}:{}"),
    ("takes {} out of {}", "将 {} 从 {} 去除"),
    ("takes out {} with {}", "去除 {}:{}"),
    ("calls {} {}", "将 {} 改名为 {}"),
    ("gives {} to {} in place of {}", "将 {} 交给 {},原为 {}"),
    (
        "lets {} leave at {} in place of {}",
        "{} 改为 {} 出车,原为 {}",
    ),
    (
        "lets {} tip at {} in place of {}",
        "{} 改在 {} 卸料,原为 {}",
    ),
    ("lets {} tip elsewhere in its order", "{} 的卸料次序改变"),
    (
        "lets {} tip {} times in place of {}",
        "{} 改为卸料 {} 次,原为 {} 次",
    ),
    ("stop {}", "停靠点 {}"),
    ("{} stops", "{} 个停靠点"),
    (
        "reasons in visits.csv and unserved.csv",
        "visits.csv 与 unserved.csv 中的原因",
    ),
    ("names of tours and hauls", "班次与转运的编号"),
    (
        "what summary.json tells of the search",
        "summary.json 中关于优化的内容",
    ),
    ("pages", "网页"),
    (
        "facility                     t a day       limit",
        "设施                        吨/日        限量",
    ),
    // compare, what-if, time, assess
    (
        "{}  findings  {} in the first plan, {} in the second",
        "{}  问题  前一方案 {} 个,后一方案 {} 个",
    ),
    (
        "moved     {} of {} visits to another day or type of vehicle: moves.csv says whose; {} % stay with their crew",
        "变动  {} / {} 次收运换日或换车:见 moves.csv;{} % 仍由原班组收运",
    ),
    (
        "kept      {} % of {} visits with their day and type of vehicle, {} % with their crew too",
        "保持  {1} 次收运中 {0} % 日期与车型不变,{2} % 班组也不变",
    ),
    (
        "moved     {} visits: moves.csv says from whom to whom",
        "变动  {} 次收运:见 moves.csv",
    ),
    (
        "check     {} findings: findings.csv lists them",
        "核查  {} 个问题:见 findings.csv",
    ),
    ("without {}", "没有 {}"),
    ("{} sold", "售出 {}"),
    ("{} closed", "关闭 {}"),
    ("way {} closed", "道路 {} 封闭"),
    ("road at {},{} closed", "{},{} 处道路封闭"),
    ("all waste x {}", "全部垃圾 × {}"),
    ("{} % sort", "{} % 参与分类"),
    ("new station {}", "新建中转站 {}"),
    ("containers added: {}", "增加容器:{}"),
    ("week {}", "第 {} 周"),
    ("overtime hours", "加班小时"),
    ("kg untreated", "未处理 kg"),
    ("visits missed", "漏收次数"),
    ("queue hours", "排队小时"),
    ("cleared in a day, %", "日产日清 %"),
    (
        "{}: each truck and each facility out once, the most damage first",
        "{}:每辆车、每个设施各停一次,影响大的在前",
    ),
    ("kept %", "保持 %"),
    (
        "{} are missing: run again with --resume.",
        "缺少 {}:请用 --resume 再次运行。",
    ),
    (
        "no station or plant {}; there are: {}",
        "没有中转站或处理厂 {};现有:{}",
    ),
    (
        "{}: expected POINT=N, a point of the district and a number",
        "{}:应为 POINT=N,即收集点与数目",
    ),
    ("a price such as 10", "价格,如 10"),
    ("a price from 0 to 1000000", "0 到 1000000 的价格"),
    (
        "the id of a way, or LONGITUDE,LATITUDE",
        "道路编号,或 LONGITUDE,LATITUDE",
    ),
    (
        "NAME,LONGITUDE,LATITUDE or NAME,LONGITUDE,LATITUDE,TONNES_PER_DAY",
        "NAME,LONGITUDE,LATITUDE 或 NAME,LONGITUDE,LATITUDE,TONNES_PER_DAY",
    ),
    ("hours from -14 to 14, such as 8", "-14 到 14 的小时数,如 8"),
    (
        "; {} tracks of a day tell no visit",
        ";{} 条日轨迹未显示收运",
    ),
    (
        "{} fixes, which err by {} m, tell {} visits on {} tours{}",
        "{} 个定位点(误差 {} 米)显示 {3} 个班次的 {2} 次收运{4}",
    ),
    (
        "--vehicle {}: the district's collectors are {}",
        "--vehicle {}:本县(区)的压缩车为 {}",
    ),
    (
        "points at which something arises that the vehicle fetches",
        "有该车所收垃圾的收集点",
    ),
    (
        "points to which a road leads for the vehicle",
        "该车可达的收集点",
    ),
    ("{}; tour {} leaves them out", "{};班次 {} 已略去"),
    (
        "{} to {}: the first day comes first, and at most {} days are assessed at once",
        "{} 至 {}:首日在前,一次至多考核 {} 天",
    ),
    ("{} to {}, {} days", "{} 至 {},共 {} 天"),
    (
        "visits   {} due: {} on their day, {} later, {} missed; {} that nobody had asked for",
        "收运   应收 {} 次:当日 {},延后 {},漏收 {};计划外 {}",
    ),
    (
        "points   {} to which nobody came, {} whose bins held more than they can",
        "收集点 {} 个无人到达,{} 个容器溢出",
    ),
    (
        "taken    {} t, {} % of it estimated by what had arisen",
        "收运   {} 吨,其中 {} % 按产生量估算",
    ),
    (
        "cleared  {} % on the day on which it arose, {} % planned",
        "日产日清 {} %,计划 {} %",
    ),
    (
        "driven   {} km by those tracked, {} km planned; {} services and {} speeds learnt, {} fixes left out",
        "行驶   有轨迹车辆 {} 公里,计划 {} 公里;学得作业时间 {} 条、车速 {} 条,略去定位点 {} 个",
    ),
    // fleet
    (
        "a range of fleet sizes such as 20..=45, the smaller first",
        "车队规模范围,如 20..=45,小的在前",
    ),
    ("{}, at most {}", "{},至多 {}"),
    ("reading the tables", "读取数据表"),
    (
        "measuring ways and planning for the largest fleet",
        "计算路程并为最大车队安排",
    ),
    ("{} sizes", "{} 种规模"),
    ("no collector {}; there are: {}", "没有压缩车 {};现有:{}"),
    ("{}: {} sizes of fleet", "{}:{} 种车队规模"),
    ("{}{}{}{}{}{}  mix", "{}{}{}{}{}{}  组成"),
    ("kg that stay", "剩余 kg"),
    ("overtime h", "加班小时"),
    (
        "smallest complete  {} vehicles ({} held today)",
        "最小可行  {} 辆(现有 {} 辆)",
    ),
    (
        "smallest complete  none of these ({} held today)",
        "最小可行  均不可行(现有 {} 辆)",
    ),
    (
        "smallest complete  not known: sizes are missing ({} held today)",
        "最小可行  未知:缺少部分规模(现有 {} 辆)",
    ),
    ("cheapest           {} vehicles", "费用最低  {} 辆"),
    (
        "cheapest           not told: no fleet is complete, sizes are missing, or holding a vehicle has no price",
        "费用最低  无法得出:没有可行车队、缺少部分规模,或未给出持有费用",
    ),
    (
        "{} sizes are missing ({}): run again with --resume, or merge all parts.",
        "缺少 {} 种规模({}):请用 --resume 再次运行,或合并各部分。",
    ),
    ("the judge comes to the same terms", "核查所得一致"),
    (
        "the judge comes to OTHER terms: please report this",
        "核查所得不一致:请反馈",
    ),
    ("not recomputed", "未重算"),
    (
        "{}; hours a week, plan and proof:",
        "{};每周小时,方案与证明:",
    ),
    (", gap {} %", ",差距 {} %"),
    (
        "lower bound        {} vehicles, proven{}",
        "下界      {} 辆,已证明{}",
    ),
    (
        "{} of {} types: by capacity {} trips / {} a tour = {}; by time ({} h service + {} h unloading + {} h driving) / {} h = {}",
        "{} / {} 种车型:按容量 {} 趟 / 每班 {} = {};按时间(作业 {} + 卸料 {} + 行驶 {} 小时)/ {} 小时 = {}",
    ),
    // flow
    ("generated   {} t a week", "产生   {} 吨/周"),
    ("collected   {} t {} %", "收运   {} 吨 {} %"),
    ("composted   {} t {} %", "堆肥   {} 吨 {} %"),
    ("sold        {} t {} %", "售卖   {} 吨 {} %"),
    ("filled      {} t {} %", "填铺   {} 吨 {} %"),
    ("handed_over {} t {} %", "外运   {} 吨 {} %"),
    ("uncollected {} t {} %", "未收集 {} 吨 {} %"),
    ("the balance closes to {}", "平衡误差 {}"),
    (
        "cheapest assignment of villages: {} {} a week, {} % above the bound",
        "村庄最低费用分配:每周 {} {},高出下界 {} %",
    ),
    (
        "{}{}{}  one more tonne a day saves a week",
        "{}{}{}  每日多一吨能力每周可省",
    ),
    ("t a day", "吨/日"),
    (
        "{} of {} candidates opened; shut: {}",
        "{} / {} 个备选已启用;未启用:{}",
    ),
    (
        "{} villages or points have no facility that takes all of theirs",
        "{} 个村或收集点没有设施接收其全部垃圾",
    ),
    // other commands
    (
        "towns {}, villages {}, points {}, types of vehicles {}: {}",
        "乡镇 {}、村庄 {}、收集点 {}、车型 {}:{}",
    ),
    (
        "Empty tables are in {}; its README.md explains every column.",
        "空白数据表在 {};其中 README.md 说明每一列。",
    ),
    (
        "The workbook to fill in is {}; its first sheet explains every column.",
        "待填写的工作簿为 {};首张工作表说明每一列。",
    ),
    (
        "{} tells one item twice, and differently; run without --resume to begin anew",
        "{} 对同一条目有两种结果;请去掉 --resume 重新开始",
    ),
    (
        "{} tells of another district, version or question; run without --resume to begin anew",
        "{} 属于其他县(区)、版本或问题;请去掉 --resume 重新开始",
    ),
    ("0 of {}", "0 / {}"),
    ("Share {}: {} written to {}.", "第 {} 份:{} 已写入 {}。"),
    (
        "Join the parts with: wasteways merge PART... --out DIR",
        "合并各部分:wasteways merge PART... --out DIR",
    ),
    (
        "no part is there (part-1-of-4.jsonl)",
        "没有任何部分(part-1-of-4.jsonl)",
    ),
    (
        "{} was written by version {}; this is {}",
        "{} 由版本 {} 写出;当前为 {}",
    ),
    (
        "{}: parts of a study {} are not joined",
        "{}:{} 研究的各部分不能合并",
    ),
    (
        "{} is not the plan of the parts; name that with --plan",
        "{} 不是各部分所用的方案;请用 --plan 指定",
    ),
    (
        "{} is not the district of the parts; name that with --district",
        "{} 不是各部分所用的县(区);请用 --district 指定",
    ),
    (
        "{} belongs to another study, district or version than the parts before",
        "{} 与前面各部分的研究、县(区)或版本不同",
    ),
    ("no part is there", "没有任何部分"),
    (
        "two parts tell one item differently",
        "两个部分对同一条目结果不同",
    ),
    ("{} is no command: {}", "没有命令 {}:{}"),
    (
        "warning: what was written stands, but {}",
        "提示:已写出的文件有效,但 {}",
    ),
    ("{} times", "{} 倍"),
    (
        "a district that makes {} to {} times what its tables say: are these kilograms, and is all that is weighed its own? (--any-factor takes it)",
        "产生量为各表所示的 {} 至 {} 倍:单位是否为公斤,称重的是否都属本县(区)?(用 --any-factor 仍予采用)",
    ),
    (
        "{} measurements; the district makes {} times what its tables say",
        "{} 次测量;产生量为各表所示的 {} 倍",
    ),
    (
        "a village's factor is known to {} % on the mean",
        "各村系数平均误差 {} %",
    ),
    (
        "chi-square {} with {} degrees of freedom, p = {}",
        "卡方 {},自由度 {},p = {}",
    ),
    (
        "largest residual {} standard deviations: {}",
        "最大残差 {} 个标准差:{}",
    ),
    ("left out, hardly chance: {}", "已剔除(难以用偶然解释):{}"),
    (
        "left out, scales hardly right: {}",
        "已剔除(地磅疑有误差):{}",
    ),
    (
        "(or waste is tipped elsewhere than it is assigned: with a plan, it goes where its tours tip)",
        "(或实际卸料地点与分配不同:给出方案后按其班次卸料)",
    ),
    (
        "left as they were, for nobody makes so much or so little: {} villages or generators, such as {}",
        "系数不可信、保持原值:{} 个村或产生源,如 {}",
    ),
    (
        "{} weighings where the model expects nothing, such as {}",
        "{} 次称重处模型中没有垃圾,如 {}",
    ),
    (
        "The district has no roads: great circles are driven. roads.osm.pbf, roads.osm.gz, roads.osm or roads.csv holds some.",
        "没有道路数据:按直线距离估算。可提供 roads.osm.pbf、roads.osm.gz、roads.osm 或 roads.csv。",
    ),
    (
        "The district has travel of its own in place of roads: matrix.csv or matrix.json.",
        "以自有行程代替道路:matrix.csv 或 matrix.json。",
    ),
    ("{} crossings and ends", "{} 个交叉口与端点"),
    ("{} {} km {} pieces", "{} {} 公里 {} 段"),
    ("limited in width", "限宽"),
    ("limited in weight", "限重"),
    ("limited in height", "限高"),
    ("one lane, both ways", "单车道双向"),
    ("closed to all", "全部禁行"),
    (
        "{} turns forbidden or prescribed, {} barriers",
        "{} 处转弯限制,{} 处障碍",
    ),
    (
        "{}: {} km open, {} km connected, {} points out of reach",
        "{}:可通行 {} 公里,连通 {} 公里,{} 个收集点不可达",
    ),
    ("far from all connected roads: {}", "远离连通道路:{}"),
    (
        "{} places lie more than {} m off the road",
        "{} 处距道路超过 {} 米",
    ),
    ("{} and {} more", "{} 另有 {} 处"),
    ("base of {}", "{} 的车场"),
    ("a number of seconds, such as 60", "秒数,如 60"),
    (
        "more than 0 and less than 30 days of seconds",
        "大于 0、少于 30 天的秒数",
    ),
    ("{} blocks of runs", "{} 组模拟"),
    ("the other plan", "另一方案"),
    ("{}: {} runs of {} weeks", "{}:{} 次模拟,每次 {} 周"),
    ("containers that overflow", "溢出容器"),
    ("tours home late", "晚归班次"),
    ("daily clearing kept, %", "日产日清兑现 %"),
    ("queues at facilities, h", "设施排队小时"),
    ("trucks full early, times", "提前装满次数"),
    ("{}{}  95 % interval", "{}{}  95 % 区间"),
    (
        "findings  {} in the first plan, {} in the second",
        "问题  前一方案 {} 个,后一方案 {} 个",
    ),
    ("visit on {} {} %", "{}增加一次 {} %"),
    ("container {} %", "增加容器 {} %"),
    ("breakdowns", "故障"),
    ("unloading", "卸料"),
    ("driving", "行驶"),
    ("breaks and waiting", "休息与等待"),
    ("in a week", "每周"),
    (
        "floor of {} overflows in {} % of weeks",
        "{} 场地在 {} % 的周溢出",
    ),
    ("Ended after {} of {} runs.", "完成 {} / {} 次后结束。"),
    (
        "Done in {} s; --out DIR writes tables and a page.",
        "用时 {} 秒;用 --out DIR 写出表格与页面。",
    ),
    (
        "the other plan less this one, in the same weeks",
        "另一方案减去本方案(同样的周)",
    ),
    (
        "weakest places: overflow in a week, and with one thing more",
        "最薄弱处:每周溢出,以及增加一项后",
    ),
    ("reading the instance", "读取算例"),
    ("searching: {} iterations", "优化:{} 次迭代"),
    // Writing.
    (
        "{} is a file; name a folder to write to",
        "{} 是文件;请给出要写入的文件夹",
    ),
    (
        "{} is the root; name a folder in it to write to",
        "{} 是根目录;请给出其中的文件夹",
    ),
    (
        "{} is called like a file of ours; name the folder to write to",
        "{} 与本程序的文件同名;请给出要写入的文件夹",
    ),
    ("{}: nothing can be written here ({})", "{}:无法写入({})"),
    (
        "{} holds {}, which would be lost; name another folder",
        "{} 中有 {},写入会丢失;请换一个文件夹",
    ),
    (
        "{} lacks {} of what was written there; it is not as it was left, name another folder",
        "{} 缺少先前写出的 {};已被改动,请换一个文件夹",
    ),
    (
        "{} is no ordinary file; name a file to write to",
        "{} 不是普通文件;请给出要写入的文件",
    ),
    (
        "{} is the input; name another place to write to",
        "{} 是输入数据;请换一个位置写出",
    ),
    (
        "{} holds a district ({}); its tables would be overwritten, name another folder",
        "{} 中有县(区)数据({});数据表会被覆盖,请换一个文件夹",
    ),
    (
        "{} holds {}, which would be overwritten; name an empty or a new folder",
        "{} 中有 {},会被覆盖;请给出空的或新的文件夹",
    ),
    (
        "another run is writing to {}; wait until it is done",
        "另一次运行正在写入 {};请等待其完成",
    ),
    ("a plan", "方案"),
    ("a what-if", "假设分析"),
    ("a ranking of losses", "损失排序"),
    ("a fleet curve", "车队曲线"),
    ("a simulation", "模拟"),
    ("a flow", "物流"),
    ("a survey of roads", "道路调查"),
    ("a reconciliation", "核对"),
    ("an assessment", "考核"),
    ("a comparison", "比较"),
    ("a district", "县(区)数据"),
    ("empty tables", "空白数据表"),
    ("{} is {}, expected {}", "{} 为 {},应为 {}"),
    // Exit codes, at the end of --help.
    ("Exit codes:", "退出码:"),
    ("0  done and clean", "0  完成,无问题"),
    (
        "1  a fault of wasteways or of the machine",
        "1  程序或系统故障",
    ),
    ("2  wrong usage", "2  用法错误"),
    ("3  faulty input, nothing written", "3  输入数据有错,未写出"),
    (
        "4  written, but the fleet cannot do it all or the check has findings",
        "4  已写出,但车队无法全部完成或核查有问题",
    ),
    (
        "Ctrl-C during a search ends it and writes the best plan so far; a second Ctrl-C ends at once, nothing written.",
        "计算中按 Ctrl-C 结束并写出当前最好的方案;再按一次立即退出,不写出。",
    ),
    (
        "wasteways has met a fault of its own, not one of your tables: {}{}",
        "wasteways 自身出现故障,与您的数据无关:{}{}",
    ),
    (
        "Nothing was written; a plan that stood there still stands. Please report this line with the command you gave.",
        "未写出任何文件;原有方案仍在。请将本行与所用命令一并反馈。",
    ),
];
