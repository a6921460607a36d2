//! Putting a mail on a ticket: which one, who reads it there, then the deed (B4).
use crate::error::AppError;
use crate::letter::api::{MailDeed, SettleMail, afterwards, load_mail_move};
use crate::letter::moving::Deed;
use crate::letter::text::LetterText;
use crate::letter::view::{JoinerView, MoveView, Target};
use crate::parts::badge::StageBadge;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Form, Hidden, Submit, named_fields};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf, written};
use crate::parts::sentence::of_error;
use crate::parts::state::{Load, SkeletonKind};
use crate::words::mails as w;
use domain::id::MailId;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form as FilterForm;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/mails/:id/move?ticket=…`
pub struct MovePage;

#[lazy_route]
impl LazyRoute for MovePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let asked = Memo::new(move |_| {
            let id = params.with(|params| params.get_str("id").and_then(|id| id.parse::<MailId>().ok()));
            (id, query.with(|query| query.get("ticket")).unwrap_or_default())
        });
        let mail = Resource::new(
            move || asked.get(),
            |(id, ticket)| async move { load_mail_move(id.ok_or(AppError::NotFound)?, ticket).await },
        );
        view! {
            <Load
                resource=mail
                skeleton=SkeletonKind::Form
                alone=true
                view=|mail: MoveView| view! { <Page mail /> }
            />
        }
        .erase()
    }
}

#[component]
fn Page(mail: MoveView) -> impl IntoView {
    let MoveView { id, from, subject, text, waits, may_split, ticket, typed, target } = mail;
    let settle = ServerAction::<SettleMail>::new();
    let subject = if subject.is_empty() { t(crate::words::mail::NO_SUBJECT).to_owned() } else { subject };
    let (title, back) = match ticket.filter(|_| !waits) {
        Some(number) => (w::MOVE_TITLE, format!("/tickets/{}", number.0)),
        None => (w::ATTACH_TITLE, "/mails".to_owned()),
    };
    view! {
        <PageHead title lead=subject />
        <div class="narrow stack">
            <p class="original__ways">
                <a href=back>{t(w::BACK)}</a>
            </p>
            <Mail from ticket=ticket.filter(|_| !waits) text />
            <Choose id typed wrong=target.clone().and_then(Result::err) />
            {target.and_then(Result::ok).map(|target| view! { <Chosen id waits target settle /> })}
            {may_split
                .then(|| {
                    view! {
                        <section class="mail__deeds">
                            <Deed
                                id
                                deed="split"
                                label=w::SPLIT
                                icon=Icon::Plus
                                settle
                                on_success=Some(gone(MailDeed::Split))
                            />
                        </section>
                    }
                })}
        </div>
    }
    .erase()
}

/// Goes on to where the mail is now.
fn gone(deed: MailDeed) -> Callback<Option<TicketNumber>> {
    let navigate = use_navigate();
    Callback::new(move |stands: Option<TicketNumber>| {
        let to = stands.map_or_else(|| "/mails".to_owned(), |number| afterwards(deed, number));
        navigate(&to, NavigateOptions::default());
    })
}

/// The mail itself, folded.
#[component]
fn Mail(
    from: String,
    #[prop(optional_no_strip)] ticket: Option<TicketNumber>,
    text: String,
) -> impl IntoView {
    view! {
        <dl class="original__head">
            <dt>{t(w::FROM)}</dt>
            <dd>{from}</dd>
            {ticket
                .map(|number| {
                    view! {
                        <dt>{t(w::STANDS)}</dt>
                        <dd>{tf(w::TICKET, &[("number", &written(number))])}</dd>
                    }
                })}
        </dl>
        {(!text.trim().is_empty())
            .then(|| {
                view! {
                    <details class="original__text">
                        <summary>{t(w::READ)}</summary>
                        <LetterText text />
                    </details>
                }
            })}
    }
}

/// Which ticket; what is wrong with the number stands below it.
#[component]
fn Choose(id: MailId, typed: String, #[prop(optional_no_strip)] wrong: Option<AppError>) -> impl IntoView {
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then_some("move-wrong");
    view! {
        <FilterForm
            method="GET"
            action=format!("/mails/{id}/move")
            on_form_data=named_fields()
            attr:class="form"
        >
            <div class="field">
                <label class="field__label" for="move-ticket">
                    {t(w::NUMBER)}
                </label>
                <div class="mail__number">
                    <input
                        class="input"
                        id="move-ticket"
                        type="text"
                        name="ticket"
                        value=typed
                        required
                        maxlength="20"
                        autocomplete="off"
                        aria-invalid=invalid
                        aria-describedby=described
                    />
                    <button class="button" type="submit">
                        <Icon name=Icon::Search />
                        <span>{t(w::SHOW_TICKET)}</span>
                    </button>
                </div>
                {wrong
                    .map(|error| {
                        view! {
                            <p class="field__error" id="move-wrong" role="alert">
                                <Icon name=Icon::Alert />
                                {of_error(&error)}
                            </p>
                        }
                    })}
            </div>
        </FilterForm>
    }
}

/// Whether who wrote the mail takes part in the ticket from now on.
#[component]
fn Join(joiner: JoinerView) -> impl IntoView {
    let JoinerView { name, proposed } = joiner;
    view! { <Checkbox name="join" label=tf(w::JOIN, &[("name", &name)]) checked=proposed hint=w::JOIN_HINT /> }
}

/// The ticket, who reads the mail there, and the deed.
#[component]
fn Chosen(id: MailId, waits: bool, target: Target, settle: ServerAction<SettleMail>) -> impl IntoView {
    let Target { number, title, organisation, stage, rests, inside, stranger, readers, joiner } = target;
    let (deed, code, label) =
        if waits { (MailDeed::Attach, "attach", w::ATTACH) } else { (MailDeed::Move, "move", w::MOVE_TO) };
    let whom = match readers.as_slice() {
        _ if inside => t(w::READ_INSIDE).to_owned(),
        [] => t(w::READ_NOBODY).to_owned(),
        names => tf(w::READ_BY, &[("names", &names.join(", "))]),
    };
    view! {
        <section class="card setting" aria-labelledby="target">
            <div class="card__body stack">
                <h2 class="card__title" id="target">
                    <a href=format!("/tickets/{}", number.0)>{written(number)}</a>
                    " "
                    {title}
                </h2>
                <p class="mail__target">
                    <StageBadge stage rests />
                    {organisation.map(|name| view! { <span class="muted">{name}</span> })}
                </p>
                <p>{whom}</p>
                {stranger
                    .then(|| {
                        view! {
                            <p class="note note--waiting">
                                <Icon name=Icon::Alert />
                                <span>{t(w::STRANGER)}</span>
                            </p>
                        }
                    })}
                <Form action=settle only=("deed", code.to_owned()) on_success=gone(deed)>
                    <Hidden name="deed" value=code.to_owned() />
                    <Hidden name="id" value=id.to_string() />
                    <Hidden name="ticket" value=written(number) />
                    {joiner.map(|joiner| view! { <Join joiner /> })}
                    <div class="form__actions">
                        <Submit label icon=Icon::Link />
                    </div>
                </Form>
            </div>
        </section>
    }
}
