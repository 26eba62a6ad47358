//! All that is kept about oneself, to take along (PIPL, article 45).

use axum::{
    extract::State,
    http::{HeaderValue, header::CONTENT_DISPOSITION},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{id::PersonId, time};
use langqiao_platform::{app::App, extract::Json, fault::Fault, gate::SignedIn, notices, people};
use serde_json::{Map, Value, json};

use super::queries;

/// As many notices and looks as anybody has; more than that would be a fault elsewhere.
const ALL: i64 = 100_000;

/// The file.
pub(super) async fn send(gate: SignedIn, State(app): State<App>) -> Result<Response, Fault> {
    let data = collect(&app, gate.person()).await?;
    let mut response = Json(data).into_response();
    let file = HeaderValue::from_static("attachment; filename=\"langqiao-my-data.json\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, file);
    Ok(response)
}

/// Everything that is kept about the person behind the session or token.
#[utoipa::path(get, path = "/api/v1/me/export", tag = "me", responses(
    (status = 200, description = "Everything that is kept about the person, by table", body = Object),
    (status = 401, description = "No session and no token"),
), security(("token" = ["self"])))]
pub(super) async fn send_to_program(gate: SignedIn, State(app): State<App>) -> Result<Json<Value>, Fault> {
    Ok(Json(collect(&app, gate.person()).await?))
}

async fn collect(app: &App, person: PersonId) -> Result<Value, Fault> {
    let (keys, now) = (app.keys.clone(), app.now());
    app.db
        .read(move |tx| {
            let own = people::own(tx, &keys, person)?.ok_or(Fault::NotFound)?;
            let masked = people::masked(tx, person)?.ok_or(Fault::NotFound)?;
            let family: Vec<Value> = people::family_of(tx, &keys, person)?
                .into_iter()
                .map(|member| json!({ "id": member.id, "name": member.name, "birth": member.birth_day }))
                .collect();
            let seen: Vec<Value> = people::seen_by(tx, person, ALL)?
                .into_iter()
                .map(|look| {
                    json!({
                        "at": wall(look.at), "by": look.viewer, "organisation": look.organisation,
                        "field": look.field, "of": look.ward, "reason": look.reason,
                    })
                })
                .collect();
            let companions = people::companions_of(tx, &keys, person, now)?;
            let companions: Vec<Value> = companions
                .agreed
                .into_iter()
                .map(|one| json!({ "name": one.name, "agreed_at": wall(one.since) }))
                .chain(companions.asked.into_iter().map(|one| json!({ "phone": one.phone, "asked_at": wall(one.at) })))
                .collect();
            let notices: Vec<Value> = notices::list(tx, &keys, person, ALL)?
                .into_iter()
                .map(|notice| json!({ "at": wall(notice.at), "about": notice.link, "read_at": notice.read_at.map(wall) }))
                .collect();
            let mut all = Map::new();
            all.insert("made_at".into(), wall(now).into());
            all.insert(
                "person".into(),
                json!({
                    "id": person, "name": own.name, "phone": own.phone, "birth": masked.birth, "area": masked.area,
                }),
            );
            all.insert("family".into(), family.into());
            all.insert("companions".into(), companions.into());
            for (name, rows) in queries::kept_about(tx, person)? {
                all.insert(name.into(), rows.into());
            }
            all.insert("notices".into(), notices.into());
            all.insert("who_saw_my_data".into(), seen.into());
            Ok(Value::Object(all))
        })
        .await
}

/// An instant as the wall clock shows it, with its offset.
pub(super) fn wall(at: Timestamp) -> String {
    at.display_with_offset(time::TZ.to_offset(at)).to_string()
}
