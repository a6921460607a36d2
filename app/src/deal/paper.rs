//! What papers have in common, quotes and invoices alike: who writes them, and their sums.
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::words::Text;
use domain::money::euros;
use domain::quote::item::Totals;
use leptos::prelude::*;

/// Who writes it, and that it is a draft where it is one.
pub fn head(company: String, draft: Option<Text>) -> AnyView {
    view! {
        <header class="paper__head">
            <p class="paper__company">{company}</p>
            {draft.map(|mark| view! { <p class="paper__draft">{t(mark)}</p> })}
        </header>
    }
    .erase()
}

/// What it comes to: before tax, the taxes, with them; in the words of the paper. What stands `before` leads to the first sum.
pub fn sums(totals: &Totals, [net, tax_of, gross]: [Text; 3], before: Vec<(String, i64)>) -> AnyView {
    let lang = lang();
    let sum = |words: String, cents| {
        view! {
            <div class="paper__sum">
                <dt>{words}</dt>
                <dd>{euros(lang, cents)}</dd>
            </div>
        }
    };
    let taxes = totals.taxes.iter().filter(|tax| tax.vat.percent() > 0).map(|tax| {
        let (percent, base) = (tax.vat.percent().to_string(), euros(lang, tax.base));
        sum(tf(tax_of, &[("percent", &percent), ("base", &base)]), tax.tax)
    });
    view! {
        <dl class="paper__sums">
            {before.into_iter().map(|(words, cents)| sum(words, cents)).collect::<Vec<_>>()}
            {sum(t(net).to_owned(), totals.net)} {taxes.collect::<Vec<_>>()}
            <div class="paper__sum paper__sum--total">
                <dt>{t(gross)}</dt>
                <dd>{euros(lang, totals.gross)}</dd>
            </div>
        </dl>
    }
    .erase()
}
