//! What the plans contain.
use crate::package::word::{beyond_words, counted_words};
use crate::parts::say::{lang, t, tf, tn};
use crate::policy::calendar_form::named;
use crate::policy::word::entitlement_word;
use crate::words::{Text, package, policy as w};
use domain::lang::Lang;
use domain::money::short_euros;
use domain::policy::Policy;
use domain::policy::plan::{Entitlement, Plan};
use leptos::prelude::*;

/// Plans side by side.
#[component]
pub fn PlanPart(
    /// What to show.
    policy: Policy,
    /// Codes of the reader's own plans.
    own_plans: Vec<String>,
) -> impl IntoView {
    let lang = lang();
    let plans = policy.plans;
    (!plans.is_empty()).then(|| {
        let heads: Vec<_> = plans
            .iter()
            .map(|plan| {
                let own = own_plans.contains(&plan.code);
                view! {
                    <th scope="col">
                        {plan.name(lang).to_owned()}
                        {own.then(|| view! { <span class="chip chip--accent">{t(w::YOUR_PLAN)}</span> })}
                    </th>
                }
            })
            .collect();
        let rows: Vec<_> = Entitlement::ALL
            .into_iter()
            .filter(|entitlement| plans.iter().any(|plan| plan.entitlements.contains(entitlement)))
            .map(|entitlement| {
                let cells: Vec<_> =
                    plans.iter().map(|plan| mark(plan.entitlements.contains(&entitlement))).collect();
                view! {
                    <tr>
                        <th scope="row">{t(entitlement_word(entitlement))}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        let fees: Vec<_> = plans.iter().map(|plan| view! { <td>{fee(plan, lang)}</td> }).collect();
        let hours: Vec<_> = package_rows(&plans, policy.hourly_rate_cents)
            .into_iter()
            .map(|(name, cells)| {
                let cells: Vec<_> = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
                view! {
                    <tr>
                        <th scope="row">{t(name)}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        let helps: Vec<_> =
            plans.iter().map(|plan| view! { <td>{named(lang, &plan.help_de, &plan.help_en)}</td> }).collect();
        view! {
            <section class="sheet__part" aria-labelledby="plans">
                <h2 id="plans">{t(w::SHEET_PLANS)}</h2>
                <div class="sheet__scroll" tabindex="0">
                    <table class="sheet__table sheet__table--plans">
                        <thead>
                            <tr>
                                <td></td>
                                {heads}
                            </tr>
                        </thead>
                        <tbody>
                            <tr>
                                <th scope="row">{t(w::IN_SHORT)}</th>
                                {helps}
                            </tr>
                            {rows}
                            <tr>
                                <th scope="row">{t(w::FEE_MONTH)}</th>
                                {fees}
                            </tr>
                            {hours}
                        </tbody>
                    </table>
                </div>
            </section>
        }
    })
}

/// What is agreed about hours, where a plan has some (E4): a row each, with a cell for each plan.
pub fn package_rows(plans: &[Plan], usual_cents: i64) -> Vec<(Text, Vec<String>)> {
    let rows: [(Text, &dyn Fn(&Plan) -> Option<String>); 6] = [
        (package::SHEET_HOURS, &|plan| (plan.hours > 0).then(|| plan.hours.to_string())),
        (package::SHEET_COUNTS, &|plan| (plan.hours > 0).then(|| counted_words(&plan.package))),
        (package::SHEET_BEYOND, &|plan| {
            (plan.hours > 0).then(|| beyond_words(&plan.package, usual_cents)).flatten()
        }),
        (package::SHEET_POOL, &|plan| {
            let cycles = plan.package.pool_cycles;
            (cycles > 1).then(|| tf(package::POOL_UP_TO, &[("n", &cycles.to_string())]))
        }),
        (package::SHEET_TERM, &|plan| {
            (plan.term_months > 0).then(|| tn(package::MONTHS, plan.term_months.into()))
        }),
        (package::SHEET_DISCOUNT, &|plan| {
            let percent = plan.discount_percent;
            (percent > 0).then(|| tf(package::PERCENT, &[("n", &percent.to_string())]))
        }),
    ];
    rows.into_iter()
        .filter(|(_, cell)| plans.iter().any(|plan| cell(plan).is_some()))
        .map(|(name, cell)| {
            let cells = plans.iter().map(|plan| cell(plan).unwrap_or_else(|| "–".to_owned())).collect();
            (name, cells)
        })
        .collect()
}

fn mark(has: bool) -> AnyView {
    let words = if has { w::INCLUDED } else { w::NOT_INCLUDED };
    let sign = if has { "✓" } else { "–" };
    view! {
        <td class="sheet__mark">
            <span aria-hidden="true">{sign}</span>
            <span class="hidden">{t(words)}</span>
        </td>
    }
    .into_any()
}

/// A plan's fee in words.
pub fn fee(plan: &Plan, lang: Lang) -> String {
    if plan.fee_cents == 0 {
        return t(w::FEE_AGREED).to_owned();
    }
    short_euros(lang, plan.fee_cents)
}
