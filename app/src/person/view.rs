//! Read models of people.
use domain::access::Actor;
use domain::id::{PersonId, SessionId, TeamId};
use domain::lang::Lang;
use domain::moment::Moment;
use domain::person::{Account, Role};
use domain::ticket::number::NumberFormat;
use serde::{Deserialize, Serialize};

/// The reader: what every page knows without asking again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who is signed in, with rights; `None` for visitors.
    pub actor: Option<Actor>,
    /// Language.
    pub lang: Lang,
    /// Name of the operating company.
    pub company: String,
    /// Whether outgoing mail waits in the outbox instead of being sent (no SMTP settings).
    pub mail_held: bool,
    /// Codes of the classes in use, and their names in the reader's language.
    pub classes: Vec<(String, String)>,
    /// The same of priorities.
    pub priorities: Vec<(String, String)>,
    /// How ticket numbers are written (B2).
    pub number: NumberFormat,
    /// What stands before year and count of invoices' numbers, for who sees some.
    pub invoices: Option<String>,
    /// Takes calls of customers, in a house that takes any (B9).
    pub takes_calls: bool,
    /// Most bytes of an upload.
    pub largest_upload: u64,
    /// Id up to which the page shows everything that happened; live events resume after it.
    pub heard: i64,
    /// How far live notices were that are not stored, when the page was made.
    pub beat: String,
    /// Time of this request.
    pub now: Moment,
}

/// What comes after a right password or link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedIn {
    /// In.
    Done,
    /// The second factor is asked for.
    SecondFactor,
    /// Staff without a second factor must set one up first.
    SetUpSecondFactor,
}

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Id, for ending it.
    pub id: SessionId,
    /// Browser and system in words, such as `Firefox · Linux`.
    pub device: String,
    /// Network address.
    pub source: String,
    /// Signed in.
    pub started: Moment,
    /// Last used.
    pub used: Moment,
    /// The one that asks.
    pub current: bool,
}

/// The account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Phone numbers.
    pub phones: Vec<String>,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Language of mails.
    pub lang: Lang,
    /// Whether a password is set.
    pub has_password: bool,
    /// Whether the second factor is set up.
    pub has_second_factor: bool,
    /// Signed-in browsers, last used first.
    pub sessions: Vec<SessionView>,
    /// When this was read.
    pub now: Moment,
}

/// A second factor about to be set up; shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorSetUp {
    /// Secret in Base32, for typing.
    pub secret: String,
    /// QR code as rows of dark (`true`) and light modules, without quiet zone.
    pub code: Vec<Vec<bool>>,
}

/// What an invitation link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// For whom.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Whether staff, who need a password and a second factor.
    pub staff: bool,
}

/// A member of staff in the administration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLine {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Account state.
    pub account: Account,
    /// Roles.
    pub roles: Vec<Role>,
    /// Teams.
    pub teams: Vec<TeamId>,
}

/// The staff page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffView {
    /// People, by name.
    pub people: Vec<StaffLine>,
    /// Teams, by name.
    pub teams: Vec<(TeamId, String)>,
}
