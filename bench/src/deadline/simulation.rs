//! The days themselves: what happens next is looked up, never waited for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::Timestamp;
use domain::id::MailId;
use domain::mail::Mail;

use super::arrivals::Arrival;
use super::courier::{Courier, Later, Manner};
use super::day::Day;
use super::letters::{Letters, number};
use super::offices::{Office, Relay};
use super::outbox::{Outbox, own_route};

pub(super) struct Simulation<'a> {
    offices: &'a [Office],
    arrivals: &'a [Arrival],
    letters: Letters,
    outbox: Outbox,
    /// The platform's first.
    couriers: Vec<Courier>,
    /// Which of them an office's mails go through.
    courier_of: Vec<usize>,
    /// What happens when, of which courier; the second number keeps what comes together in order.
    agenda: BinaryHeap<Reverse<(Timestamp, u64, usize, Later)>>,
    noted: u64,
    day: Day,
}

impl<'a> Simulation<'a> {
    pub(super) async fn new(
        offices: &'a [Office],
        arrivals: &'a [Arrival],
        mut outbox: Outbox,
        platform: Manner,
        own: Manner,
    ) -> anyhow::Result<Self> {
        let letters = Letters::new()?;
        let stored: Vec<_> =
            offices.iter().map(|office| letters.office(office.id, super::arrivals::START)).collect();
        outbox.add_offices(&stored).await?;
        let mut couriers = vec![Courier::new(String::new(), platform)];
        let mut courier_of = Vec::with_capacity(offices.len());
        for office in offices {
            courier_of.push(match office.relay {
                Relay::Platform => 0,
                Relay::Own => {
                    couriers.push(Courier::new(own_route(office.id), own));
                    couriers.len() - 1
                }
            });
        }
        let (agenda, day) = (BinaryHeap::new(), Day::new(arrivals.len()));
        Ok(Self { offices, arrivals, letters, outbox, couriers, courier_of, agenda, noted: 0, day })
    }

    /// Until nothing is left to do. Fails unless the database says that every mail was sent.
    pub(super) async fn run(mut self) -> anyhow::Result<Day> {
        let (mut come, mut last, mut later) = (0, super::arrivals::START, Vec::new());
        loop {
            come = self.store_what_came(come).await?;
            let Some(Reverse((now, _, number, what))) = self.agenda.pop() else { break };
            last = now;
            match what {
                Later::Lease => self.couriers[number].lease(&mut self.outbox, now, &mut later).await?,
                Later::Done(line) => self.done(number, line, now, &mut later).await?,
            }
            later.drain(..).for_each(|(at, what)| self.note(at, number, what));
        }
        self.outbox.record(last).await?;
        let (queued, sent) = self.outbox.count().await?;
        self.outbox.commit().await?;
        anyhow::ensure!(
            (queued, sent) == (0, self.arrivals.len()),
            "of {} mails, {sent} were sent and {queued} still wait",
            self.arrivals.len()
        );
        let (platform, own) = self.couriers.split_first().map_or((0, 0), |(platform, own)| {
            (platform.leases, own.iter().map(|courier| courier.leases).sum::<usize>())
        });
        self.day.leases = [platform, own];
        Ok(self.day)
    }

    fn note(&mut self, at: Timestamp, courier: usize, what: Later) {
        self.noted += 1;
        self.agenda.push(Reverse((at, self.noted, courier, what)));
    }

    /// Stores what comes before anything else happens. Nothing is leased meanwhile, so that one write gives the turns that
    /// several would have given.
    async fn store_what_came(&mut self, from: usize) -> anyhow::Result<usize> {
        let mut to = from;
        while let Some(arrival) = self.arrivals.get(to) {
            if self.agenda.peek().is_some_and(|Reverse((at, ..))| *at < arrival.at) {
                break;
            }
            let courier = self.courier_of[arrival.office];
            if self.couriers[courier].ring() {
                self.note(arrival.at, courier, Later::Lease);
            }
            self.day.queued(self.offices[arrival.office].relay, arrival.at);
            to += 1;
        }
        if to > from {
            let (mut mails, mut own): (Vec<Mail>, Vec<(MailId, _)>) = (Vec::new(), Vec::new());
            for (at, arrival) in (from..).zip(&self.arrivals[from..to]) {
                let office = &self.offices[arrival.office];
                let mail = self.letters.mail(at, arrival, office.id);
                if office.relay == Relay::Own {
                    own.push((mail.id, office.id));
                }
                mails.push(mail);
            }
            self.outbox.insert(&mails, &own).await?;
        }
        Ok(to)
    }

    async fn done(
        &mut self,
        number_of_courier: usize,
        line: usize,
        now: Timestamp,
        later: &mut Vec<(Timestamp, Later)>,
    ) -> anyhow::Result<()> {
        let courier = &mut self.couriers[number_of_courier];
        if let Some((held, began)) = courier.done(line, now, later) {
            let place = number(held.0);
            let arrival = &self.arrivals[place];
            self.day.accepted(place, arrival, &self.offices[arrival.office], now)?;
            self.outbox.accepted(held, &courier.route, began, now).await?;
        }
        if courier.has_room() {
            courier.lease(&mut self.outbox, now, later).await?;
        }
        Ok(())
    }
}
