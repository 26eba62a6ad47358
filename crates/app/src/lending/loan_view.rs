//! How one loan looks, and the forms for what either side may do with it now.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    correct_page,
    damage::TIME_TO_ANSWER,
    keep::NOTE_MAX,
    loan_page::View,
    model::{Kind, Loan, Return, Settled, Status},
    say,
};

/// A loan as one of its sides sees it.
pub(super) struct Shown<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    pub view: &'a View,
    /// Where the slip's code leads.
    pub slip: &'a str,
    pub typed: &'a Fields,
    pub problems: &'a Problems,
    /// Whether the reader may do what the lender does.
    pub lends: bool,
    /// Whether they may do what the borrower does.
    pub borrows: bool,
}

impl Shown<'_> {
    fn loan(&self) -> &Loan {
        &self.view.loan
    }

    pub(super) fn at(&self, rest: &str) -> String {
        format!("/w/{}/loans/{}{rest}", self.org, self.view.loan.id)
    }

    /// What was typed, or what is usual.
    pub(super) fn typed<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        if self.typed.has(name) {
            self.typed.raw(name)
        } else {
            usual
        }
    }
}

pub(super) fn page(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let loan = shown.loan();
    let (thing, list) = (
        format!("/w/{}/things/{}", shown.org, loan.thing),
        format!(
            "/w/{}/loans?side={}",
            shown.org,
            if loan.owner == shown.org { "out" } else { "in" }
        ),
    );
    let lede = ui.tf(
        msg::LOAN_FROM_TO,
        args! { owner = loan.owner_name.as_str(), by = loan.by_name.as_str() },
    );
    html! {
        (page_title(&loan.name, Some(&lede), Some(html! { (link_button(&list, ui.t(msg::LOAN_BACK_TO_LIST)).quiet()) })))
        (stack(html! {
            (error_summary(ui, shown.problems))
            (facts(ui, shown, &thing))
            @if loan.status == Status::Promised && loan.by == shown.org { (slip(ui, shown)) }
            @if shown.lends { (lender(ui, shown)) }
            @if shown.borrows { (borrower(ui, shown)) }
            @if !shown.view.returns.is_empty() { (returns(ui, shown)) }
        }))
    }
}

fn facts(ui: &Ui, shown: &Shown<'_>, thing: &str) -> Markup {
    let loan = shown.loan();
    let pieces = html! {
        (loan.pieces) " " (ui.t(msg::LOAN_UNIT))
        @if loan.asked != loan.pieces { " · " (ui.tf(msg::LOAN_ASKED_FOR, args! { n = loan.asked })) }
    };
    let purpose = match loan.activity {
        Some(activity) if loan.by == shown.org => {
            link(&format!("/w/{}/activities/{activity}", shown.org), &loan.purpose)
        }
        _ => html! { (loan.purpose) },
    };
    let back = loan.in_order + loan.damaged + loan.missing;
    let handed = html! {
        (loan.handed) " " (ui.t(msg::LOAN_UNIT))
        @if let Some(at) = loan.handed_at { " · " (ui.moment(at)) }
        @if !loan.handed_note.is_empty() { " · " (loan.handed_note) }
    };
    let (came, left) = (
        ui.tf(
            msg::LOAN_CAME_BACK,
            args! { order = loan.in_order, damaged = loan.damaged, missing = loan.missing },
        ),
        loan.still_out(),
    );
    let goods = loan.kind == Kind::Goods;
    let (days, back_word) = match loan.kind {
        Kind::Goods => (msg::LOAN_FETCH_DAY, msg::LOAN_UNUSED),
        Kind::Equipment => (msg::LOAN_DAYS, msg::LOAN_RETURNED),
    };
    let fetcher = &shown.view.fetcher;
    let came = html! { @if goods { (loan.in_order) } @else { (came) } };
    let known = [
        (msg::LOAN_STATUS, Some(say::status(ui, loan))),
        (msg::LOAN_THING, Some(link(thing, &loan.name))),
        (days, Some(say::days(ui, loan))),
        (msg::LOAN_PIECES, Some(pieces)),
        (msg::LOAN_PURPOSE, Some(purpose)),
        (
            msg::LOAN_FETCHER,
            (!fetcher.is_empty()).then(|| html! { (fetcher) }),
        ),
        (
            msg::LOAN_NOTE,
            (!loan.note.is_empty()).then(|| html! { (loan.note) }),
        ),
        (msg::LOAN_HANDED, (loan.handed > 0).then_some(handed)),
        (back_word, (back > 0).then_some(came)),
        (
            msg::LOAN_STILL_OUT,
            (left > 0).then(|| html! { (left) " " (ui.t(msg::LOAN_UNIT)) }),
        ),
    ];
    card(say::known(ui, known))
}

/// What the borrower shows when it is fetched.
fn slip(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let loan = shown.loan();
    section(
        ui.t(msg::LOAN_SLIP),
        code_slip(
            (ui.t(msg::LOAN_SLIP_QR), ui.t(msg::LOAN_SLIP)),
            qr(shown.slip),
            &loan.code,
            html! {
                p { (loan.name) " × " (loan.pieces) }
                p { (say::days(ui, loan)) }
                p { (ui.t(msg::LOAN_SLIP_HINT)) }
            },
        ),
    )
}

fn lender(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let loan = shown.loan();
    let live = loan.ends_at > ui.now;
    html! {
        @if loan.status == Status::Asked && live { (section(ui.t(msg::LOAN_ANSWER), card(yes(ui, shown)))) }
        @if loan.status == Status::Promised && live { (section(ui.t(msg::LOAN_HAND_OUT), card(hand_out(ui, shown)))) }
        @if loan.wished_until.is_some() { (section(ui.t(msg::LOAN_LONGER), card(longer(ui, shown)))) }
        @if loan.may_come_back() > 0 { (section(ui.t(if loan.kind == Kind::Goods { msg::LOAN_TAKE_UNUSED } else { msg::LOAN_TAKE_BACK }), card(take_back(ui, shown)))) }
        @if matches!(loan.status, Status::Asked | Status::Promised) { (no(ui, shown)) }
    }
}

fn yes(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let all = shown.loan().asked.to_string();
    form(ui, &shown.at("/answer")).body(html! {
        (hidden("yes", "1"))
        (field(ui, "pieces", ui.t(msg::LOAN_PROMISE_HOW_MANY)).required().short().whole_number().unit(ui.t(msg::LOAN_UNIT))
            .value(shown.typed("pieces", &all)).error(shown.problems.of("pieces")))
        (field(ui, "note", ui.t(msg::LOAN_WORD)).max_chars(NOTE_MAX as u32).value(shown.typed("note", "")).error(shown.problems.of("note")).hint(ui.t(msg::LOAN_WORD_HINT)))
        (row(button(ui.t(msg::LOAN_YES)).primary().icon(Icon::Check).render()))
    })
}

fn no(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let word = if shown.loan().status == Status::Asked {
        msg::LOAN_NO
    } else {
        msg::LOAN_TAKE_WORD_BACK
    };
    confirm_with(
        ui.t(word),
        shown.problems.of("reason").is_some(),
        form(ui, &shown.at("/answer")).body(html! {
            (hidden("yes", "0"))
            (field(ui, "reason", ui.t(msg::SITE_REASON)).required().max_chars(NOTE_MAX as u32).value(shown.typed("reason", "")).error(shown.problems.of("reason")))
            (row(button(ui.t(word)).danger().render()))
        }),
    )
}

fn hand_out(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let all = shown.loan().pieces.to_string();
    form(ui, &shown.at("/hand-out")).body(html! {
        (field(ui, "pieces", ui.t(msg::LOAN_HANDED_HOW_MANY)).required().short().whole_number().unit(ui.t(msg::LOAN_UNIT))
            .value(shown.typed("pieces", &all)).error(shown.problems.of("pieces")).hint(ui.t(msg::LOAN_HAND_OUT_HINT)))
        (field(ui, "condition", ui.t(msg::LOAN_CONDITION)).max_chars(NOTE_MAX as u32).value(shown.typed("condition", "")).error(shown.problems.of("condition"))
            .example(ui.t(msg::LOAN_CONDITION_EXAMPLE)))
        (row(button(ui.t(msg::LOAN_HAND_OUT)).primary().render()))
    })
}

fn take_back(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let loan = shown.loan();
    let left = loan.may_come_back().to_string();
    let goods = loan.kind == Kind::Goods;
    let number = |name: &'static str, label: Msg, usual: &str| {
        field(ui, name, ui.t(label))
            .short()
            .whole_number()
            .unit(ui.t(msg::LOAN_UNIT))
            .value(shown.typed(name, usual))
            .error(shown.problems.of(name))
            .render()
    };
    form(ui, &shown.at("/return")).body(html! {
        (hidden("seen", &left))
        @if goods {
            (number("in_order", msg::LOAN_UNUSED, ""))
        } @else {
            (row(html! {
                (number("in_order", msg::LOAN_IN_ORDER, &left))
                (number("damaged", msg::LOAN_DAMAGED, ""))
                (number("missing", msg::LOAN_MISSING, ""))
            }))
        }
        (field(ui, "note", ui.t(msg::LOAN_NOTE)).max_chars(NOTE_MAX as u32).value(shown.typed("note", "")).error(shown.problems.of("note"))
            .hint(ui.t(if goods { msg::LOAN_UNUSED_HINT } else { msg::LOAN_DAMAGE_HINT })))
        (row(button(ui.t(if goods { msg::LOAN_TAKE_UNUSED } else { msg::LOAN_TAKE_BACK })).primary().render()))
    })
}

fn longer(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let Some(until) = shown.loan().wished_until else {
        return html! {};
    };
    let last = when::full_day(ui.lang, super::model::last_day(until));
    html! {
        p { (ui.tf(msg::LOAN_LONGER_UNTIL, args! { by = shown.loan().by_name.as_str(), day = last })) }
        (form(ui, &shown.at("/longer-answer")).body(row(html! {
            (button(ui.t(msg::LOAN_LONGER_YES)).primary().value("yes", "1"))
            (button(ui.t(msg::LOAN_LONGER_NO)).value("yes", "0"))
        })))
    }
}

fn borrower(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let loan = shown.loan();
    html! {
        @if loan.status == Status::Out && loan.wished_until.is_none() {
            (disclosure(ui.t(msg::LOAN_LONGER_ASK), shown.problems.of("until").is_some(), form(ui, &shown.at("/longer")).body(html! {
                (field(ui, "until", ui.t(msg::LOAN_UNTIL)).required().date().value(shown.typed("until", "")).error(shown.problems.of("until")))
                (row(button(ui.t(msg::LOAN_LONGER_ASK)).render()))
            })))
        }
        @if loan.wished_until.is_some() && !shown.lends { (notice(Tone::Info, html! { p { (ui.t(msg::LOAN_LONGER_WAITS)) } })) }
        @if matches!(loan.status, Status::Asked | Status::Promised) {
            (confirm_with(ui.t(msg::LOAN_WITHDRAW), false, form(ui, &shown.at("/withdraw")).body(html! {
                (field(ui, "reason", ui.t(msg::LOAN_WORD)).max_chars(NOTE_MAX as u32))
                (row(button(ui.t(msg::LOAN_WITHDRAW)).danger().render()))
            })))
        }
    }
}

/// What came back and when; what was broken or missing with its answer and how it was settled.
fn returns(ui: &Ui, shown: &Shown<'_>) -> Markup {
    let goods = shown.loan().kind == Kind::Goods;
    section(
        ui.t(if goods {
            msg::LOAN_UNUSED
        } else {
            msg::LOAN_RETURNED
        }),
        stack(html! {
            @for back in &shown.view.returns {
                (card(html! {
                    p { (ui.moment(back.at)) " · "
                        (correct_page::counts(ui, goods, back.counts())) }
                    @if !back.note.is_empty() && back.corrections.is_empty() { p { (back.note) } }
                    (correct_page::history(ui, shown, back))
                    @if back.lost() > 0 { (lost(ui, shown, back)) }
                    @if shown.lends { (correct_page::form_of(ui, shown, back)) }
                }))
            }
        }),
    )
}

fn lost(ui: &Ui, shown: &Shown<'_>, back: &Return) -> Markup {
    let (words, answered) = (format!("words-{}", back.id), back.answer.is_some());
    let waited = ui.now.duration_since(back.told_at()) >= TIME_TO_ANSWER;
    let own = shown.loan().owner == shown.loan().by;
    html! {
        @if let Some(answer) = &back.answer { p { strong { (ui.t(msg::LOAN_BORROWER_SAYS)) } " " (answer) } }
        @if let Some(how) = back.settled {
            p { (badge(Tone::Ok, ui.t(say::settled(how)))) @if back.restored > 0 { " " (back.restored) " " (ui.t(msg::LOAN_UNIT)) } @if !back.settled_note.is_empty() { " · " (back.settled_note) } }
        } @else {
            @if shown.borrows && !answered && !own {
                (form(ui, &shown.at(&format!("/returns/{}/answer", back.id))).body(html! {
                    (field(ui, &words, ui.t(msg::LOAN_YOUR_ANSWER)).required().max_chars(NOTE_MAX as u32).value(shown.typed(&words, "")).error(shown.problems.of(&words)).hint(ui.t(msg::LOAN_YOUR_ANSWER_HINT)))
                    (row(button(ui.t(msg::LOAN_ANSWER)).primary().render()))
                }))
            }
            @if shown.lends {
                @if answered || waited || own { (settle(ui, shown, back)) } @else { (muted(html! { (ui.t(msg::LOAN_WAIT_FOR_ANSWER)) })) }
            }
        }
    }
}

fn settle(ui: &Ui, shown: &Shown<'_>, back: &Return) -> Markup {
    let (how, restored, note) = (
        format!("how-{}", back.id),
        format!("restored-{}", back.id),
        format!("settled_note-{}", back.id),
    );
    let list = choices(ui, &how, ui.t(msg::LOAN_SETTLE))
        .required()
        .error(shown.problems.of(&how));
    let may = Settled::ALL.iter().filter(|one| back.most(**one) > 0);
    let list = may.fold(list, |list, one| {
        list.option(
            one.as_str(),
            ui.t(say::settled(*one)),
            shown.typed.raw(&how) == one.as_str(),
        )
    });
    form(ui, &shown.at(&format!("/returns/{}/settle", back.id))).body(html! {
        (list)
        (field(ui, &restored, ui.t(msg::LOAN_RESTORED)).short().whole_number().unit(ui.t(msg::LOAN_UNIT)).value(shown.typed(&restored, "")).error(shown.problems.of(&restored)).hint(ui.t(msg::LOAN_RESTORED_HINT)))
        (field(ui, &note, ui.t(msg::LOAN_NOTE)).max_chars(NOTE_MAX as u32).value(shown.typed(&note, "")).error(shown.problems.of(&note)))
        (row(button(ui.t(msg::LOAN_SETTLE_DO)).primary().render()))
    })
}
