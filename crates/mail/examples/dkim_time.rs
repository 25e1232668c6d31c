//! What signing one mail costs, beside composing it, and what a key costs:
//! `cargo run --release -p mail --example dkim_time`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use domain::Language;
use mail::compose::Composer;
use mail::dkim::{Algorithm, Generation, KeyName, Pkcs8, PrivateKey, Signer};

#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() {
    let kept = Algorithm::ALL.map(|algorithm| (algorithm, PrivateKey::make(algorithm).expect("a key")));
    for (algorithm, pkcs8) in &kept {
        let make = each(10, || PrivateKey::make(*algorithm).expect("a key"));
        let read = each(1_000, || PrivateKey::read(*algorithm, pkcs8).expect("a key"));
        println!("{:<24} made in {make:.1?}, read in {read:.1?}", algorithm.code());
    }
    let [rsa, ed25519] = [&kept[..1], &kept[1..]].map(signer);
    let both = signer(&kept);
    let composer = Composer::new().expect("the templates are in order");
    println!(
        "{:<24} {:>7} {:>10} {:>10} {:>10} {:>10}",
        "mail", "octets", "composed", "rsa", "ed25519", "both"
    );
    for sample in samples::all(Language::Nl) {
        let compose = || composer.compose(&sample.mail, sample.link().as_ref()).expect("a mail").bytes;
        let message = compose();
        let sign = |signer: &Signer| each(500, || signer.sign(&message).expect("a signature"));
        println!(
            "{:<24} {:>7} {:>10.1?} {:>10.1?} {:>10.1?} {:>10.1?}",
            sample.name,
            message.len(),
            each(500, compose),
            sign(&rsa),
            sign(&ed25519),
            sign(&both)
        );
    }
}

/// How long it takes once, as the mean of many times.
fn each<T>(times: u32, mut work: impl FnMut() -> T) -> Duration {
    let started = Instant::now();
    for _ in 0..times {
        black_box(work());
    }
    started.elapsed() / times
}

fn signer(kept: &[(Algorithm, Pkcs8)]) -> Signer {
    let key = |(algorithm, pkcs8): &(Algorithm, Pkcs8)| {
        let name = KeyName::new("example.be", Generation::FIRST.selector(*algorithm)).expect("a name");
        (name, PrivateKey::read(*algorithm, pkcs8).expect("a key"))
    };
    Signer::new(kept.iter().map(key).collect()).expect("keys")
}
