//! Settings: from a TOML file and from the environment, which comes first.
//!
//! Every key can stand in the file as it is named here (`listen = "…"`) and in the environment in capitals with the
//! prefix `POSTMEESTER_` (`POSTMEESTER_LISTEN=…`). Keys that do not exist are refused. `docs/configuration.md` is
//! made from the comments below, and a test fails when it is stale.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use anyhow::{Context as _, bail, ensure};
use domain::EmailAddress;
use mail::{
    bounce::{Seals, lmtp::Endpoint},
    dns::{DomainName, Egress},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_with::{DisplayFromStr, PickFirst, StringWithSeparator, formats::CommaSeparator, serde_as};
use url::Url;

/// Before each key, in the environment.
pub(crate) const PREFIX: &str = "POSTMEESTER_";

/// All settings. Each has a default that works for one machine.
#[serde_as]
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// The folder for the database and the secret key. Default: `data` in the working directory.
    pub data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`. Default: `sqlite:` with `postmeester.db` in the data folder.
    pub database_url: Option<String>,
    /// The most connections to the database that units of work of one process share. A process that delivers from PostgreSQL has one more, and one more again where several servers are named. Default: 10.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "u32")]
    pub database_connections: u32,
    /// The address and port that `serve` listens on. Default: `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// Whether `serve` delivers too. Where `worker`s do, it need not; on SQLite it must. Default: true.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "bool")]
    pub serve_delivers: bool,
    /// Where people reach the pages from outside; every link in a mail begins with it. Default: `http://` and the address listened on.
    #[schemars(with = "Option<String>")]
    pub base_url: Option<Url>,
    /// The installation's secret: 32 bytes in base64url, from which the links in mails are derived. Every process on one database needs the same. Default: see `secret_key_file`.
    pub secret_key: Option<String>,
    /// A file that holds the secret key. Default: `secret.key` in the data folder, made with mode 0600 when it is not there.
    pub secret_key_file: Option<PathBuf>,
    /// The relay: `smtp://HOST:PORT`, `smtp+starttls://USER:PASSWORD@HOST:PORT` or `smtps://USER:PASSWORD@HOST:PORT`. Default: `smtp://127.0.0.1:25`.
    pub smtp_url: String,
    /// How many connections to the relay one process keeps. Default: 8.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "u32")]
    pub smtp_connections: u32,
    /// At most how many mails a minute the relay is given by all processes together; 0 is no limit. Microsoft 365 allows 30. Default: 0.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "u32")]
    pub smtp_messages_per_minute: u32,
    /// The domain of return paths, such as `bounces.example.be`, whose mail a mail server brings to `bounce_listen`: then each mail has a signed return path, and what comes back is known (docs/bounces.md). Without it, mails have their sender's address as return path. SPF is evaluated for this domain. Default: none.
    pub bounce_domain: Option<String>,
    /// Where `serve` and `worker` listen for mails that come back, over LMTP: `127.0.0.1:2424` or `unix:/run/postmeester/bounces`. Default: nowhere.
    pub bounce_listen: Option<String>,
    /// The platform's own address, from which offices hear of their own affairs. Default: the office's communication address.
    pub system_from: Option<String>,
    /// Whether the domains that offices send from are checked in DNS (DKIM, SPF, DMARC, MX), and their mails signed. Mails of a domain that is not set up right are refused or held. Needs `egress_addresses`. Default: false: nothing is checked, and nothing signed.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "bool")]
    pub verify_sender_domains: bool,
    /// The IP addresses from which the relay sends to the world, 20 at most, with commas between them in the environment. SPF of each domain has to let all of them send. No default.
    #[serde_as(as = "PickFirst<(_, StringWithSeparator::<CommaSeparator, IpAddr>)>")]
    #[schemars(with = "Vec<String>")]
    pub egress_addresses: Vec<IpAddr>,
    /// A name whose SPF record holds these addresses, which offices can include in theirs. Default: none: they name the addresses.
    pub spf_include: Option<String>,
    /// The name with which the relay introduces itself to the world (`EHLO`). Default: the host of `base_url`.
    pub helo_name: Option<String>,
    /// The name servers that are asked, each `IP:PORT`, with commas between them in the environment; they have to resolve for us. Default: this system's.
    #[serde_as(as = "PickFirst<(_, StringWithSeparator::<CommaSeparator, SocketAddr>)>")]
    #[schemars(with = "Vec<String>")]
    pub dns_servers: Vec<SocketAddr>,
    /// The time zone that readers of mails live in, by its IANA name. Default: `Europe/Brussels`.
    pub time_zone: String,
    /// How many addresses may be refused to one office in an hour because another office holds them. Default: 100.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "u64")]
    pub refusals_per_hour: u64,
    /// How many days what a mail said is kept once it is over; 0 keeps it for ever. That it was sent, from whom, to whom and why, stays. Default: 365.
    #[serde_as(as = "PickFirst<(_, DisplayFromStr)>")]
    #[schemars(with = "u32")]
    pub mail_content_days: u32,
    /// What is logged, in the syntax of tracing's `EnvFilter`, such as `info` or `info,desk=debug`. Default: `info`.
    pub log: String,
    /// How it is logged: `text` or `json`. Default: `text`.
    pub log_format: LogFormat,
}

/// How lines of the log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: "data".into(),
            database_url: None,
            database_connections: 10,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            serve_delivers: true,
            base_url: None,
            secret_key: None,
            secret_key_file: None,
            smtp_url: "smtp://127.0.0.1:25".into(),
            smtp_connections: 8,
            smtp_messages_per_minute: 0,
            bounce_domain: None,
            bounce_listen: None,
            system_from: None,
            verify_sender_domains: false,
            egress_addresses: Vec::new(),
            spf_include: None,
            helo_name: None,
            dns_servers: Vec::new(),
            time_zone: "Europe/Brussels".into(),
            refusals_per_hour: 100,
            mail_content_days: 365,
            log: "info".into(),
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// Reads the file, if there is one, and the environment.
    pub(crate) fn read(
        file: Option<&std::path::Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let mut settings = match file {
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("the configuration file {} cannot be read", file.display()))?;
                text.parse().with_context(|| format!("{} is not TOML", file.display()))?
            }
            None => toml::Table::new(),
        };
        let named =
            environment.filter_map(|(key, value)| Some((key.strip_prefix(PREFIX)?.to_lowercase(), value)));
        // Variables of the tests, which talk of other programs.
        let named: BTreeMap<_, _> =
            named.filter(|(key, _)| !key.starts_with("test_") && key != "bin").collect();
        for (key, value) in named {
            check_name(&key).with_context(|| format!("the variable {PREFIX}{}", key.to_uppercase()))?;
            settings.insert(key, toml::Value::String(value));
        }
        settings.keys().try_for_each(|key| check_name(key))?;
        let config: Self = settings.try_into().context("the configuration cannot be taken as it is")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        self.egress()?;
        ensure!(
            self.serve_delivers || !self.database_url().starts_with("sqlite:"),
            "serve_delivers = false needs `worker`s, and those PostgreSQL: set database_url to postgres://…, or leave it at true"
        );
        ensure!(self.smtp_connections > 0, "smtp_connections must be at least 1");
        ensure!(self.database_connections > 0, "database_connections must be at least 1");
        self.system_from()?;
        if let Some(domain) = &self.bounce_domain {
            // Whether there can be seals is the domain's doing, and not the key's.
            Seals::new([0; 32], domain).context("bounce_domain")?;
        }
        ensure!(
            self.bounce_listen()?.is_none() || self.bounce_domain.is_some(),
            "bounce_listen takes mail for the domain of return paths: set bounce_domain too"
        );
        jiff::tz::TimeZone::get(&self.time_zone).with_context(|| {
            format!("time_zone = {:?}: use an IANA name such as Europe/Brussels", self.time_zone)
        })?;
        if let Some(url) = &self.base_url {
            ensure!(
                matches!(url.scheme(), "http" | "https") && url.has_host(),
                "base_url must be a web address such as https://portal.example, not {url}"
            );
        }
        Ok(())
    }

    pub(crate) fn system_from(&self) -> anyhow::Result<Option<EmailAddress>> {
        let read =
            |text: &String| EmailAddress::parse(text).with_context(|| format!("system_from = {text:?}"));
        self.system_from.as_ref().map(read).transpose()
    }

    /// The servers that send, where the domains that send are checked.
    pub(crate) fn egress(&self) -> anyhow::Result<Option<Egress>> {
        if !self.verify_sender_domains {
            return Ok(None);
        }
        let name = |text: &str, key: &str| {
            DomainName::parse(text)
                .with_context(|| format!("{key} = {text:?}: use a name such as mail.example.be"))
        };
        let include = self.spf_include.as_deref().map(|text| name(text, "spf_include")).transpose()?;
        let host = self.base_url.as_ref().and_then(Url::host_str).map(str::to_owned);
        let helo = self.helo_name.clone().or(host).context(
            "verify_sender_domains = true needs helo_name, the name with which the relay introduces itself, or base_url, whose host is taken for it",
        )?;
        let helo = name(&helo, "helo_name")?;
        let egress = Egress::new(self.egress_addresses.clone(), include, helo).context(
            "verify_sender_domains = true needs egress_addresses: the IP addresses from which the relay sends, 1 to 20 of them",
        )?;
        Ok(Some(egress))
    }

    pub(crate) fn bounce_listen(&self) -> anyhow::Result<Option<Endpoint>> {
        self.bounce_listen.as_deref().map(|text| text.parse().context("bounce_listen")).transpose()
    }

    pub(crate) fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("postmeester.db").display()))
    }
}

/// The keys that exist, with what they are for, in their order.
pub(crate) fn keys() -> Vec<(String, String)> {
    let schema = schemars::schema_for!(Config);
    let properties = schema.as_value()["properties"].as_object().cloned().unwrap_or_default();
    let text = |value: &serde_json::Value| value["description"].as_str().unwrap_or_default().to_owned();
    properties.iter().map(|(key, value)| (key.clone(), text(value))).collect()
}

fn check_name(key: &str) -> anyhow::Result<()> {
    let keys = keys();
    if keys.iter().any(|(known, _)| known == key) {
        return Ok(());
    }
    let nearest = keys.iter().map(|(known, _)| known).min_by_key(|known| differences(known, key));
    bail!(
        "there is no setting {key:?}; did you mean {:?}? (docs/configuration.md has all)",
        nearest.map_or("", |k| k)
    );
}

/// How many letters two words have that the other lacks at that place; enough to find what was meant.
fn differences(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut before = i;
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let replaced = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = replaced.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;
