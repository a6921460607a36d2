//! How the mailboxes fare, above the mails that came from them.
use crate::letter::view::MailboxView;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::parts::time::Time;
use crate::words::mails as w;
use domain::moment::Moment;
use leptos::prelude::*;

/// A line a mailbox; nothing where none is read by IMAP.
#[component]
pub fn Mailboxes(mailboxes: Vec<MailboxView>, now: Moment) -> impl IntoView {
    (!mailboxes.is_empty()).then(|| {
        let lines = mailboxes.into_iter().map(|mailbox| view! { <Line mailbox now /> }).collect::<Vec<_>>();
        view! {
            <section class="mailboxes" aria-label=t(w::MAILBOXES)>
                <ul>{lines}</ul>
            </section>
        }
    })
}

#[component]
fn Line(mailbox: MailboxView, now: Moment) -> impl IntoView {
    let MailboxView { name, address, fetched, trouble } = mailbox;
    let silent = trouble.is_some();
    let last = fetched.map(|at| {
        view! {
            {t(w::FETCHED)}
            " "
            <Time at now />
        }
    });
    view! {
        <li class="mailboxes__line" class:mailboxes__line--silent=silent>
            <Icon name=if silent { Icon::Alert } else { Icon::Mail } />
            <strong>{name}</strong>
            <span class="muted">{address}</span>
            {silent.then(|| view! { <strong class="mailboxes__state">{t(w::SILENT)}</strong> })}
            <span class="muted small">
                {match last {
                    Some(last) => last.erase(),
                    None => t(w::NOT_YET).erase(),
                }}
            </span>
            {trouble.map(|words| view! { <p class="mailboxes__trouble small">{words}</p> })}
        </li>
    }
}
