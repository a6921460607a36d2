//! The box to write in: a reply that everybody on the ticket reads, or a note among staff.
use crate::document::upload::{DropBox, PlainUpload, UploadButtons, UploadList, Uploads};
use crate::echo::Echo;
use crate::error::AppError;
use crate::parts::badge::say_stage;
use crate::parts::button::{Button, ButtonKind};
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Form, FormState, Select, Submit, TextArea, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf};
use crate::ticket::address::is_internal;
use crate::ticket::api::WriteMessage;
use crate::ticket::page::here::{here, news};
use crate::ticket::page::presence::{Presence, Writers};
use crate::ticket::page::writing::{Saved, Writing};
use crate::words::ticket as w;
use domain::letter::enclosed::MOST_BYTES;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::draft::DraftKind;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::workflow::Offer;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The box, for who may write at all.
#[component]
pub fn Reply() -> impl IntoView {
    let here = here();
    let may = here.part(|ticket| (ticket.may.reply, ticket.may.note));
    move || {
        let (reply, note) = may.get();
        (reply || note).then(|| view! { <TextBox reply note /> })
    }
}

#[component]
fn TextBox(reply: bool, note: bool) -> impl IntoView {
    let here = here();
    let kind = first_kind(reply, note);
    let writing = Writing::begin(here, expect_context::<Presence>(), kind);
    let uploads = Uploads::new(Some(here.number));
    let action = ServerAction::<WriteMessage>::new();
    let sent = Callback::new(move |()| {
        writing.sent();
        uploads.clear();
        here.renew();
    });
    // Refused because something new came: show it at once, so that the writer can look.
    effect(move || {
        if is_outdated(action.value().get().and_then(Result::err).as_ref()) {
            here.renew();
        }
    });
    // Files may go without words.
    effect(move || writing.need_words(!uploads.any()));
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            writing.send();
        }
    };
    let note_class = move || writing.kind.get() == DraftKind::Note;
    view! {
        <section class="reply" class:reply--note=note_class id="reply" aria-labelledby="reply-title">
            <h2 id="reply-title" class="hidden">
                {t(w::WRITE)}
            </h2>
            <Writers />
            <DropBox uploads class="reply__box">
                <Form action on_success=sent class="reply__form">
                    <input type="hidden" name="number" value=here.number.0.to_string() />
                    <input type="hidden" name="seen" value=move || writing.seen_version().to_string() />
                    <Tabs reply note writing />
                    <Outdated action writing />
                    <div class="reply__text" node_ref=writing.area on:keydown=keys>
                        <TextArea
                            name="body"
                            label=if here.staff { w::WRITE } else { w::YOUR_MESSAGE }
                            quiet=true
                            rows=4
                            required=true
                            max=LONGEST_TEXT
                            value=writing.text()
                            placeholder=if here.staff { w::WRITE_PLACEHOLDER_STAFF } else { w::WRITE_PLACEHOLDER }
                            on_input=Callback::new(move |text| writing.typed(text))
                        />
                    </div>
                    <UploadList uploads />
                    <FilesByMail uploads writing />
                    <WaysAround />
                    <div class="reply__foot">
                        <UploadButtons uploads />
                        <Draft writing />
                        <Afterwards />
                        {reply
                            .then(|| {
                                view! {
                                    <span class="reply__send reply__send--reply">
                                        <Submit label=w::SEND_REPLY icon=Icon::Send />
                                    </span>
                                }
                            })}
                        {note
                            .then(|| {
                                view! {
                                    <span class="reply__send reply__send--note">
                                        <Submit label=w::SAVE_NOTE icon=Icon::Lock kind=ButtonKind::Plain />
                                    </span>
                                }
                            })}
                    </div>
                </Form>
            </DropBox>
            <PlainUpload page=format!("/tickets/{}", here.number.0) />
        </section>
    }
}

/// What one wants to write first: what was begun, else a reply.
fn first_kind(reply: bool, note: bool) -> DraftKind {
    let begun =
        here().ticket.with_untracked(|ticket| (!ticket.draft.is_empty(), !ticket.note_draft.is_empty()));
    match (reply, note, begun) {
        (false, true, _) | (true, true, (false, true)) => DraftKind::Note,
        _ => DraftKind::Reply,
    }
}

fn is_outdated(error: Option<&AppError>) -> bool {
    matches!(error, Some(AppError::Outdated { .. }))
}

/// Reply or note: two radio buttons that look like tabs, so that they work without scripts.
#[component]
fn Tabs(reply: bool, note: bool, writing: Writing) -> impl IntoView {
    let begun = FormState::around().typed("internal").map(|value| is_internal(&value));
    let is_note = begun.unwrap_or(writing.kind.get_untracked() == DraftKind::Note);
    if !(reply && note) {
        let value = if note { "1" } else { "" };
        return view! { <input type="hidden" name="internal" value=value /> }.erase();
    }
    let tab = |kind: DraftKind, id: &'static str, value: &'static str, icon: Icon, word, checked: bool| {
        view! {
            <input
                class="mode__input"
                type="radio"
                name="internal"
                id=id
                value=value
                checked=checked
                on:change=move |_| writing.turn_to(kind)
            />
            <label class="mode" for=id>
                <Icon name=icon />
                {t(word)}
            </label>
        }
    };
    view! {
        <div class="modes" role="radiogroup" aria-label=t(w::WRITE_WHAT)>
            {tab(DraftKind::Reply, "write-reply", "", Icon::Message, w::REPLY, !is_note)}
            {tab(DraftKind::Note, "write-note", "1", Icon::Lock, w::NOTE, is_note)}
            <p class="modes__hint">{t(w::NOTE_HINT)}</p>
        </div>
    }
    .erase()
}

/// What came in while one was writing, before it is sent and after it was refused for it.
#[component]
fn Outdated(action: ServerAction<WriteMessage>, writing: Writing) -> impl IntoView {
    let here = here();
    let echoed = use_context::<Arc<Echo>>()
        .is_some_and(|echo| echo.path == WriteMessage::url() && is_outdated(Some(&echo.error)));
    let refused = Memo::new(move |_| match action.value().get() {
        None => echoed,
        answer => is_outdated(answer.and_then(Result::err).as_ref()),
    });
    let new = Memo::new(move |_| writing.news());
    move || {
        let new = new.get();
        let (said, first) = (news(&new, 0, here.reader), new.first().map(|entry| entry.id));
        (refused.get() || first.is_some()).then(|| {
            view! {
                <div class="news" role="status">
                    <Icon name=Icon::Info />
                    <p class="news__words">
                        <strong>{t(w::NEWS_WHILE_WRITING)}</strong>
                        " "
                        {said}
                    </p>
                    <span class="news__actions">
                        {first
                            .map(|id| {
                                view! {
                                    <a class="button button--quiet" href=format!("#entry-{id}")>
                                        {t(w::SHOW_NEWS)}
                                    </a>
                                    <Button
                                        label=w::SAW_NEWS
                                        kind=ButtonKind::Quiet
                                        on_click=move |_| writing.saw_news()
                                    />
                                }
                            })}
                        {refused
                            .get()
                            .then(|| {
                                view! {
                                    <Submit
                                        label=w::SEND_ANYWAY
                                        kind=ButtonKind::Plain
                                        name="anyway"
                                        value="1"
                                    />
                                }
                            })}
                    </span>
                </div>
            }
        })
    }
}

/// Whether the draft is safe.
#[component]
fn Draft(writing: Writing) -> impl IntoView {
    view! {
        <span class="reply__draft" role="status">
            {move || match writing.saved.get() {
                Saved::Untouched | Saved::Not => "",
                Saved::Yes => t(w::DRAFT_SAVED),
                Saved::Failed => t(w::DRAFT_FAILED),
            }}
        </span>
    }
}

/// How the files of a reply reach an author without account.
#[component]
fn FilesByMail(uploads: Uploads, writing: Writing) -> impl IntoView {
    let guest = here().part(|ticket| ticket.author_email.as_ref().is_some_and(|address| !address.is_empty()));
    move || {
        let shown = guest.get() && uploads.any() && writing.kind.get() == DraftKind::Reply;
        shown.then(|| {
            let most = (MOST_BYTES / 1024 / 1024).to_string();
            view! { <p class="reply__around muted">{tf(w::FILES_BY_MAIL, &[("most", &most)])}</p> }
        })
    }
}

/// Where a way around the fault is promised and not told yet: whether the reply tells one.
#[component]
fn WaysAround() -> impl IntoView {
    let here = here();
    let form = FormState::around();
    let promised = here.part(|ticket| {
        let mut promises = ticket.promises.iter();
        promises.any(|promise| promise.metric == Metric::Workaround && promise.state.is_open())
    });
    move || {
        // The closure runs after the forms that follow have left their state in context.
        provide_context(form.clone());
        (here.staff && promised.get()).then(|| {
            view! {
                <div class="reply__around">
                    <Checkbox name="workaround" label=w::TELLS_WORKAROUND />
                </div>
            }
        })
    }
}

/// The state that the ticket goes to with the reply, for staff.
#[component]
fn Afterwards() -> impl IntoView {
    let here = here();
    let form = FormState::around();
    let choice = here.part(|ticket| {
        let plain = |offer: &&Offer| {
            offer.missing.is_none() && !(offer.needs_version || offer.untested || offer.needs_request)
        };
        let open = ticket.offers.iter().filter(plain).filter(|offer| offer.to != Stage::HandedOver);
        open.map(|offer| offer.to).collect::<Vec<_>>()
    });
    move || {
        let offers = choice.get();
        // The closure runs after the forms that follow have left their state in context.
        provide_context(form.clone());
        (here.staff && !offers.is_empty()).then(|| {
            let moves = offers
                .into_iter()
                .map(|to| (to.code().to_owned(), tf(w::STATE_THEN, &[("state", say_stage(to))])));
            let options = with_none(w::STATE_STAYS, moves);
            view! {
                <span class="reply__afterwards">
                    <Select name="to" label=w::STATE_AFTERWARDS quiet=true options />
                </span>
            }
        })
    }
}
