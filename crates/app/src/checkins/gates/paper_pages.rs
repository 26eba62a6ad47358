//! The pages on which a printed sheet is typed in: one's own copy, and what differs between the two.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, SignupId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::Grant,
    reply::SeeOther,
    spoken,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    super::{ScanIn, queries::Door, views as checkin},
    paper::{self, PaperError, SettleLines, Sheet, Times, TypeLines},
};

/// Lines on a page; about a printed page.
const LINES: usize = 30;

type Here = Path<(OrganisationId, ActivityId)>;

/// Which page of the sheet.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    page: usize,
}

pub(super) async fn show(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Query(ask): Query<Ask>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let sheet = app.db.read(move |tx| paper::sheet(tx, org, activity)).await?;
    Ok(draw(
        &gate,
        &ui,
        &app,
        &sheet,
        ask.page,
        (&Fields::default(), &Problems::new()),
    ))
}

fn draw(
    gate: &Grant<ScanIn>,
    ui: &Ui,
    app: &App,
    sheet: &Sheet,
    page: usize,
    (typed, problems): (&Fields, &Problems),
) -> Page {
    let view = View {
        ui,
        org: gate.org(),
        person: gate.person(),
        sheet,
        page,
        typed,
        problems,
    };
    let content = html! {
        (view.title())
        (stack(html! {
            (view.state())
            (error_summary(ui, problems))
            @if sheet.finished() { (view.compare()) } @else { (view.own_copy()) }
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::PAPER_TITLE), content)
}

/// The fields of one line.
fn names(signup: SignupId) -> (String, String) {
    (format!("in-{signup}"), format!("out-{signup}"))
}

/// What was typed for these lines; what is no time is said at its field.
fn times(
    ui: &Ui,
    door: &Door,
    form: &Fields,
    signups: &[SignupId],
    problems: &mut Problems,
) -> Vec<(SignupId, Times)> {
    let mut read = |name: &str| {
        let typed = form.raw(name).trim();
        if typed.is_empty() {
            return None;
        }
        let at = time::clock(typed).and_then(|clock| paper::instant(door, clock));
        if at.is_none() {
            problems.add(name, ui.t(msg::PAPER_NO_TIME));
        }
        at
    };
    let mut lines = Vec::with_capacity(signups.len());
    for signup in signups {
        let (came, left) = names(*signup);
        lines.push((
            *signup,
            Times {
                came: read(&came),
                left: read(&left),
            },
        ));
    }
    lines
}

/// The lines that the form has fields for, as far as they are on the sheet.
fn lines_in(sheet: &Sheet, form: &Fields) -> Vec<SignupId> {
    sheet
        .lines
        .iter()
        .map(|line| line.signup)
        .filter(|signup| form.has(&names(*signup).0))
        .collect()
}

/// Keeps a page of one's own copy; the last one ends it.
pub(super) async fn type_page(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let page: usize = form.raw("page").parse().unwrap_or(0);
    let sheet = app.db.read(move |tx| paper::sheet(tx, org, activity)).await?;
    let mut problems = Problems::new();
    let lines = times(&ui, &sheet.door, &form, &lines_in(&sheet, &form), &mut problems);
    let finish = form.has("finish");
    if problems.is_empty() {
        let command = TypeLines {
            activity,
            lines,
            finish,
        };
        let done = app
            .db
            .write(gate.by(), move |tx| {
                paper::type_lines(tx, (org, person), &command)
            })
            .await;
        match done {
            Ok(()) => {
                let path = format!("{}/paper", checkin::path(org, &sheet.door));
                return Ok(if finish {
                    SeeOther::to(path).say(Tone::Ok, msg::PAPER_DONE).into_response()
                } else {
                    SeeOther::to(format!("{path}?page={}", page + 1))
                        .say(Tone::Ok, msg::PAPER_SAVED)
                        .into_response()
                });
            }
            Err(error) => refuse(&ui, error, &mut problems)?,
        }
    }
    let shown = draw(&gate, &ui, &app, &sheet, page, (&form, &problems));
    Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn refuse(ui: &Ui, error: PaperError, problems: &mut Problems) -> Result<(), Fault> {
    let field = match &error {
        PaperError::BadTimes(signup) => names(*signup).1,
        _ => "finish".to_owned(),
    };
    let Some(refusal) = error.refusal() else {
        return Err(error.into());
    };
    problems.add(field, spoken::say(ui, &refusal.sentence));
    Ok(())
}

/// Takes what both typed alike, and what was looked up on the paper again.
pub(super) async fn take(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let sheet = app.db.read(move |tx| paper::sheet(tx, org, activity)).await?;
    let mut problems = Problems::new();
    // A line counts as looked up when it is ticked: the paper may well say that nobody came.
    let looked_up: Vec<SignupId> = lines_in(&sheet, &form)
        .into_iter()
        .filter(|signup| form.has(&format!("sure-{signup}")))
        .collect();
    let lines = times(&ui, &sheet.door, &form, &looked_up, &mut problems);
    if problems.is_empty() {
        let command = SettleLines { activity, lines };
        let done = app
            .db
            .write(gate.by(), move |tx| {
                paper::take_lines(tx, (org, person), &command)
            })
            .await;
        match done {
            Ok(taken) => {
                let said = Sentence::new(if taken.differ == 0 {
                    msg::PAPER_TAKEN
                } else {
                    msg::PAPER_TAKEN_SOME
                })
                .with("n", taken.taken as i64)
                .with("left", taken.differ as i64);
                let tone = if taken.differ == 0 { Tone::Ok } else { Tone::Warn };
                let path = format!("{}/paper", checkin::path(org, &sheet.door));
                return Ok(SeeOther::to(path).say(tone, said).into_response());
            }
            Err(error) => refuse(&ui, error, &mut problems)?,
        }
    }
    let shown = draw(&gate, &ui, &app, &sheet, 0, (&form, &problems));
    Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

struct View<'v> {
    ui: &'v Ui,
    org: OrganisationId,
    person: PersonId,
    sheet: &'v Sheet,
    page: usize,
    typed: &'v Fields,
    problems: &'v Problems,
}

impl View<'_> {
    fn path(&self) -> String {
        format!("{}/paper", checkin::path(self.org, &self.sheet.door))
    }

    fn title(&self) -> Markup {
        let (ui, door) = (self.ui, &self.sheet.door);
        let span = when::span(ui.lang, door.starts, door.ends, ui.now);
        page_title(
            ui.t(msg::PAPER_TITLE),
            Some(&format!("{} · {span} · {}", door.title, door.place)),
            Some(
                html! { (link_button(&checkin::path(self.org, door), ui.t(msg::CHECKIN_BACK)).icon(Icon::Scan)) },
            ),
        )
    }

    /// Who types, and how far they are; never what the other typed.
    fn state(&self) -> Markup {
        let ui = self.ui;
        let who = |copy: &paper::Copy| {
            let name = if copy.typist == self.person {
                ui.t(msg::PAPER_YOU)
            } else {
                copy.name.as_str()
            };
            let done = if copy.finished.is_some() {
                msg::PAPER_COPY_DONE
            } else {
                msg::PAPER_COPY_BEGUN
            };
            ui.tf(done, args! { name = name })
        };
        html! {
            (lede(ui.t(msg::PAPER_LEAD)))
            @if !self.sheet.copies.is_empty() {
                (bullets(self.sheet.copies.iter().map(|copy| html! { (who(copy)) })))
            }
        }
    }

    fn own_copy(&self) -> Markup {
        let ui = self.ui;
        if self.sheet.lines.is_empty() {
            return empty(Icon::People, ui.t(msg::CHECKIN_LIST_EMPTY_EXPECTED), html! {});
        }
        match self.sheet.own(self.person) {
            Some(copy) if copy.finished.is_some() => {
                notice(Tone::Info, html! { p { (ui.t(msg::PAPER_WAIT)) } })
            }
            None if self.sheet.copies.len() == 2 => {
                notice(Tone::Warn, html! { p { (ui.t(msg::PAPER_FULL)) } })
            }
            own => self.copy_form(own.map(|copy| copy.place)),
        }
    }

    fn copy_form(&self, place: Option<i64>) -> Markup {
        let ui = self.ui;
        let pages = self.sheet.lines.len().div_ceil(LINES);
        let page = self.page.min(pages - 1);
        let last = page + 1 == pages;
        let first = page * LINES;
        let lines = self.sheet.lines.iter().enumerate().skip(first).take(LINES);
        let columns = self.columns();
        let rows = lines.map(|(number, line)| {
            let kept = place
                .and_then(|place| line.typed[usize::from(place == 2)])
                .unwrap_or_default();
            self.row(number, line, self.inputs(line, kept))
        });
        html! {
            p { (ui.tf(msg::PAPER_PAGE, args! { page = page as i64 + 1, pages = pages as i64 })) }
            (form(ui, &self.path()).body(html! {
                (hidden("page", &page.to_string()))
                (table(ui.t(msg::PAPER_TITLE), columns).rows(rows).lined().render())
                (row(html! {
                    @if page > 0 { (link_button(&format!("{}?page={}", self.path(), page - 1), ui.t(msg::PAPER_BEFORE))) }
                    @if last { (button(ui.t(msg::PAPER_FINISH)).primary().value("finish", "1")) }
                    @else { (button(ui.t(msg::PAPER_NEXT)).primary()) }
                }))
            }))
        }
    }

    fn columns(&self) -> Vec<Column<'_>> {
        let heads = [
            msg::PAPER_NUMBER,
            msg::CHECKIN_COLUMN_NAME,
            msg::PAPER_CAME,
            msg::PAPER_LEFT,
        ];
        heads.into_iter().map(|head| col(self.ui.t(head))).collect()
    }

    fn row(&self, number: usize, line: &paper::Line, [came, left]: [Markup; 2]) -> Vec<Markup> {
        vec![
            html! { (number + 1) },
            html! { (line.name) " · " (checkin::role_name(self.ui, line.role)) " · " (line.code) },
            came,
            left,
        ]
    }

    /// Two small fields, named for those who can't see the table's head.
    fn inputs(&self, line: &paper::Line, kept: Times) -> [Markup; 2] {
        let (came, left) = names(line.signup);
        let input = |name: String, head, kept: Option<jiff::Timestamp>| {
            let kept = kept
                .map(|at| when::clock(time::civil(at).time()))
                .unwrap_or_default();
            let value = if self.typed.has(&name) {
                self.typed.raw(&name).to_owned()
            } else {
                kept
            };
            let error = self.problems.of(&name);
            let label = format!("{} {}", line.name, self.ui.t(head));
            let id = format!("f-{name}");
            html! {
                input.input.input-short id=(id) name=(name) value=(value) inputmode="numeric" autocomplete="off"
                    aria-label=(label) aria-invalid=[error.map(|_| "true")];
                @if let Some(error) = error { p.field-error { (Icon::Alert) span { (error) } } }
            }
        };
        [
            input(came, msg::PAPER_CAME, kept.came),
            input(left, msg::PAPER_LEFT, kept.left),
        ]
    }

    fn compare(&self) -> Markup {
        let ui = self.ui;
        let differing = paper::differing(self.sheet);
        let waiting = self
            .sheet
            .lines
            .iter()
            .filter(|line| line.taken.is_none())
            .count();
        let taken = self.sheet.lines.len() - waiting;
        let same = waiting - differing.len();
        let clock = |at: Option<jiff::Timestamp>| {
            at.map_or("—".to_owned(), |at| when::clock(time::civil(at).time()))
        };
        let said = |times: &Times| format!("{}–{}", clock(times.came), clock(times.left));
        let heads = [
            msg::PAPER_NUMBER,
            msg::CHECKIN_COLUMN_NAME,
            msg::PAPER_TYPED,
            msg::PAPER_CAME,
            msg::PAPER_LEFT,
            msg::PAPER_SURE,
        ];
        let columns: Vec<_> = heads.into_iter().map(|head| col(ui.t(head))).collect();
        let rows = self.sheet.lines.iter().enumerate().filter_map(|(number, line)| {
            let [first, second] = differing.get(&line.signup)?;
            let mut cells = self.row(number, line, self.inputs(line, *first));
            cells.insert(2, html! { p { (said(first)) } p { (said(second)) } });
            let sure = format!("sure-{}", line.signup);
            let label = format!("{} {}", line.name, ui.t(msg::PAPER_SURE));
            cells.push(html! { input.checkbox type="checkbox" name=(sure) value="1" checked[self.typed.has(&sure)] aria-label=(label); });
            Some(cells)
        });
        html! {
            @if waiting == 0 { (notice(Tone::Ok, html! { p { (ui.tf(msg::PAPER_ALL_TAKEN, args! { n = taken as i64 })) } })) }
            @else {
                p { (ui.tf(msg::PAPER_SAME, args! { same = same as i64, differ = differing.len() as i64, taken = taken as i64 })) }
                (form(ui, &format!("{}/take", self.path())).body(html! {
                    @if !differing.is_empty() {
                        p { (ui.t(msg::PAPER_LOOK_AGAIN)) }
                        (table(ui.t(msg::PAPER_DIFFER), columns).rows(rows).render())
                    }
                    (row(button(ui.t(msg::PAPER_TAKE)).primary().render()))
                }))
            }
        }
    }
}
