//! Classes and priorities in the administration (D3).
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Select, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::policy::part::{NameFields, PartForm, RemoveForm, Spot, dom_id, field};
use crate::policy::word::{class_kind_word, delivery_word};
use crate::words::{Text, common, policy as w};
use domain::policy::Policy;
use domain::policy::edit::{Part, Spotted as _, code_of};
use domain::ticket::{Class, ClassKind, Delivery};
use leptos::prelude::*;

const KINDS: [ClassKind; 5] =
    [ClassKind::Incident, ClassKind::Outage, ClassKind::Request, ClassKind::Question, ClassKind::Wish];

/// All classes.
#[component]
pub fn Classes(
    /// The draft.
    policy: Policy,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <Scheme part=Part::Class levels=policy.classes add=w::CLASS_ADD reload />
        <div class="settings__more">
            <h2 class="settings__heading">{t(w::PRIORITIES)}</h2>
            <p class="muted">{t(w::PRIORITIES_LEAD)}</p>
        </div>
        <Scheme part=Part::Priority levels=policy.priorities add=w::PRIORITY_ADD reload />
    }
}

/// One scheme of classification.
#[component]
fn Scheme(part: Part, levels: Vec<Class>, add: Text, reload: Callback<()>) -> impl IntoView {
    let cards: Vec<_> = levels.into_iter().map(|class| view! { <ClassCard part class reload /> }).collect();
    let spot = Spot::add(part, "");
    view! {
        {cards}
        <Fold label=add icon=Icon::Plus class="fold--card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <ClassFields class=None />
            </PartForm>
        </Fold>
    }
}

#[component]
fn ClassCard(part: Part, class: Class, reload: Callback<()>) -> impl IntoView {
    let name = class.name(lang()).to_owned();
    let at = class.spot();
    let spot = Spot::save(part, &at);
    let (id, heading) = (dom_id(part, &at), dom_id(part, &at));
    let what = tf(w::REMOVE_WHAT, &[("what", &name)]);
    let rank = tf(w::RANK_IS, &[("n", &class.rank.to_string())]);
    view! {
        <section class="card setting" aria-labelledby=heading>
            <header class="card__head">
                <h2 class="card__title" id=id>
                    {name}
                    " "
                    <span class="chip">{rank}</span>
                </h2>
                <RemoveForm spot=Spot::remove(part, &at, "") what reload />
            </header>
            <Fold label=w::CHANGE icon=Icon::Pencil class="fold--in-card" open=spot.comes_back()>
                <PartForm spot submit=common::SAVE reload>
                    <ClassFields class=Some(class) />
                </PartForm>
            </Fold>
        </section>
    }
    .erase()
}

#[component]
fn ClassFields(class: Option<Class>) -> impl IntoView {
    let new = class.is_none();
    let class = class.unwrap_or_else(|| Class {
        code: String::new(),
        rank: 1,
        de: String::new(),
        en: String::new(),
        help_de: String::new(),
        help_en: String::new(),
        kind: ClassKind::Incident,
        examples_de: Vec::new(),
        examples_en: Vec::new(),
        checklist_de: Vec::new(),
        checklist_en: Vec::new(),
        effort_de: String::new(),
        effort_en: String::new(),
        delivery: Vec::new(),
        customer_sets: false,
    });
    let kinds = KINDS.map(|kind| (code_of(&kind), t(class_kind_word(kind)).to_owned())).to_vec();
    let deliveries: Vec<_> = Delivery::ALL
        .into_iter()
        .map(|delivery| {
            let name = field(&format!("delivery_{}", code_of(&delivery)));
            let checked = class.delivery.contains(&delivery);
            view! { <Checkbox name=name label=delivery_word(delivery) checked=checked /> }
        })
        .collect();
    view! {
        <NameFields with_code=new de=class.de en=class.en />
        <div class="pair">
            <TextField
                name=field("rank")
                label=w::RANK
                hint=w::RANK_HINT
                value=class.rank.to_string()
                inputmode="numeric"
                required=true
                max=3
            />
            <Select
                name=field("kind")
                label=w::CLASS_KIND
                options=kinds
                value=code_of(&class.kind)
                required=true
            />
        </div>
        <div class="pair">
            <TextArea name=field("help_de") label=w::HELP_DE value=class.help_de rows=3 max=600 />
            <TextArea name=field("help_en") label=w::HELP_EN value=class.help_en rows=3 max=600 />
        </div>
        <div class="pair">
            <Lines name="examples_de" label=w::EXAMPLES_DE lines=class.examples_de />
            <Lines name="examples_en" label=w::EXAMPLES_EN lines=class.examples_en />
        </div>
        <div class="pair">
            <Lines name="checklist_de" label=w::CHECKLIST_DE lines=class.checklist_de />
            <Lines name="checklist_en" label=w::CHECKLIST_EN lines=class.checklist_en />
        </div>
        <div class="pair">
            <TextArea name=field("effort_de") label=w::EFFORT_DE value=class.effort_de rows=2 max=600 />
            <TextArea name=field("effort_en") label=w::EFFORT_EN value=class.effort_en rows=2 max=600 />
        </div>
        <fieldset class="field choices">
            <legend class="field__label">{t(w::DELIVERY)}</legend>
            <div class="choices__boxes">{deliveries}</div>
        </fieldset>
        <Checkbox name=field("customer_sets") label=w::CUSTOMER_SETS checked=class.customer_sets />
    }
}

/// A list, one thing a line.
#[component]
fn Lines(name: &'static str, label: Text, lines: Vec<String>) -> impl IntoView {
    view! { <TextArea name=field(name) label=label hint=w::LINES_HINT value=lines.join("\n") rows=3 max=2000 /> }
}
