//! A verifier as a receiver has one (RFC 6376 §6), for the algorithms and the form that we sign with. It works on text
//! where the signer works on octets, and shares no code with it. RFC 8463's own example shows that it is right.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_STANDARD as STANDARD};
use ring::{
    digest::{SHA256, digest},
    signature::{ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as RSA, UnparsedPublicKey},
};

/// For each signature, from above: its algorithm, and what is wrong with it.
pub(crate) type Verdicts = Vec<(String, Result<(), &'static str>)>;

/// Checks all signatures of a message against the records that `txt` gives.
pub(crate) fn verify(message: &str, txt: impl Fn(&str) -> Option<String>) -> Verdicts {
    let (header, body) = message.split_once("\r\n\r\n").unwrap_or((message, ""));
    let fields = fields(header);
    let is_signature = |(name, _): &&(String, String)| name == "dkim-signature";
    fields
        .iter()
        .filter(is_signature)
        .map(|(_, value)| {
            let tags = tags(value);
            (tags["a"].clone(), check(&fields, body, value, &tags, &txt))
        })
        .collect()
}

/// Both are there, RSA's first, and both hold.
pub(crate) fn hold(message: &str) -> bool {
    let holds = |algorithm: &str| (algorithm.to_owned(), Ok(()));
    verify(message, super::support::txt) == [holds("rsa-sha256"), holds("ed25519-sha256")]
}

/// Not one of them holds.
pub(crate) fn broken(message: &str) -> bool {
    verify(message, super::support::txt).iter().all(|(_, verdict)| verdict.is_err())
}

fn check(
    fields: &[(String, String)],
    body: &str,
    value: &str,
    tags: &HashMap<String, String>,
    txt: impl Fn(&str) -> Option<String>,
) -> Result<(), &'static str> {
    let tag = |name| tags.get(name).map(String::as_str).ok_or("a tag is missing");
    if (tag("v")?, tag("c")?) != ("1", "relaxed/relaxed") || tags.contains_key("l") {
        return Err("not our form");
    }
    if tag("bh")? != STANDARD.encode(digest(&SHA256, relaxed_body(body).as_bytes())) {
        return Err("the body was changed");
    }
    let mut left = fields.to_vec();
    let mut signed = String::new();
    let names: Vec<String> = tag("h")?.split(':').map(str::to_lowercase).collect();
    if !names.iter().any(|name| name == "from") {
        return Err("From is not signed");
    }
    for name in names {
        if let Some(at) = left.iter().rposition(|(other, _)| *other == name) {
            let (name, value) = left.remove(at);
            signed += &format!("{name}:{}\r\n", relaxed(&value));
        }
    }
    let without =
        |piece: &str| if piece.trim().starts_with("b=") { " b=".to_owned() } else { piece.to_owned() };
    let unsigned = value.split(';').map(without).collect::<Vec<_>>().join(";");
    signed += &format!("dkim-signature:{}", relaxed(&unsigned));

    let record = txt(&format!("{}._domainkey.{}", tag("s")?, tag("d")?)).ok_or("there is no record")?;
    let record = self::tags(&record);
    let key = STANDARD.decode(&record["p"]).map_err(|_| "the record's key is not base64")?;
    let signature = STANDARD.decode(tag("b")?).map_err(|_| "the signature is not base64")?;
    let checked = match (tag("a")?, record["k"].as_str()) {
        ("rsa-sha256", "rsa") => {
            UnparsedPublicKey::new(&RSA, rsa_key(&key)).verify(signed.as_bytes(), &signature)
        }
        ("ed25519-sha256", "ed25519") => UnparsedPublicKey::new(&ED25519, &key)
            .verify(digest(&SHA256, signed.as_bytes()).as_ref(), &signature),
        _ => return Err("the record is for another algorithm"),
    };
    checked.map_err(|_| "the header was changed")
}

/// Names in lower case, and values with their folding.
fn fields(header: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in header.split("\r\n").filter(|line| !line.is_empty()) {
        match fields.last_mut() {
            Some((_, value)) if line.starts_with([' ', '\t']) => *value += &format!("\r\n{line}"),
            _ => {
                let (name, value) = line.split_once(':').unwrap();
                fields.push((name.trim_end().to_lowercase(), value.to_owned()));
            }
        }
    }
    fields
}

/// RFC 6376 §3.2; the white space around and inside a value counts for nothing in the tags that are looked at.
fn tags(value: &str) -> HashMap<String, String> {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let tag = |piece: &str| piece.split_once('=').map(|(name, value)| (plain(name), plain(value)));
    value.split(';').filter_map(tag).collect()
}

/// RFC 6376 §3.4.2, for a value.
fn relaxed(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// RFC 6376 §3.4.4.
fn relaxed_body(body: &str) -> String {
    let mut text = body.replace('\t', " ");
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    text = format!("{text}\r\n").replace(" \r\n", "\r\n");
    let text = text.trim_end_matches("\r\n");
    if text.is_empty() { String::new() } else { format!("{text}\r\n") }
}

/// `RSAPublicKey` (RFC 8017 §A.1.1.1), which is the bit string at the end of a `SubjectPublicKeyInfo`.
fn rsa_key(spki: &[u8]) -> &[u8] {
    let null_and_bit_string = [5, 0, 3];
    let at = spki.windows(3).position(|window| window == null_and_bit_string).unwrap() + 3;
    // The length in one octet and as many more as the first says, and that no bit of the last octet is unused.
    let more = usize::from(spki[at] & 0x7f);
    &spki[at + 1 + more + 1..]
}

#[test]
fn the_example_of_rfc_8463_holds() {
    let message = include_str!("rfc8463.eml").replace('\n', "\r\n");
    let txt = |name: &str| match name {
        "brisbane._domainkey.football.example.com" => {
            Some("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".to_owned())
        }
        "test._domainkey.football.example.com" => Some(
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR\
             iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC\
             DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3\
             Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
                .to_owned(),
        ),
        _ => None,
    };
    let both = |verdict| vec![("ed25519-sha256".to_owned(), verdict), ("rsa-sha256".to_owned(), verdict)];
    assert_eq!(verify(&message, txt), both(Ok(())));
    assert_eq!(verify(&message.replace("hungry", "Hungry"), txt), both(Err("the body was changed")));
    assert_eq!(verify(&message.replace("dinner", "lunch"), txt), both(Err("the header was changed")));
}
