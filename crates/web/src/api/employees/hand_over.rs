//! Who takes over what an employee holds, and what became of it.

use std::collections::BTreeMap;

use desk::leaving::{HandOver, HandedOver, Places, Successors};
use domain::{Fault, event::EventKind, id::EmployeeId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::{
    fields::{pairs, parts},
    shape,
    value::{self, Wrong},
};

/// Who takes over: one employee everything, or for each sort of thing.
#[derive(ToSchema, Serialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) enum HandOverTo {
    /// One employee takes over everything.
    Everything(shape::Id),
    /// For each sort of thing.
    Each(EachToHandOver),
}

/// Who takes over what. What is left out is left to the next step of the cascade.
#[derive(ToSchema, Serialize)]
#[schema(as = HandOver)]
pub(crate) struct EachToHandOver {
    /// The dossiers that they manage: one employee for all, or an object with one for each dossier's id.
    dossiers: Option<SuccessorOfEach>,
    /// Their places among the recipients of automatic mails: one employee for all, or an object with one for each kind.
    recipients: Option<SuccessorOfEach>,
    /// Their work for client groups.
    client_groups: Option<shape::Id>,
    /// Reading for those who named them as deputy.
    deputy: Option<shape::Id>,
}

/// One employee for all, or one for each.
#[derive(ToSchema, Serialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) enum SuccessorOfEach {
    /// One for all.
    One(shape::Id),
    /// One for each.
    Each(BTreeMap<String, shape::Id>),
}

/// What became of what an employee held.
#[derive(Serialize, ToSchema)]
#[schema(as = HandedOver)]
pub(crate) struct HandedOverBody {
    /// The dossiers that they managed.
    dossiers: HandedOverPlaces,
    /// Their places among the recipients of automatic mails.
    recipients: HandedOverPlaces,
    /// The client groups that they worked for.
    client_groups: HandedOverPlaces,
    /// Those who had named them as deputy.
    deputy_of: HandedOverPlaces,
}

/// How many have a successor, and how many have none.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandedOverPlaces {
    /// Handed over.
    handed_over: usize,
    /// Left to the next step of the cascade.
    left: usize,
}

impl From<Places> for HandedOverPlaces {
    fn from(Places { handed_over, left }: Places) -> Self {
        Self { handed_over, left }
    }
}

impl From<HandedOver> for HandedOverBody {
    fn from(HandedOver { dossiers, recipients, client_groups, deputy_of }: HandedOver) -> Self {
        Self {
            dossiers: dossiers.into(),
            recipients: recipients.into(),
            client_groups: client_groups.into(),
            deputy_of: deputy_of.into(),
        }
    }
}

pub(super) fn read(value: &Value) -> Result<HandOver, Wrong> {
    if !value.is_object() {
        return employee(value).map(HandOver::everything_to);
    }
    parts(value, |parts| {
        Some(HandOver {
            dossiers: parts.optional("dossiers", |value| successors(value, dossier)).unwrap_or_default(),
            recipients: parts.optional("recipients", |value| successors(value, kind)).unwrap_or_default(),
            client_groups: parts.optional("client_groups", value::id),
            deputy: parts.optional("deputy", value::id),
        })
    })
}

fn employee(value: &Value) -> Result<EmployeeId, Wrong> {
    let message = "This must be an employee's id, or an object that says who takes over what.";
    value::id(value).map_err(|_| Wrong::new(Fault::Malformed, message))
}

fn successors<P: Ord>(
    value: &Value,
    place: impl Fn(&str) -> Result<P, Wrong>,
) -> Result<Successors<P>, Wrong> {
    if value.is_object() {
        return pairs(value, place, value::id).map(Successors::Each);
    }
    employee(value).map(Successors::One)
}

fn dossier(id: &str) -> Result<domain::id::DossierId, Wrong> {
    id.parse().map_err(|_| Wrong::new(Fault::Malformed, "The names of these fields must be ids of dossiers."))
}

fn kind(code: &str) -> Result<EventKind, Wrong> {
    let known = EventKind::ALL.into_iter().find(|kind| kind.code() == code);
    known.ok_or_else(|| {
        let kinds = shape::EVENT_KINDS.join(", ");
        Wrong::new(Fault::UnknownField, format!("There is no kind of this name; there are: {kinds}."))
    })
}
