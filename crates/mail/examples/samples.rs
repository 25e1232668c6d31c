//! Writes every sample mail in every language, as `.html`, `.txt` and `.eml`, into the folder that is named:
//! `cargo run -p mail --example samples -- FOLDER`.
//!
//! With `--time` in place of a folder it tells how long making one mail takes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::{fs, path::Path, time::Instant};

use domain::Language;
use mail::compose::{Composed, Composer};
use mail_parser::MessageParser;

#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() {
    let argument = std::env::args().nth(1).expect("a folder, or --time");
    let started = Instant::now();
    let composer = Composer::new().expect("the templates are in order");
    if argument == "--time" {
        println!("start: {:?}", started.elapsed());
        return time(&composer);
    }
    fs::create_dir_all(&argument).expect("the folder can be made");
    for language in Language::ALL {
        for sample in samples::all(language) {
            let composed = composer.compose(&sample.mail, sample.link().as_ref()).expect("a mail");
            let name = format!("{}.{language}", sample.name);
            write(Path::new(&argument), &name, &composed).expect("the folder can be written to");
        }
    }
}

fn write(folder: &Path, name: &str, composed: &Composed) -> std::io::Result<()> {
    let parsed = MessageParser::new().parse(&composed.bytes).expect("a message");
    fs::write(folder.join(format!("{name}.eml")), &composed.bytes)?;
    fs::write(folder.join(format!("{name}.txt")), parsed.body_text(0).expect("a text part").as_bytes())?;
    fs::write(folder.join(format!("{name}.html")), parsed.body_html(0).expect("an HTML part").as_bytes())
}

fn time(composer: &Composer) {
    const ROUNDS: u32 = 20_000;
    for sample in samples::all(Language::Nl) {
        let link = sample.link();
        let started = Instant::now();
        let mut octets = 0;
        for _ in 0..ROUNDS {
            octets += composer.compose(&sample.mail, link.as_ref()).expect("a mail").bytes.len();
        }
        let each = started.elapsed() / ROUNDS;
        println!("{:<24} {each:>10.1?} {:>6} octets", sample.name, octets / ROUNDS as usize);
    }
}
