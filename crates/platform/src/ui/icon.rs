//! The line icons, drawn for this product on a 24 × 24 grid. Each stands beside a word and is hidden
//! from screen readers; a button without a word does not exist here.

use maud::{Markup, PreEscaped, Render, html};

/// A line icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is its picture")]
pub enum Icon {
    Account,
    Alert,
    Back,
    Bell,
    Bridge,
    Building,
    Calendar,
    Camera,
    Certificate,
    Check,
    Clock,
    Cross,
    Door,
    Download,
    Edit,
    Filter,
    Forward,
    Handshake,
    Home,
    Info,
    Language,
    LargePrint,
    List,
    Lock,
    Map,
    Menu,
    Moon,
    People,
    Phone,
    Pin,
    Plus,
    Print,
    Scan,
    Search,
    Share,
    SignOut,
    Sun,
    Ticket,
    Today,
    Upload,
    Wait,
    Workbench,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Icon::Account => {
                "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5"
            }
            Icon::Alert => "M12 4 2.8 20h18.4ZM12 10v4.5M12 17.3v.2",
            Icon::Back => "M15 5l-7 7 7 7",
            Icon::Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4",
            Icon::Bridge => {
                "M2 9.5 12 4l10 5.5M4 8.7V14M20 8.7V14M9 6v8M15 6v8M2 14h20v5h-3.5c0-2.5-2.9-4-6.5-4s-6.5 1.5-6.5 4H2Z"
            }
            Icon::Building => "M5 20.5v-16h9v16M14 9.5h5v11M3 20.5h18M8 8.5h3M8 12.5h3M8 16.5h3",
            Icon::Calendar => "M4 6h16v14H4ZM4 10.5h16M8.5 3.5V8M15.5 3.5V8",
            Icon::Camera => {
                "M3.5 8H8l1.5-2.5h5L16 8h4.5v11.5h-17ZM12 16.7a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z"
            }
            Icon::Certificate => {
                "M5 3.5h14v11h-4M5 3.5v11h4M8.5 7.5h7M12 17.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM10.3 17l-.8 4 2.5-1.3 2.5 1.3-.8-4"
            }
            Icon::Check => "M4.5 12.5 10 18 19.5 6.5",
            Icon::Clock => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2.5",
            Icon::Cross => "M6 6l12 12M18 6 6 18",
            Icon::Door => "M6 20.5v-17h12v17M3.5 20.5h17M14.5 12v.5",
            Icon::Download => "M12 4v11M7.5 11 12 15.5l4.5-4.5M4.5 20h15",
            Icon::Edit => "M4.5 19.5 5.5 15 16 4.5l3.5 3.5L9 18.5ZM13.5 7l3.5 3.5",
            Icon::Filter => "M4 6h16M7 12h10M10 18h4",
            Icon::Forward => "M9 5l7 7-7 7",
            Icon::Handshake => {
                "M2.5 7 6 5.5l4.5 1 1.5.7 1.5-.7 4.5-1L21.5 7v8H19l-5.5 4.5c-1 .8-2 .8-3 0L5 15H2.5ZM12 7.2 8.5 11c1.5 1.5 3 1 4.5-.5l5.5 4.5"
            }
            Icon::Home => "M3.5 11.5 12 4l8.5 7.5M6 9.5v11h12v-11M10 20.5v-6h4v6",
            Icon::Info => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.5v.2",
            Icon::Language => {
                "M3.5 6h9M8 4v2c0 4-2 7-4.5 8.5M5.5 9.5c1 2.5 3.5 4 6 4.5M11.5 20.5l4.5-11 4.5 11M13 17h6"
            }
            Icon::LargePrint => "M2.5 19 8.5 5l6 14M4.5 14.5h8M15 19l3.5-8 3.5 8M16.2 16.3h4.6",
            Icon::List => "M8.5 6h12M8.5 12h12M8.5 18h12M4 6h.2M4 12h.2M4 18h.2",
            Icon::Lock => "M5.5 11h13v9.5h-13ZM8 11V8a4 4 0 0 1 8 0v3M12 14.5V17",
            Icon::Map => "M3.5 6 9 4l6 2 5.5-2v14L15 20l-6-2-5.5 2ZM9 4v14M15 6v14",
            Icon::Menu => "M4 6.5h16M4 12h16M4 17.5h16",
            Icon::Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
            Icon::People => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.3 3-5 6.5-5s6 1.7 6.5 5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 15c2 .7 3.2 2.2 3.5 4.5"
            }
            Icon::Phone => "M7 3.5h10v17H7ZM11 17.5h2",
            Icon::Pin => {
                "M12 21c-4-4.5-6.5-7.5-6.5-11a6.5 6.5 0 0 1 13 0c0 3.5-2.5 6.5-6.5 11ZM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z"
            }
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Print => "M7 8.5v-5h10v5M7 17H3.5V8.5h17V17H17M7 13.5h10v7H7Z",
            Icon::Scan => "M4 8.5V4h4.5M15.5 4H20v4.5M20 15.5V20h-4.5M8.5 20H4v-4.5M4 12h16",
            Icon::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3l5.2 5.2",
            Icon::Share => "M12 15V4M8 7.5 12 3.5l4 4M5.5 11.5v9h13v-9",
            Icon::SignOut => "M13 4H4.5v16H13M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5",
            Icon::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"
            }
            Icon::Ticket => "M3.5 6h17v4a2 2 0 0 0 0 4v4h-17v-4a2 2 0 0 0 0-4ZM14.5 6v2M14.5 11v2M14.5 16v2",
            Icon::Today => "M4 6h16v14H4ZM4 10.5h16M8.5 3.5V8M15.5 3.5V8M9 15.3l2.2 2.2 4-4.3",
            Icon::Upload => "M12 16V5M7.5 9 12 4.5 16.5 9M4.5 20h15",
            Icon::Wait => {
                "M6.5 3.5h11M6.5 20.5h11M8 3.5c0 5 4 5.5 4 8.5s-4 3.5-4 8.5M16 3.5c0 5-4 5.5-4 8.5s4 3.5 4 8.5"
            }
            Icon::Workbench => "M3.5 8h17v11.5h-17ZM9 8V4.5h6V8M3.5 13h17M12 11.5v3",
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
                (PreEscaped("<path d=\"")) (PreEscaped(self.path())) (PreEscaped("\"/>"))
            }
        }
    }
}
