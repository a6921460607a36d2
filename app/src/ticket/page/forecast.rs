//! What a ticket would be promised if it were classified differently: shown beside the form before anything is saved (D10).
//! With scripts it follows what is chosen; without them a button asks by the address of the page.
use crate::error::AppError;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::say::{t, tf};
use crate::parts::sentence::of_error;
use crate::promise::sentence::{by_when, metric_word};
use crate::ticket::address::decode;
use crate::ticket::api::{Wanted, load_forecast};
use crate::ticket::page::here::here;
use crate::ticket::page::moved::Moved;
use crate::ticket::view::Forecast;
use crate::words::ticket as w;
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::DueMove;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FormData, HtmlFormElement};

/// What the address of the page asks; none where it asks nothing.
pub fn wanted(query: &str) -> Option<Wanted> {
    let pairs = || query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let get = |name: &str| pairs().find(|(key, _)| *key == name).map(|(_, value)| decode(value));
    let (class, kind) = (get("class")?, get("kind")?);
    Some(Wanted { class, priority: get("priority").unwrap_or_default(), kind })
}

/// What is chosen in the form around a field that changed.
fn chosen(event: &Event) -> Option<Wanted> {
    let field = event.target()?.dyn_into::<Element>().ok()?;
    let form = field.closest("form").ok()??.dyn_into::<HtmlFormElement>().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let get = |name: &str| data.get(name).as_string().unwrap_or_default();
    Some(Wanted { class: get("class"), priority: get("priority"), kind: get("kind") })
}

/// Asked again whenever something else is chosen.
#[derive(Clone, Copy)]
pub struct Asking {
    number: TicketNumber,
    asked: Action<Wanted, Result<Forecast, AppError>>,
}

impl Asking {
    /// About a ticket; nothing is asked yet.
    pub fn about(number: TicketNumber) -> Self {
        let asked = Action::new(move |wanted: &Wanted| {
            let Wanted { class, priority, kind } = wanted.clone();
            load_forecast(number, class, priority, kind)
        });
        Self { number, asked }
    }

    /// Asks for what the form says after this change.
    pub fn follow(self, event: &Event) {
        if let Some(wanted) = chosen(event) {
            self.asked.dispatch(wanted);
        }
    }
}

/// The answer, and without scripts the button that asks.
#[component]
pub fn ForecastPart(
    /// What is asked.
    asking: Asking,
) -> impl IntoView {
    let before = here().forecast.get_value();
    let answer = move || match asking.asked.value().get() {
        Some(Ok(forecast)) => Some(view! { <Answer forecast /> }.erase()),
        Some(Err(error)) => Some(view! { <p>{of_error(&error)}</p> }.erase()),
        None => before.clone().map(|forecast| view! { <Answer forecast /> }.erase()),
    };
    let ask = format!(
        r#"<button type="submit" class="{}" formmethod="get" formaction="/tickets/{}#classify" formnovalidate>{}</button>"#,
        ButtonKind::Plain.class(),
        asking.number.0,
        t(w::FORECAST_ASK)
    );
    view! {
        <div class="forecast" role="status">
            {answer}
        </div>
        <noscript inner_html=ask></noscript>
    }
    .erase()
}

#[component]
fn Answer(forecast: Forecast) -> impl IntoView {
    let Forecast { dues, proposes, now } = forecast;
    let proposal = proposes.then(|| view! { <p>{t(w::FORECAST_PROPOSES)}</p> });
    if dues.is_empty() {
        let words =
            if proposes { proposal.erase() } else { view! { <p>{t(w::FORECAST_NOTHING)}</p> }.erase() };
        return words;
    }
    let rows: Vec<_> = dues.into_iter().map(|(due, missed)| row(due, missed, now)).collect();
    view! {
        {proposal}
        <p class="forecast__lead">{t(w::FORECAST)}</p>
        <ul class="line__moves">{rows}</ul>
    }
    .erase()
}

fn row(due: DueMove, missed: bool, now: Moment) -> AnyView {
    match due.to.filter(|_| due.from == due.to) {
        Some(at) => {
            let lang = crate::parts::say::lang();
            let gaps = [("promise", t(metric_word(due.metric))), ("when", &by_when(lang, at, now))];
            view! { <li>{tf(w::FORECAST_SAME, &gaps)}</li> }.erase()
        }
        None => view! { <Moved moved=due now missed /> }.erase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_asks_where_it_names_a_class_and_a_type() {
        let asked = wanted("?key=x&number=1042&class=outage&priority=&kind=normal&planned=").unwrap();
        assert_eq!(asked, Wanted { class: "outage".into(), priority: String::new(), kind: "normal".into() });
        assert_eq!(wanted("?echo=7"), None);
        assert_eq!(wanted(""), None);
    }
}
