//! Errors inside the server: either something to tell the asker, or something broken that goes to the log.
use app::error::AppError;

/// What can go wrong behind a desk.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// To be told as it is.
    #[error(transparent)]
    Told(#[from] AppError),
    /// Broken; logged with an id, the asker only hears the id.
    #[error("{0}")]
    Broken(String),
}

impl Fault {
    /// Something broken, in words.
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }

    /// What ends a file that is under way: it is logged, and whoever takes the file sees that it broke off.
    pub fn cuts_off(self) -> std::io::Error {
        std::io::Error::other(AppError::from(self))
    }

    /// A row that cannot be.
    pub fn impossible_row(table: &str, id: i64, what: &str) -> Self {
        Self::Broken(format!("impossible row {id} in table {table}: {what}"))
    }
}

impl From<Fault> for AppError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Told(error) => error,
            Fault::Broken(source) => {
                let id = crate::secret::short_id();
                tracing::error!(error.id = id, error.source = source, "A request failed inside the server.");
                Self::Internal { id }
            }
        }
    }
}

macro_rules! broken_by {
    ($($source:ty),* $(,)?) => {$(
        impl From<$source> for Fault {
            fn from(source: $source) -> Self { Self::Broken(source.to_string()) }
        }
    )*};
}

broken_by!(
    sea_orm::DbErr,
    serde_json::Error,
    std::io::Error,
    jiff::Error,
    object_store::Error,
    tokio::task::JoinError,
);

impl From<Vec<domain::input::FieldError>> for Fault {
    fn from(fields: Vec<domain::input::FieldError>) -> Self {
        Self::Told(AppError::Invalid { fields })
    }
}

impl From<domain::ticket::workflow::WrongMove> for Fault {
    fn from(wrong: domain::ticket::workflow::WrongMove) -> Self {
        Self::Told(wrong.into())
    }
}
