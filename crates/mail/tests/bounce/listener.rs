//! The listener, over sockets.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

use mail::bounce::lmtp::{Endpoint, Keeper, Limits, Listener, Received, Verdict};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::{NOW, arrived, return_path, sample, seals};

/// Keeps what it is given, and does on command what keepers do when things go wrong.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) kept: Mutex<Vec<Received>>,
    pub(crate) asked: AtomicUsize,
    mood: Mutex<Mood>,
}

#[derive(Default, Clone, Copy)]
enum Mood {
    #[default]
    Well,
    Full,
    Stuck,
    Panics,
    /// Refuses every second one.
    EverySecond(usize),
}

impl Shelf {
    pub(crate) fn is_full(&self) {
        *self.mood.lock().unwrap() = Mood::Full;
    }

    pub(crate) fn is_well(&self) {
        *self.mood.lock().unwrap() = Mood::Well;
    }
}

impl Keeper for Shelf {
    fn knows(&self, address: &str) -> bool {
        seals().read_return_path(address, NOW).is_ok()
    }

    async fn keep(&self, received: Received) -> Verdict {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Well => {}
            Mood::Full => return Verdict::TryLater,
            Mood::Stuck => std::future::pending().await,
            Mood::Panics => panic!("on command"),
            Mood::EverySecond(number) => {
                *self.mood.lock().unwrap() = Mood::EverySecond(number + 1);
                if number % 2 == 1 {
                    return Verdict::TryLater;
                }
            }
        }
        self.kept.lock().unwrap().push(received);
        Verdict::Kept
    }
}

struct Running {
    shelf: Arc<Shelf>,
    endpoint: Endpoint,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

async fn running(endpoint: &Endpoint, limits: Limits) -> Running {
    let listener = Listener::bind(endpoint, limits).await.expect("free");
    let (shelf, stop, endpoint) =
        (Arc::new(Shelf::default()), CancellationToken::new(), listener.endpoint().clone());
    let task = tokio::spawn(listener.serve(Arc::clone(&shelf), stop.clone()));
    Running { shelf, endpoint, stop, task }
}

async fn on_loopback(limits: Limits) -> Running {
    running(&"127.0.0.1:0".parse().expect("an endpoint"), limits).await
}

trait Both: AsyncRead + AsyncWrite + Unpin {}
impl<S: AsyncRead + AsyncWrite + Unpin> Both for S {}

struct Client(BufReader<Box<dyn Both>>);

impl Client {
    async fn connect(running: &Running) -> Self {
        let stream: Box<dyn Both> = match &running.endpoint {
            Endpoint::Tcp(address) => Box::new(TcpStream::connect(address).await.expect("up")),
            Endpoint::Unix(path) => Box::new(UnixStream::connect(path).await.expect("up")),
        };
        Self(BufReader::new(stream))
    }

    async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.expect("a write");
    }

    /// The last line of the next reply; empty when there is none any more.
    async fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = tokio::time::timeout(Duration::from_secs(10), self.0.read_line(&mut line));
            if read.await.expect("a reply in time").unwrap_or(0) == 0 || line.as_bytes().get(3) == Some(&b' ')
            {
                return line.trim_end().to_owned();
            }
        }
    }

    /// Up to the answer to the first recipient.
    async fn offer(&mut self, recipients: &[&str]) -> String {
        self.hear().await;
        self.say("LHLO mx.example\r\nMAIL FROM:<>\r\n").await;
        for recipient in recipients {
            self.say(&format!("RCPT TO:<{recipient}>\r\n")).await;
        }
        self.hear().await;
        self.hear().await;
        self.hear().await
    }

    async fn content(&mut self, content: &[u8]) {
        self.say("DATA\r\n").await;
        assert_eq!(self.hear().await, "354 end with CRLF.CRLF");
        self.0.write_all(content).await.expect("a write");
        self.say(".\r\n").await;
    }
}

#[tokio::test]
async fn a_notification_is_kept_before_it_is_answered() {
    let running = on_loopback(Limits::default()).await;
    let mut client = Client::connect(&running).await;
    assert_eq!(client.offer(&[&return_path()]).await, "250 2.1.5 ok");
    let content = arrived(sample("postfix-unknown-user"), &seals());
    client.content(&content).await;
    assert_eq!(client.hear().await, "250 2.0.0 kept");
    let kept = running.shelf.kept.lock().unwrap().clone();
    let [received] = &kept[..] else { panic!("{kept:?}") };
    assert_eq!((received.from.as_str(), &received.to, received.cut), ("", &return_path(), false));
    assert_eq!(received.content, content);
}

#[tokio::test]
async fn only_a_return_path_that_this_installation_made_is_taken() {
    let running = on_loopback(Limits::default()).await;
    let forged = return_path().replace("b+a", "b+b");
    for wrong in ["postmaster", "jo@klant.example", "b+x@bounces.example", &forged] {
        let mut client = Client::connect(&running).await;
        assert!(client.offer(&[wrong]).await.starts_with("550 5.1.1"), "{wrong}");
    }
    let mut client = Client::connect(&running).await;
    assert_eq!(client.offer(&[&return_path().to_uppercase()]).await, "250 2.1.5 ok");
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_answered_for_and_comes_back() {
    let content = arrived(sample("qmail"), &seals());
    let limits = Limits { store: Duration::from_millis(100), ..Limits::default() };
    for mood in [Mood::Full, Mood::Stuck] {
        let running = on_loopback(limits).await;
        *running.shelf.mood.lock().unwrap() = mood;
        let mut client = Client::connect(&running).await;
        client.offer(&[&return_path()]).await;
        client.content(&content).await;
        assert_eq!(client.hear().await, "451 4.3.0 could not be stored; come back");
    }
    let running = on_loopback(limits).await;
    *running.shelf.mood.lock().unwrap() = Mood::Panics;
    let mut client = Client::connect(&running).await;
    client.offer(&[&return_path()]).await;
    client.content(&content).await;
    assert_eq!(client.hear().await, "", "a keeper that panics answers nothing");
    running.shelf.is_well();
    let mut client = Client::connect(&running).await;
    client.offer(&[&return_path()]).await;
    client.content(&content).await;
    assert_eq!(client.hear().await, "250 2.0.0 kept", "and others are served on");
}

#[tokio::test]
async fn each_recipient_has_an_answer_of_its_own() {
    let running = on_loopback(Limits::default()).await;
    *running.shelf.mood.lock().unwrap() = Mood::EverySecond(0);
    let mut client = Client::connect(&running).await;
    let path = return_path();
    client.offer(&[&path, "nobody@bounces.example", &path, &path]).await;
    assert!(client.hear().await.starts_with("550 5.1.1"));
    assert_eq!(
        (client.hear().await.as_str(), client.hear().await.as_str()),
        ("250 2.1.5 ok", "250 2.1.5 ok")
    );
    client.content(b"Subject: x\r\n\r\nx\r\n").await;
    let answers = [client.hear().await, client.hear().await, client.hear().await];
    assert_eq!(answers.map(|answer| answer[..3].to_owned()), ["250", "451", "250"]);
    client.say("QUIT\r\n").await;
    assert_eq!(client.hear().await, "221 2.0.0 bye");
    assert_eq!(client.hear().await, "");
    assert_eq!(running.shelf.kept.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_message_that_broke_off_is_not_kept() {
    let running = on_loopback(Limits::default()).await;
    let mut client = Client::connect(&running).await;
    client.offer(&[&return_path()]).await;
    client.say("DATA\r\n").await;
    client.hear().await;
    client.say("Subject: x\r\n\r\nhalf of it").await;
    drop(client);
    running.stop.cancel();
    running.task.await.expect("an end");
    assert!(running.shelf.kept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back() {
    let running = on_loopback(Limits { connections: 1, ..Limits::default() }).await;
    let mut first = Client::connect(&running).await;
    assert!(first.hear().await.starts_with("220 "));
    let mut second = Client::connect(&running).await;
    assert_eq!(second.hear().await, "421 4.3.2 too many connections; come back");
    first.say("QUIT\r\n").await;
    first.hear().await;
    first.hear().await;
    for _ in 0..100 {
        if Client::connect(&running).await.hear().await.starts_with("220 ") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("no room was made");
}

#[tokio::test]
async fn silence_and_content_without_end_are_hung_up_on() {
    let limits = Limits { idle: Duration::from_millis(200), ..Limits::default() };
    let running = on_loopback(limits).await;
    let mut client = Client::connect(&running).await;
    client.hear().await;
    assert_eq!(client.hear().await, "421 4.4.2 too slow");

    let limits = Limits { transfer: Duration::from_millis(300), ..Limits::default() };
    let running = on_loopback(limits).await;
    let mut client = Client::connect(&running).await;
    client.offer(&[&return_path()]).await;
    client.say("DATA\r\n").await;
    client.hear().await;
    let began = tokio::time::Instant::now();
    // Never idle, and never done.
    while began.elapsed() < Duration::from_secs(10) && client.0.write_all(b"x\r\n").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(began.elapsed() < Duration::from_secs(10), "it would be listened to for ever");
    assert!(running.shelf.kept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_stop_tells_clients_to_come_back_and_gives_up_the_socket() {
    let folder = std::env::temp_dir().join(format!("bounce-listener-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let endpoint = Endpoint::Unix(folder.join("lmtp"));
    let running = running(&endpoint, Limits::default()).await;
    let second = Listener::bind(&endpoint, Limits::default()).await.expect_err("it is in use");
    assert_eq!(second.kind(), std::io::ErrorKind::AddrInUse);
    let mut client = Client::connect(&running).await;
    client.hear().await;
    running.stop.cancel();
    assert_eq!(client.hear().await, "421 4.3.2 stopping; come back");
    running.task.await.expect("an end");
    assert!(!folder.join("lmtp").exists());

    // What a program that was killed left behind.
    drop(std::os::unix::net::UnixListener::bind(folder.join("lmtp")).expect("a socket"));
    let listener = Listener::bind(&endpoint, Limits::default()).await.expect("the old one is replaced");
    drop(listener);
    std::fs::remove_dir_all(folder).expect("ours");
}
