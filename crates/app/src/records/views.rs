//! How service records look in the workbench.

use std::collections::BTreeMap;

use langqiao_kernel::id::{OrganisationId, PersonId, RecordId};
use langqiao_platform::{fields::Fields, spoken, ui::prelude::*};

use super::{
    count::{Cut, Span},
    decide::objection,
    model::Status,
    queries::{Held, Listed, Waiting},
    settle::{NOTE_MAX, Unsettled},
};

/// How a record stands, as a badge.
pub fn status(ui: &Ui, status: Status) -> Markup {
    let (tone, word) = match status {
        Status::Pending => (Tone::Warn, msg::RECORD_STATUS_PENDING),
        Status::Confirmed => (Tone::Ok, msg::RECORD_STATUS_CONFIRMED),
        Status::Voided => (Tone::Error, msg::RECORD_STATUS_VOIDED),
    };
    badge(tone, ui.t(word))
}

/// What was taken away from a record and why; `link` makes the address of another record.
pub fn cuts(ui: &Ui, record: &Listed, link: impl Fn(RecordId) -> String) -> Markup {
    let say = |msg, minutes| ui.tf(msg, args! { length = ui.minutes(minutes) });
    html! {
        @if record.entered_by.is_some() { (badge(Tone::Info, ui.t(msg::RECORD_BY_HAND))) " " }
        @for cut in &record.cuts {
            p {
                @match cut {
                    Cut::Hours { minutes } => (say(msg::RECORD_CUT_HOURS, *minutes)),
                    Cut::Cap { minutes } => (say(msg::RECORD_CUT_CAP, *minutes)),
                    Cut::Overlap { minutes, record } => {
                        (say(msg::RECORD_CUT_OVERLAP, *minutes)) " "
                        (langqiao_platform::ui::components::link(&link(*record), ui.t(msg::RECORD_CUT_OVERLAP_OPEN)))
                    }
                }
            }
        }
        @if record.cuts.is_empty() { (ui.t(msg::RECORD_CUT_NONE)) }
    }
}

/// A record's page in an organisation's workbench.
pub fn record_path(org: OrganisationId, record: RecordId) -> String {
    format!("/w/{org}/records/{record}")
}

/// From and to.
pub fn span(ui: &Ui, record: &Listed) -> Markup {
    ui.span(record.started, record.ended)
}

/// What waits: records by activity, volunteers who were never scanned out, and the way to the totals.
pub fn waiting(
    ui: &Ui,
    org: OrganisationId,
    waiting: &[Waiting],
    open: &[Unsettled],
    officer: Option<PersonId>,
) -> Markup {
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_ACTIVITY)),
        col(ui.t(msg::RECORD_COLUMN_WHEN)),
        col(ui.t(msg::RECORD_COLUMN_WAITING)),
        col(ui.t(msg::RECORD_COLUMN_ACT)).unseen(),
    ];
    let rows = waiting.iter().map(|activity| {
        let href = format!("/w/{org}/records/activities/{}", activity.activity);
        let n = ui.tf(
            msg::RECORD_WAITING_OF,
            args! { n = activity.records, length = ui.minutes(activity.minutes) },
        );
        vec![
            html! { (activity.title) },
            ui.moment(activity.starts),
            html! { (n) },
            link_button(&href, ui.t(msg::RECORD_WAITING_OPEN))
                .small()
                .about(&activity.title)
                .render(),
        ]
    });
    let months = format!("/w/{org}/records/months");
    html! {
        (page_title(ui.t(msg::RECORD_TITLE), Some(ui.t(msg::RECORD_LEDE)), Some(html! {
            (link_button(&months, ui.t(msg::RECORD_MONTHS_OPEN)).icon(Icon::Calendar))
        })))
        (section(ui.t(msg::RECORD_WAITING), html! {
            @if waiting.is_empty() { (empty(Icon::Check, ui.t(msg::RECORD_WAITING_NONE), html! {})) }
            @else { (table(ui.t(msg::RECORD_WAITING), columns).rows(rows)) }
        }))
        @if !open.is_empty() { (unsettled(ui, org, open, officer)) }
    }
}

/// Volunteers whose end an officer has to enter.
fn unsettled(ui: &Ui, org: OrganisationId, open: &[Unsettled], officer: Option<PersonId>) -> Markup {
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_NAME)),
        col(ui.t(msg::RECORD_COLUMN_ACTIVITY)),
        col(ui.t(msg::RECORD_COLUMN_CAME)),
        col(ui.t(msg::RECORD_COLUMN_ACT)).unseen(),
    ];
    let rows = open.iter().map(|case| {
        vec![
            html! { (case.name) },
            html! { (case.title) },
            case.came.map_or_else(|| html! {}, |came| ui.moment(came)),
            settle_link(ui, org, case, officer, msg::RECORD_SETTLE),
        ]
    });
    section(
        ui.t(msg::RECORD_UNSETTLED),
        stack(html! {
            p { (ui.t(msg::RECORD_UNSETTLED_LEDE)) }
            (table(ui.t(msg::RECORD_UNSETTLED), columns).rows(rows))
        }),
    )
}

/// Volunteers with a place who were never scanned. Most of them stayed away, so the list is folded.
fn missed(ui: &Ui, org: OrganisationId, missed: &[Unsettled], officer: Option<PersonId>) -> Markup {
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_NAME)),
        col(ui.t(msg::RECORD_COLUMN_ACT)).unseen(),
    ];
    let rows = missed.iter().map(|case| {
        vec![
            html! { (case.name) },
            settle_link(ui, org, case, officer, msg::RECORD_SETTLE_WHOLE),
        ]
    });
    let title = ui.tf(msg::RECORD_MISSED, args! { n = missed.len() });
    disclosure(
        &title,
        false,
        stack(html! {
            p { (ui.t(msg::RECORD_MISSED_LEDE)) }
            (table(&title, columns).rows(rows))
        }),
    )
}

fn settle_link(
    ui: &Ui,
    org: OrganisationId,
    case: &Unsettled,
    officer: Option<PersonId>,
    words: Msg,
) -> Markup {
    let href = format!("/w/{org}/records/settle/{}", case.signup);
    match officer {
        Some(officer) if officer == case.person => badge(Tone::Plain, ui.t(msg::RECORD_OWN)),
        Some(_) => link_button(&href, ui.t(words)).small().about(&case.name).render(),
        None => html! {},
    }
}

/// What an activity's page of records shows.
pub struct OfActivity<'a> {
    pub held: &'a Held,
    pub records: &'a [Listed],
    /// Those who were scanned in and never out.
    pub open: &'a [Unsettled],
    /// Those who were never scanned.
    pub missed: &'a [Unsettled],
}

/// An activity's records; `officer` is who may decide about them.
pub fn activity(ui: &Ui, org: OrganisationId, of: &OfActivity<'_>, officer: Option<PersonId>) -> Markup {
    let OfActivity {
        held, records, open, ..
    } = *of;
    let (pending, decided): (Vec<&Listed>, Vec<&Listed>) = records
        .iter()
        .partition(|record| record.status == Status::Pending);
    let minutes = pending.iter().map(|record| record.minutes).sum();
    let lede = ui.tf(
        msg::RECORD_WAITING_OF,
        args! { n = pending.len(), length = ui.minutes(minutes) },
    );
    let preview = format!("/w/{org}/records/activities/{}/preview", held.activity);
    let span = when::span(ui.lang, held.starts, held.ends, ui.now);
    html! {
        (page_title(&held.title, Some(&span), Some(html! {
            (link_button(&format!("/w/{org}/records"), ui.t(msg::RECORD_BACK)))
        })))
        (section(ui.t(msg::RECORD_WAITING), stack(html! {
            @if pending.is_empty() { (muted(html! { (ui.t(msg::RECORD_WAITING_NONE)) })) }
            @else if let Some(officer) = officer {
                p { (lede) }
                (get_form(&preview, html! {
                    (pending_table(ui, org, &pending, Some(officer)))
                    (row(html! {
                        (button(ui.t(msg::RECORD_PREVIEW)))
                        (link_button(&preview, ui.t(msg::RECORD_PREVIEW_ALL)).primary())
                    }))
                }))
            } @else {
                p { (lede) }
                (pending_table(ui, org, &pending, None))
            }
        })))
        @if !open.is_empty() { (unsettled(ui, org, open, officer)) }
        @if !of.missed.is_empty() { (missed(ui, org, of.missed, officer)) }
        @if !decided.is_empty() {
            (section(ui.t(msg::RECORD_DECIDED_LIST), listed(ui, org, &decided, ui.t(msg::RECORD_DECIDED_LIST))))
        }
    }
}

fn pending_table(ui: &Ui, org: OrganisationId, records: &[&Listed], officer: Option<PersonId>) -> Markup {
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_NAME)),
        col(ui.t(msg::RECORD_COLUMN_WHEN)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
        col(ui.t(msg::RECORD_COLUMN_NOTE)),
    ];
    let rows = records.iter().map(|record| {
        let against = officer.and_then(|officer| objection(officer, record.person, record.entered_by));
        let pick = ui.tf(msg::RECORD_PICK, args! { name = record.name.as_str() });
        vec![
            html! {
                @if officer.is_some() && against.is_none() {
                    input.checkbox type="checkbox" name="record" value=(record.id) aria-label=(pick);
                    " "
                }
                (langqiao_platform::ui::components::link(&record_path(org, record.id), &record.name))
            },
            span(ui, record),
            html! { (ui.minutes(record.minutes)) },
            html! {
                (cuts(ui, record, |other| record_path(org, other)))
                @if let Some(refusal) = against.and_then(|objection| objection.refusal()) {
                    p { (badge(Tone::Warn, &spoken::say(ui, &refusal.sentence))) }
                }
            },
        ]
    });
    table(ui.t(msg::RECORD_WAITING), columns).rows(rows).render()
}

/// Records in a list, each with the way to it.
pub fn listed(ui: &Ui, org: OrganisationId, records: &[&Listed], caption: &str) -> Markup {
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_NAME)),
        col(ui.t(msg::RECORD_COLUMN_WHEN)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
        col(ui.t(msg::RECORD_COLUMN_STATUS)),
    ];
    let rows = records.iter().map(|record| {
        vec![
            langqiao_platform::ui::components::link(&record_path(org, record.id), &record.name),
            span(ui, record),
            html! { (ui.minutes(record.minutes)) },
            status(ui, record.status),
        ]
    });
    table(caption, columns).rows(rows).render()
}

/// What is about to be confirmed: how many, how long, and whom it is credited to.
pub fn preview(
    ui: &Ui,
    org: OrganisationId,
    held: &Held,
    taken: &[Listed],
    objected: &[Listed],
    credits: &[(RecordId, String, i64)],
    officer: PersonId,
) -> Markup {
    let base = format!("/w/{org}/records/activities/{}", held.activity);
    let minutes: i64 = taken.iter().map(|record| record.minutes).sum();
    let mut parts: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, body, minutes) in credits
        .iter()
        .filter(|(id, ..)| taken.iter().any(|record| record.id == *id))
    {
        *parts.entry(body).or_default() += minutes;
    }
    let shares = vec![
        col(ui.t(msg::RECORD_COLUMN_ORGANISATION)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
    ];
    let shares = table(ui.t(msg::RECORD_PREVIEW_CREDITS), shares)
        .rows(
            parts
                .iter()
                .map(|(body, minutes)| vec![html! { (body) }, html! { (ui.minutes(*minutes)) }]),
        )
        .foot(vec![
            html! { (ui.t(msg::RECORD_SUM)) },
            html! { (ui.minutes(parts.values().sum())) },
        ]);
    let people: Vec<&Listed> = taken.iter().collect();
    let out: Vec<&Listed> = objected.iter().collect();
    html! {
        (page_title(ui.t(msg::RECORD_PREVIEW_TITLE), Some(&held.title), None))
        @if taken.is_empty() {
            (empty(Icon::Info, ui.t(msg::RECORD_PREVIEW_NONE), row(html! {
                (link_button(&base, ui.t(msg::RECORD_BACK)))
            })))
        } @else {
            (stack(html! {
                p { (ui.tf(msg::RECORD_PREVIEW_LEDE, args! { n = taken.len(), length = ui.minutes(minutes) })) }
                (pending_table(ui, org, &people, None))
            }))
            (section(ui.t(msg::RECORD_PREVIEW_CREDITS), shares.render()))
        }
        @if !out.is_empty() {
            (section(ui.t(msg::RECORD_PREVIEW_LEFT_OUT), pending_table(ui, org, &out, Some(officer))))
        }
        @if !taken.is_empty() {
            (form(ui, &format!("{base}/confirm")).body(html! {
                @for record in taken { input type="hidden" name="record" value=(record.id); }
                (action_bar(html! {
                    (button(&ui.tf(msg::RECORD_CONFIRM_DO, args! { n = taken.len() })).primary())
                    (link_button(&base, ui.t(msg::RECORD_BACK)).quiet())
                }))
            }))
        }
    }
}

/// Entering the end of a service by hand.
pub fn settle(ui: &Ui, org: OrganisationId, case: &Unsettled, typed: &Fields, problems: &Problems) -> Markup {
    let name = case.name.as_str();
    let lede = match case.came.map(|came| when::moment(ui.lang, came, ui.now)) {
        Some(came) if case.left.is_some() => {
            ui.tf(msg::RECORD_SETTLE_AGAIN, args! { name = name, came = came })
        }
        Some(came) => ui.tf(msg::RECORD_SETTLE_LEDE, args! { name = name, came = came }),
        None => ui.tf(msg::RECORD_SETTLE_LEDE_WHOLE, args! { name = name }),
    };
    let earliest = when::moment(ui.lang, Span::countable(case.starts, case.ends).from, ui.now);
    let latest = when::moment(ui.lang, Span::countable(case.starts, case.ends).to, ui.now);
    let hint = ui.tf(msg::RECORD_SETTLE_END_HINT, args! { latest = latest });
    let span = when::span(ui.lang, case.starts, case.ends, ui.now);
    html! {
        (page_title(ui.t(msg::RECORD_SETTLE_TITLE), Some(&format!("{} · {span}", case.title)), None))
        (stack(html! {
        (error_summary(ui, problems))
        (form(ui, &format!("/w/{org}/records/settle/{}", case.signup)).body(html! {
            p { (lede) }
            @if case.came.is_none() {
                (field(ui, "came", ui.t(msg::RECORD_SETTLE_START)).value(typed.raw("came"))
                    .hint(&ui.tf(msg::RECORD_SETTLE_START_HINT, args! { earliest = earliest })).error(problems.of("came")).required().time())
            }
            (field(ui, "ended", ui.t(msg::RECORD_SETTLE_END)).value(typed.raw("ended")).hint(&hint)
                .error(problems.of("ended")).required().time())
            (field(ui, "note", ui.t(msg::RECORD_SETTLE_NOTE)).value(typed.raw("note"))
                .hint(ui.t(msg::RECORD_SETTLE_NOTE_HINT)).error(problems.of("note")).required().max_chars(NOTE_MAX as u32))
            (row(html! {
                (button(ui.t(msg::RECORD_SETTLE_DO)).primary())
                (link_button(&format!("/w/{org}/records/activities/{}", case.activity), ui.t(msg::RECORD_BACK)).quiet())
            }))
        }))
        }))
    }
}
