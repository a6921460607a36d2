//! What is linked with a ticket (C6), for staff: internal tickets on a customer's, the customers' on an internal one.
use crate::parts::badge::StageBadge;
use crate::parts::button::ButtonKind;
use crate::parts::choice::Choices;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Select, Submit, TextArea, TextField, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf, written};
use crate::parts::sentence::no_merge_word;
use crate::ticket::api::{LinkInternal, OpenInternal, TellHanging, UnmergeTicket};
use crate::ticket::internal::Hanging;
use crate::ticket::merge::MergedView;
use crate::ticket::page::here::here;
use crate::words::{Text, internal as w, merge, say};
use domain::lang::Lang;
use domain::ticket::internal::Work;
use domain::ticket::opening::{LONGEST_TEXT, LONGEST_TITLE};
use leptos::prelude::*;

/// What development is to do, in words.
pub const fn work_word(work: Work) -> Text {
    match work {
        Work::Bug => w::BUG,
        Work::Feature => w::FEATURE,
    }
}

/// The box of links; nothing for customers.
#[component]
pub fn Linked() -> impl IntoView {
    let here = here();
    let facts = here.part(|ticket| (ticket.inner_work, ticket.linked.clone(), ticket.may.work, ticket.stage));
    move || {
        let (inner, linked, may, stage) = facts.get();
        here.staff.then(|| {
            let internal = inner.is_some();
            let title = if internal { w::HANGING } else { w::LINKED };
            let none = if internal { w::HANGING_NONE } else { w::LINKED_NONE };
            let empty = linked.is_empty().then(|| view! { <p class="muted small">{t(none)}</p> });
            let tell = (internal && may && !linked.is_empty())
                .then(|| view! { <Tell linked=linked.clone() open=!stage.is_open() /> });
            view! {
                <section class="facts-box" aria-labelledby="linked">
                    <h2 class="facts-box__title" id="linked">
                        {t(title)}
                    </h2>
                    {empty}
                    <ul class="linked">
                        {linked
                            .into_iter()
                            .map(|line| view! { <Line line internal may /> })
                            .collect::<Vec<_>>()}
                    </ul>
                    {tell}
                    {(may && !internal)
                        .then(|| {
                            view! {
                                <OpenForm />
                                <LinkForm />
                            }
                        })}
                </section>
            }
        })
    }
}

#[component]
fn Line(line: Hanging, internal: bool, may: bool) -> impl IntoView {
    let here = here();
    let action = ServerAction::<LinkInternal>::new();
    let number = written(line.number);
    // The form always names the customer's ticket first.
    let (own, other) = (here.number.0.to_string(), line.number.0.to_string());
    let (ticket, inner) = if internal { (other, own) } else { (own, other) };
    let label = tf(w::UNLINK, &[("number", &number)]);
    view! {
        <li class="linked__line">
            <a class="linked__link" href=format!("/tickets/{}", line.number.0)>
                <span class="linked__number">{number}</span>
                " "
                {line.title}
            </a>
            {line.organisation.map(|name| view! { <span class="linked__place">{name}</span> })}
            <span class="linked__marks">
                <StageBadge stage=line.stage rests=line.rests />
                {may
                    .then(|| {
                        view! {
                            <Form
                                action
                                on_success=here.renewed()
                                class="form--inline"
                                only=("internal", inner.clone())
                            >
                                <input type="hidden" name="number" value=ticket.clone() />
                                <input type="hidden" name="internal" value=inner.clone() />
                                <input type="hidden" name="off" value="1" />
                                <button
                                    class="button button--quiet button--icon"
                                    type="submit"
                                    title=label.clone()
                                >
                                    <crate::parts::icon::Icon name=Icon::X />
                                    <span class="hidden">{label.clone()}</span>
                                </button>
                            </Form>
                        }
                    })}
            </span>
        </li>
    }
    .erase()
}

#[component]
fn OpenForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<OpenInternal>::new();
    let title = here.ticket.with_untracked(|ticket| ticket.title.clone());
    let teams = here.choices.with_value(|choices| choices.teams.clone());
    let teams = with_none(w::NO_TEAM, teams.into_iter().map(|team| (team.id.to_string(), team.name)));
    let works = Work::ALL.map(|work| {
        let word = if work == Work::Bug { w::WORK_BUG } else { w::WORK_FEATURE };
        (work.code().to_owned(), t(word).to_owned())
    });
    view! {
        <Fold label=w::OPEN icon=Icon::Plus class="fold--quiet">
            <Form action>
                <input type="hidden" name="number" value=here.number.0.to_string() />
                <Select name="work" label=w::WORK options=works.to_vec() value="bug" required=true />
                <TextField name="title" label=w::TITLE value=title required=true max=LONGEST_TITLE />
                <TextArea
                    name="description"
                    label=w::DESCRIPTION
                    hint=w::DESCRIPTION_HINT
                    rows=4
                    required=true
                    max=LONGEST_TEXT
                />
                <Select name="team" label=w::TEAM options=teams />
                <Submit label=w::OPEN_SEND kind=ButtonKind::Plain />
            </Form>
        </Fold>
    }
    .erase()
}

#[component]
fn LinkForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<LinkInternal>::new();
    view! {
        <Fold label=w::LINK icon=Icon::Link class="fold--quiet">
            <Form action on_success=here.renewed() reset=true only=("off", String::new())>
                <input type="hidden" name="number" value=here.number.0.to_string() />
                <input type="hidden" name="off" value="" />
                <TextField name="internal" label=w::LINK_NUMBER required=true max=20 />
                <Submit label=w::LINK_SEND kind=ButtonKind::Plain />
            </Form>
        </Fold>
    }
    .erase()
}

/// A message to all whose tickets hang on this one, drafted; open once it is done.
#[component]
fn Tell(linked: Vec<Hanging>, open: bool) -> impl IntoView {
    let here = here();
    let action = ServerAction::<TellHanging>::new();
    let fields = [(Lang::De, "de", w::TELL_DE), (Lang::En, "en", w::TELL_EN)];
    let fields: Vec<_> = fields
        .into_iter()
        .filter(|(lang, ..)| linked.iter().any(|line| line.lang == *lang))
        .map(|(lang, name, label)| {
            view! { <TextArea name label value=say(lang, w::DRAFT) rows=5 required=true max=LONGEST_TEXT /> }
        })
        .collect();
    let open_ones = linked.iter().filter(|line| line.stage.is_open());
    let chosen: Vec<_> = open_ones.map(|line| line.number.0.to_string()).collect();
    let boxes: Vec<_> = linked
        .into_iter()
        .map(|line| {
            let place = line.organisation.map(|name| format!(" · {name}")).unwrap_or_default();
            let label = format!("{} {}{place}", written(line.number), line.title);
            (line.number.0.to_string(), label)
        })
        .collect();
    view! {
        <Fold label=w::TELL icon=Icon::Message class="fold--quiet" open>
            <p class="muted small">{t(w::TELL_LEAD)}</p>
            <Form action on_success=here.renewed()>
                <input type="hidden" name="number" value=here.number.0.to_string() />
                <Choices name="to" label=w::TELL_TO options=boxes chosen />
                {fields}
                <Submit label=w::TELL_SEND icon=Icon::Send kind=ButtonKind::Plain />
            </Form>
        </Fold>
    }
    .erase()
}

/// The tickets that lead here (C7), each with its way back.
#[component]
pub fn MergedHere() -> impl IntoView {
    let merged = here().part(|ticket| ticket.merged.clone());
    let may = here().part(|ticket| ticket.may.work);
    move || {
        let merged = merged.get();
        (!merged.is_empty()).then(|| {
            let rows = merged.into_iter().map(|line| view! { <Led line may=may.get() /> });
            view! {
                <section class="facts-box" aria-labelledby="merged">
                    <h2 class="facts-box__title" id="merged">
                        {t(merge::MERGED)}
                    </h2>
                    <ul class="linked">{rows.collect::<Vec<_>>()}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Led(line: MergedView, may: bool) -> impl IntoView {
    let here = here();
    let action = ServerAction::<UnmergeTicket>::new();
    let number = written(line.number);
    let id = line.number.0.to_string();
    let way = match line.stays {
        Some(why) => no_way_back(no_merge_word(why)),
        None => view! {
            <Form
                action
                on_success=here.renewed()
                class="form--inline"
                label=tf(merge::UNDO, &[("number", &number)])
                only=("merged", id.clone())
            >
                <input type="hidden" name="number" value=here.number.0.to_string() />
                <input type="hidden" name="merged" value=id.clone() />
                <Submit label=merge::UNDO_SEND kind=ButtonKind::Quiet icon=Icon::Undo />
            </Form>
        }
        .erase(),
    };
    view! {
        <li class="linked__line">
            <span class="linked__link">
                <span class="linked__number">{number}</span>
                " "
                {line.title}
            </span>
            {may.then_some(way)}
        </li>
    }
    .erase()
}

/// In place of a way back that there is no more: why.
pub fn no_way_back(why: Text) -> AnyView {
    view! { <p class="muted small">{tf(merge::NO_UNDO, &[("why", t(why))])}</p> }.erase()
}
