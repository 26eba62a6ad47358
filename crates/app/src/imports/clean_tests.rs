use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 21);

fn raw(text: &str) -> Raw {
    Raw::text(text)
}

#[test]
fn counts_are_read_as_people_write_them() {
    for (typed, meant) in [
        ("120", 120),
        (" １２０ ", 120),
        ("1,234", 1_234),
        ("１，２３４人", 1_234),
        ("12 名", 12),
        ("0", 0),
        ("35.0", 35),
        ("007", 7),
    ] {
        assert_eq!(count(&raw(typed)), Ok(Some(meant)), "{typed}");
    }
    assert_eq!(count(&Raw::Number(64.0)), Ok(Some(64)));
}

#[test]
fn what_is_no_count_is_told_apart() {
    for (typed, what) in [
        ("约120人", What::About),
        ("120余", What::About),
        ("100-200", What::About),
        ("1.2万", What::About),
        ("50以上", What::About),
        ("一百二十", What::NotNumber),
        ("12,34", What::NotNumber),
        ("十几人", What::NotNumber),
        ("1e9", What::NotNumber),
        ("12.5", What::NotWhole),
        ("-3", What::Negative),
        ("99999999", What::TooMany { max: COUNT_MAX }),
    ] {
        assert_eq!(count(&raw(typed)), Err(what), "{typed}");
    }
    assert_eq!(count(&Raw::Day { day: TODAY }), Err(What::IsDay));
    assert_eq!(
        count(&Raw::Failed {
            failed: "#N/A".to_owned()
        }),
        Err(What::Failed)
    );
    assert_eq!(count(&Raw::Number(f64::NAN)), Err(What::NotWhole));
    assert_eq!(count(&Raw::Number(f64::INFINITY)), Err(What::NotWhole));
}

#[test]
fn nothing_said_is_not_zero() {
    for nothing in ["", " ", "　", "/", "——", "-", "无", "不详", "n/a"] {
        assert_eq!(count(&raw(nothing)), Ok(None), "{nothing}");
        assert_eq!(text(&raw(nothing), 10), Ok(None), "{nothing}");
        assert_eq!(day(&raw(nothing), TODAY), Ok(None), "{nothing}");
        assert_eq!(phone(&raw(nothing)), Ok(None), "{nothing}");
        assert_eq!(uscc(&raw(nothing)), Ok(None), "{nothing}");
    }
}

#[test]
fn days_are_read_as_people_write_them() {
    for (typed, meant) in [
        ("2019年3月", date(2019, 3, 1)),
        ("2019年3月5日", date(2019, 3, 5)),
        ("２０１９年０３月０５号", date(2019, 3, 5)),
        ("2019.3.5", date(2019, 3, 5)),
        ("2019.10", date(2019, 10, 1)),
        ("2019-03-05", date(2019, 3, 5)),
        ("2019/3/5 0:00:00", date(2019, 3, 5)),
        ("2019-03-05T00:00:00", date(2019, 3, 5)),
        ("2019 年 3 月 5 日", date(2019, 3, 5)),
        ("20190305", date(2019, 3, 5)),
        ("201903", date(2019, 3, 1)),
        ("2019年", date(2019, 1, 1)),
        ("43831", date(2020, 1, 1)),
    ] {
        assert_eq!(day(&raw(typed), TODAY), Ok(Some(meant)), "{typed}");
    }
    for (number, meant) in [
        (43_831.0, date(2020, 1, 1)),
        (43_831.75, date(2020, 1, 1)),
        (2019.0, date(2019, 1, 1)),
        (2019.3, date(2019, 3, 1)),
    ] {
        assert_eq!(day(&Raw::Number(number), TODAY), Ok(Some(meant)), "{number}");
    }
    assert_eq!(day(&Raw::Day { day: TODAY }, TODAY), Ok(Some(TODAY)));
}

#[test]
fn what_is_no_day_is_told_apart() {
    for (typed, what) in [
        ("去年", What::NotDay),
        ("2019年13月", What::NotDay),
        ("2019-2-30", What::NotDay),
        ("19年3月", What::NotDay),
        ("2019-3-5-1", What::NotDay),
        ("0001-01-01", What::NotDay),
        ("2099-01-01", What::Future),
    ] {
        assert_eq!(day(&raw(typed), TODAY), Err(what), "{typed}");
    }
    assert_eq!(day(&Raw::Number(2019.1), TODAY), Err(What::UnclearMonth));
    assert_eq!(day(&Raw::Number(-5.0), TODAY), Err(What::NotDay));
    assert_eq!(day(&Raw::Number(f64::NAN), TODAY), Err(What::NotDay));
}

#[test]
fn yes_and_no_have_many_words() {
    for yes in ["有", "是", "√", "已建", "Yes", "１"] {
        assert_eq!(truth(&raw(yes)), Ok(Some(true)), "{yes}");
    }
    for no in ["无", "否", "×", "未建立", "no", "0"] {
        assert_eq!(truth(&raw(no)), Ok(Some(false)), "{no}");
    }
    assert_eq!(truth(&raw("/")), Ok(None));
    assert_eq!(truth(&Raw::Number(1.0)), Ok(Some(true)));
    assert_eq!(truth(&raw("筹建中")), Err(What::NotYesNo));
}

#[test]
fn codes_are_checked_and_lost_digits_noticed() {
    let fits = |typed: &str| uscc(&raw(typed)).map(|code| code.map(|(code, fits)| (code.to_string(), fits)));
    assert_eq!(
        fits(" ９１３５０１００ m000100y43"),
        Ok(Some(("91350100M000100Y43".to_owned(), true)))
    );
    assert_eq!(
        fits("91350100M000100Y44"),
        Ok(Some(("91350100M000100Y44".to_owned(), false)))
    );
    assert_eq!(fits("330483000012345"), Err(What::UsccLength { found: 15 }));
    assert_eq!(
        fits("9135O100M000100Y43"),
        Err(What::UsccCharacter { found: 'O', at: 5 })
    );
    assert_eq!(fits("9.14403E+17"), Err(What::UsccNumber));
    assert_eq!(
        uscc(&Raw::Number(914_403_001_922_038_216.0)),
        Err(What::UsccNumber)
    );
}

#[test]
fn telephones_are_mobile_or_fixed() {
    for (typed, meant) in [
        ("138 1234 5678", "13812345678"),
        ("0573-88112233", "0573-88112233"),
        ("（0573）88112233", "0573-88112233"),
        ("057388112233", "0573-88112233"),
        ("88112233", "88112233"),
        ("0573-88112233转801", "0573-88112233-801"),
        ("021-61234567", "021-61234567"),
        ("400-820-8820", "4008208820"),
    ] {
        assert_eq!(phone(&raw(typed)), Ok(Some(meant.to_owned())), "{typed}");
    }
    assert_eq!(
        phone(&Raw::Number(13_812_345_678.0)),
        Ok(Some("13812345678".to_owned()))
    );
    assert_eq!(phone(&raw("13812345678/0573-88112233")), Err(What::Phones));
    assert_eq!(phone(&raw("1381234567")), Err(What::Phone));
    assert_eq!(phone(&raw("张三")), Err(What::Phone));
}

proptest! {
    #[test]
    fn any_cell_is_read_or_refused(typed in ".{0,40}", number in any::<f64>()) {
        for raw in [Raw::text(&typed), Raw::Number(number)] {
            _ = (text(&raw, 20), count(&raw), truth(&raw), day(&raw, TODAY), uscc(&raw), phone(&raw), mobile(&raw));
        }
    }

    #[test]
    fn a_whole_number_is_read_however_it_is_dressed(n in 0i64..1_000_000, full: bool, spaced: bool, commas: bool, unit in prop::sample::select(vec!["", "人", "名"])) {
        let mut typed = n.to_string();
        if commas {
            for at in (1..typed.len()).rev().filter(|at| (n.to_string().len() - at) % 3 == 0) {
                typed.insert(at, ',');
            }
        }
        if full {
            typed = typed.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
        }
        typed.push_str(unit);
        if spaced {
            typed = format!("　{typed} ");
        }
        prop_assert_eq!(count(&Raw::text(&typed)), Ok(Some(n)), "{}", typed);
    }

    #[test]
    fn a_day_is_read_however_it_is_written(number in 0i64..40_000, style in 0usize..6) {
        let meant = date(1900, 3, 1).checked_add(jiff::Span::new().days(number)).unwrap();
        let (y, m, d) = (meant.year(), meant.month(), meant.day());
        let raw = match style {
            0 => Raw::text(&format!("{y}年{m}月{d}日")),
            1 => Raw::text(&format!("{y}.{m}.{d}")),
            2 => Raw::text(&format!("{y}/{m:02}/{d:02}")),
            3 => Raw::text(&format!("{y:04}{m:02}{d:02}")),
            4 => Raw::text(&meant.to_string()),
            _ => Raw::Day { day: meant },
        };
        prop_assert_eq!(day(&raw, TODAY), Ok(Some(meant)));
    }

    #[test]
    fn what_was_cleaned_is_clean(typed in "[0-9０-９ ,()（）转-]{5,20}") {
        if let Ok(Some(number)) = phone(&Raw::text(&typed)) {
            prop_assert_eq!(phone(&Raw::text(&number)), Ok(Some(number)));
        }
    }
}
