//! One's own page: what is coming up, and the doors to everything else that is one's own.

use axum::extract::State;
use langqiao_platform::{
    app::App,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::SignedIn,
    people,
    ui::prelude::*,
};

pub(super) async fn show(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let (person, house, reader) = (gate.person(), app.clone(), ui.clone());
    let (own, asking, panels) = app
        .db
        .read(move |tx| {
            let own = people::own(tx, &house.keys, person)?.ok_or(Fault::NotFound)?;
            let asking = people::companions_asking(tx, person, house.now())?;
            let id = person.to_text();
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: None,
                person: None,
                roles: &[],
                id: &id,
                now: house.now(),
            };
            let panels = house.registry.panels(Slot::Mine, tx, &ask)?;
            Ok::<_, Fault>((own, asking, panels))
        })
        .await?;
    let name = own.name.unwrap_or_default();
    let unread = ui.viewer.as_ref().map_or(0, |viewer| viewer.unread);
    let notices = match unread {
        0 => ui.t(msg::PEOPLE_NOTICES_NONE).to_owned(),
        n => ui.tf(msg::PEOPLE_NOTICES_UNREAD, args! { n = n }),
    };
    let companions = match asking {
        0 => ui.t(msg::COMPANION_DOOR).to_owned(),
        n => ui.tf(msg::COMPANION_DOOR_ASKED, args! { n = n }),
    };
    let content = html! {
        (page_title(&name, own.phone.as_deref(), None))
        (stack(html! {
            (panels)
            (doors(html! {
                (door(Icon::Bell, ui.t(msg::NOTICES_TITLE), &notices, "/notices"))
                (door(Icon::People, ui.t(msg::PEOPLE_FAMILY), ui.t(msg::PEOPLE_FAMILY_DOOR), "/me/family"))
                (door(Icon::People, ui.t(msg::COMPANION_TITLE), &companions, "/me/companions"))
                (door(Icon::Certificate, ui.t(msg::STANDING_TITLE), ui.t(msg::STANDING_DOOR), "/me/standings"))
                (door(Icon::Edit, ui.t(msg::PEOPLE_PROFILE), ui.t(msg::PEOPLE_PROFILE_DOOR), "/me/profile"))
                (door(Icon::Lock, ui.t(msg::PEOPLE_SECURITY), ui.t(msg::PEOPLE_SECURITY_DOOR), "/me/security"))
                (door(Icon::Info, ui.t(msg::PEOPLE_SEEN), ui.t(msg::PEOPLE_SEEN_DOOR), "/me/seen"))
                (door(Icon::Scan, ui.t(msg::PEOPLE_TOKENS), ui.t(msg::PEOPLE_TOKENS_DOOR), "/me/tokens"))
            }))
            (row(html! {
                (link_button("/me/export.json", ui.t(msg::PEOPLE_EXPORT)).icon(Icon::Download).download())
                (post_button(&ui, "/sign-out", button(ui.t(msg::SIGN_OUT)).icon(Icon::SignOut)))
            }))
        }))
    };
    Ok(portal(&ui, Head::unlisted(ui.t(msg::NAV_ME)), content))
}
