//! Who may enter the portal.
//!
//! For each address of the file, in its order:
//!
//! 1. an **open account or invitation** at this office: they get access to the line's dossier, or have it already;
//! 2. one that is **over** (withdrawn, deactivated, expired): left alone with a note. A file that is imported again must
//!    not open again what the office has closed;
//! 3. **another office** holds it: an error on each of its lines, which counts as a refusal, also in a dry run. When the
//!    office has no refusals left, addresses that it does not know are no longer looked at;
//! 4. else they are **new**, and must have a name. Their language is what a line says, else their dossier's, else the
//!    office's.

use std::collections::{HashMap, HashSet};

use domain::{
    EmailAddress, Language, Name, client_user::ClientUser, id::DossierId, invitation::StateName,
    mail::MailKind,
};

use super::{Agreed, Plan, contradiction, dossiers::Dossiers, same_name};
use crate::{
    Refusal,
    import::{
        cells::Line,
        columns::Column,
        fault::Code,
        known::{Known, is_open},
        report::{ClientUserFate, ClientUserLine, state_words},
    },
    invite::Invite,
};

/// What the lines say of one address.
#[derive(Default)]
struct Told<'l> {
    name: Agreed<Name>,
    language: Agreed<Language>,
    lines: Vec<(usize, &'l Line)>,
}

pub(super) fn resolve(plan: &mut Plan, known: &Known, lines: &[(usize, &Line)], dossiers: &Dossiers) {
    let (told, order) = hear(plan, lines);
    let mut left = known.refusals_left;
    let mut unread = Vec::new();
    for email in order {
        let (key, told) = (email.key(), &told[&email.key()]);
        match known.users.get(&key) {
            Some(user) => meet(plan, known, dossiers, user, told),
            None if left == 0 => unread.extend(&told.lines),
            None if known.elsewhere.contains(&key) => {
                left -= 1;
                refuse(plan, email, told);
            }
            None => invite(plan, known, dossiers, email, told),
        }
    }
    wait(plan, &unread, known.retry_after);
}

fn hear<'l>(
    plan: &mut Plan,
    lines: &[(usize, &'l Line)],
) -> (HashMap<String, Told<'l>>, Vec<&'l EmailAddress>) {
    let (mut all, mut order) = (HashMap::<String, Told<'_>>::new(), Vec::new());
    for &(place, line) in lines {
        let said = &line.said;
        let Some(email) = &said.user_email else {
            if let (Some(name), false) = (&said.user_name, line.faulty) {
                let message = format!("Fill in the e-mail address of {name}, which is their login.");
                plan.missing(line.number, Column::ClientUserEmail, message);
            }
            continue;
        };
        let told = all.entry(email.key()).or_insert_with(|| {
            order.push(email);
            Told::default()
        });
        told.lines.push((place, line));
        let (name, language) = (said.user_name.as_ref(), said.user_language.as_ref());
        if let (Some((earlier, said)), Some(name)) = (told.name.hear(line.number, name, same_name), name) {
            let message = contradiction(email.as_str(), (earlier, said.as_str()), name.as_str());
            plan.error(line.number, Column::ClientUserName, Code::Contradiction, message);
        }
        let differs = told.language.hear(line.number, language, PartialEq::eq);
        if let (Some((earlier, said)), Some(language)) = (differs, language) {
            let message = contradiction(email.as_str(), (earlier, said.code()), language.code());
            plan.error(line.number, Column::ClientUserLanguage, Code::Contradiction, message);
        }
    }
    (all, order)
}

/// Somebody who has, or had, an account here.
fn meet(plan: &mut Plan, known: &Known, dossiers: &Dossiers, user: &ClientUser, told: &Told<'_>) {
    let line = told.lines.first().map_or(0, |(_, line)| line.number);
    let state = user.state.name(known.now);
    let person = ClientUserLine {
        name: user.name.clone(),
        email: user.email.clone(),
        language: user.language,
        fate: ClientUserFate::LeftAlone { state },
    };
    if !is_open(user, known.now) {
        let (email, what) = (&user.email, what_to_do(state));
        let message = format!("{email} is {} here and is left alone; {what}", state_words(state));
        plan.note(line, "client_user_left_alone", message);
        for (place, _) in &told.lines {
            plan.lines[*place].client_user = Some(person.clone());
        }
        return;
    }
    if let Some(name) = told.name.value().filter(|name| !same_name(name, &user.name)) {
        let message = format!("{} is known here as {}, not {name}; the name stays.", user.email, user.name);
        plan.note(line, "client_user_name", message);
    }
    let seen = told.lines.iter().filter_map(|(place, _)| dossiers.of_line.get(place));
    let seen = seen.filter(|&&dossier| known.access.contains(&(user.id, dossier))).copied().collect();
    give_access(plan, dossiers, &person, told, seen, false);
}

const fn what_to_do(state: StateName) -> &'static str {
    match state {
        StateName::Expired => "send them a new welcome mail if they should come in.",
        _ => "invite them by hand if they should come back.",
    }
}

fn invite(plan: &mut Plan, known: &Known, dossiers: &Dossiers, email: &EmailAddress, told: &Told<'_>) {
    let Some(name) = told.name.value().cloned() else {
        if !told.lines.iter().any(|(_, line)| line.faulty) {
            let line = told.lines.first().map_or(0, |(_, line)| line.number);
            let message = format!("{email} is no client-user of this office yet; fill in their name too.");
            plan.missing(line, Column::ClientUserName, message);
        }
        return;
    };
    let first = told.lines.iter().find_map(|(place, _)| dossiers.of_line.get(place));
    let dossier = first.and_then(|id| dossiers.all.get(id)).and_then(|(dossier, _)| dossier.language);
    let language = told.language.value().copied().or(dossier).unwrap_or(known.office.language);
    let person = ClientUserLine { name, email: email.clone(), language, fate: ClientUserFate::Invited };
    give_access(plan, dossiers, &person, told, HashSet::new(), true);
}

/// Each dossier is given once; the first to somebody new with a welcome mail.
fn give_access(
    plan: &mut Plan,
    dossiers: &Dossiers,
    person: &ClientUserLine,
    told: &Told<'_>,
    mut seen: HashSet<DossierId>,
    mut new: bool,
) {
    for (place, _) in &told.lines {
        let Some(&dossier) = dossiers.of_line.get(place) else { continue };
        let fate = match (seen.insert(dossier), std::mem::take(&mut new)) {
            (false, _) => ClientUserFate::HasAccess,
            (true, true) => ClientUserFate::Invited,
            (true, false) => ClientUserFate::AccessAdded,
        };
        let report = &mut plan.lines[*place];
        report.client_user = Some(ClientUserLine { fate, ..person.clone() });
        report.mail = match fate {
            ClientUserFate::Invited => Some(MailKind::Welcome),
            ClientUserFate::AccessAdded => Some(MailKind::AccessAdded),
            _ => continue,
        };
        let (email, name, language) = (person.email.clone(), person.name.clone(), person.language);
        plan.invites.push((*place, Invite { dossier, email, name, language, hold_welcome_mail: false }));
    }
}

fn refuse(plan: &mut Plan, email: &EmailAddress, told: &Told<'_>) {
    plan.refused.push(email.clone());
    for (_, line) in &told.lines {
        let message = format!("{email}: {}", Refusal::ActiveAtAnotherOffice);
        plan.error(line.number, Column::ClientUserEmail, Code::ActiveAtAnotherOffice, message);
    }
}

/// One error for all lines whose addresses were not looked at.
fn wait(plan: &mut Plan, unread: &[&(usize, &Line)], retry_after: u64) {
    let Some((_, first)) = unread.iter().min_by_key(|(place, _)| place) else { return };
    let many = unread.len();
    let message = format!(
        "{} The addresses of {many} lines were not looked at.",
        Refusal::TooManyRefusals { retry_after }
    );
    plan.error(first.number, Column::ClientUserEmail, Code::TooManyRefusals, message);
    for (place, _) in unread {
        plan.lines[*place].failed = true;
    }
}
