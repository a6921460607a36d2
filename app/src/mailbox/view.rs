//! Read models of mailboxes. No secret is in them.
use crate::letter::view::{OutgoingView, TroubleView};
use domain::id::{MailboxId, TeamId};
use domain::lang::Lang;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

/// A mailbox, as administrators keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// Id.
    pub id: MailboxId,
    /// How pages and `schalter deliver` call it.
    pub name: String,
    /// Its mail address.
    pub address: String,
    /// The name beside the address in answers; empty for that of the house.
    pub shown_name: String,
    /// Language of answers to writers without account.
    pub lang: Lang,
    /// Whose queue shows its tickets.
    pub team: Option<TeamId>,
    /// With which class they begin, by code.
    pub class: Option<String>,
    /// Mails that lay there before it was connected become tickets too, without acknowledgement.
    pub takes_older: bool,
    /// The settings file names it; its connection is changed there.
    pub of_file: bool,
    /// By which account it is read; `None` where only `schalter deliver` fills it.
    pub connection: Option<Connection>,
    /// Not paused.
    pub active: bool,
    /// It is read at the moment.
    pub is_read: bool,
    /// When it was last read to its end.
    pub fetched: Option<Moment>,
    /// What is wrong.
    pub trouble: Option<TroubleView>,
    /// Grows with each change.
    pub version: i64,
    /// When it was last changed in the browser, and by whom.
    pub changed: Option<(Moment, String)>,
}

/// An account on an IMAP server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The server's address.
    pub url: String,
    /// Who signs in.
    pub user: String,
    /// The folder that is read.
    pub folder: String,
    /// By what.
    pub sign_in: SignIn,
}

/// By what one signs in, without the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignIn {
    /// A password.
    #[default]
    Password,
    /// An OAuth 2.0 access token, which ends by itself.
    Token,
    /// OAuth 2.0 access tokens that are gotten by a refresh token.
    Refresh {
        /// Who gives them.
        token_url: String,
        /// Which client asks.
        client_id: String,
        /// For what; empty for all that was granted.
        scope: String,
    },
}

/// The page of mailboxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxesView {
    /// By name.
    pub mailboxes: Vec<Mailbox>,
    /// All teams, by name.
    pub teams: Vec<(TeamId, String)>,
    /// All classes: code and name.
    pub classes: Vec<(String, String)>,
    /// How the mail server fares that takes outgoing mail; `None` where none is set.
    pub outgoing: Option<OutgoingView>,
    /// When this was read.
    pub now: Moment,
}
