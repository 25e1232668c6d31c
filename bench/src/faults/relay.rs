//! A relay that misbehaves for a while, in each phase of the dialogue, and is itself again.

use std::thread;
use std::time::Duration;

use super::rig::Setup;
use super::trial::{Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::Kind;
use crate::sink::faults::{Fault, Phase, Then};

const PHASES: [Phase; 4] = [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::Dot];
/// How long each phase is in trouble.
const FOR: Duration = Duration::from_secs(1);

/// Hangs up without having taken the mail.
pub(super) fn drops(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &PHASES, Then::Drop, 40)
}

/// Takes the mail and hangs up: nobody can know.
pub(super) fn takes_and_drops(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &[Phase::Dot], Then::DropTaken, 40)
}

/// Says what is no reply.
pub(super) fn garbage(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &PHASES, Then::Garbage, 40)
}

/// Closes for a moment, as relays do that are restarted.
pub(super) fn closes(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &PHASES, Then::Refuse(421), 40)
}

/// Says nothing more, on three connections; the others go on.
pub(super) fn stalls(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &PHASES[..3], Then::Stall, 400)
}

/// Says half a reply, on three connections; the others go on.
pub(super) fn half_lines(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &PHASES[..3], Then::HalfLine, 400)
}

/// Says nothing more after a mail, for which we wait ten minutes.
pub(super) fn stalls_at_the_end(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    strikes(kit, kind, mails, &[Phase::Dot], Then::Stall, 400)
}

fn strikes(
    kit: &Kit,
    kind: Kind,
    mails: usize,
    phases: &[Phase],
    then: Then,
    every: u64,
) -> anyhow::Result<Outcome> {
    let mut trial = Trial::new(kit, kind, mails, Setup::default());
    trial.patience =
        Duration::from_secs(if then == Then::Stall && phases == [Phase::Dot] { 900 } else { 300 });
    // Several phases need time, and mails.
    trial.at_percent = 30;
    trial.run(|rig, _| {
        let faults = rig.sink.faults();
        for phase in phases {
            faults.set(Some(Fault { phase: *phase, then, every }));
            thread::sleep(FOR);
        }
        faults.set(None);
        let struck = faults.struck();
        // Only a mail that was taken and not answered comes again.
        let bound = if then == Then::DropTaken { struck } else { 0 };
        let says = format!("{struck} mails met the fault");
        Ok(Struck { says, ..Struck::over(bound) })
    })
}
