//! The contacts of an organisation: who they are, what they may do, how they come and go (A2).
use crate::organisation::api::{ContactLeaves, InviteContact, SetRights};
use crate::organisation::rights::{RightChips, RightFields, rights_of};
use crate::organisation::view::ContactLine;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{t, tf};
use crate::parts::toast::toast;
use crate::person::staff_line::account_word;
use crate::phone::api::KeepNumbers;
use crate::phone::numbers::NumbersForm;
use crate::words::{Text, common, organisation as w};
use domain::id::OrganisationId;
use domain::person::{Account, Rights};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Says that something was done and reads the page again.
pub fn done(text: Text, reload: Callback<()>) -> Callback<()> {
    Callback::new(move |()| {
        toast(text);
        reload.run(());
    })
}

/// Contacts with their rights; who manages them can change them here.
#[component]
pub fn ContactList(
    /// Of which organisation.
    id: OrganisationId,
    /// By name; those who left last.
    contacts: Vec<ContactLine>,
    /// The reader may change them.
    manages: bool,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let empty = contacts.is_empty();
    view! {
        <section aria-labelledby="contacts">
            <h2 class="section__title section__head" id="contacts">
                {t(w::CONTACTS)}
            </h2>
            {manages.then(|| view! { <Invite id reload /> })}
            {empty.then(|| view! { <p class="muted">{t(w::CONTACTS_EMPTY)}</p> })}
            {(!empty)
                .then(|| {
                    view! {
                        <ul class="rows">
                            {contacts
                                .into_iter()
                                .map(|contact| view! { <Contact id contact manages reload /> })
                                .collect::<Vec<_>>()}
                        </ul>
                    }
                })}
        </section>
    }
}

#[component]
fn Invite(id: OrganisationId, reload: Callback<()>) -> impl IntoView {
    let open = comes_back(InviteContact::url(), None);
    view! {
        <Fold label=w::INVITE icon=Icon::UserPlus class="fold--card contacts__invite" open=open>
            <Form
                action={ServerAction::<InviteContact>::new()}
                on_success=done(w::INVITED, reload)
                reset=true
            >
                <p class="muted small">{t(w::INVITE_HINT)}</p>
                <Hidden name="id" value=id.to_string() />
                <div class="form__row">
                    <TextField name="name" label=common::NAME required=true max=120 autocomplete="off" />
                    <TextField
                        name="email"
                        label=common::EMAIL
                        kind="email"
                        required=true
                        max=254
                        autocomplete="off"
                    />
                </div>
                <RightFields rights=Rights::default() />
                <Submit label=w::INVITE_BUTTON icon=Icon::Send />
            </Form>
        </Fold>
    }
}

#[component]
fn Contact(id: OrganisationId, contact: ContactLine, manages: bool, reload: Callback<()>) -> impl IntoView {
    let left = contact.account == Account::Left;
    let line = view! { <ContactWords contact=contact.clone() /> };
    if left || !manages {
        return view! {
            <li class="member" class:member--left=left>
                <div class="row member__line">{line}</div>
            </li>
        }
        .erase();
    }
    let person = contact.id.to_string();
    let only = Some(("person", person.as_str()));
    let open = [SetRights::url(), ContactLeaves::url(), KeepNumbers::url()]
        .iter()
        .any(|form| comes_back(form, only));
    view! {
        <li class="member">
            <details class="unfold" open=open>
                <summary class="row member__line">{line} <Icon name=Icon::ChevronDown /></summary>
                <div class="unfold__body">
                    <NumbersForm
                        organisation=id.to_string()
                        person=contact.id.to_string()
                        of=contact.name.clone()
                        phones=contact.phones.clone()
                        reload
                    />
                    <RightsForm id contact=contact.clone() reload />
                    <Leave id contact reload />
                </div>
            </details>
        </li>
    }
    .erase()
}

#[component]
fn ContactWords(contact: ContactLine) -> impl IntoView {
    let ContactLine { name, email, phones, account, rights, .. } = contact;
    view! {
        <Avatar name=name.clone() />
        <span class="member__words">
            <strong>{name}</strong>
            <span class="muted small">{email}</span>
            {(!phones.is_empty()).then(|| view! { <span class="muted small">{phones.join(", ")}</span> })}
        </span>
        <span class="member__chips">
            {(account != Account::Active)
                .then(|| view! { <span class="chip chip--none">{t(account_word(account))}</span> })}
            {(account != Account::Left).then(|| view! { <RightChips rights /> })}
        </span>
    }
}

#[component]
fn RightsForm(id: OrganisationId, contact: ContactLine, reload: Callback<()>) -> impl IntoView {
    view! {
        <Form
            action={ServerAction::<SetRights>::new()}
            only=("person", contact.id.to_string())
            label=rights_of(&contact.name)
            on_success=done(w::RIGHTS_SAVED, reload)
        >
            <Hidden name="id" value=id.to_string() />
            <Hidden name="person" value=contact.id.to_string() />
            <RightFields rights=contact.rights />
            <div class="form__actions">
                <Submit label=common::SAVE kind=ButtonKind::Plain />
            </div>
        </Form>
    }
}

/// Ends a contact's access, after one more look.
#[component]
fn Leave(id: OrganisationId, contact: ContactLine, reload: Callback<()>) -> impl IntoView {
    let only = ("person", contact.id.to_string());
    view! {
        <Fold label=w::LEAVE icon=Icon::LogOut class="fold--danger">
            <p>{tf(w::LEAVE_QUESTION, &[("name", &contact.name)])}</p>
            <Form
                action={ServerAction::<ContactLeaves>::new()}
                only=only
                on_success=done(w::LEFT_DONE, reload)
            >
                <Hidden name="id" value=id.to_string() />
                <Hidden name="person" value=contact.id.to_string() />
                <div class="form__actions">
                    <Submit label=w::LEAVE_BUTTON kind=ButtonKind::Danger />
                </div>
            </Form>
        </Fold>
    }
}
