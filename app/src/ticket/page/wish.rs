//! What becomes of a wish (F2), and quotes from any ticket: for staff.
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextArea, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{me, t};
use crate::parts::sentence::of_sold;
use crate::ticket::api::IncludeWish;
use crate::ticket::page::act::done;
use crate::ticket::page::here::here;
use crate::words::{quote, ticket as w};
use domain::ticket::ClassKind;
use domain::ticket::opening::LONGEST_TEXT;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// Both ways out of a wish; of other tickets only the quote.
#[component]
pub fn WishDecision() -> impl IntoView {
    let here = here();
    let writes = me().actor.is_some_and(|actor| actor.writes_quotes());
    let stands = here.part(move |ticket| {
        let wish = ticket.class.as_ref().is_some_and(|class| class.kind == ClassKind::Wish);
        let sold = ticket.sold.map(of_sold);
        (wish && ticket.may.triage, sold, writes && ticket.organisation.is_some())
    });
    move || {
        let (wish, sold, quotes) = stands.get();
        (wish || quotes).then(|| {
            let href = format!("/quotes/new?ticket={}", here.number.0);
            view! {
                <section class="facts-box wish" aria-labelledby="wish">
                    <h2 class="facts-box__title" id="wish">
                        {t(if wish { w::WISH } else { quote::NUMBER })}
                    </h2>
                    {match sold {
                        Some(sold) => view! { <p class="field__hint">{sold}</p> }.erase(),
                        None if wish => {
                            view! {
                                <p class="field__hint">{t(w::WISH_TEXT)}</p>
                                <Include />
                            }
                                .erase()
                        }
                        None => ().erase(),
                    }}
                    {quotes
                        .then(|| {
                            view! {
                                <LinkButton
                                    href
                                    label=quote::FROM_TICKET
                                    kind=ButtonKind::Plain
                                    icon=Icon::FileText
                                />
                            }
                        })}
                </section>
            }
            .erase()
        })
    }
}

/// Into a release, free of charge.
#[component]
fn Include() -> impl IntoView {
    let here = here();
    view! {
        <Fold
            label=w::WISH_INCLUDE
            icon=Icon::CheckCircle
            class="fold--card"
            open=comes_back(IncludeWish::url(), None)
        >
            <Form action={ServerAction::<IncludeWish>::new()} on_success=done(here)>
                <Hidden name="number" value=here.number.0.to_string() />
                <TextField
                    name="release"
                    label=w::WISH_RELEASE
                    hint=w::WISH_RELEASE_HINT
                    required=true
                    max=60
                />
                <TextArea name="note" label=w::WISH_NOTE rows=2 max=LONGEST_TEXT />
                <div class="form__actions">
                    <Submit label=w::WISH_SAVE />
                </div>
            </Form>
        </Fold>
    }
}
