//! The support policy (D11): published is what is executed.
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::print::PrintButton;
use crate::parts::say::{lang, me, t, tf};
use crate::parts::state::{Load, SkeletonKind};
use crate::policy::api::{Question, load_policy};
use crate::policy::calculator::{Calculator, query_of, question};
use crate::policy::sheet::Sheet;
use crate::policy::view::{EditionLine, PolicyView};
use crate::words::policy as w;
use domain::access::Area;
use domain::lang::Lang;
use domain::moment::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// `/policy`
pub struct PolicyPage;

#[lazy_route]
impl LazyRoute for PolicyPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let location = use_location();
        let query = Memo::new(move |_| {
            location.search.with(|search| query_of(&question(search.trim_start_matches('?'))))
        });
        let policy = Resource::new(
            move || query.get(),
            |query: String| async move { Ok((load_policy(query.clone()).await?, question(&query))) },
        );
        view! {
            <Load
                resource=policy
                skeleton=SkeletonKind::Page
                alone=true
                view=|(policy, asked): (PolicyView, Question)| view! { <Policy policy asked /> }
            />
        }
        .erase()
    }
}

#[component]
fn Policy(policy: PolicyView, asked: Question) -> impl IntoView {
    let lang = lang();
    let number = policy.version.to_string();
    let lead = in_force(&number, policy.since, policy.until, lang);
    let manages = me().actor.is_some_and(|actor| actor.may_enter(Area::Policy));
    let editions = policy.editions.clone();
    let old = policy.until.is_some();
    view! {
        <PageHead title=w::SHEET_TITLE lead=lead>
            <SheetLinks version=policy.version />
            <PrintButton />
            {manages.then(|| view! { <LinkButton href="/settings" label=w::SETTINGS icon=Icon::Settings /> })}
        </PageHead>
        {policy
            .draft
            .then(|| {
                view! {
                    <p class="note note--waiting">
                        {t(w::DRAFT_SHOWN)} " " <a href="/settings/publish">{t(w::DRAFT_TO_PUBLISH)}</a>
                    </p>
                }
            })}
        {old
            .then(|| {
                view! { <p class="note">{t(w::OLD_VERSION)} " " <a href="/policy">{t(w::TO_CURRENT)}</a></p> }
            })}
        <article class="sheet">
            <p class="sheet__issuer">{me().company}</p>
            <Sheet policy=policy.clone() />
            <Calculator policy asked />
            {(editions.len() > 1).then(|| view! { <Editions editions /> })}
        </article>
    }
    .erase()
}

/// Lead to the same as a paper, in both languages.
#[component]
fn SheetLinks(version: i64) -> impl IntoView {
    Lang::ALL.map(|lang| {
        let words = match lang {
            Lang::De => w::SHEET_PDF_DE,
            Lang::En => w::SHEET_PDF_EN,
        };
        view! {
            <a
                class="button"
                href=format!("/policy/sheet/{version}/{}", lang.code())
                target="_blank"
                rel="external noopener"
                aria-label=t(words)
            >
                <Icon name=Icon::Download />
                <span>{format!("PDF {}", lang.code().to_uppercase())}</span>
            </a>
        }
    })
}

/// Since when a version is in force, or from when to when it was.
pub fn in_force(number: &str, since: Moment, until: Option<Moment>, lang: Lang) -> String {
    let since = since.date(lang);
    match until {
        None => tf(w::VALID_SINCE, &[("n", number), ("since", &since)]),
        Some(until) => tf(w::VALID_UNTIL, &[("n", number), ("since", &since), ("until", &until.date(lang))]),
    }
}

#[component]
fn Editions(editions: Vec<EditionLine>) -> impl IntoView {
    let lang = lang();
    let ends: Vec<_> = std::iter::once(None).chain(editions.iter().map(|later| Some(later.since))).collect();
    let items: Vec<_> = editions
        .into_iter()
        .zip(ends)
        .map(|(line, until)| {
            let number = line.version.to_string();
            let words = in_force(&number, line.since, until, lang);
            view! {
                <li>
                    <a href=format!("/policy?version={number}")>{words}</a>
                </li>
            }
        })
        .collect();
    view! {
        <section class="sheet__part editions" aria-labelledby="editions">
            <h2 id="editions">{t(w::EDITIONS)}</h2>
            <ul>{items}</ul>
        </section>
    }
}
