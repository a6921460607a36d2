//! Why a promise ends when it does, opened into its steps (D9).
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::{by_when, dated, duration, metric_word, reading_word, within};
use crate::words::{fill, promise as w, say};
use domain::lang::Lang;
use domain::moment::{Moment, short_date};
use domain::promise::derivation::{Derivation, Step, StepKind};
use domain::promise::target::Metric;
use leptos::prelude::*;

/// The rule in a sentence, then each step.
#[component]
pub fn DerivationSteps(
    /// What is promised.
    metric: Metric,
    /// Why.
    derivation: Derivation,
    /// Since when the clock stands still: then nobody knows yet when it ends.
    still: Option<Moment>,
    /// Seen from when.
    now: Moment,
    /// An answer to what would be: days are told by their dates.
    standing: bool,
) -> impl IntoView {
    let told = if standing { dated } else { by_when };
    let lang = lang();
    let start = told(lang, derivation.start, now);
    let within = within(lang, derivation.rule);
    let gaps = [("promise", say(lang, metric_word(metric))), ("within", &within), ("start", &start)];
    let rule = fill(lang, w::RULE, &gaps);
    let reading = reading_word(derivation.rule).map(t);
    let minutes = derivation.minutes();
    let several = minutes.iter().flatten().count() > 1;
    let sum = several.then(|| duration(lang, derivation.open_minutes()));
    let steps: Vec<_> =
        derivation.steps.iter().zip(minutes).map(|(step, minutes)| row(step, minutes, lang)).collect();
    let (when, what) = match still {
        None => (told(lang, derivation.due, now), w::STEP_DUE),
        Some(since) => (tf(w::SINCE, &[("when", &by_when(lang, since, now))]), w::STEP_STILL),
    };
    view! {
        <p class="derivation__rule">{rule} " " {reading}</p>
        <ol class="derivation" aria-label=t(w::STEPS)>
            {steps}
            {sum
                .map(|sum| {
                    view! {
                        <li class="derivation__step derivation__step--sum">
                            <span class="derivation__what">{tf(w::STEP_SUM, &[("time", &sum)])}</span>
                        </li>
                    }
                })}
            <li class="derivation__step derivation__step--due">
                <span class="derivation__when">{when}</span>
                <span class="derivation__what">{t(what)}</span>
            </li>
        </ol>
    }
    .erase()
}

fn row(step: &Step, minutes: Option<i64>, lang: Lang) -> AnyView {
    let class =
        if step.kind.counts() { "derivation__step derivation__step--counts" } else { "derivation__step" };
    view! {
        <li class=class>
            <span class="derivation__when">{span_words(step, lang)}</span>
            <span class="derivation__what">{kind_words(step, minutes.unwrap_or(0), lang)}</span>
        </li>
    }
    .into_any()
}

/// `Fr 27. Nov., 16:30–17:00`, `27. Nov., 17:00 – 28. Nov., 00:00`, `28.–29. Nov.`
fn span_words(step: &Step, lang: Lang) -> String {
    let (from, to) = (step.from.civil(), step.to.civil());
    let midnight = |at: jiff::civil::DateTime| at.time() == jiff::civil::Time::midnight();
    let last = if midnight(to) { to.date().yesterday().unwrap_or(to.date()) } else { to.date() };
    let day = |date| short_date(date, lang);
    if midnight(from) && midnight(to) {
        return if last == from.date() {
            day(last)
        } else {
            format!("{} – {}", day(from.date()), day(last))
        };
    }
    let end = if midnight(to) { "24:00".to_owned() } else { step.to.clock() };
    if last == from.date() {
        return format!("{}, {}–{end}", day(last), step.from.clock());
    }
    format!("{}, {} – {}, {end}", day(from.date()), step.from.clock(), day(last))
}

fn kind_words(step: &Step, minutes: i64, lang: Lang) -> String {
    let time = || duration(lang, minutes);
    match &step.kind {
        StepKind::Counted => fill(lang, w::STEP_COUNTED, &[("time", &time())]),
        StepKind::MadeUp => fill(lang, w::STEP_MADE_UP, &[("time", &time())]),
        StepKind::Day { number } => fill(lang, w::STEP_DAY, &[("n", &number.to_string())]),
        StepKind::Receipt => say(lang, w::STEP_RECEIPT).to_owned(),
        StepKind::Outside => say(lang, w::STEP_OUTSIDE).to_owned(),
        StepKind::Break => say(lang, w::STEP_BREAK).to_owned(),
        StepKind::Weekday => say(lang, w::STEP_WEEKDAY).to_owned(),
        StepKind::Paused => say(lang, w::STEP_PAUSED).to_owned(),
        StepKind::Holiday { de, en } | StepKind::Closure { de, en } => match lang {
            Lang::De => de.clone(),
            Lang::En => en.clone(),
        },
    }
}
