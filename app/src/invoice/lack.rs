//! What keeps a draft from being issued: each thing by its name, with the way to where it is put right.
use crate::invoice::word::wrong_words;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, me, t, tf};
use crate::words::{Text, common, invoice as w, letterhead};
use domain::access::Area;
use domain::billing::lack::{At, Lack};
use domain::invoice::check::Why;
use leptos::prelude::*;

/// The list; nothing where nothing is missing.
#[component]
pub fn Lacks(
    /// What is missing.
    lacks: Vec<Lack>,
) -> impl IntoView {
    if lacks.is_empty() {
        return ().erase();
    }
    let rows: Vec<_> = lacks.into_iter().map(|lack| view! { <li>{one(&lack)}</li> }).collect();
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

fn one(lack: &Lack) -> AnyView {
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
                <a href="#payer">{name}</a>
                ": "
                {why}
            }
            .erase()
        }
        At::Line { number } => {
            let name = tf(w::LACK_LINE, &[("n", &number.to_string())]);
            view! {
                <a href="#paper">{name}</a>
                ": "
                {why}
            }
            .erase()
        }
        At::Document if lack.why == Why::Missing => t(w::LACK_NO_LINES).erase(),
        At::Document if lack.why == Why::NoPeriod => view! { <a href="#period">{why}</a> }.erase(),
        At::Document if lack.why == Why::MoreThanThere => view! { <a href="#discount">{why}</a> }.erase(),
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
