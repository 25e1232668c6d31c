//! A DNS that a test writes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use desk::mail_setup::{
    Ask, MailSetupDetail,
    dns::{Answer, Data, Kind, Question, Standing, Trouble},
};

type Records = BTreeMap<(String, Kind), Vec<Data>>;

#[derive(Clone, Default)]
pub struct Zone {
    records: Arc<Mutex<Records>>,
    silent: Arc<AtomicBool>,
}

impl Zone {
    pub fn ask(&self) -> Ask {
        let zone = self.clone();
        Ask::new(move |question| {
            let answer = zone.answer(&question);
            async move { answer }
        })
    }

    fn answer(&self, question: &Question) -> Answer {
        if self.silent.load(Ordering::Relaxed) {
            return Answer::Failed(Trouble::Timeout);
        }
        let records = self.records.lock().unwrap();
        match records.get(&(question.name.clone(), question.kind)) {
            Some(data) => Answer::Records(data.clone()),
            None if records.keys().any(|(name, _)| *name == question.name) => Answer::NoData,
            None => Answer::NoSuchName,
        }
    }

    /// Name servers give no answer, or do again.
    pub fn be_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::Relaxed);
    }

    /// The only records of this name and type.
    pub fn set(&self, name: &str, kind: Kind, data: Vec<Data>) {
        self.records.lock().unwrap().insert((name.to_owned(), kind), data);
    }

    pub fn remove(&self, name: &str) {
        self.records.lock().unwrap().retain(|(known, _), _| known != name);
    }

    pub fn txt(&self, name: &str) -> Option<String> {
        let records = self.records.lock().unwrap();
        match records.get(&(name.to_owned(), Kind::Txt))?.first()? {
            Data::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// A domain that takes mail, and sends none yet.
    pub fn takes_mail(&self, domain: &str) {
        let host = format!("mx.{domain}");
        self.set(domain, Kind::Mx, vec![Data::Exchange { preference: 10, host: host.clone() }]);
        self.set(&host, Kind::A, vec![Data::Address("198.51.100.1".parse().unwrap())]);
    }

    /// What the IT partner does: publishes every record that the page shows, as it is shown.
    pub fn publish(&self, setup: &MailSetupDetail) {
        for domain in &setup.domains {
            for wanted in &domain.report.as_ref().unwrap().records {
                if wanted.standing != Standing::Right {
                    self.set(
                        &wanted.record.name,
                        wanted.record.kind,
                        vec![Data::Text(wanted.record.value.clone())],
                    );
                }
            }
        }
    }
}
