//! The public form (B6): everybody may write, without an account.
use crate::layout::NotFoundPage;
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit, TextArea, TextField};
use crate::parts::frame::{DoneHead, PageHead};
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf};
use crate::ticket::api::OpenPublicly;
use crate::words::common;
use crate::words::contact as w;
use domain::ticket::opening::{LONGEST_TEXT, LONGEST_TITLE};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/contact`, and `/contact/thanks` after sending.
pub struct ContactPage;

#[lazy_route]
impl LazyRoute for ContactPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let step = Memo::new(move |_| params.with(|params| params.get("step")));
        view! {
            {move || match step.get().as_deref() {
                None => view! { <Contact /> }.erase(),
                Some("thanks") => view! { <Thanks /> }.erase(),
                Some(_) => view! { <NotFoundPage /> }.erase(),
            }}
        }
        .erase()
    }
}

/// The form.
#[component]
fn Contact() -> impl IntoView {
    let action = ServerAction::<OpenPublicly>::new();
    let (name, email) = me().actor.map(|actor| (actor.name, actor.email)).unwrap_or_default();
    view! {
        <div class="contact">
            <PageHead title=w::TITLE lead=tf(w::LEAD, &[("company", &me().company)]) />
            <Form action class="contact__form">
                <div class="form__row">
                    <TextField
                        name="name"
                        label=w::NAME
                        value=name
                        required=true
                        autocomplete="name"
                        max=120
                    />
                    <TextField
                        name="email"
                        label=common::EMAIL
                        value=email
                        kind="email"
                        required=true
                        autocomplete="email"
                        max=254
                    />
                </div>
                <TextField name="subject" label=w::SUBJECT required=true max=LONGEST_TITLE />
                <TextArea
                    name="message"
                    label=w::MESSAGE
                    hint=w::MESSAGE_HINT
                    rows=8
                    required=true
                    max=LONGEST_TEXT
                />
                <Trap />
                <Submit label=w::SEND icon=Icon::Send />
                <p class="contact__after">{t(w::AFTER)}</p>
            </Form>
        </div>
    }
    .erase()
}

/// A field that people neither see nor reach; machines fill it in and give themselves away.
#[component]
fn Trap() -> impl IntoView {
    view! {
        <div class="contact__trap" aria-hidden="true">
            <label for="contact-website">"Website"</label>
            <input id="contact-website" type="text" name="website" tabindex="-1" autocomplete="off" />
        </div>
    }
}

/// What happens with the message.
#[component]
fn Thanks() -> impl IntoView {
    view! {
        <div class="contact contact--thanks">
            <DoneHead title=w::THANKS_TITLE lead=w::THANKS />
            <ol class="contact__steps">
                <li>{t(w::THANKS_FIRST)}</li>
                <li>{t(w::THANKS_SECOND)}</li>
                <li>{t(w::THANKS_THIRD)}</li>
            </ol>
            <LinkButton href="/contact" label=w::WRITE_MORE />
        </div>
    }
    .erase()
}
