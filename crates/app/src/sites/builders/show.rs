//! Co-builders for anyone: a site's, and those of a group's sites together.

use langqiao_kernel::id::VenueId;
use langqiao_platform::ui::prelude::*;

use super::{Builder, Gave};

/// The word for what was given.
pub(super) fn gave(of: Gave) -> Msg {
    match of {
        Gave::Space => msg::BUILDER_GAVE_SPACE,
        Gave::Money => msg::BUILDER_GAVE_MONEY,
        Gave::Staff => msg::BUILDER_GAVE_STAFF,
        Gave::Equipment => msg::BUILDER_GAVE_EQUIPMENT,
        Gave::Other => msg::BUILDER_GAVE_OTHER,
    }
}

/// What was given, a badge each, then in words.
pub(super) fn given(ui: &Ui, builder: &Builder) -> Markup {
    html! {
        @for one in &builder.part.gave { (badge(Tone::Info, ui.t(gave(*one)))) " " }
        (builder.part.words)
    }
}

/// Who built a site together with its keeper, with what each gave; nothing if nobody did.
pub(in crate::sites) fn of_venue(ui: &Ui, builders: &[Builder]) -> Markup {
    if builders.is_empty() {
        return html! {};
    }
    let rows = builders.iter().map(|builder| {
        html! {
            strong { (builder.name) } " " (given(ui, builder))
            @if let Some(since) = builder.part.since { " " (muted_since(ui, since)) }
        }
    });
    section(ui.t(msg::BUILDER_TITLE), card(bullets(rows)))
}

/// The same for a group of sites: a body that built several is named once.
pub(in crate::sites) fn of_cluster(ui: &Ui, builders: &[Builder]) -> Markup {
    if builders.is_empty() {
        return html! {};
    }
    let mut bodies: Vec<Vec<&Builder>> = Vec::new();
    for builder in builders {
        let same = |known: &&mut Vec<&Builder>| {
            known[0].organisation == builder.organisation && known[0].name == builder.name
        };
        match bodies.iter_mut().find(same) {
            Some(body) => body.push(builder),
            None => bodies.push(vec![builder]),
        }
    }
    let columns = vec![col(ui.t(msg::BUILDER_BODY)), col(ui.t(msg::BUILDER_GAVE))];
    let rows = bodies.iter().map(|body| {
        vec![
            html! { (body[0].name) },
            html! { @for one in body { p { (link(&at(one.venue), &one.venue_name)) " " (given(ui, one)) } } },
        ]
    });
    section(
        ui.t(msg::BUILDER_TITLE),
        table(ui.t(msg::BUILDER_TITLE), columns).rows(rows).render(),
    )
}

fn at(venue: VenueId) -> String {
    format!("/venues/{venue}")
}

fn muted_since(ui: &Ui, since: jiff::civil::Date) -> String {
    ui.tf(
        msg::BUILDER_SINCE_SHORT,
        args! { day = when::full_day(ui.lang, since) },
    )
}
