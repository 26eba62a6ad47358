//! What can be borrowed near by, and what the body has itself.

use axum::extract::State;
use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, OrganisationId},
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    desk,
    extract::Query,
    fault::Fault,
    gate::{Grant, Permission},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    model::{Kind, Thing},
    occasions::{self, Occasion},
    photos::{self, Photo},
    queries::{self, Cursor, Search},
    say,
};
use crate::{
    activities::typed,
    bookings::{KeepSpaces, Lent, SeeSpaces, peak},
};

/// What is looked for; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    kind: Option<String>,
    from: Option<String>,
    until: Option<String>,
    activity: Option<String>,
}

impl Asked {
    /// The activity for which something is looked for.
    pub(super) fn activity(&self) -> Option<ActivityId> {
        self.activity.as_deref().and_then(|id| id.parse().ok())
    }

    /// The same on an activity's own days, where no others are asked for.
    fn on_days_of(mut self, occasion: Option<&Occasion>) -> Self {
        let days = occasion.map(Occasion::days).filter(|_| self.from.is_none());
        if let Some((from, until)) = days {
            (self.from, self.until) = (Some(from.to_string()), Some(until.to_string()));
        }
        self
    }

    pub(super) fn search(&self) -> Search {
        let words = self.q.as_deref().map(langqiao_kernel::text::squash);
        Search {
            words: words.filter(|words| !words.is_empty()),
            kind: self.kind.as_deref().and_then(|kind| kind.parse().ok()),
        }
    }

    /// The first and the last day; today if nothing else is said.
    pub(super) fn days(&self, today: Date) -> (Date, Date) {
        let read = |text: &Option<String>| {
            text.as_deref()
                .and_then(|text| typed::day(text, today).ok().flatten())
        };
        let from = read(&self.from).filter(|day| *day >= today).unwrap_or(today);
        let until = read(&self.until).filter(|day| *day >= from).unwrap_or(from);
        (from, until.min(from.saturating_add(1.years())))
    }
}

/// A thing in a list.
pub(super) struct Shown {
    pub thing: Thing,
    /// How many are free all of some days.
    pub free: i64,
    /// Its first picture.
    pub cover: Option<Photo>,
}

impl Shown {
    /// Where the list goes on after it.
    pub fn cursor(&self) -> Cursor {
        (self.thing.far, self.thing.name.clone(), self.thing.id)
    }
}

/// How many things a page of the list shows.
const PAGE: u32 = 30;

/// A page of what an organisation may borrow, or of what it has (`own`), with what is free: the things, what is held of
/// them, their pictures, and one more of each for every 32 things that a program asks for at once.
pub(super) fn found(
    tx: &mut ReadTx,
    org: OrganisationId,
    (own, search): (bool, &Search),
    (days, now): ((Date, Date), Timestamp),
    paging: &Paging<Cursor>,
) -> Result<List<Shown>, StoreError> {
    let from = (paging.after.as_ref(), paging.rows());
    let things = if own {
        queries::own(tx, org, search, from)?
    } else {
        queries::near(tx, org, search, from)?
    };
    let ids: Vec<EquipmentId> = things.iter().map(|thing| thing.id).collect();
    let span = (
        time::start_of_day(days.0).max(now),
        time::start_of_day(days.1.saturating_add(1.day())),
    );
    // Goods that are promised for a later day are not free today either.
    let held = queries::held(tx, &ids, (span.0, Timestamp::MAX), now)?;
    let covers = photos::covers(tx, &ids)?;
    let things = things.into_iter().map(|thing| Shown {
        free: free(&thing, &held, span),
        cover: covers.iter().find(|photo| photo.of == thing.id).cloned(),
        thing,
    });
    Ok(List::of(paging, things.collect(), Shown::cursor))
}

fn free(thing: &Thing, held: &[(EquipmentId, Lent)], (from, until): (Timestamp, Timestamp)) -> i64 {
    let of_this = held.iter().filter(|(id, _)| *id == thing.id);
    let lent: Vec<Lent> = of_this.map(|(_, lent)| lent.clone()).collect();
    let until = if thing.kind == Kind::Goods {
        Timestamp::MAX
    } else {
        until
    };
    (thing.pieces - peak(&lent, (from, until))).max(0)
}

/// `GET /w/{org}/lending`
pub(super) async fn near(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Cursor>,
) -> Result<Page, Fault> {
    let paging = Paging {
        limit: PAGE,
        ..paging
    };
    let (org, now) = (gate.org(), ui.now);
    let search = asked.search();
    let read = search.clone();
    let (found, days, occasion) = app
        .db
        .read(move |tx| {
            let occasion = match asked.activity() {
                Some(id) => occasions::occasion(tx, org, id)?.filter(|one| one.comes(now)),
                None => None,
            };
            let days = asked.on_days_of(occasion.as_ref()).days(time::day(now));
            let found = found(tx, org, (false, &read), (days, now), &paging)?;
            Ok::<_, StoreError>((found, days, occasion))
        })
        .await?;
    let title = ui.t(msg::LOAN_TITLE);
    let activity = occasion
        .as_ref()
        .map_or_else(String::new, |one| format!("&activity={}", one.id));
    let more = format!(
        "/w/{org}/lending?{}&from={}&until={}{activity}",
        search.address(),
        days.0,
        days.1
    );
    let content = html! {
        (page_title(title, Some(ui.t(msg::LOAN_LEDE)), actions(&ui, org, gate.may(KeepSpaces::NAME))))
        (views(&ui, org, 0))
        @if let Some(occasion) = &occasion { (for_occasion(&ui, org, occasion)) }
        (filter(&ui, &format!("/w/{org}/lending"), &search, (Some(days), occasion.as_ref())))
        (results(stack(html! {
            @if found.items.is_empty() { (empty(Icon::Search, ui.t(msg::LOAN_NOTHING_NEAR), html! { p { (ui.t(msg::LOAN_NOTHING_NEAR_NEXT)) } })) }
            @else { (table_of(&ui, org, ui.t(msg::LOAN_NEAR), &found, Some((days, occasion.as_ref())))) }
            (onward(&ui, &more, found.next.as_deref()))
        })))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// `GET /w/{org}/lending/own`
pub(super) async fn own(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Cursor>,
) -> Result<Page, Fault> {
    let paging = Paging {
        limit: PAGE,
        ..paging
    };
    let (org, now) = (gate.org(), ui.now);
    let (search, today) = (asked.search(), time::day(now));
    let read = search.clone();
    let found = app
        .db
        .read(move |tx| found(tx, org, (true, &read), ((today, today), now), &paging))
        .await?;
    let title = ui.t(msg::LOAN_OWN);
    let more = format!("/w/{org}/lending/own?{}", search.address());
    let may = gate.may(KeepSpaces::NAME);
    let new = format!("/w/{org}/lending/new");
    let content = html! {
        (page_title(title, Some(ui.t(msg::LOAN_OWN_LEDE)), actions(&ui, org, may)))
        (views(&ui, org, 1))
        (filter(&ui, &format!("/w/{org}/lending/own"), &search, (None, None)))
        (results(stack(html! {
            @if found.items.is_empty() && !search.is_empty() {
                (empty(Icon::Search, ui.t(msg::LOAN_NOTHING_FOUND), html! {}))
            } @else if found.items.is_empty() {
                (empty(Icon::Handshake, ui.t(msg::LOAN_NOTHING_OWN), html! {
                    @if may { (link_button(&new, ui.t(msg::LOAN_ENTER)).icon(Icon::Plus)) }
                }))
            } @else { (table_of(&ui, org, title, &found, None)) }
            (onward(&ui, &more, found.next.as_deref()))
        })))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

fn actions(ui: &Ui, org: OrganisationId, may: bool) -> Option<Markup> {
    let (new, sums) = (format!("/w/{org}/lending/new"), format!("/w/{org}/lending/use"));
    Some(html! {
        @if may { (link_button(&new, ui.t(msg::LOAN_ENTER)).icon(Icon::Plus)) }
        (link_button(&sums, ui.t(msg::LOAN_USE)).quiet())
    })
}

/// The four views: near by, one's own, borrowed, lent.
pub(super) fn views(ui: &Ui, org: OrganisationId, current: usize) -> Markup {
    let at = |rest: &str| format!("/w/{org}/{rest}");
    let (near, own, borrowed, lent) = (
        at("lending"),
        at("lending/own"),
        at("loans?side=in"),
        at("loans?side=out"),
    );
    tabs(
        ui.t(msg::LOAN_NAV),
        &[
            (ui.t(msg::LOAN_NEAR), &near, None, current == 0),
            (ui.t(msg::LOAN_OWN), &own, None, current == 1),
            (ui.t(msg::LOAN_BORROWED), &borrowed, None, current == 2),
            (ui.t(msg::LOAN_LENT), &lent, None, current == 3),
        ],
    )
}

/// The way to what comes after a page.
fn onward(ui: &Ui, at: &str, next: Option<&str>) -> Markup {
    let next = next.map(|next| format!("{at}&after={next}"));
    html! {
        @if let Some(next) = &next { (row(html! { (link_button(next, ui.t(msg::PAGER_NEXT)).icon(Icon::Forward)) })) }
    }
}

/// For which activity things are looked for.
fn for_occasion(ui: &Ui, org: OrganisationId, occasion: &Occasion) -> Markup {
    notice(
        Tone::Info,
        html! {
            p {
                (ui.tf(msg::LOAN_FOR_ACTIVITY, args! { title = occasion.title.as_str() })) " "
                (link(&format!("/w/{org}/activities/{}", occasion.id), ui.t(msg::LOAN_TO_ACTIVITY)))
            }
        },
    )
}

/// The days that are looked at, and the activity for which.
type When<'a> = (Option<(Date, Date)>, Option<&'a Occasion>);

fn filter(ui: &Ui, at: &str, search: &Search, (days, occasion): When<'_>) -> Markup {
    let days = days.map(|(from, until)| (from.to_string(), until.to_string()));
    let kinds = Kind::ALL.iter().fold(
        select(ui, "kind", ui.t(msg::LOAN_KIND)).option("", ui.t(msg::LOAN_ANY_KIND), search.kind.is_none()),
        |list, kind| list.option(kind.as_str(), ui.t(say::kind(*kind)), search.kind == Some(*kind)),
    );
    let fields = html! {
        (field(ui, "q", ui.t(msg::LOAN_SEARCH)).search().value(search.words.as_deref().unwrap_or("")))
        (kinds)
        @if let Some((from, until)) = &days {
            (field(ui, "from", ui.t(msg::LOAN_FROM)).date().value(from))
            (field(ui, "until", ui.t(msg::LOAN_UNTIL)).date().value(until))
        }
        @if let Some(occasion) = occasion { (hidden("activity", &occasion.id.to_text())) }
    };
    filter_bar(ui, at, fields, &[])
}

fn table_of(
    ui: &Ui,
    org: OrganisationId,
    caption: &str,
    found: &List<Shown>,
    days: Option<((Date, Date), Option<&Occasion>)>,
) -> Markup {
    let more = days.map_or_else(String::new, |((from, until), occasion)| {
        let activity = occasion.map_or_else(String::new, |one| format!("&activity={}", one.id));
        format!("?from={from}&until={until}{activity}")
    });
    let mut columns = vec![
        col(ui.t(msg::LOAN_THING)),
        col(ui.t(msg::LOAN_KIND)),
        col(ui.t(msg::LOAN_KEPT)),
    ];
    if days.is_some() {
        columns.push(col(ui.t(msg::LOAN_OWNER)));
    }
    columns.push(number_col(ui.t(msg::LOAN_PIECES)));
    if days.is_none() {
        columns.push(number_col(ui.t(msg::LOAN_OUT_NOW)));
    }
    columns.push(number_col(ui.t(if days.is_some() {
        msg::LOAN_FREE_THEN
    } else {
        msg::LOAN_FREE_TODAY
    })));
    columns.push(col(ui.t(if days.is_some() {
        msg::LOAN_HOW
    } else {
        msg::LOAN_OPEN_TO
    })));
    let rows = found.items.iter().map(|Shown { thing, free, cover }| {
        let at = format!("/w/{org}/things/{}", thing.id);
        let mut row = vec![
            html! {
                @if let Some(photo) = cover { (small(org, photo)) }
                (link(&format!("{at}{more}"), &thing.name))
            },
            html! { (ui.t(say::kind(thing.kind))) },
            html! { (thing.area) " · " (thing.kept_at()) },
        ];
        if days.is_some() {
            row.push(html! { (thing.owner_name) });
        }
        row.push(match days {
            // How the count came about is its keeper's.
            Some(_) => html! { (when::count(thing.pieces)) },
            None => link(&format!("{at}#entries"), &when::count(thing.pieces)),
        });
        if days.is_none() {
            row.push(link(
                &format!("/w/{org}/loans?side=out&thing={}", thing.id),
                &when::count(thing.out_now),
            ));
        }
        row.push(html! { (when::count(*free)) });
        row.push(html! {
            @if days.is_none() { (ui.t(say::open_to(thing.open_to))) }
            @else if thing.asks { (ui.t(msg::LOAN_ASKS)) } @else { (ui.t(msg::LOAN_AT_ONCE)) }
        });
        row
    });
    table(caption, columns).rows(rows).render()
}

/// A thing's first picture, small.
fn small(org: OrganisationId, photo: &Photo) -> Markup {
    thumbnail(&Photograph {
        src: &photo.within(&photos::folder(org, photo.of), true),
        larger: None,
        width: photo.width,
        height: photo.height,
        alt: &photo.alt,
    })
}
