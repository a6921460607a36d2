//! What accounting takes elsewhere (G5): a month's bookings for the tax adviser, a year's documents for the archive.
use crate::invoice::view::HandOver;
use crate::package::word::cycle_words;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Select, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, me, t};
use crate::words::books as w;
use domain::access::Area;
use domain::moment::Moment;
use jiff::civil::Date;
use leptos::prelude::*;

/// Most months that are offered.
const MONTHS: usize = 24;

/// The fold below the list.
#[component]
pub fn HandOverFold(
    /// What there is.
    hand_over: HandOver,
    /// When it was read.
    now: Moment,
) -> impl IntoView {
    let HandOver { books, refused, since } = hand_over;
    let today = now.civil().date();
    let years: Vec<_> =
        (since.year()..=today.year()).rev().map(|year| (year.to_string(), year.to_string())).collect();
    view! {
        <Fold label=w::HAND_OVER icon=Icon::Download class="fold--card hand-over">
            <div class="hand-over__parts">
                <section aria-labelledby="batch">
                    <h2 id="batch">{t(w::BATCH)}</h2>
                    <p class="field__hint">{t(w::BATCH_HINT)}</p>
                    {match refused {
                        Some(why) => {
                            view! {
                                <p class="note note--late">
                                    <Icon name=Icon::Alert />
                                    <span>{why}</span>
                                </p>
                            }
                                .erase()
                        }
                        None if books => batch(since, today),
                        None => no_books(),
                    }}
                </section>
                <section aria-labelledby="archive">
                    <h2 id="archive">{t(w::ARCHIVE)}</h2>
                    <p class="field__hint">{t(w::ARCHIVE_HINT)}</p>
                    <form class="form" method="get" action="/archive.zip">
                        <Select name="year" label=w::ARCHIVE_YEAR options=years />
                        <div class="form__actions">
                            <Submit label=w::ARCHIVE_DOWNLOAD kind=ButtonKind::Plain icon=Icon::Download />
                        </div>
                    </form>
                </section>
            </div>
        </Fold>
    }
    .erase()
}

fn batch(since: Date, today: Date) -> AnyView {
    let options = months(since, today);
    let before = options.get(1).or(options.first()).map(|(code, _)| code.clone()).unwrap_or_default();
    view! {
        <form class="form" method="get" action="/bookings.csv">
            <Select name="month" label=w::BATCH_MONTH options=options value=before />
            <div class="form__actions">
                <Submit label=w::BATCH_DOWNLOAD kind=ButtonKind::Plain icon=Icon::Download />
            </div>
        </form>
    }
    .erase()
}

/// Months in which something may have been issued, the latest first.
fn months(since: Date, today: Date) -> Vec<(String, String)> {
    let lang = lang();
    let before = |day: &Date| day.yesterday().ok().map(Date::first_of_month);
    std::iter::successors(Some(today.first_of_month()), before)
        .take_while(|first| *first >= since.first_of_month())
        .take(MONTHS)
        .map(|first| (first.strftime("%Y-%m").to_string(), cycle_words(lang, first, first.last_of_month())))
        .collect()
}

fn no_books() -> AnyView {
    let enters = me().actor.is_some_and(|actor| actor.may_enter(Area::Policy));
    view! {
        <p>{t(w::NO_BOOKS)}</p>
        {enters
            .then(|| {
                view! {
                    <p>
                        <a href="/settings/billing#datev">{t(w::NO_BOOKS_LINK)}</a>
                    </p>
                }
            })}
    }
    .erase()
}
