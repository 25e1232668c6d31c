//! An office with people and dossiers, and requests that bring it mail.
//!
//! A failed task is told to the dossier's manager, whose pace is *at once* unless they choose otherwise: an
//! event is one mail, now. A client-user who is created is one welcome mail.

use anyhow::ensure;
use serde_json::{Value, json};

use super::Product;
use crate::sink::message;

const MANAGERS: usize = 10;
const DOSSIERS: usize = 20;
const LANGUAGES: [&str; 4] = ["nl", "fr", "en", "de"];
/// The API takes no more items in one call.
pub(crate) const BULK: usize = 1000;

#[derive(Debug)]
pub(crate) struct Office {
    pub(crate) id: String,
    dossiers: Vec<String>,
}

/// What a scenario has an office send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// Failed tasks, to managers.
    Notices,
    /// Client-users, who are welcomed.
    Welcomes,
}

impl Office {
    pub(super) fn make(product: &Product<'_>) -> anyhow::Result<Self> {
        let office = json!({
            "name": "Boekhoudkantoor Vandenbroucke & Zn.", "language": "nl",
            "communication_address": "info@kantoor.example", "functional_address": "portaal@kantoor.example",
        });
        let id = product.make("/offices", &office)?;
        let at = |what: &str| format!("/offices/{id}/{what}");
        let mut managers = Vec::new();
        for n in 0..MANAGERS {
            let manager = json!({
                "name": format!("An Peeters {n}"), "email": format!("an.peeters{n}@kantoor.example"),
                "language": LANGUAGES[n % LANGUAGES.len()], "role": "employee",
            });
            managers.push(product.make(&at("employees"), &manager)?);
        }
        let mut dossiers = Vec::new();
        for n in 0..DOSSIERS {
            let dossier =
                json!({ "name": format!("Bakkerij De Wafel {n}"), "manager_id": managers[n % MANAGERS] });
            dossiers.push(product.make(&at("dossiers"), &dossier)?);
        }
        Ok(Self { id, dossiers })
    }

    fn item(&self, letters: Letters, n: usize) -> Value {
        let dossier = &self.dossiers[n % DOSSIERS];
        match letters {
            Letters::Notices => json!({
                "kind": "failed_task", "dossier_id": dossier,
                "summary": format!("De scan van factuur 2026-{n:06} is onleesbaar."),
            }),
            Letters::Welcomes => json!({
                "dossier_id": dossier, "email": format!("zoe.desmet{n}@klant.example"), "name": "Zoë De Smet",
                "language": LANGUAGES[n % LANGUAGES.len()],
            }),
        }
    }

    /// Calls that bring so many mails, a thousand each.
    pub(crate) fn bulk(
        &self,
        product: &Product<'_>,
        letters: Letters,
        from: usize,
        mails: usize,
    ) -> Vec<Vec<u8>> {
        let what = match letters {
            Letters::Notices => "events",
            Letters::Welcomes => "client-users",
        };
        let numbers: Vec<usize> = (from..from + mails).collect();
        let call = |numbers: &[usize]| {
            let items: Vec<Value> = numbers.iter().map(|n| self.item(letters, *n)).collect();
            let path = format!("/offices/{}/{what}/bulk", self.id);
            product.request("POST", &path, &Value::from(items).to_string())
        };
        numbers.chunks(BULK).map(call).collect()
    }

    /// A call that brings one mail.
    pub(crate) fn event(&self, product: &Product<'_>, n: usize) -> Vec<u8> {
        let body = self.item(Letters::Notices, n).to_string();
        product.request("POST", &format!("/offices/{}/events", self.id), &body)
    }
}

/// Fails unless every item of a bulk call was accepted.
pub(crate) fn all_accepted(answer: &[u8], items: usize) -> anyhow::Result<()> {
    let count = |text: &[u8]| memchr::memmem::find_iter(answer, text).count();
    let accepted = count(b"\"status\":202") + count(b"\"status\":201");
    ensure!(accepted == items, "{accepted} of {items} items were accepted");
    Ok(())
}

/// The first mail that the answer to an event tells of.
pub(crate) fn mail_id(answer: &[u8]) -> Option<u128> {
    let text: &[u8] = b"\"mails\":[{\"id\":\"";
    let start = memchr::memmem::find(answer, text)? + text.len();
    Some(message::key(answer.get(start..start + 36)?))
}
