//! What a quote asks of its reader: to accept or decline it, to write or withdraw it.
use crate::deal::fresh::Shown;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Form, Hidden, Submit, TextArea, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, t, tf};
use crate::parts::toast::toast;
use crate::quote::api::{AcceptQuote, DeclineQuote, WithdrawQuote};
use crate::quote::view::{OfferView, QuoteView};
use crate::quote::wording;
use crate::words::quote as w;
use domain::deal::LONGEST_COMMENT;
use domain::moment::{Moment, date};
use domain::quote::Quote;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// What of a quote must change for the decision to be drawn anew.
#[derive(Clone, PartialEq)]
struct Stands {
    quote: QuoteView,
}

impl Stands {
    /// Without the history, so that a comment does not take away what somebody types here.
    fn of(quote: &QuoteView) -> Self {
        let now = Moment { at: 0, ..quote.now };
        Self { quote: QuoteView { entries: Vec::new(), version: 0, now, ..quote.clone() } }
    }
}

/// What happens next.
#[component]
pub fn Decision(
    /// The quote of this page.
    shown: Shown<QuoteView>,
) -> impl IntoView {
    let stands = shown.part(Stands::of);
    let done = shown.renewed();
    move || {
        let quote = stands.get().quote;
        view! {
            <section class="decision" aria-labelledby="decision">
                <h2 class="hidden" id="decision">
                    {t(w::NEXT)}
                </h2>
                <Said quote=quote.clone() />
                {quote
                    .offer
                    .clone()
                    .filter(|offer| is_sent(&quote, offer))
                    .map(|offer| {
                        let quote = quote.clone();
                        view! { <Answers quote offer done /> }
                    })}
                {quote.may.write.then(|| view! { <Writing quote=quote.clone() done /> })}
            </section>
        }
    }
}

/// Whether the version that is shown is the one that waits.
fn is_sent(quote: &QuoteView, offer: &OfferView) -> bool {
    matches!(quote.state, Quote::Sent { version, .. } if version == offer.version)
}

/// How it stands, as a sentence.
#[component]
fn Said(quote: QuoteView) -> impl IntoView {
    let lang = lang();
    let name = quote.decided_by.clone().unwrap_or_default();
    let (tone, icon, words) = match &quote.state {
        Quote::Requested if is_staff() => {
            ("note--waiting", Icon::Pencil, t(w::SAID_REQUESTED_STAFF).to_owned())
        }
        Quote::Requested | Quote::Draft if !is_staff() => ("", Icon::Clock, t(w::SAID_REQUESTED).to_owned()),
        Quote::Requested | Quote::Draft => ("", Icon::Pencil, t(w::SAID_DRAFT).to_owned()),
        Quote::Sent { valid_until, .. } => {
            let gaps = [("day", date(*valid_until, lang))];
            let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let text = if quote.may.accept { w::SAID_SENT_YOURS } else { w::SAID_SENT };
            ("note--waiting", Icon::Clock, tf(text, &gaps))
        }
        Quote::Accepted { .. } => ("note--done", Icon::CheckCircle, tf(w::SAID_ACCEPTED, &[("name", &name)])),
        Quote::Declined { .. } => ("note--late", Icon::X, tf(w::SAID_DECLINED, &[("name", &name)])),
        Quote::Expired { valid_until, .. } => {
            ("note--late", Icon::Clock, tf(w::SAID_EXPIRED, &[("day", &date(*valid_until, lang))]))
        }
        Quote::Withdrawn { .. } => ("note--late", Icon::Undo, t(w::SAID_WITHDRAWN).to_owned()),
    };
    view! {
        <div class=format!("note {tone}")>
            <Icon name=icon />
            <p>{words}</p>
        </div>
        {quote
            .order
            .map(|order| {
                let label = tf(w::TO_ORDER, &[("number", &order.to_string())]);
                view! {
                    <LinkButton
                        href=format!("/orders/{order}")
                        label=label
                        kind=ButtonKind::Primary
                        icon=Icon::ArrowRight
                    />
                }
            })}
        {quote
            .deciders
            .map(|names| {
                let words = if names.is_empty() {
                    t(w::NO_DECIDERS).to_owned()
                } else {
                    tf(w::DECIDERS, &[("names", &names.join(", "))])
                };
                view! { <p class="decision__hint">{words}</p> }
            })}
    }
}

/// Accepting with the exact sentence, declining with a reason.
#[component]
fn Answers(quote: QuoteView, offer: OfferView, done: Callback<()>) -> impl IntoView {
    let (number, version) = (quote.number, offer.version);
    let sentence = wording::accepted(
        lang(),
        number,
        version,
        &offer.offer.title,
        &quote.organisation.name,
        &offer.totals,
    );
    let accepted = Callback::new(move |()| {
        toast(w::THANKS);
        done.run(());
    });
    let limited = quote.may.decline && !quote.may.accept;
    view! {
        {quote
            .may
            .accept
            .then(|| {
                view! {
                    <Form
                        action={ServerAction::<AcceptQuote>::new()}
                        class="decision__accept"
                        on_success=accepted
                        label=w::ACCEPT
                    >
                        <Hidden name="number" value=number.to_string() />
                        <Hidden name="version" value=version.to_string() />
                        <Checkbox name="confirmed" label=sentence />
                        <div class="form__actions">
                            <Submit label=w::ACCEPT icon=Icon::Check />
                        </div>
                    </Form>
                }
            })}
        {limited.then(|| view! { <p class="decision__hint">{t(w::ABOVE_LIMIT)}</p> })}
        {(!is_staff() && !quote.may.decline)
            .then(|| view! { <p class="decision__hint">{t(w::OTHERS_DECIDE)}</p> })}
        {quote
            .may
            .decline
            .then(|| {
                view! {
                    <Fold
                        label=w::DECLINE
                        icon=Icon::X
                        class="fold--card"
                        open=comes_back(DeclineQuote::url(), None)
                    >
                        <Form action={ServerAction::<DeclineQuote>::new()} on_success=done>
                            <Hidden name="number" value=number.to_string() />
                            <Hidden name="version" value=version.to_string() />
                            <TextArea
                                name="reason"
                                label=w::REASON
                                hint=w::REASON_HINT
                                rows=3
                                required=true
                                max=LONGEST_COMMENT
                            />
                            <div class="form__actions">
                                <Submit label=w::DECLINE_SEND kind=ButtonKind::Danger />
                            </div>
                        </Form>
                    </Fold>
                }
            })}
    }
}

/// What staff do about it.
#[component]
fn Writing(quote: QuoteView, done: Callback<()>) -> impl IntoView {
    let number = quote.number;
    let (writes, withdraws) = match quote.state {
        Quote::Requested | Quote::Draft | Quote::Sent { .. } | Quote::Expired { .. } => (true, true),
        Quote::Declined { .. } => (true, false),
        Quote::Accepted { .. } | Quote::Withdrawn { .. } => (false, false),
    };
    let label = match (&quote.state, quote.offer.as_ref().map(|offer| offer.sent.is_some())) {
        (Quote::Requested, _) | (_, None) => w::WRITE,
        (_, Some(true)) => w::WRITE_NEXT,
        (_, Some(false)) => w::WRITE_ON,
    };
    view! {
        {writes
            .then(|| {
                view! { <LinkButton href=format!("/quotes/{number}/edit") label=label icon=Icon::Pencil /> }
                    .erase()
            })}
        {withdraws
            .then(|| {
                view! {
                    <Fold
                        label=w::WITHDRAW
                        icon=Icon::Undo
                        class="fold--card"
                        open=comes_back(WithdrawQuote::url(), None)
                    >
                        <Form action={ServerAction::<WithdrawQuote>::new()} on_success=done>
                            <Hidden name="number" value=number.to_string() />
                            <TextArea
                                name="reason"
                                label=w::REASON
                                rows=3
                                required=true
                                max=LONGEST_COMMENT
                            />
                            <div class="form__actions">
                                <Submit label=w::WITHDRAW kind=ButtonKind::Danger />
                            </div>
                        </Form>
                    </Fold>
                }
            })}
    }
}
