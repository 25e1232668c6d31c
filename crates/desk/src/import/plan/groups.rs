//! Which client groups the dossiers are in.
//!
//! A group is known by its name, without regard to case. One that is not known is created, without members. An address
//! that a line gives is the group's, also when the group is known and had another or none.

use std::collections::HashMap;

use domain::{EmailAddress, Name, id::ClientGroupId, office::ClientGroup};

use super::{Agreed, Plan, contradiction, name_key};
use crate::{
    Clock,
    import::{
        cells::Line,
        columns::Column,
        fault::Code,
        known::Known,
        report::{Found, GroupLine},
    },
};

/// The office's client groups.
pub(super) struct Groups {
    /// All of them as they become, those to be created included.
    pub(super) all: HashMap<ClientGroupId, ClientGroup>,
    /// Which each line names, by its place.
    pub(super) of_line: HashMap<usize, ClientGroupId>,
}

pub(super) fn resolve(plan: &mut Plan, known: &Known, clock: &Clock, lines: &[(usize, &Line)]) -> Groups {
    let (told, order) = hear(plan, lines);
    let by_name: HashMap<String, &ClientGroup> =
        known.groups.iter().map(|group| (name_key(&group.name), group)).collect();
    let mut all: HashMap<_, _> = known.groups.iter().map(|group| (group.id, group.clone())).collect();
    let mut found: HashMap<String, (ClientGroupId, Found)> = HashMap::new();
    for name in order {
        let key = name_key(name);
        let email = told.get(&key).and_then(Agreed::value).cloned();
        let (group, fate) = match by_name.get(&key) {
            None => {
                let group = ClientGroup { id: clock.id(), name: name.clone(), email, members: Vec::new() };
                plan.groups.push(group.clone());
                (group, Found::Created)
            }
            Some(group) => match email.filter(|email| group.email.as_ref() != Some(email)) {
                None => ((*group).clone(), Found::Known),
                Some(email) => {
                    plan.addresses.push(((*group).clone(), email.clone()));
                    (ClientGroup { email: Some(email), ..(*group).clone() }, Found::Changed)
                }
            },
        };
        found.insert(key, (group.id, fate));
        all.insert(group.id, group);
    }
    let mut groups = Groups { all, of_line: HashMap::new() };
    for &(place, line) in lines {
        let Some(name) = &line.said.group_name else { continue };
        let Some((id, fate)) = found.get_mut(&name_key(name)) else { continue };
        groups.of_line.insert(place, *id);
        let Some(group) = groups.all.get(id) else { continue };
        // What is new is so on the first line alone.
        let fate = std::mem::replace(fate, Found::Known);
        plan.lines[place].client_group =
            Some(GroupLine { name: group.name.clone(), email: group.email.clone(), fate });
    }
    groups
}

/// The address that lines give each group, and the groups in the file's order.
fn hear<'l>(
    plan: &mut Plan,
    lines: &[(usize, &'l Line)],
) -> (HashMap<String, Agreed<EmailAddress>>, Vec<&'l Name>) {
    let (mut told, mut order) = (HashMap::<String, Agreed<EmailAddress>>::new(), Vec::new());
    for &(_, line) in lines {
        let email = line.said.group_email.as_ref();
        let Some(name) = &line.said.group_name else {
            if let (Some(email), false) = (email, line.faulty) {
                let message = format!("Fill in the name of the client group whose address is {email}.");
                plan.missing(line.number, Column::GroupName, message);
            }
            continue;
        };
        let told = told.entry(name_key(name)).or_insert_with(|| {
            order.push(name);
            Agreed::default()
        });
        if let (Some((earlier, said)), Some(email)) = (told.hear(line.number, email, PartialEq::eq), email) {
            let of = format!("the client group {name}");
            let message = contradiction(&of, (earlier, said.as_str()), email.as_str());
            plan.error(line.number, Column::GroupEmail, Code::Contradiction, message);
        }
    }
    (told, order)
}
