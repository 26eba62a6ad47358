//! Every route, tried as everybody: whoever may not do a thing is told nothing of it.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use langqiao_kernel::id::{Id, OrganisationId, PersonId};
use langqiao_platform::{
    gate::{Gate, SELF},
    roles::Role,
    routes::RouteInfo,
};
use langqiao_testkit::{Client, Reply, TestApp, both};

both! {
    async fn every_route_is_closed_to_whom_it_is_not_for(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let own = app.county.village_women;
        // Where the person stands to the organisation, and what that gives.
        let cases: [(&str, Option<PersonId>, Option<Role>); 8] = [
            ("a visitor", None, None),
            ("a resident", Some(who.resident), None),
            ("a reader", Some(who.reader), Some(Role::Reader)),
            ("a steward", Some(who.steward), Some(Role::Steward)),
            ("an officer", Some(who.officer), Some(Role::Officer)),
            ("an officer above", Some(who.town_officer), Some(Role::Officer)),
            ("the county", Some(who.county), Some(Role::County)),
            ("a foreign officer", Some(who.foreign_officer), None),
        ];
        let mut wrong = Vec::new();
        for (name, person, role) in cases {
            let client = match person {
                Some(person) => app.sign_in(person).await,
                None => app.visitor(),
            };
            for route in app.routes() {
                let reply = ask(&client, route, own).await;
                if let Some(why) = unfit(route, person.is_some(), role, &reply) {
                    wrong.push(format!("{name}, {} {}: {} ({why})", route.method, route.path, reply.status));
                }
                // Signing out and ending sessions are among the routes.
                if let Some(person) = person {
                    client.set_cookie("lq_session", &app.sign_in(person).await.cookie("lq_session").unwrap_or_default());
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_token_without_the_scope_is_told_so_and_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.program(app.county.people.county, &["no.such"]).await;
        let foreign = app.program(app.county.people.foreign_officer, &["no.such"]).await;
        let mut wrong = Vec::new();
        for route in app.routes().iter().filter(|route| route.path.starts_with("/api/v1/")) {
            let (reply, elsewhere) =
                (ask(&program, route, app.county.village_women).await, ask(&foreign, route, app.county.village_women).await);
            let wanted = match route.gate {
                Gate::Public => continue,
                Gate::SignedIn => (403, 403),
                Gate::Permission(_) => (403, 404),
            };
            if (reply.status.as_u16(), elsewhere.status.as_u16()) != wanted {
                wrong.push(format!("{} {}: {} and {}", route.method, route.path, reply.status, elsewhere.status));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_form_without_the_session_s_value_changes_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let client = app.sign_in(app.county.people.county).await;
        let mut wrong = Vec::new();
        for route in app.routes().iter().filter(|r| r.method == "POST" && !r.path.starts_with("/api/")) {
            let path = filled(route.path, app.county.village_women);
            let reply = client.call("POST", &path).await;
            // What doesn't exist is refused before its form is looked at; a form with files, before it is read.
            let refused = match reply.status.as_u16() {
                403 | 404 => true,
                422 => reply.text().contains("没有收到完整的表单"),
                _ => false,
            };
            if !refused {
                wrong.push(format!("{}: {}", route.path, reply.status));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn every_operation_is_documented(db: Db) {
        let app = TestApp::start(db).await;
        let document = serde_json::to_value(app.app.registry.openapi()).expect("JSON");
        let routes: Vec<(String, String)> = app
            .routes()
            .iter()
            .filter(|route| route.path.starts_with("/api/v1/"))
            .map(|route| (route.path.to_owned(), route.method.as_str().to_lowercase()))
            .collect();
        let lacking: Vec<_> = routes.iter().filter(|(path, method)| document["paths"][path][method].is_null()).collect();
        assert!(lacking.is_empty(), "routes without an operation: {lacking:?}");
        for (path, item) in document["paths"].as_object().expect("paths") {
            for method in item.as_object().expect("operations").keys() {
                let route = (path.clone(), method.clone());
                assert!(routes.contains(&route), "an operation without a route: {method} {path}");
            }
        }
    }

    /// Programs are generated from the document: an operation has a name of its own, and a word is as it is sent.
    async fn operations_and_words_are_named_as_they_are(db: Db) {
        let app = TestApp::start(db).await;
        let document = serde_json::to_value(app.app.registry.openapi()).expect("JSON");
        let items = document["paths"].as_object().expect("paths").values();
        let operations = items.flat_map(|item| item.as_object().expect("operations").values());
        let mut names: Vec<&str> = operations.filter_map(|operation| operation["operationId"].as_str()).collect();
        names.sort_unstable();
        let twice: Vec<_> = names.windows(2).filter(|two| two[0] == two[1]).collect();
        assert!(names.len() > 100 && twice.is_empty(), "operations of the same name: {twice:?}");
        let schemas = document["components"]["schemas"].as_object().expect("schemas");
        let mut wrong = Vec::new();
        for (name, schema) in schemas {
            let words = schema["enum"].as_array().into_iter().flatten().filter_map(|word| word.as_str());
            wrong.extend(words.filter(|word| word.contains(char::is_uppercase)).map(|word| format!("{name}: {word}")));
        }
        assert!(wrong.is_empty(), "words that are sent otherwise: {wrong:?}");
        assert_eq!(schemas["LoanStatus"]["enum"][0], "asked");
    }

    async fn the_permission_page_is_up_to_date(db: Db) {
        let app = TestApp::start(db).await;
        let page = permission_page(app.routes());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, &page).expect("docs/permissions.md");
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        assert!(known == page, "docs/permissions.md is out of date: UPDATE_DOCS=1 writes it anew");
    }
}

/// The path with the organisation, and something that doesn't exist for everything else.
fn filled(path: &str, org: OrganisationId) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some("org") => org.to_text(),
        Some(_) => Id::<()>::generate().to_text(),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, route: &RouteInfo, org: OrganisationId) -> Reply {
    let path = filled(route.path, org);
    match route.method.as_str() {
        "GET" => client.get(&path).await,
        "POST" if !path.starts_with("/api/") => client.post_form(&path, &[]).await,
        method => client.send_json(method, &path, &serde_json::json!({})).await,
    }
}

/// What is wrong with a reply, given the route's gate and who asked.
fn unfit(route: &RouteInfo, signed_in: bool, role: Option<Role>, reply: &Reply) -> Option<&'static str> {
    let status = reply.status.as_u16();
    let to_sign_in = status == 401 || status == 303 && reply.header("location").starts_with("/sign-in");
    if status >= 500 && reply.header("content-type").is_empty() {
        return Some("no answer of ours");
    }
    if status == 500 {
        return Some("our fault");
    }
    match route.gate {
        Gate::Public => (status == 401).then_some("open to anyone"),
        Gate::SignedIn | Gate::Permission(_) if !signed_in => {
            (!to_sign_in).then_some("must lead to signing in")
        }
        Gate::SignedIn => to_sign_in.then_some("signed in already"),
        Gate::Permission(name) if !role.is_some_and(|role| role.gives(name)) => {
            (status != 404).then_some("must not exist")
        }
        Gate::Permission(_) if to_sign_in || status == 403 => Some("may do it"),
        // With nothing in the path but the organisation there is nothing else that could be missing.
        Gate::Permission(_) => {
            let bare = route.method == "GET" && route.path.matches('{').count() == 1;
            (bare && status == 404).then_some("exists and may be read")
        }
    }
}

fn permission_page(routes: &[RouteInfo]) -> String {
    let mut page = String::from(
        "# Who may do what\n\n\
         Written by a test from the route table; `UPDATE_DOCS=1 cargo nextest run -p langqiao permission_page` \
         writes it anew.\n\n\
         A post gives its role in its organisation and in all that lies below it. To everybody else a page of an \
         organisation does not exist (404). Who has not signed in is led to signing in, and programs are answered \
         401. A program's token does what its owner may and its scopes name (403 otherwise); `self` covers what \
         asks for nothing but to have signed in.\n\n## Roles\n\n| permission | county | officer | steward | reader |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut by_permission: BTreeMap<&str, Vec<&RouteInfo>> = BTreeMap::new();
    let (mut open, mut own) = (Vec::new(), Vec::new());
    for route in routes {
        match route.gate {
            Gate::Public => open.push(route),
            Gate::SignedIn => own.push(route),
            Gate::Permission(name) => by_permission.entry(name).or_default().push(route),
        }
    }
    for name in by_permission.keys() {
        let cells = Role::ALL.map(|role| if role.gives(name) { "yes" } else { "" });
        let _ = writeln!(page, "| `{name}` | {} |", cells.join(" | "));
    }
    let mut list = |title: &str, mut routes: Vec<&RouteInfo>| {
        routes.sort_by_key(|route| (route.path, route.method.as_str().to_owned()));
        let _ = writeln!(page, "\n## {title}\n");
        for route in routes {
            let _ = writeln!(page, "- `{} {}`", route.method, route.path);
        }
    };
    for (name, routes) in by_permission {
        list(&format!("`{name}`"), routes);
    }
    list(&format!("To have signed in (`{SELF}`)"), own);
    list("Open to anyone", open);
    page
}
