//! What the clock starts: what is due to be told, domains to be looked at, reminders, and forgetting what need not be remembered.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{Desk, chain, once};

/// How long after its time something may be told.
const DUE: Duration = Duration::from_secs(5);
const EVERY: Duration = Duration::from_secs(60);

/// Looks after the installation until it is told to stop. Any number of processes may do so at once.
pub async fn keep(desk: Desk, stop: CancellationToken) {
    let tidying = async {
        while stop.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
            if let Err(error) = tidy(&desk).await {
                tracing::warn!(
                    error = chain(&error),
                    "housekeeping did not finish; it is tried again in a minute"
                );
            }
        }
    };
    let telling = async {
        while stop.run_until_cancelled(tokio::time::sleep(DUE)).await.is_some() {
            match desk.tell_due().await {
                Ok(0) => {}
                Ok(mails) => tracing::info!(mails, "unread messages, digests and open tasks were told"),
                Err(error) => {
                    tracing::warn!(error = chain(&error), "what is due could not be told; it is tried again");
                }
            }
        }
    };
    let looking = async {
        while stop.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
            // A look may take as long as the DNS does; told to stop, it is dropped, and another process takes it up.
            match stop.run_until_cancelled(desk.check_due_mail_setups()).await {
                Some(Ok(0)) | None => {}
                Some(Ok(offices)) => tracing::info!(offices, "mail set-ups were looked at"),
                Some(Err(error)) => tracing::warn!(
                    error = chain(&error),
                    "mail set-ups that are due could not be looked at; it is tried again in a minute"
                ),
            }
        }
    };
    tokio::join!(tidying, telling, looking);
}

async fn tidy(desk: &Desk) -> Result<(), store::Error> {
    let reminders = desk.remind().await?;
    if reminders > 0 {
        tracing::info!(reminders, "reminders were queued");
    }
    let forgotten = desk.forget_contents().await?;
    if forgotten > 0 {
        tracing::info!(forgotten, "what old mails said was forgotten");
    }
    let mut tx = desk.0.db.write().await?;
    let now = desk.0.clock.now();
    store::idempotency::forget_before(&mut tx, now - once::REMEMBERED).await?;
    store::suppressions::forget_over(&mut tx, now).await?;
    tx.commit().await
}
