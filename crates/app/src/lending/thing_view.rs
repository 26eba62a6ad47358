//! How a thing looks, and the forms for what can be done with it.

use langqiao_kernel::{id::OrganisationId, text::clip};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    ask::{FETCHER_MAX, PURPOSE_MAX},
    keep::NOTE_MAX,
    model::{Entry, Kind, Side},
    photos::{self, Photo},
    queries::LINES_MAX,
    say,
    thing_page::View,
};

pub(super) fn facts(
    ui: &Ui,
    org: OrganisationId,
    view: &View,
    (from, until): (jiff::civil::Date, jiff::civil::Date),
) -> Markup {
    let thing = &view.thing;
    let free = html! {
        (when::count(view.free)) " · " (ui.day(from)) @if until != from { " – " (ui.day(until)) }
    };
    let out = link(
        &format!("/w/{org}/loans?side=out&thing={}", thing.id),
        &when::count(thing.out_now),
    );
    let own = thing.owner == org;
    let how = if thing.asks {
        msg::LOAN_ASKS
    } else {
        msg::LOAN_AT_ONCE
    };
    let comes_back = thing.kind == Kind::Equipment;
    let known = [
        (msg::LOAN_KIND, Some(html! { (ui.t(say::kind(thing.kind))) })),
        (msg::LOAN_PIECES, Some(html! { (when::count(thing.pieces)) })),
        (msg::LOAN_FREE, Some(free)),
        (msg::LOAN_OUT_NOW, own.then_some(out)),
        (msg::LOAN_KEPT, Some(html! { (thing.kept_at()) })),
        (
            msg::LOAN_DAYS_MAX,
            comes_back.then(|| html! { (thing.days_max) " " (ui.t(msg::USE_DAYS)) }),
        ),
        (msg::LOAN_HOW, Some(html! { (ui.t(how)) })),
        (
            msg::LOAN_OPEN_TO,
            own.then(|| html! { (ui.t(say::open_to(thing.open_to))) }),
        ),
        (msg::LOAN_WITH_ROOMS, with_rooms(ui, org, view)),
        (
            msg::LOAN_TERMS,
            (!thing.note.is_empty()).then(|| html! { (thing.note) }),
        ),
    ];
    card(say::known(ui, known))
}

pub(super) fn pictures_of(org: OrganisationId, photos: &[Photo]) -> Markup {
    let folder = |photo: &Photo| photos::folder(org, photo.of);
    let places: Vec<(String, String)> = photos
        .iter()
        .map(|photo| {
            (
                photo.within(&folder(photo), true),
                photo.within(&folder(photo), false),
            )
        })
        .collect();
    let shown = photos
        .iter()
        .zip(&places)
        .map(|(photo, (small, large))| Photograph {
            src: small,
            larger: Some(large),
            width: photo.width,
            height: photo.height,
            alt: &photo.alt,
        });
    html! { @if !photos.is_empty() { (photographs(shown)) } }
}

/// Whether a thing goes along with the rooms of its venue, and the way to where that is laid down.
fn with_rooms(ui: &Ui, org: OrganisationId, view: &View) -> Option<Markup> {
    let thing = &view.thing;
    let (venue, _) = thing
        .venue
        .as_ref()
        .filter(|_| thing.owner == org && thing.kind == Kind::Equipment)?;
    let word = if view.goes_along {
        msg::LOAN_WITH_ROOMS_YES
    } else {
        msg::LOAN_WITH_ROOMS_NO
    };
    Some(
        html! { (ui.t(word)) " · " (link(&format!("/w/{org}/venues/{venue}/lending"), ui.t(msg::LOAN_WITH_ROOMS_CHANGE))) },
    )
}

pub(super) fn ask_form(
    ui: &Ui,
    (at, own): (&str, bool),
    view: &View,
    typed: &Fields,
    problems: &Problems,
) -> Markup {
    let goods = view.thing.kind == Kind::Goods;
    let known: Vec<(String, &str)> = view
        .activities
        .iter()
        .map(|(id, title)| (id.to_text(), title.as_str()))
        .collect();
    let list = select(ui, "activity", ui.t(msg::LOAN_ACTIVITY)).error(problems.of("activity"));
    let list = list.option("", ui.t(msg::LOAN_NO_ACTIVITY), typed.raw("activity").is_empty());
    let list = known.iter().fold(list, |list, (id, title)| {
        list.option(id, title, typed.raw("activity") == id)
    });
    // Whoever comes from an activity finds its name there.
    let chosen = known.iter().find(|(id, _)| typed.raw("activity") == id);
    let purpose = match chosen {
        Some((_, title)) if !typed.has("purpose") => clip(title, PURPOSE_MAX),
        _ => typed.raw("purpose").to_owned(),
    };
    let form = form(ui, &format!("{at}/ask")).body(html! {
        (row(html! {
            (field(ui, "from", ui.t(if goods { msg::LOAN_FETCH_DAY } else { msg::LOAN_FROM })).required().date().value(typed.raw("from")).error(problems.of("from")))
            @if !goods { (field(ui, "until", ui.t(msg::LOAN_UNTIL)).required().date().value(typed.raw("until")).error(problems.of("until"))) }
        }))
        (field(ui, "pieces", ui.t(msg::LOAN_HOW_MANY)).required().short().whole_number().unit(ui.t(msg::LOAN_UNIT)).value(typed.raw("pieces")).error(problems.of("pieces")))
        (field(ui, "purpose", ui.t(msg::LOAN_PURPOSE)).required().max_chars(PURPOSE_MAX as u32).value(&purpose).error(problems.of("purpose"))
            .example(ui.t(msg::LOAN_PURPOSE_EXAMPLE)))
        @if !known.is_empty() { (list) }
        (field(ui, "fetcher", ui.t(msg::LOAN_FETCHER)).required().max_chars(FETCHER_MAX as u32).value(typed.raw("fetcher")).error(problems.of("fetcher"))
            .hint(ui.t(msg::LOAN_FETCHER_HINT)))
        (row(button(ui.t(if own { msg::LOAN_TAKE_OWN } else if view.thing.asks { msg::LOAN_ASK } else { msg::LOAN_TAKE })).primary().render()))
    });
    if own {
        let open = problems
            .of("fetcher")
            .or(problems.of("purpose"))
            .or(problems.of("from"))
            .or(problems.of("until"))
            .is_some();
        return disclosure(ui.t(msg::LOAN_OWN_USE), open, form);
    }
    section(ui.t(msg::LOAN_ASK_TITLE), card(form))
}

pub(super) fn loans_of(ui: &Ui, org: OrganisationId, view: &View) -> Markup {
    let all = format!("/w/{org}/loans?side=out&thing={}", view.thing.id);
    section(
        ui.t(msg::LOAN_LIVE),
        stack(html! {
            @if view.loans.is_empty() { (muted(html! { (ui.t(msg::LOAN_NO_LIVE)) })) }
            @else { (super::loans_page::loans(ui, org, Side::Out, ui.t(msg::LOAN_LIVE), &view.loans)) }
            p { (link(&all, ui.t(msg::LOAN_ALL))) }
        }),
    )
}

/// How the count came about, the latest first; the sum is the count.
pub(super) fn entries(ui: &Ui, org: OrganisationId, view: &View) -> Markup {
    let columns = vec![
        col(ui.t(msg::LOAN_WHEN)),
        col(ui.t(msg::LOAN_WHY)),
        number_col(ui.t(msg::LOAN_CHANGE)),
        col(ui.t(msg::LOAN_NOTE)),
    ];
    let shown = view.lines.iter().take(LINES_MAX as usize);
    let rows = shown.map(|line| {
        let sign = if line.pieces > 0 { "+" } else { "" };
        vec![
            ui.moment(line.at),
            html! { @match line.loan { Some(loan) => { (link(&format!("/w/{org}/loans/{loan}"), ui.t(say::entry(line.kind)))) }, None => { (ui.t(say::entry(line.kind))) } } },
            html! { (sign) (line.pieces) },
            html! { (line.note) },
        ]
    });
    let cut = view.lines.len() as i64 > LINES_MAX;
    let foot = vec![
        html! { (ui.t(msg::SITE_TOTAL)) },
        html! {},
        html! { (when::count(view.thing.pieces)) },
        html! {},
    ];
    html! {
        div id="entries" {
            (section(ui.t(msg::LOAN_ENTRIES), stack(html! {
                @if cut { (muted(html! { (ui.tf(msg::LOAN_ENTRIES_CUT, args! { n = LINES_MAX })) })) }
                (table(ui.t(msg::LOAN_ENTRIES), columns).rows(rows).foot(foot))
            })))
        }
    }
}

pub(super) fn counting(ui: &Ui, (at, pieces): (&str, i64), typed: &Fields, problems: &Problems) -> Markup {
    let list = [Entry::Bought, Entry::Repaired, Entry::Found, Entry::WrittenOff];
    let list = list.iter().fold(
        choices(ui, "why", ui.t(msg::LOAN_WHY))
            .required()
            .error(problems.of("why")),
        |choices, why| {
            choices.option(
                why.as_str(),
                ui.t(say::entry(*why)),
                typed.raw("why") == why.as_str(),
            )
        },
    );
    let mine = typed.has("why") || typed.has("counting");
    let of = |name: &str| if mine { typed.raw(name) } else { "" };
    let wrong = |name: &'static str| if mine { problems.of(name) } else { None };
    disclosure(
        ui.t(msg::LOAN_COUNT),
        mine,
        form(ui, &format!("{at}/count")).body(html! {
            (hidden("counting", "1"))
            (hidden("seen", &pieces.to_string()))
            (list)
            (field(ui, "n", ui.t(msg::LOAN_HOW_MANY)).required().short().whole_number().unit(ui.t(msg::LOAN_UNIT)).value(of("n")).error(wrong("n")))
            (field(ui, "note", ui.t(msg::LOAN_NOTE)).required().max_chars(NOTE_MAX as u32).value(of("note")).error(wrong("note")).hint(ui.t(msg::LOAN_COUNT_HINT)))
            (row(button(ui.t(msg::LOAN_COUNT_DO)).render()))
        }),
    )
}

pub(super) fn taking_off(ui: &Ui, at: &str, typed: &Fields, problems: &Problems) -> Markup {
    confirm_with(
        ui.t(msg::LOAN_TAKE_OFF),
        typed.has("gone_why"),
        form(ui, &format!("{at}/gone")).body(html! {
            p { (ui.t(msg::LOAN_TAKE_OFF_WHAT)) }
            (field(ui, "gone_why", ui.t(msg::SITE_REASON)).required().max_chars(NOTE_MAX as u32).value(typed.raw("gone_why")).error(problems.of("gone_why")))
            (row(button(ui.t(msg::LOAN_TAKE_OFF)).danger().render()))
        }),
    )
}
