//! What the office has already, as far as a file can touch it: read in a constant number of statements.

use std::collections::{HashMap, HashSet};

use domain::{
    Timestamp,
    client_user::ClientUser,
    dossier::Dossier,
    id::{ClientUserId, DossierId, OfficeId},
    invitation::ClientUserState,
    office::{ClientGroup, Employee, Office},
    time::hours,
};
use store::{Tx, audit, client_users};

use super::cells::Line;
use crate::Desk;

pub(super) struct Known {
    pub(super) now: Timestamp,
    pub(super) office: Office,
    pub(super) employees: Vec<Employee>,
    pub(super) groups: Vec<ClientGroup>,
    pub(super) dossiers: Vec<Dossier>,
    /// Who has, or had, an account here with an address of the file: the open one if there is one, else the last.
    pub(super) users: HashMap<String, ClientUser>,
    /// Which dossiers they see.
    pub(super) access: HashSet<(ClientUserId, DossierId)>,
    /// Addresses of the file that another office holds.
    pub(super) elsewhere: HashSet<String>,
    /// How many more addresses may be refused to this office now.
    pub(super) refusals_left: u64,
    /// In how many seconds there will be more of them.
    pub(super) retry_after: u64,
}

impl Known {
    /// Reads it. With `hold`, what may be changed is held against other writers. None when there is no such office.
    pub(super) async fn read(
        tx: &mut Tx,
        desk: &Desk,
        id: OfficeId,
        lines: &[Line],
        hold: bool,
    ) -> Result<Option<Self>, store::Error> {
        let now = desk.0.clock.now();
        let Some(office) = store::offices::find(tx, id).await? else { return Ok(None) };
        let employees = store::employees::list(tx, id, None, u32::MAX).await?;
        let groups = store::client_groups::list(tx, id, None, u32::MAX).await?;
        let dossiers = if hold {
            store::dossiers::list_for_update(tx, id).await?
        } else {
            store::dossiers::list(tx, id, None, u32::MAX).await?
        };
        let addresses: HashSet<String> = lines
            .iter()
            .filter_map(|line| line.said.user_email.as_ref())
            .map(domain::EmailAddress::key)
            .collect();
        let mut addresses: Vec<String> = addresses.into_iter().collect();
        addresses.sort();
        let users = by_address(client_users::find_by_addresses(tx, id, &addresses).await?, now);
        let ids: Vec<ClientUserId> = users.values().map(|user| user.id).collect();
        let access = client_users::access(tx, id, &ids).await?.into_iter().collect();
        addresses.retain(|address| !users.contains_key(address));
        let elsewhere = client_users::held_elsewhere(tx, id, &addresses, now).await?.into_iter().collect();
        let refusals = audit::refusals(tx, &[id], now - hours(1)).await?;
        let (refused, first) = refusals.first().map_or((0, now), |&(_, count, first)| (count, first));
        Ok(Some(Self {
            now,
            office,
            employees,
            groups,
            dossiers,
            users,
            access,
            elsewhere,
            refusals_left: desk.0.settings.refusals_an_hour.saturating_sub(refused),
            retry_after: (first + hours(1)).since(now).as_secs().max(1),
        }))
    }
}

/// One for each address.
fn by_address(users: Vec<ClientUser>, now: Timestamp) -> HashMap<String, ClientUser> {
    let mut found: HashMap<String, ClientUser> = HashMap::new();
    for user in users {
        let key = user.email.key();
        if !found.get(&key).is_some_and(|other| is_open(other, now)) {
            found.insert(key, user);
        }
    }
    found
}

/// Do they have an account, or an invitation that is still good?
pub(super) fn is_open(user: &ClientUser, now: Timestamp) -> bool {
    match user.state {
        ClientUserState::Invited(invitation) => invitation.expires_at > now,
        ClientUserState::Active => true,
        ClientUserState::Withdrawn | ClientUserState::Deactivated => false,
    }
}
