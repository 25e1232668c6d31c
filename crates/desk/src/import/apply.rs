//! Writes what was planned, in the caller's unit of work. Client-users come in by the same door as everybody:
//! [`creation`].

use domain::{Fault, dossier::Dossier, id::OfficeId, mail::MailKind};
use serde_json::json;
use store::{Tx, audit};

use super::{
    Progress, Stage,
    columns::Column,
    fault::{Code, LineError},
    plan::Plan,
    report::{ClientUserFate, LineReport, Totals},
};
use crate::{
    Desk, Outcome, Refusal,
    access::Actor,
    invite::{Invite, Invited, creation},
    refusals,
};

/// How many rows go into one statement.
const BATCH: usize = 1000;

/// Who imports what, where.
#[derive(Clone, Copy)]
pub(super) struct Import<'a> {
    pub(super) desk: &'a Desk,
    pub(super) actor: Actor,
    pub(super) office: OfficeId,
    pub(super) file: &'a str,
}

impl Import<'_> {
    /// Writes the plan. What keeps it from being written after all goes to the plan's errors; the unit of work must
    /// be given up then.
    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        plan: &mut Plan,
        progress: &mut (impl FnMut(Progress) + Send),
    ) -> Result<(), store::Error> {
        let total = plan.created.len() + plan.changed.len() + plan.invites.len();
        let mut done = 0;
        let mut tick = |more: usize| {
            done += more;
            progress(Progress { stage: Stage::Storing, done, total });
        };
        tick(0);
        self.employees_and_groups(tx, plan).await?;
        if plan.errors.is_empty() {
            self.dossiers(tx, plan, &mut tick).await?;
        }
        if plan.errors.is_empty() {
            self.client_users(tx, plan, &mut tick).await?;
        }
        if plan.errors.is_empty() {
            self.log(tx, plan).await?;
        }
        Ok(())
    }

    async fn employees_and_groups(&self, tx: &mut Tx, plan: &mut Plan) -> Result<(), store::Error> {
        let mut added = true;
        if !plan.employees.is_empty() {
            let ids = store::employees::insert(tx, self.office, &plan.employees).await?;
            added &= ids.len() == plan.employees.len();
        }
        if !plan.groups.is_empty() {
            let ids = store::client_groups::insert(tx, self.office, &plan.groups).await?;
            added &= ids.len() == plan.groups.len();
        }
        if !plan.addresses.is_empty() {
            let addresses: Vec<_> =
                plan.addresses.iter().map(|(group, email)| (group.id, email.clone())).collect();
            store::client_groups::update_addresses(tx, self.office, &addresses).await?;
        }
        plan.errors.extend((!added).then(changed_meanwhile));
        Ok(())
    }

    async fn dossiers(
        &self,
        tx: &mut Tx,
        plan: &mut Plan,
        tick: &mut (impl FnMut(usize) + Send),
    ) -> Result<(), store::Error> {
        for batch in plan.created.chunks(BATCH) {
            let added = store::dossiers::insert(tx, self.office, batch).await?;
            plan.errors.extend((added.len() < batch.len()).then(changed_meanwhile));
            tick(batch.len());
        }
        for batch in plan.changed.chunks(BATCH) {
            let after: Vec<Dossier> = batch.iter().map(|(_, after)| after.clone()).collect();
            store::dossiers::update(tx, self.office, &after).await?;
            tick(batch.len());
        }
        Ok(())
    }

    async fn client_users(
        &self,
        tx: &mut Tx,
        plan: &mut Plan,
        tick: &mut (impl FnMut(usize) + Send),
    ) -> Result<(), store::Error> {
        for batch in plan.invites.chunks(BATCH) {
            let invites: Vec<Invite> = batch.iter().map(|(_, invite)| invite.clone()).collect();
            let answers = creation::create_for(tx, self.desk, (self.actor, self.office), &invites).await?;
            for ((place, invite), answer) in batch.iter().zip(answers) {
                let line = &mut plan.lines[*place];
                match settle(line, answer) {
                    Ok(()) => {}
                    Err(Refusal::ActiveAtAnotherOffice) => {
                        plan.refused.push(invite.email.clone());
                        plan.errors.push(refused(line, &Refusal::ActiveAtAnotherOffice));
                    }
                    Err(refusal) => plan.errors.push(refused(line, &refusal)),
                }
            }
            tick(batch.len());
        }
        Ok(())
    }

    /// What was done goes to the audit log, each thing as if it had been done by hand, and the import as a whole.
    /// Client-users are in it already.
    async fn log(&self, tx: &mut Tx, plan: &Plan) -> Result<(), store::Error> {
        let did = |action, subject, detail: serde_json::Value| {
            self.actor.did(&self.desk.0.clock, self.office, action, subject, &detail)
        };
        let mut entries =
            vec![did("imported", None, json!({ "file": self.file, "totals": Totals::of(&plan.lines) }))];
        entries.extend(plan.employees.iter().map(|e| {
            let detail = json!({
                "name": e.name, "email": e.email, "language": e.language, "role": e.role, "active": e.active,
            });
            did("employee_created", Some(e.id.uuid()), detail)
        }));
        entries.extend(plan.groups.iter().map(|g| {
            let detail = json!({ "name": g.name, "email": g.email, "members": g.members });
            did("client_group_created", Some(g.id.uuid()), detail)
        }));
        entries.extend(plan.addresses.iter().map(|(g, email)| {
            let told = |email| json!({ "name": g.name, "email": email, "members": g.members });
            let detail = json!({ "old": told(g.email.as_ref()), "new": told(Some(email)) });
            did("client_group_changed", Some(g.id.uuid()), detail)
        }));
        entries.extend(plan.created.iter().map(|d| did("dossier_created", Some(d.id.uuid()), told(d))));
        entries.extend(plan.changed.iter().map(|(old, new)| {
            did("dossier_changed", Some(new.id.uuid()), json!({ "old": told(old), "new": told(new) }))
        }));
        for batch in entries.chunks(10 * BATCH) {
            audit::insert(tx, batch).await?;
        }
        Ok(())
    }

    /// Writes down which addresses were refused.
    pub(super) async fn log_refused(&self, tx: &mut Tx, plan: &Plan) -> Result<(), store::Error> {
        let entry = |email| refusals::line(self.desk, self.actor, self.office, email);
        let entries: Vec<_> = plan.refused.iter().map(entry).collect();
        audit::insert(tx, &entries).await
    }
}

/// A dossier as the audit log tells it.
fn told(d: &Dossier) -> serde_json::Value {
    json!({
        "name": d.name, "enterprise_number": d.enterprise_number, "manager_id": d.manager_id,
        "client_group_id": d.client_group_id, "language": d.language, "vat_period": d.vat_period, "private": d.private,
    })
}

/// Puts into a line's report what really became of its client-user: the same as was planned, unless somebody else
/// created or linked them a moment ago.
fn settle(line: &mut LineReport, answer: Outcome<Invited>) -> Result<(), Refusal> {
    let invited = answer?;
    line.mail = invited.mail.as_ref().map(|mail| mail.kind);
    if let Some(user) = &mut line.client_user {
        user.fate = match (invited.linked, line.mail) {
            (false, _) => ClientUserFate::Invited,
            (true, Some(MailKind::AccessAdded)) => ClientUserFate::AccessAdded,
            (true, _) => ClientUserFate::HasAccess,
        };
    }
    line.sender = invited.mail.map(|mail| mail.sender).or(line.sender.take());
    Ok(())
}

/// Somebody else's change came between what was read and what was written.
fn changed_meanwhile() -> LineError {
    let message = "Somebody else changed this office's dossiers, groups or employees meanwhile; try again.";
    LineError::of_file(Code::Changed, message)
}

fn refused(line: &LineReport, refusal: &Refusal) -> LineError {
    let code = match refusal {
        Refusal::ActiveAtAnotherOffice => Code::ActiveAtAnotherOffice,
        Refusal::TooManyRefusals { .. } => Code::TooManyRefusals,
        Refusal::MailSetupIncorrect { .. } => Code::MailSetupIncorrect,
        _ => Code::Fault(Fault::NotFound),
    };
    LineError::on(line.line, Column::ClientUserEmail, code, refusal.to_string())
}
