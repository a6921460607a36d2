//! The reader's own account.
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Select, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::parts::state::{Load, SkeletonKind};
use crate::parts::toast::toast;
use crate::person::api::{ChangeProfile, SetPassword, SignOut, load_account};
use crate::person::session_list::SessionList;
use crate::person::view::AccountView;
use crate::phone::numbers::NumbersForm;
use crate::words::{common, person as w, phone};
use domain::lang::Lang;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/account`
pub struct AccountPage;

#[lazy_route]
impl LazyRoute for AccountPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Account /> }.erase()
    }
}

/// Profile, password, second factor, sessions.
#[component]
fn Account() -> impl IntoView {
    let account = Resource::new(|| (), |()| load_account());
    let reload = Callback::new(move |()| account.refetch());
    view! {
        <PageHead title=w::ACCOUNT_TITLE>
            <Form action={ServerAction::<SignOut>::new()} keyed=false native=true>
                <Submit label=common::SIGN_OUT kind=ButtonKind::Plain icon=Icon::LogOut />
            </Form>
        </PageHead>
        <Load
            resource=account
            skeleton=SkeletonKind::Form
            view=move |account: AccountView| {
                let AccountView {
                    phones,
                    name,
                    email,
                    lang,
                    has_password,
                    has_second_factor,
                    sessions,
                    now,
                } = account;
                view! {
                    <div class="account">
                        <Profile name email lang />
                        <Phones phones reload />
                        <Password has_password reload />
                        <SecondFactorCard on=has_second_factor />
                        <SessionList sessions now reload />
                    </div>
                }
            }
        />
    }
}

#[component]
fn Profile(name: String, email: String, lang: Lang) -> impl IntoView {
    let languages = [(Lang::De, w::GERMAN), (Lang::En, w::ENGLISH)]
        .map(|(lang, word)| (lang.code().to_owned(), t(word).to_owned()))
        .to_vec();
    // name and language stand all over the page
    let done = Callback::new(|()| drop(window().location().reload()));
    view! {
        <section class="card" aria-labelledby="profile">
            <header class="card__head">
                <h2 class="card__title" id="profile">
                    {t(w::PROFILE)}
                </h2>
            </header>
            <Form action={ServerAction::<ChangeProfile>::new()} class="card__body" on_success=done>
                <dl class="facts">
                    <dt>{t(common::EMAIL)}</dt>
                    <dd>{email}</dd>
                </dl>
                <div class="form__row">
                    <TextField
                        name="name"
                        label=common::NAME
                        value=name
                        required=true
                        autocomplete="name"
                        max=120
                    />
                    <Select name="lang" label=w::LANGUAGE options=languages value=lang.code() required=true />
                </div>
                <div class="form__actions">
                    <Submit label=common::SAVE />
                </div>
            </Form>
        </section>
    }
}

#[component]
fn Phones(phones: Vec<String>, reload: Callback<()>) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="phones">
            <header class="card__head">
                <h2 class="card__title" id="phones">
                    {t(phone::NUMBERS)}
                </h2>
            </header>
            <div class="card__body">
                <NumbersForm phones reload />
            </div>
        </section>
    }
}

#[component]
fn Password(has_password: bool, reload: Callback<()>) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::PASSWORD_CHANGED);
        reload.run(());
    });
    let button = if has_password { w::CHANGE_PASSWORD } else { w::SET_PASSWORD };
    view! {
        <section class="card" aria-labelledby="password">
            <header class="card__head">
                <h2 class="card__title" id="password">
                    {t(w::PASSWORD)}
                </h2>
            </header>
            <Form
                action={ServerAction::<SetPassword>::new()}
                keyed=false
                class="card__body"
                on_success=done
                reset=true
            >
                <p class="muted">{t(if has_password { w::PASSWORD_SET } else { w::PASSWORD_NONE })}</p>
                <div class="form__row">
                    {has_password
                        .then(|| {
                            view! {
                                <TextField
                                    name="present"
                                    label=w::PRESENT_PASSWORD
                                    kind="password"
                                    required=true
                                    autocomplete="current-password"
                                    max=128
                                />
                            }
                        })}
                    <TextField
                        name="new"
                        label=w::NEW_PASSWORD
                        kind="password"
                        hint=w::NEW_PASSWORD_HINT
                        required=true
                        autocomplete="new-password"
                        max=128
                    />
                </div>
                <div class="form__actions">
                    <Submit label=button kind=ButtonKind::Plain />
                    <p class="muted small">{t(w::PASSWORD_ENDS)}</p>
                </div>
            </Form>
        </section>
    }
}

#[component]
fn SecondFactorCard(on: bool) -> impl IntoView {
    let (text, button, icon) = if on {
        (w::SECOND_FACTOR_ON, w::SECOND_FACTOR_NEW, Icon::CheckCircle)
    } else {
        (w::SECOND_FACTOR_OFF, w::SECOND_FACTOR_BEGIN, Icon::Info)
    };
    view! {
        <section class="card" aria-labelledby="second-factor">
            <header class="card__head">
                <h2 class="card__title" id="second-factor">
                    {t(w::SECOND_FACTOR)}
                </h2>
            </header>
            <div class="card__body account__factor">
                <p class="account__state" class:account__state--on=on>
                    <Icon name=icon />
                    <span>{t(text)}</span>
                </p>
                <LinkButton href="/sign-in/set-up" label=button icon=Icon::Smartphone />
            </div>
        </section>
    }
}
