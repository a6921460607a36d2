//! A look into pictures and PDFs without leaving the page. Without scripts the links lead to the files themselves.
use crate::document::size;
use crate::parts::button::IconButton;
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::ticket::view::DocumentView;
use crate::words::document as w;
use domain::document::Show;
use domain::id::DocumentId;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Dialog;
use leptos::prelude::*;

/// What the page's viewer shows; in context below [`provide_viewer`].
#[derive(Clone, Copy)]
pub struct Viewer {
    shown: RwSignal<Option<DocumentId>>,
    /// What one can leaf through, in the page's order.
    all: Signal<Vec<DocumentView>>,
}

/// Makes a viewer known to the documents below; [`ViewerDialog`] must stand somewhere on the page.
pub fn provide_viewer(documents: Signal<Vec<DocumentView>>) {
    let all = Memo::new(move |_| {
        documents.with(|all| all.iter().filter(|document| can_show(document)).cloned().collect::<Vec<_>>())
    });
    provide_context(Viewer { shown: RwSignal::new(None), all: all.into() });
}

/// Whether a document can be looked into.
pub fn can_show(document: &DocumentView) -> bool {
    matches!(document.show, Show::Picture | Show::Pdf)
}

impl Viewer {
    /// Opens a document, unless the reader asked for another tab or window.
    pub fn open(self, event: &MouseEvent, id: DocumentId) {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        let known = self.all.with_untracked(|all| all.iter().any(|document| document.id == id));
        if known && !elsewhere {
            event.prevent_default();
            self.shown.set(Some(id));
        }
    }

    fn place(self) -> Option<(usize, DocumentView)> {
        let id = self.shown.get()?;
        self.all.with(|all| all.iter().position(|d| d.id == id).map(|at| (at, all[at].clone())))
    }

    fn leaf(self, by: isize) {
        let shown = self.shown.get_untracked();
        let next = self.all.with_untracked(|all| {
            let at = all.iter().position(|document| Some(document.id) == shown)?;
            all.get(at.checked_add_signed(by)?).map(|document| document.id)
        });
        if next.is_some() {
            self.shown.set(next);
        }
    }
}

/// The dialog of the viewer.
#[component]
pub fn ViewerDialog() -> impl IntoView {
    let viewer = expect_context::<Viewer>();
    let dialog = NodeRef::<Dialog>::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        match (viewer.shown.get(), dialog.open()) {
            (Some(_), false) => drop(dialog.show_modal()),
            (None, true) => dialog.close(),
            _ => {}
        }
    });
    let close = move || viewer.shown.set(None);
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => viewer.leaf(-1),
        "ArrowRight" => viewer.leaf(1),
        _ => {}
    };
    let beside = move |event: MouseEvent| {
        let target = event.target();
        if dialog.get().is_some_and(|dialog| target.as_ref() == Some(dialog.as_ref())) {
            close();
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="viewer"
            aria-label=t(w::PREVIEW)
            on:close=move |_| close()
            on:click=beside
            on:keydown=on_key
        >
            {move || {
                viewer
                    .place()
                    .map(|(at, document)| {
                        view! { <Page at document close=Callback::new(move |()| close()) /> }
                    })
            }}
        </dialog>
    }
}

/// One document in the dialog.
#[component]
fn Page(at: usize, document: DocumentView, close: Callback<()>) -> impl IntoView {
    let viewer = expect_context::<Viewer>();
    let count = viewer.all.with_untracked(Vec::len);
    let address = size::address(&document);
    let told = size::told(u64::try_from(document.size).unwrap_or(0), lang());
    let content = match document.show {
        Show::Picture => {
            view! { <img class="viewer__picture" src=address.clone() alt=document.name.clone() /> }.erase()
        }
        Show::Pdf => {
            view! { <iframe class="viewer__pdf" src=address.clone() title=document.name.clone()></iframe> }
                .erase()
        }
        Show::Download => ().erase(),
    };
    view! {
        <header class="viewer__head">
            <p class="viewer__name">
                <strong>{document.name.clone()}</strong>
                <span class="viewer__size">{told} {(count > 1).then(|| place(at, count))}</span>
            </p>
            {(count > 1)
                .then(|| {
                    view! {
                        <IconButton
                            icon=Icon::ArrowLeft
                            label=w::PREVIOUS
                            on_click=move |_| viewer.leaf(-1)
                        />
                        <IconButton icon=Icon::ArrowRight label=w::NEXT on_click=move |_| viewer.leaf(1) />
                    }
                })}
            <a
                class="button button--quiet button--icon"
                href=address.clone()
                target="_blank"
                rel="external noopener"
                title=t(w::IN_NEW_TAB)
                aria-label=t(w::IN_NEW_TAB)
            >
                <Icon name=Icon::External />
            </a>
            <a
                class="button button--quiet button--icon"
                href=address
                download=document.name
                rel="external"
                title=t(w::DOWNLOAD)
                aria-label=t(w::DOWNLOAD)
            >
                <Icon name=Icon::Download />
            </a>
            <IconButton icon=Icon::X label=crate::words::common::CLOSE on_click=move |_| close.run(()) />
        </header>
        <div class="viewer__stage">{content}</div>
    }
}

fn place(at: usize, count: usize) -> String {
    tf(w::PLACE, &[("n", &(at + 1).to_string()), ("of", &count.to_string())])
}
