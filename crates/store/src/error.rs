//! What can go wrong with the database.

/// A fault of the database or of what it holds.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("the database did not do what was asked")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought to this version's form.
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database is away, as another request found.
    #[error("the database is away")]
    Away,
    /// The program is stopping; nothing was stored.
    #[error("the program is stopping")]
    Stopping,
    /// A stored value is not of the form that this version writes.
    #[error("the database holds {what} that cannot be read: {why}")]
    Unreadable {
        /// Which value.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
}

/// The answer of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The database understood a statement and refused it, or holds something that cannot be read: what belongs to another
    /// request or office may still be done.
    #[must_use]
    pub fn is_about_one(&self) -> bool {
        matches!(
            self,
            Self::Unreadable { .. } | Self::Database(sqlx::Error::Database(_) | sqlx::Error::Encode(_))
        )
    }

    /// What is stored cannot be read, or what was to be stored breaks a rule of its table: it will be so the next time too.
    #[must_use]
    pub fn is_for_good(&self) -> bool {
        match self {
            Self::Unreadable { .. } | Self::Database(sqlx::Error::Encode(_)) => true,
            Self::Database(sqlx::Error::Database(refused)) => refused.kind() != sqlx::error::ErrorKind::Other,
            _ => false,
        }
    }

    /// The database was busy, full or away: the same may work later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Stopping | Self::Away => true,
            Self::Database(e) => !matches!(e, sqlx::Error::ColumnDecode { .. } | sqlx::Error::RowNotFound),
            Self::Migration(_) | Self::Unreadable { .. } => false,
        }
    }
}
