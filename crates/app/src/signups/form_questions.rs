//! The questions of an activity as fields of a form.

use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    answers::{Question, QuestionKind},
    typed,
};

/// How many choices are shown as buttons; more go into a list that opens.
const FEW: usize = 7;

/// The field of a question.
pub fn asked(ui: &Ui, question: &Question, fields: &Fields, problems: &Problems) -> Markup {
    let Some((label, answer)) = &question.only_if else {
        return answered(ui, question, fields, problems);
    };
    let answer = match answer.as_str() {
        "yes" => ui.t(msg::SIGNUP_YES),
        "no" => ui.t(msg::SIGNUP_NO),
        other => other,
    };
    let when = ui.tf(
        if question.required {
            msg::SIGNUP_ONLY_IF_REQUIRED
        } else {
            msg::SIGNUP_ONLY_IF
        },
        args! { question = label.as_str(), answer = answer },
    );
    html! { (muted(html! { (when) })) (answered(ui, question, fields, problems)) }
}

fn answered(ui: &Ui, question: &Question, fields: &Fields, problems: &Problems) -> Markup {
    let name = typed::answer_field(&question.id);
    let (given, error) = (fields.raw(&name), problems.of(&name));
    // Whether it is asked may be known only when the form comes back, so the browser must not insist on it then.
    let insist = question.required && question.only_if.is_none();
    let unmarked = question.required && !insist;
    let line = || {
        let line = field(ui, &name, &question.label).value(given).error(error);
        match (insist, unmarked) {
            (true, _) => line.required(),
            (false, true) => line.unmarked(),
            (false, false) => line,
        }
    };
    match &question.kind {
        QuestionKind::Text => html! { (line().max_chars(200)) },
        QuestionKind::Number => html! { (line().whole_number()) },
        QuestionKind::YesNo => {
            let mut list = choices(ui, &name, &question.label).inline().error(error);
            if insist {
                list = list.required();
            } else if unmarked {
                list = list.unmarked();
            }
            html! {
                (list.option("yes", ui.t(msg::SIGNUP_YES), given == "yes").option("no", ui.t(msg::SIGNUP_NO), given == "no"))
            }
        }
        QuestionKind::Choice(options) if options.len() <= FEW => {
            let mut list = choices(ui, &name, &question.label).error(error);
            if insist {
                list = list.required();
            } else if unmarked {
                list = list.unmarked();
            }
            for option in options {
                list = list.option(option, option, given == option);
            }
            html! { (list) }
        }
        QuestionKind::Choice(options) => {
            let mut list = select(ui, &name, &question.label).error(error).option(
                "",
                ui.t(msg::SIGNUP_CHOOSE),
                given.is_empty(),
            );
            if insist {
                list = list.required();
            } else if unmarked {
                list = list.unmarked();
            }
            for option in options {
                list = list.option(option, option, given == option);
            }
            html! { (list) }
        }
    }
}
