//! The form around one part of a configuration: which part, what is done, then its fields.
use crate::error::AppError;
use crate::parts::button::ButtonKind;
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::fold::Folded;
use crate::parts::form::{Form, FormState, Hidden, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::Label;
use crate::parts::toast::toast;
use crate::policy::api::EditPolicy;
use crate::words::{common, policy as w};
use domain::policy::edit::{Deed, Part, code_of};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The number of the draft that the page shows, in context below the administration.
#[derive(Clone, Copy)]
pub struct Seen(pub i64);

/// Which part, and what is done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    part: Part,
    deed: Deed,
    at: String,
    sub: String,
}

impl Spot {
    /// A part that is saved; `at` as [`domain::policy::edit::Spotted`] names it.
    pub fn save(part: Part, at: &str) -> Self {
        Self { part, deed: Deed::Save, at: at.to_owned(), sub: String::new() }
    }

    /// A part that is added, for parts of a calendar to the one at `at`.
    pub fn add(part: Part, at: &str) -> Self {
        Self { part, deed: Deed::Add, at: at.to_owned(), sub: String::new() }
    }

    /// A part that goes.
    pub fn remove(part: Part, at: &str, sub: &str) -> Self {
        Self { part, deed: Deed::Remove, at: at.to_owned(), sub: sub.to_owned() }
    }

    fn name(&self) -> String {
        [&code_of(&self.part), &code_of(&self.deed), &self.at, &self.sub].map(String::as_str).join(":")
    }

    /// Whether the form of this part comes back refused; what holds it is shown open then.
    pub fn comes_back(&self) -> bool {
        comes_back(EditPolicy::url(), Some((FORM, &self.name())))
    }
}

/// Which part, and the draft it was read from.
#[component]
fn Where(spot: Spot) -> impl IntoView {
    let seen = use_context::<Seen>().map_or(0, |Seen(seen)| seen);
    // Who was told that the draft moved on sends again knowingly.
    let refused = FormState::around().refused();
    let seen = Signal::derive(move || match refused.get() {
        Some(AppError::Outdated { version }) => version.to_string(),
        _ => seen.to_string(),
    });
    view! {
        <Hidden name=FORM value=spot.name() />
        <Hidden name="part" value=code_of(&spot.part) />
        <Hidden name="deed" value=code_of(&spot.deed) />
        <Hidden name="at" value=spot.at />
        <Hidden name="sub" value=spot.sub />
        <Hidden name="seen" value=seen />
    }
}

/// Tells the forms of a page apart.
const FORM: &str = "fields[form]";

/// The name of a part's field.
pub fn field(name: &str) -> String {
    format!("fields[{name}]")
}

/// The id of a part's heading, for links to it.
pub fn dom_id(part: Part, at: &str) -> String {
    format!("{}-{}", code_of(&part), at.replace('/', "-"))
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
    let adds = spot.deed == Deed::Add;
    let around = Folded::around();
    let done = Callback::new(move |()| {
        toast(w::DRAFT_SAVED);
        if let Some(fold) = around.filter(|_| adds) {
            fold.close();
        }
        reload.run(());
    });
    let name = spot.name();
    view! {
        <Form action={ServerAction::<EditPolicy>::new()} only=(FORM, name) on_success=done reset=adds>
            <Where spot />
            {children.view()}
            <div class="form__actions">
                <Submit label=submit kind=ButtonKind::Plain />
            </div>
        </Form>
    }
    .erase()
}

/// The name of a part in both languages, and its code where it gets one.
#[component]
pub fn NameFields(
    /// Whether it is new: a code stays for ever.
    with_code: bool,
    /// Its German name.
    de: String,
    /// Its English name.
    en: String,
) -> impl IntoView {
    view! {
        {with_code
            .then(|| {
                view! {
                    <TextField name=field("code") label=w::CODE hint=w::CODE_HINT required=true max=40 />
                }
            })}
        <div class="pair">
            <TextField name=field("de") label=w::NAME_DE value=de required=true max=120 />
            <TextField name=field("en") label=w::NAME_EN value=en required=true max=120 />
        </div>
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
            only=(FORM, name)
            on_success=done
        >
            <Where spot />
            <Submit label=common::REMOVE kind=ButtonKind::Quiet icon=Icon::Trash />
        </Form>
    }
    .erase()
}
