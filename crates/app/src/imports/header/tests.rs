use super::{super::field::UNITS, *};

fn lines(rows: &[&[&str]]) -> Vec<Line> {
    let line = |(number, cells): (u32, &&[&str])| Line {
        number,
        cells: cells.iter().map(|cell| Raw::text(cell)).collect(),
    };
    (1..).zip(rows).map(line).collect()
}

#[test]
fn a_head_is_found_below_a_title() {
    let rows = lines(&[
        &["2026年桐乡市企业名单"],
        &["填表单位：", "", "", "单位：人"],
        &[
            "序号",
            "企业名称*",
            "统一社会\n信用代码",
            "村（社区）",
            "职工人数（人）",
            "35周岁以下",
            "备注",
        ],
        &["1", "甲公司", "", "桃园村", "12", "3", ""],
    ]);
    let head = Header::find("名单", &rows, &[], UNITS).unwrap();
    assert_eq!(head.row, 3);
    let expected = [
        None,
        Some(Field::Name),
        Some(Field::Uscc),
        Some(Field::Area),
        Some(Field::Headcount),
        Some(Field::Youth),
        None,
    ];
    assert_eq!(head.fields, expected);
    assert_eq!(head.unused().collect::<Vec<_>>(), ["序号", "备注"]);
}

#[test]
fn a_head_of_two_rows_is_read_as_one() {
    let rows = lines(&[
        &["企业名称", "村社区", "人数", "", "", "党组织"],
        &["", "", "总数", "女", "青年", ""],
        &["甲公司", "桃园村", "12", "3", "4", "有"],
    ]);
    let merged = [
        Region {
            top: 0,
            bottom: 0,
            left: 2,
            right: 4,
        },
        Region {
            top: 0,
            bottom: 1,
            left: 0,
            right: 0,
        },
        Region {
            top: 0,
            bottom: 1,
            left: 5,
            right: 5,
        },
    ];
    let head = Header::find("", &rows, &merged, UNITS).unwrap();
    assert_eq!(head.row, 2);
    let expected = [
        Field::Name,
        Field::Area,
        Field::Headcount,
        Field::Women,
        Field::Youth,
        Field::Party,
    ]
    .map(Some);
    assert_eq!(head.fields, expected);
    assert_eq!(head.titles[3], "人数女");
}

#[test]
fn what_a_head_lacks_is_named() {
    let rows = lines(&[&["企业名称", "信用代码"], &["甲", "9"]]);
    assert_eq!(
        Header::find("", &rows, &[], UNITS),
        Err(HeaderError::Missing(vec!["所属村社区", "职工人数"]))
    );
    let rows = lines(&[&["一", "二"], &["甲", "9"]]);
    assert_eq!(Header::find("", &rows, &[], UNITS), Err(HeaderError::None));
    assert_eq!(Header::find("", &[], &[], UNITS), Err(HeaderError::None));
}

#[test]
fn of_two_columns_the_better_word_wins_and_equals_are_refused() {
    let rows = lines(&[&["单位名称", "名称", "村", "职工人数", "人数"]]);
    let head = Header::find("", &rows, &[], UNITS).unwrap();
    assert_eq!(
        (head.column(Field::Name), head.column(Field::Headcount)),
        (Some(0), Some(3))
    );
    assert_eq!(head.unused().collect::<Vec<_>>(), ["名称", "人数"]);
    let rows = lines(&[&["名称", "村", "职工人数", "职工人数（人）"]]);
    let (first, second) = ("C 职工人数".to_owned(), "D 职工人数(人)".to_owned());
    let doubled = HeaderError::Doubled {
        field: Field::Headcount,
        first,
        second,
    };
    assert_eq!(Header::find("", &rows, &[], UNITS), Err(doubled));
}
