//! What is agreed, and what staff do about it: adjusting hours, pooling months.
use crate::package::api::{CorrectPackage, PoolPackage};
use crate::package::view::{Agreed, Coming, PoolLine, Statement};
use crate::package::word::{beyond_words, changes, counted_words, cycle_words};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Radios, Select, Submit, TextArea, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, tn};
use crate::parts::toast::toast;
use crate::words::{Text, effort, package as w};
use domain::effort::minutes::hours;
use domain::id::OrganisationId;
use domain::moment::{date, short_date};
use domain::money::euros;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What the contract agrees, and what of it changes.
#[component]
pub fn AgreedCard(
    /// What.
    agreed: Agreed,
    /// What holds from the next cycle on, where that is something else.
    coming: Option<Coming>,
) -> impl IntoView {
    let row = |(name, value): (Text, String)| {
        view! {
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
        }
    };
    let now = facts(&agreed);
    let coming = coming.map(|coming| {
        let heading = tf(w::COMING, &[("day", &short_date(coming.from, lang()))]);
        let rows: Vec<_> = changes(&now, facts(&coming.agreed)).into_iter().map(row).collect();
        view! {
            <p>{heading}</p>
            <dl class="facts">{rows}</dl>
        }
    });
    let rows: Vec<_> = now.into_iter().filter_map(|(name, value)| Some((name, value?))).map(row).collect();
    view! {
        <section class="card" aria-labelledby="agreed">
            <header class="card__head">
                <h2 class="card__title" id="agreed">
                    {t(w::AGREED)}
                </h2>
            </header>
            <div class="card__body stack">
                <dl class="facts">{rows}</dl>
                {coming}
            </div>
        </section>
    }
    .erase()
}

fn facts(agreed: &Agreed) -> Vec<(Text, Option<String>)> {
    let lang = lang();
    let amount = euros(lang, agreed.fee_cents);
    let fee = if agreed.discount_percent > 0 {
        let (percent, months) =
            (agreed.discount_percent.to_string(), tn(w::MONTHS, agreed.term_months.into()));
        tf(w::FEE_DISCOUNTED, &[("amount", &amount), ("percent", &percent), ("months", &months)])
    } else {
        amount
    };
    vec![
        (w::PLAN, Some(agreed.plan.clone())),
        (w::PER_MONTH, Some(hours(lang, agreed.minutes))),
        (w::FEE, (agreed.fee_cents > 0).then_some(fee)),
        (w::COUNTS, Some(counted_words(&agreed.terms))),
        (w::BEYOND_RATE, beyond_words(&agreed.terms, agreed.usual_cents)),
    ]
}

/// Agreements, and the form for a new one for who may sign it.
#[component]
pub fn PoolCard(
    /// The statement.
    statement: Statement,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let Statement { organisation, pools, poolable, .. } = statement;
    let empty = pools.is_empty();
    let lines: Vec<_> = pools.into_iter().map(pool).collect();
    (!empty || !poolable.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="pools">
                <header class="card__head">
                    <h2 class="card__title" id="pools">
                        {t(w::POOLS)}
                    </h2>
                </header>
                {if empty {
                    view! { <p class="card__body muted">{t(w::POOLS_NONE)}</p> }.erase()
                } else {
                    view! { <ul class="package__pools">{lines}</ul> }.erase()
                }}
                {(!poolable.is_empty())
                    .then(|| view! { <PoolForm organisation=organisation.id poolable reload /> })}
            </section>
        }
    })
}

fn pool(line: PoolLine) -> AnyView {
    let lang = lang();
    let span = span_words(line.first, line.last);
    let signed = tf(w::POOL_SIGNED, &[("name", &line.by), ("day", &date(line.at.civil().date(), lang))]);
    view! {
        <li class="package__pool">
            <strong>{span}</strong>
            <span>{line.note}</span>
            <span class="muted small">{signed}</span>
        </li>
    }
    .into_any()
}

/// `November 2026 bis Dezember 2026`, or days where these are no whole months.
fn span_words(first: Date, last: Date) -> String {
    let lang = lang();
    let whole = first.day() == 1 && last == last.last_of_month();
    let (first, last) = if whole {
        (cycle_words(lang, first, first.last_of_month()), cycle_words(lang, last.first_of_month(), last))
    } else {
        (date(first, lang), date(last, lang))
    };
    tf(w::POOL_SPAN, &[("first", &first), ("last", &last)])
}

#[component]
fn PoolForm(
    organisation: OrganisationId,
    poolable: Vec<(String, Date, Date)>,
    reload: Callback<()>,
) -> impl IntoView {
    let options: Vec<_> =
        poolable.into_iter().map(|(code, first, last)| (code, span_words(first, last))).collect();
    view! {
        <Fold
            label=w::POOL_NEW
            icon=Icon::Plus
            class="fold--in-card"
            open=comes_back(PoolPackage::url(), None)
        >
            <Form
                action={ServerAction::<PoolPackage>::new()}
                on_success=done(w::POOL_SIGNED_TOAST, reload)
                label=w::POOL_NEW
            >
                <Hidden name="organisation" value=organisation.to_string() />
                <Select name="cycles" label=w::POOL_WHICH options required=true />
                <TextArea
                    name="note"
                    label=w::POOL_NOTE
                    hint=w::POOL_NOTE_HINT
                    rows=2
                    max=400
                    required=true
                />
                <p class="field__hint">{t(w::POOL_SIGN_HINT)}</p>
                <div class="form__actions">
                    <Submit label=w::POOL_SIGN />
                </div>
            </Form>
        </Fold>
    }
    .erase()
}

/// Adding hours and taking them.
#[component]
pub fn CorrectCard(
    /// Whose.
    organisation: OrganisationId,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let deeds = vec![
        ("add".to_owned(), t(w::CORRECT_ADD).to_owned(), String::new()),
        ("take".to_owned(), t(w::CORRECT_TAKE).to_owned(), String::new()),
    ];
    view! {
        <section class="card">
            <Fold
                label=w::CORRECT
                icon=Icon::Pencil
                class="fold--in-card"
                open=comes_back(CorrectPackage::url(), None)
            >
                <Form
                    action={ServerAction::<CorrectPackage>::new()}
                    on_success=done(w::CORRECTED, reload)
                    reset=true
                    label=w::CORRECT
                >
                    <Hidden name="organisation" value=organisation.to_string() />
                    <Radios name="deed" label=w::CORRECT_DEED options=deeds value="add" />
                    <TextField
                        name="minutes"
                        label=effort::DURATION
                        hint=w::CORRECT_TIME_HINT
                        required=true
                        max=20
                    />
                    <TextArea
                        name="reason"
                        label=w::CORRECT_REASON
                        hint=w::CORRECT_REASON_HINT
                        rows=2
                        max=400
                        required=true
                    />
                    <div class="form__actions">
                        <Submit label=w::CORRECT_DO />
                    </div>
                </Form>
            </Fold>
        </section>
    }
    .erase()
}

fn done(text: Text, reload: Callback<()>) -> Callback<()> {
    Callback::new(move |()| {
        toast(text);
        reload.run(());
    })
}
