//! How the mail server fares that takes outgoing mail, above what waits for it.
use crate::letter::api::load_outgoing;
use crate::letter::last::Last;
use crate::letter::trouble::why;
use crate::letter::view::{OutgoingView, StuckView};
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::live::on_mail;
use crate::parts::say::{lang, t, tn};
use crate::parts::time::Time;
use crate::words::letter as w;
use domain::moment::Moment;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// When mail last left, or that none leaves; kept fresh. Nothing where no mail server is set.
#[component]
pub fn Outgoing(
    /// How it fares.
    outgoing: Option<OutgoingView>,
) -> impl IntoView {
    let shown = RwSignal::new(outgoing);
    on_mail(move || {
        spawn_local(async move {
            if let Ok(newer) = load_outgoing().await {
                // The page may be gone.
                let _ = shown.try_set(newer);
            }
        });
    });
    move || {
        shown.get().map(|OutgoingView { sent, stuck, waiting, now }| match stuck {
            Some(stuck) => view! { <Stuck stuck sent waiting now /> }.erase(),
            None => view! { <Fine sent now /> }.erase(),
        })
    }
}

#[component]
fn Fine(sent: Option<Moment>, now: Moment) -> impl IntoView {
    view! {
        <section class="mailboxes" aria-label=t(w::OUTGOING)>
            <p class="mailboxes__line">
                <Icon name=Icon::Send />
                <strong>{t(w::OUTGOING)}</strong>
                <Last at=sent done=w::LAST_SENT never=w::NEVER_SENT now />
            </p>
        </section>
    }
}

#[component]
fn Stuck(stuck: StuckView, sent: Option<Moment>, waiting: u64, now: Moment) -> impl IntoView {
    view! {
        <section class="note note--late outbox__held" aria-label=t(w::OUTGOING)>
            <Icon name=Icon::Alert />
            <div>
                <p>
                    <strong>{t(w::STUCK)}</strong>
                </p>
                <p>{t(w::STUCK_SINCE)} " " <Time at=stuck.since now /> ". " {why(lang(), &stuck.words)}</p>
                <p>{(waiting > 0).then(|| tn(w::STUCK_WAITING, waiting))} " " {t(w::STUCK_NEXT)}</p>
                <p>
                    <Last at=sent done=w::LAST_SENT never=w::NEVER_SENT now />
                </p>
            </div>
        </section>
    }
}
