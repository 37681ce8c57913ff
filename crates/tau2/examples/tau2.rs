//! Runs the scripts against the benchmark's data and says what is wrong: for people who write procedures.
//!
//! `OMBUD_TEST_DATA=… cargo run -p tau2 --example tau2 -- [037 [log]]`

#![allow(clippy::disallowed_methods, reason = "where the data are is the machine's business")]

use std::path::Path;

use tau2::measure::{Data, measure, scripts, world};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::env::var("OMBUD_TEST_DATA")?;
    let data = Data::read(&Path::new(&data).join("tau2-banking"))?;
    let mut args = std::env::args().skip(1);
    let (wanted, log) = (args.next().unwrap_or_default(), args.next().is_some());
    let world = world(&here.join("../../policy/tau2-banking"))?;
    let mut scripts = scripts(&here.join("tests/scripts"))?;
    scripts.retain(|script| script.task.contains(&wanted));
    let all = measure(&world, &scripts, &data)?;
    for measured in &all {
        for (way, (wrong, said)) in measured.ways.iter().enumerate() {
            if !wrong.is_empty() || log {
                println!("{} {} way {way}", measured.family, measured.task);
                wrong.iter().for_each(|line| println!("   {line}"));
            }
            said.iter().filter(|_| log).for_each(|line| println!("      {line}"));
        }
    }
    let solved = all.iter().filter(|measured| measured.is_solved()).count();
    println!("{solved} of {}", all.len());
    Ok(())
}
