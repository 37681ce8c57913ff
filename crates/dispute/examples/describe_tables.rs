//! Prints the shipped decision tables as Markdown.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tables = dispute::decide::DecisionTables::shipped()?;
    std::io::stdout().write_all(tables.describe().as_bytes())?;
    Ok(())
}
