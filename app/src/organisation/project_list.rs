//! Projects and systems of an organisation (A1).
use crate::organisation::api::{AddAsset, AddProject};
use crate::organisation::contact_list::done;
use crate::organisation::view::{AssetLine, ProjectLine};
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Form, Hidden, Select, Submit, TextField, comes_back, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::{Text, common, organisation as w};
use domain::id::OrganisationId;
use domain::person::{AssetKind, Phase};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

const fn phase_word(phase: Phase) -> Text {
    match phase {
        Phase::Implementation => w::PHASE_IMPLEMENTATION,
        Phase::Support => w::PHASE_SUPPORT,
    }
}

/// The word for a kind of system.
pub const fn kind_word(kind: AssetKind) -> Text {
    match kind {
        AssetKind::Live => w::KIND_LIVE,
        AssetKind::Test => w::KIND_TEST,
        AssetKind::Development => w::KIND_DEVELOPMENT,
        AssetKind::Interface => w::KIND_INTERFACE,
    }
}

/// Projects with their phase.
#[component]
pub fn ProjectCard(
    /// Of which organisation.
    id: OrganisationId,
    /// By name.
    projects: Vec<ProjectLine>,
    /// The reader may add some.
    manages: bool,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let empty = projects.is_empty();
    let phases = [Phase::Implementation, Phase::Support]
        .map(|phase| (phase.code().to_owned(), t(phase_word(phase)).to_owned()))
        .to_vec();
    let open = comes_back(AddProject::url(), None);
    view! {
        <section class="card" aria-labelledby="projects">
            <header class="card__head">
                <h2 class="card__title" id="projects">
                    {t(w::PROJECTS)}
                </h2>
            </header>
            {empty.then(|| view! { <p class="card__body muted">{t(w::PROJECTS_EMPTY)}</p> })}
            <ul class="things">
                {projects
                    .into_iter()
                    .map(|project| {
                        view! {
                            <li class="thing">
                                <Icon name=Icon::Folder />
                                <span class="thing__words">{project.name}</span>
                                <span class="chip">{t(phase_word(project.phase))}</span>
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
            {manages
                .then(|| {
                    view! {
                        <Fold label=w::PROJECT_ADD icon=Icon::Plus class="fold--in-card" open=open>
                            <Form
                                action={ServerAction::<AddProject>::new()}
                                on_success=done(w::PROJECT_ADDED, reload)
                            >
                                <Hidden name="id" value=id.to_string() />
                                <TextField name="name" label=common::NAME required=true max=120 />
                                <Select name="phase" label=w::PHASE options=phases required=true />
                                <Submit label=common::ADD kind=ButtonKind::Plain />
                            </Form>
                        </Fold>
                    }
                })}
        </section>
    }
}

/// Systems with kind and address.
#[component]
pub fn AssetCard(
    /// Of which organisation.
    id: OrganisationId,
    /// By name.
    assets: Vec<AssetLine>,
    /// All its projects.
    projects: Vec<ProjectLine>,
    /// The reader may add some.
    manages: bool,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let empty = assets.is_empty();
    let open = comes_back(AddAsset::url(), None);
    view! {
        <section class="card" aria-labelledby="assets">
            <header class="card__head">
                <h2 class="card__title" id="assets">
                    {t(w::ASSETS)}
                </h2>
            </header>
            {empty.then(|| view! { <p class="card__body muted">{t(w::ASSETS_EMPTY)}</p> })}
            <ul class="things">
                {assets.into_iter().map(|asset| view! { <AssetItem asset /> }).collect::<Vec<_>>()}
            </ul>
            {manages
                .then(|| {
                    view! {
                        <Fold label=w::ASSET_ADD icon=Icon::Plus class="fold--in-card" open=open>
                            <AssetForm id projects reload />
                        </Fold>
                    }
                })}
        </section>
    }
}

#[component]
fn AssetItem(asset: AssetLine) -> impl IntoView {
    let AssetLine { name, kind, url, built_by_us, .. } = asset;
    let icon = if kind == AssetKind::Interface { Icon::Link } else { Icon::Server };
    let web = url.starts_with("https://") || url.starts_with("http://");
    let address = match (url.is_empty(), web) {
        (true, _) => ().erase(),
        (false, true) => view! {
            <a class="small" href=url.clone() rel="noreferrer noopener external" target="_blank">
                {url.clone()}
            </a>
        }
        .erase(),
        (false, false) => view! { <span class="muted small">{url}</span> }.erase(),
    };
    view! {
        <li class="thing">
            <Icon name=icon />
            <span class="thing__words">
                <span>{name}</span>
                {address}
            </span>
            {built_by_us.then(|| view! { <span class="chip">{t(w::ASSET_OURS)}</span> })}
            <span class="chip">{t(kind_word(kind))}</span>
        </li>
    }
}

#[component]
fn AssetForm(id: OrganisationId, projects: Vec<ProjectLine>, reload: Callback<()>) -> impl IntoView {
    let kinds = AssetKind::ALL.map(|kind| (kind.code().to_owned(), t(kind_word(kind)).to_owned())).to_vec();
    let projects = projects.into_iter().map(|project| (project.id.to_string(), project.name));
    let projects = with_none(w::PROJECT_NONE, projects);
    view! {
        <Form action={ServerAction::<AddAsset>::new()} on_success=done(w::ASSET_ADDED, reload)>
            <Hidden name="id" value=id.to_string() />
            <TextField name="name" label=common::NAME required=true max=120 />
            <Select name="kind" label=w::ASSET_KIND options=kinds required=true />
            <TextField name="url" label=w::ASSET_URL inputmode="url" max=300 placeholder="https://" />
            {(projects.len() > 1)
                .then(|| view! { <Select name="project" label=w::PROJECT options=projects /> })}
            <Checkbox name="built_by_us" label=w::ASSET_OURS />
            <Submit label=common::ADD kind=ButtonKind::Plain />
        </Form>
    }
}
