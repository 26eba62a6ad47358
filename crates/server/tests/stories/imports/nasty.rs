//! A spreadsheet as an office really sends it: a thousand enterprises below a merged title, written by many hands.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// How many rows of data it has.
pub const ROWS: u32 = 1_000;

/// The first row of data, as the spreadsheet numbers it.
pub const FIRST: u32 = 4;

/// What is wrong, by the offset of its row: what stands in the row, and what the preview must say.
pub const WRONG: [(u32, &str, &str); 13] = [
    (10, "letter O in the code", "代码里没有这个字符"),
    (20, "a short code", "应为 18 位，现在是 15 位"),
    (30, "a code kept as a number", "后几位已经丢失"),
    (40, "the code of row 5", "与第 5 行重复"),
    (50, "the name of row 6", "与第 6 行重复"),
    (60, "an unknown village", "是不是：桃园村"),
    (70, "a village of another town", "而在濮院镇永越村"),
    (80, "about so many", "是约数"),
    (90, "more women than staff", "比职工人数 64 还多"),
    (100, "no headcount", "没有填"),
    (110, "no day", "看不出是哪一天"),
    (120, "no telephone", "不是手机号"),
    (130, "neither yes nor no", "请填“有”或“无”"),
];

/// The offset of the row whose code has a wrong check digit, which a reason lets in.
pub const HELD: u32 = 140;

/// How many rows are right.
pub const GOOD: u32 = ROWS - WRONG.len() as u32 - 1;

const HEAD: [&str; 14] = [
    "序号",
    "企业名称*",
    "统一社会\n信用代码",
    "所属镇",
    "村（社区）",
    "职工人数（人）",
    "其中：女",
    "35周岁以下",
    "科技人员",
    "党组织（有/无）",
    "成立时间",
    "联系人",
    "联系电话",
    "备注",
];

/// The file.
pub fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("企业名单").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 13, "桐乡市企业基本情况登记表（2026年）", &plain)
        .unwrap();
    sheet
        .merge_range(1, 0, 1, 5, "填报单位：（盖章）", &plain)
        .unwrap();
    sheet.write(1, 12, "单位：人").unwrap();
    for (column, title) in (0..).zip(HEAD) {
        sheet.write(2, column, title).unwrap();
    }
    for n in 0..ROWS {
        row(sheet, n);
    }
    let foot = FIRST - 1 + ROWS;
    sheet.write(foot, 0, "合　计").unwrap();
    sheet.write(foot, 5, 64_000).unwrap();
    sheet.write(foot + 1, 0, "填表人：　　　审核人：").unwrap();
    book.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, n: u32) {
    let at = FIRST - 1 + n;
    let wrong = WRONG
        .iter()
        .find(|(row, ..)| *row == n)
        .map_or("", |(_, what, _)| *what);
    sheet.write(at, 0, n + 1).unwrap();
    name(sheet, at, n, wrong);
    code(sheet, at, n, wrong);
    place(sheet, at, n, wrong);
    people(sheet, at, n, wrong);
    let party = [["有", "无"], ["是", "否"], ["√", "×"]][n as usize % 3][n as usize / 3 % 2];
    sheet
        .write(
            at,
            9,
            if wrong == "neither yes nor no" {
                "筹建中"
            } else {
                party
            },
        )
        .unwrap();
    founded(sheet, at, n, wrong);
    sheet
        .write(at, 11, ["张三", "李 四", "欧阳小梅"][n as usize % 3])
        .unwrap();
    match (wrong, n % 4) {
        ("no telephone", _) => sheet.write(at, 12, "1381234").unwrap(),
        (_, 0) => sheet.write(at, 12, 13_900_000_000_f64 + f64::from(n)).unwrap(),
        (_, 1) => sheet.write(at, 12, format!("0573-88{n:06}")).unwrap(),
        (_, 2) => sheet.write(at, 12, format!("１３７ 0000 {n:04}")).unwrap(),
        _ => sheet.write(at, 12, "/").unwrap(),
    };
    if n.is_multiple_of(7) {
        sheet.write(at, 13, "=已走访").unwrap();
    }
}

fn name(sheet: &mut Worksheet, at: u32, n: u32, wrong: &str) {
    let n = if wrong == "the name of row 6" {
        6 - FIRST
    } else {
        n
    };
    let name = match n % 3 {
        0 => format!("桐乡市第{n}针织有限公司"),
        1 => format!("　桐乡市第{n}针织（集团）有限公司 "),
        _ => format!("桐乡市 第{n} 针织厂"),
    };
    sheet.write(at, 1, name).unwrap();
}

fn code(sheet: &mut Worksheet, at: u32, n: u32, wrong: &str) {
    let right = uscc(n);
    match wrong {
        "letter O in the code" => sheet.write(at, 2, right.replacen('0', "O", 1)).unwrap(),
        "a short code" => sheet.write(at, 2, "330483000012345").unwrap(),
        "a code kept as a number" => sheet.write(at, 2, 913_304_830_000_123_456_f64).unwrap(),
        "the code of row 5" => sheet.write(at, 2, uscc(5 - FIRST)).unwrap(),
        "the name of row 6" => sheet.write(at, 2, "").unwrap(),
        _ if n == HELD => {
            let (body, last) = right.split_at(17);
            sheet
                .write(at, 2, format!("{body}{}", if last == "1" { "2" } else { "1" }))
                .unwrap()
        }
        _ if n.is_multiple_of(5) => {
            let wide: String = right
                .chars()
                .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
                .collect();
            sheet.write(at, 2, wide).unwrap()
        }
        _ => sheet.write(at, 2, format!(" {}", right.to_lowercase())).unwrap(),
    };
}

fn place(sheet: &mut Worksheet, at: u32, n: u32, wrong: &str) {
    // The name of row 6 again is only a double in the same village.
    let n = if wrong == "the name of row 6" {
        6 - FIRST
    } else {
        n
    };
    let (town, village) = match n % 6 {
        0 => ("梧桐街道", "桃园村"),
        1 => ("梧桐街道", "桃园村村委会"),
        2 => ("梧桐", "庆丰社区居委会"),
        3 => ("濮院镇", "永越 村"),
        4 => ("濮院镇", "梅泾"),
        _ => ("", "桐乡市濮院镇永越村"),
    };
    let village = match wrong {
        "an unknown village" => "桃圆村",
        "a village of another town" => "永越村",
        _ => village,
    };
    let town = if wrong == "a village of another town" {
        "梧桐街道"
    } else {
        town
    };
    sheet.write(at, 3, town).unwrap();
    sheet.write(at, 4, village).unwrap();
}

fn people(sheet: &mut Worksheet, at: u32, n: u32, wrong: &str) {
    match (wrong, n % 5) {
        ("no headcount", _) => sheet.write(at, 5, "　").unwrap(),
        ("about so many", _) => sheet.write(at, 5, "约120人").unwrap(),
        ("more women than staff", _) | (_, 0) => sheet.write(at, 5, 64).unwrap(),
        (_, 1) => sheet.write(at, 5, "６４").unwrap(),
        (_, 2) => sheet.write(at, 5, " 64 人").unwrap(),
        (_, 3) => sheet.write(at, 5, "1,264").unwrap(),
        _ => sheet.write(at, 5, "64.0").unwrap(),
    };
    let women = if wrong == "more women than staff" { 65 } else { 31 };
    sheet.write(at, 6, women).unwrap();
    match n % 3 {
        0 => sheet.write(at, 7, 20).unwrap(),
        1 => sheet.write(at, 7, "２０").unwrap(),
        _ => sheet.write(at, 7, "——").unwrap(),
    };
    sheet
        .write(at, 8, if n.is_multiple_of(2) { "3" } else { "" })
        .unwrap();
}

fn founded(sheet: &mut Worksheet, at: u32, n: u32, wrong: &str) {
    let day = Format::new().set_num_format("yyyy/m/d");
    match (wrong, n % 6) {
        ("no day", _) => sheet.write(at, 10, "改制以后").unwrap(),
        (_, 0) => sheet.write(at, 10, "2019年3月").unwrap(),
        (_, 1) => sheet.write(at, 10, "2019.3.5").unwrap(),
        (_, 2) => sheet.write(at, 10, "２０１９年３月５日").unwrap(),
        (_, 3) => sheet.write(at, 10, 43_831).unwrap(),
        (_, 4) => sheet
            .write_with_format(at, 10, ExcelDateTime::from_ymd(2019, 3, 5).unwrap(), &day)
            .unwrap(),
        _ => sheet.write(at, 10, "").unwrap(),
    };
}

/// The `n`th credit code, with the check character that GB 32100 gives it.
pub fn uscc(n: u32) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91330483MA{n:07}");
    let value = |byte: u8| ALPHABET.iter().position(|known| *known == byte).unwrap();
    let (sum, _) = body.bytes().fold((0, 1), |(sum, weight), byte| {
        (sum + value(byte) * weight, weight * 3 % 31)
    });
    format!("{body}{}", ALPHABET[(31 - sum % 31) % 31] as char)
}
