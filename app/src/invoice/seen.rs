//! What a form was read from: who changes a draft changes what they saw of it, not what somebody else made of it since.
use crate::error::AppError;
use crate::parts::form::{FormState, Hidden};
use leptos::prelude::*;

/// The version that the form around it was read from.
#[component]
pub fn Seen(
    /// Which.
    version: i64,
) -> impl IntoView {
    let refused = FormState::around().refused();
    // Who was told that it moved on sends again knowingly.
    let seen = Signal::derive(move || {
        let told = match refused.get() {
            Some(AppError::Outdated { version }) => version,
            _ => version,
        };
        told.max(version).to_string()
    });
    view! { <Hidden name="seen" value=seen /> }
}
