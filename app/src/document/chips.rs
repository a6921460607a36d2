//! Documents as they stand below a message: pictures with their preview, others as a line with name and size.
use crate::document::size;
use crate::document::viewer::{Viewer, can_show};
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::lang;
use crate::ticket::view::DocumentView;
use domain::document::Show;
use leptos::prelude::*;

/// Documents in a row.
#[component]
pub fn Documents(
    /// Which.
    documents: Vec<DocumentView>,
    /// As plain lines without previews, where there is little room.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    (!documents.is_empty()).then(|| {
        let class = if plain { "documents documents--plain" } else { "documents" };
        let chips = documents.into_iter().map(|document| {
            view! {
                <li>
                    <Chip document plain />
                </li>
            }
        });
        view! { <ul class=class>{chips.collect::<Vec<_>>()}</ul> }
    })
}

/// One document.
#[component]
fn Chip(document: DocumentView, plain: bool) -> impl IntoView {
    let viewer = use_context::<Viewer>();
    let (id, shows) = (document.id, can_show(&document));
    let source = (document.preview && !plain).then(|| size::preview(&document));
    // Of one that is made when it is first asked for it may turn out that there can be none.
    let missing = RwSignal::new(false);
    let preview = move || source.clone().filter(|_| !missing.get());
    let class = {
        let preview = preview.clone();
        move || if preview().is_some() { "document document--pictured" } else { "document" }
    };
    let icon = match document.show {
        Show::Picture => Icon::Image,
        Show::Pdf => Icon::FileText,
        Show::Download => Icon::File,
    };
    let told = size::told(u64::try_from(document.size).unwrap_or(0), lang());
    view! {
        <a
            class=class
            href=size::address(&document)
            rel="external"
            download=(!shows).then(|| document.name.clone())
            on:click=move |event| {
                if let Some(viewer) = viewer {
                    viewer.open(&event, id);
                }
            }
        >
            {move || match preview() {
                Some(source) => {
                    view! {
                        <span class="document__frame">
                            <img
                                class="document__preview"
                                src=source
                                alt=""
                                loading="lazy"
                                decoding="async"
                                on:error=move |_| missing.set(true)
                            />
                        </span>
                    }
                        .erase()
                }
                None => view! { <Icon name=icon /> }.erase(),
            }}
            <span class="document__words">
                <span class="document__name">{document.name.clone()}</span>
                <span class="document__size">{told}</span>
            </span>
        </a>
    }
}
