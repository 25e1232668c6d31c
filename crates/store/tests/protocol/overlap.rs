//! Two units of work at once, as PostgreSQL lets them be: one has done all that it does and has not committed when the other
//! begins. Whatever comes of it must be as if they had come one after the other, in one order or the other.

use std::fmt;

use domain::{delivery::PATIENCE, id::MailId};
use store::{
    Db, Tx,
    deliveries::{self, State},
    workers,
};

use crate::{
    crew::Answer::{RefusesSender, Takes},
    picture::{MAILS, Picture, mail_id, number, office_of},
    step::Step::{self, *},
    units::Units,
    world::{NEXT_PROBE, World},
};

/// How it comes that two meet, and who may.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    before: &'static [Step],
}

/// Everybody who may meet. Those who have nothing to do in a scene are passed over.
const MEET: [Step; 13] = [
    Lease(0, 3),
    Lease(1, 3),
    Record(0),
    Record(1),
    Renew(0),
    Renew(1),
    GiveBack(0),
    TakeOver(0),
    Cancel(0),
    Cancel(1),
    Release(0),
    Retry(0),
    Release(1),
];

pub(crate) const SCENES: [Scene; 6] = [
    Scene { name: "all mails wait", before: &[] },
    Scene {
        name: "leases are over, and their mails under way",
        before: &[Lease(0, 1), Lease(1, 1), Send(0), Send(1), Hear(0, Takes), Hear(1, Takes), Pass(61_000)],
    },
    Scene { name: "a worker is cut off", before: &[Lease(1, 2), Send(1), Hear(1, RefusesSender), CutOff(1)] },
    Scene {
        name: "a probe is due, and another mail of its sender finds the sender at fault",
        before: &[
            Lease(0, 1),
            Send(0),
            Hear(0, RefusesSender),
            Record(0),
            Lease(1, 2),
            Send(1),
            Hear(1, RefusesSender),
            Send(1),
            Hear(1, RefusesSender),
            Pass(301_000),
            Renew(1),
        ],
    },
    Scene {
        name: "a probe was taken, and another mail of its sender finds the sender at fault",
        before: &[
            Lease(0, 1),
            Lease(1, 2),
            Send(0),
            Hear(0, RefusesSender),
            Record(0),
            Pass(301_000),
            Renew(1),
            Send(1),
            Hear(1, RefusesSender),
            Send(1),
            Hear(1, RefusesSender),
            Lease(0, 1),
            Send(0),
            Hear(0, Takes),
        ],
    },
    Scene {
        name: "nothing of a held sender waits, and another mail of it finds the sender at fault",
        before: &[
            Lease(0, 1),
            Lease(1, 2),
            Send(0),
            Hear(0, RefusesSender),
            Record(0),
            Cancel(0),
            Pass(301_000),
            Renew(1),
            Send(1),
            Hear(1, RefusesSender),
            Send(1),
            Hear(1, RefusesSender),
        ],
    },
];

const TABLES: [&str; 5] = ["queue", "endings", "attempts", "held_lanes", "workers"];

/// What the first and the second were told, and what there is in the end.
struct Met {
    told: [Vec<usize>; 2],
    picture: Picture,
}

impl Met {
    fn is_as(&self, promised: &Self) -> bool {
        self.told == promised.told && self.picture.keeps(&promised.picture).is_ok()
    }
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "told {:?}{}", self.told, self.picture)
    }
}

/// Lets any two meet in this scene, each as the first. Returns how many met.
pub(crate) async fn play(scene: &Scene, db: &Db) -> usize {
    let mut units = Units::committed(db.clone()).await;
    let mut world = World::begin(&mut units, 2).await.unwrap();
    for step in scene.before {
        assert!(step.can_be(&world), "{}: {step:?}", scene.name);
        world.make(*step, &mut units).await.unwrap();
    }
    for table in TABLES {
        let keep = format!("DROP TABLE IF EXISTS kept_{table}; CREATE TABLE kept_{table} AS TABLE {table}");
        db.run_for_tests(&keep).await.unwrap();
    }
    let can_be: Vec<Step> = MEET.into_iter().filter(|step| step.can_be(&world)).collect();
    for &first in &can_be {
        for &second in can_be.iter().filter(|second| **second != first) {
            let met = meet(first, second, &world, db).await;
            let [one, other] = one_after_the_other(first, second, &world);
            let lost = met.picture.no_mail_is_lost();
            assert!(
                lost.is_ok() && (met.is_as(&one) || met.is_as(&other)),
                "{}: {first:?} meets {second:?}: {lost:?}\nfound: {met}\npromised: {one}\nor: {other}",
                scene.name
            );
            for table in TABLES {
                let again = format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}");
                db.run_for_tests(&again).await.unwrap();
            }
        }
    }
    units.undo().await;
    can_be.len() * can_be.len().saturating_sub(1)
}

fn one_after_the_other(first: Step, second: Step, world: &World) -> [Met; 2] {
    let (mut picture, mut turned) = (world.now.clone(), world.now.clone());
    let told = [first, second].map(|step| promise(world, step, &mut picture));
    let [later, sooner] = [second, first].map(|step| promise(world, step, &mut turned));
    [Met { told, picture }, Met { told: [sooner, later], picture: turned }]
}

/// The second commits first, unless it has to wait for the first.
async fn meet(first: Step, second: Step, world: &World, db: &Db) -> Met {
    let mut open = db.write().await.unwrap();
    let told_first = act(world, first, &mut open).await.unwrap();
    let mut meeting = std::pin::pin!(async {
        let mut tx = db.write().await.unwrap();
        let told = act(world, second, &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        told
    });
    let told_second = tokio::select! {
        told = &mut meeting => {
            open.commit().await.unwrap();
            told
        }
        () = somebody_waits(db) => {
            open.commit().await.unwrap();
            meeting.await
        }
    };
    let picture = Picture::of(&mut db.read().await.unwrap()).await.unwrap();
    Met { told: [told_first, told_second], picture }
}

async fn somebody_waits(db: &Db) {
    let waits = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    loop {
        let mut tx = db.read().await.unwrap();
        let (waiting,): (i64,) = tx.query(waits).fetch_one().await.unwrap();
        if waiting > 0 {
            return;
        }
        drop(tx);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

/// Does it, and says what whoever did it was told: which mails, or how many leases.
async fn act(world: &World, step: Step, tx: &mut Tx) -> store::Result<Vec<usize>> {
    let numbers = |ids: Vec<MailId>| ids.into_iter().map(number).collect();
    let mut told: Vec<usize> = match step {
        Lease(n, places) => {
            let now = world.workers[n].now(world.elapsed);
            deliveries::requeue_due(tx, now, now + NEXT_PROBE).await?;
            let lease = world.lease_of(n, places);
            deliveries::lease(tx, lease).await?;
            let (leased, _) = deliveries::leased(tx, lease.id).await?;
            numbers(leased.into_iter().map(|leased| leased.mail.id).collect())
        }
        Record(n) => {
            let now = world.workers[n].now(world.elapsed);
            let recorded = deliveries::record(tx, &world.workers[n].ended, now, PATIENCE, false).await?;
            numbers(recorded.into_iter().map(|(mail, _)| mail).collect())
        }
        Renew(n) => {
            let until = world.lease_of(n, 0).until;
            vec![deliveries::extend(tx, &world.workers[n].held_leases(), until).await?.len()]
        }
        GiveBack(n) => vec![deliveries::give_back(tx, &world.workers[n].rest()).await? as usize],
        TakeOver(n) => vec![workers::take_over(tx, &world.gone(n)).await? as usize],
        Cancel(mail) => {
            numbers(deliveries::cancel(tx, office_of(mail), &[mail_id(mail)], world.clock()).await?)
        }
        Release(mail) | Retry(mail) => {
            let (office, id, from) = (office_of(mail), [mail_id(mail)], states(step));
            numbers(deliveries::put_back(tx, office, &id, from, world.clock(), PATIENCE).await?)
        }
        other => panic!("{other:?} is no unit of work"),
    };
    told.sort_unstable();
    Ok(told)
}

/// The same, as it is promised.
fn promise(world: &World, step: Step, promised: &mut Picture) -> Vec<usize> {
    let before = promised.clone();
    let changed = |promised: &Picture| {
        let differs = |&mail: &usize| before.mails[mail] != promised.mails[mail];
        (0..MAILS).filter(differs).collect::<Vec<_>>()
    };
    match step {
        Lease(n, places) => {
            let (now, lease) = (world.workers[n].now(world.elapsed), world.lease_of(n, places));
            promised.requeue_due(now, now + NEXT_PROBE);
            promised.lease(&lease);
            (0..MAILS).filter(|&mail| promised.mails[mail].is_held_under(lease.id)).collect()
        }
        Record(n) => {
            let mut recorded: Vec<usize> =
                promised.record(&world.workers[n].ended).into_iter().map(|(mail, _)| number(mail)).collect();
            recorded.sort_unstable();
            recorded
        }
        Renew(n) => {
            vec![promised.extend(&world.workers[n].held_leases(), world.lease_of(n, 0).until).len()]
        }
        GiveBack(n) => {
            promised.give_back(&world.workers[n].rest());
            vec![changed(promised).len()]
        }
        TakeOver(n) => {
            promised.take_over(&world.gone(n));
            vec![changed(promised).len()]
        }
        Cancel(mail) => promised.cancel(mail).then_some(mail).into_iter().collect(),
        Release(mail) | Retry(mail) => {
            promised.put_back(mail, states(step)).then_some(mail).into_iter().collect()
        }
        other => panic!("{other:?} is no unit of work"),
    }
}

/// From which states a mail comes back by hand.
fn states(step: Step) -> &'static [State] {
    match step {
        Release(_) => &[State::Held],
        _ => &[State::Failed, State::Cancelled, State::Deferred],
    }
}
