//! Writes every sample report in every language, as `.txt`, as a page `.html` and as a mail `.mail.html`, into the folder
//! that is named: `cargo run -p mail --example setup_report -- FOLDER`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, path::Path};

use domain::Language;
use mail::setup_report::stylesheet;

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/setup_report/samples.rs"]
mod samples;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/dns/support.rs"]
mod support;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/dns/zone.rs"]
mod zone;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("the folder can be made");
    // The sheet of the pages that a report stands on, so that it is seen as it will be.
    let pages = include_str!("../../web/assets/pages.css");
    for sample in samples::all().await {
        for language in Language::ALL {
            let document = sample.document(language);
            let write = |ending: &str, text: &str| {
                fs::write(folder.join(format!("{}.{language}.{ending}", sample.name)), text)
                    .expect("the folder can be written to");
            };
            let page = format!(
                "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{}</title>\
                 <meta name=\"viewport\" content=\"width=device-width\"><style>{pages}{}</style></head><body><main>\n\
                 {}</main></body></html>\n",
                document.subject().replace('&', "&amp;").replace('<', "&lt;"),
                stylesheet(),
                document.to_html(),
            );
            write("txt", &document.to_text());
            write("html", &page);
            write("mail.html", &document.to_mail().html);
        }
    }
}
