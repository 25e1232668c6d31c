//! What all connections of one sink share.

use crate::Config;
use crate::counts::Traffic;
use crate::ledger::Ledger;
use crate::rules::Rules;

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) rules: Rules,
    pub(crate) ledger: Ledger,
    pub(crate) traffic: Traffic,
}

impl Shared {
    pub(crate) fn new(config: Config) -> Self {
        let ledger = Ledger::new(config.keep);
        Self { config, rules: Rules::default(), ledger, traffic: Traffic::default() }
    }
}
