//! Forms: read whatever comes, check that it comes from our own page, keep what was typed.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header},
};

use crate::{
    app::App,
    fault::{Fault, Refusal},
    fields::Fields,
    gate::from_our_pages,
    i18n::msg,
    identity::{Found, Via},
};

/// The hidden field that carries a session's CSRF value.
pub const CSRF_FIELD: &str = "csrf";

/// A form that was sent from one of our pages, as typed.
pub struct Form(pub Fields);

/// A file that came with a form.
pub struct Upload {
    /// The form field it came in.
    pub field: String,
    /// Its name on the sender's machine, without any folder.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// A form with files, sent from one of our pages.
pub struct FileForm {
    /// Its text fields.
    pub fields: Fields,
    /// Its files; a field left empty brings none.
    pub files: Vec<Upload>,
}

impl FromRequest<App> for Form {
    type Rejection = Fault;
    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let guard = Guard::of(&request)?;
        if is_multipart(&request) {
            let form = read_multipart(request, app).await?;
            guard.check(&form.fields)?;
            return Ok(Self(form.fields));
        }
        let body = Bytes::from_request(request, app).await.map_err(|_| too_large())?;
        let fields = Fields::from_urlencoded(&body);
        guard.check(&fields)?;
        Ok(Self(fields))
    }
}

impl FromRequest<App> for FileForm {
    type Rejection = Fault;
    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let guard = Guard::of(&request)?;
        let form = read_multipart(request, app).await?;
        guard.check(&form.fields)?;
        Ok(form)
    }
}

/// A form that may bring files, and may as well come without: sent either way.
pub struct MaybeFiles(pub FileForm);

impl FromRequest<App> for MaybeFiles {
    type Rejection = Fault;
    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        if is_multipart(&request) {
            return FileForm::from_request(request, app).await.map(Self);
        }
        let Form(fields) = Form::from_request(request, app).await?;
        let files = Vec::new();
        Ok(Self(FileForm { fields, files }))
    }
}

/// What a form must bring back to be ours.
struct Guard(Option<String>);

impl Guard {
    fn of(request: &Request) -> Result<Self, Fault> {
        if !from_our_pages(request.headers()) {
            return Err(stale());
        }
        let found = request.extensions().get::<Found>().and_then(|f| f.0.as_deref());
        Ok(Self(found.and_then(|who| match &who.via {
            Via::Session { csrf, .. } => Some(csrf.clone()),
            Via::Token { .. } => None,
        })))
    }

    fn check(&self, fields: &Fields) -> Result<(), Fault> {
        match &self.0 {
            Some(csrf) if fields.raw(CSRF_FIELD) != csrf => Err(stale()),
            _ => Ok(()),
        }
    }
}

/// What a form is answered that was not sent from one of our pages of this session.
pub(crate) fn stale() -> Fault {
    Refusal::with_status(StatusCode::FORBIDDEN, "form-stale", msg::FAULT_FORM_STALE).into()
}

/// What is answered when more was sent than is taken.
pub(crate) fn too_large() -> Fault {
    Refusal::with_status(StatusCode::PAYLOAD_TOO_LARGE, "too-large", msg::FAULT_TOO_LARGE).into()
}

fn is_multipart(request: &Request) -> bool {
    let content = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    content.is_some_and(|c| c.starts_with("multipart/form-data"))
}

async fn read_multipart(request: Request, app: &App) -> Result<FileForm, Fault> {
    let broken = |_| Fault::from(Refusal::invalid("form-broken", msg::FAULT_FORM_BROKEN));
    let mut parts = Multipart::from_request(request, app)
        .await
        .map_err(|_| Refusal::invalid("form-broken", msg::FAULT_FORM_BROKEN))?;
    let (mut fields, mut files) = (Fields::default(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        let file = part
            .file_name()
            .map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned());
        let bytes = part.bytes().await.map_err(|_| too_large())?;
        match file {
            Some(name) if !bytes.is_empty() => files.push(Upload { field, name, bytes }),
            Some(_) => {}
            None => fields.push(field, String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
    Ok(FileForm { fields, files })
}
