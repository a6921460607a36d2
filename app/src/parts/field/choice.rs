//! Fields in which something is chosen.
use super::{Field, optional};
use crate::parts::erase::Erase as _;
use crate::parts::say::{Label, t};
use crate::words::{Text, list};
use leptos::prelude::*;

/// What can be chosen, with nothing first: what that means stands in `none`.
pub fn with_none(none: Text, options: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), t(none).to_owned())).chain(options).collect()
}

/// The same for a filter that shows no label: its first option says what it would narrow.
pub fn with_any(label: Text, options: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let any = format!("{}: {}", t(label), t(list::ANY));
    std::iter::once((String::new(), any)).chain(options).collect()
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
