//! Free texts of the support policy in the administration (D11).
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Select, TextArea, TextField, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::policy::calendar_form::named;
use crate::policy::part::{PartForm, RemoveForm, Spot, dom_id, field};
use crate::policy::word::sheet_word;
use crate::words::{common, policy as w};
use domain::policy::edit::{Part, Spotted as _, code_of};
use domain::policy::sheet::SheetPart;
use domain::policy::{Policy, TextBlock};
use leptos::prelude::*;

/// All texts.
#[component]
pub fn Texts(
    /// The draft.
    policy: Policy,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let cards: Vec<_> = policy.texts.into_iter().map(|text| view! { <TextCard text reload /> }).collect();
    let spot = Spot::add(Part::Text, "");
    view! {
        {cards}
        <Fold label=w::TEXT_ADD icon=Icon::Plus class="fold--card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <TextField name=field("code") label=w::CODE hint=w::CODE_HINT required=true max=40 />
                <TextFields text=None />
            </PartForm>
        </Fold>
    }
}

#[component]
fn TextCard(text: TextBlock, reload: Callback<()>) -> impl IntoView {
    let name = named(lang(), &text.de, &text.en);
    let at = text.spot();
    let spot = Spot::save(Part::Text, &at);
    let (id, heading) = (dom_id(Part::Text, &at), dom_id(Part::Text, &at));
    let what = tf(w::REMOVE_WHAT, &[("what", &name)]);
    view! {
        <section class="card setting" aria-labelledby=heading>
            <header class="card__head">
                <h2 class="card__title" id=id>
                    {name}
                </h2>
                <RemoveForm spot=Spot::remove(Part::Text, &at, "") what reload />
            </header>
            <Fold label=w::CHANGE icon=Icon::Pencil class="fold--in-card" open=spot.comes_back()>
                <PartForm spot submit=common::SAVE reload>
                    <TextFields text=Some(text) />
                </PartForm>
            </Fold>
        </section>
    }
    .erase()
}

#[component]
fn TextFields(text: Option<TextBlock>) -> impl IntoView {
    let after = text.as_ref().and_then(|text| text.after).map(|part| code_of(&part)).unwrap_or_default();
    let parts = SheetPart::ALL.map(|part| (code_of(&part), t(sheet_word(part)).to_owned()));
    let (de, en, text_de, text_en) =
        text.map_or_else(Default::default, |text| (text.de, text.en, text.text_de, text.text_en));
    view! {
        <div class="pair">
            <TextField name=field("de") label=w::HEADING_DE value=de required=true max=120 />
            <TextField name=field("en") label=w::HEADING_EN value=en required=true max=120 />
        </div>
        <Select
            name=field("after")
            label=w::TEXT_AFTER
            hint=w::TEXT_AFTER_HINT
            options=with_none(w::TEXT_AT_END, parts)
            value=after
        />
        <div class="pair">
            <TextArea name=field("text_de") label=w::TEXT_DE value=text_de rows=6 max=5000 />
            <TextArea name=field("text_en") label=w::TEXT_EN value=text_en rows=6 max=5000 />
        </div>
    }
}
