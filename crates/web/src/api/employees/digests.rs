//! How soon an employee hears of each kind of event.

use domain::event::{EventKind, Pace, Paces};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::{
    fields::parts,
    shape,
    value::{self, Wrong},
};

/// How soon an employee hears of each kind of event.
#[derive(Serialize, ToSchema)]
#[schema(as = Digests)]
pub(crate) struct DigestsBody {
    /// Failed tasks.
    #[schema(value_type = shape::Pace)]
    failed_task: Pace,
    /// Messages of clients.
    #[schema(value_type = shape::Pace)]
    message: Pace,
    /// All VAT documents are in.
    #[schema(value_type = shape::Pace, example = "daily")]
    vat_documents_ok: Pace,
    /// User requests.
    #[schema(value_type = shape::Pace)]
    user_request: Pace,
}

impl From<&Paces> for DigestsBody {
    fn from(paces: &Paces) -> Self {
        let of = |kind| paces.get(&kind).copied().unwrap_or_default();
        Self {
            failed_task: of(EventKind::FailedTask),
            message: of(EventKind::Message),
            vat_documents_ok: of(EventKind::VatDocumentsOk),
            user_request: of(EventKind::UserRequest),
        }
    }
}

/// How soon an employee is to hear. A kind that is left out stays as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct DigestsChange {
    /// Failed tasks.
    #[schema(required = false)]
    failed_task: shape::Pace,
    /// Messages of clients.
    #[schema(required = false)]
    message: shape::Pace,
    /// All VAT documents are in.
    #[schema(required = false, example = "daily")]
    vat_documents_ok: shape::Pace,
    /// User requests.
    #[schema(required = false)]
    user_request: shape::Pace,
}

pub(super) fn read(value: &Value) -> Result<Paces, Wrong> {
    parts(value, |parts| {
        let pace = |kind: EventKind| Some((kind, parts.change(kind.code(), value::word(shape::PACES))?));
        Some(EventKind::ALL.into_iter().filter_map(pace).collect())
    })
}
