//! Things by their ids and names, where no more of them is told.

use domain::{Name, id::Id};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shape;

/// A thing with its name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Named {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: Uuid,
    /// Its name.
    #[schema(value_type = shape::Name)]
    name: Name,
}

impl<K> From<&(Id<K>, Name)> for Named {
    fn from((id, name): &(Id<K>, Name)) -> Self {
        Self { id: id.uuid(), name: name.clone() }
    }
}
