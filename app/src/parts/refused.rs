//! What forms were refused with, kept while the page around them is read anew: a change that somebody else makes in the same
//! moment draws the page again, and the sentence at the field would be gone before it was read.
use crate::error::AppError;
use leptos::prelude::*;
use std::collections::HashMap;

/// What was refused on this page, by form.
#[derive(Clone)]
pub struct Refusals {
    page: Owner,
    said: RwSignal<HashMap<String, AppError>>,
}

/// Where answers of one form are kept.
#[derive(Clone)]
pub struct Refused {
    of: Refusals,
    form: String,
}

impl Refusals {
    /// Keeps them from here on, for what is drawn below; on the server nothing is drawn twice.
    pub fn keep() {
        if let Some(page) = Owner::current().filter(|_| cfg!(target_arch = "wasm32")) {
            provide_context(Self { page, said: RwSignal::default() });
        }
    }

    /// The place of a form, by its address and the hidden value that tells it from others; `None` where nothing is drawn again.
    pub fn of_form(path: &str, only: Option<&(&'static str, String)>) -> Option<Refused> {
        let of: Self = use_context()?;
        let here = window().location().href().unwrap_or_default();
        let only = only.map(|(name, value)| format!("{name}={value}")).unwrap_or_default();
        Some(Refused { of, form: format!("{here} {path} {only}") })
    }
}

impl Refused {
    /// The last refusal.
    pub fn get(&self) -> Option<AppError> {
        self.of.said.try_with(|said| said.get(&self.form).cloned()).flatten()
    }

    /// Waits for the answer to what was just sent, also where the form is drawn again meanwhile. `answer` makes the signal that
    /// brings it: `None` until then, then what was refused. Where the answer leads to another page, this one may be gone by then.
    pub fn follow(self, answer: impl FnOnce() -> Signal<Option<Option<AppError>>>) {
        let Self { of: Refusals { page, said }, form } = self;
        page.with(|| {
            let answer = answer();
            Effect::new(move || {
                let Some(refused) = answer.try_get().flatten() else { return };
                said.try_update(|said| match refused {
                    Some(error) => drop(said.insert(form.clone(), error)),
                    None => drop(said.remove(&form)),
                });
            });
        });
    }
}
