//! What mails say, in the administration: each occasion in two languages, with whole mails to look at beside.
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::TextArea;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::policy::part::{PartForm, Spot, dom_id, field};
use crate::policy::template_word::{occasion_word, samples, usual};
use crate::words::{common, mails, policy as w, say};
use domain::lang::Lang;
use domain::policy::Policy;
use domain::policy::edit::{Part, code_of};
use domain::policy::template::{LONGEST, Occasion};
use leptos::prelude::*;

/// All occasions, and the mails that they make.
#[component]
pub fn Templates(
    /// The draft.
    policy: Policy,
    /// The draft's number: another draft is another picture.
    seen: i64,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let cards: Vec<_> = Occasion::ALL
        .into_iter()
        .map(|occasion| {
            let own = Lang::ALL.map(|lang| policy.own_words(occasion, lang).map(str::to_owned));
            view! { <OccasionCard occasion own reload /> }
        })
        .collect();
    let samples: Vec<_> = samples(&policy)
        .map(|(code, name)| {
            view! {
                <Fold label=name icon=Icon::Mail class="fold--quiet">
                    <div class="samples">
                        {Lang::ALL.map(|lang| view! { <Sample code name lang seen /> })}
                    </div>
                </Fold>
            }
        })
        .collect();
    view! {
        <p class="muted">{t(w::MAILS_LEAD)}</p>
        <section class="card setting" aria-labelledby="samples">
            <div class="card__body">
                <h2 class="card__title" id="samples">
                    {t(w::SAMPLES)}
                </h2>
                <p class="muted">{t(w::SAMPLES_LEAD)}</p>
                {samples}
            </div>
        </section>
        {cards}
    }
}

/// One mail as it would leave.
#[component]
fn Sample(code: &'static str, name: crate::words::Text, lang: Lang, seen: i64) -> impl IntoView {
    let language = t(match lang {
        Lang::De => w::IN_GERMAN,
        Lang::En => w::IN_ENGLISH,
    });
    view! {
        <figure class="sample">
            <figcaption class="muted small">{language}</figcaption>
            <iframe
                class="sample__mail"
                src=format!("/settings-mail/{code}/{}?draft={seen}", lang.code())
                title=format!("{}, {language}", t(name))
                sandbox=""
            ></iframe>
            <a
                class="small"
                href=format!("/settings-mail/{code}/{}/text", lang.code())
                rel="external"
                target="_blank"
                aria-label=format!("{}: {}, {language}", t(mails::SHOW_TEXT), t(name))
            >
                {t(mails::SHOW_TEXT)}
            </a>
        </figure>
    }
}

#[component]
fn OccasionCard(occasion: Occasion, own: [Option<String>; 2], reload: Callback<()>) -> impl IntoView {
    let at = code_of(&occasion);
    let spot = Spot::save(Part::Template, &at);
    let id = dom_id(Part::Template, &at);
    let [de, en] = own;
    let changed = de.is_some() || en.is_some();
    let text = |own: &Option<String>, lang: Lang| match own {
        Some(own) => own.clone(),
        None => say(lang, usual(occasion)).to_owned(),
    };
    let shown = match lang() {
        Lang::De => text(&de, Lang::De),
        Lang::En => text(&en, Lang::En),
    };
    view! {
        <section class="card setting" aria-labelledby=id.clone()>
            <header class="card__head">
                <h2 class="card__title" id=id.clone()>
                    {t(occasion_word(occasion))}
                </h2>
                {changed.then(|| view! { <span class="chip chip--accent">{t(w::OWN_WORDS)}</span> })}
            </header>
            {(!shown.is_empty()).then(|| view! { <p class="card__body muted sample__text">{shown}</p> })}
            <Fold label=w::CHANGE icon=Icon::Pencil class="fold--in-card" open=spot.comes_back()>
                <PartForm spot submit=common::SAVE reload>
                    <OccasionFields occasion de en />
                    <p class="muted small">{t(w::EMPTY_IS_USUAL)}</p>
                </PartForm>
            </Fold>
        </section>
    }
    .erase()
}

/// The text in both languages. Fields belong to the form in which they are made.
#[component]
fn OccasionFields(occasion: Occasion, de: Option<String>, en: Option<String>) -> impl IntoView {
    let gaps = occasion.gaps().iter().map(|gap| format!("{{{gap}}}")).collect::<Vec<_>>().join(" ");
    let hint = if gaps.is_empty() { t(w::NO_GAPS).to_owned() } else { tf(w::GAPS, &[("gaps", &gaps)]) };
    let fields = [("de", w::TEXT_DE, Lang::De, de), ("en", w::TEXT_EN, Lang::En, en)];
    view! {
        <div class="pair">
            {fields
                .map(|(name, label, lang, own)| {
                    view! {
                        <TextArea
                            name=field(name)
                            label
                            hint=hint.clone()
                            value=own.unwrap_or_default()
                            placeholder=say(lang, usual(occasion))
                            rows=4
                            max=u32::try_from(LONGEST).unwrap_or(u32::MAX)
                        />
                    }
                })}
        </div>
    }
}
