//! The only error on the wire.
use domain::billing::WrongInvoice;
use domain::input::{FieldError, Reason};
use domain::order::WrongOrder;
use domain::quote::WrongQuote;
use domain::ticket::workflow::WrongMove;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What can go wrong when somebody asks for something. The sentences stand in the translation files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in, or the session ended.
    #[error("signed out")]
    SignedOut,
    /// Not there, or not visible to this reader (A6).
    #[error("not found")]
    NotFound,
    /// The workflow refuses this move.
    #[error("refused: {move_}")]
    #[serde(with = "domain::bare")]
    WrongMove {
        /// Why.
        move_: WrongMove,
    },
    /// A quote stands otherwise.
    #[error("refused: {why}")]
    #[serde(with = "domain::bare")]
    WrongQuote {
        /// Why.
        why: WrongQuote,
    },
    /// An order stands otherwise.
    #[error("refused: {why}")]
    #[serde(with = "domain::bare")]
    WrongOrder {
        /// Why.
        why: WrongOrder,
    },
    /// An invoice stands otherwise.
    #[error("refused: {why}")]
    #[serde(with = "domain::bare")]
    WrongInvoice {
        /// Why.
        why: WrongInvoice,
    },
    /// Visible, but not for this person.
    #[error("not yours to do")]
    NotYours,
    /// Fields that were not taken.
    #[error("invalid: {fields:?}")]
    #[serde(with = "domain::bare")]
    Invalid {
        /// Which, and why.
        fields: Vec<FieldError>,
    },
    /// Written against an older state of the ticket (C9).
    #[error("outdated")]
    #[serde(with = "domain::bare")]
    Outdated {
        /// The version it has now.
        version: i64,
    },
    /// The same key was used for something else before.
    #[error("key used for something else")]
    KeyUsed,
    /// A link that was used, ended or never was.
    #[error("link does not work any more")]
    LinkEnded,
    /// Too often; try again later.
    #[error("too many attempts")]
    #[serde(with = "domain::bare")]
    TooMany {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The server failed; its log has the cause under this id.
    #[error("internal error {id}")]
    #[serde(with = "domain::bare")]
    Internal {
        /// Id in the log.
        id: String,
    },
    /// The server could not be reached.
    #[error("offline")]
    Offline,
}

impl AppError {
    /// One field that was not taken.
    pub fn field(field: &str, reason: domain::input::Reason) -> Self {
        Self::Invalid { fields: vec![FieldError::new(field, reason)] }
    }

    /// HTTP status (RFC 9110); the one place where it is decided.
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::NotFound => 404,
            Self::NotYours => 403,
            Self::WrongMove { .. }
            | Self::WrongQuote { .. }
            | Self::WrongOrder { .. }
            | Self::WrongInvoice { .. }
            | Self::Outdated { .. }
            | Self::KeyUsed => 409,
            Self::LinkEnded => 410,
            Self::Invalid { .. } => 422,
            Self::TooMany { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Offline => 503,
        }
    }
}

impl From<Vec<FieldError>> for AppError {
    fn from(fields: Vec<FieldError>) -> Self {
        Self::Invalid { fields }
    }
}

impl From<WrongInvoice> for AppError {
    fn from(why: WrongInvoice) -> Self {
        Self::WrongInvoice { why }
    }
}

impl From<WrongMove> for AppError {
    fn from(move_: WrongMove) -> Self {
        match move_ {
            // Said where the state was chosen: the others are about the ticket.
            WrongMove::Unasked => Self::field("to", Reason::Unasked),
            move_ => Self::WrongMove { move_ },
        }
    }
}

impl From<WrongQuote> for AppError {
    fn from(why: WrongQuote) -> Self {
        Self::WrongQuote { why }
    }
}

impl From<WrongOrder> for AppError {
    fn from(why: WrongOrder) -> Self {
        Self::WrongOrder { why }
    }
}

impl FromServerFnError for AppError {
    type Encoder = crate::wire::Text;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::field("", Reason::NotReadable),
            other => Self::Internal { id: other.to_string() },
        }
    }
}
