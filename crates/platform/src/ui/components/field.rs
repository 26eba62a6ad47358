//! A line, typed by the reader: label, hint, error and input always together.

use std::borrow::Cow;

use langqiao_kernel::time;
use maud::{Markup, Render, html};

use super::label::{described_by, id_of, labelled};
use crate::ui::{Ui, when};

/// An input with its label.
pub struct Field<'a> {
    ui: &'a Ui,
    name: &'a str,
    label: &'a str,
    value: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    kind: &'static str,
    inputmode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    accept: Option<&'a str>,
    placeholder: Option<&'a str>,
    min: Option<String>,
    max: Option<String>,
    maxlength: Option<u32>,
    suffix: Option<&'a str>,
    required: bool,
    unmarked: bool,
    short: bool,
    multiple: bool,
    readonly: bool,
}

/// A line of text named `name`. Fields are taken as optional and marked so unless [`required`](Field::required).
pub fn field<'a>(ui: &'a Ui, name: &'a str, label: &'a str) -> Field<'a> {
    Field {
        ui,
        name,
        label,
        value: "",
        hint: None,
        error: None,
        kind: "text",
        inputmode: None,
        autocomplete: Some("off"),
        accept: None,
        placeholder: None,
        min: None,
        max: None,
        maxlength: None,
        suffix: None,
        required: false,
        unmarked: false,
        short: false,
        multiple: false,
        readonly: false,
    }
}

impl<'a> Field<'a> {
    /// What is in it: what was typed before, or what is known.
    #[must_use]
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// How to fill it in, said before it.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What is wrong with it and what to do; usually `problems.of(name)`.
    #[must_use]
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// May be left empty without saying so: its group says it for all of its fields.
    #[must_use]
    pub fn unmarked(mut self) -> Self {
        self.unmarked = true;
        self
    }

    /// No wider than a few characters.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.short = true;
        self
    }

    /// Shown but not changed.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// An example, shown while it is empty. It never says what the hint should.
    #[must_use]
    pub fn example(mut self, example: &'a str) -> Self {
        self.placeholder = Some(example);
        self
    }

    /// A unit after it: 人, 分钟.
    #[must_use]
    pub fn unit(mut self, unit: &'a str) -> Self {
        self.suffix = Some(unit);
        self
    }

    /// At most so many characters.
    #[must_use]
    pub fn max_chars(mut self, n: u32) -> Self {
        self.maxlength = Some(n);
        self
    }

    /// What the browser may fill in, by the names of the HTML standard.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Which keyboard a phone shows, by the names of the HTML standard.
    #[must_use]
    pub fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// A mobile number.
    #[must_use]
    pub fn phone(self) -> Self {
        self.kind("tel").inputmode("tel").autocomplete("tel")
    }

    /// A code sent by message; phones offer it above the keyboard.
    #[must_use]
    pub fn one_time_code(self) -> Self {
        self.inputmode("numeric")
            .autocomplete("one-time-code")
            .max_chars(8)
            .short()
    }

    /// The reader's own name.
    #[must_use]
    pub fn own_name(self) -> Self {
        self.autocomplete("name")
    }

    /// The password they have.
    #[must_use]
    pub fn password(self) -> Self {
        self.kind("password").autocomplete("current-password")
    }

    /// A password they choose.
    #[must_use]
    pub fn new_password(self) -> Self {
        self.kind("password").autocomplete("new-password")
    }

    /// A whole number. The keyboard has digits; letters are refused by the server, in words.
    #[must_use]
    pub fn whole_number(self) -> Self {
        self.inputmode("numeric").short()
    }

    /// A day.
    #[must_use]
    pub fn date(self) -> Self {
        self.kind("date").short()
    }

    /// A time of day.
    #[must_use]
    pub fn time(self) -> Self {
        self.kind("time").short()
    }

    /// A day and a time of day.
    #[must_use]
    pub fn date_time(self) -> Self {
        self.kind("datetime-local").short()
    }

    /// Something to look for.
    #[must_use]
    pub fn search(self) -> Self {
        self.kind("search").inputmode("search")
    }

    /// An address of the web.
    #[must_use]
    pub fn url(self) -> Self {
        self.kind("url").inputmode("url")
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(self) -> Self {
        self.kind("email").inputmode("email").autocomplete("email")
    }

    /// A file of these types: `.xlsx,.csv`. The form must be [`multipart`](super::Form::multipart).
    #[must_use]
    pub fn file(mut self, accept: &'a str) -> Self {
        self.accept = Some(accept);
        self.kind("file")
    }

    /// Several files.
    #[must_use]
    pub fn several(mut self) -> Self {
        self.multiple = true;
        self
    }

    /// Not before `min`, not after `max`; as the input's kind writes them.
    #[must_use]
    pub fn range(mut self, min: Option<String>, max: Option<String>) -> Self {
        (self.min, self.max) = (min, max);
        self
    }

    fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// What the input shows: a browser leaves an input of times empty unless it is told `09:00`, and people write 9:00.
    fn shown(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            "file" | "password" => None,
            "time" => Some(match time::clock(self.value) {
                Some(at) => Cow::Owned(when::clock_value(at)),
                None => Cow::Borrowed(self.value),
            }),
            _ => Some(Cow::Borrowed(self.value)),
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let id = id_of(self.name);
        let class = match (self.kind, self.short) {
            ("file", _) => "file-input w-full",
            (_, true) => "input input-short",
            (_, false) => "input w-full",
        };
        let input = html! {
            input class=(class) id=(id) name=(self.name) type=(self.kind)
                value=[self.shown()]
                inputmode=[self.inputmode] autocomplete=[self.autocomplete] accept=[self.accept]
                placeholder=[self.placeholder] min=[self.min.as_deref()] max=[self.max.as_deref()]
                maxlength=[self.maxlength] required[self.required] multiple[self.multiple]
                readonly[self.readonly] aria-invalid=[self.error.map(|_| "true")]
                aria-describedby=[described_by(&id, self.hint, self.error)];
        };
        let around = html! {
            @match self.suffix {
                Some(unit) => div.with-unit { (input) span { (unit) } },
                None => (input),
            }
        };
        labelled(
            self.ui,
            &id,
            self.label,
            self.required || self.readonly || self.unmarked,
            self.hint,
            self.error,
            &around,
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use maud::Render;

    use super::field;
    use crate::{
        i18n::Lang,
        ui::{Ui, components::text_area},
    };

    fn ui() -> Ui {
        Ui::new(Lang::ZhCn, "/", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn label_hint_and_error_belong_to_the_input() {
        let ui = ui();
        let html = field(&ui, "people[0].name", "姓名")
            .hint("证件上的姓名")
            .error(Some("请填写姓名"))
            .render()
            .0;
        assert!(
            html.contains(r#"<label class="field-label" for="f-people-0--name">"#),
            "{html}"
        );
        assert!(
            html.contains(r#"aria-describedby="f-people-0--name-error f-people-0--name-hint""#),
            "{html}"
        );
        assert!(html.contains(r#"aria-invalid="true""#));
        assert!(html.contains("选填"));
    }

    #[test]
    fn a_time_is_written_as_browsers_read_it() {
        let ui = ui();
        let value = |typed: &str| field(&ui, "from", "从").value(typed).time().render().0;
        for typed in ["8:30", "08:30", "８：３０", "8点半"] {
            assert!(value(typed).contains(r#"value="08:30""#), "{typed}");
        }
        assert!(value("晚饭后").contains(r#"value="晚饭后""#));
        assert!(value("").contains(r#"value="""#));
    }

    #[test]
    fn what_was_typed_is_kept_and_escaped_but_a_password_never_comes_back() {
        let ui = ui();
        assert!(
            field(&ui, "t", "标题")
                .value("<\"&")
                .render()
                .0
                .contains(r#"value="&lt;&quot;&amp;""#)
        );
        assert!(
            !field(&ui, "p", "密码")
                .password()
                .value("secret")
                .render()
                .0
                .contains("secret")
        );
        // The parser drops a first line break, so one is given for it.
        assert!(
            text_area(&ui, "t", "说明")
                .value("\n第二行")
                .render()
                .0
                .contains(">\n\n第二行</textarea>")
        );
    }
}
