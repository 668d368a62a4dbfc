//! Invented names of towns and villages, each unique in its district.

use super::chance::Chance;
use std::collections::BTreeSet;

const SEATS: [&str; 24] = [
    "Qingshui", "Baihe", "Shuangta", "Longwan", "Meiling", "Yunfeng", "Songpo", "Liuxi",
    "Hongqiao", "Dapu", "Lianhu", "Shiqiao", "Tianshan", "Huaishu", "Xinji", "Fengtai", "Jinniu",
    "Yangliu", "Xiahe", "Gaoyuan", "Zhulin", "Beitan", "Chaoyang", "Nanpu",
];
const FRONTS: [&str; 14] = [
    "", "", "", "Dong", "Xi", "Nan", "Bei", "Shang", "Xia", "Da", "Xiao", "Qian", "Hou", "Xin",
];
const FAMILIES: [&str; 24] = [
    "wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu",
    "zhu", "gao", "lin", "he", "guo", "ma", "luo", "liang", "song", "zheng", "xie",
];
const GROUNDS: [&str; 8] = [
    "zhuang", "jiagou", "jiacun", "jiahe", "jiapo", "jiawa", "jialing", "jiatun",
];

/// Names that have been given.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The name of a town.
    pub(super) fn town(&mut self, chance: &mut Chance) -> String {
        let name = SEATS[chance.below(SEATS.len())].to_owned();
        self.unique(name)
    }

    /// The name of a village: a family and its ground.
    pub(super) fn village(&mut self, chance: &mut Chance) -> String {
        let front = FRONTS[chance.below(FRONTS.len())];
        let family = FAMILIES[chance.below(FAMILIES.len())];
        let name = format!("{front}{family}{}", GROUNDS[chance.below(GROUNDS.len())]);
        let capital = name[..1].to_uppercase();
        self.unique(capital + &name[1..])
    }

    fn unique(&mut self, name: String) -> String {
        let numbered = (2..).map(|n| format!("{name} {n}"));
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|n| !self.0.contains(n));
        let free = free.expect("numbers do not end");
        self.0.insert(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let (mut names, mut chance) = (Names::default(), Chance::of(1, "names"));
        let given: BTreeSet<String> = (0..300)
            .map(|_| names.town(&mut chance))
            .chain((0..300).map(|_| "Lower".into()))
            .collect();
        assert_eq!(given.len(), 301);
    }
}
