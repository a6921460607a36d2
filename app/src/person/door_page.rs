//! Everything around signing in: one route, because each route costs every first download a little.
use crate::layout::NotFoundPage;
use crate::parts::erase::Erase as _;
use crate::person::link_page::{LinkSent, UseIt};
use crate::person::second_factor_page::SecondStep;
use crate::person::set_up_page::SetUp;
use crate::person::sign_in_page::SignIn;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/sign-in` and its steps: `/sign-in/sent`, `/sign-in/link?token=`, `/sign-in/second-factor`, `/sign-in/set-up`
pub struct DoorPage;

#[lazy_route]
impl LazyRoute for DoorPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let step = Memo::new(move |_| params.with(|params| params.get("step")));
        view! {
            {move || match step.get().as_deref() {
                None => view! { <SignIn /> }.erase(),
                Some("sent") => view! { <LinkSent /> }.erase(),
                Some("link") => view! { <UseIt /> }.erase(),
                Some("second-factor") => view! { <SecondStep /> }.erase(),
                Some("set-up") => view! { <SetUp /> }.erase(),
                Some(_) => view! { <NotFoundPage /> }.erase(),
            }}
        }
        .erase()
    }
}
