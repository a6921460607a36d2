//! A mail as it was sent: who wrote when about what, and what it looked like, in a frame in which nothing can run.
use crate::error::AppError;
use crate::letter::api::load_mail;
use crate::letter::text::LetterText;
use crate::letter::view::OriginalView;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::parts::time::Time;
use crate::words::mails as w;
use domain::id::MailId;
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/mails/:id`
pub struct OriginalPage;

#[lazy_route]
impl LazyRoute for OriginalPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let id = Memo::new(move |_| {
            params.with(|params| params.get_str("id").and_then(|id| id.parse::<MailId>().ok()))
        });
        let mail = Resource::new(
            move || id.get(),
            |id| async move { load_mail(id.ok_or(AppError::NotFound)?).await },
        );
        view! {
            <Load
                resource=mail
                skeleton=SkeletonKind::Ticket
                alone=true
                view=|mail: OriginalView| view! { <Original mail /> }
            />
        }
        .erase()
    }
}

#[component]
fn Original(mail: OriginalView) -> impl IntoView {
    let head = head(&mail);
    let OriginalView { id, subject, has_html, text, ticket, entry, raw, .. } = mail;
    let subject = if subject.is_empty() { t(crate::words::mail::NO_SUBJECT).to_owned() } else { subject };
    view! {
        <PageHead title=subject />
        {head}
        <p class="original__ways">
            {ticket.map(|ticket| view! { <ToTicket ticket entry /> })}
            {raw
                .then(|| {
                    view! {
                        <a
                            class="button button--plain"
                            href=format!("/mails/{id}/raw")
                            rel="external"
                            download=""
                        >
                            <Icon name=Icon::Download />
                            <span>{t(w::RAW)}</span>
                        </a>
                    }
                })}
        </p>
        <Content id has_html text />
    }
}

/// Who wrote to whom, and when it was written, came in and was fetched.
fn head(mail: &OriginalView) -> AnyView {
    let now = mail.now;
    let people = |label: &'static str, people: &[String]| {
        (!people.is_empty()).then(|| {
            view! {
                <dt>{label}</dt>
                <dd>{people.join(", ")}</dd>
            }
        })
    };
    let time = |label: &'static str, at: Option<Moment>| {
        at.map(|at| {
            view! {
                <dt>{label}</dt>
                <dd>
                    <Time at now />
                </dd>
            }
        })
    };
    view! {
        <dl class="original__head">
            <dt>{t(w::FROM)}</dt>
            <dd>{mail.from.clone()}</dd>
            {people(t(w::TO), &mail.to)}
            {people(t(w::CC), &mail.cc)}
            {time(t(w::WRITTEN), mail.written)}
            {time(t(w::RECEIVED), Some(mail.received))}
            {time(t(w::FETCHED_AT), mail.fetched)}
        </dl>
    }
    .erase()
}

/// The HTML with the text behind its name, or the text alone.
#[component]
fn Content(id: MailId, has_html: bool, text: String) -> impl IntoView {
    if !has_html {
        return view! { <LetterText text /> }.erase();
    }
    view! {
        <iframe
            class="original__frame"
            src=format!("/mails/{id}/html")
            title=t(w::ORIGINAL)
            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
            referrerpolicy="no-referrer"
        ></iframe>
        <details class="original__text">
            <summary>{t(w::SHOW_TEXT)}</summary>
            <LetterText text />
        </details>
    }
    .erase()
}

/// Back to the message that the mail became.
#[component]
fn ToTicket(ticket: TicketNumber, entry: Option<i64>) -> impl IntoView {
    let entry = entry.map(|entry| format!("#entry-{entry}")).unwrap_or_default();
    view! {
        <a class="button button--plain" href=format!("/tickets/{}{entry}", ticket.0)>
            <Icon name=Icon::Ticket />
            <span>{tf(w::TICKET, &[("number", &written(ticket))])}</span>
        </a>
    }
}
