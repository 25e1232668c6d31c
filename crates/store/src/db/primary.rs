//! Which of several PostgreSQL servers takes writes, and what is done when it is another one from now on, or none.
//!
//! `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME` names a primary and its standbys, in any order. One connection of
//! this process watches the primary. When it is lost, all servers are asked until one takes writes. The pool is pointed at
//! that one, idle connections to the other are closed, and what was asked of the other and not answered ends with an error.
//! A standby is never used, nor a primary that came back from before a failover: its timeline is older.
//!
//! A server that vanishes without a word, because its network was cut, leaves connections that never answer. So nothing is
//! waited for without end ([`Patience`]), and the server is told to do the same with us ([`SETTINGS`]).

use std::{
    io,
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection as _, Error, Executor as _, PgConnection, PgPool, Postgres, Row as _,
    Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

/// How long a server may take to say that it lives.
const LIVES: Duration = Duration::from_secs(2);
/// How often the primary is asked, and looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How long a statement may take. A commit also waits for a standby that was lost, until the servers' manager drops it.
const ANSWER: Duration = Duration::from_secs(60);
/// How long a connection is waited for. Between its tries of one, sqlx pauses for a fifth of this at most.
const CONNECTION: Duration = Duration::from_secs(10);
/// How long a start waits for a primary, which a failover may just be making.
const START: Duration = Duration::from_secs(30);

/// How soon the server gives up a client that vanished, and its locks, unless the operator has said so himself.
const SETTINGS: &str = "SELECT set_config(name, wanted, false) FROM (VALUES
        ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3'),
        ('tcp_user_timeout', '20000'), ('client_connection_check_interval', '5000'),
        ('idle_in_transaction_session_timeout', '20000')) AS ours (name, wanted)
    JOIN pg_settings USING (name) WHERE source = 'default'";
/// The timeline of a server that takes writes, in hexadecimal. Each failover begins a new one.
const TIMELINE: &str =
    "SELECT CASE WHEN NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'
    THEN substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) END";

/// When the primary was last found to be another one.
type Moved = watch::Receiver<Option<Instant>>;

/// Ends what a server does not answer, and what was asked of one that is not the primary any more.
#[derive(Debug, Clone)]
pub(super) struct Patience(Moved);

impl Patience {
    /// With what is no server, and can be no other one.
    pub(super) fn with_a_file() -> Self {
        Self(watch::channel(None).1)
    }

    /// For what is asked from now on.
    pub(super) fn starting_now(&self) -> Self {
        let mut moved = self.0.clone();
        moved.mark_unchanged();
        Self(moved)
    }

    /// Waits for an answer.
    pub(super) async fn with<T>(&mut self, asked: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        tokio::select! {
            biased;
            answer = asked => answer,
            Ok(()) = self.0.changed() => Err(away("another server is the primary now")),
            () = sleep(ANSWER) => Err(away("there was no answer within a minute")),
        }
    }

    /// Waits until another server is the primary. Cancelled, it has missed nothing.
    pub(super) async fn moved(&mut self) -> Error {
        match self.0.changed().await {
            Ok(()) => away("another server is the primary now"),
            // Nobody looks: there is one server.
            Err(_) => std::future::pending().await,
        }
    }

    /// Begins a unit of work: on the new primary, when there is one before it has begun.
    ///
    /// In a task of its own, which ends even when whoever waits for it goes away: sqlx forgets a transaction that was broken
    /// off while it began, and the next unit of work on that connection would find itself inside it.
    pub(super) async fn begin(
        &self,
        pool: &PgPool,
        begin: &'static str,
    ) -> sqlx::Result<Transaction<'static, Postgres>> {
        loop {
            let mut patience = self.starting_now();
            let before = *patience.0.borrow();
            let pool = pool.clone();
            let begun = tokio::spawn(async move { pool.begin_with(begin).await });
            match patience.with(async { begun.await.map_err(|_| Error::WorkerCrashed)? }).await {
                Err(_) if *self.0.borrow() != before => {}
                begun => return begun,
            }
        }
    }
}

/// Opens a pool that follows the primary until it is closed.
///
/// # Errors
/// When the URL cannot be read, or none of its servers takes writes.
pub(super) async fn open(url: &str, connections: u32) -> sqlx::Result<(PgPool, Patience)> {
    let servers = servers(url)?;
    let (tell, moved) = watch::channel(None);
    if let [server] = &*servers {
        let pool = options(connections, moved.clone(), None).connect_with(server.clone()).await?;
        return Ok((pool, Patience(moved)));
    }
    let newest = Arc::new(AtomicU32::new(0));
    let found = timeout(START, search(&servers, &newest)).await;
    let (mut current, mut watched) = found.map_err(|_| away("none of its servers takes writes"))?;
    let pool = options(connections, moved.clone(), Some(newest.clone()));
    let pool = pool.connect_lazy_with(servers[current].clone());
    let (mut closed, followed) = (pool.close_event(), pool.clone());
    let follow = async move {
        loop {
            while let Ok(Ok(_)) = timeout(LIVES, timeline(&mut watched)).await {
                sleep(LOOK).await;
            }
            tracing::warn!(server = name(&servers[current]), "the database does not answer");
            let found;
            (found, watched) = search(&servers, &newest).await;
            tracing::warn!(server = name(&servers[found]), "this server takes writes");
            if found != current {
                current = found;
                followed.set_connect_options(servers[current].clone());
                tell.send_replace(Some(Instant::now()));
            }
        }
    };
    tokio::spawn(async move { closed.do_until(follow).await });
    Ok((pool, Patience(moved)))
}

/// A pool of one connection to the server that another pool uses now, beyond those that it has. It is closed by whoever asked
/// for it, and never by time.
pub(super) async fn one_more(pool: &PgPool) -> sqlx::Result<PgPool> {
    let server = pool.connect_options();
    PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECTION)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(|connection, _| Box::pin(async move { connection.execute(SETTINGS).await.map(drop) }))
        .connect_with((*server).clone())
        .await
}

/// Connections that are asked whether they live after a rest, and are not waited for without end. `newest` is the newest
/// timeline that was seen, where there are several servers.
fn options(connections: u32, moved: Moved, newest: Option<Arc<AtomicU32>>) -> PgPoolOptions {
    let late = |_| away("there was no answer within two seconds");
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(CONNECTION)
        .after_connect(move |connection, _| {
            let newest = newest.clone();
            Box::pin(async move {
                let prepared = async {
                    if let Some(newest) = newest
                        && timeline(connection).await? < newest.load(Ordering::Relaxed)
                    {
                        return Err(away("this server was the primary before the last failover"));
                    }
                    connection.execute(SETTINGS).await?;
                    super::plan_as_sqlite_does(connection).await
                };
                timeout(LIVES, prepared).await.map_err(late)?
            })
        })
        .test_before_acquire(false)
        .before_acquire(move |connection, about| {
            let stays = moved.borrow().is_none_or(|moved| about.age < moved.elapsed());
            Box::pin(async move {
                if stays && about.idle_for > LOOK {
                    timeout(LIVES, connection.ping()).await.map_err(late)??;
                }
                Ok(stays)
            })
        })
        // sqlx makes sure of it once more, but would wait without end.
        .after_release(move |connection, _| {
            Box::pin(async move { timeout(LIVES, connection.ping()).await.map_err(late)?.map(|()| true) })
        })
}

/// The timeline of a server, unless it is a standby.
async fn timeline(connection: &mut PgConnection) -> sqlx::Result<u32> {
    let timeline: Option<String> = connection.fetch_one(TIMELINE).await?.try_get(0)?;
    let timeline = timeline.ok_or_else(|| away("this server takes no writes"))?;
    u32::from_str_radix(&timeline, 16).map_err(|error| Error::Decode(error.into()))
}

/// Looks until a server takes writes. Returns which, and a connection to it.
async fn search(servers: &[PgConnectOptions], newest: &AtomicU32) -> (usize, PgConnection) {
    let mut said = Vec::new();
    loop {
        let mut asked = JoinSet::new();
        for (place, server) in servers.iter().cloned().enumerate() {
            asked.spawn(async move {
                let answer = timeout(LIVES, async {
                    let mut connection = server.connect().await?;
                    Ok((timeline(&mut connection).await?, place, connection))
                });
                let answer = answer.await.unwrap_or_else(|_| Err(away("there was no answer")));
                answer.map_err(|error| format!("{}: {error}", name(&server)))
            });
        }
        // All of them are asked: a primary that came back may answer first.
        let (found, faults): (Vec<_>, Vec<_>) = asked.join_all().await.into_iter().partition(Result::is_ok);
        let found = found.into_iter().flatten().max_by_key(|(timeline, ..)| *timeline);
        if let Some((timeline, place, connection)) = found
            && newest.fetch_max(timeline, Ordering::Relaxed) <= timeline
        {
            return (place, connection);
        }
        let mut faults: Vec<_> = faults.into_iter().filter_map(Result::err).collect();
        faults.sort();
        if faults != said {
            tracing::warn!(servers = faults.join("; "), "no server takes writes; they are asked each second");
            said = faults;
        }
        sleep(LOOK).await;
    }
}

fn away(why: &str) -> Error {
    Error::Io(io::Error::new(io::ErrorKind::TimedOut, why.to_owned()))
}

fn name(server: &PgConnectOptions) -> String {
    format!("{}:{}", server.get_host(), server.get_port())
}

/// The servers of `scheme://[user[:password]@]host[:port][,host[:port]]…[/name][?parameters]`.
fn servers(url: &str) -> sqlx::Result<Vec<PgConnectOptions>> {
    let wrong = |why: &str| Error::Configuration(format!("database_url: {why}").into());
    let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("it must begin with postgres://"))?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
    let user = &authority[..authority.len() - hosts.len()];
    let (path, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let (session, parameters): (Vec<_>, Vec<_>) =
        parameters.split('&').partition(|parameter| parameter.starts_with("target_session_attrs="));
    if session.iter().any(|asked| !["read-write", "primary", "any"].contains(&&asked[21..])) {
        return Err(wrong("target_session_attrs must be read-write: a standby is of no use here"));
    }
    let several = hosts.contains(',');
    let named = |host: &str| !host.is_empty() && !host.starts_with(':');
    if several && !hosts.split(',').all(named)
        || parameters.iter().any(|parameter| parameter.starts_with("host=") && parameter.contains(','))
    {
        return Err(wrong("several servers are written postgres://USER@HOST:PORT,HOST:PORT/NAME"));
    }
    let parameters = parameters.join("&");
    let server = |host| PgConnectOptions::from_str(&format!("{scheme}://{user}{host}{path}?{parameters}"));
    hosts.split(',').map(server).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_one_server_or_several() {
        let named = |url: &str| {
            let about = |s: &PgConnectOptions| {
                format!("{}@{}/{}", s.get_username(), name(s), s.get_database().unwrap_or_default())
            };
            servers(url).map(|all| all.iter().map(about).collect::<Vec<_>>())
        };
        assert_eq!(named("postgres://u:p@db.example/mails").unwrap(), ["u@db.example:5432/mails"]);
        assert_eq!(named("postgresql://u@a:1,b:2?dbname=mails").unwrap(), ["u@a:1/mails", "u@b:2/mails"]);
        let many =
            "postgres://u:p%40,x@a:1,b.example,[::1]:3/mails?target_session_attrs=read-write&sslmode=prefer";
        assert_eq!(named(many).unwrap(), ["u@a:1/mails", "u@b.example:5432/mails", "u@[::1]:3/mails"]);
        for (url, says) in [
            ("postgres:u@a", "it must begin with postgres://"),
            ("postgres://u@a,b/m?target_session_attrs=standby", "must be read-write"),
            ("postgres://u@/m?host=a,b", "postgres://USER@HOST:PORT,HOST:PORT/NAME"),
            ("postgres://u@a:1,/m", "postgres://USER@HOST:PORT,HOST:PORT/NAME"),
            ("postgres://u@a:1,:2/m", "postgres://USER@HOST:PORT,HOST:PORT/NAME"),
            ("postgres://u@a:x,b:2/m", "invalid port"),
        ] {
            let error = named(url).unwrap_err().to_string();
            assert!(error.contains(says), "{url}: {error}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_waited_for_without_end() {
        let (tell, moved) = watch::channel(None);
        let before = Patience(moved);
        let silence = std::future::pending::<sqlx::Result<()>>;
        let began = Instant::now();
        let error = before.starting_now().with(silence()).await.unwrap_err();
        assert!(error.to_string().contains("no answer within a minute"), "{error}");
        assert_eq!(began.elapsed(), ANSWER);
        tell.send_replace(Some(began));
        let error = before.clone().with(silence()).await.unwrap_err();
        assert!(error.to_string().contains("another server is the primary now"), "{error}");
        assert!(before.starting_now().with(async { Ok(()) }).await.is_ok());
        assert!(Patience::with_a_file().with(silence()).await.is_err());
    }
}
