//! The ways from one week or day to another.
use super::Asked;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::weekday_word;
use crate::words::Text;
use crate::words::effort as w;
use domain::moment::date;
use jiff::civil::Date;
use leptos::prelude::*;

/// Day or week.
#[component]
pub fn Views(
    /// What is shown.
    asked: Asked,
    /// Its first day.
    first: Date,
    /// Its last day.
    last: Date,
    /// Today.
    today: Date,
) -> impl IntoView {
    // From a week to its day of today, else to its first one; from a day to its week.
    let day = if (first..=last).contains(&today) { today } else { first };
    let tab = |alone: bool, text: Text| {
        let href = Asked { alone, ..asked.clone() }.to(Some(if alone { day } else { first }));
        let current = (asked.alone == alone).then_some("page");
        view! {
            <a class="tab" href=href aria-current=current>
                {t(text)}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t(w::VIEWS)>
            {tab(true, w::ONE_DAY)}
            {tab(false, w::ONE_WEEK)}
        </nav>
    }
}

/// The week or day in words, with ways to others.
#[component]
pub fn Steps(
    /// What is shown.
    asked: Asked,
    /// Its first day.
    first: Date,
    /// Its last day.
    last: Date,
    /// Today.
    today: Date,
) -> impl IntoView {
    use jiff::ToSpan as _;
    let before = first.checked_sub(1.day()).ok();
    let after = last.checked_add(1.day()).ok().filter(|day| *day <= today);
    let (words, [back, on, now]) = if asked.alone {
        let day = format!("{}, {}", t(weekday_word(first.weekday())), date(first, lang()));
        (day, [w::DAY_BEFORE, w::DAY_AFTER, w::TODAY])
    } else {
        let words = tf(w::WEEK, &[("from", &date(first, lang())), ("to", &date(last, lang()))]);
        (words, [w::WEEK_BEFORE, w::WEEK_AFTER, w::THIS_WEEK])
    };
    view! {
        <nav class="times__steps" aria-label=t(w::TIMES)>
            <a class="button button--quiet" href=asked.to(before) aria-label=t(back)>
                <Icon name=Icon::ArrowLeft />
            </a>
            <h2 class="times__week">{words}</h2>
            {after
                .map(|day| {
                    view! {
                        <a class="button button--quiet" href=asked.to(Some(day)) aria-label=t(on)>
                            <Icon name=Icon::ArrowRight />
                        </a>
                        <a class="button button--quiet" href=asked.to(None)>
                            {t(now)}
                        </a>
                    }
                })}
        </nav>
    }
}
