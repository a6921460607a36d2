//! Words of mails that a company wrote itself, in place of the product's.
use crate::lang::Lang;
use crate::policy::Policy;
use crate::policy::wrong::{Found, WrongPart};
use serde::{Deserialize, Serialize};

/// Longest text of a template, in characters.
pub const LONGEST: usize = 1_000;

/// What a company says on an occasion. Where a language is left empty, the product's own words stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// When.
    pub code: Occasion,
    /// German text; gaps such as `{number}` are filled.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub de: String,
    /// English text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

/// On which occasion something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// The first line of every mail.
    Greeting,
    /// A request came in (B3).
    Acknowledged,
    /// Somebody on staff took a request in.
    Recorded,
    /// What happens next with it, to who has an account.
    Next,
    /// The same to who has none.
    NextWithoutAccount,
    /// The request may cost something.
    Costs,
    /// Somebody wrote.
    Message,
    /// The effort comes near what needs no release (E3).
    Limit,
    /// More effort has to be released.
    Approval,
    /// Nobody has decided about it yet.
    ApprovalReminder,
    /// There is a new state.
    Moved,
    /// A version lies on the test system (C5).
    ForTest,
    /// The day for which it is planned (C10).
    Planned,
    /// The work is done, and until when one may object (C4).
    Done,
    /// Nobody objected.
    ClosedByItself,
    /// The draft of a progress report (C10).
    Progress,
    /// The last line of every mail.
    Closing,
}

impl Occasion {
    /// All of them, in the order in which mails say them.
    pub const ALL: [Self; 17] = [
        Self::Greeting,
        Self::Acknowledged,
        Self::Recorded,
        Self::Next,
        Self::NextWithoutAccount,
        Self::Costs,
        Self::Message,
        Self::Limit,
        Self::Approval,
        Self::ApprovalReminder,
        Self::Moved,
        Self::ForTest,
        Self::Planned,
        Self::Done,
        Self::ClosedByItself,
        Self::Progress,
        Self::Closing,
    ];

    /// The gaps that are filled.
    pub const fn gaps(self) -> &'static [&'static str] {
        match self {
            Self::Greeting => &["name"],
            Self::Acknowledged | Self::Recorded | Self::Message => &["number", "title", "name"],
            Self::Moved => &["number", "title", "stage"],
            Self::Limit => &["number", "title", "time"],
            Self::Approval | Self::ApprovalReminder => &["number", "title", "name", "day"],
            Self::Costs => &["rate"],
            Self::ForTest => &["version", "place"],
            Self::Done | Self::Planned => &["day"],
            Self::Progress => &["number", "title", "stage", "planned"],
            Self::Next | Self::NextWithoutAccount | Self::ClosedByItself | Self::Closing => &[],
        }
    }

    /// The gap without which the mail would not say what it must (B2, C4).
    pub const fn needs(self) -> Option<&'static str> {
        match self {
            Self::Acknowledged | Self::Recorded => Some("number"),
            Self::Moved => Some("stage"),
            Self::ForTest => Some("version"),
            Self::Done | Self::Planned => Some("day"),
            Self::Progress => Some("stage"),
            Self::Limit => Some("time"),
            Self::Greeting
            | Self::Next
            | Self::NextWithoutAccount
            | Self::Costs
            | Self::Message
            | Self::Approval
            | Self::ApprovalReminder
            | Self::ClosedByItself
            | Self::Closing => None,
        }
    }

    /// What is wrong with a text; nothing where it is left empty.
    pub fn check(self, text: &str) -> Result<(), WrongGap> {
        if text.is_empty() {
            return Ok(());
        }
        for gap in gaps(text) {
            match gap {
                Err(rest) => return Err(WrongGap::Open(begun(rest))),
                Ok(gap) if !self.gaps().contains(&gap) => return Err(WrongGap::Unknown(gap.to_owned())),
                Ok(_) => {}
            }
        }
        match self.needs().filter(|gap| !gaps(text).any(|found| found == Ok(*gap))) {
            Some(gap) => Err(WrongGap::Missing(gap.to_owned())),
            None => Ok(()),
        }
    }
}

/// Why the gaps of a text are not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongGap {
    /// Nothing is filled in there.
    Unknown(String),
    /// It has to stand there.
    Missing(String),
    /// A brace is not closed; with what stands from there on, so that it is found.
    Open(String),
}

/// Most characters that tell where a brace stands.
const LONGEST_PLACE: usize = 20;

/// What stands in braces; of one that is not closed what stands behind it.
fn gaps(text: &str) -> impl Iterator<Item = Result<&str, &str>> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map(|(gap, _)| gap).ok_or(rest))
}

/// The beginning of what stands behind an open brace, on its line.
fn begun(rest: &str) -> String {
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let more = if line.chars().count() > LONGEST_PLACE { "…" } else { "" };
    format!("{{{}{more}", line.chars().take(LONGEST_PLACE).collect::<String>())
}

impl Policy {
    /// What the company itself says on an occasion; `None` where it leaves it to the product.
    pub fn own_words(&self, occasion: Occasion, lang: Lang) -> Option<&str> {
        let own = self.templates.iter().find(|template| template.code == occasion)?;
        let text = match lang {
            Lang::De => &own.de,
            Lang::En => &own.en,
        };
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn check_templates(&self, found: &mut Found) {
        for (at, template) in self.templates.iter().enumerate() {
            let place = format!("template {}", super::edit::code_of(&template.code));
            if self.templates[..at].iter().any(|other| other.code == template.code) {
                found.add(&place, WrongPart::Twice);
            }
            for text in [&template.de, &template.en] {
                found.text(&place, text, LONGEST);
                match template.code.check(text) {
                    Ok(()) => {}
                    Err(WrongGap::Unknown(gap)) => found.add(&place, WrongPart::UnknownGap { gap }),
                    Err(WrongGap::Missing(gap)) => found.add(&place, WrongPart::MissingGap { gap }),
                    Err(WrongGap::Open(at)) => found.add(&place, WrongPart::OpenGap { at }),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_gaps_of_their_occasion_and_the_one_that_must_be_said() {
        let unknown = |gap: &str| Err(WrongGap::Unknown(gap.to_owned()));
        let missing = |gap: &str| Err(WrongGap::Missing(gap.to_owned()));
        let open = |at: &str| Err(WrongGap::Open(at.to_owned()));
        for (occasion, text, told) in [
            (Occasion::Greeting, "Moin {name},", Ok(())),
            (Occasion::Greeting, "Moin,", Ok(())),
            (Occasion::Greeting, "", Ok(())),
            (Occasion::Greeting, "Moin {Name},", unknown("Name")),
            (Occasion::Acknowledged, "Da: {number} {title}", Ok(())),
            (Occasion::Acknowledged, "Ist da.", missing("number")),
            (Occasion::Acknowledged, "{number} und {day}", unknown("day")),
            (Occasion::Done, "bis {day", open("{day")),
            (Occasion::Done, "bald", missing("day")),
            (Occasion::Closing, "{", open("{")),
            (Occasion::Greeting, "Moin {name, da:\n{name}", open("{name, da:")),
            (
                Occasion::Greeting,
                "Moin {name und alle, die es sonst betrifft",
                open("{name und alle, die e…"),
            ),
        ] {
            assert_eq!(occasion.check(text), told, "{text}");
        }
    }
}
