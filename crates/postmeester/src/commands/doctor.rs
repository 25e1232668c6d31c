//! `doctor`: checks configuration, secret key, database and relay, and says what to do.

use std::{os::unix::fs::PermissionsExt as _, process::ExitCode, time::Duration};

use desk::chain;
use domain::delivery::SenderFault;
use mail::{
    dns::Resolver,
    smtp::{Connection, Relay, Timeouts},
};
use store::{Db, deliveries::State};

use crate::{
    answer,
    config::Config,
    start::{self, Missing},
};

/// Mails that wait longer than this without anybody taking them want a look.
const LONG: Duration = Duration::from_secs(600);

#[derive(Default)]
struct Findings {
    lines: Vec<String>,
    faults: usize,
}

impl Findings {
    fn good(&mut self, what: &str, found: &str) {
        self.lines.push(format!("good   {what:<11} {found}\n"));
    }

    fn look(&mut self, what: &str, found: &str) {
        self.lines.push(format!("look   {what:<11} {found}\n"));
    }

    fn fault(&mut self, what: &str, found: &str) {
        self.faults += 1;
        self.lines.push(format!("FAULT  {what:<11} {found}\n"));
    }
}

pub(crate) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    addresses(&config, &mut findings);
    key(&config, &mut findings);
    database(&config, &mut findings).await;
    if config.verify_sender_domains
        && let Err(error) = Resolver::new(&config.dns_servers)
    {
        findings.fault("DNS", &chain(&error));
    }
    relay(&config, &mut findings).await;
    answer::print(&findings.lines.concat())?;
    Ok(if findings.faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn addresses(config: &Config, findings: &mut Findings) {
    match start::base_url(config) {
        Err(error) => findings.fault("base_url", &format!("{error:#}")),
        Ok(url) if config.base_url.is_none() => {
            findings.look("base_url", &format!("not set: links in mails begin with {url}, which only this machine reaches. Set it to the address that clients use."));
        }
        Ok(url) if url.scheme() == "http" => {
            findings.look("base_url", &format!("{url} is not encrypted: passwords would travel in clear. Put a TLS proxy in front and use https://…"));
        }
        Ok(url) => findings.good("base_url", url.as_str()),
    }
    if config.system_from.is_none() {
        findings.look("system_from", "not set: notices to an office come from the office's own address");
    }
}

fn key(config: &Config, findings: &mut Findings) {
    if let Err(error) = start::secret_key(config, Missing::Refuse) {
        return findings.fault("secret key", &format!("{error:#}"));
    }
    if config.secret_key.is_some() {
        return findings.good("secret key", "given by the configuration");
    }
    let file = start::secret_key_file(config);
    let mode = std::fs::metadata(&file).map_or(0, |m| m.permissions().mode() & 0o777);
    if mode & 0o077 == 0 {
        findings.good("secret key", &format!("{}, which only its owner reads", file.display()));
    } else {
        findings.fault(
            "secret key",
            &format!("others can read {0} (mode {mode:o}): chmod 600 {0}", file.display()),
        );
    }
}

async fn database(config: &Config, findings: &mut Findings) {
    let (url, missing) = (config.database_url(), !config.data_dir.join("postmeester.db").exists());
    if url.starts_with("sqlite:") && config.database_url.is_none() && missing {
        return findings.look("database", "there is none yet; `postmeester serve` makes it");
    }
    let opened = async {
        let db = Db::open(&url, 2).await?;
        let mut tx = db.read().await?;
        let counts = store::deliveries::counts(&mut tx).await?;
        let setups = store::mail_setups::counts(&mut tx).await?;
        Ok::<_, store::Error>((db.kind(), counts, setups))
    };
    let (kind, counts, setups) = match opened.await {
        Ok(found) => found,
        Err(error) => {
            return findings.fault(
                "database",
                &format!(
                    "{}. Is it running, is the URL right, did `postmeester migrate` run?",
                    chain(&error)
                ),
            );
        }
    };
    let told: Vec<_> = counts.iter().map(|(state, n, _)| format!("{n} {state:?}").to_lowercase()).collect();
    let told = if told.is_empty() { "no mails yet".to_owned() } else { told.join(", ") };
    findings.good("database", &format!("{kind:?} answers: {told}"));
    if config.verify_sender_domains {
        mail_setups(&setups, findings);
    }
    let now = desk::Clock::system().now();
    for (state, count, oldest) in counts {
        match state {
            State::Held => findings.look("mails", &format!("{count} held: their senders' set-up is at fault. `GET /api/v1/offices/ID/mails?state=held` names the cause of each.")),
            State::Queued if now.since(oldest) > LONG => {
                findings.fault("mails", &format!("{count} queued, one of them for {} minutes: does `serve` or a `worker` run?", now.since(oldest).as_secs() / 60));
            }
            State::Failed => findings.look("mails", &format!("{count} failed: `GET /api/v1/offices/ID/mails?state=failed` names the cause of each.")),
            _ => {}
        }
    }
}

fn mail_setups((broken, causes): &(u64, Vec<(SenderFault, u64)>), findings: &mut Findings) {
    if *broken == 0 {
        return findings.good("mail set-up", "every office that was looked at is ready");
    }
    let causes: Vec<_> = causes.iter().map(|(cause, count)| format!("{} {count}", cause.code())).collect();
    let causes = if causes.is_empty() { "not looked at yet".to_owned() } else { causes.join(", ") };
    findings.look(
        "mail set-up",
        &format!("{broken} offices are not ready ({causes}). `GET /api/v1/mail-setups?ready=false` names them; each office's `mail-setup` shows what its IT partner must change."),
    );
}

async fn relay(config: &Config, findings: &mut Findings) {
    let relay = match Relay::from_url(&config.smtp_url) {
        Ok(relay) => relay,
        Err(error) => return findings.fault("smtp_url", &chain(&error)),
    };
    let timeouts =
        Timeouts { connect: Duration::from_secs(10), reply: Duration::from_secs(30), ..Timeouts::default() };
    match Connection::open(&relay, &timeouts).await {
        Ok(connection) => {
            findings.good("relay", &format!("{} greets us and takes mails", relay.name()));
            connection.quit().await;
        }
        Err(ending) => findings.fault("relay", &format!("{}: {}", relay.name(), ended(&ending))),
    }
}

fn ended(ending: &domain::delivery::Ending) -> String {
    use domain::delivery::{Ending, Phase};
    let advice = |phase: &Phase| match phase {
        Phase::Connect => {
            "Is it running, are host and port of smtp_url right, does a firewall stand between?"
        }
        Phase::Tls => {
            "Use smtp+starttls:// for port 587, smtps:// for port 465, and a certificate that is valid for this host."
        }
        Phase::Auth => "Check user and password in smtp_url.",
        _ => "Ask whoever runs it.",
    };
    match ending {
        Ending::Taken(_) => "it took a mail that was not offered".to_owned(),
        Ending::Refused(phase, reply) => {
            format!("it refused at {phase:?} with {} {}. {}", reply.code, reply.text, advice(phase))
        }
        Ending::NotOffered(phase, why) => format!("{why}. {}", advice(phase)),
        Ending::Broken(phase, why) => format!("broken at {phase:?}: {why}. {}", advice(phase)),
    }
}
