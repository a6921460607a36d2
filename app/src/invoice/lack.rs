//! What is to be known before a draft is issued: what keeps it from that, each thing by its name with the way to where it is put
//! right, and what it does not have yet.
use crate::invoice::word::wrong_words;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, me, t, tf};
use crate::promise::sentence::duration;
use crate::words::{Text, common, invoice as w, letterhead};
use domain::access::Area;
use domain::billing::lack::{At, Lack};
use domain::invoice::check::Why;
use leptos::prelude::*;

/// All of it; nothing where there is nothing to say.
#[component]
pub fn Hints(
    /// What is missing.
    lacks: Vec<Lack>,
    /// The work behind it was changed since.
    changed: bool,
    /// Minutes that were booked since.
    booked_since: i64,
    /// Where the draft stands, where that is another page.
    #[prop(optional, into)]
    draft: String,
) -> impl IntoView {
    let since = (booked_since > 0).then(|| tf(w::BOOKED_SINCE, &[("time", &duration(lang(), booked_since))]));
    view! {
        <Lacks lacks draft />
        {changed
            .then(|| {
                view! {
                    <p class="note note--late">
                        <Icon name=Icon::Alert />
                        <span>{t(w::WORK_CHANGED)}</span>
                    </p>
                }
            })}
        {since
            .map(|words| {
                view! {
                    <p class="note">
                        <Icon name=Icon::Clock />
                        <span>{words}</span>
                    </p>
                }
            })}
    }
    .erase()
}

/// The list; nothing where nothing is missing.
#[component]
fn Lacks(lacks: Vec<Lack>, draft: String) -> impl IntoView {
    if lacks.is_empty() {
        return ().erase();
    }
    let rows: Vec<_> = lacks.into_iter().map(|lack| view! { <li>{one(&lack, &draft)}</li> }).collect();
    view! {
        <div class="note note--late lacks">
            <Icon name=Icon::Alert />
            <div>
                <p>{t(w::LACKS)}</p>
                <ul>{rows}</ul>
            </div>
        </div>
    }
    .erase()
}

fn one(lack: &Lack, draft: &str) -> AnyView {
    let place = |anchor: &str| format!("{draft}#{anchor}");
    let why = wrong_words(lang(), lack.why);
    match &lack.at {
        At::Seller => {
            let enters = me().actor.is_some_and(|actor| actor.may_enter(Area::Policy));
            let way = if enters {
                view! { <a href="/settings/billing#seller">{t(w::LACK_SELLER_LINK)}</a> }.erase()
            } else {
                view! { <span>{t(w::LACK_SELLER_WHO)}</span> }.erase()
            };
            view! {
                <span>{t(w::LACK_SELLER)}</span>
                " "
                {way}
            }
            .erase()
        }
        At::Buyer { field } => {
            let name = format!("{}, {}", t(w::PAYER), t(field_word(field)));
            view! {
                <a href=place("payer")>{name}</a>
                ": "
                {why}
            }
            .erase()
        }
        At::Line { number } => {
            let name = tf(w::LACK_LINE, &[("n", &number.to_string())]);
            view! {
                <a href=place("paper")>{name}</a>
                ": "
                {why}
            }
            .erase()
        }
        At::Document if lack.why == Why::Missing => t(w::LACK_NO_LINES).erase(),
        At::Document if lack.why == Why::NoPeriod => view! { <a href=place("period")>{why}</a> }.erase(),
        At::Document if lack.why == Why::MoreThanThere => {
            view! { <a href=place("discount")>{why}</a> }.erase()
        }
        At::Document => format!("{}: {why}", t(w::LACK_DOCUMENT)).erase(),
    }
}

/// A field of who pays, as its form calls it.
fn field_word(field: &str) -> Text {
    match field {
        "street" => letterhead::STREET,
        "more" => letterhead::MORE,
        "postcode" => letterhead::POSTCODE,
        "town" => letterhead::TOWN,
        "country" => letterhead::COUNTRY,
        "email" => letterhead::EMAIL,
        "attention" => w::ATTENTION,
        "vat_id" => w::VAT_ID,
        "buyer_reference" => w::BUYER_REFERENCE,
        "customer_number" => w::CUSTOMER_NUMBER,
        _ => common::NAME,
    }
}
