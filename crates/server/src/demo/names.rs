//! Invented names: of people, firms and phones. Nobody and nothing real is meant.

use rand::{Rng, RngExt, seq::IndexedRandom};

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const GIVEN_WOMEN: &str =
    "芳娟敏静丽艳娜秀英华慧巧美玲红霞燕平莉桂香月莺媛雪荣爱妹琴云莲真环凤洁梅琳素兰翠雅芝玉萍";
const GIVEN_MEN: &str =
    "伟强磊军洋勇杰涛明超刚平辉鹏健俊峰建国华志斌海波宁贵福生龙元全胜学祥才发武新利清飞彬";
const FANCY: &str = "恒瑞锦嘉盛丰泰宏鑫润禾源晟悦诚信兴凯达荣昌佳联创新峰远航明辉";
const TRADES: [(&str, i64); 14] = [
    ("针织", 62),
    ("羊毛衫", 66),
    ("服饰", 60),
    ("纺织", 52),
    ("化纤", 35),
    ("皮草", 45),
    ("机械", 25),
    ("电子", 48),
    ("包装", 40),
    ("食品", 55),
    ("家居", 42),
    ("物流", 22),
    ("新材料", 33),
    ("农业科技", 38),
];

/// A person of the demonstration.
#[derive(Clone, Debug)]
pub struct InventedPerson {
    /// Surname and given name.
    pub name: String,
    /// Whether a woman.
    pub female: bool,
    /// A mobile number that belongs to nobody known to us.
    pub phone: String,
}

/// A firm of the demonstration.
#[derive(Clone, Debug)]
pub struct InventedFirm {
    /// Its name.
    pub name: String,
    /// How many women work there among a hundred.
    pub women_percent: i64,
}

/// Makes names, each phone and firm once.
pub struct Names<'r, R: Rng> {
    rng: &'r mut R,
    people: u32,
    firms: std::collections::HashSet<String>,
}

impl<'r, R: Rng> Names<'r, R> {
    /// Begins with nobody.
    pub fn new(rng: &'r mut R) -> Self {
        Self {
            rng,
            people: 0,
            firms: std::collections::HashSet::new(),
        }
    }

    /// The generator, for whatever else must follow the same seed.
    pub fn rng(&mut self) -> &mut R {
        self.rng
    }

    /// A person; a woman with the given chance in a hundred.
    pub fn person(&mut self, women_percent: u32) -> InventedPerson {
        let female = self.rng.random_range(0..100) < women_percent;
        let mut name = self.pick(SURNAMES).to_string();
        let given = if female { GIVEN_WOMEN } else { GIVEN_MEN };
        for _ in 0..self.rng.random_range(1..=2) {
            name.push(self.pick(given));
        }
        self.people += 1;
        // 199 0573 begins no number in use when this was written; the last four digits count up.
        let phone = format!("1990{:07}", 5_730_000 + self.people);
        InventedPerson { name, female, phone }
    }

    /// A child of somebody, without a phone.
    pub fn child_of(&mut self, parent: &str) -> InventedPerson {
        let female = self.rng.random_bool(0.5);
        let surname = parent.chars().next().unwrap_or('王');
        let given = self.pick(if female { GIVEN_WOMEN } else { GIVEN_MEN });
        InventedPerson {
            name: format!("{surname}小{given}"),
            female,
            phone: String::new(),
        }
    }

    /// A firm with the place's name in front, none twice.
    pub fn firm(&mut self, place: &str) -> InventedFirm {
        loop {
            let (trade, women_percent) = *TRADES.choose(self.rng).expect("there are trades");
            let name = format!(
                "桐乡{place}{}{}{trade}有限公司",
                self.pick(FANCY),
                self.pick(FANCY)
            );
            if self.firms.insert(name.clone()) {
                return InventedFirm { name, women_percent };
            }
        }
    }

    /// A unified social credit code that checks, with the county's own division code in it.
    pub fn uscc(&mut self) -> String {
        const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
        let mut code = String::from("91330483MA");
        for _ in 0..7 {
            code.push(char::from(ALPHABET[self.rng.random_range(0..ALPHABET.len())]));
        }
        let mut weight = 1usize;
        let mut sum = 0usize;
        for byte in code.bytes() {
            let value = ALPHABET.iter().position(|a| *a == byte).unwrap_or(0);
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        code.push(char::from(ALPHABET[(31 - sum % 31) % 31]));
        code
    }

    fn pick(&mut self, from: &str) -> char {
        let count = from.chars().count();
        from.chars()
            .nth(self.rng.random_range(0..count))
            .expect("the table is not empty")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use langqiao_kernel::codes::Uscc;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn the_same_seed_gives_the_same_names() {
        let make = || {
            let mut rng = StdRng::seed_from_u64(7);
            let mut names = Names::new(&mut rng);
            (0..50).map(|_| names.person(50).name).collect::<Vec<_>>()
        };
        assert_eq!(make(), make());
    }

    #[test]
    fn invented_codes_check() {
        let mut rng = StdRng::seed_from_u64(7);
        let mut names = Names::new(&mut rng);
        for _ in 0..200 {
            let code = names.uscc();
            assert!(Uscc::parse(&code).is_ok(), "{code}");
        }
    }
}
