//! Saying things to the reader: who that is, in which language, what time it is.
use crate::call::call;
use crate::parts::effect::effect;
use crate::person::view::Me;
use crate::words::{self, Text};
use domain::access::{Accepts, Actor};
use domain::lang::Lang;
use domain::moment::Moment;
use domain::ticket::number::{NumberFormat, TicketNumber};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;

/// The reader of this page, in context below `App`.
#[derive(Clone)]
struct Reader(Arc<Me>);

thread_local! {
    // Event handlers run outside the reactive tree and so outside of context. Filled in the browser only, where there
    // is one reader; on the server it stays empty.
    static IN_BROWSER: RefCell<Option<Arc<Me>>> = const { RefCell::new(None) };
}

/// Makes the reader known to everything below.
pub fn provide_reader(me: Me) {
    let me = Arc::new(me);
    provide_context(Reader(Arc::clone(&me)));
    effect(move || IN_BROWSER.set(Some(Arc::clone(&me))));
}

fn reader() -> Option<Arc<Me>> {
    use_context::<Reader>().map(|Reader(me)| me).or_else(|| IN_BROWSER.with_borrow(Clone::clone))
}

/// The reader.
pub fn me() -> Me {
    reader().map_or_else(nobody, |me| (*me).clone())
}

/// A ticket's number as this company writes it.
pub fn written(number: TicketNumber) -> String {
    reader().map_or_else(NumberFormat::default, |me| me.number.clone()).write(number)
}

/// Reader's language.
pub fn lang() -> Lang {
    reader().map(|me| me.lang).or_else(|| call().ok().map(|call| call.lang)).unwrap_or_default()
}

/// The time at which the page was asked for.
pub fn now() -> Moment {
    reader().map_or_else(|| nobody().now, |me| me.now)
}

/// The name of a class code; the code where it is not in use any more.
pub fn say_class(code: &str) -> String {
    let reader = reader();
    let class = reader.as_ref().and_then(|me| me.classes.iter().find(|(known, _)| known == code));
    class.map_or(code, |(_, name)| name).to_owned()
}

/// The name of a priority's code; the code where it is not in use any more.
pub fn say_priority(code: &str) -> String {
    let reader = reader();
    let level = reader.as_ref().and_then(|me| me.priorities.iter().find(|(known, _)| known == code));
    level.map_or(code, |(_, name)| name).to_owned()
}

/// Whether the reader is on staff.
pub fn is_staff() -> bool {
    reader().is_some_and(|me| me.actor.as_ref().is_some_and(Actor::is_staff))
}

/// How far results wait for the reader to accept them.
pub fn accepts() -> Accepts {
    let actor = reader().and_then(|me| me.actor.as_ref().map(Actor::accepts));
    actor.unwrap_or(Accepts::Sometimes)
}

/// Whether lists show the reader things of more than one organisation.
pub fn meets_several() -> bool {
    reader().is_some_and(|me| me.actor.as_ref().is_some_and(Actor::meets_several))
}

/// A text.
pub fn t(text: Text) -> &'static str {
    words::say(lang(), text)
}

/// A text with its gaps filled.
pub fn tf(text: Text, gaps: &[(&str, &str)]) -> String {
    words::fill(lang(), text, gaps)
}

/// A text in the form that fits a number.
pub fn tn(text: Text, n: u64) -> String {
    words::count(lang(), text, n)
}

/// What stands on a control: a text of ours, or words that are data, such as the name of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// From the translation files.
    Text(Text),
    /// As it is.
    Data(String),
}

impl Label {
    /// In the reader's language.
    pub fn say(&self) -> String {
        match self {
            Self::Text(text) => t(*text).to_owned(),
            Self::Data(data) => data.clone(),
        }
    }
}

impl From<Text> for Label {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Label {
    fn from(data: String) -> Self {
        Self::Data(data)
    }
}

impl From<&str> for Label {
    fn from(data: &str) -> Self {
        Self::Data(data.to_owned())
    }
}

/// Where no reader is known, as in the list of routes: a visitor.
pub fn nobody() -> Me {
    Me {
        actor: None,
        lang: lang_without_reader(),
        company: t_product().to_owned(),
        mail_held: false,
        classes: Vec::new(),
        priorities: Vec::new(),
        number: NumberFormat::default(),
        invoices: None,
        takes_calls: false,
        largest_upload: domain::document::DEFAULT_LARGEST,
        heard: 0,
        beat: String::new(),
        now: Moment { at: call().map_or(0, |call| call.now.as_millisecond()), offset: 0 },
    }
}

fn lang_without_reader() -> Lang {
    call().map_or_else(|_| Lang::default(), |call| call.lang)
}

fn t_product() -> &'static str {
    words::say(Lang::De, words::common::PRODUCT)
}
