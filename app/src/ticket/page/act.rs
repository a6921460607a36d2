//! Actions of the ticket page: a row that opens, and the move to another state.
use crate::parts::button::ButtonKind;
use crate::parts::form::{Checkbox, Form, Submit, TextArea};
use crate::parts::icon::Icon;
use crate::parts::say::{Label, tf};
use crate::ticket::api::MoveTicket;
use crate::ticket::page::acceptance::TestingFields;
use crate::ticket::page::here::{Here, here};
use crate::words::{Text, acceptance};
use domain::ticket::Stage;
use domain::ticket::opening::LONGEST_TEXT;
use leptos::html::Details;
use leptos::prelude::*;

/// Closes the row that an action stands in.
#[derive(Clone, Copy)]
struct Row(NodeRef<Details>);

/// An action behind its name: opens below it, one at a time, without scripts.
#[component]
pub fn Act(
    /// What it does.
    #[prop(into)]
    label: Label,
    /// Beside the words.
    icon: Icon,
    /// How loud.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// For links to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Open at first.
    #[prop(optional)]
    open: bool,
    /// The form.
    children: Children,
) -> impl IntoView {
    let row = NodeRef::<Details>::new();
    provide_context(Row(row));
    view! {
        <details node_ref=row class="act" name="act" id=id open=open>
            <summary class=format!("act__name {}", kind.class())>
                <Icon name=icon />
                <span>{label.say()}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <div class="act__panel">{children()}</div>
        </details>
    }
}

/// What to do after the form of a row was taken: close the row and show what is new.
pub fn done(here: Here) -> Callback<()> {
    let row = use_context::<Row>();
    Callback::new(move |()| {
        // the live channel may have been quicker and shown other rows already
        if let Some(row) = row.and_then(|Row(row)| row.try_get_untracked().flatten()) {
            row.set_open(false);
        }
        here.renew();
    })
}

/// What is asked for with a move.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// What to write.
    pub label: Text,
    /// Help below it.
    pub hint: Text,
}

/// Moves the ticket, with a sentence where one is asked for.
#[component]
pub fn MoveForm(
    /// Where to.
    to: Stage,
    /// What the button says.
    label: Text,
    /// What must be written with it.
    #[prop(optional_no_strip)]
    asks: Option<Asks>,
    /// How loud.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// Beside the words.
    icon: Icon,
    /// The version on the test system goes with it.
    #[prop(optional)]
    version: bool,
    /// Nobody accepted what goes live: the mover has to say so.
    #[prop(optional)]
    untested: bool,
) -> impl IntoView {
    let here = here();
    let action = ServerAction::<MoveTicket>::new();
    let asset = here.ticket.with_untracked(|ticket| ticket.asset.as_ref().map(|asset| asset.name.clone()));
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <input type="hidden" name="to" value=to.code() />
            {version.then(|| view! { <TestingFields /> })}
            {asks
                .map(|asks| {
                    view! {
                        <TextArea
                            name="note"
                            label=asks.label
                            hint=asks.hint
                            rows=4
                            required=true
                            max=LONGEST_TEXT
                        />
                    }
                })}
            {untested
                .then(|| {
                    let asset = asset.clone().unwrap_or_default();
                    view! {
                        <div class="act__warning">
                            <p>
                                <Icon name=Icon::Alert />
                                <span>{tf(acceptance::UNTESTED, &[("asset", &asset)])}</span>
                            </p>
                            <Checkbox name="untested" label=acceptance::UNTESTED_ANYWAY />
                        </div>
                    }
                })}
            <Submit label kind icon />
        </Form>
    }
}
