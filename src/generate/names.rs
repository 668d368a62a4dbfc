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
        self.unused(|| SEATS[chance.below(SEATS.len())].to_owned())
    }

    /// The name of a village: a family and its ground.
    pub(super) fn village(&mut self, chance: &mut Chance) -> String {
        self.unused(|| {
            let front = FRONTS[chance.below(FRONTS.len())];
            let family = FAMILIES[chance.below(FAMILIES.len())];
            let name = format!("{front}{family}{}", GROUNDS[chance.below(GROUNDS.len())]);
            name[..1].to_uppercase() + &name[1..]
        })
    }

    /// The first of some names drawn that nobody has; else the last with a number.
    fn unused(&mut self, mut draw: impl FnMut() -> String) -> String {
        let mut name = draw();
        for _ in 0..20 {
            if self.0.contains(&name) {
                name = draw();
            }
        }
        let numbered = (2..).map(|n| format!("{name} {n}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names
            .find(|name| !self.0.contains(name))
            .expect("numbers do not end");
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
        let mut given: BTreeSet<String> = (0..300).map(|_| names.town(&mut chance)).collect();
        given.extend((0..3_000).map(|_| names.village(&mut chance)));
        assert_eq!(given.len(), 3_300);
    }
}
