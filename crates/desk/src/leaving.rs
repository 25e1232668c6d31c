//! Somebody leaves, and hands over what they hold: dossiers, places among the recipients, client groups, and those who
//! named them as deputy. Each has a successor or is left to the cascade; all in the unit of work that closes the employee.
//!
//! What is held, in this order: the office, the employee, their dossiers, those who named them as deputy. With the office
//! held nobody else leaves, and nobody chooses recipients or members of client groups. Of what is handed over only the
//! place is written, so that what others changed meanwhile stays.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Fault, FieldFault,
    event::EventKind,
    id::{DossierId, EmployeeId, OfficeId},
    recipients::{Choice, Configuration},
};
use serde::Serialize;
use store::Tx;

use crate::{Failure, Refusal};

/// Who takes over what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HandOver {
    /// The dossiers.
    pub dossiers: Successors<DossierId>,
    /// The places among the recipients of each kind.
    pub recipients: Successors<EventKind>,
    /// The work for client groups.
    pub client_groups: Option<EmployeeId>,
    /// Reading for those who named the leaver as deputy.
    pub deputy: Option<EmployeeId>,
}

/// Who takes over places of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Successors<P: Ord> {
    /// Nobody: they are left to the cascade.
    #[default]
    Nobody,
    /// One for all.
    One(EmployeeId),
    /// One for each place; places that are not here are left to the cascade.
    Each(BTreeMap<P, EmployeeId>),
}

impl<P: Ord> Successors<P> {
    fn of(&self, place: &P) -> Option<EmployeeId> {
        match self {
            Self::Nobody => None,
            Self::One(successor) => Some(*successor),
            Self::Each(successors) => successors.get(place).copied(),
        }
    }

    fn all(&self) -> Vec<EmployeeId> {
        match self {
            Self::Nobody => Vec::new(),
            Self::One(successor) => vec![*successor],
            Self::Each(successors) => successors.values().copied().collect(),
        }
    }

    /// A place that has a successor and is none of those who hand over.
    fn stranger(&self, held: &BTreeSet<P>) -> Option<&P> {
        match self {
            Self::Nobody | Self::One(_) => None,
            Self::Each(successors) => successors.keys().find(|place| !held.contains(place)),
        }
    }
}

impl HandOver {
    /// Everything to one successor.
    #[must_use]
    pub const fn everything_to(successor: EmployeeId) -> Self {
        Self {
            dossiers: Successors::One(successor),
            recipients: Successors::One(successor),
            client_groups: Some(successor),
            deputy: Some(successor),
        }
    }
}

/// What became of what somebody held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct HandedOver {
    /// Dossiers.
    pub dossiers: Places,
    /// Places among the recipients.
    pub recipients: Places,
    /// Client groups.
    pub client_groups: Places,
    /// Those who named them as deputy.
    pub deputy_of: Places,
}

/// How many places have a successor, and how many have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Places {
    /// Handed over.
    pub handed_over: usize,
    /// Left to the next step of the cascade.
    pub left: usize,
}

impl Places {
    const fn count(&mut self, successor: Option<EmployeeId>) {
        match successor {
            Some(_) => self.handed_over += 1,
            None => self.left += 1,
        }
    }
}

/// Hands over what somebody of this office holds. The office and the employee must be held.
pub(crate) async fn hand_over(
    tx: &mut Tx,
    office: OfficeId,
    leaver: EmployeeId,
    wish: &HandOver,
) -> Result<HandedOver, Failure> {
    check(tx, office, leaver, wish).await?;
    Ok(HandedOver {
        dossiers: dossiers(tx, office, leaver, &wish.dossiers).await?,
        recipients: recipients(tx, office, leaver, &wish.recipients).await?,
        client_groups: client_groups(tx, office, leaver, wish.client_groups).await?,
        deputy_of: deputy_of(tx, office, leaver, wish.deputy).await?,
    })
}

/// Successors are active employees of this office, and not the leaver.
async fn check(tx: &mut Tx, office: OfficeId, leaver: EmployeeId, wish: &HandOver) -> Result<(), Failure> {
    let mut successors = wish.dossiers.all();
    successors.extend(wish.recipients.all());
    successors.extend(wish.client_groups.into_iter().chain(wish.deputy));
    let found = store::employees::find_many(tx, &successors, &[]).await?;
    let fault =
        |id: &EmployeeId| match found.iter().find(|(of, employee)| *of == office && employee.id == *id) {
            None => Some(Fault::NotFound),
            Some((_, employee)) if !employee.active || employee.id == leaver => Some(Fault::UnknownValue),
            Some(_) => None,
        };
    match successors.iter().find_map(fault) {
        Some(fault) => Err(Refusal::InvalidInput(vec![FieldFault::new("hand_over_to", fault)]).into()),
        None => Ok(()),
    }
}

fn not_held(sort: &str, place: impl std::fmt::Display) -> Failure {
    let field = format!("hand_over_to.{sort}.{place}");
    Refusal::InvalidInput(vec![FieldFault::new(field, Fault::NotFound)]).into()
}

async fn dossiers(
    tx: &mut Tx,
    office: OfficeId,
    leaver: EmployeeId,
    successors: &Successors<DossierId>,
) -> Result<Places, Failure> {
    let held = store::dossiers::list_of_manager_for_update(tx, office, leaver).await?;
    let held: BTreeSet<DossierId> = held.into_iter().map(|dossier| dossier.id).collect();
    if let Some(stranger) = successors.stranger(&held) {
        return Err(not_held("dossiers", stranger));
    }
    let mut places = Places::default();
    let mut managers = Vec::new();
    for dossier in held {
        let successor = successors.of(&dossier);
        places.count(successor);
        managers.extend(successor.map(|successor| (dossier, successor)));
    }
    if !managers.is_empty() {
        store::dossiers::update_managers(tx, office, &managers).await?;
    }
    Ok(places)
}

/// A place that is left stays with the leaver's name, which the decision passes over and the settings warn of.
async fn recipients(
    tx: &mut Tx,
    office: OfficeId,
    leaver: EmployeeId,
    successors: &Successors<EventKind>,
) -> Result<Places, Failure> {
    let chosen =
        store::recipient_settings::list_many(tx, &[office]).await?.remove(&office).unwrap_or_default();
    let place = |choices: &[Choice]| choices.iter().position(|choice| *choice == Choice::Employee(leaver));
    let held = chosen.into_iter().filter_map(|(kind, configuration)| match configuration {
        Configuration::Personalised(choices) => place(&choices).map(|place| (kind, (choices, place))),
        Configuration::Standard => None,
    });
    let held: BTreeMap<_, _> = held.collect();
    if let Some(stranger) = successors.stranger(&held.keys().copied().collect()) {
        return Err(not_held("recipients", stranger.code()));
    }
    let mut places = Places::default();
    for (kind, (mut choices, place)) in held {
        let successor = successors.of(&kind);
        places.count(successor);
        let Some(successor) = successor.map(Choice::Employee) else { continue };
        if choices.contains(&successor) {
            choices.remove(place);
        } else {
            choices[place] = successor;
        }
        store::recipient_settings::write(tx, office, kind, &Configuration::Personalised(choices)).await?;
    }
    Ok(places)
}

async fn client_groups(
    tx: &mut Tx,
    office: OfficeId,
    leaver: EmployeeId,
    successor: Option<EmployeeId>,
) -> Result<Places, Failure> {
    let held = store::client_groups::list_of_member(tx, office, leaver).await?.len();
    if let Some(successor) = successor {
        store::client_groups::replace_member(tx, office, leaver, successor).await?;
        return Ok(Places { handed_over: held, left: 0 });
    }
    Ok(Places { handed_over: 0, left: held })
}

async fn deputy_of(
    tx: &mut Tx,
    office: OfficeId,
    leaver: EmployeeId,
    successor: Option<EmployeeId>,
) -> Result<Places, Failure> {
    let absent = store::employees::list_of_deputy_for_update(tx, office, leaver).await?;
    let mut places = Places::default();
    let mut deputies = Vec::new();
    for employee in absent {
        // Nobody reads for themselves.
        let successor = successor.filter(|successor| *successor != employee.id);
        places.count(successor);
        deputies.extend(successor.map(|successor| (employee.id, successor)));
    }
    if !deputies.is_empty() {
        store::employees::update_deputies(tx, office, &deputies).await?;
    }
    Ok(places)
}
