//! Acceptance on the ticket page (C5): the customer's decision about the version on the test system, and what was decided.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::time::Time;
use crate::ticket::acceptance::{AcceptanceView, wording};
use crate::ticket::api::JudgeResult;
use crate::ticket::page::act::{Act, done};
use crate::ticket::page::here::here;
use crate::ticket::page::prose::Prose;
use crate::words::acceptance as w;
use crate::words::ticket as words;
use domain::moment::Moment;
use domain::ticket::acceptance::{LONGEST_PLACE, LONGEST_VERSION, Verdict};
use domain::ticket::opening::LONGEST_TEXT;
use leptos::prelude::*;

/// What lies on the test system, and the two answers to it.
#[component]
pub fn Judge(
    /// The version in question.
    offer: AcceptanceView,
    /// Whether the reader may send it back.
    refuse: bool,
) -> impl IntoView {
    let here = here();
    let title = here.ticket.with_untracked(|ticket| ticket.title.clone());
    let declared = wording(lang(), &offer.version, &title);
    let id = offer.id;
    let accept = ServerAction::<JudgeResult>::new();
    let send_back = ServerAction::<JudgeResult>::new();
    let ids = move |verdict: Verdict| {
        view! {
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <input type="hidden" name="offer" value=id.to_string() />
            <input type="hidden" name="verdict" value=verdict.code() />
        }
    };
    view! {
        <Form
            action=accept
            on_success=done(here)
            class="act__form"
            only=("verdict", Verdict::Accepted.code().to_owned())
        >
            {ids(Verdict::Accepted)}
            <figure class="declared">
                <figcaption>{t(w::YOU_DECLARE)}</figcaption>
                <blockquote>{declared.clone()}</blockquote>
            </figure>
            <Submit label=tf(w::ACCEPT, &[("version", &offer.version)]) icon=Icon::Check />
        </Form>
        {refuse
            .then(|| {
                view! {
                    <Act label=words::OBJECT_RESULT icon=Icon::Undo kind=ButtonKind::Plain>
                        <Form
                            action=send_back
                            on_success=done(here)
                            class="act__form"
                            only=("verdict", Verdict::Refused.code().to_owned())
                        >
                            {ids(Verdict::Refused)}
                            <TextArea
                                name="reason"
                                label=words::ASK_OBJECT_RESULT
                                hint=words::ASK_OBJECT_RESULT_HINT
                                rows=4
                                required=true
                                max=LONGEST_TEXT
                            />
                            <Submit label=words::OBJECT_RESULT_SEND icon=Icon::Send />
                        </Form>
                    </Act>
                }
            })}
    }
    .erase()
}

/// The fields with which staff put a version on the test system.
#[component]
pub fn TestingFields() -> impl IntoView {
    view! {
        <TextField
            name="version"
            label=w::VERSION_FIELD
            hint=w::VERSION_HINT
            required=true
            max=LONGEST_VERSION
        />
        <TextField name="place" label=w::PLACE_FIELD hint=w::PLACE_HINT required=true max=LONGEST_PLACE />
    }
}

/// All versions that were put to the test, the newest first; nothing while there is none.
#[component]
pub fn Acceptances() -> impl IntoView {
    let here = here();
    let all = here.part(|ticket| ticket.acceptances.clone());
    move || {
        let all = all.get();
        let now = here.ticket.with_untracked(|ticket| ticket.now);
        (!all.is_empty()).then(|| {
            let rows = all.into_iter().rev().enumerate().map(|(at, row)| shown(row, at == 0, now));
            view! {
                <section class="facts-box" aria-labelledby="acceptances">
                    <h2 class="facts-box__title" id="acceptances">
                        {t(w::ACCEPTANCE)}
                    </h2>
                    <ol class="acceptances">{rows.collect::<Vec<_>>()}</ol>
                </section>
            }
        })
    }
}

fn shown(row: AcceptanceView, newest: bool, now: Moment) -> AnyView {
    let AcceptanceView { version, place, offered, by, decided, .. } = row;
    let (class, icon, standing) = match &decided {
        None if newest => ("acceptance--open", Icon::Clock, t(w::WAITS).to_owned()),
        None => ("", Icon::Clock, t(w::REPLACED).to_owned()),
        Some(decided) => match decided.verdict {
            Verdict::Accepted => {
                ("acceptance--yes", Icon::CheckCircle, tf(w::ACCEPTED_BY, &[("name", &decided.by)]))
            }
            Verdict::Refused => ("acceptance--no", Icon::Undo, tf(w::REFUSED_BY, &[("name", &decided.by)])),
        },
    };
    let (when, words) = decided.map_or((None, None), |decided| (Some(decided.at), Some(decided.words)));
    view! {
        <li class=format!("acceptance {class}")>
            <p class="acceptance__version">
                <strong>{version}</strong>
                " "
                <span class="acceptance__when">
                    {tf(w::OFFERED, &[("name", &by)])} " · " <Time at=offered now />
                </span>
            </p>
            <Prose text=place />
            <p class="acceptance__standing">
                <Icon name=icon />
                <span>
                    {standing}
                    {when
                        .map(|at| {
                            view! {
                                " · "
                                <Time at now />
                            }
                        })}
                </span>
            </p>
            {words
                .map(|words| {
                    view! {
                        <details class="acceptance__words">
                            <summary>{t(w::READ_WORDING)}</summary>
                            <Prose text=words />
                        </details>
                    }
                })}
        </li>
    }
    .erase()
}
