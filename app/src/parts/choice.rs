//! Several of a list, each with its box. Sent as `name[]`, once for each that is checked.
use crate::parts::form::{Checkbox, FormState};
use crate::parts::icon::Icon;
use crate::parts::say::Label;
use crate::parts::sentence;
use leptos::prelude::*;

/// A group of boxes. Its error belongs to the group, not to one box.
#[component]
pub fn Choices(
    /// Name of the values, without brackets.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: Label,
    /// Values with their words.
    options: Vec<(String, String)>,
    /// Those checked at first.
    chosen: Vec<String>,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Label>,
) -> impl IntoView {
    let state = FormState::around();
    let error_id = format!("{}-error", state.enlist(&name));
    let boxes: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let checked = chosen.contains(&value);
            view! { <Checkbox name=format!("{name}[]") label=words value=value checked=checked /> }
        })
        .collect();
    let reason = move || state.reason(&name);
    let (has_error, described) = (reason.clone(), error_id.clone());
    view! {
        <fieldset class="field choices" aria-describedby=move || has_error().map(|_| described.clone())>
            <legend class="field__label">{label.say()}</legend>
            {hint.map(|hint| view! { <p class="field__hint">{hint.say()}</p> })}
            <div class="choices__boxes">{boxes}</div>
            {move || {
                reason()
                    .map(|reason| {
                        view! {
                            <p class="field__error" id=error_id.clone()>
                                <Icon name=Icon::Alert />
                                {sentence::of_reason(&reason)}
                            </p>
                        }
                    })
            }}
        </fieldset>
    }
}
