//! Offices as their decisions look at them, read in a constant number of statements.

use std::collections::{BTreeSet, HashMap};

use domain::{
    dossier::Dossier,
    id::{DossierId, EmployeeId, OfficeId},
    office::Employee,
    recipients::{Choice, ChosenRole, Configuration},
    roster::Roster,
};

use crate::{Result, Tx, client_groups, dossiers, employees, offices, recipient_settings};

/// Offices and dossiers, ready to be decided upon.
#[derive(Debug, Default)]
pub struct Rosters {
    /// The offices.
    pub offices: HashMap<OfficeId, Roster>,
    /// The dossiers that were asked for and exist in the office named with them.
    pub dossiers: HashMap<(OfficeId, DossierId), Dossier>,
}

/// For each pair of office and dossier, or office alone, whatever decides who hears there: people and groups that the
/// dossiers and the office's choices lead to, and no others. Looks across offices, since one batch of work may hold
/// several.
pub async fn read(tx: &mut Tx, wanted: &[(OfficeId, Option<DossierId>)]) -> Result<Rosters> {
    let ids: BTreeSet<OfficeId> = wanted.iter().map(|pair| pair.0).collect();
    let ids: Vec<OfficeId> = ids.into_iter().collect();
    let found = offices::find_many(tx, &ids).await?;
    let mut chosen = recipient_settings::list_many(tx, &ids).await?;
    let pairs: BTreeSet<_> =
        wanted.iter().filter_map(|&(office, dossier)| Some((office, dossier?))).collect();
    let dossiers = dossiers::find_many(tx, &pairs.into_iter().collect::<Vec<_>>()).await?;
    let in_groups: BTreeSet<_> = dossiers.iter().filter_map(|(_, dossier)| dossier.client_group_id).collect();
    let groups = client_groups::find_many(tx, &in_groups.into_iter().collect::<Vec<_>>()).await?;

    let choices = || chosen.values().flat_map(HashMap::values).flat_map(choices_of);
    let named = choices().filter_map(|choice| match choice {
        Choice::Employee(id) => Some(id),
        Choice::Role(_) => None,
    });
    let people = dossiers.iter().filter_map(|(_, dossier)| dossier.manager_id);
    let people = people.chain(groups.iter().flat_map(|group| group.members.iter().copied())).chain(named);
    let people: BTreeSet<EmployeeId> = people.collect();
    let admins = choices().any(|choice| choice == Choice::Role(ChosenRole::Admins));
    let admins_of = if admins { ids.as_slice() } else { &[] };
    let mut people = employees::find_many(tx, &people.into_iter().collect::<Vec<_>>(), admins_of).await?;
    people.extend(deputies(tx, &people).await?);

    let of: HashMap<_, OfficeId> =
        dossiers.iter().filter_map(|(office, dossier)| Some((dossier.client_group_id?, *office))).collect();
    let mut rosters = Rosters::default();
    for office in found {
        let employees =
            people.iter().filter(|(of, _)| *of == office.id).map(|(_, e)| (e.id, e.clone())).collect();
        let groups = groups.iter().filter(|group| of.get(&group.id) == Some(&office.id));
        let groups = groups.map(|group| (group.id, group.clone())).collect();
        let chosen = chosen.remove(&office.id).unwrap_or_default();
        rosters.offices.insert(office.id, Roster { office, employees, groups, chosen });
    }
    rosters.dossiers =
        dossiers.into_iter().map(|(office, dossier)| ((office, dossier.id), dossier)).collect();
    Ok(rosters)
}

fn choices_of(configuration: &Configuration) -> impl Iterator<Item = Choice> + '_ {
    let choices = match configuration {
        Configuration::Personalised(choices) => choices.as_slice(),
        Configuration::Standard => &[],
    };
    choices.iter().copied()
}

/// The deputies of these people who are not among them.
async fn deputies(tx: &mut Tx, people: &[(OfficeId, Employee)]) -> Result<Vec<(OfficeId, Employee)>> {
    let deputies: BTreeSet<EmployeeId> =
        people.iter().filter_map(|(_, employee)| employee.absence?.deputy_id).collect();
    let known: BTreeSet<EmployeeId> = people.iter().map(|(_, employee)| employee.id).collect();
    let missing: Vec<EmployeeId> = deputies.difference(&known).copied().collect();
    if missing.is_empty() { Ok(Vec::new()) } else { employees::find_many(tx, &missing, &[]).await }
}

/// This office with all its people, groups and dossiers, in a constant number of statements.
pub async fn read_whole(tx: &mut Tx, office: OfficeId) -> Result<Option<(Roster, Vec<Dossier>)>> {
    let Some(found) = offices::find(tx, office).await? else { return Ok(None) };
    let chosen = recipient_settings::list_many(tx, &[office]).await?.remove(&office).unwrap_or_default();
    let employees = employees::list_all(tx, office).await?.into_iter().map(|e| (e.id, e)).collect();
    let groups = client_groups::list_all(tx, office).await?.into_iter().map(|g| (g.id, g)).collect();
    let roster = Roster { office: found, employees, groups, chosen };
    Ok(Some((roster, dossiers::list_all(tx, office).await?)))
}
