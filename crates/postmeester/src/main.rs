//! The command line: wiring, and nothing else. What Postmeester does is in `desk`, what it decides in `domain`.

mod answer;
mod arguments;
mod commands;
mod config;
mod explain;
mod start;

use std::process::ExitCode;

use clap::Parser as _;

/// A mail is some hundred small allocations, made by one thread and freed by another: glibc's takes twice the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
