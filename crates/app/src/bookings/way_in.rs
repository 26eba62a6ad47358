//! From a venue's public page to booking one of its rooms: for an officer straight to the workbench of their body.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{id::SpaceId, time};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, gate::SignedIn, reply::SeeOther, ui::prelude::*,
};

use super::queries;

/// `GET /spaces/{space}/book`: whoever is not signed in signs in first and comes back.
pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(space): Path<SpaceId>,
) -> Result<Response, Fault> {
    let today = time::day(app.now());
    let room = app
        .db
        .read(move |tx| queries::room(tx, None, space, today))
        .await?;
    let room = room.ok_or(Fault::NotFound)?;
    let mut bodies: Vec<(String, &str)> = Vec::new();
    for post in gate
        .identity()
        .posts
        .iter()
        .filter(|post| post.role.gives("spaces.book"))
    {
        let to = format!("/w/{}/spaces/{space}", post.organisation);
        if bodies.iter().all(|(known, _)| *known != to) {
            bodies.push((to, &post.organisation_name));
        }
    }
    if let [(to, _)] = &bodies[..] {
        return Ok(SeeOther::to(to.clone()).into_response());
    }
    let title = ui.t(msg::WAY_TITLE);
    let content = html! {
        (page_title(title, Some(&room.place()), None))
        (stack(html! {
            @if bodies.is_empty() {
                p { (ui.t(msg::WAY_NOBODY)) }
                p { (link(&format!("/venues/{}", room.venue), &room.venue_name)) }
            } @else {
                p { (ui.t(msg::WAY_CHOOSE)) }
                (bullets(bodies.iter().map(|(to, name)| link(to, name))))
            }
        }))
    };
    let head = Head {
        title,
        ..Head::default()
    };
    Ok(portal(&ui, head, content).into_response())
}
