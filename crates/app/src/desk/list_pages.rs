//! The list at the desk: tried out, taken in, and its template.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    time::day,
};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::{FileForm, MaybeFiles, Upload},
    gate::Grant,
    reply::SeeOther,
    spreadsheet::Sheet,
    ui::prelude::*,
};

use super::{
    columns::{head_of, yes_no},
    lines::LINES_MAX,
    list::{self, Counts, Fate, ForAll, Way},
    pages::{Back, render, way_of},
    said::Reading,
    table::{self, Line, List},
    typed,
};
use crate::{
    activities::{self, ManageActivities, Stored},
    signups::{self, answers::Question},
    tables,
};

type Of = Path<(OrganisationId, ActivityId)>;

/// The field of a file.
pub(super) const FILE: &str = "file";
/// The button by which a list goes in; the other one tries it out.
pub(super) const GO: &str = "go";

/// `POST /w/{org}/activities/{id}/desk/list`: what would become of each line; or each line goes in by itself, and those
/// that can't come back.
pub(super) async fn send(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    MaybeFiles(form): MaybeFiles,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (stored, questions) = app
        .db
        .read(move |tx| {
            let stored = activities::require_held(tx, org, id)?;
            Ok::<_, Fault>((stored, signups::questions(tx, id)?))
        })
        .await?;
    let mut back = Back::default();
    let fields = with_file(form, &mut back.errors);
    let list = read(&fields, (&stored, &questions), day(ui.now), &mut back.errors);
    let way = way_of(&stored.activity, ui.now);
    if way.is_none() {
        back.errors.add("list", msg::DESK_LIST_NOT_NOW);
    }
    let seen = typed::seen(&fields, typed::OF_LIST, &mut back.errors);
    let look = !fields.has(GO);
    if !look && fields.raw("list_consent") != "1" {
        back.errors.add("list_consent", msg::DESK_CONSENT_FIRST);
    }
    let Some(way) = way.filter(|_| back.errors.is_empty()) else {
        back.fields = fields;
        let page = render(&gate, &ui, &app, id, back).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let all = ForAll {
        of: (org, id),
        way,
        area: typed::area(&fields),
        seen,
        on_paper: true,
        questions,
        first: stored.activity.first,
    };
    let done = list::run(&app, gate.by(), &all, list.lines.clone(), look).await?;
    if look {
        (back.fields, back.list, back.tried) = (fields, list, done);
        return Ok(render(&gate, &ui, &app, id, back).await?.into_response());
    }
    back.counts = Counts::of(&done);
    if back.counts.refused == 0 {
        let to = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
        return Ok(to.say(Tone::Ok, said(back.counts, way)).into_response());
    }
    back.returned = done
        .into_iter()
        .filter(|(_, fate)| matches!(fate, Fate::Refused(_)))
        .collect();
    back.fields = left(&fields, &list, &back.returned);
    back.list = list;
    let page = render(&gate, &ui, &app, id, back).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn said(counts: Counts, way: Way) -> Sentence {
    let sentence = match (way, counts.already) {
        (Way::Afterwards, _) => msg::WALK_IN_SAID_LIST,
        (Way::SignUp, 0) => msg::DESK_SAID_LIST,
        (Way::SignUp, _) => msg::DESK_SAID_LIST_SOME,
    };
    Sentence::new(sentence)
        .with("n", counts.new)
        .with("waiting", counts.waiting)
        .with("already", counts.already)
        .with("listed", counts.listed)
}

/// The form's fields, with the lines of a file below those that were typed.
fn with_file(form: FileForm, errors: &mut FieldErrors) -> Fields {
    let FileForm { fields, files } = form;
    let file: Option<&Upload> = files.iter().find(|file| file.field == FILE);
    let Some(file) = file else { return fields };
    match table::of_file(&file.bytes) {
        Ok(lines) => {
            let typed = fields.raw("list").trim_end();
            let all = if typed.is_empty() {
                lines
            } else {
                format!("{typed}\n{lines}")
            };
            replaced(&fields, all)
        }
        Err(why) => {
            errors.add(FILE, tables::unreadable(&why));
            fields
        }
    }
}

/// The same fields with another list.
fn replaced(fields: &Fields, list: String) -> Fields {
    let others = fields.typed().filter(|(name, _)| *name != "list");
    let mut fields: Fields = others
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    fields.push("list", list);
    fields
}

fn read(
    fields: &Fields,
    (stored, questions): (&Stored, &[Question]),
    today: jiff::civil::Date,
    errors: &mut FieldErrors,
) -> List {
    let reading = Reading {
        questions,
        title: &stored.activity.title,
        role: typed::role(fields),
        today,
    };
    let list = match table::read(fields.raw("list"), &reading) {
        Ok(list) => list,
        Err(why) => {
            errors.add("list", why.said());
            return List::default();
        }
    };
    // Of a file that can't be read only that is said.
    if list.lines.is_empty() && errors.of(FILE).is_none() {
        errors.add("list", msg::DESK_LIST_EMPTY);
    }
    if list.lines.len() > LINES_MAX {
        errors.add("list", msg::DESK_LIST_LONG);
    }
    list
}

/// What went in is not typed again: only the other lines come back, below their head.
fn left(fields: &Fields, list: &List, returned: &[(Line, Fate)]) -> Fields {
    let lines = returned.iter().map(|(line, _)| line.text.as_str());
    let all: Vec<&str> = list
        .head
        .iter()
        .map(|head| head.text.as_str())
        .chain(lines)
        .collect();
    replaced(fields, all.join("\n"))
}

/// `GET /w/{org}/activities/{id}/desk/list.xlsx`: an empty list to be filled in, by hand or on a computer, with a column
/// for each question; it can be sent back as it is, or its rows pasted into the form.
pub(super) async fn template(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (held, questions) = app
        .db
        .read(move |tx| {
            let held = activities::require_held(tx, org, id)?;
            Ok::<_, Fault>((held, signups::questions(tx, id)?))
        })
        .await?;
    let before = [
        msg::DESK_COLUMN_NAME,
        msg::DESK_COLUMN_PHONE,
        msg::DESK_COLUMN_BIRTH,
        msg::DESK_COLUMN_GUARDIAN,
        msg::DESK_COLUMN_GUARDIAN_PHONE,
    ];
    let yes_no = yes_no(ui.lang);
    let mut heads: Vec<String> = before.map(|head| ui.t(head).to_owned()).into();
    heads.extend(questions.iter().map(|question| head_of(question, &yes_no)));
    heads.push(ui.t(msg::DESK_COLUMN_SIGNED).to_owned());
    let sheet = Sheet::new(heads.iter().map(String::as_str)).titled(&held.activity.title);
    sheet.as_xlsx("list.xlsx").await
}
