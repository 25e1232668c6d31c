//! What each function of the store promises, said once more without SQL: how it changes the picture. After every step the
//! database must look as promised, to the letter.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    delivery::{Next, PATIENCE},
    id::{LeaseId, MailId},
};
use store::{
    deliveries::{Attempted, Lease, State},
    workers::WorkerNumber,
};

use crate::{
    Checked, must,
    picture::{Lane, Picture, Row, number, office_of},
};

/// A turn that is given anew; which one it is belongs to other tests.
const NEW_TURN: i64 = -1;

impl Row {
    fn leaves_its_worker(&mut self, state: &str) {
        state.clone_into(&mut self.state);
        (self.lease_id, self.lease_until, self.worker) = (None, None, None);
    }

    fn comes_back(&mut self) {
        self.leaves_its_worker("queued");
        (self.in_queue, self.has_ended, self.turn, self.next_at) = (true, false, NEW_TURN, None);
    }

    /// By hand, or because its sender is mended.
    fn starts_anew(&mut self) {
        self.comes_back();
        (self.cause, self.outcome, self.holds) = (None, None, 0);
        self.patience_ms = PATIENCE.as_millis() as i64;
    }

    fn ends(&mut self, state: &str) {
        self.leaves_its_worker(state);
        (self.in_queue, self.has_ended, self.turn, self.next_at) = (false, true, 0, None);
        (self.holds, self.patience_ms) = (0, 0);
    }
}

/// The last word of a form such as `sender_fault:tls` is the store's own.
fn outcome(attempted: &Attempted) -> Option<String> {
    serde_json::to_value(attempted.outcome).ok()?.as_str().map(str::to_owned)
}

impl Picture {
    /// What is due comes back, and nothing else does. One mail of each held sender that is due goes as a probe.
    pub(crate) fn requeue_due(&mut self, now: Timestamp, next_probe: Timestamp) {
        let is_over = |at: Option<i64>| at.is_some_and(|at| at <= now.millis());
        for row in &mut self.mails {
            if row.is("deferred") && is_over(row.next_at) || row.is("sending") && is_over(row.lease_until) {
                row.comes_back();
            }
        }
        let due: Vec<_> = self.lanes.iter().filter(|(_, lane)| is_over(Some(lane.probe_at))).collect();
        for office in due.into_iter().map(|(office, _)| *office).collect::<Vec<_>>() {
            let mails = || (0..self.mails.len()).filter(|&mail| office_of(mail).uuid() == office);
            let held = mails().filter(|&mail| self.mails[mail].is("held"));
            if let Some(probe) = held.min_by_key(|&mail| (self.mails[mail].holds, mail)) {
                self.mails[probe].comes_back();
            } else if mails().all(|mail| self.mails[mail].holds == 0) {
                self.lanes.remove(&office);
                continue;
            }
            self.lanes.entry(office).and_modify(|lane| lane.probe_at = next_probe.millis());
        }
    }

    /// Those whose turn it is, and no more than there are places.
    pub(crate) fn lease(&mut self, lease: &Lease<'_>) {
        let mut waiting: Vec<usize> =
            (0..self.mails.len()).filter(|&mail| self.mails[mail].is("queued")).collect();
        waiting.sort_by_key(|&mail| (self.mails[mail].turn, mail));
        for mail in waiting.into_iter().take(lease.places.by_class as usize) {
            let row = &mut self.mails[mail];
            "sending".clone_into(&mut row.state);
            row.lease_id = Some(lease.id.uuid());
            (row.lease_until, row.worker) = (Some(lease.until.millis()), Some(lease.worker.0));
        }
    }

    /// Returns the leases that are still held.
    pub(crate) fn extend(&mut self, leases: &[LeaseId], until: Timestamp) -> Vec<LeaseId> {
        let mut held = Vec::new();
        for &lease in leases {
            for row in self.mails.iter_mut().filter(|row| row.is_held_under(lease)) {
                row.lease_until = Some(until.millis());
                held.push(lease);
            }
        }
        held.sort();
        held.dedup();
        held
    }

    /// They keep their turns.
    pub(crate) fn give_back(&mut self, mails: &[(MailId, LeaseId)]) {
        for &(mail, lease) in mails {
            let row = &mut self.mails[number(mail)];
            if row.is_held_under(lease) {
                row.leaves_its_worker("queued");
            }
        }
    }

    /// So do these.
    pub(crate) fn take_over(&mut self, gone: &[WorkerNumber]) {
        for row in self.mails.iter_mut().filter(|row| row.is("sending")) {
            if gone.iter().any(|worker| row.worker == Some(worker.0)) {
                row.leaves_its_worker("queued");
            }
        }
    }

    /// What the holder of a lease says is written; what anybody else says is only logged. Returns what was written.
    pub(crate) fn record(&mut self, attempted: &[Attempted]) -> Vec<(MailId, LeaseId)> {
        let holds = |of: &&Attempted| self.mails[number(of.mail_id)].is_held_under(of.lease);
        let written: Vec<&Attempted> = attempted.iter().filter(holds).collect();
        for attempt in attempted {
            self.mails[number(attempt.mail_id)].logged += 1;
        }
        // Of several mails of a sender that is not held yet, the first one says when the probe goes.
        let mut lanes = BTreeMap::new();
        for attempt in &written {
            if let Next::Held { probe_at, tried, .. } = attempt.next {
                let says = Lane { probes: i64::from(tried.holds), probe_at: probe_at.millis() };
                let lane = lanes.entry(office_of(number(attempt.mail_id)).uuid()).or_insert(says);
                lane.probe_at = lane.probe_at.min(says.probe_at);
                lane.probes = lane.probes.min(says.probes);
            }
        }
        lanes.append(&mut self.lanes);
        self.lanes = lanes;
        for attempt in &written {
            let mail = number(attempt.mail_id);
            let row = &mut self.mails[mail];
            match attempt.next {
                Next::Sent | Next::Failed { .. } => {
                    let failed = if let Next::Failed { cause } = attempt.next { Some(cause) } else { None };
                    row.ends(if failed.is_some() { "failed" } else { "sent" });
                    (row.cause, row.outcome) = (failed.map(|it| it.code().to_owned()), outcome(attempt));
                }
                Next::Deferred { cause, next_at, tried } => {
                    row.leaves_its_worker("deferred");
                    (row.cause, row.next_at) = (Some(cause.code().to_owned()), Some(next_at.millis()));
                    row.attempts = i64::from(tried.attempts);
                    row.patience_ms = tried.patience.as_millis() as i64;
                }
                Next::Held { cause, probe_at, tried } => {
                    row.leaves_its_worker("held");
                    (row.cause, row.next_at) = (Some(cause.code().to_owned()), None);
                    row.attempts = i64::from(tried.attempts);
                    (row.holds, row.patience_ms) = (row.holds + 1, tried.patience.as_millis() as i64);
                    if attempt.was_probe {
                        let says = Lane { probes: i64::from(tried.holds), probe_at: probe_at.millis() };
                        self.lanes.insert(office_of(mail).uuid(), says);
                    }
                }
            }
        }
        for probe in written.iter().filter(|of| of.was_probe && matches!(of.next, Next::Sent)) {
            self.release_lane(office_of(number(probe.mail_id)).uuid());
        }
        written.iter().map(|of| (of.mail_id, of.lease)).collect()
    }

    fn release_lane(&mut self, office: uuid::Uuid) {
        self.lanes.remove(&office);
        for mail in 0..self.mails.len() {
            if office_of(mail).uuid() == office && self.mails[mail].is("held") {
                self.mails[mail].starts_anew();
            }
        }
    }

    /// Not a mail that a worker has, nor one that is over. Returns whether it was cancelled.
    pub(crate) fn cancel(&mut self, mail: usize) -> bool {
        let row = &mut self.mails[mail];
        let can = row.in_queue && !row.is("sending");
        if can {
            row.ends("cancelled");
            row.outcome = None;
        }
        can
    }

    /// Released or retried by hand. Returns whether it was in one of these states.
    pub(crate) fn put_back(&mut self, mail: usize, from: &[State]) -> bool {
        let row = &mut self.mails[mail];
        let can = from.iter().any(|state| row.is(&format!("{state:?}").to_lowercase()));
        if can {
            row.starts_anew();
            row.attempts = 0;
        }
        can
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<i64> {
        let deferred = self.mails.iter().filter_map(|row| row.next_at);
        let leases = self.mails.iter().filter_map(|row| row.lease_until);
        deferred.chain(leases).chain(self.lanes.values().map(|lane| lane.probe_at)).min()
    }

    /// The database looks as promised.
    pub(crate) fn keeps(&self, promised: &Self) -> Checked {
        let mut promised = promised.clone();
        for (row, found) in promised.mails.iter_mut().zip(&self.mails) {
            if row.turn == NEW_TURN {
                row.turn = found.turn;
            }
        }
        must(*self == promised, || format!("promised:{promised}\nfound:{self}"))
    }
}
