//! The page on which a quote is asked for or written.
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Select, Submit, TextArea, TextField, with_none};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{t, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::quote::api::{AskQuote, load_quote_form};
use crate::quote::editor::Editor;
use crate::quote::view::QuoteForm;
use crate::words::{deal, quote as w};
use domain::deal::LONGEST_COMMENT;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/quotes/new` and `/quotes/:number/edit`
pub struct EditPage;

#[lazy_route]
impl LazyRoute for EditPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let wanted = Memo::new(move |_| {
            let number = params.with(|params| params.get("number").unwrap_or_else(|| "new".to_owned()));
            (number, query.with(|query| query.get("ticket").unwrap_or_default()))
        });
        let form = Resource::new(move || wanted.get(), |(number, ticket)| load_quote_form(number, ticket));
        view! {
            <Load
                resource=form
                skeleton=SkeletonKind::Form
                alone=true
                view=|form: QuoteForm| {
                    if form.writes {
                        view! { <Editor form /> }.erase()
                    } else {
                        view! { <Ask form /> }.erase()
                    }
                }
            />
        }
        .erase()
    }
}

/// A customer asks.
#[component]
fn Ask(form: QuoteForm) -> impl IntoView {
    let several = form.organisations.len() > 1;
    let chosen = form.organisation.map(|id| id.to_string()).unwrap_or_default();
    let organisations = form.organisations.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let options = with_none(w::CHOOSE, organisations);
    let ticket = form.ticket.clone();
    let number = ticket.as_ref().map(|(number, _)| number.0.to_string()).unwrap_or_default();
    view! {
        <PageHead title=w::ASK lead=w::ASK_LEAD />
        <Form action={ServerAction::<AskQuote>::new()} class="form--page">
            <Hidden name="ticket" value=number />
            {ticket
                .map(|(number, title)| {
                    view! {
                        <p class="note">
                            <Icon name=Icon::Ticket />
                            {format!("{} {} {title}", t(deal::TICKET), written(number))}
                        </p>
                    }
                })}
            {if several {
                view! {
                    <Select
                        name="organisation"
                        label=deal::ORGANISATION
                        options=options
                        value=chosen
                        required=true
                    />
                }
                    .erase()
            } else {
                view! { <Hidden name="organisation" value=chosen /> }.erase()
            }}
            <TextField name="title" label=w::FOR_WHAT value=form.title required=true max=200 />
            <TextArea name="body" label=w::WISH hint=w::WISH_HINT rows=8 required=true max=LONGEST_COMMENT />
            <div class="form__actions">
                <Submit label=w::ASK_SEND icon=Icon::Send />
            </div>
        </Form>
    }
}
