//! Versions of the configuration, taking them out as files, taking files in.
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit, TextArea};
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf};
use crate::parts::time::Time;
use crate::policy::api::ImportPolicy;
use crate::policy::pick_file::PickFile;
use crate::policy::view::{DraftView, EditionLine};
use crate::words::policy as w;
use domain::moment::Moment;
use leptos::prelude::*;

/// The page.
#[component]
pub fn History(
    /// The draft, with all versions.
    draft: DraftView,
) -> impl IntoView {
    let (now, current) = (draft.now, draft.current);
    let rows: Vec<_> = draft.editions.into_iter().map(|line| row(line, current, now)).collect();
    view! {
        <section class="card setting" aria-labelledby="editions">
            <header class="card__head">
                <h2 class="card__title" id="editions">
                    {t(w::EDITIONS)}
                </h2>
            </header>
            <ul class="things">{rows}</ul>
        </section>
        <section class="card setting" aria-labelledby="import">
            <div class="card__body">
                <h2 class="card__title" id="import">
                    {t(w::IMPORT)}
                </h2>
                <p class="muted">{t(w::IMPORT_LEAD)}</p>
                <Form action={ServerAction::<ImportPolicy>::new()}>
                    <PickFile into="text" label=w::IMPORT_FILE accept=".toml,text/plain" />
                    <TextArea name="text" label=w::IMPORT_TEXT rows=12 required=true max=400_000 />
                    <div class="form__actions">
                        <Submit label=w::IMPORT_SEND />
                    </div>
                </Form>
            </div>
        </section>
    }
    .erase()
}

fn row(line: EditionLine, current: i64, now: Moment) -> AnyView {
    let number = line.version.to_string();
    let export = format!("/policy/export/{number}");
    let label = tf(w::EXPORT_WHAT, &[("n", &number)]);
    let by = if line.by.is_empty() { t(w::FIRST_START).to_owned() } else { line.by };
    view! {
        <li class="thing">
            <span class="thing__words">
                <a href=format!("/policy?version={number}")>{tf(w::VERSION, &[("n", &number)])}</a>
                <span class="muted small">{line.note} " · " {by} " · " <Time at=line.since now /></span>
            </span>
            {(line.version == current)
                .then(|| view! { <span class="chip chip--accent">{t(w::IN_FORCE)}</span> })}
            <a class="button button--quiet" href=export aria-label=label rel="external">
                <Icon name=Icon::Download />
            </a>
        </li>
    }
    .into_any()
}
