//! Writes the example files of an ordinary Belgian accounting office into a folder:
//!
//! ```text
//! cargo run -p desk --example make_example_office -- examples
//! ```
//!
//! The same files every time; a test compares them with the ones that are kept.

mod errors;
mod office;
mod write;

use std::{error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "examples".into()));
    fs::create_dir_all(&folder)?;
    let sheet = office::sheet();
    fs::write(folder.join("kantoor-example.csv"), write::csv(&sheet)?)?;
    fs::write(folder.join("kantoor-example.xlsx"), write::xlsx(&sheet)?)?;
    fs::write(folder.join("kantoor-with-errors.csv"), errors::csv())?;
    Ok(())
}
