//! What is wrong with roads, extracts of OpenStreetMap and travel of one's own.

use super::Pair;

pub(super) const PAIRS: &[Pair] = &[
    (
        "roads: roads.csv, roads.osm.pbf, roads.osm.gz or roads.osm",
        "道路:roads.csv、roads.osm.pbf、roads.osm.gz 或 roads.osm",
    ),
    (
        "roads.csv, or the feature osm of the crate wasteways (built without it)",
        "roads.csv，或者启用 wasteways 的 osm 功能（当前程序未包含）",
    ),
    (
        "one road network; roads.csv is there too",
        "一个路网;另有 roads.csv",
    ),
    (
        "one extract of OpenStreetMap; {} is there too",
        "一份 OpenStreetMap 数据;另有 {}",
    ),
    (
        "a road network beside this table: there is none",
        "与此表配套的路网:目前没有",
    ),
    (
        "either a way or a point on the road, not both",
        "道路编号或路上一点,二者取一",
    ),
    (
        "a way of the road network (in roads.csv ways have no id: give a point)",
        "路网中的道路(roads.csv 中道路没有编号:请给出一点)",
    ),
    (
        "a way, or longitude and latitude of a point on the road",
        "道路编号,或路上一点的经纬度",
    ),
    ("both longitude and latitude", "经度和纬度"),
    ("a point at most {} m from a road", "距道路不超过 {} 米的点"),
    (
        "the roads; without the file great circles are driven",
        "道路;没有此文件时按直线距离估算",
    ),
    (
        "each road once; {} of {} rows stand twice, word for word, as this one and row {}, and are one road",
        "每条道路只出现一次;{1} 行中有 {0} 行完全重复,如本行与第{2}行,按一条道路计",
    ),
    (
        "the place that this crossing has in its first row",
        "与该交叉口首行相同的位置",
    ),
    (
        "fewer than 2^32 crossings in a file of bounded size",
        "少于 2^32 个交叉口",
    ),
    (
        "roads: ways with a tag highway that vehicles drive on",
        "道路:带 highway 标签且可通车的 way",
    ),
    (
        "ways of at most {} nodes; way {} has {}",
        "每条 way 至多 {} 个节点;way {} 有 {} 个",
    ),
    ("roads of some length", "有长度的道路"),
    (
        "all nodes of its roads; {} are missing or lie nowhere, such as node {} of way {} (extract with complete ways)",
        "道路的全部节点;缺少 {} 个或无坐标,如 way {2} 的节点 {1}(请导出完整的 way)",
    ),
    (
        "; it closes the road to what is over {}",
        ";超过 {} 的车辆不得通行",
    ),
    ("; it is not read", ";未读取"),
    (
        "a limit that is understood{} ({}{})",
        "可识别的限制{}({}{})",
    ),
    (
        "a sound block of at most {} texts before byte {}",
        "字节 {1} 之前完好的数据块(至多 {0} 个文本)",
    ),
    (
        "a file of OpenStreetMap: its header is missing",
        "OpenStreetMap 文件:缺少文件头",
    ),
    (
        "a file of OpenStreetMap; this one is empty",
        "OpenStreetMap 文件;此文件为空",
    ),
    (
        "a whole file; this one ends in the block at byte {}",
        "完整的文件;此文件在字节 {} 处的数据块中断",
    ),
    (
        "the header of a block at byte {} (is this an .osm.pbf?)",
        "字节 {} 处的数据块头(是否为 .osm.pbf?)",
    ),
    (
        "blocks of at most {} MiB; that at byte {} has {} bytes",
        "每块不超过 {} MiB;字节 {} 处的块有 {} 字节",
    ),
    ("a sound block before byte {}", "字节 {} 之前完好的数据块"),
    (
        "blocks of at most {} MiB; that before byte {} unpacks to more",
        "每块不超过 {} MiB;字节 {} 之前的块解压后超出",
    ),
    (
        "blocks packed by zlib; repack it with osmium cat",
        "zlib 压缩的数据块;请用 osmium cat 重新打包",
    ),
    (
        "the header of a file of OpenStreetMap",
        "OpenStreetMap 文件头",
    ),
    (
        "a file of current roads; this one needs {}",
        "现状道路文件;此文件需要 {}",
    ),
    ("a tag of more than 1 MiB", "标签超过 1 MiB"),
    ("sound XML at byte {} ({})", "字节 {} 处正确的 XML({})"),
    (
        "a whole file; this one ends in an element",
        "完整的文件;此文件在元素中中断",
    ),
    (
        "a file of OpenStreetMap: an element osm around all others",
        "OpenStreetMap 文件:最外层为 osm 元素",
    ),
    ("no attribute {}", "缺少属性 {}"),
    ("{} {} is no whole number", "{} {} 不是整数"),
    ("{} {} is no number", "{} {} 不是数"),
    (
        "the travel between all places; without the file great circles are driven",
        "各处之间的行程;没有此文件时按直线距离估算",
    ),
    (
        "one point, generator, station, plant or vehicle of this name",
        "唯一一处名为此的收集点、产生源、中转站、处理厂或车辆",
    ),
    (
        "each leg once; an earlier row gives another one",
        "每段只出现一次;前面的行给出了不同的值",
    ),
    (
        "a leg each way; {} ways back are taken for as long as the way there",
        "往返各一段;{} 段返程按去程计",
    ),
    (
        "a leg between every two places for each vehicle; {} are missing for {}: {}",
        "每辆车在任意两处之间的行程;{1} 缺少 {0} 段:{2}",
    ),
    (
        "legs between at most {} places; there are {}",
        "至多 {} 处之间的行程;现有 {} 处",
    ),
    (
        "one travel: roads, matrix.csv or matrix.json; another is there too",
        "一种行程数据:道路、matrix.csv 或 matrix.json;现另有一种",
    ),
    (
        "the answer of an OSRM server to table ({})",
        "OSRM 服务 table 的返回结果({})",
    ),
    (
        "distances beside durations: ask for annotations=duration,distance",
        "除 durations 外还须有 distances:请求时加 annotations=duration,distance",
    ),
    (
        "a waypoint within {} m of every place; {} have none, such as {}",
        "每处 {} 米以内有一个 waypoint;{} 处没有,如 {}",
    ),
    (
        "a name that stands in vehicles.csv",
        "vehicles.csv 中的名称",
    ),
];
