//! Phone numbers: as links that dial, and the form that keeps them.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit, TextField};
use crate::parts::say::{t, tf};
use crate::parts::toast::toast;
use crate::phone::api::KeepNumbers;
use crate::words::phone as w;
use leptos::prelude::*;

/// Numbers that dial when they are touched.
#[component]
pub fn PhoneLinks(
    /// As they were written.
    phones: Vec<String>,
) -> impl IntoView {
    let links: Vec<_> = phones
        .into_iter()
        .map(|written| {
            let href = address(&written);
            view! {
                <a class="phone" href=href>
                    {written}
                </a>
            }
        })
        .collect();
    view! { <span class="phones">{links}</span> }
}

/// Where a number is dialled (RFC 3966).
fn address(written: &str) -> String {
    let plain = written.replace("(0)", "");
    let dialled: String = plain.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{dialled}")
}

/// Keeps the numbers of a contact, of an organisation, or one's own.
#[component]
pub fn NumbersForm(
    /// Of or in which organisation; empty for one's own.
    #[prop(optional, into)]
    organisation: String,
    /// Whose; empty for the organisation's, or one's own.
    #[prop(optional, into)]
    person: String,
    /// The name of whose they are, where a page has several of these forms.
    #[prop(optional, into)]
    of: String,
    /// As they are.
    phones: Vec<String>,
    /// Called after they were kept.
    reload: Callback<()>,
) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::NUMBERS_KEPT);
        reload.run(());
    });
    let label = if of.is_empty() { t(w::NUMBERS).to_owned() } else { tf(w::NUMBERS_OF, &[("name", &of)]) };
    view! {
        <Form
            action={ServerAction::<KeepNumbers>::new()}
            on_success=done
            label
            only=("person", person.clone())
        >
            <Hidden name="organisation" value=organisation />
            <Hidden name="person" value=person />
            <TextField
                name="phones"
                label=w::NUMBERS
                hint=w::NUMBERS_HINT
                value=phones.join(", ")
                max=300
                autocomplete="off"
            />
            <div class="form__actions">
                <Submit label=w::NUMBERS_KEEP kind=ButtonKind::Plain />
            </div>
        </Form>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_without_what_is_written_between() {
        assert_eq!(address("+49 (0) 431 / 12-34"), "tel:+494311234");
        assert_eq!(address("0431 1234"), "tel:04311234");
    }
}
