//! What the classes mean.
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t};
use crate::policy::calendar_form::named;
use crate::policy::word::delivery_word;
use crate::words::{Text, policy as w};
use domain::ticket::Class;
use leptos::prelude::*;

/// Classes, or levels of priority.
#[component]
pub fn ClassPart(
    /// Of the part.
    id: &'static str,
    /// Its heading.
    title: Text,
    /// Which.
    classes: Vec<Class>,
) -> impl IntoView {
    let lang = lang();
    let items: Vec<_> = classes
        .into_iter()
        .map(|class| {
            let examples = class.examples(lang).join(" · ");
            let effort = named(lang, &class.effort_de, &class.effort_en);
            let ways = class.delivery.iter().map(|way| t(delivery_word(*way))).collect::<Vec<_>>().join(", ");
            view! {
                <dt>{class.name(lang).to_owned()}</dt>
                <dd>
                    {named(lang, &class.help_de, &class.help_en)}
                    {(!examples.is_empty())
                        .then(|| view! { <p class="muted">{t(w::EXAMPLES)} ": " {examples}</p> })}
                    {(!effort.is_empty()).then(|| view! { <p>{effort}</p> })}
                    {(!ways.is_empty()).then(|| view! { <p class="muted">{t(w::DELIVERY)} ": " {ways}</p> })}
                </dd>
            }
        })
        .collect();
    view! {
        <section class="sheet__part" aria-labelledby=id>
            <h2 id=id>{t(title)}</h2>
            <dl class="classes">{items}</dl>
        </section>
    }
    .erase()
}
