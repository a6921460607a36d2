//! The form for a new ticket (B5).
use crate::document::upload::{DropBox, UploadButtons, UploadList, Uploads};
use crate::parts::badge::{StageBadge, urgency_word};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, FormState, Radios, Select, Submit, TextArea, TextField, typed_before};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, t, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::ticket::api::{OpenTicket, load_new_form};
use crate::ticket::new::assist::Assist;
use crate::ticket::new::kinds::Kinds;
use crate::ticket::view::{Choice, NewTicketForm, TicketLine};
use crate::words::new as w;
use crate::words::{Text, common, document};
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::ticket::opening::{Hint, LONGEST_TEXT, LONGEST_TITLE};
use domain::ticket::{Class, Urgency};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::{LazyRoute, lazy_route};
use std::fmt::Display;

/// `/tickets/new`
pub struct NewTicketPage;

#[lazy_route]
impl LazyRoute for NewTicketPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        // Prices are those of the organisation in a form that comes back: without scripts no other question is asked.
        let typed = |name: &str| typed_before(OpenTicket::url(), name).unwrap_or_default();
        let chosen = (typed("organisation"), typed("class"));
        let form =
            Resource::new(move || chosen.clone(), |(organisation, class)| load_new_form(organisation, class));
        let lead = if is_staff() { w::LEAD_STAFF } else { w::LEAD };
        view! {
            <PageHead title=w::TITLE lead=lead />
            <Load resource=form skeleton=SkeletonKind::Form view=|form| view! { <NewTicket form /> } />
        }
        .erase()
    }
}

#[component]
fn NewTicket(form: NewTicketForm) -> impl IntoView {
    let action = ServerAction::<OpenTicket>::new();
    let uploads = Uploads::new(None);
    let assist = Assist::begin(uploads);
    let staff = is_staff();
    view! {
        <div class="new">
            <DropBox uploads class="new__box">
                <div on:input=move |event| assist.typed(&event) on:change=move |event| assist.typed(&event)>
                    <Form action class="new__form">
                        <Fields form staff uploads assist />
                    </Form>
                </div>
            </DropBox>
            <aside class="new__help" aria-label=t(w::HELP)>
                <Hints assist />
            </aside>
        </div>
    }
}

#[component]
fn Fields(form: NewTicketForm, staff: bool, uploads: Uploads, assist: Assist) -> impl IntoView {
    let typed = FormState::around();
    let only = (form.organisations.len() == 1).then(|| form.organisations[0].id.to_string());
    if let Some(organisation) = typed.typed("organisation").or_else(|| only.clone()) {
        assist.organisation.set(organisation);
    }
    if let Some(class) = typed.typed("class") {
        assist.class.set(class);
    }
    let organisations = match &only {
        Some(only) => view! { <input type="hidden" name="organisation" value=only.clone() /> }.erase(),
        None if form.organisations.is_empty() => ().erase(),
        None => {
            let none = t(if staff { w::NO_ORGANISATION } else { common::PLEASE_CHOOSE });
            let options = options(none, form.organisations.iter());
            view! { <Select name="organisation" label=w::ORGANISATION options required=!staff /> }.erase()
        }
    };
    let several = form.organisations.len() > 1;
    let (classes, types) = (classes(&form.classes, lang()), form.types.clone());
    let (form, for_behalf, for_contact) = (StoredValue::new(form), typed.clone(), typed.clone());
    // Systems and contacts of the chosen organisation; without scripts all, with their organisation's name.
    let assets = move || {
        provide_context(typed.clone());
        let options = form.with_value(|form| {
            of(&assist.organisation.get(), several, &form.organisations, &form.assets, t(w::NO_ASSET))
        });
        (options.len() > 1)
            .then(|| view! { <Select name="asset" label=w::ASSET hint=w::ASSET_HINT options /> })
    };
    let contacts = move |none: Text| {
        form.with_value(|form| {
            of(&assist.organisation.get(), several, &form.organisations, &form.contacts, t(none))
        })
    };
    let behalf = move || {
        provide_context(for_behalf.clone());
        let options = contacts(w::NOBODYS_BEHALF);
        (staff && options.len() > 1)
            .then(|| view! { <Select name="on_behalf_of" label=w::ON_BEHALF_OF hint=w::ON_BEHALF_OF_HINT options /> })
    };
    let technical = move || {
        provide_context(for_contact.clone());
        let options = contacts(w::NO_TECHNICAL_CONTACT);
        (options.len() > 1)
            .then(|| view! { <Select name="technical_contact" label=w::TECHNICAL_CONTACT options /> })
    };
    view! {
        {organisations}
        {behalf}
        <TextField
            name="title"
            label=w::SUBJECT
            placeholder=w::SUBJECT_EXAMPLE
            required=true
            max=LONGEST_TITLE
            autocomplete="off"
        />
        <Similar assist />
        <div class="new__text">
            <TextArea
                name="description"
                label=w::DESCRIPTION
                hint=w::DESCRIPTION_HINT
                rows=8
                required=true
                max=LONGEST_TEXT
            />
            <div class="new__files script-only">
                <UploadButtons uploads />
                <span class="new__drop">{t(w::DROP)}</span>
            </div>
            <p class="new__files-later plain-only">{t(document::AFTER_SENDING)}</p>
            <UploadList uploads />
        </div>
        {assets}
        {(classes.len() > 1)
            .then(|| {
                view! {
                    <Radios
                        name="class"
                        label=w::CLASS
                        hint=w::CLASS_HINT
                        options=classes
                        value=""
                        required=true
                    />
                }
            })}
        <Radios
            name="urgency"
            label=w::URGENCY
            options=urgencies()
            value=Urgency::Normal.code()
            required=true
        />
        {match types.as_slice() {
            [] => ().erase(),
            [only] if only.tariff.factor_percent <= 100 => {
                // For some organisations it may be to be agreed to.
                view! { <input type="hidden" name="kind" value=only.kind().code() /> }
                    .erase()
            }
            _ => view! { <Kinds offers=types assist /> }.erase(),
        }}
        <details class="new__more">
            <summary>
                <Icon name=Icon::ChevronRight />
                {t(w::MORE)}
            </summary>
            <div class="form__row">
                <TextField
                    name="software_version"
                    label=w::SOFTWARE_VERSION
                    placeholder=w::SOFTWARE_VERSION_EXAMPLE
                    max=60
                    autocomplete="off"
                />
                {technical}
            </div>
        </details>
        <div class="form__actions new__send">
            <Submit label=w::SEND icon=Icon::Send />
            <p class="new__after">{t(w::AFTER)}</p>
        </div>
    }
}

/// What belongs to the chosen organisation. Where none is chosen among several, all with their organisation's name.
fn of<Id: Display + Clone>(
    chosen: &str,
    several: bool,
    organisations: &[Choice<OrganisationId>],
    all: &[(OrganisationId, Choice<Id>)],
    none: &str,
) -> Vec<(String, String)> {
    let name = |id: OrganisationId| {
        organisations.iter().find(|organisation| organisation.id == id).map(|found| found.name.as_str())
    };
    let fitting = all.iter().filter(|(of, _)| chosen.is_empty() || of.to_string() == chosen);
    let fitting = fitting.map(|(of, choice)| match name(*of).filter(|_| several && chosen.is_empty()) {
        Some(name) => (choice.id.to_string(), format!("{name}: {}", choice.name)),
        None => (choice.id.to_string(), choice.name.clone()),
    });
    std::iter::once((String::new(), none.to_owned())).chain(fitting).collect()
}

fn options<'a, Id: Display + 'a>(
    none: &str,
    choices: impl Iterator<Item = &'a Choice<Id>>,
) -> Vec<(String, String)> {
    let none = (String::new(), none.to_owned());
    std::iter::once(none).chain(choices.map(|choice| (choice.id.to_string(), choice.name.clone()))).collect()
}

/// The classes with their help; whoever cannot say leaves it to us.
fn classes(classes: &[Class], lang: Lang) -> Vec<(String, String, String)> {
    let unsure = (String::new(), t(w::CLASS_UNSURE).to_owned(), t(w::CLASS_UNSURE_HELP).to_owned());
    let help = |class: &Class| match lang {
        Lang::De => class.help_de.clone(),
        Lang::En => class.help_en.clone(),
    };
    let classes = classes.iter().map(|class| (class.code.clone(), class.name(lang).to_owned(), help(class)));
    classes.chain([unsure]).collect()
}

fn urgencies() -> Vec<(String, String, String)> {
    let card =
        |urgency: Urgency| (urgency.code().to_owned(), t(urgency_word(urgency)).to_owned(), String::new());
    Urgency::ALL.map(card).to_vec()
}

/// Open tickets that may be the same concern; told as they are found.
#[component]
fn Similar(assist: Assist) -> impl IntoView {
    let card = |line: TicketLine| {
        view! {
            <li>
                <a class="similar" href=format!("/tickets/{}", line.number.0) target="_blank" rel="external">
                    <span class="similar__title">
                        <span class="similar__number">{written(line.number)}</span>
                        " "
                        {line.title}
                    </span>
                    <StageBadge stage=line.stage rests=line.rests />
                </a>
            </li>
        }
    };
    view! {
        <div class="new__similar" role="status">
            {move || {
                let similar = assist.similar.get();
                (!similar.is_empty())
                    .then(|| {
                        view! {
                            <section class="help-box help-box--similar">
                                <h2 class="help-box__title">{t(w::SIMILAR)}</h2>
                                <p class="help-box__words">{t(w::SIMILAR_HINT)}</p>
                                <ul class="help-box__list">
                                    {similar.into_iter().map(card).collect::<Vec<_>>()}
                                </ul>
                            </section>
                        }
                    })
            }}
        </div>
    }
}

/// What would still help whoever reads it; ticked off as it is there.
#[component]
fn Hints(assist: Assist) -> impl IntoView {
    let line = move |hint: Hint, text: Text| {
        let there = Memo::new(move |_| !assist.hints.get().contains(&hint));
        view! {
            <li class="hint" class:hint--there=there>
                <span class="hint__mark" aria-hidden="true">
                    <Icon name=Icon::Check />
                </span>
                {t(text)}
                <span class="hidden">{move || t(if there.get() { w::HINT_THERE } else { w::HINT_MISSING })}</span>
            </li>
        }
    };
    view! {
        <section class="help-box">
            <h2 class="help-box__title">{t(w::HINTS)}</h2>
            <ul class="hints">
                {line(Hint::Steps, w::HINT_STEPS)} {line(Hint::Asset, w::HINT_ASSET)}
                {line(Hint::Screenshot, w::HINT_SCREENSHOT)}
            </ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::AssetId;

    #[test]
    fn systems_follow_the_chosen_organisation() {
        let organisation = |id, name: &str| Choice { id: OrganisationId(id), name: name.to_owned() };
        let organisations = [organisation(1, "Albers GmbH"), organisation(2, "Brandt KG")];
        let asset =
            |of, id, name: &str| (OrganisationId(of), Choice { id: AssetId(id), name: name.to_owned() });
        let assets = [asset(1, 11, "Shop"), asset(2, 22, "Website")];
        let words = |chosen: &str| {
            let options = of(chosen, true, &organisations, &assets, "–");
            options.into_iter().map(|(_, words)| words).collect::<Vec<_>>()
        };
        assert_eq!(words("2"), ["–", "Website"]);
        assert_eq!(words(""), ["–", "Albers GmbH: Shop", "Brandt KG: Website"]);
        assert_eq!(of("", false, &organisations, &assets[..1], "–")[1].1, "Shop");
    }
}
