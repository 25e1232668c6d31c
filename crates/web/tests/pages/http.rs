//! A browser without eyes: one request, one connection, the answer as it came.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::world::World;

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header, empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// The page's text as a reader has it: without marks, and with its entities read.
    pub(crate) fn text(&self) -> String {
        let without_marks: String =
            self.body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        let text = [
            ("&#38;", "&"),
            ("&#39;", "'"),
            ("&#34;", "\""),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("\u{a0}", " "),
        ];
        text.iter().fold(without_marks, |text, (entity, letter)| text.replace(entity, letter))
    }

    /// Every address that the page leads to, loads, or sends to.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let of = |attribute: &str| {
            let parts = self.body.split(attribute).skip(1);
            parts.map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&")).collect::<Vec<_>>()
        };
        [" href=\"", " src=\"", " action=\""].into_iter().flat_map(of).collect()
    }
}

pub(crate) async fn get(world: &World, path: &str) -> Answer {
    send(world.address(), "GET", path, &[], "").await
}

pub(crate) async fn get_in(world: &World, path: &str, accept_language: &str) -> Answer {
    send(world.address(), "GET", path, &[("Accept-Language", accept_language)], "").await
}

pub(crate) async fn head(world: &World, path: &str) -> Answer {
    send(world.address(), "HEAD", path, &[], "").await
}

/// Sends a form with these fields.
pub(crate) async fn post(world: &World, path: &str, fields: &[(&str, &str)]) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    send(world.address(), "POST", path, &[kind], &form).await
}

pub(crate) async fn send(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_ascii_lowercase(), value.to_owned())
    };
    Answer { status, headers: lines.map(header).collect(), body: body.to_owned() }
}
