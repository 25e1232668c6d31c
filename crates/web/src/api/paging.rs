//! Lists, page by page: `limit` things after a `cursor`, and the cursor of the next page.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Fault,
    id::{Id, kind},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    fields::Fields,
    value::{self, Wrong},
};

/// How much of a list is asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct PageParams {
    /// How many at most.
    #[param(required = false, minimum = 1, maximum = 200, default = 50)]
    limit: u32,
    /// `next` of the page before; left out for the first page.
    #[param(required = false)]
    cursor: String,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// What is on it.
    items: Vec<T>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next: Option<String>,
}

/// A kind of thing that is listed. A cursor of one list is of no use with another.
pub(crate) trait Listed {
    /// What its cursors begin with.
    const TAG: u8;
}

macro_rules! listed {
    ($($kind:ident $tag:literal),*) => { $(impl Listed for kind::$kind { const TAG: u8 = $tag; })* };
}
/// What clients said of VAT periods, by the events that told it.
pub(crate) enum VatConfirmation {}
impl Listed for VatConfirmation {
    const TAG: u8 = b'p';
}

/// Addresses that are left alone, by the mails that came back.
pub(crate) enum Suppression {}
impl Listed for Suppression {
    const TAG: u8 = b's';
}

/// Requests for users, by their events.
pub(crate) enum UserRequest {}
impl Listed for UserRequest {
    const TAG: u8 = b'r';
}

listed!(Office b'o', Employee b'e', ClientGroup b'g', Dossier b'd', ClientUser b'u', Mail b'm', AuditEntry b'a', Event b'v', Conversation b'c');

/// Where a page begins and how long it is.
pub(crate) struct Paging<K> {
    /// The last thing of the page before.
    pub(crate) after: Option<Id<K>>,
    limit: u32,
}

impl<K: Listed> Paging<K> {
    /// Reads `limit` and `cursor`.
    pub(crate) fn read(fields: &mut Fields) -> Self {
        let limit = fields.optional("limit", value::number_in_text(1..=200));
        Self { after: fields.optional("cursor", cursor::<K>), limit: limit.unwrap_or(50) }
    }

    /// One more than the page holds: whether it is there says whether there is a next page.
    pub(crate) fn look_for(&self) -> u32 {
        self.limit + 1
    }

    /// The page of what was found when one more was looked for.
    pub(crate) fn page<T, B: for<'a> From<&'a T>>(
        &self,
        mut found: Vec<T>,
        id: impl Fn(&T) -> Id<K>,
    ) -> Page<B> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| write::<K>(id(last)));
        Page { items: found.iter().map(B::from).collect(), next }
    }
}

fn write<K: Listed>(id: Id<K>) -> String {
    let mut bytes = vec![K::TAG];
    bytes.extend_from_slice(id.uuid().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn cursor<K: Listed>(value: &Value) -> Result<Id<K>, Wrong> {
    let wrong =
        || Wrong::new(Fault::Malformed, "This is not a cursor of this list; use `next` as it was given.");
    let bytes = URL_SAFE_NO_PAD.decode(value::text(value)?).map_err(|_| wrong())?;
    let id = bytes.strip_prefix(&[K::TAG]).and_then(|id| Uuid::from_slice(id).ok());
    id.map(Id::new).ok_or_else(wrong)
}
