//! How the mailboxes fare, above the mails that came from them.
use crate::letter::last::Last;
use crate::letter::trouble::trouble_word;
use crate::letter::view::{MailboxView, TroubleView};
use crate::parts::icon::Icon;
use crate::parts::say::t;
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
    view! {
        <li class="mailboxes__line" class:mailboxes__line--silent=silent>
            <Icon name=if silent { Icon::Alert } else { Icon::Mail } />
            <strong>{name}</strong>
            <span class="muted">{address}</span>
            {silent.then(|| view! { <strong class="mailboxes__state">{t(w::SILENT)}</strong> })}
            <Last at=fetched done=w::FETCHED never=w::NOT_YET now />
            {trouble.map(|trouble| view! { <TroubleText trouble /> })}
        </li>
    }
}

/// What is wrong with a mailbox: a sentence, and what the server said behind its name.
#[component]
pub fn TroubleText(
    /// What is wrong.
    trouble: TroubleView,
) -> impl IntoView {
    let TroubleView { trouble, words } = trouble;
    view! {
        <div class="mailboxes__trouble">
            <p>{t(trouble_word(trouble))}</p>
            {(!words.is_empty())
                .then(|| {
                    view! {
                        <details class="mailboxes__said">
                            <summary>{t(w::SAID)}</summary>
                            <p class="muted small">{words}</p>
                        </details>
                    }
                })}
        </div>
    }
}
