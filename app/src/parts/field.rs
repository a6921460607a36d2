//! Fields of forms. Each has its label, its hint, what was typed before, and its error as a sentence below.
mod choice;
mod text;

pub use choice::{Checkbox, Radios, Select, with_any, with_none};
pub use text::{Hidden, TextArea, TextField};

use crate::parts::form::FormState;
use crate::parts::icon::Icon;
use crate::parts::say::{Label, t};
use crate::parts::sentence;
use crate::words;
use leptos::prelude::*;

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
