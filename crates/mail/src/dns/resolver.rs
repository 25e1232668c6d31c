//! Asks the DNS.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts},
    net::{DnsError, NetError, runtime::TokioRuntimeProvider},
    proto::rr::{Name, RData, RecordType},
};

use super::question::{Answer, Data, Kind, Question, Trouble};

/// For one try of one server.
const TIMEOUT: Duration = Duration::from_secs(3);
/// The second try is for a packet that was lost.
const TRIES: usize = 2;
/// The most records of one answer that are looked at. An answer has 64 KiB at most (RFC 1035 §4.2.2).
const MOST_RECORDS: usize = 500;

/// Asks name servers that resolve (recursive ones), by UDP, and by TCP when an answer is too long for that. Remembers
/// nothing: whoever presses "check now" has just changed something. Cheap to clone.
#[derive(Clone)]
pub struct Resolver {
    inner: Arc<TokioResolver>,
}

/// The resolver could not be made. Says why and what to do.
#[derive(Debug, thiserror::Error)]
#[error(
    "no name servers to ask: this system's own could not be read ({0}); name some in DNS_SERVERS, such as 127.0.0.1:53"
)]
pub struct ResolverError(String);

impl Resolver {
    /// Asks these servers; those of this system, when there are none.
    ///
    /// # Errors
    /// When there are none, and those of this system cannot be found.
    pub fn new(servers: &[SocketAddr]) -> Result<Self, ResolverError> {
        let broken = |error: NetError| ResolverError(error.to_string());
        let config = if servers.is_empty() {
            let (config, _) = hickory_resolver::system_conf::read_system_conf().map_err(broken)?;
            config
        } else {
            ResolverConfig::from_name_servers(servers.iter().map(name_server).collect())
        };
        // Its search list is left out: names are asked for as they are.
        let config = ResolverConfig::from_name_servers(config.name_servers().to_vec());
        if config.name_servers().is_empty() {
            return Err(ResolverError("it names none".to_owned()));
        }
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        *builder.options_mut() = options();
        Ok(Self { inner: Arc::new(builder.build().map_err(broken)?) })
    }

    /// Asks one question. Never fails: [`Answer::Failed`] is an answer too.
    pub async fn ask(&self, question: Question) -> Answer {
        let labels = question.name.split('.').map(str::as_bytes);
        // A name that no question can hold is the name of nothing.
        let Ok(mut name) = Name::from_labels(labels) else { return Answer::NoSuchName };
        name.set_fqdn(true);
        match self.inner.lookup(name, record_type(question.kind)).await {
            Ok(lookup) => {
                let records = lookup.answers().iter().filter_map(|record| data(&record.data, question.kind));
                let records: Vec<_> = records.take(MOST_RECORDS).collect();
                if records.is_empty() { Answer::NoData } else { Answer::Records(records) }
            }
            Err(error) => negative(&error),
        }
    }
}

fn options() -> ResolverOpts {
    let mut options = ResolverOpts::default();
    options.timeout = TIMEOUT;
    options.attempts = TRIES;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.try_tcp_on_error = true;
    options
}

fn name_server(address: &SocketAddr) -> NameServerConfig {
    let at = |mut connection: ConnectionConfig| {
        connection.port = address.port();
        connection
    };
    NameServerConfig::new(address.ip(), true, vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())])
}

const fn record_type(kind: Kind) -> RecordType {
    match kind {
        Kind::Txt => RecordType::TXT,
        Kind::Mx => RecordType::MX,
        Kind::A => RecordType::A,
        Kind::Aaaa => RecordType::AAAA,
        Kind::Ptr => RecordType::PTR,
        Kind::Cname => RecordType::CNAME,
    }
}

/// The answer holds the aliases that led to it, too.
fn data(data: &RData, kind: Kind) -> Option<Data> {
    Some(match (data, kind) {
        (RData::TXT(text), Kind::Txt) => {
            Data::Text(String::from_utf8_lossy(&text.txt_data.concat()).into_owned())
        }
        (RData::MX(mx), Kind::Mx) => Data::Exchange { preference: mx.preference, host: plain(&mx.exchange) },
        (RData::A(address), Kind::A) => Data::Address(address.0.into()),
        (RData::AAAA(address), Kind::Aaaa) => Data::Address(address.0.into()),
        (RData::PTR(name), Kind::Ptr) => Data::Name(plain(&name.0)),
        (RData::CNAME(name), Kind::Cname) => Data::Name(plain(&name.0)),
        _ => return None,
    })
}

/// Without the final dot; the root is empty.
fn plain(name: &Name) -> String {
    let text = name.to_ascii();
    text.strip_suffix('.').unwrap_or(&text).to_owned()
}

fn negative(error: &NetError) -> Answer {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => {
            use hickory_resolver::proto::op::ResponseCode;
            match none.response_code {
                ResponseCode::NXDomain => Answer::NoSuchName,
                ResponseCode::NoError => Answer::NoData,
                other => Answer::Failed(Trouble::Said(format!("{other:?}"))),
            }
        }
        NetError::Dns(DnsError::ResponseCode(code)) => Answer::Failed(Trouble::Said(format!("{code:?}"))),
        NetError::Timeout => Answer::Failed(Trouble::Timeout),
        other => Answer::Failed(Trouble::Broken(other.to_string())),
    }
}
