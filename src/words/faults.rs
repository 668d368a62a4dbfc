//! What is wrong with tables and files: what was expected in them.

use super::Pair;

pub(super) const PAIRS: &[Pair] = &[
    // Files and workbooks.
    ("a file that can be read ({})", "可读取的文件({})"),
    ("a file; this is a folder", "文件;此为文件夹"),
    ("an ordinary file", "普通文件"),
    ("a file of at most {} MiB", "不超过 {} MiB 的文件"),
    ("a table with a header", "带表头的表"),
    (
        "a table with a header; the file is empty",
        "带表头的表;此文件为空",
    ),
    ("a text table (CSV); this is {}", "文本表格(CSV);此为{}"),
    ("a PNG image", "PNG 图片"),
    ("a JPEG image", "JPEG 图片"),
    ("a GIF image", "GIF 图片"),
    ("a PDF document", "PDF 文档"),
    (
        "a zip archive or an .xlsx workbook",
        "zip 压缩包或 .xlsx 工作簿",
    ),
    ("an empty zip archive", "空的 zip 压缩包"),
    ("an old Excel or Word file", "旧版 Excel 或 Word 文件"),
    ("a gzip archive", "gzip 压缩包"),
    ("a RAR archive", "RAR 压缩包"),
    ("a 7z archive", "7z 压缩包"),
    ("a picture or sound", "图片或声音文件"),
    (
        "text in UTF-8, GB18030 (GBK) or UTF-16",
        "UTF-8、GB18030(GBK)或 UTF-16 编码的文本",
    ),
    ("lines of at most {} MiB", "每行不超过 {} MiB"),
    (
        "a closing quote for the one that opens in this line",
        "与本行起始引号配对的结束引号",
    ),
    (
        "a byte order mark at the beginning alone; {} within the table are left out",
        "字节序标记只在文件开头;表中的 {} 个已略去",
    ),
    (
        "no (built without the feature lunar)",
        "否（当前程序未包含 lunar 农历功能）",
    ),
    (
        "a folder of tables (built without the feature xlsx)",
        "数据表文件夹(本程序未启用 xlsx 功能)",
    ),
    (
        "a folder of tables or an .xlsx workbook ({})",
        "数据表文件夹或 .xlsx 工作簿({})",
    ),
    (
        "a workbook with sound cell references",
        "单元格引用正确的工作簿",
    ),
    (
        "one file for this table; {} is there too",
        "此表只有一个文件;另有 {}",
    ),
    (
        "the name {}, if it is that table; it is not read",
        "{}(若为该表);此文件未读取",
    ),
    (
        "the name of a table; it is not read{}",
        "数据表的名称;此文件未读取{}",
    ),
    (
        "tables as files; it is not read here: name the workbook itself in place of the folder",
        "以文件形式存放的数据表;此工作簿未读取:请直接给出工作簿而不是文件夹",
    ),
    ("{}, sheet {}", "{} 工作表 {}"),
    (
        "one sheet of {} that is shown; this one is hidden and not read",
        "{} 只有一张可见的工作表;此表已隐藏,未读取",
    ),
    (
        "a sheet that is shown; this one is hidden, and read",
        "可见的工作表;此表已隐藏,仍已读取",
    ),
    (
        "the name of a table; this sheet is read as part of {}",
        "数据表的名称;此工作表作为 {} 的一部分读取",
    ),
    (
        "the name of a table; by its header this sheet is read as {}",
        "数据表的名称;按表头此工作表作为 {} 读取",
    ),
    (
        "the name of a table ({}, or in Chinese); this sheet is not read{}",
        "数据表的名称({} 或中文名);此工作表未读取{}",
    ),
    (
        "units in headers or in cells; figures that are only shown with {}, by the format of their cells, are read without it",
        "单位写在表头或单元格中;仅由单元格格式显示的“{}”不读取,按数值本身计",
    ),
    ("this file: {}", "此文件:{}"),
    ("at least one row: {}", "至少一行:{}"),
    (
        "a district in one place; {} is there too",
        "一处数据;另有 {}",
    ),
    // Headers and rows.
    (
        "the header, which is row {}; this row is not read",
        "表头,表头在第{}行;本行未读取",
    ),
    (
        "the header, which is row {}; {} rows above it are not read",
        "表头,表头在第{}行;其上 {} 行未读取",
    ),
    (
        "the name of a column; the formula's value is not stored",
        "列名;公式的值未保存",
    ),
    ("each column once", "每列只出现一次"),
    ("(or {})", "(或 {})"),
    ("a column {}{}: {}{}", "应有列 {}{}:{}{}"),
    ("; do you mean {}?", ";是否为 {}?"),
    (
        "a column of this table; this one is not read{}",
        "本表的列;此列未读取{}",
    ),
    ("; not read: {}", ";未读取的列:{}"),
    (
        "units in the header; {} are read in {}, as this row says",
        "单位写在表头;{} 按本行所示以 {} 计",
    ),
    (
        "no more cells than the header, which has {}; what holds a separator stands in quotes",
        "单元格数不多于表头({} 列);含分隔符的内容应加引号",
    ),
    (
        "a name for column {}; it is not read",
        "第 {} 列的列名;此列未读取",
    ),
    (
        "the header once; this row is left out",
        "表头只出现一次;本行已略去",
    ),
    ("no total row; it is left out", "不含合计行;本行已略去"),
    (
        "no remark beneath the table; it is left out",
        "表下不含备注;本行已略去",
    ),
    (
        "the formula's value is not stored in the workbook",
        "工作簿未保存公式的值",
    ),
    (
        "this is an error of the spreadsheet",
        "此为电子表格的错误值",
    ),
    (
        "{}; the formula's value is not stored in the workbook",
        "{};工作簿未保存公式的值",
    ),
    (
        "{}; this is an error of the spreadsheet",
        "{};此为电子表格的错误值",
    ),
    (
        "{} of this row alone; the cell is merged with the one above",
        "仅属本行的{};该单元格与上一行合并",
    ),
    (
        "percents as text, or shares under a header without %; a workbook does not tell 0.35 from 35 %",
        "文本形式的百分数,或表头不带 % 的小数;工作簿中无法区分 0.35 与 35 %",
    ),
    (
        "{}; units that are understood here: {}",
        "{};此处可用的单位:{}",
    ),
    (
        "a decimal comma, so that it is {}; is {} meant?",
        "小数逗号,读作 {};是否应为 {}?",
    ),
    ("a decimal comma; it is read as {}", "小数逗号;读作 {}"),
    (
        "{}; profile = \"none\" guesses no rate",
        "{};profile = \"none\" 不推定任何参数",
    ),
    (
        "days of the week; every other day is read as {}",
        "星期;隔天按 {} 计",
    ),
    (
        "yes or no, for a date in Chinese numerals may be of either calendar",
        "是或否:中文数字日期可为公历或农历",
    ),
    (
        "yes, for a date of this row is lunar",
        "是,因本行日期为农历",
    ),
    ("row {}", "第{}行"),
    ("row {} of {}", "{1} 第{0}行"),
    ("a name of its own; {} bears it", "唯一的名称;{}已使用"),
    (
        "a name of its own; row {} bears it",
        "唯一的名称;第{}行已使用",
    ),
    (
        "each {} once; {} of {} rows stand twice, word for word, as this one and row {}",
        "每条{0}只出现一次;{2} 行中有 {1} 行完全重复,如本行与第{3}行",
    ),
    ("weighing", "称重记录"),
    ("visit", "收运记录"),
    ("{} faults in the input", "输入数据有 {} 处错误"),
    ("... and {} more", "……另有 {} 处"),
    // Settings.
    ("each setting once", "每项设置只出现一次"),
    ("a setting; this one is not read{}", "设置项;此项未读取{}"),
    (
        "a value; the formula's is not stored in the workbook",
        "值;工作簿未保存公式的值",
    ),
    (
        "a value; this is an error of the spreadsheet",
        "值;此为电子表格的错误值",
    ),
    (
        "a setting and its value; this cell is not read",
        "设置项及其值;此单元格未读取",
    ),
    (
        "settings as `key = value` ({})",
        "形如 `键 = 值` 的设置({})",
    ),
    ("a list or table", "列表或表"),
    // Rows of the tables.
    ("the villages whose waste is collected", "须清运垃圾的村庄"),
    ("the collectors that drive the tours", "承担收运的压缩车"),
    ("at least one village", "至少一个村庄"),
    (
        "a station, or a plant in plants.csv",
        "中转站,或 plants.csv 中的处理厂",
    ),
    (
        "a station, or a plant in plants.csv, where trucks unload",
        "供车辆卸料的中转站,或 plants.csv 中的处理厂",
    ),
    (
        "a station or a plant where trucks unload",
        "供车辆卸料的中转站或处理厂",
    ),
    ("at least one collector", "至少一种压缩车"),
    (
        "households for at most a million points; give the points in points.csv",
        "推算的收集点不超过一百万个;请在 points.csv 中给出收集点",
    ),
    ("shares that add up to 1", "占比之和为 1"),
    ("at most 32 streams", "至多 32 种类别"),
    ("a stream that some plant accepts", "有处理厂接收的类别"),
    ("a town of the district", "本县(区)的乡镇"),
    (
        "a name that no other station or plant bears",
        "不与其他中转站或处理厂重复的名称",
    ),
    (
        "a plant behind the station that accepts some of what it takes",
        "中转站之后接收其部分类别的处理厂",
    ),
    (
        "a name that no other point or generator bears",
        "不与其他收集点或产生源重复的名称",
    ),
    ("bins for one stream at least", "至少一种类别的容器"),
    ("a village of the district", "本县(区)的村庄"),
    ("a stream of the district", "本县(区)的类别"),
    ("streams of the district", "本县(区)的类别"),
    ("each stream once at a point", "同一收集点每种类别一行"),
    ("a village that stands once here", "每村只一行"),
    ("a point of the district", "本县(区)的收集点"),
    ("a vehicle of the district", "本县(区)的车辆"),
    (
        "longitude and latitude the other way round",
        "经度与纬度对调",
    ),
    (
        "a place within {} km of the middle of the district ({}, {})",
        "距县(区)中心 {} 公里以内的位置({}, {})",
    ),
    ("a day of the week", "星期几"),
    ("a clock after shift_start", "晚于出车时间的时刻"),
    ("a date that exists", "存在的日期"),
    ("digits from 0 to 9", "0 到 9 的数字"),
    (
        "a date with a year, or without one, as in the column from",
        "与开始日期一致:都带年份或都不带",
    ),
    (
        "a date not before that in the column from",
        "不早于开始日期的日期",
    ),
    ("a clock from 00:00 to 72:00", "00:00 至 72:00 的时刻"),
    ("a clock not before open", "不早于开始时间的时刻"),
    ("days of the week", "星期"),
    (
        "{} faults in the district, the first: {}",
        "数据有 {} 处错误,第一处:{}",
    ),
    (
        "a name of its own, or another stream than in {}",
        "唯一的名称,或与{}不同的类别",
    ),
    (
        "the place and village of {}, which is the same point",
        "与{}相同的位置和村庄(同一收集点)",
    ),
    (
        "a clock after {} ({}); if that is after midnight, as {}",
        "晚于 {}({})的时刻;若在次日凌晨,写作 {}",
    ),
    (
        "degrees, or a station or plant in the column base",
        "经纬度,或在“车场”列填中转站或处理厂",
    ),
    (
        "as many as there are vehicles, {}, separated by ;",
        "与车辆数一致({} 个),以 ; 分隔",
    ),
    (
        "each plate once; {} stands in {}",
        "每个车牌只出现一次;{} 已在{}",
    ),
    ("one row, for the whole district", "仅一行,适用于全县(区)"),
    (
        "this file, with the densities; profile = \"none\" guesses no rate",
        "此文件及密度;profile = \"none\" 不推定任何参数",
    ),
    (
        "the first day, where there is a last one",
        "有结束日期时须有开始日期",
    ),
    (
        "a town that stands in villages.csv",
        "villages.csv 中的乡镇",
    ),
    (
        "a date that exists, as 2026-02-10, or 02-10 for every year",
        "存在的日期,如 2026-02-10,每年则写 02-10",
    ),
    ("a village or a point", "村庄或收集点"),
    ("a station, a vehicle or days", "中转站、车辆或星期"),
    // Oddities.
    (
        "plants behind the stations; without them the onward haul costs nothing",
        "中转站之后的处理厂;没有时转运不计费用",
    ),
    ("{} kg/day at its points", "其收集点共 {} kg/日"),
    (
        "at most the {} kg/day that the village makes",
        "不超过该村产生的 {} kg/日",
    ),
    (
        "containers for this stream at some point",
        "某收集点有此类别的容器",
    ),
    (
        "a place near its village, which lies {} km away",
        "靠近所属村的位置,现相距 {} 公里",
    ),
    (
        "a price a day, a km or an hour; without one no way is too long",
        "每班、每公里或每小时费用;没有时行程再长也不计费",
    ),
    (
        "places near the roads; half of them lie more than {} m off{}",
        "靠近道路的位置;其中一半偏离 {} 米以上{}",
    ),
    (
        "places near the roads; half of them lie more than {} m off",
        "靠近道路的位置;其中一半偏离 {} 米以上",
    ),
    (
        "; as {} it would be {} m: coordinates = \"{}\"?",
        ";若为 {} 则偏离 {} 米:是否应设 coordinates = \"{}\"?",
    ),
    (
        "; are coordinates GCJ-02 or BD-09, or are the roads of another district?",
        ";坐标是否为 GCJ-02 或 BD-09,或道路属于其他县(区)?",
    ),
    (
        "a place near a road; it lies {} m off, and read as {} it would lie {} m off",
        "靠近道路的位置;现偏离 {} 米,按 {} 读取则偏离 {} 米",
    ),
    (
        "village {}: its points say {} kg of {} a day more than its residents make; the points are believed",
        "村庄 {}:收集点所填比居民产生量每日多 {} kg({});以收集点为准",
    ),
    (
        "village {}: its residents make {} kg of {} a day more than its points say; it stays uncollected (leave kg_per_day of a point blank to take it)",
        "村庄 {}:居民产生量比收集点所填每日多 {} kg({}),这部分无人收运(收集点日产量留空即可纳入)",
    ),
    (
        "village {}: no point takes its {} kg of {} a day; it stays uncollected",
        "村庄 {}:每日 {} kg {} 无收集点收纳,无人收运",
    ),
    // What was weighed, done and tracked.
    (
        "it, or counts.csv, says what was weighed",
        "此表或 counts.csv 说明称重情况",
    ),
    (
        "a stream in each ticket of a facility or in none, as in row {}",
        "同一设施的磅单或都填类别或都不填,如第{}行",
    ),
    ("either kg or containers", "重量或桶数,二者取一"),
    (
        "nothing beside kg: it is about containers",
        "填重量时不填:此列针对桶数",
    ),
    (
        "a date with its year that exists, as 2026-02-10",
        "存在的日期(含年份),如 2026-02-10",
    ),
    (
        "it, or trace.csv, says which visits were made",
        "此表或 trace.csv 说明完成的收运",
    ),
    (
        "a day within a year of most others, which are about {}",
        "与多数日期(约 {})相差一年以内的日期",
    ),
    ("a GPX file ({})", "GPX 文件({})"),
    (
        "a track (trk) whose points bear their time",
        "各点带时间的轨迹(trk)",
    ),
    (
        "a track that names its vehicle (vehicles.csv) in name, type or desc, or in the name of its file; or --vehicle",
        "在 name、type、desc 或文件名中注明车辆(vehicles.csv)的轨迹;或用 --vehicle",
    ),
    (
        "points that bear their time; {} do not",
        "带时间的点;{} 个没有时间",
    ),
    ("it says where vehicles were", "此表说明车辆位置"),
    ("a track with fixes", "有定位点的轨迹"),
    (
        "the tracks of seven days in a row at most, which make a week of rounds",
        "至多连续七天的轨迹,构成一周线路",
    ),
    (
        "a table such as trace.csv (built without the feature report)",
        "如 trace.csv 的表(本程序未启用 report 功能)",
    ),
    (
        "the question of a study, as wasteways writes it",
        "wasteways 写出的研究问题",
    ),
    (
        "an item of the study, as wasteways writes it ({})",
        "wasteways 写出的研究条目({})",
    ),
    // Rounds and written plans.
    (
        "it says who comes where in which order",
        "此表说明谁按何次序到何处",
    ),
    (
        "a vehicle that collects; this one hauls",
        "收集车;此车为转运车",
    ),
    ("a tour, or a vehicle and a day", "班次,或车辆与星期"),
    ("a tour that stands in the table of tours", "班次表中的班次"),
    (
        "a station or plant of the district",
        "本县(区)的中转站或处理厂",
    ),
    (
        "a point, a village, or a disposal alone",
        "收集点、村庄或卸料点,三者取一",
    ),
    ("a type of vehicle for this tour", "此班次的车型"),
    ("a day of the week for this tour", "此班次的星期"),
    (
        "a tour with a visit; it is left out",
        "有收运的班次;此班次已略去",
    ),
    (
        "one vehicle a tour; other rows, or its row in the table of tours, name another",
        "每班次一辆车;其他行或班次表填的是另一车型",
    ),
    (
        "one moment of leaving a tour; other rows name another",
        "每班次一个出车时间;其他行填的不同",
    ),
    (
        "a disposal behind visits; nothing is on board here, it is left out",
        "收运之后的卸料;此处车上无料,已略去",
    ),
    (
        "a number, as in other rows of the tour",
        "序号,与该班次其他行一致",
    ),
    (
        "each number once in the tour; row {} has it",
        "班次内序号唯一;第{}行已使用",
    ),
    ("every plan has it", "每个方案都有此文件"),
    (
        "a week such as 2026-W47, or null",
        "如 2026-W47 的周,或 null",
    ),
    (
        "a tour that has stops in stops.csv",
        "在 stops.csv 中有停靠点的班次",
    ),
    (
        "`start` as the first stop of a tour and `end` as the last, and nowhere else",
        "班次首行为 `start`、末行为 `end`,别处没有",
    ),
    ("each number once in the tour", "班次内序号唯一"),
    (
        "a tour of one day and one type of vehicle",
        "同一天、同一车型的班次",
    ),
    ("a collection point of the district", "本县(区)的收集点"),
    ("a station of the district", "本县(区)的中转站"),
    ("a plant of the district", "本县(区)的处理厂"),
    ("one day of the week", "一周中的一天"),
    (
        "a day of the week: mon, tue, wed, thu, fri, sat or sun",
        "星期:mon、tue、wed、thu、fri、sat 或 sun",
    ),
    (
        "an ISO week such as 2026-W47 (years 1901 to 2099)",
        "ISO 周,如 2026-W47(1901 至 2099 年)",
    ),
];
