//! A version of a quote as the document that it is: sender, receiver, items, sums, terms.
use crate::deal::paper::{head, sums};
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::say::{lang, t, tf};
use crate::quote::view::{OfferView, QuoteView};
use crate::ticket::page::prose::Prose;
use crate::words::{Text, quote as w};
use domain::effort::minutes::figure;
use domain::lang::Lang;
use domain::moment::date;
use domain::money::{decimal, euros};
use domain::quote::item::{Item, ItemKind, Totals};
use domain::vat::Vat;
use leptos::prelude::*;

/// The document.
#[component]
pub fn Paper(
    /// Of which quote.
    quote: QuoteView,
    /// Which version.
    shown: OfferView,
) -> impl IntoView {
    let OfferView { version, offer, totals, sent, by } = shown;
    let lang = lang();
    let day = sent.unwrap_or(quote.now).date(lang);
    let notes = notes(&totals);
    // Addresses often begin with the name that stands above them.
    let company = quote.organisation.name;
    let lines = quote.address.lines().filter(|line| line.trim() != company);
    let lines: Vec<_> = lines.map(|line| view! { <span>{line.to_owned()}</span> }).collect();
    let facts = [
        (w::NUMBER, quote.number.to_string()),
        (w::VERSION, version.to_string()),
        (w::DATE, day),
        (w::VALID_UNTIL, date(offer.valid_until, lang)),
        (w::CONTACT, by),
    ];
    let facts: Vec<_> = facts.into_iter().map(|(name, value)| fact(name, value.erase())).collect();
    view! {
        <article class="paper" aria-labelledby="paper">
            {head(quote.company, sent.is_none().then_some(w::DRAFT_MARK))}
            <div class="paper__parties">
                <address class="paper__to">
                    <strong>{company}</strong>
                    {lines}
                </address>
                <dl class="paper__facts">{facts}</dl>
            </div>
            <h2 class="paper__title" id="paper">
                {offer.title}
            </h2>
            {(!offer.intro.is_empty()).then(|| view! { <Prose text=offer.intro /> })}
            <Items items=offer.items />
            {sums(&totals, [w::NET, w::TAX_OF, w::GROSS], Vec::new())}
            {notes.into_iter().map(|note| view! { <p class="paper__note">{t(note)}</p> }).collect::<Vec<_>>()}
            {(!offer.closing.is_empty()).then(|| view! { <Prose text=offer.closing /> })}
        </article>
    }
}

#[component]
fn Items(items: Vec<Item>) -> impl IntoView {
    let rows = (1..).zip(items).map(|(place, item)| view! { <Line place item /> });
    view! {
        <table class="table paper__items">
            <thead>
                <tr>
                    <th scope="col">{t(w::PLACE)}</th>
                    <th scope="col">{t(w::ITEM)}</th>
                    <th scope="col" class="table__number">
                        {t(w::QUANTITY)}
                    </th>
                    <th scope="col" class="table__number">
                        {t(w::PRICE)}
                    </th>
                    <th scope="col" class="table__number">
                        {t(w::VAT)}
                    </th>
                    <th scope="col" class="table__number">
                        {t(w::AMOUNT)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table>
    }
}

#[component]
fn Line(place: u32, item: Item) -> impl IntoView {
    let lang = lang();
    let net = item.net();
    view! {
        <tr>
            <td class="paper__place">{place}</td>
            <th scope="row" class="paper__what">
                {item.text.clone()}
            </th>
            <td class="table__number" data-label=t(w::QUANTITY)>
                {quantity(lang, &item)}
            </td>
            <td class="table__number" data-label=t(w::PRICE)>
                {euros(lang, item.price)}
            </td>
            <td class="table__number" data-label=t(w::VAT)>
                {format!("{}\u{a0}%", item.vat.percent())}
            </td>
            <td class="table__number paper__amount" data-label=t(w::AMOUNT)>
                {euros(lang, net)}
            </td>
        </tr>
    }
}

/// `7:30 Std.`, `3 Stück`, `pauschal`
fn quantity(lang: Lang, item: &Item) -> String {
    match item.kind {
        ItemKind::Hours => tf(w::HOURS, &[("n", &figure(item.quantity, false))]),
        ItemKind::Material => tf(w::PIECES, &[("n", &decimal(lang, item.quantity))]),
        ItemKind::Flat => t(w::FLAT_UNIT).to_owned(),
    }
}

/// What must be said where no tax is due.
fn notes(totals: &Totals) -> Vec<Text> {
    let note = |vat| match vat {
        Vat::ReverseCharge => Some(w::NOTE_REVERSE_CHARGE),
        Vat::SmallBusiness => Some(w::NOTE_SMALL_BUSINESS),
        Vat::NotTaxable => Some(w::NOTE_NOT_TAXABLE),
        Vat::Zero => Some(w::NOTE_ZERO),
        Vat::Standard | Vat::Reduced => None,
    };
    totals.taxes.iter().filter_map(|tax| note(tax.vat)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_no_tax_is_due_the_reason_is_said() {
        let totals = |vat| {
            domain::quote::item::totals(&[Item {
                kind: ItemKind::Flat,
                text: String::new(),
                quantity: 100,
                price: 100,
                vat,
            }])
        };
        assert_eq!(notes(&totals(Vat::ReverseCharge)), [w::NOTE_REVERSE_CHARGE]);
        assert_eq!(notes(&totals(Vat::SmallBusiness)), [w::NOTE_SMALL_BUSINESS]);
        assert_eq!(notes(&totals(Vat::NotTaxable)), [w::NOTE_NOT_TAXABLE]);
        assert!(notes(&totals(Vat::Standard)).is_empty());
    }
}
