//! The picture of a derivation: a strip of days, each with its opening hours, what counted, and where the promise ends.
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t};
use crate::promise::sentence::{duration, weekday_word};
use crate::words::{count, fill, promise as w, say};
use domain::lang::Lang;
use domain::promise::derivation::StepKind;
use domain::promise::strip::{Strip, StripDay};
use jiff::civil::Date;
use leptos::prelude::*;

/// Minutes of the day that are drawn: those between which anything happens, to whole hours.
fn window(strip: &Strip) -> (u16, u16) {
    let all = strip.days.iter().flat_map(|day| {
        let points = day.start.into_iter().chain(day.due).map(|at| (at, at));
        day.open.iter().copied().chain(points).collect::<Vec<_>>()
    });
    let (from, to) = all.fold((1440, 0), |(from, to), (a, b)| (from.min(a), to.max(b)));
    if from >= to { (0, 1440) } else { (from / 60 * 60, to.div_ceil(60) * 60) }
}

/// The strip. What it shows stands in words beside it, so it is one picture for who cannot see it.
#[component]
pub fn StripPicture(
    /// What to draw.
    strip: Strip,
    /// What it shows, in words.
    label: String,
) -> impl IntoView {
    let window = window(&strip);
    let days: Vec<_> = strip.days.into_iter().map(|day| one(day, window)).collect();
    view! {
        <div class="strip" role="img" aria-label=label>
            {days}
        </div>
    }
    .erase()
}

fn one(day: StripDay, window: (u16, u16)) -> AnyView {
    let lang = lang();
    let gap = (day.left_out > 0).then(|| {
        let words = count(lang, w::STRIP_LEFT_OUT, u64::from(day.left_out));
        view! {
            <span class="strip__gap" title=words>
                "⋯"
            </span>
        }
    });
    let part = |class: &'static str, (from, to): (u16, u16)| {
        let (x, width) = place(window, from, to);
        view! { <rect class=class x=x width=width y="3" height="20"></rect> }
    };
    let mark = |class: &'static str, at: u16| {
        let (x, _) = place(window, at, at);
        view! { <rect class=class x=format!("calc({x} - 1px)") width="2" y="0" height="26"></rect> }
    };
    let open: Vec<_> = day.open.iter().map(|span| part("strip__open", *span)).collect();
    let counted: Vec<_> = day.counted.iter().map(|span| part("strip__counted", *span)).collect();
    let paused: Vec<_> = day.paused.iter().map(|span| part("strip__paused", *span)).collect();
    let start = day.start.map(|at| mark("strip__start", at));
    let due = day.due.map(|at| mark("strip__due", at));
    let closed = day.open.is_empty();
    view! {
        {gap}
        <span class="strip__day" class:strip__day--closed=closed title=day_words(&day, lang)>
            <svg class="strip__bar" width="100%" height="26" aria-hidden="true">
                {open}
                {counted}
                {paused}
                {start}
                {due}
            </svg>
            <span class="strip__name">{short_day(day.day, lang)}</span>
        </span>
    }
    .into_any()
}

/// Where a stretch begins and how wide it is, as shares of the day's width. Attributes, not styles: pages allow no styles in
/// their markup.
fn place((first, last): (u16, u16), from: u16, to: u16) -> (String, String) {
    let share = |minute: u16| {
        let minute = minute.clamp(first, last);
        f32::from(minute - first) / f32::from((last - first).max(1)) * 100.0
    };
    (format!("{:.1}%", share(from)), format!("{:.1}%", share(to) - share(from)))
}

fn short_day(day: Date, lang: Lang) -> String {
    let index = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    let name = say(lang, w::SHORT_DAYS).split(' ').nth(index).unwrap_or_default();
    format!("{name} {}", day.day())
}

fn day_words(day: &StripDay, lang: Lang) -> String {
    let name =
        format!("{}, {}", say(lang, weekday_word(day.day.weekday())), domain::moment::date(day.day, lang));
    let more = match &day.closed {
        Some(StepKind::Holiday { de, en } | StepKind::Closure { de, en }) => match lang {
            Lang::De => de.clone(),
            Lang::En => en.clone(),
        },
        _ if day.open.is_empty() => t(w::STEP_WEEKDAY).to_owned(),
        _ => {
            let minutes: i64 = day.counted.iter().map(|(from, to)| i64::from(to - from)).sum();
            if minutes == 0 {
                return name;
            }
            fill(lang, w::STEP_COUNTED, &[("time", &duration(lang, minutes))])
        }
    };
    format!("{name}: {more}")
}
