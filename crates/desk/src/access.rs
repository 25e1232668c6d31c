//! Who asks: keys to the API, and what they reach.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Timestamp,
    id::{ApiKeyId, AuditEntryId, OfficeId},
};
use sha2::{Digest as _, Sha256};
use store::audit;
use uuid::Uuid;

use crate::{Clock, Desk, Failure, Refusal};

mod known_keys;

pub(crate) use known_keys::KnownKeys;

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody with an operator's key: reaches every office.
    Operator(ApiKeyId),
    /// Somebody with an office's key: reaches that office.
    Office(ApiKeyId, OfficeId),
    /// Somebody at the command line of the machine itself.
    Console,
    /// A client with their link.
    Client,
    /// The program by itself, by the clock.
    System,
}

impl Actor {
    /// May this actor reach this office? If not, the office does not exist for them.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn reach(self, office: OfficeId) -> Result<(), Refusal> {
        match self {
            Self::Operator(_) | Self::Console => Ok(()),
            Self::Office(_, own) if own == office => Ok(()),
            _ => Err(Refusal::NotFound),
        }
    }

    /// Does this actor run the installation? If not, what is of all offices does not exist for them.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub const fn runs_the_installation(self) -> Result<(), Refusal> {
        match self {
            Self::Operator(_) | Self::Console => Ok(()),
            _ => Err(Refusal::NotFound),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Operator(key) => format!("operator:{key}"),
            Self::Office(key, _) => format!("office:{key}"),
            Self::Console => "console".into(),
            Self::Client => "client".into(),
            Self::System => "system".into(),
        }
    }

    /// A line for the audit log.
    pub(crate) fn did(
        self,
        clock: &Clock,
        office_id: OfficeId,
        action: &str,
        subject: Option<Uuid>,
        detail: &serde_json::Value,
    ) -> audit::Entry {
        audit::Entry {
            id: clock.id::<domain::id::kind::AuditEntry>(),
            office_id,
            at: clock.now().millis(),
            actor: self.name(),
            action: action.to_owned(),
            subject,
            detail: detail.to_string(),
        }
    }
}

/// Every key begins so, which lets a secret scanner find one that got out.
const PREFIX: &str = "pmk_";

fn hash(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A line of the audit log, as it is read back.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Its id.
    pub id: AuditEntryId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: Option<Uuid>,
    /// Old and new values.
    pub detail: serde_json::Value,
}

impl Desk {
    /// Makes a key, for an office or for an operator. It is told once: only its hash is kept.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office.
    pub async fn create_api_key(&self, office: Option<OfficeId>) -> Result<String, Failure> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .map_err(|e| store::Error::Unreadable { what: "randomness", why: e.to_string() })?;
        let key = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
        let mut tx = self.0.db.write().await?;
        if let Some(office) = office {
            store::offices::find(&mut tx, office).await?.ok_or(Refusal::NotFound)?;
        }
        store::api_keys::insert(&mut tx, self.0.clock.id(), office, &hash(&key), self.0.clock.now()).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Whose key this is; nobody's when it is not known.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn authenticate(&self, key: &str) -> Result<Option<Actor>, store::Error> {
        if !key.starts_with(PREFIX) || key.len() > 100 {
            return Ok(None);
        }
        let hash = hash(key);
        if let Some(actor) = self.0.known_keys.find(&hash) {
            return Ok(Some(actor));
        }
        let mut tx = self.0.db.read().await?;
        let Some((id, office)) = store::api_keys::find(&mut tx, &hash).await? else { return Ok(None) };
        let actor = office.map_or(Actor::Operator(id), |office| Actor::Office(id, office));
        self.0.known_keys.remember(hash, actor);
        Ok(Some(actor))
    }

    /// What was changed in an office, oldest first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn audit_log(
        &self,
        actor: Actor,
        office: OfficeId,
        after: Option<AuditEntryId>,
        limit: u32,
    ) -> Result<Vec<AuditLine>, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        store::offices::find(&mut tx, office).await?.ok_or(Refusal::NotFound)?;
        let line = |line: audit::Line| AuditLine {
            id: AuditEntryId::new(line.id),
            at: Timestamp::from_millis(line.at),
            actor: line.actor,
            action: line.action,
            subject: line.subject,
            detail: serde_json::from_str(&line.detail).unwrap_or_default(),
        };
        Ok(audit::list(&mut tx, office, after, limit).await?.into_iter().map(line).collect())
    }
}
