//! What a new ticket needs (B5, B6).
use crate::id::{AssetId, DocumentId, OrganisationId, PersonId};
use crate::input::{Checks, FieldError};
use crate::ticket::{TicketType, Urgency};
use serde::{Deserialize, Serialize};

/// Most characters of a title.
pub const LONGEST_TITLE: u32 = 160;
/// Most characters of a description, message or note.
pub const LONGEST_TEXT: u32 = 50_000;

/// A concern as it is typed into the portal form, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)] // what a form leaves empty does not cross the wire
pub struct Opening {
    /// For which organisation; the only one where a person has just one.
    pub organisation: Option<OrganisationId>,
    /// On whose behalf, where staff write it down.
    pub on_behalf_of: Option<PersonId>,
    /// One line.
    pub title: String,
    /// What happened.
    pub description: String,
    /// Affected system.
    pub asset: Option<AssetId>,
    /// Wished class, by code.
    pub class: Option<String>,
    /// Ticket type (E2).
    pub kind: TicketType,
    /// The price of an hour that was agreed to, in cents; `None` where nothing was.
    pub consent: Option<i64>,
    /// The customer's own view.
    pub urgency: Urgency,
    /// Version of the software concerned.
    pub software_version: String,
    /// Whom to ask about technical questions.
    pub technical_contact: Option<PersonId>,
    /// Uploaded before sending.
    pub documents: Vec<DocumentId>,
}

impl Opening {
    /// Cleaned and complete, or all errors at once.
    pub fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut checks = Checks::default();
        let title = checks.line("title", &self.title, LONGEST_TITLE);
        let description = checks.text("description", &self.description, LONGEST_TEXT);
        let software_version =
            checks.optional_line("software_version", &self.software_version, 60).unwrap_or_default();
        checks.done(Self { title, description, software_version, ..self })
    }

    /// What would still help whoever reads it, in the order in which to ask for it (B5, completeness hint).
    pub fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        if self.asset.is_none() {
            hints.push(Hint::Asset);
        }
        if self.description.trim().chars().count() < 80 {
            hints.push(Hint::Steps);
        }
        if self.documents.is_empty() {
            hints.push(Hint::Screenshot);
        }
        hints
    }
}

/// Something that would complete a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Which system is affected.
    Asset,
    /// What was done, expected and seen.
    Steps,
    /// A picture or log.
    Screenshot,
}

/// The public form (B6), unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRequest {
    /// Required.
    pub name: String,
    /// Required.
    pub email: String,
    /// Subject.
    pub subject: String,
    /// Message.
    pub message: String,
}

impl PublicRequest {
    /// Cleaned and complete, or all errors at once.
    pub fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut checks = Checks::default();
        let name = checks.line("name", &self.name, 120);
        let email = checks.address("email", &self.email);
        let subject = checks.line("subject", &self.subject, LONGEST_TITLE);
        let message = checks.text("message", &self.message, LONGEST_TEXT);
        checks.done(Self { name, email, subject, message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_form_is_told_everything_that_is_missing() {
        let fields = |errors: Vec<FieldError>| errors.into_iter().map(|e| e.field).collect::<Vec<_>>();
        assert_eq!(fields(Opening::default().checked().unwrap_err()), ["title", "description"]);
        assert_eq!(
            fields(PublicRequest::default().checked().unwrap_err()),
            ["name", "email", "subject", "message"]
        );
    }

    #[test]
    fn hints_ask_for_what_is_not_there() {
        let bare = Opening { description: "Geht nicht".into(), ..Opening::default() };
        assert_eq!(bare.hints(), [Hint::Asset, Hint::Steps, Hint::Screenshot]);
        let full = Opening {
            asset: Some(AssetId(1)),
            description: "x".repeat(80),
            documents: vec![DocumentId(1)],
            ..Opening::default()
        };
        assert_eq!(full.hints(), []);
    }
}
