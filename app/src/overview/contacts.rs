//! Whom to ask: project lead and account manager of the reader's organisations.
use crate::overview::view::Caretaker;
use crate::parts::erase::Erase as _;
use crate::parts::person::Avatar;
use crate::parts::say::{t, tf};
use crate::words::overview as w;
use leptos::prelude::*;

/// The people, organisation by organisation.
#[component]
pub fn Contacts(
    /// Which.
    contacts: Vec<Caretaker>,
    /// The reader belongs to several organisations.
    several: bool,
) -> impl IntoView {
    let cards: Vec<_> = contacts.into_iter().filter_map(|caretaker| people(caretaker, several)).collect();
    if cards.is_empty() {
        return ().erase();
    }
    view! {
        <section class="section" aria-labelledby="contacts">
            <header class="section__head">
                <h2 class="section__title" id="contacts">
                    {t(w::CONTACTS)}
                </h2>
            </header>
            <div class="card card__body">{cards}</div>
        </section>
    }
    .erase()
}

fn people(caretaker: Caretaker, several: bool) -> Option<AnyView> {
    let Caretaker { organisation, project_lead, account_manager } = caretaker;
    // Who is both stands there once.
    let both = project_lead.is_some() && project_lead == account_manager;
    let lead = if both {
        format!("{} · {}", t(w::PROJECT_LEAD), t(w::ACCOUNT_MANAGER))
    } else {
        t(w::PROJECT_LEAD).to_owned()
    };
    let posts = [(project_lead, lead), (account_manager.filter(|_| !both), t(w::ACCOUNT_MANAGER).to_owned())];
    let people =
        posts.into_iter().filter_map(|(person, post)| person.map(|(name, email)| (name, email, post)));
    let people: Vec<_> = people.map(|(name, email, post)| view! { <Person name email post /> }).collect();
    (!people.is_empty()).then(|| {
        view! {
            {several.then(|| view! { <h3 class="overview__organisation">{organisation}</h3> })}
            <div class="overview__people">{people}</div>
        }
        .erase()
    })
}

#[component]
fn Person(name: String, email: String, post: String) -> impl IntoView {
    let label = tf(w::WRITE_MAIL, &[("name", &name)]);
    view! {
        <div class="overview__person">
            <Avatar name=name.clone() staff=true />
            <div>
                <p class="overview__name">{name}</p>
                <p class="overview__post">{post}</p>
                <a href=format!("mailto:{email}") aria-label=label>
                    {email.clone()}
                </a>
            </div>
        </div>
    }
    .erase()
}
