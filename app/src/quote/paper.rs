//! A version of a quote as the document that it is: sender, receiver, items, sums, terms.
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::duration;
use crate::quote::view::{OfferView, QuoteView};
use crate::quote::wording::euros;
use crate::ticket::page::prose::Prose;
use crate::words::{Text, quote as w};
use domain::lang::Lang;
use domain::moment::date;
use domain::money::amount;
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
    view! {
        <article class="paper" aria-labelledby="paper">
            <header class="paper__head">
                <p class="paper__company">{quote.company}</p>
                {sent.is_none().then(|| view! { <p class="paper__draft">{t(w::DRAFT_MARK)}</p> })}
            </header>
            <div class="paper__parties">
                <address class="paper__to">
                    <strong>{quote.organisation.name}</strong>
                    {quote
                        .address
                        .lines()
                        .map(|line| view! { <span>{line.to_owned()}</span> })
                        .collect::<Vec<_>>()}
                </address>
                <dl class="paper__facts">
                    {fact(w::NUMBER, quote.number.to_string())} {fact(w::VERSION, version.to_string())}
                    {fact(w::DATE, day)} {fact(w::VALID_UNTIL, date(offer.valid_until, lang))}
                    {fact(w::CONTACT, by)}
                </dl>
            </div>
            <h2 class="paper__title" id="paper">
                {offer.title}
            </h2>
            {(!offer.intro.is_empty()).then(|| view! { <Prose text=offer.intro /> })}
            <Items items=offer.items />
            <Sums totals />
            {notes.into_iter().map(|note| view! { <p class="paper__note">{t(note)}</p> }).collect::<Vec<_>>()}
            {(!offer.closing.is_empty()).then(|| view! { <Prose text=offer.closing /> })}
        </article>
    }
}

fn fact(name: Text, value: String) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
        </div>
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

/// `7,5 Std.`, `3 Stück`, `pauschal`
fn quantity(lang: Lang, item: &Item) -> String {
    let decimal = |hundredths: i64| {
        let text = amount(lang, hundredths, true);
        // Amounts have two decimals; one that ends in nought is shorter without it.
        if hundredths % 100 == 0 { text } else { text.trim_end_matches('0').to_owned() }
    };
    match item.kind {
        ItemKind::Hours if item.quantity * 100 % 60 == 0 => {
            tf(w::HOURS, &[("n", &decimal(item.quantity * 100 / 60))])
        }
        ItemKind::Hours => duration(lang, item.quantity),
        ItemKind::Material => tf(w::PIECES, &[("n", &decimal(item.quantity))]),
        ItemKind::Flat => t(w::FLAT_UNIT).to_owned(),
    }
}

#[component]
fn Sums(totals: Totals) -> impl IntoView {
    let lang = lang();
    let taxes = totals.taxes.iter().filter(|tax| tax.vat.percent() > 0).map(|tax| {
        let gaps = [("percent", tax.vat.percent().to_string()), ("base", euros(lang, tax.base))];
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let amount = euros(lang, tax.tax);
        view! {
            <div class="paper__sum">
                <dt>{tf(w::TAX_OF, &gaps)}</dt>
                <dd>{amount}</dd>
            </div>
        }
    });
    view! {
        <dl class="paper__sums">
            <div class="paper__sum">
                <dt>{t(w::NET)}</dt>
                <dd>{euros(lang, totals.net)}</dd>
            </div>
            {taxes.collect::<Vec<_>>()}
            <div class="paper__sum paper__sum--total">
                <dt>{t(w::GROSS)}</dt>
                <dd>{euros(lang, totals.gross)}</dd>
            </div>
        </dl>
    }
}

/// What must be said where no tax is due.
fn notes(totals: &Totals) -> Vec<Text> {
    let note = |vat| match vat {
        Vat::ReverseCharge => Some(w::NOTE_REVERSE_CHARGE),
        Vat::SmallBusiness => Some(w::NOTE_SMALL_BUSINESS),
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
        assert!(notes(&totals(Vat::Standard)).is_empty());
    }
}
