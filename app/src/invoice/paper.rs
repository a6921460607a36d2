//! A document as it is read in the portal; what everybody gets for ever is its PDF.
use crate::deal::paper::{head, sums};
use crate::invoice::draft::LineForms;
use crate::invoice::line::{AskForm, ChainFold, title};
use crate::invoice::own::AddLineForm;
use crate::invoice::view::{InvoiceView, LineView};
use crate::invoice::word::{period, quantity};
use crate::parts::badge::StageBadge;
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::ticket::page::prose::Prose;
use crate::words::{Text, invoice as w};
use domain::billing::State;
use domain::country::name;
use domain::invoice::Kind;
use domain::invoice::line::Hours;
use domain::invoice::party::Buyer;
use domain::moment::date;
use domain::money::euros;
use leptos::prelude::*;

/// The document.
#[component]
pub fn Paper(
    /// Which.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let draft = invoice.state == State::Draft;
    let gross = if invoice.kind.gives_back() { w::GROSS_BACK } else { w::GROSS };
    let bills = draft && invoice.billing.is_some();
    let version = invoice.version;
    let groups = groups(&invoice.lines);
    let (reference, asks, intro, closing) =
        (invoice.reference.clone(), invoice.asks, invoice.intro.clone(), invoice.closing.clone());
    let lines = groups.into_iter().map(|(group, lines)| {
        let reference = reference.clone();
        let lines = lines.into_iter().map(move |line| {
            let reference = reference.clone();
            view! { <Line reference version line asks bills done /> }
        });
        view! {
            <h3 class="invoice-group">{group}</h3>
            <ol class="invoice-lines">{lines.collect::<Vec<_>>()}</ol>
        }
    });
    let before = taken_off(&invoice);
    let adds = (bills && invoice.kind == Kind::Invoice)
        .then(|| view! { <AddLineForm reference=invoice.reference.clone() done /> });
    let notes = invoice.totals.taxes.iter().filter_map(|tax| tax.vat.reason(lang()));
    let notes: Vec<_> = notes.map(|note| view! { <p class="paper__note">{note}</p> }).collect();
    view! {
        <article class="paper" aria-labelledby="paper">
            {head(invoice.company.clone(), draft.then_some(w::DRAFT_MARK))}
            <div class="paper__parties">
                <To buyer=invoice.buyer.clone() />
                <Facts invoice=invoice.clone() />
            </div>
            <h2 class="paper__title" id="paper">
                {invoice.title.clone()}
            </h2>
            {(!intro.is_empty()).then(|| view! { <Prose text=intro /> })}
            {lines.collect::<Vec<_>>()}
            {adds}
            {sums(&invoice.totals, [w::NET, w::TAX_OF, gross], before)}
            {invoice.kind.gives_back().then(|| view! { <p class="paper__note">{t(w::SETTLE)}</p> })}
            {notes}
            {(!closing.is_empty()).then(|| view! { <Prose text=closing /> })}
            <Annex rows=invoice.annex />
        </article>
    }
    .erase()
}

/// What all lines come to and what is taken off that; nothing where nothing is.
pub fn taken_off(invoice: &InvoiceView) -> Vec<(String, i64)> {
    let Some(first) = invoice.discounts.first() else { return Vec::new() };
    let cents = invoice.discounts.iter().map(|discount| discount.cents).sum::<i64>();
    vec![
        (t(w::LINES_SUM).to_owned(), invoice.totals.net + cents),
        (tf(w::TAKEN_OFF, &[("reason", &first.reason)]), -cents),
    ]
}

/// Lines that follow each other under one heading.
fn groups(lines: &[LineView]) -> Vec<(String, Vec<LineView>)> {
    let mut groups: Vec<(String, Vec<LineView>)> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some((group, lines)) if *group == line.line.group => lines.push(line.clone()),
            _ => groups.push((line.line.group.clone(), vec![line.clone()])),
        }
    }
    groups
}

#[component]
fn To(buyer: Buyer) -> impl IntoView {
    let address = buyer.address;
    let place = format!("{} {}", address.postcode, address.town);
    // What adds to the name stands above the street (DIN 5008).
    let country =
        if address.country == "DE" { String::new() } else { name(lang(), &address.country).to_uppercase() };
    let lines = [buyer.attention, address.more, address.street, place.trim().to_owned(), country];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    view! {
        <address class="paper__to">
            <strong>{buyer.name}</strong>
            {lines.map(|line| view! { <span>{line}</span> }).collect::<Vec<_>>()}
        </address>
    }
}

#[component]
fn Facts(invoice: InvoiceView) -> impl IntoView {
    let lang = lang();
    let day = |day| date(day, lang);
    let days = invoice.period.map(|days| period(lang, days));
    let due = invoice.account.due_on.map(day);
    let facts = [
        (w::NUMBER, invoice.number),
        (w::DAY, invoice.issued.map(day)),
        (w::SERVICES_PERIOD, days),
        (w::DUE, due),
        (w::ORDER, invoice.order.map(|order| order.to_string())),
        (w::CORRECTS, invoice.corrects),
        (w::REFERENCE, Some(invoice.buyer.reference)),
    ];
    let known = |(name, value): (Text, Option<String>)| {
        Some(fact(name, value.filter(|value| !value.is_empty())?.erase()))
    };
    view! { <dl class="paper__facts">{facts.into_iter().filter_map(known).collect::<Vec<_>>()}</dl> }
}

#[component]
fn Line(
    reference: String,
    version: i64,
    line: LineView,
    asks: bool,
    bills: bool,
    done: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let one = line.line.clone();
    let price = format!("{} × {}", quantity(lang, &one), euros(lang, one.price_cents));
    let discount = (one.discount_percent > 0).then(|| {
        let percent = one.discount_percent.to_string();
        tf(w::DISCOUNT, &[("percent", &percent), ("reason", &one.discount_reason)])
    });
    let (chain, left_out) = (line.chain.clone(), line.left_out);
    let note = discount.map(|text| view! { <p class="invoice-line__note">{text}</p> });
    // Why it was corrected is for the house: apart from what the document says, and told so.
    let inner = Some(line.reason.clone()).filter(|text| !text.is_empty()).map(|text| {
        view! {
            <p class="invoice-line__inner">
                <Icon name=Icon::Lock />
                <span>{tf(w::INNER, &[("text", &text)])}</span>
            </p>
        }
    });
    // Who bills sees at once what is not done yet, and may leave it out.
    let open = chain.tickets.iter().filter_map(|ticket| {
        let stage = ticket.stage.filter(|stage| bills && stage.is_open())?;
        Some(view! { <p class="invoice-line__note">{written(ticket.number)} " " <StageBadge stage /></p> })
    });
    let open: Vec<_> = open.collect();
    let asked = line.questions.iter().map(|question| {
        let words = tf(w::ASKED, &[("ticket", &written(question.number))]);
        view! {
            <p class="invoice-line__note">
                <a href=format!("/tickets/{}", question.number.0)>{words}</a>
                " "
                <StageBadge stage=question.stage />
            </p>
        }
    });
    let asked: Vec<_> = asked.collect();
    view! {
        <li class="invoice-line" class:invoice-line--out=left_out>
            <div class="invoice-line__head">
                <p class="invoice-line__name">{title(&line)}</p>
                <p class="invoice-line__price">{price}</p>
                <p class="invoice-line__amount">{(!left_out).then(|| euros(lang, one.net_cents()))}</p>
            </div>
            {(!one.description.is_empty())
                .then(|| view! { <p class="invoice-line__more">{one.description.clone()}</p> })}
            {note}
            {open}
            {inner}
            {asked}
            <div class="invoice-line__folds">
                <ChainFold chain />
                {asks
                    .then(|| view! { <AskForm reference=reference.clone() line=line.clone() /> })}
                {bills
                    .then(|| {
                        view! { <LineForms reference=reference.clone() version line=line.clone() done /> }
                    })}
            </div>
        </li>
    }
    .erase()
}

#[component]
fn Annex(rows: Vec<Hours>) -> impl IntoView {
    let lang = lang();
    let row = move |row: Hours| {
        let time = format!("{}:{:02}", row.minutes / 60, row.minutes % 60);
        let free = (!row.free.is_empty()).then_some(row.free);
        let about = [row.ticket, row.title].join(" ").trim().to_owned();
        let (head, more) = if about.is_empty() { (row.text, None) } else { (about, Some(row.text)) };
        view! {
            <tr>
                <td class="chain__day">{date(row.day, lang)}</td>
                <td>
                    {head} {more.map(|text| view! { <span class="chain__more">{text}</span> })}
                    {free.map(|why| view! { <span class="chain__more">{why}</span> })}
                </td>
                <td class="table__number">{time}</td>
            </tr>
        }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <details class="fold fold--quiet">
                <summary class="fold__line">
                    <span class="fold__words">{t(w::ANNEX)}</span>
                    <Icon name=Icon::ChevronDown />
                </summary>
                <div class="fold__body">
                    <table class="chain__times">
                        <tbody>{rows.into_iter().map(row).collect::<Vec<_>>()}</tbody>
                    </table>
                </div>
            </details>
        }
    })
}
