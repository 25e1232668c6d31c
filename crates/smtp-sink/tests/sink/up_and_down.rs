//! Stopping, going down and coming back.

use smtp_sink::{Fault, Phase, Then};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::client::{Client, sink};

#[tokio::test]
async fn a_relay_that_is_down_refuses_and_comes_back_on_the_same_port() {
    let sink = sink().await;
    sink.set_faults(vec![Fault::at(Phase::Rset, Then::reply(450, "4.0.0 still here"))]);
    let mut client = Client::greeted(&sink).await;
    client.mail("c@d", "1@x").await.unwrap();
    for round in 2..5 {
        sink.go_down().await;
        assert!(client.rest().await.is_empty(), "open connections are cut off");
        assert_eq!(sink.counts().open, 0);
        for _ in 0..50 {
            assert!(TcpStream::connect(sink.addr()).await.is_err());
        }
        sink.go_down().await;

        sink.come_back().await.unwrap();
        sink.come_back().await.unwrap();
        client = Client::greeted(&sink).await;
        assert_eq!(client.say("RSET").await, "450 4.0.0 still here");
        let reply = client.mail("c@d", &format!("{round}@x")).await.unwrap();
        assert_eq!(reply, format!("250 2.0.0 queued as S{round:06}"));
    }
    assert_eq!(sink.mails().len(), 4);
}

#[tokio::test]
async fn the_port_stays_taken_while_the_relay_is_down() {
    let sink = sink().await;
    sink.go_down().await;
    assert!(TcpSocket::new_v4().unwrap().bind(sink.addr()).is_err());
}

#[tokio::test]
async fn going_down_inside_a_mail_keeps_nothing_of_it() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    client.send("half a mail\r\n").await;
    sink.go_down().await;
    assert!(client.rest().await.is_empty());
    assert_eq!(sink.counts().accepted, 0);
}

#[tokio::test]
async fn stopping_closes_connections_and_frees_the_port() {
    let sink = sink().await;
    let address = sink.addr();
    assert_eq!(sink.url(), format!("smtp://127.0.0.1:{}", address.port()));
    let mut client = Client::greeted(&sink).await;
    sink.stop().await;
    assert!(client.rest().await.is_empty());
    TcpListener::bind(address).await.unwrap();
}

#[tokio::test]
async fn dropping_the_sink_stops_it() {
    let sink = sink().await;
    let address = sink.addr();
    let mut client = Client::greeted(&sink).await;
    drop(sink);
    assert!(client.rest().await.is_empty());
    assert!(TcpStream::connect(address).await.is_err());
}
