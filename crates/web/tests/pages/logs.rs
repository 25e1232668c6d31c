//! The token is the secret: no log line holds one, however much is logged.

use std::{
    io,
    sync::{Arc, Mutex},
};

use domain::{Language, time::days};
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    http::{get, head, post},
    world::World,
};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_holds_a_token() {
    let lines = Lines::default();
    let everything = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    tracing::subscriber::set_global_default(everything.with_writer(lines.clone()).finish()).unwrap();

    let world = World::start().await;
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    let expired = world.client(Language::Nl, "Jo", "jo2@example.be").await;
    let password = "zeven blauwe fietsen in de regen";
    let visit = async |token: &str| {
        let path = format!("/welcome/{token}");
        get(&world, &path).await;
        head(&world, &path).await;
        post(&world, &path, &[("password", "short")]).await;
        post(&world, &format!("{path}/strength"), &[("password", password)]).await;
        post(&world, &format!("{path}/new-link"), &[]).await;
    };
    visit(&client.token).await;
    post(&world, &format!("/welcome/{}", client.token), &[("password", password)]).await;
    visit(&client.token).await;
    get(&world, &format!("/welcome/{}/done", client.token)).await;
    world.deliver().await;
    world.forward(days(20));
    visit(&expired.token).await;
    let renewed = world.newest_token(expired.id).await;
    world.deliver().await;
    world.desk().db().close().await;
    visit(&renewed).await;

    let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(lines.contains("a page cannot be answered"), "something was logged");
    // Not the whole, and not the part that only the key can make.
    for token in [&client.token, &expired.token, &renewed] {
        assert!(
            !lines.contains(&token[30..]),
            "{}",
            lines.lines().find(|l| l.contains(&token[30..])).unwrap()
        );
    }
    assert!(!lines.contains(password) && !lines.contains("zeven+blauwe"));
}
