//! All documents of a quote or an order in one place, each with its versions.
use crate::deal::view::{DealEntry, Version, documents};
use crate::document::chips::Documents;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, now, t, tn};
use crate::ticket::view::DocumentView;
use crate::words::{deal as w, document};
use leptos::prelude::*;

/// The documents; nothing where there are none.
#[component]
pub fn Files(
    /// The history that they came with.
    entries: Memo<Vec<DealEntry>>,
) -> impl IntoView {
    let groups = Memo::new(move |_| entries.with(|entries| documents(entries)));
    move || {
        let groups = groups.get();
        (!groups.is_empty()).then(|| {
            view! {
                <section class="facts-box" aria-labelledby="documents">
                    <h2 class="facts-box__title" id="documents">
                        {t(document::DOCUMENTS)}
                        <span class="facts-box__count">{groups.len()}</span>
                    </h2>
                    <ul class="files">
                        {groups.into_iter().map(|versions| view! { <File versions /> }).collect::<Vec<_>>()}
                    </ul>
                    <p class="field__hint">{t(w::VERSIONS_HINT)}</p>
                </section>
            }
        })
    }
}

/// All documents of a history, as the viewer leafs through them.
pub fn all(entries: &[DealEntry]) -> Vec<DocumentView> {
    entries.iter().flat_map(|entry| entry.documents.iter().cloned()).collect()
}

#[component]
fn File(versions: Vec<Version>) -> impl IntoView {
    let mut versions = versions.into_iter();
    let newest = versions.next().map(|version| view! { <One version /> });
    let older: Vec<Version> = versions.collect();
    view! {
        <li class="files__one">
            {newest}
            {(!older.is_empty())
                .then(|| {
                    view! {
                        <details class="fold fold--quiet">
                            <summary class="fold__line">
                                <span class="fold__words">{tn(w::OLDER_VERSIONS, older.len() as u64)}</span>
                                <Icon name=Icon::ChevronDown />
                            </summary>
                            <div class="fold__body">
                                {older
                                    .into_iter()
                                    .map(|version| view! { <One version /> })
                                    .collect::<Vec<_>>()}
                            </div>
                        </details>
                    }
                })}
        </li>
    }
}

#[component]
fn One(version: Version) -> impl IntoView {
    let about = format!("{} · {}", version.by, version.at.told(now(), lang()));
    view! {
        <div class="files__version">
            <Documents documents=vec![version.document] plain=true />
            <p class="files__about">{version.internal.then(|| view! { <Icon name=Icon::Lock /> })} {about}</p>
        </div>
    }
}
