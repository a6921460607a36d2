//! What tells things of one kind apart, so that a form names the one it was made for.
use crate::policy::TextBlock;
use crate::policy::edit::code_of;
use crate::policy::plan::Plan;
use crate::promise::calendar::{Calendar, Closure, Opened, Opening};
use crate::promise::target::Target;
use crate::ticket::Class;

/// A thing of a configuration that forms can name.
pub trait Spotted {
    /// What tells it from others of its kind.
    fn spot(&self) -> String;
}

macro_rules! by_code {
    ($($kind:ty),*) => {$(
        impl Spotted for $kind {
            fn spot(&self) -> String {
                self.code.clone()
            }
        }
    )*};
}

by_code!(Calendar, Class, Plan, TextBlock);

impl Spotted for Target {
    /// What it promises to which tickets.
    fn spot(&self) -> String {
        let kind = self.kind.map_or("", |kind| kind.code());
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        [code_of(&self.metric), code(&self.plan), kind.to_owned(), code(&self.class), code(&self.priority)]
            .join("/")
    }
}

impl Spotted for Opened {
    fn spot(&self) -> String {
        self.valid_from.map(|day| day.to_string()).unwrap_or_default()
    }
}

impl Spotted for Closure {
    fn spot(&self) -> String {
        format!("{}/{}/{}", self.from, self.to, self.de)
    }
}

impl Spotted for Opening {
    fn spot(&self) -> String {
        let customer = self.customer.map(|customer| customer.to_string()).unwrap_or_default();
        format!("{}/{customer}/{}", self.day, self.hours)
    }
}
