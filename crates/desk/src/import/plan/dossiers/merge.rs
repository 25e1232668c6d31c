//! What the lines of one dossier say together, and what that makes of it.

use domain::{
    EnterpriseNumber, Language, Name,
    dossier::{Dossier, VatPeriod},
    id::{ClientGroupId, EmployeeId},
    sender::{ClientGroup, DossierManager, SenderContext},
};

use super::super::{Agreed, Plan, contradiction, groups::Groups, managers::Managers, same_name};
use crate::{
    Clock,
    import::{cells::Line, columns::Column, fault::Code, known::Known, report::Change},
};

/// What the lines of one dossier say.
#[derive(Default)]
pub(super) struct Told {
    line: u32,
    faulty: bool,
    name: Agreed<Name>,
    number: Agreed<EnterpriseNumber>,
    manager: Agreed<EmployeeId>,
    group: Agreed<ClientGroupId>,
    language: Agreed<Language>,
    vat_period: Agreed<VatPeriod>,
    private: Agreed<bool>,
}

/// Hears all lines of a dossier, and says where they differ.
pub(super) fn hear(plan: &mut Plan, lines: &[(usize, &Line)], managers: &Managers, groups: &Groups) -> Told {
    let mut told = Told { line: lines.first().map_or(0, |(_, line)| line.number), ..Told::default() };
    for (place, line) in lines {
        let said = &line.said;
        told.faulty |= line.faulty;
        let mut ear = Ear { plan, line: line.number, dossier: lines[0].1 };
        let manager = |id: &EmployeeId| name_of_manager(managers, *id);
        let group = |id: &ClientGroupId| name_of_group(groups, *id);
        let word = |yes: &bool| yes_or_no(*yes).to_owned();
        ear.hear(Column::DossierName, &mut told.name, said.dossier_name.as_ref(), same_name, Name::to_string);
        told.number.hear(line.number, said.number.as_ref(), PartialEq::eq);
        ear.hear(Column::ManagerName, &mut told.manager, managers.of_line.get(place), PartialEq::eq, manager);
        ear.hear(Column::GroupName, &mut told.group, groups.of_line.get(place), PartialEq::eq, group);
        let language = |language: &Language| language.code().to_owned();
        ear.hear(
            Column::DossierLanguage,
            &mut told.language,
            said.language.as_ref(),
            PartialEq::eq,
            language,
        );
        let period = |period: &VatPeriod| vat_period(*period).to_owned();
        ear.hear(Column::VatPeriod, &mut told.vat_period, said.vat_period.as_ref(), PartialEq::eq, period);
        ear.hear(Column::Private, &mut told.private, said.private.as_ref(), PartialEq::eq, word);
    }
    told
}

struct Ear<'p, 'l> {
    plan: &'p mut Plan,
    line: u32,
    /// The first line of the dossier.
    dossier: &'l Line,
}

impl Ear<'_, '_> {
    fn hear<T: Clone>(
        &mut self,
        column: Column,
        agreed: &mut Agreed<T>,
        value: Option<&T>,
        same: impl Fn(&T, &T) -> bool,
        shown: impl Fn(&T) -> String,
    ) {
        if let (Some((earlier, said)), Some(value)) = (agreed.hear(self.line, value, same), value) {
            let said_first = &self.dossier.said;
            let dossier = match (&said_first.dossier_name, &said_first.number) {
                (Some(name), _) => format!("the dossier {name}"),
                (None, Some(number)) => format!("the dossier {number}"),
                (None, None) => "this dossier".into(),
            };
            let message = contradiction(&dossier, (earlier, &shown(&said)), &shown(value));
            self.plan.error(self.line, column, Code::Contradiction, message);
        }
    }
}

impl Told {
    /// The dossier as it becomes; none when it is new and no line names it.
    pub(super) fn dossier(
        &self,
        plan: &mut Plan,
        before: Option<&Dossier>,
        clock: &Clock,
    ) -> Option<Dossier> {
        let known = before.map(|before| &before.name);
        // A name that differs in capitals alone stays as it is.
        let told = self.name.value().filter(|name| !known.is_some_and(|known| same_name(known, name)));
        let Some(name) = told.or(known).cloned() else {
            if !self.faulty {
                let message =
                    "This office has no dossier with this enterprise number yet; fill in its name too.";
                plan.missing(self.line, Column::DossierName, message);
            }
            return None;
        };
        let number = self.number.value().or(before.and_then(|before| before.enterprise_number.as_ref()));
        let period = before.map(|before| before.vat_period).unwrap_or_default();
        Some(Dossier {
            id: before.map_or_else(|| clock.id(), |before| before.id),
            name,
            enterprise_number: number.cloned(),
            manager_id: self.manager.value().copied().or(before.and_then(|before| before.manager_id)),
            client_group_id: self.group.value().copied().or(before.and_then(|before| before.client_group_id)),
            language: self.language.value().copied().or(before.and_then(|before| before.language)),
            vat_period: self.vat_period.value().copied().unwrap_or(period),
            private: self.private.value().copied().unwrap_or(before.is_some_and(|before| before.private)),
        })
    }
}

/// The values that differ.
pub(super) fn changes(
    before: &Dossier,
    after: &Dossier,
    managers: &Managers,
    groups: &Groups,
) -> Vec<Change> {
    let manager = |id: EmployeeId| name_of_manager(managers, id);
    let group = |id: ClientGroupId| name_of_group(groups, id);
    let shown = |d: &Dossier| {
        [
            (Column::DossierName, Some(d.name.to_string())),
            (Column::EnterpriseNumber, d.enterprise_number.as_ref().map(ToString::to_string)),
            (Column::ManagerName, d.manager_id.map(manager)),
            (Column::GroupName, d.client_group_id.map(group)),
            (Column::DossierLanguage, d.language.map(|language| language.to_string())),
            (Column::VatPeriod, Some(vat_period(d.vat_period).to_owned())),
            (Column::Private, Some(yes_or_no(d.private).to_owned())),
        ]
    };
    let pairs = shown(before).into_iter().zip(shown(after));
    let change = |((column, old), (_, new)): ((Column, Option<String>), (_, Option<String>))| {
        let new = new.filter(|new| old.as_ref() != Some(new))?;
        Some(Change { column, old, new })
    };
    pairs.filter_map(change).collect()
}

/// What decides who sends, once the dossier is as it becomes.
pub(super) fn context(known: &Known, after: &Dossier, managers: &Managers, groups: &Groups) -> SenderContext {
    let office = &known.office;
    let manager = after.manager_id.and_then(|id| managers.all.get(&id));
    let group = after.client_group_id.and_then(|id| groups.all.get(&id));
    SenderContext {
        office_name: office.name.clone(),
        communication_address: office.communication_address.clone(),
        functional_address: office.functional_address.clone(),
        always_functional_sender: office.always_functional_sender,
        manager: manager.map(|manager| DossierManager {
            mailbox: domain::Mailbox { name: manager.name.clone(), address: manager.email.clone() },
            active: manager.active,
        }),
        client_group: group.map(|group| ClientGroup { address: group.email.clone() }),
    }
}

fn name_of_manager(managers: &Managers, id: EmployeeId) -> String {
    managers.all.get(&id).map_or_else(String::new, |manager| format!("{} <{}>", manager.name, manager.email))
}

fn name_of_group(groups: &Groups, id: ClientGroupId) -> String {
    groups.all.get(&id).map_or_else(String::new, |group| group.name.to_string())
}

const fn vat_period(period: VatPeriod) -> &'static str {
    match period {
        VatPeriod::Monthly => "monthly",
        VatPeriod::Quarterly => "quarterly",
        VatPeriod::None => "none",
    }
}

const fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
