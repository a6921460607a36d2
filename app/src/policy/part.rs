//! The form around one part of a configuration: which part, what is done, then its fields.
use crate::parts::button::ButtonKind;
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::form::{Form, Hidden, Submit, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::Label;
use crate::parts::toast::toast;
use crate::policy::api::EditPolicy;
use crate::words::{common, policy as w};
use domain::policy::edit::{Deed, Part, code_of};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Where a part stands, and what is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which part.
    pub part: Part,
    /// What is done.
    pub deed: Deed,
    /// Place in the list of its kind.
    pub at: usize,
    /// Place within.
    pub sub: usize,
}

impl Spot {
    /// A part that is saved.
    pub const fn save(part: Part, at: usize) -> Self {
        Self { part, deed: Deed::Save, at, sub: 0 }
    }

    /// A part that is added, for parts of a calendar to the one at `at`.
    pub const fn add(part: Part, at: usize) -> Self {
        Self { part, deed: Deed::Add, at, sub: 0 }
    }

    /// A part that goes.
    pub const fn remove(part: Part, at: usize, sub: usize) -> Self {
        Self { part, deed: Deed::Remove, at, sub }
    }

    fn name(self) -> String {
        format!("{}-{}-{}-{}", code_of(&self.part), code_of(&self.deed), self.at, self.sub)
    }

    /// Whether the form of this part comes back refused; what holds it is shown open then.
    pub fn comes_back(self) -> bool {
        comes_back(EditPolicy::url(), Some((FORM, &self.name())))
    }
}

/// Tells the forms of a page apart.
const FORM: &str = "fields[form]";

/// The name of a part's field.
pub fn field(name: &str) -> String {
    format!("fields[{name}]")
}

/// The form around a part.
#[component]
pub fn PartForm(
    /// Which part.
    spot: Spot,
    /// What the button says.
    #[prop(into)]
    submit: Label,
    /// Reads the page again.
    reload: Callback<()>,
    /// Fields.
    children: Inner,
) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::DRAFT_SAVED);
        reload.run(());
    });
    let name = spot.name();
    view! {
        <Form action={ServerAction::<EditPolicy>::new()} only=(FORM, name.clone()) on_success=done>
            <Hidden name=FORM value=name />
            <Hidden name="part" value=code_of(&spot.part) />
            <Hidden name="deed" value=code_of(&spot.deed) />
            <Hidden name="at" value=spot.at.to_string() />
            <Hidden name="sub" value=spot.sub.to_string() />
            {children.view()}
            <div class="form__actions">
                <Submit label=submit kind=ButtonKind::Plain />
            </div>
        </Form>
    }
    .erase()
}

/// Takes a part away.
#[component]
pub fn RemoveForm(
    /// Which part.
    spot: Spot,
    /// What goes, for screen readers.
    what: String,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::DRAFT_SAVED);
        reload.run(());
    });
    let name = spot.name();
    view! {
        <Form
            action={ServerAction::<EditPolicy>::new()}
            class="form--inline"
            label=what
            only=(FORM, name.clone())
            on_success=done
        >
            <Hidden name=FORM value=name />
            <Hidden name="part" value=code_of(&spot.part) />
            <Hidden name="deed" value="remove".to_owned() />
            <Hidden name="at" value=spot.at.to_string() />
            <Hidden name="sub" value=spot.sub.to_string() />
            <Submit label=common::REMOVE kind=ButtonKind::Quiet icon=Icon::Trash />
        </Form>
    }
    .erase()
}
