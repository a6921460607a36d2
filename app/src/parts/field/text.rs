//! Fields that are typed into, and one that nobody sees.
use super::Field;
use crate::parts::erase::Erase as _;
use crate::parts::say::Label;
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
