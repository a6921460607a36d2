//! A call from its first second until it is written down (B7); without a number in the address the calls so far.
use crate::effort::chip::Watch;
use crate::effort::word::minutes;
use crate::error::AppError;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::{Load, SkeletonKind};
use crate::phone::api::{CallDeed, TurnCall, load_call};
use crate::phone::caller::WhoCalls;
use crate::phone::card::CallerCard;
use crate::phone::chip::renew_calls;
use crate::phone::end::Ends;
use crate::phone::list::Calls;
use crate::phone::view::CallView;
use crate::words::Text;
use crate::words::phone as w;
use domain::effort::timer::Timer;
use domain::id::CallId;
use domain::moment::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/calls`, `/calls/new`, `/calls/:id`
pub struct CallPage;

#[lazy_route]
impl LazyRoute for CallPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let asked = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
        let list = Memo::new(move |_| matches!(asked.get().as_str(), "" | "new"));
        (move || if list.get() { view! { <Calls /> }.erase() } else { view! { <OneCall asked /> }.erase() })
            .into_any()
    }
}

/// The call of the address.
#[component]
fn OneCall(asked: Memo<String>) -> impl IntoView {
    let call = Resource::new(
        move || asked.get().parse().ok(),
        |id: Option<CallId>| async move {
            match id {
                Some(id) => load_call(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    let reload = Callback::new(move |()| {
        renew_calls();
        call.refetch();
    });
    view! {
        <Load
            resource=call
            skeleton=SkeletonKind::Page
            alone=true
            view=move |call| view! { <Shown call reload /> }
        />
    }
    .erase()
}

#[component]
fn Shown(call: CallView, reload: Callback<()>) -> impl IntoView {
    let CallView { id, timer, caller, .. } = call.clone();
    let title = match &caller {
        Some(caller) => tf(w::CALL_OF, &[("name", &caller.name)]),
        None => t(w::CALL).to_owned(),
    };
    let (known, now) = (caller.is_some(), call.now);
    view! {
        <PageHead title=title>
            <Clock id timer now known reload />
        </PageHead>
        {match caller {
            None => view! { <WhoCalls id reload /> }.erase(),
            Some(caller) => {
                let open = caller.open.clone();
                view! {
                    <div class="call">
                        <Ends call open />
                        <CallerCard caller now />
                    </div>
                }
                    .erase()
            }
        }}
    }
    .erase()
}

/// How long it lasts, and what can be done besides writing it down.
#[component]
fn Clock(id: CallId, timer: Timer, now: Moment, known: bool, reload: Callback<()>) -> impl IntoView {
    let runs = timer.since.is_some();
    // Without scripts nothing ticks: as of when the page was read.
    let read = minutes(lang(), timer.minutes(now.timestamp()));
    view! {
        <p class="call__watch" class:call__watch--runs=runs>
            <Icon name=Icon::Phone />
            <Watch timer seconds=true />
            <strong class="plain-only call__read">{read}</strong>
            <span class="call__state">{t(if runs { w::RUNS } else { w::HUNG_UP })}</span>
        </p>
        {runs.then(|| view! { <Turn id deed=CallDeed::HangUp label=w::HANG_UP kind=ButtonKind::Plain reload /> })}
        {known.then(|| view! { <Turn id deed=CallDeed::Other label=w::OTHER kind=ButtonKind::Quiet reload /> })}
        <Turn id deed=CallDeed::Drop label=w::DROP kind=ButtonKind::Quiet reload />
    }
}

#[component]
fn Turn(id: CallId, deed: CallDeed, label: Text, kind: ButtonKind, reload: Callback<()>) -> impl IntoView {
    let action = ServerAction::<TurnCall>::new();
    let (code, icon) = match deed {
        CallDeed::HangUp => ("hang_up", Some(Icon::Pause)),
        CallDeed::Drop => ("drop", Some(Icon::Trash)),
        CallDeed::Other => ("other", None),
    };
    let done = Callback::new(move |()| if deed == CallDeed::Drop { renew_calls() } else { reload.run(()) });
    view! {
        <Form action keyed=false on_success=done class="form--inline" only=("deed", code.to_owned())>
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="deed" value=code />
            {match icon {
                Some(icon) => view! { <Submit label kind icon /> }.erase(),
                None => view! { <Submit label kind /> }.erase(),
            }}
        </Form>
    }
    .erase()
}
