//! What a client does in the portal: who may do it, and how the office hears.

use domain::{
    Fault, Name, Text,
    client_user::ClientUser,
    event::{Event, EventKind, Facts},
    id::{ClientUserId, DossierId, EventId, OfficeId},
    invitation::ClientUserState,
};
use store::Tx;

use crate::{
    Desk, Failure, Refusal,
    events::{Told, telling},
};

/// A client-user of this office who may act for one of its dossiers: who sees it, and whose account is not closed. The
/// field is where they are named.
pub(crate) async fn client(
    tx: &mut Tx,
    (office, dossier): (OfficeId, DossierId),
    id: ClientUserId,
    field: &str,
) -> Result<ClientUser, Failure> {
    let user = store::client_users::find(tx, office, id).await?;
    let user = user.ok_or_else(|| Refusal::field(field, Fault::NotFound))?;
    let closed = matches!(user.state, ClientUserState::Withdrawn | ClientUserState::Deactivated);
    if closed || !store::client_users::dossiers(tx, office, id).await?.contains(&dossier) {
        return Err(Refusal::field(field, Fault::UnknownValue).into());
    }
    Ok(user)
}

/// Something that happened in a dossier, now.
pub(crate) struct Happening {
    pub(crate) id: EventId,
    pub(crate) kind: EventKind,
    pub(crate) summary: Text,
    pub(crate) facts: Facts,
    pub(crate) thread: Option<Name>,
}

/// Stores it, and tells whoever in the office must hear.
pub(crate) async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    (office, dossier): (OfficeId, DossierId),
    happening: Happening,
) -> Result<Told, Failure> {
    let Happening { id, kind, summary, facts, thread } = happening;
    let now = desk.0.clock.now();
    let rosters = store::rosters::read(tx, &[(office, Some(dossier))]).await?;
    let event = Event {
        id,
        office_id: office,
        dossier_id: Some(dossier),
        kind,
        summary,
        link: None,
        facts,
        thread,
        occurred_at: now,
        created_at: now,
        closed_at: None,
    };
    let told = telling::raise(tx, desk, &rosters, vec![event]).await?.pop();
    Ok(told.ok_or(Refusal::NotFound)?)
}

/// What the mails of one conversation have in common, from ids and the like.
#[expect(clippy::expect_used, reason = "a few letters and digits are a name")]
pub(crate) fn thread(text: &str) -> Name {
    Name::parse(text).expect("ids are names")
}
