//! What went wrong, for programs: `application/problem+json` (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::fault_page::words;
use crate::{fault::Fault, i18n::msg, spoken, ui::Ui};

/// A problem document.
#[derive(Serialize)]
struct Problem<'a> {
    /// Names the kind of problem; stable.
    r#type: String,
    /// The kind of problem in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The word for this kind of problem, stable; the last part of `type`.
    code: &'a str,
    /// What is wrong and what to do, in the language that `Accept-Language` asks for.
    detail: String,
    /// The request's number, as in the operator's logs.
    instance: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

#[derive(Serialize)]
struct FieldProblem {
    field: String,
    /// The word for this kind of problem, stable, where a field can be wrong in ways that programs tell apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    detail: String,
}

/// What a page says in terms of pages and buttons, a program is told in its own.
fn words_for_programs(ui: &Ui, fault: &Fault) -> (&'static str, String) {
    let (code, said) = words(ui, fault);
    match fault {
        Fault::NotFound => (code, ui.t(msg::FAULT_NOT_FOUND_API).to_owned()),
        Fault::Refused(refusal) if refusal.status == StatusCode::METHOD_NOT_ALLOWED => {
            (code, ui.t(msg::FAULT_METHOD_API).to_owned())
        }
        _ => (code, said),
    }
}

pub(super) fn write(ui: &Ui, fault: &Fault, id: &str) -> Response {
    let (code, said) = words_for_programs(ui, fault);
    let status = fault.status();
    let fields = match fault {
        Fault::Refused(refusal) => refusal
            .fields
            .iter()
            .map(|(field, why)| FieldProblem {
                field: field.to_owned(),
                code: refusal.fields.code_of(field),
                detail: spoken::say(ui, why),
            })
            .collect(),
        _ => Vec::new(),
    };
    let problem = Problem {
        r#type: format!("urn:langqiao:problem:{code}"),
        title: status.canonical_reason().unwrap_or("Problem"),
        status: status.as_u16(),
        code,
        detail: said,
        instance: format!("urn:langqiao:request:{id}"),
        errors: fields,
    };
    let mut response = (status, axum::Json(problem)).into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
