//! Fields of forms. Each has its label, its hint, what was typed before, and its error as a sentence below.
use crate::parts::erase::Erase as _;
use crate::parts::form::FormState;
use crate::parts::icon::Icon;
use crate::parts::say::{Label, t};
use crate::parts::sentence;
use crate::words;
use leptos::prelude::*;

/// One line of text.
#[component]
pub fn TextField(
    /// Name of the value.
    #[prop(into)]
    name: String,
    /// What to type.
    #[prop(into)]
    label: Label,
    /// What stands there first.
    #[prop(optional, into)]
    value: String,
    /// `text`, `email`, `password`, `search`, `date`, `url`, `tel`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Label>,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// What browsers may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Most characters.
    #[prop(optional)]
    max: Option<u32>,
    /// On-screen keyboard: `numeric`, `email`, …
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Label for screen readers only.
    #[prop(optional)]
    quiet: bool,
    /// An example in the empty field.
    #[prop(optional, into)]
    placeholder: Option<Label>,
    /// Needed in some cases, of which the hint tells: it is not said to be optional.
    #[prop(optional)]
    sometimes: bool,
) -> impl IntoView {
    let field = Field::new(&name, hint);
    let value = field.state.typed(&name).unwrap_or(value);
    let about = field.clone();
    view! {
        <div class="field" class:field--quiet=quiet>
            {field.label(&label, required || sometimes)}
            {field.hint()}
            <input
                id=field.id.clone()
                class="input"
                type=kind
                name=name
                value=value
                required=required
                autocomplete=autocomplete
                maxlength=max.map(|max| max.to_string())
                inputmode=inputmode
                placeholder=placeholder.map(|text| text.say())
                aria-describedby=move || about.described()
                aria-invalid=field.invalid()
            />
            {field.error()}
        </div>
    }
    .erase()
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Name of the value.
    #[prop(into)]
    name: String,
    /// What to type.
    #[prop(into)]
    label: Label,
    /// What stands there first.
    #[prop(optional, into)]
    value: String,
    /// Lines shown at first; grows with the text where the browser can.
    #[prop(default = 5)]
    rows: u32,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Label>,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// Most characters.
    #[prop(optional)]
    max: Option<u32>,
    /// Label for screen readers only.
    #[prop(optional)]
    quiet: bool,
    /// An example in the empty field.
    #[prop(optional, into)]
    placeholder: Option<Label>,
    /// Told what is typed, as it is typed.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let field = Field::new(&name, hint);
    let value = field.state.typed(&name).unwrap_or(value);
    let about = field.clone();
    view! {
        <div class="field" class:field--quiet=quiet>
            {field.label(&label, required)}
            {field.hint()}
            <textarea
                id=field.id.clone()
                class="input input--area"
                name=name
                rows=rows.to_string()
                required=required
                maxlength=max.map(|max| max.to_string())
                placeholder=placeholder.map(|text| text.say())
                aria-describedby=move || about.described()
                aria-invalid=field.invalid()
                on:input=move |event| {
                    if let Some(told) = on_input {
                        told.run(event_target_value(&event));
                    }
                }
            >
                {value}
            </textarea>
            {field.error()}
        </div>
    }
    .erase()
}

/// One of several, in a list.
#[component]
pub fn Select(
    /// Name of the value.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: Label,
    /// Values with their words.
    options: Vec<(String, String)>,
    /// What is chosen first.
    #[prop(optional, into)]
    value: String,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Label>,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// Label for screen readers only.
    #[prop(optional)]
    quiet: bool,
    /// Needed in some cases: it is not said to be optional.
    #[prop(optional)]
    sometimes: bool,
    /// Told what is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let field = Field::new(&name, hint);
    let chosen = field.state.typed(&name).unwrap_or(value);
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {words}
                </option>
            }
        })
        .collect();
    let about = field.clone();
    view! {
        <div class="field" class:field--quiet=quiet>
            {field.label(&label, required || sometimes)}
            {field.hint()}
            <select
                id=field.id.clone()
                class="input input--select"
                name=name
                required=required
                aria-describedby=move || about.described()
                aria-invalid=field.invalid()
                on:change=move |event| {
                    if let Some(told) = on_change {
                        told.run(event_target_value(&event));
                    }
                }
            >
                {options}
            </select>
            {field.error()}
        </div>
    }
    .erase()
}

/// Yes or no. Sends its value when checked and nothing when not.
#[component]
pub fn Checkbox(
    /// Name of the value.
    #[prop(into)]
    name: String,
    /// What is said yes to.
    #[prop(into)]
    label: Label,
    /// What is sent.
    #[prop(default = "1".to_owned(), into)]
    value: String,
    /// Checked at first.
    #[prop(optional)]
    checked: bool,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Label>,
) -> impl IntoView {
    let field = Field::new(&name, None);
    let id = format!("{}-{value}", field.id);
    let checked = if field.state.is_echo() { field.state.typed_value(&name, &value) } else { checked };
    let hint_id = hint.is_some().then(|| format!("{id}-hint"));
    let (about, described) = (field.clone(), hint_id.clone());
    view! {
        <div class="check">
            <input
                id=id.clone()
                class="check__box"
                type="checkbox"
                name=name
                value=value
                checked=checked
                aria-describedby=move || about.described().or_else(|| described.clone())
                aria-invalid=field.invalid()
            />
            <label class="check__label" for=id>
                {label.say()}
            </label>
            <div class="check__error">{field.error()}</div>
            {hint
                .map(|hint| {
                    view! {
                        <p class="check__hint" id=hint_id>
                            {hint.say()}
                        </p>
                    }
                })}
        </div>
    }
    .erase()
}

/// One of a few, each as a card with a title and a sentence.
#[component]
pub fn Radios(
    /// Name of the value.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: Label,
    /// Values with title and sentence; the sentence may be empty.
    options: Vec<(String, String, String)>,
    /// What is chosen first.
    #[prop(optional, into)]
    value: String,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Label>,
    /// One must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let field = Field::new(&name, hint);
    let chosen = field.state.typed(&name).unwrap_or(value);
    // Where one is chosen from the start, none cannot be.
    let may_be_none = !required && chosen.is_empty();
    let cards: Vec<_> = options
        .into_iter()
        .map(|(value, title, help)| {
            let id = format!("{}-{value}", field.id);
            let help_id = format!("{id}-help");
            let checked = value == chosen;
            let described = (!help.is_empty()).then(|| help_id.clone());
            view! {
                <div class="radio">
                    <input
                        id=id.clone()
                        class="radio__dot"
                        type="radio"
                        name=name.clone()
                        value=value
                        checked=checked
                        required=required
                        aria-describedby=described
                    />
                    <label class="radio__label" for=id>
                        {title}
                    </label>
                    {(!help.is_empty())
                        .then(|| {
                            view! {
                                <p class="radio__help" id=help_id>
                                    {help}
                                </p>
                            }
                        })}
                </div>
            }
        })
        .collect();
    let about = field.clone();
    view! {
        <fieldset class="field radios" aria-describedby=move || about.described()>
            <legend class="field__label">
                {label.say()} {(may_be_none && field.state.sends).then(optional)}
            </legend>
            {field.hint()}
            <div class="radios__cards">{cards}</div>
            {field.error()}
        </fieldset>
    }
    .erase()
}

/// A value that is not shown.
#[component]
pub fn Hidden(
    /// Name of the value.
    #[prop(into)]
    name: String,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=move || value.get() /> }.erase()
}

/// What all fields have.
#[derive(Clone)]
pub struct Field {
    /// The form around it.
    pub state: FormState,
    name: String,
    /// Its id, unique in the page.
    pub id: String,
    hint: Option<Label>,
}

impl Field {
    /// Of a name in the form around it.
    pub fn new(name: &str, hint: Option<Label>) -> Self {
        let state = FormState::around();
        let id = state.enlist(name);
        Self { state, name: name.to_owned(), id, hint }
    }

    fn label(&self, label: &Label, required: bool) -> impl IntoView + use<> {
        let text = label.say();
        view! {
            <label class="field__label" for=self.id.clone()>
                {text}
                {(!required && self.state.sends).then(optional)}
            </label>
        }
    }

    /// Help below the label.
    pub fn hint(&self) -> impl IntoView + use<> {
        let id = format!("{}-hint", self.id);
        self.hint.as_ref().map(Label::say).map(|text| {
            view! {
                <p class="field__hint" id=id>
                    {text}
                </p>
            }
        })
    }

    /// What is wrong with it, as a sentence.
    pub fn error(&self) -> impl IntoView + use<> {
        let Self { state, name, id, .. } = self.clone();
        move || {
            let id = format!("{id}-error");
            state.reason(&name).map(|reason| {
                view! {
                    <p class="field__error" id=id>
                        <Icon name=Icon::Alert />
                        {sentence::of_reason(&reason)}
                    </p>
                }
            })
        }
    }

    /// Ids of what describes it.
    pub fn described(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id));
        let error = self.state.reason(&self.name).map(|_| format!("{}-error", self.id));
        let both: Vec<_> = hint.into_iter().chain(error).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + use<> {
        let Self { state, name, .. } = self.clone();
        move || state.reason(&name).map(|_| "true")
    }
}

/// Fields are required unless they say otherwise.
fn optional() -> impl IntoView {
    view! { <span class="field__optional">{t(words::common::OPTIONAL)}</span> }
}
