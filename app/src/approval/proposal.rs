//! A dearer type that staff propose: the customer orders it, or not (E2).
use crate::approval::api::DecideConsent;
use crate::approval::view::ProposalView;
use crate::approval::word::{hour, order};
use crate::parts::badge::kind_word;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::ticket::page::here::here;
use crate::words::approval as w;
use leptos::prelude::*;

/// The proposal; nothing where there is none.
#[component]
pub fn Proposal() -> impl IntoView {
    let here = here();
    let proposal = here.part(|ticket| ticket.approvals.as_ref().and_then(|all| all.proposal.clone()));
    move || proposal.get().map(|proposal| view! { <Proposed proposal staff=here.staff /> })
}

#[component]
fn Proposed(proposal: ProposalView, staff: bool) -> impl IntoView {
    let ProposalView { id, tariff, by, mine, .. } = proposal;
    let price = hour(lang(), tariff);
    let gaps = [("name", by.as_str()), ("type", t(kind_word(tariff.kind))), ("hour", price.as_str())];
    let words = tf(if staff { w::PROPOSAL_WAITS } else { w::PROPOSAL_BY }, &gaps);
    view! {
        <section class="next" class:next--mine=mine aria-labelledby="proposal">
            <h2 class="next__title" id="proposal">
                {t(w::PROPOSAL)}
            </h2>
            <p class="next__words">{words}</p>
            {mine
                .then(|| {
                    view! {
                        <p class="request__words">{order(lang(), tariff, false)}</p>
                        <div class="next__actions">
                            <Answer id=id.to_string() deed="approve" />
                            <Answer id=id.to_string() deed="decline" />
                        </div>
                    }
                })}
        </section>
    }
    .erase()
}

#[component]
fn Answer(id: String, deed: &'static str) -> impl IntoView {
    let action = ServerAction::<DecideConsent>::new();
    let (label, icon, kind) = match deed {
        "approve" => (w::AGREE, Icon::Check, ButtonKind::Primary),
        _ => (w::REFUSE, Icon::Undo, ButtonKind::Plain),
    };
    view! {
        <Form action on_success=here().renewed() class="form--inline" only=("deed", deed.to_owned())>
            <Hidden name="id" value=id />
            <Hidden name="deed" value=deed />
            <Submit label icon kind />
        </Form>
    }
    .erase()
}
