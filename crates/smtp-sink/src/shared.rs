//! What all connections of one sink share.

use std::sync::{Mutex, PoisonError};

use crate::counts::Traffic;
use crate::ledger::Ledger;
use crate::rules::Rules;
use crate::{Config, Credentials};

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) rules: Rules,
    pub(crate) ledger: Ledger,
    pub(crate) traffic: Traffic,
    tokens: Mutex<Vec<Credentials>>,
}

impl Shared {
    pub(crate) fn new(config: Config) -> Self {
        let ledger = Ledger::new(config.keep);
        let tokens = Mutex::default();
        Self { config, rules: Rules::default(), ledger, traffic: Traffic::default(), tokens }
    }

    pub(crate) fn set_tokens(&self, tokens: Vec<Credentials>) {
        *self.tokens.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
    }

    pub(crate) fn knows_token(&self, given: &Credentials) -> bool {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).contains(given)
    }
}
