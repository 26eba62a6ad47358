//! The summary of what is wrong with a form names each field as its own label does: 「年龄上限：请填写」; where what is wrong
//! has a colon of its own, 「“谁来”这一项，朱采菊：未满 6 岁」. The summary stands above the form and is drawn before it, so
//! that it leaves a mark for each name, which is filled in when the whole page is there.

use std::borrow::Cow;

use maud::{Markup, PreEscaped};

use super::Ui;
use crate::{
    args,
    i18n::{Lang, msg},
};

/// How a mark begins and ends; between them stands the field's id.
const MARK: (&str, &str) = ("<!--name of ", "-->");
/// A longer label, as a sentence that is agreed to, doesn't name its field.
const LONGEST: usize = 24;

/// Where the name of the field with this id is to stand.
pub(super) fn mark(id: &str) -> Markup {
    PreEscaped(format!("{}{id}{}", MARK.0, MARK.1))
}

/// The page with the names of the fields in place of their marks; none where what is wrong says the name already.
pub(super) fn fill<'p>(ui: &Ui, page: &'p Markup) -> Cow<'p, Markup> {
    if !page.0.contains(MARK.0) {
        return Cow::Borrowed(page);
    }
    let mut parts = page.0.split(MARK.0);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((id, rest)) = part.split_once(MARK.1) else {
            continue;
        };
        let sentence = rest.split('<').next().unwrap_or_default();
        if let Some(label) = label_of(&page.0, id).filter(|label| !sentence.contains(label)) {
            let said = match has_colon(sentence) {
                true => msg::FORM_PROBLEM_IN,
                false => msg::FORM_PROBLEM_AT,
            };
            filled.push_str(&ui.tf(said, args! { field = label }));
            if ui.lang == Lang::En {
                filled.push(' ');
            }
        }
        filled.push_str(rest);
    }
    Cow::Owned(PreEscaped(filled))
}

/// Whether a sentence begins with whom or what it is about and a colon: a second one before it would be hard to read.
fn has_colon(text: &str) -> bool {
    let first = text.split(['。', '；', ';']).next().unwrap_or_default();
    first.contains('：') || first.contains(": ")
}

/// The label of a field, as it stands in the page.
fn label_of<'p>(page: &'p str, id: &str) -> Option<&'p str> {
    let label = by_label(page, id).or_else(|| by_itself(page, id))?.trim();
    (!label.is_empty() && label.chars().count() <= LONGEST).then_some(label)
}

/// Behind `for`, as most fields have it.
fn by_label<'p>(page: &'p str, id: &str) -> Option<&'p str> {
    let (_, behind) = page.split_once(&format!("for=\"{id}\""))?;
    let (_, text) = behind.split_once('>')?;
    text.split('<').next()
}

/// Around the field itself: the legend of a choice, the words beside a box, or its name for those who don't see it.
fn by_itself<'p>(page: &'p str, id: &str) -> Option<&'p str> {
    let (before, behind) = page.split_once(&format!("id=\"{id}\""))?;
    let (rest, text) = behind.split_once('>')?;
    let tag = before.rfind('<').map_or("", |at| &before[at..]);
    for attributes in [rest, tag] {
        if let Some((_, name)) = attributes.split_once("aria-label=\"") {
            return name.split('"').next();
        }
    }
    let group = &before[before.rfind("</fieldset>").unwrap_or(0)..];
    match group.rsplit_once("<legend class=\"field-label\">") {
        Some((_, legend)) => legend.split('<').next(),
        None => text.strip_prefix("<span>")?.split('<').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::components::*;

    #[test]
    fn the_summary_names_the_fields_as_their_labels_do() {
        let ui = Ui::new(Lang::ZhCn, "/", jiff::Timestamp::UNIX_EPOCH);
        let mut problems = Problems::new();
        problems.add("max_age", "请填写");
        problems.add("title", "请填写标题");
        problems.add("kind", "请选一个");
        problems.add("who", "朱采菊：还没有填写会员身份。请填写");
        problems.add("agreed", "请先勾选");
        problems.add("", "有一处不对");
        let page = maud::html! {
            (error_summary(&ui, &problems))
            (field(&ui, "max_age", "年龄上限"))
            (field(&ui, "title", "标题"))
            (choices(&ui, "kind", "类别").option("a", "甲", false))
            (choices(&ui, "who", "谁来").option("me", "朱采菊", false))
            (checkbox("agreed", "我已经看过这份很长很长的说明并且同意其中写明的所有内容", false, None, None))
        };
        let text = fill(&ui, &page).0.clone();
        for said in [
            "年龄上限：请填写<",
            ">请填写标题<",
            "类别：请选一个<",
            ">“谁来”这一项，朱采菊：还没有填写会员身份。请填写<",
            ">请先勾选<",
            ">有一处不对<",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains(MARK.0));
    }
}
