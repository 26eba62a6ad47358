//! What is made to be printed: a form to sign on, a poster for a notice board.

use maud::{Markup, html};

/// A sheet of paper with a title, lines about it, its matter, and a line at its foot.
pub fn paper(title: &str, about: &[String], matter: &Markup, foot: &str) -> Markup {
    html! {
        article.paper {
            h1.paper-title { (title) }
            @for line in about.iter().filter(|line| !line.is_empty()) { p.paper-about { (line) } }
            (matter)
            p.paper-foot { (foot) }
        }
    }
}

/// A ruled table to be written on: its head is repeated on every page, no row is cut in two, and `blank` empty
/// rows follow. On a narrow screen it stays as wide as it must be and is moved sideways.
pub fn paper_table(caption: &str, heads: &[&str], rows: &[Vec<String>], blank: usize) -> Markup {
    ruled("paper-table", caption, (heads, rows), blank)
}

/// The same with a narrow column for each of many days beside the names.
pub fn paper_days(caption: &str, heads: &[&str], rows: &[Vec<String>], blank: usize) -> Markup {
    ruled("paper-table paper-days", caption, (heads, rows), blank)
}

fn ruled(class: &str, caption: &str, (heads, rows): (&[&str], &[Vec<String>]), blank: usize) -> Markup {
    html! {
        div.paper-matter role="region" aria-label=(caption) tabindex="0" {
            table class=(class) {
                caption.sr-only { (caption) }
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows { tr { @for cell in row { td { (cell) } } } }
                    @for _ in 0..blank { tr { @for _ in heads { td {} } } }
                }
            }
        }
    }
}

/// What stands on a poster.
#[derive(Clone, Debug)]
pub struct PaperPoster<'a> {
    /// What sort of thing it is, over the title.
    pub kind: &'a str,
    /// What it is called, cut where a line may end.
    pub title: Vec<String>,
    /// What one should know; its line breaks are kept. What is too long for one page is cut.
    pub text: &'a str,
    /// When, where, for whom.
    pub facts: Markup,
    /// A QR code as SVG.
    pub qr: Markup,
    /// What the code is, for those who can't see it.
    pub qr_label: &'a str,
    /// What to do with it.
    pub call: &'a str,
    /// The same address in letters.
    pub address: &'a str,
}

/// How large a poster is printed, in per cent, the largest first.
const SCALES: [usize; 5] = [100, 86, 74, 66, 58];
/// The poster's matter on A4, in tenths of a millimetre: how wide, how high.
const MATTER: (usize, usize) = (1560, 2330);

/// How wide a text is in tenths of a Chinese character.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 6 } else { 10 }).sum()
}

/// How many lines a text takes, where a line has so many tenths of a character.
fn lines(text: &str, fits: usize) -> usize {
    text.lines()
        .map(|line| width(line).div_ceil(fits.max(10)).max(1))
        .sum()
}

/// The values of a list of facts as text, a line each.
fn values(facts: &Markup) -> Vec<String> {
    let parts = facts.0.replace("<br>", "</dd>");
    let parts = parts
        .split("</dd>")
        .map(|part| part.rsplit("</dt>").next().unwrap_or(part));
    let plain = |part: &str| {
        let mut inside = false;
        let shown = part.chars().filter(|c| {
            inside = *c == '<' || (inside && *c != '>');
            !inside && *c != '>'
        });
        shown.collect::<String>().trim().to_owned()
    };
    parts.map(plain).filter(|part| !part.is_empty()).collect()
}

/// How high the poster is at a scale without its text, and how many tenths of a character a line of that text has.
fn measure(poster: &PaperPoster<'_>, scale: usize) -> (usize, usize) {
    // At full size a character of the title is 155 wide and a line of it 202 high; of the rest 60 and 102.
    let fits = |character: usize| MATTER.0 * 1000 / (character * scale);
    let title = lines(&poster.title.concat(), fits(155)) * 202 * scale / 100;
    // The names of the facts take seven characters of each line; a gap of 30 stands between them.
    let of_facts = fits(60).saturating_sub(75);
    let facts: usize = values(&poster.facts)
        .iter()
        .map(|value| lines(value, of_facts) * 102 * scale / 100 + 30)
        .sum();
    // What sort of thing it is, the gaps, the code.
    let rest = 110 + 240 + 640 * scale.max(70) / 100;
    (title + facts + rest, fits(60))
}

/// The scale at which a poster fits one page, and its text as far as it does.
fn fitted(poster: &PaperPoster<'_>) -> (usize, String) {
    let height = |text: &str, fits: usize, scale: usize| match text.is_empty() {
        true => 0,
        false => lines(text, fits) * 102 * scale / 100,
    };
    for scale in SCALES {
        let (others, fits) = measure(poster, scale);
        if others + height(poster.text, fits, scale) <= MATTER.1 {
            return (scale, poster.text.to_owned());
        }
    }
    let scale = SCALES[SCALES.len() - 1];
    let (others, fits) = measure(poster, scale);
    let mut left = MATTER.1.saturating_sub(others) * 100 / (102 * scale);
    let mut kept = String::new();
    for line in poster.text.lines() {
        let takes = lines(line, fits);
        if takes > left {
            let characters = left.saturating_mul(fits) / 10;
            kept.extend(line.chars().take(characters.saturating_sub(1)));
            kept.push('…');
            return (scale, kept);
        }
        left -= takes;
        kept.push_str(line);
        kept.push('\n');
    }
    (scale, kept)
}

/// A poster of one page: what it says grows smaller until it fits.
pub fn paper_poster(poster: &PaperPoster<'_>) -> Markup {
    let (scale, text) = fitted(poster);
    html! {
        article class=(format!("poster poster-{scale}")) {
            p.poster-kind { (poster.kind) }
            h1.poster-title { @for (n, part) in poster.title.iter().enumerate() { @if n > 0 { wbr; } (part) } }
            @if !text.is_empty() { p.poster-text { (text) } }
            div.poster-facts { (poster.facts) }
            div.poster-code {
                div.poster-qr role="img" aria-label=(poster.qr_label) { (poster.qr) }
                div {
                    p.poster-call { (poster.call) }
                    p.poster-address { (poster.address) }
                }
            }
        }
    }
}

/// What stands on a name badge.
#[derive(Clone, Debug)]
pub struct PaperBadge<'a> {
    /// What it is for.
    pub about: &'a str,
    /// Whose it is: what is read from two steps away.
    pub name: &'a str,
    /// What they are there, on a band of colour, where that helps others.
    pub band: Option<&'a str>,
    /// A QR code as SVG.
    pub qr: Markup,
    /// What the code is, for those who can't see it.
    pub qr_label: &'a str,
    /// The same in letters.
    pub code: &'a str,
}

/// Name badges of 90 by 54 mm, the size of the usual holders, ten to a sheet of A4; none is cut in two. `title` and `how` to use
/// them stands on the screen only.
pub fn paper_badges<'a>(
    (title, how): (&str, &str),
    badges: impl IntoIterator<Item = PaperBadge<'a>>,
) -> Markup {
    let mut badges = badges.into_iter().peekable();
    html! {
        h1.badges-title { (title) }
        @if badges.peek().is_some() { p.badges-how { (how) } }
        ul.badges {
            @for badge in badges {
                li.name-badge {
                    p.name-badge-about { (badge.about) }
                    div.name-badge-who {
                        p.name-badge-name { (badge.name) }
                        div.name-badge-qr role="img" aria-label=(badge.qr_label) { (badge.qr) }
                    }
                    p.name-badge-foot {
                        span.name-badge-band { @if let Some(band) = badge.band { (band) } }
                        span.name-badge-code { (badge.code) }
                    }
                }
            }
        }
    }
}

/// A certificate on a sheet of its own: its name, what it says, and who gives it when, at the lower right as on any
/// Chinese certificate. Each of the words in `whole`, such as dates,
/// stands on one line.
pub fn diploma(title: &str, text: &str, whole: &[&str], given: Markup) -> Markup {
    html! {
        article.diploma {
            div.diploma-frame {
                h1.diploma-title { (title) }
                p.diploma-text { (unbroken(text, whole)) }
                div.diploma-given { (given) }
            }
        }
    }
}

/// A text in which these words, such as dates, stand on one line each.
fn unbroken(text: &str, whole: &[&str]) -> Markup {
    let first = whole
        .iter()
        .filter(|word| !word.is_empty())
        .filter_map(|word| Some((text.find(word)?, *word)))
        .min();
    match first {
        Some((at, word)) => html! {
            (text[..at])
            span.diploma-whole { (word) }
            (unbroken(&text[at + word.len()..], whole))
        },
        None => html! { (text) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poster<'a>(title: &str, text: &'a str, hosts: usize) -> PaperPoster<'a> {
        let host = "石湾镇永丰村妇女联合会";
        PaperPoster {
            kind: "亲子",
            title: vec![title.to_owned()],
            text,
            facts: html! { dl { div { dt { "时间" } dd { time datetime="2026-11-23" { "11月23日 周一 16:30" } } } div { dt { "一起办的单位" } dd { @for _ in 0..hosts { (host) br; } } } } },
            qr: html! {},
            qr_label: "",
            call: "扫码报名",
            address: "https://example.org/activities/1",
        }
    }

    #[test]
    fn what_says_more_is_printed_smaller_and_what_is_too_long_is_cut() {
        let short = fitted(&poster("义诊", "量血压。", 1));
        assert_eq!(short, (100, "量血压。".to_owned()));
        let text = "自己带水杯和笔，家长可以一起来。".repeat(12);
        let (scale, whole) = fitted(&poster("桃园村亲子科普日暨垃圾分类宣传活动", &text, 6));
        assert!(scale < 100 && whole == text, "{scale}");
        let long = "很长的说明。\n".repeat(400);
        let (scale, cut) = fitted(&poster("桃园村亲子科普日", &long, 3));
        assert!(
            scale == SCALES[4] && cut.ends_with('…') && cut.lines().count() < 60,
            "{scale} {}",
            cut.lines().count()
        );
    }

    #[test]
    fn the_values_of_facts_are_read_without_their_names_and_tags() {
        let facts = poster("", "", 2).facts;
        assert_eq!(
            values(&facts),
            [
                "11月23日 周一 16:30",
                "石湾镇永丰村妇女联合会",
                "石湾镇永丰村妇女联合会"
            ]
        );
    }
}
