//! The tax adviser's books in the administration (G5): numbers, chart and accounts for the booking batch.
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Select, TextField};
use crate::parts::group::Group;
use crate::parts::say::t;
use crate::policy::part::{PartForm, Spot, field};
use crate::words::{Text, books as w, common};
use domain::billing::datev::books::{Books, Chart, Revenue};
use domain::policy::edit::{Part, account_field, code_of};
use leptos::prelude::*;

/// The word for a kind of revenue.
pub const fn revenue_word(revenue: Revenue) -> Text {
    match revenue {
        Revenue::Standard => w::STANDARD,
        Revenue::Reduced => w::REDUCED,
        Revenue::Zero => w::ZERO,
        Revenue::ReverseCharge => w::REVERSE_CHARGE,
        Revenue::Union => w::UNION,
        Revenue::Abroad => w::ABROAD,
        Revenue::SmallBusiness => w::SMALL_BUSINESS,
    }
}

/// The form.
#[component]
pub fn BooksForm(
    /// The books of the draft.
    books: Option<Books>,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let on = books.is_some();
    let number = |number: u32| if number > 0 { number.to_string() } else { String::new() };
    let books = books.unwrap_or_else(|| Books {
        consultant: 0,
        client: 0,
        year_begins: 1,
        account_length: 4,
        chart: Chart::default(),
        debtors: 0,
        service_days: false,
        accounts: std::collections::BTreeMap::default(),
    });
    let charts: Vec<_> =
        Chart::ALL.into_iter().map(|chart| (code_of(&chart), format!("SKR {}", chart.code()))).collect();
    let debtors = if books.debtors > 0 { books.debtors.to_string() } else { String::new() };
    let numeric = move |name: &str, label: Text, value: String, max: u32| {
        view! { <TextField name=field(name) label value inputmode="numeric" max sometimes=true /> }
    };
    view! {
        <section class="card setting" aria-labelledby="datev">
            <div class="card__body">
                <h2 class="card__title" id="datev">
                    {t(w::TITLE)}
                </h2>
                <p class="muted">{t(w::LEAD)}</p>
                <PartForm spot=Spot::save(Part::Datev, "") submit=common::SAVE reload>
                    <Checkbox name=field("on") label=w::ON checked=on />
                    <div class="pair">
                        {numeric("consultant", w::CONSULTANT, number(books.consultant), 7)}
                        {numeric("client", w::CLIENT, number(books.client), 5)}
                        <Select
                            name=field("chart")
                            label=w::CHART
                            options=charts
                            value=code_of(&books.chart)
                            sometimes=true
                        />
                        <TextField
                            name=field("account_length")
                            label=w::ACCOUNT_LENGTH
                            hint=w::ACCOUNT_LENGTH_HINT
                            value=books.account_length.to_string()
                            inputmode="numeric"
                            max=1
                            sometimes=true
                        />
                        <TextField
                            name=field("year_begins")
                            label=w::YEAR_BEGINS
                            hint=w::YEAR_BEGINS_HINT
                            value=books.year_begins.to_string()
                            inputmode="numeric"
                            max=2
                            sometimes=true
                        />
                        <TextField
                            name=field("debtors")
                            label=w::DEBTORS
                            hint=w::DEBTORS_HINT
                            value=debtors
                            inputmode="numeric"
                            max=9
                        />
                    </div>
                    <Checkbox
                        name=field("service_days")
                        label=w::SERVICE_DAYS
                        hint=w::SERVICE_DAYS_HINT
                        checked=books.service_days
                    />
                    <Accounts books />
                </PartForm>
            </div>
        </section>
    }
    .erase()
}

/// Accounts of revenue; those of the chart that was kept stand there as an example.
#[component]
fn Accounts(books: Books) -> impl IntoView {
    let fields: Vec<_> = Revenue::ALL
        .into_iter()
        .map(|revenue| {
            let own = books.accounts.get(&revenue).map(ToString::to_string).unwrap_or_default();
            let usual = revenue.account(books.chart).to_string();
            view! {
                <TextField
                    name=field(&account_field(revenue))
                    label=revenue_word(revenue)
                    value=own
                    placeholder=usual
                    inputmode="numeric"
                    max=8
                />
            }
        })
        .collect();
    view! {
        <Group title=w::ACCOUNTS>
            <p class="muted">{t(w::ACCOUNTS_HINT)}</p>
            <div class="pair">{fields}</div>
        </Group>
    }
    .erase()
}
