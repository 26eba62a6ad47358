//! The route table: the only way to add a route, and none without a gate.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{MethodFilter, on},
};

use crate::{
    app::App,
    gate::{Gate, GateArg},
};

/// Implemented for handler signatures whose *first* argument is a gate.
pub trait Gated {
    /// What the gate asks.
    const GATE: Gate;
}

macro_rules! gated {
    ($($arg:ident),*) => {
        impl<M, G: GateArg, $($arg),*> Gated for (M, G, $($arg,)*) {
            const GATE: Gate = G::GATE;
        }
    };
}
gated!();
gated!(A);
gated!(A, B);
gated!(A, B, C);
gated!(A, B, C, D);
gated!(A, B, C, D, E);

/// One line of the route table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters, such as `/w/{org}/activities`.
    pub path: &'static str,
    /// What it asks of its caller.
    pub gate: Gate,
}

/// Routes with their gates. A handler without a gate does not compile:
///
/// ```compile_fail
/// async fn open() -> &'static str { "no gate" }
/// langqiao_platform::routes::Routes::new().get("/x", open);
/// ```
/// ```
/// async fn open(_: langqiao_platform::gate::Public) -> &'static str { "said so" }
/// langqiao_platform::routes::Routes::new().get("/x", open);
/// ```
#[derive(Default)]
pub struct Routes {
    routers: Routers,
    table: Vec<RouteInfo>,
}

/// Bare routers, to be wrapped in the layers that requests go through.
#[derive(Default)]
pub(crate) struct Routers {
    /// What people see and send.
    pub pages: Router<App>,
    /// What lies below `/api/`.
    pub programs: Router<App>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page or resource that is read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Gated + 'static,
    {
        self.add(MethodFilter::GET, Method::GET, path, handler)
    }

    /// Adds a form's target or an API command.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Gated + 'static,
    {
        self.add(MethodFilter::POST, Method::POST, path, handler)
    }

    /// Adds an API command that replaces a resource.
    #[must_use]
    pub fn put<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Gated + 'static,
    {
        self.add(MethodFilter::PUT, Method::PUT, path, handler)
    }

    /// Adds an API command that takes something back.
    #[must_use]
    pub fn delete<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Gated + 'static,
    {
        self.add(MethodFilter::DELETE, Method::DELETE, path, handler)
    }

    /// Adds all routes of another feature.
    #[must_use]
    pub fn merge(mut self, other: Routes) -> Self {
        self.routers.pages = self.routers.pages.merge(other.routers.pages);
        self.routers.programs = self.routers.programs.merge(other.routers.programs);
        self.table.extend(other.table);
        self
    }

    /// The table of all routes, for the docs and for the test that tries every one.
    pub fn table(&self) -> &[RouteInfo] {
        &self.table
    }

    /// The bare routers.
    pub(crate) fn into_routers(self) -> Routers {
        self.routers
    }

    fn add<H, T>(mut self, filter: MethodFilter, method: Method, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Gated + 'static,
    {
        self.table.push(RouteInfo {
            method,
            path,
            gate: T::GATE,
        });
        let router = match path.starts_with("/api/") {
            true => &mut self.routers.programs,
            false => &mut self.routers.pages,
        };
        *router = std::mem::take(router).route(path, on(filter, handler));
        self
    }
}
