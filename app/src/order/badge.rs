//! The state of an order as a word, and how much of its time is used.
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::duration;
use crate::words::{Text, order as w};
use domain::order::{Budget, OrderKind};
use leptos::prelude::*;

/// The word for a state.
pub const fn state_word(state: OrderKind) -> Text {
    match state {
        OrderKind::Open => w::OPEN,
        OrderKind::Done => w::DONE,
        OrderKind::Cancelled => w::CANCELLED,
    }
}

/// The state.
#[component]
pub fn OrderBadge(
    /// Which.
    state: OrderKind,
) -> impl IntoView {
    let tone = match state {
        OrderKind::Open => "active",
        OrderKind::Done => "done",
        OrderKind::Cancelled => "over",
    };
    view! {
        <span class=format!("badge badge--{tone}")>
            <span class="badge__dot" aria-hidden="true"></span>
            {t(state_word(state))}
        </span>
    }
}

/// How much of the time that was sold is used; nothing where no hours were sold and none were used.
#[component]
pub fn BudgetBar(
    /// Which.
    budget: Budget,
) -> impl IntoView {
    (budget != Budget::default()).then(|| {
        let lang = lang();
        let (sold, used) = (duration(lang, budget.sold), duration(lang, budget.used));
        let left = duration(lang, budget.left().abs());
        let over = budget.left() < 0;
        let text = if over { w::BUDGET_OVER } else { w::BUDGET_LEFT };
        view! {
            <div class="budget" class:budget--over=over>
                <p class="budget__words">{tf(w::BUDGET, &[("used", &used), ("sold", &sold)])}</p>
                <progress class="budget__bar" max="100" value=budget.percent().min(100).to_string()>
                    {format!("{}\u{a0}%", budget.percent())}
                </progress>
                <p class="budget__left">{tf(text, &[("left", &left)])}</p>
            </div>
        }
    })
}
