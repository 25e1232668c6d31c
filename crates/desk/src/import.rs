//! Dossiers, managers, client groups and client-users of one office, from one file.
//!
//! The file is one flat table, CSV or Excel (`.xlsx`): a line for each dossier, or for each client-user of a dossier, so
//! that several lines may name the same one. `docs/import.md` describes it for those who make such files.
//!
//! | column | holds | identifies |
//! |---|---|---|
//! | dossier name | the client's name | the dossier, when it has no number |
//! | enterprise number | the client's number, in any spelling | the dossier |
//! | dossier manager | full name | the manager, when there is no address |
//! | manager e-mail | address | the manager |
//! | client group | name | the group |
//! | group e-mail | the group's address | |
//! | dossier language | the client's language | |
//! | VAT period | month, quarter or none | |
//! | private | yes or no | |
//! | client user | full name | |
//! | client user e-mail | address, which is the login | the client-user |
//! | client user language | the language of their mails | |
//!
//! [`columns`] knows the names of columns in four languages, [`words`] those of languages, periods and yes and no.
//!
//! 1. [`table`] makes cells of bytes, [`lines`] makes lines of cells; each cell is a valid value or an error;
//! 2. [`known`] reads what the office has, in a constant number of statements;
//! 3. [`plan`] decides what becomes of each line, without the database;
//! 4. [`apply`] writes it.
//!
//! A dry run stops after 3. The real thing runs 2 to 4 in one unit of work, and stores nothing when there is any error:
//! it is all lines or none. What is planned can be planned again: a second import of the same file finds everything as
//! it should be, writes nothing and sends nothing.
//!
//! **Probing.** An import must not let an office find out whose clients other offices have. An address that another
//! office holds is refused as it is elsewhere: the other office is not named, the refusal is audited, and after a number
//! of them in an hour no more addresses are looked at. That holds for a dry run too: refusals are all that it stores.

use domain::{Name, id::OfficeId};
use store::{
    Tx,
    idempotency::{self, Keyed},
};

use crate::{Desk, Outcome, Refusal, access::Actor};

mod apply;
mod archive;
mod cells;
mod columns;
mod fault;
mod known;
mod lines;
mod plan;
pub mod report;
mod sheet;
mod table;
mod text;
mod words;

pub use report::Report;
pub use table::{MAX_BYTES, MAX_LINES};

use apply::Import;
use known::Known;
use lines::Read;
use plan::Plan;
use report::Totals;

/// A file to import.
#[derive(Debug, Clone)]
pub struct File {
    /// What it is called; only to be told again.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Try, or do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Say what would become of each line.
    DryRun,
    /// Do it, unless there are errors.
    Real,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done.
    pub done: usize,
    /// How much there is in all; 0 as long as that is not known.
    pub total: usize,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Reading the file. Not counted.
    Reading,
    /// Deciding what becomes of the lines. Counts lines.
    Checking,
    /// Writing. Counts dossiers and client-users.
    Storing,
}

impl Desk {
    /// Imports a file into an office, or says what would come of it. Everything that is wrong with the file stands in
    /// the report, which has been stored only when [`Report::stored`] says so.
    ///
    /// # Errors
    /// When the database does not do its part; nothing was stored then.
    pub async fn import(
        &self,
        actor: Actor,
        office: OfficeId,
        file: File,
        mode: Mode,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<Outcome<Report>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        progress(Progress { stage: Stage::Reading, done: 0, total: 0 });
        let name = file.name.clone();
        let read = tokio::task::spawn_blocking(move || lines::read(&file)).await;
        let read = read.unwrap_or_else(|_| Read::unreadable());
        let import = Import { desk: self, actor, office, file: &name };
        let run = match mode {
            Mode::DryRun => Box::pin(import.dry_run(&read, &mut progress)).await?,
            Mode::Real => Box::pin(import.run(&read, &mut progress)).await?,
        };
        let Some((office, plan)) = run else { return Ok(Err(Refusal::NotFound)) };
        let stored = mode == Mode::Real && plan.errors.is_empty() && !plan.is_empty();
        if stored {
            self.ring();
        }
        Ok(Ok(Report {
            file: name,
            office,
            dry_run: mode == Mode::DryRun,
            stored,
            source: read.source,
            totals: Totals::of(&plan.lines),
            lines: plan.lines,
            errors: plan.errors,
            notes: plan.notes,
        }))
    }
}

/// The office's name and what was planned; none when there is no such office.
type Run = Result<Option<(Name, Plan)>, store::Error>;

impl Import<'_> {
    /// Plans, and stores nothing but refusals. Those are planned again in the unit of work that stores them, so that no
    /// more are told than are counted.
    async fn dry_run(&self, read: &Read, progress: &mut (impl FnMut(Progress) + Send)) -> Run {
        let mut tx = self.desk.0.db.read().await?;
        let planned = self.plan(&mut tx, read, false, progress).await?;
        drop(tx);
        if planned.as_ref().is_none_or(|(_, plan)| plan.refused.is_empty()) {
            return Ok(planned);
        }
        let mut tx = self.alone().await?;
        let planned = self.plan(&mut tx, read, false, progress).await?;
        if let Some((_, plan)) = &planned {
            self.log_refused(&mut tx, plan).await?;
        }
        self.done(tx).await?;
        Ok(planned)
    }

    /// Plans and writes, all or nothing.
    async fn run(&self, read: &Read, progress: &mut (impl FnMut(Progress) + Send)) -> Run {
        let mut tx = self.alone().await?;
        let Some((office, mut plan)) = self.plan(&mut tx, read, true, progress).await? else {
            return Ok(None);
        };
        if plan.errors.is_empty() && !plan.is_empty() {
            self.apply(&mut tx, &mut plan, progress).await?;
        }
        if plan.errors.is_empty() {
            self.done(tx).await?;
        } else {
            drop(tx);
            self.keep_refused(&plan).await?;
        }
        Ok(Some((office, plan)))
    }

    /// Addresses that were refused count, though nothing else is stored.
    async fn keep_refused(&self, plan: &Plan) -> Result<(), store::Error> {
        if plan.refused.is_empty() {
            return Ok(());
        }
        let mut tx = self.alone().await?;
        self.log_refused(&mut tx, plan).await?;
        self.done(tx).await
    }

    async fn plan(
        &self,
        tx: &mut Tx,
        read: &Read,
        hold: bool,
        progress: &mut (impl FnMut(Progress) + Send),
    ) -> Run {
        let total = read.lines.len();
        progress(Progress { stage: Stage::Checking, done: 0, total });
        let Some(known) = Known::read(tx, self.desk, self.office, &read.lines, hold).await? else {
            return Ok(None);
        };
        let plan = Plan::make(&known, &self.desk.0.clock, read);
        progress(Progress { stage: Stage::Checking, done: total, total });
        Ok(Some((known.office.name, plan)))
    }

    /// A unit of work in which no other import of this office runs.
    async fn alone(&self) -> Result<Tx, store::Error> {
        let mut tx = self.desk.0.db.write().await?;
        idempotency::take(&mut tx, &[self.turn()], self.desk.0.clock.now()).await?;
        Ok(tx)
    }

    async fn done(&self, mut tx: Tx) -> Result<(), store::Error> {
        idempotency::free(&mut tx, &[self.turn()]).await?;
        tx.commit().await
    }

    /// What one import of an office takes, so that the next one waits.
    fn turn(&self) -> Keyed {
        Keyed { scope: format!("import:{}", self.office), key: String::new(), fingerprint: String::new() }
    }
}
