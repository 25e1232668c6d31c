//! The command line: wiring, and nothing else. What Postmeester does is in `desk`, what it decides in `domain`.

mod answer;
mod arguments;
mod commands;
mod config;
mod explain;
mod start;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("postmeester: {error:#}");
            ExitCode::FAILURE
        }
    }
}
