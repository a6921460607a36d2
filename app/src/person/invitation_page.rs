//! Where an invitation leads (A5).
use crate::error::AppError;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf};
use crate::parts::state::{ErrorView, Load, SkeletonKind};
use crate::person::api::{AcceptInvitation, load_invitation};
use crate::person::view::InvitationView;
use crate::words::person as w;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/invitation?token=`
pub struct InvitationPage;

#[lazy_route]
impl LazyRoute for InvitationPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Invitation /> }.erase()
    }
}

/// Sets up an invited account: name, password, and for staff the second factor after that.
#[component]
fn Invitation() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("token")).unwrap_or_default();
    if token.is_empty() {
        return view! { <ErrorView error=AppError::LinkEnded alone=true /> }.erase();
    }
    let asked = token.clone();
    let invitation = Resource::new(move || asked.clone(), load_invitation);
    let view = move |invitation| view! { <Accept invitation token=token.clone() /> };
    view! { <Load resource=invitation skeleton=SkeletonKind::Form alone=true view=view /> }.erase()
}

#[component]
fn Accept(invitation: InvitationView, token: String) -> impl IntoView {
    let InvitationView { name, email, staff } = invitation;
    let hint = if staff { w::NEW_PASSWORD_HINT } else { w::INVITATION_PASSWORD_HINT };
    view! {
        <PageHead
            title=tf(w::INVITATION_TITLE, &[("name", &name)])
            lead=tf(w::INVITATION_LEAD, &[("company", &me().company)])
        />
        <div class="sign-in">
            <Form
                action={ServerAction::<AcceptInvitation>::new()}
                keyed=false
                native=true
                class="card sign-in__card"
            >
                <p class="small">
                    <span class="muted">{t(w::INVITATION_FOR)}</span>
                    <br />
                    <strong>{email.clone()}</strong>
                </p>
                // password managers take the address as the account's name
                <input type="hidden" name="username" autocomplete="username" value=email />
                <Hidden name="token" value=token />
                <TextField
                    name="name"
                    label=w::INVITATION_NAME
                    value=name
                    required=true
                    autocomplete="name"
                    max=120
                />
                <TextField
                    name="password"
                    label=w::NEW_PASSWORD
                    kind="password"
                    hint=hint
                    required=staff
                    autocomplete="new-password"
                    max=128
                />
                {staff
                    .then(|| {
                        view! {
                            <p class="note">
                                <Icon name=Icon::Smartphone />
                                {t(w::INVITATION_FACTOR)}
                            </p>
                        }
                    })}
                <Submit label=w::INVITATION_BUTTON />
            </Form>
        </div>
    }
}
