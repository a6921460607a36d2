//! Publishing a draft: what is still wrong, which due times would move, why it is done.
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Form, Hidden, Submit, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, tn, written};
use crate::parts::toast::toast;
use crate::policy::api::{DiscardDraft, PublishPolicy};
use crate::policy::target_form::whom;
use crate::policy::view::{ChangeLine, DraftView, LostLine, MoveLine, Moves, UsedBy};
use crate::policy::wrong::in_words;
use crate::promise::sentence::{by_when, metric_word};
use crate::words::policy as w;
use domain::moment::Moment;
use domain::policy::Policy;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Publish(
    /// The draft with its moves.
    draft: DraftView,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    if !draft.changed {
        return view! { <p class="muted setting">{t(w::NOTHING_CHANGED)}</p> }.erase();
    }
    if !draft.wrong.is_empty() {
        let places: Vec<_> = draft
            .wrong
            .iter()
            .map(|wrong| {
                let title = title_of(&draft.policy, &wrong.place);
                view! {
                    <li>
                        <a href=place_of(&wrong.place)>{in_words(lang(), wrong, title.as_deref())}</a>
                    </li>
                }
            })
            .collect();
        return view! {
            <section class="card setting">
                <div class="card__body">
                    <h2 class="card__title">{t(w::WRONG_TITLE)}</h2>
                    <ul class="wrong">{places}</ul>
                    <Discard reload />
                </div>
            </section>
        }
        .erase();
    }
    if draft.based_on != draft.current {
        return view! {
            <div class="note note--waiting setting" role="status">
                <p>{t(w::STALE)}</p>
                <Discard reload />
            </div>
            <Changes changes=draft.changes />
        }
        .erase();
    }
    view! {
        <InUse lost=draft.lost />
        {draft
            .may_tell_old_times
            .then(|| view! { <p class="note note--waiting setting">{t(w::MAY_TELL_OLD_TIMES)}</p> })}
        <Changes changes=draft.changes />
        {draft.moves.map(|moves| view! { <MoveTable moves now=draft.now /> })}
        <p class="setting">
            <LinkButton href="/policy?draft=1#calculator" label=w::DRAFT_LOOK />
        </p>
        <section class="card setting" aria-labelledby="publish">
            <div class="card__body">
                <h2 class="card__title" id="publish">
                    {t(w::PUBLISH_TITLE)}
                </h2>
                <Form action={ServerAction::<PublishPolicy>::new()}>
                    <Hidden name="seen" value=draft.seen.to_string() />
                    <TextField name="note" label=w::NOTE hint=w::NOTE_HINT required=true max=300 />
                    <Checkbox name="open_too" label=w::OPEN_TOO hint=w::OPEN_TOO_HINT />
                    <div class="form__actions">
                        <Submit label=w::PUBLISH icon=Icon::Check />
                    </div>
                </Form>
                <Discard reload />
            </div>
        </section>
    }
    .erase()
}

/// The title of the card at which a place stands, where its own name is but a number: a promise is known by what it is for.
fn title_of(policy: &Policy, place: &str) -> Option<String> {
    let step = place.split(" · ").next()?;
    let number: usize = step.strip_prefix("target ")?.parse().ok()?;
    let target = policy.targets.get(number.checked_sub(1)?)?;
    Some(format!("{} · {}", whom(policy, target), t(metric_word(target.metric))))
}

/// Where the form stands that mends a place.
fn place_of(place: &str) -> String {
    let (name, which) = place.split_once(' ').unwrap_or((place, ""));
    let tab = match name {
        "calendar" => "",
        "class" | "priority" => "/classes",
        "plan" => "/plans",
        "target" => "/targets",
        "text" => "/texts",
        "template" => "/mails",
        "seller" | "billing" | "datev" => "/billing",
        _ => "/company",
    };
    let anchor = match name {
        "seller" | "billing" | "datev" => format!("#{name}"),
        _ if which.is_empty() => String::new(),
        _ => format!("#{name}-{which}"),
    };
    format!("/settings{tab}{anchor}")
}

#[component]
fn Discard(reload: Callback<()>) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::DISCARDED);
        reload.run(());
    });
    view! {
        <Form action={ServerAction::<DiscardDraft>::new()} class="form--inline" on_success=done>
            <Submit label=w::DISCARD kind=ButtonKind::Quiet icon=Icon::Trash />
        </Form>
    }
}

/// What goes though it is in use.
#[component]
fn InUse(lost: Vec<LostLine>) -> impl IntoView {
    let rows: Vec<_> = lost
        .into_iter()
        .map(|LostLine { name, used_by, count }| {
            let words = match used_by {
                UsedBy::Tickets => w::LOST_TICKETS,
                UsedBy::Contracts => w::LOST_CONTRACTS,
                UsedBy::Mailboxes => w::LOST_MAILBOXES,
            };
            view! { <li>{tn(words, count).replace("{name}", &name)}</li> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="note note--waiting setting" role="status">
                <p>
                    <strong>{t(w::LOST)}</strong>
                </p>
                <ul>{rows}</ul>
            </div>
        }
    })
}

/// What the draft changes, each value before and after.
#[component]
fn Changes(changes: Vec<ChangeLine>) -> impl IntoView {
    let rows: Vec<_> = changes
        .into_iter()
        .map(|ChangeLine { place, from, to }| {
            let both = (from.is_some() && to.is_some()).then_some(" → ");
            view! {
                <li class="thing">
                    <span class="thing__words">{place}</span>
                    <span class="moved">
                        {from.map(|from| view! { <del>{from}</del> })} {both}
                        {to.map(|to| view! { <ins>{to}</ins> })}
                    </span>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card setting" aria-labelledby="changes">
            <div class="card__body">
                <h2 class="card__title" id="changes">
                    {t(w::CHANGES)}
                </h2>
            </div>
            <ul class="things changes">{rows}</ul>
        </section>
    }
    .erase()
}

#[component]
fn MoveTable(moves: Moves, now: Moment) -> impl IntoView {
    let gaps = [("n", moves.total.to_string()), ("open", moves.open.to_string())];
    let gaps = gaps.each_ref().map(|(name, value)| (*name, value.as_str()));
    let lead = if moves.total == 0 { tf(w::MOVES_NONE, &gaps) } else { tf(w::MOVES_SOME, &gaps) };
    let more = moves.total as usize > moves.lines.len();
    let missed = (moves.missed > 0).then(|| tn(w::MOVES_MISSED, moves.missed.into()));
    let rows: Vec<_> = moves.lines.into_iter().map(|line| row(line, now)).collect();
    view! {
        <section class="card setting" aria-labelledby="moves">
            <div class="card__body">
                <h2 class="card__title" id="moves">
                    {t(w::MOVES)}
                </h2>
                <p>{lead}</p>
                {missed
                    .map(|words| {
                        view! {
                            <p class="note note--late">
                                <Icon name=Icon::Alert />
                                {words}
                            </p>
                        }
                    })}
            </div>
            <ul class="things">{rows}</ul>
            {more.then(|| view! { <p class="card__body muted">{tn(w::MOVES_FIRST, 50)}</p> })}
        </section>
    }
    .erase()
}

fn row(line: MoveLine, now: Moment) -> AnyView {
    let lang = lang();
    let when =
        |at: Option<Moment>| at.map_or_else(|| t(w::NO_PROMISE).to_owned(), |at| by_when(lang, at, now));
    let (from, to) = (when(line.from), when(line.to));
    view! {
        <li class="thing">
            <span class="thing__words">
                <a href=format!("/tickets/{}", line.number.0)>{written(line.number)} " " {line.title}</a>
                <span class="muted small">{t(metric_word(line.metric))}</span>
            </span>
            <span class="moved">
                <del>{from}</del>
                " → "
                <ins class:late=line.missed>{to}</ins>
                {line
                    .missed
                    .then(|| {
                        view! { <span class="chip chip--late">{t(w::MISSED_AT_ONCE)}</span> }
                    })}
            </span>
        </li>
    }
    .into_any()
}

/// Leads to publishing where something changed.
#[component]
pub fn DraftBar(
    /// The draft.
    draft: DraftView,
) -> impl IntoView {
    let wrong = draft.wrong.len();
    draft.changed.then(|| {
        let words =
            if wrong == 0 { t(w::DRAFT_CHANGED).to_owned() } else { tn(w::DRAFT_WRONG, wrong as u64) };
        view! {
            <div class="draft-bar" role="status">
                <Icon name=Icon::Pencil />
                <p>{words}</p>
                <LinkButton href="/settings/publish" label=w::TO_PUBLISH kind=ButtonKind::Primary />
            </div>
        }
    })
}
