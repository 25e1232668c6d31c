//! `demo`: the main job in one go, on a fresh embedded database in a temporary folder.
//!
//! The mails really go over SMTP, to a server in this process that keeps them and shows them on a page.

mod example;

use std::{process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use desk::{Clock, Desk, SecretKey, Settings, access::Actor, deliver, deliver::Route};
use domain::{EmailAddress, event::EventKind};
use mail::smtp::{Relay, Timeouts};
use smtp_sink::Sink;
use store::Db;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;
use web::App;

use super::serve;
use crate::{answer, explain, start};
use example::Example;

/// Where the demo listens, unless the environment says otherwise.
const LISTEN: &str = "127.0.0.1:8025";

pub(crate) async fn run(once: bool) -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir().context("no temporary folder can be made")?;
    let listener = listen(once).await?;
    let base_url = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    let mailbox =
        Arc::new(Sink::start(smtp_sink::Config::default()).await.context("the mailbox cannot be started")?);
    let desk = desk(folder.path(), base_url).await?;
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let route = Route {
        relay: Relay::from_url(&mailbox.url())?,
        timeouts: Timeouts::default(),
        connections: 2,
        messages_a_minute: None,
    };
    tasks.spawn(deliver::deliver(desk.clone(), start::composer()?, route, stop.clone()));
    tasks.spawn(desk::housekeeping::keep(desk.clone(), stop.clone()));
    let example = Example::create(&desk).await?;
    if once {
        tell_once(&desk, &mailbox, &example).await?;
        stop.cancel();
    } else {
        tell(&desk, &example).await?;
        let app = App { desk: desk.clone(), mailbox: Some(mailbox), metrics: None };
        serve::serve_until_stopped(listener, app, &stop).await?;
    }
    serve::finish(desk, tasks).await;
    Ok(ExitCode::SUCCESS)
}

async fn listen(once: bool) -> anyhow::Result<TcpListener> {
    let asked = std::env::var("POSTMEESTER_LISTEN").ok();
    let address = match &asked {
        _ if once => "127.0.0.1:0",
        Some(address) => address,
        None => LISTEN,
    };
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        // The usual port is taken: any other will do, unless somebody asked for this one.
        Err(_) if asked.is_none() => TcpListener::bind("127.0.0.1:0").await.context("no port is free"),
        Err(error) => bail!("nothing can listen on {address}: {error}"),
    }
}

async fn desk(folder: &std::path::Path, base_url: Url) -> anyhow::Result<Desk> {
    let db = Db::open(&format!("sqlite:{}", folder.join("demo.db").display()), 4).await?;
    db.migrate().await?;
    let settings = Settings {
        base_url,
        time_zone: "Europe/Brussels".into(),
        system_from: Some(EmailAddress::parse("portaal@klantenportaal.example")?),
        refusals_an_hour: 100,
        content_days: None,
        checks: None,
        seals: None,
    };
    Ok(Desk::new(db, Clock::system(), &SecretKey::generate()?, settings))
}

/// What one looks at without a browser: the decision, the mail, the link.
async fn tell_once(desk: &Desk, mailbox: &Sink, example: &Example) -> anyhow::Result<()> {
    let first = example.first();
    mailbox
        .wait_for(example.mails, Duration::from_secs(30))
        .await
        .context("the mails did not arrive in the mailbox")?;
    let arrived =
        mailbox.mails().into_iter().find(|mail| mail.message_id.as_deref() == Some(&first.message_id));
    let arrived = arrived.context("the welcome mail did not arrive in the mailbox")?;
    let state = example::handed_over(desk, example, first).await?;
    answer::print(&format!(
        "{} creates client-user {} for dossier {}.\n\n\
         Who sends the welcome mail?\n{}\n\
         The mail, as it arrived:\n\n{}\n\
         link: {}\n\
         state: {state}\n",
        example.office_name,
        first.email,
        first.dossier_name,
        explain::sender(&first.sender),
        example::text_of(&arrived.data),
        first.link,
    ))
}

async fn tell(desk: &Desk, example: &Example) -> anyhow::Result<()> {
    let base = desk.settings().base_url.as_str().trim_end_matches('/');
    let operator = desk.create_api_key(None).await?;
    let office = desk.create_api_key(Some(example.office)).await?;
    let first = example.first();
    let (office_id, dossier) = (example.office, first.dossier);
    let heard = desk.would_hear(Actor::Console, office_id, EventKind::FailedTask, Some(dossier)).await?;
    answer::print(&format!(
        "Postmeester's demo: everything is in a temporary folder and gone when it stops (Ctrl-C).\n\n\
         page:          {base}/\n\
         mailbox:       {base}/mailbox\n\
         link:          {}\n\
         api:           {base}/api/v1/docs\n\
         operator key:  {operator}\n\
         office key:    {office}\n\
         office:        {office_id}  {}\n\
         dossier:       {dossier}  {}\n\n\
         {} dossiers with their client-users were imported from examples/kantoor-example.csv; then four client-users\n\
         were created, one in each language. Who welcomed the first, {}?\n\n{}\n\
         Since then something of each kind has happened. Who heard of the failed task of {}?\n\n{}\n\
         Ask the API who would send, and who would hear:\n  \
         curl -H 'Authorization: Bearer {office}' {base}/api/v1/offices/{office_id}/dossiers/{dossier}/welcome-sender\n  \
         curl -H 'Authorization: Bearer {office}' '{base}/api/v1/offices/{office_id}/recipients?kind=failed_task&dossier_id={dossier}'\n",
        first.link,
        example.office_name,
        first.dossier_name,
        example.imported,
        first.email,
        explain::sender(&first.sender),
        first.dossier_name,
        explain::recipients(&heard),
    ))
}
