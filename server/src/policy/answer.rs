//! "Due when?": what somebody asks of a configuration, and its answer.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::policy::Edition;
use crate::promise::view::shown;
use app::policy::api::Question;
use app::policy::view::Answer;
use domain::access::Actor;
use domain::input::{FieldError, Reason};
use domain::promise::clock::promises;
use domain::promise::target::Key;
use domain::promise::timetable::YEARS;
use domain::ticket::TicketType;
use jiff::Timestamp;

/// A question that can be answered.
pub struct Asked {
    received: Timestamp,
    key: Key,
    customer: Option<i64>,
}

/// Reads a question; none where nothing is asked.
pub fn read(house: &House, edition: &Edition, question: &Question) -> Result<Option<Asked>, FieldError> {
    if question.at.is_empty() {
        return Ok(None);
    }
    let wrong = |field: &str, reason| FieldError::new(field, reason);
    let day = |civil: &jiff::civil::DateTime| YEARS.contains(&civil.year());
    let civil = question.at.parse().ok().filter(day).ok_or_else(|| wrong("at", Reason::NotADay))?;
    let received = house.clock.zone().to_timestamp(civil).map_err(|_| wrong("at", Reason::NotADay))?;
    let known = |code: &String| !code.is_empty();
    let plan = Some(question.plan.clone()).filter(known);
    if plan.as_deref().is_some_and(|code| edition.plan(code).is_none()) {
        return Err(wrong("plan", Reason::NotAChoice));
    }
    let class = Some(question.class.clone()).filter(known).unwrap_or_else(|| edition.default_class.clone());
    if edition.class(&class).is_none() {
        return Err(wrong("class", Reason::NotAChoice));
    }
    let priority = Some(question.priority.clone()).filter(known);
    if priority.as_deref().is_some_and(|code| edition.priority(code).is_none()) {
        return Err(wrong("priority", Reason::NotAChoice));
    }
    let kind = Some(question.kind.as_str()).filter(|code| !code.is_empty());
    let kind = kind.map_or(Some(edition.usual_type()), TicketType::of_code);
    let kind = kind.ok_or_else(|| wrong("type", Reason::NotAChoice))?;
    let key = edition.key(plan, kind, Some(class), priority);
    Ok(Some(Asked { received, key, customer: question.customer }))
}

/// When such a ticket would be due.
pub fn answer(house: &House, actor: &Actor, edition: &Edition, asked: Asked) -> Result<Answer, Fault> {
    let Asked { received, key, customer } = asked;
    // Who belongs to one organisation asks for that; what is agreed with others is nothing for customers.
    let own = match actor.memberships() {
        _ if actor.is_staff() => customer,
        [only] => Some(only.organisation.0),
        _ => None,
    };
    let book = edition.book(own);
    let show = |promise| shown(house, book, promise, actor.is_staff(), received);
    let promises = promises(book, received, &key, &[]).promises;
    Ok(Answer {
        received: house.clock.moment(instant(received.as_millisecond())),
        promises: promises.into_iter().map(show).collect::<Result<_, _>>()?,
    })
}
