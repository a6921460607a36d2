//! The ticket types on the form: what each costs, by when it is done, and the yes to its price (B5, E2). Prices and times follow
//! the chosen organisation and class; without scripts they are those of the first look.
use crate::approval::api::load_types;
use crate::approval::view::TypeOffer;
use crate::approval::word::{drawn, factor, order};
use crate::parts::awake::when_awake;
use crate::parts::badge::kind_word;
use crate::parts::erase::Erase as _;
use crate::parts::field::Field;
use crate::parts::form::{Checkbox, FormState};
use crate::parts::say::{Label, is_staff, lang, now, t, tf};
use crate::promise::sentence::by_when;
use crate::ticket::new::assist::Assist;
use crate::words::{approval as w, new};
use domain::approval::consent::Tariff;
use domain::lang::Lang;
use domain::money::euros;
use domain::ticket::TicketType;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The types, the usual one chosen.
#[component]
pub fn Kinds(
    /// As they were offered at first.
    offers: Vec<TypeOffer>,
    /// What is chosen elsewhere in the form.
    assist: Assist,
) -> impl IntoView {
    let kinds: Vec<TicketType> = offers.iter().map(TypeOffer::kind).collect();
    let usual = kinds.iter().find(|kind| **kind == TicketType::Normal).or(kinds.first()).copied();
    let field = Field::new("kind", Some(Label::Text(new::KIND_HINT)));
    let chosen = field.state.typed("kind").unwrap_or_else(|| usual.map_or("", TicketType::code).to_owned());
    let shown = RwSignal::new(offers);
    follow(assist, shown);
    // Another class promises other times, and asks no yes anew.
    let asked = Memo::new(move |_| {
        let tariffs = |offers: &Vec<TypeOffer>| offers.iter().map(|offer| offer.tariff).collect::<Vec<_>>();
        shown.with(tariffs).into_iter().filter(|tariff| tariff.needs_consent()).collect::<Vec<_>>()
    });
    let around = FormState::around();
    // What is drawn anew is drawn after the sentence above the fields, which asks what each of them says itself.
    if !cfg!(target_arch = "wasm32") {
        asked.with_untracked(|asked| {
            for tariff in asked {
                around.enlist(&name_of(*tariff));
            }
        });
    }
    let consents = move || {
        provide_context(around.clone());
        asked.get().into_iter().map(consent).collect::<Vec<_>>()
    };
    let cards: Vec<_> = kinds
        .into_iter()
        .map(|kind| {
            let checked = kind.code() == chosen;
            view! { <Card id=field.id.clone() kind checked shown /> }
        })
        .collect();
    let about = field.clone();
    view! {
        <fieldset class="field radios kinds" aria-describedby=move || about.described()>
            <legend class="field__label">{t(new::KIND)}</legend>
            {field.hint()}
            <div class="radios__cards">{cards}</div>
            {consents}
            {field.error()}
        </fieldset>
    }
    .erase()
}

/// One type with what it costs and by when it is done.
#[component]
fn Card(id: String, kind: TicketType, checked: bool, shown: RwSignal<Vec<TypeOffer>>) -> impl IntoView {
    let id = format!("{id}-{}", kind.code());
    let help = format!("{id}-help");
    let offer = Memo::new(move |_| shown.with(|all| all.iter().find(|offer| offer.kind() == kind).cloned()));
    let price = move || offer.get().map(|offer| price(lang(), &offer, is_staff()));
    let times = move || offer.get().map(|offer| times(&offer).into_iter().map(line).collect::<Vec<_>>());
    view! {
        <div class="radio">
            <input
                id=id.clone()
                class="radio__dot"
                type="radio"
                name="kind"
                value=kind.code()
                checked=checked
                required=true
                aria-describedby=help.clone()
            />
            <label class="radio__label" for=id>
                {t(kind_word(kind))}
            </label>
            <div class="radio__help kinds__facts" id=help>
                <p class="kinds__price">{price}</p>
                {times}
            </div>
        </div>
    }
    .erase()
}

fn line(words: String) -> impl IntoView {
    view! { <p>{words}</p> }
}

fn name_of(tariff: Tariff) -> String {
    format!("consent[{}]", tariff.kind.code())
}

/// The yes to a price; shown by the style sheet while its type is chosen, with scripts or without.
fn consent(tariff: Tariff) -> impl IntoView {
    let code = tariff.kind.code();
    let words = order(lang(), tariff, is_staff());
    let value = tariff.hour_cents().to_string();
    view! {
        <div class=format!("kinds__consent kinds__consent--{code}")>
            <Checkbox name=name_of(tariff) label=words value />
        </div>
    }
    .erase()
}

/// What an hour costs, in words; nothing where nothing is charged by the hour. Hours of a package that count more come first.
fn price(lang: Lang, offer: &TypeOffer, staff: bool) -> String {
    let drawn = drawn(lang, offer.tariff);
    match offer.hour_cents {
        Some(cents) => {
            let hour = tf(w::AN_HOUR, &[("price", &euros(lang, cents))]);
            let hour = tf(w::NET, &[("price", &hour)]);
            let hour = match offer.tariff.factor_percent {
                100 => hour,
                percent => format!("{hour} ({})", factor(lang, percent)),
            };
            match drawn {
                Some(drawn) => tf(w::DRAWN_BEYOND, &[("drawn", &drawn), ("hour", &hour)]),
                None => hour,
            }
        }
        None if drawn.is_some() => drawn.unwrap_or_default(),
        None if offer.charged => t(if staff { w::COVERED_STAFF } else { w::COVERED }).to_owned(),
        None => t(w::NOT_CHARGED).to_owned(),
    }
}

/// By when there is a reaction and a result, as far as that is promised.
fn times(offer: &TypeOffer) -> Vec<String> {
    let said = |text, at| tf(text, &[("when", &by_when(lang(), at, now()))]);
    let promised =
        [offer.reaction.map(|at| said(w::REACTION_BY, at)), offer.done.map(|at| said(w::DONE_BY, at))];
    let promised: Vec<String> = promised.into_iter().flatten().collect();
    if promised.is_empty() { vec![t(w::NO_TIME).to_owned()] } else { promised }
}

/// Asks anew when organisation or class are others.
fn follow(assist: Assist, shown: RwSignal<Vec<TypeOffer>>) {
    let asked = StoredValue::new((assist.organisation.get_untracked(), assist.class.get_untracked()));
    when_awake(move || {
        let chosen = (assist.organisation.get(), assist.class.get());
        if asked.get_value() == chosen {
            return;
        }
        asked.set_value(chosen.clone());
        spawn_local(async move {
            let offers = load_types(chosen.0.clone(), chosen.1.clone()).await;
            // An answer to an older question comes too late.
            if let (Ok(offers), Some(true)) = (offers, asked.try_with_value(|asked| *asked == chosen)) {
                shown.try_set(offers);
            }
        });
    });
}
