//! What the fields of a form know of it: what is wrong with them, what was typed before.
use crate::echo::Echo;
use crate::error::AppError;
use domain::input::{FieldError, Reason};
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the fields of a form know of it.
#[derive(Clone)]
pub struct FormState {
    scope: String,
    error: Signal<Option<AppError>>,
    /// Whether it is under way.
    pub pending: Signal<bool>,
    echo: Option<Arc<Echo>>,
    known: StoredValue<Vec<String>>,
    /// It sends something; a filter does not, and all in it is optional.
    pub sends: bool,
}

impl FormState {
    /// The form around a field; outside of one a state in which nothing happens, as for filters.
    pub fn around() -> Self {
        use_context().unwrap_or_else(|| Self::asking(None))
    }

    /// Of a form that asks by its address: what of the question cannot be read.
    pub fn asking(wrong: impl IntoIterator<Item = FieldError>) -> Self {
        let fields: Vec<FieldError> = wrong.into_iter().collect();
        let error = (!fields.is_empty()).then_some(AppError::Invalid { fields });
        Self {
            scope: scope(),
            error: Signal::stored(error),
            pending: Signal::stored(false),
            echo: None,
            known: StoredValue::new(Vec::new()),
            sends: false,
        }
    }

    /// Of a form that sends something; `echo` is what was typed before.
    pub fn sending(error: Signal<Option<AppError>>, pending: Signal<bool>, echo: Option<Arc<Echo>>) -> Self {
        Self { scope: scope(), error, pending, echo, known: StoredValue::new(Vec::new()), sends: true }
    }

    /// Makes a field known, so that its error is said beside it; answers its id.
    pub fn enlist(&self, name: &str) -> String {
        self.known.update_value(|known| known.push(name.to_owned()));
        format!("{}-{name}", self.scope)
    }

    /// What was typed before.
    pub fn typed(&self, name: &str) -> Option<String> {
        let values = &self.echo.as_ref()?.values;
        values.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// Whether a value was among those typed under a name that several fields share.
    pub fn typed_value(&self, name: &str, value: &str) -> bool {
        self.echo
            .as_ref()
            .is_some_and(|echo| echo.values.iter().any(|(key, typed)| key == name && typed == value))
    }

    /// Whether the form comes back with what was typed; a checkbox that is missing then was not checked.
    pub fn is_echo(&self) -> bool {
        self.echo.is_some()
    }

    /// What is wrong with a field.
    pub fn reason(&self, name: &str) -> Option<Reason> {
        self.error.with(|error| match error {
            Some(AppError::Invalid { fields }) => {
                fields.iter().find(|field| field.field == name).map(|field| field.reason.clone())
            }
            _ => None,
        })
    }

    /// What the form was last refused with.
    pub const fn refused(&self) -> Signal<Option<AppError>> {
        self.error
    }

    /// What is said above the fields: an error that belongs to none of them.
    pub fn general(&self) -> Option<AppError> {
        self.error.with(|error| match error {
            Some(AppError::Invalid { fields }) => {
                let rest: Vec<_> = self.known.with_value(|known| {
                    fields.iter().filter(|f| !known.contains(&f.field)).cloned().collect()
                });
                (!rest.is_empty()).then_some(AppError::Invalid { fields: rest })
            }
            other => other.clone(),
        })
    }
}

/// Counts forms and lone fields of a page, for their ids.
#[derive(Clone, Default)]
pub struct Ids(Arc<AtomicU32>);

fn scope() -> String {
    let ids = use_context::<Ids>().unwrap_or_default();
    format!("f{}", ids.0.fetch_add(1, Ordering::Relaxed))
}
