//! Choosing from what is given.

use maud::{Markup, Render, html};

use super::label::{described_by, hint_and_error, id_of, labelled, optional};
use crate::ui::Ui;

struct Choice<'a> {
    value: &'a str,
    label: &'a str,
    hint: Option<&'a str>,
    chosen: bool,
}

/// One or several of a few, all in sight.
pub struct Choices<'a> {
    ui: &'a Ui,
    name: &'a str,
    legend: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    several: bool,
    required: bool,
    unmarked: bool,
    inline: bool,
    even: bool,
    choices: Vec<Choice<'a>>,
}

/// One of a few, by radio buttons; [`several`](Choices::several) makes them check boxes. Use [`select`]
/// for more than about seven.
pub fn choices<'a>(ui: &'a Ui, name: &'a str, legend: &'a str) -> Choices<'a> {
    Choices {
        ui,
        name,
        legend,
        hint: None,
        error: None,
        several: false,
        required: false,
        unmarked: false,
        inline: false,
        even: false,
        choices: Vec::new(),
    }
}

impl<'a> Choices<'a> {
    /// Offers a value.
    #[must_use]
    pub fn option(self, value: &'a str, label: &'a str, chosen: bool) -> Self {
        self.explained(value, label, None, chosen)
    }

    /// Offers a value with a word about what it means.
    #[must_use]
    pub fn explained(mut self, value: &'a str, label: &'a str, hint: Option<&'a str>, chosen: bool) -> Self {
        self.choices.push(Choice {
            value,
            label,
            hint,
            chosen,
        });
        self
    }

    /// Any number of them.
    #[must_use]
    pub fn several(mut self) -> Self {
        self.several = true;
        self
    }

    /// One must be chosen.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Is needed only where something else on the page says so, and so is marked neither way.
    #[must_use]
    pub fn unmarked(mut self) -> Self {
        self.unmarked = true;
        self
    }

    /// Beside each other, for short words.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Beside each other, each as wide as the others and large enough for a thumb: for a few very short words that are
    /// chosen among again and again.
    #[must_use]
    pub fn even(mut self) -> Self {
        self.even = true;
        self
    }

    /// How to choose.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }
}

impl Render for Choices<'_> {
    fn render(&self) -> Markup {
        let id = id_of(self.name);
        let (kind, class) = if self.several {
            ("checkbox", "checkbox")
        } else {
            ("radio", "radio")
        };
        let row = match (self.even, self.inline) {
            (true, _) => "choices choices-even",
            (false, true) => "choices choices-inline",
            (false, false) => "choices",
        };
        html! {
            fieldset.field aria-describedby=[described_by(&id, self.hint, self.error)]
                aria-invalid=[self.error.filter(|_| !self.several).map(|_| "true")]
                role=[(!self.several).then_some("radiogroup")] {
                legend.field-label { (self.legend) @if !(self.required || self.unmarked) { (optional(self.ui)) } }
                (hint_and_error(&id, self.hint, self.error))
                div class=(row) {
                    @for (number, choice) in self.choices.iter().enumerate() {
                        // The summary's link leads to the first.
                        @let id = if number == 0 { id.clone() } else { format!("{id}-{number}") };
                        label.choice {
                            input class=(class) type=(kind) id=(id) name=(self.name) value=(choice.value)
                                checked[choice.chosen];
                            span {
                                (choice.label)
                                @if let Some(hint) = choice.hint { span.choice-hint { (hint) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Yes or no: one box that is ticked or not; sends `1`.
pub fn checkbox(name: &str, label: &str, ticked: bool, hint: Option<&str>, error: Option<&str>) -> Markup {
    let id = id_of(name);
    html! {
        div.field {
            label.choice {
                input.checkbox type="checkbox" id=(id) name=(name) value="1" checked[ticked]
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[described_by(&id, hint, error)];
                span { (label) }
            }
            (hint_and_error(&id, hint, error))
        }
    }
}

/// One of many, in a list that opens.
pub struct Select<'a> {
    ui: &'a Ui,
    name: &'a str,
    label: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    required: bool,
    unmarked: bool,
    /// A group's name and its values; the first group has no name.
    groups: Vec<(&'a str, Vec<Choice<'a>>)>,
}

/// One of many. Start with an option of empty value where none is chosen yet.
pub fn select<'a>(ui: &'a Ui, name: &'a str, label: &'a str) -> Select<'a> {
    Select {
        ui,
        name,
        label,
        hint: None,
        error: None,
        required: false,
        unmarked: false,
        groups: vec![("", Vec::new())],
    }
}

impl<'a> Select<'a> {
    /// Offers a value.
    #[must_use]
    pub fn option(mut self, value: &'a str, label: &'a str, chosen: bool) -> Self {
        if let Some((_, choices)) = self.groups.last_mut() {
            choices.push(Choice {
                value,
                label,
                hint: None,
                chosen,
            });
        }
        self
    }

    /// Starts a named group; the options that follow belong to it.
    #[must_use]
    pub fn group(mut self, name: &'a str) -> Self {
        self.groups.push((name, Vec::new()));
        self
    }

    /// One must be chosen.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Is needed only where something else on the page says so, and so is marked neither way.
    #[must_use]
    pub fn unmarked(mut self) -> Self {
        self.unmarked = true;
        self
    }

    /// How to choose.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }
}

impl Render for Select<'_> {
    fn render(&self) -> Markup {
        let id = id_of(self.name);
        let options = |choices: &[Choice<'_>]| {
            html! {
                @for choice in choices {
                    option value=(choice.value) selected[choice.chosen] { (choice.label) }
                }
            }
        };
        let list = html! {
            select class="select w-full" id=(id) name=(self.name) required[self.required]
                aria-invalid=[self.error.map(|_| "true")]
                aria-describedby=[described_by(&id, self.hint, self.error)] {
                @for (name, choices) in &self.groups {
                    @if name.is_empty() { (options(choices)) }
                    @else { optgroup label=(name) { (options(choices)) } }
                }
            }
        };
        labelled(
            self.ui,
            &id,
            self.label,
            self.required || self.unmarked,
            self.hint,
            self.error,
            &list,
        )
    }
}
