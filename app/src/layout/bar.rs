//! The bar at the top: mark, search, a new ticket, the reader's own menu.
use crate::effort::chip::TimerChip;
use crate::layout::connection::ConnectionMark;
use crate::layout::palette::open_palette;
use crate::layout::place::Places;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{is_staff, lang, me, t};
use crate::person::api::{SetLanguage, SignOut};
use crate::phone::chip::CallChip;
use crate::words::{self, frame as w};
use domain::lang::Lang;
use domain::person::Standing;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use web_sys::SubmitEvent;

/// The company's name with the mark; leads to the start page.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <a class="mark" href="/" aria-label=me().company>
            <svg
                class="mark__sign"
                viewBox="0 0 32 32"
                width="28"
                height="28"
                aria-hidden="true"
                inner_html=SIGN
            ></svg>
            <span class="mark__name">{me().company}</span>
        </a>
    }
}

/// A counter with its switch; the same drawing as `public/favicon.svg`.
const SIGN: &str = r#"<rect class="mark__ground" width="32" height="32" rx="8"/><path class="mark__line" d="M8 21.5h16M11 21.5v-5a5 5 0 0 1 10 0v5M16 11.5V8.5" fill="none" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>"#;

/// The bar for people who are signed in.
#[component]
pub fn Bar() -> impl IntoView {
    let opens = !matches!(me().actor.map(|actor| actor.standing), Some(Standing::Partner) | None);
    view! {
        <header class="bar">
            <Mark />
            <Places />
            <Search />
            <div class="bar__tools">
                <TimerChip />
                {me().takes_calls.then(|| view! { <CallChip /> })}
                <ConnectionMark />
                {opens
                    .then(|| {
                        view! {
                            <a class=format!("{} bar__new", ButtonKind::Primary.class()) href="/tickets/new">
                                <Icon name=Icon::Plus />
                                <span>{t(if is_staff() { w::NEW_SHORT } else { w::NEW_TICKET })}</span>
                            </a>
                        }
                    })}
                <MyMenu />
            </div>
        </header>
    }
    .erase()
}

/// The bar for visitors: mark and language.
#[component]
pub fn VisitorBar() -> impl IntoView {
    view! {
        <header class="bar">
            <Mark />
            <div class="bar__tools">
                <LanguageForm />
            </div>
        </header>
    }
}

/// Search as a plain form; the palette is one key away.
#[component]
fn Search() -> impl IntoView {
    let navigate = use_navigate();
    let input = NodeRef::<leptos::html::Input>::new();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let words = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let words = js_sys::encode_uri_component(words.trim());
        navigate(&format!("/tickets?q={words}"), NavigateOptions::default());
    };
    view! {
        <form
            class="search"
            role="search"
            aria-label=t(w::SEARCH_LABEL)
            action="/tickets"
            method="get"
            on:submit=on_submit
        >
            <Icon name=Icon::Search />
            <input
                node_ref=input
                class="search__input"
                type="search"
                name="q"
                autocomplete="off"
                aria-label=t(w::SEARCH_LABEL)
                placeholder=t(w::SEARCH_PLACEHOLDER)
            />
            <button
                type="button"
                class="search__more"
                title=t(w::OPEN_PALETTE)
                aria-label=t(w::OPEN_PALETTE)
                on:click=move |_| open_palette()
            >
                <kbd>{t(w::SHORTCUT)}</kbd>
            </button>
        </form>
    }
}

/// What belongs to the reader: account, language, signing out.
#[component]
fn MyMenu() -> impl IntoView {
    let Some(actor) = me().actor else { return ().erase() };
    view! {
        <details class="menu menu--end">
            <summary class="me" title=actor.name.clone()>
                <Avatar name=actor.name.clone() staff=actor.is_staff() />
                <span class="hidden">{t(w::MY_MENU)}</span>
            </summary>
            <div class="menu__panel">
                <p class="menu__head">
                    <strong>{actor.name.clone()}</strong>
                    <span>{actor.email.clone()}</span>
                </p>
                <a class="menu__item" href="/account">
                    <Icon name=Icon::Settings />
                    {t(w::ACCOUNT)}
                </a>
                <LanguageForm />
                <form action=SignOut::url() method="post">
                    <button type="submit" class="menu__item">
                        <Icon name=Icon::LogOut />
                        {t(words::common::SIGN_OUT)}
                    </button>
                </form>
            </div>
        </details>
    }
    .erase()
}

/// The other language, by a plain form: the whole page changes.
#[component]
fn LanguageForm() -> impl IntoView {
    let other = match lang() {
        Lang::De => Lang::En,
        Lang::En => Lang::De,
    };
    view! {
        <form action=SetLanguage::url() method="post">
            <input type="hidden" name="lang" value=other.code() />
            <button type="submit" class="menu__item" lang=other.code()>
                <Icon name=Icon::Languages />
                {t(w::IN_OTHER_LANGUAGE)}
            </button>
        </form>
    }
}
