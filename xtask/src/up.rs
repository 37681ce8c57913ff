//! `cargo xtask up`: from a fresh clone to a running server with a demo world.
//!
//! It only builds and starts: the data folder, the demo tenant, its keys and its world are made by
//! `ombud up` itself, so that a company that has the binary alone gets the same start.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::shell::{self, Workspace};
use crate::web;

pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let Options { release, forwarded } = parse(args)?;
    let binary =
        workspace.target_dir().join(if release { "release" } else { "debug" }).join("ombud");
    if !binary.exists() {
        println!(
            "Building Ombud. The first build compiles every dependency, SQLite included, and takes"
        );
        println!(
            "some minutes; the next ones take seconds. Then it starts with a demo world; stop it"
        );
        println!("with Ctrl-C.");
    }
    // The service is worth starting without its pages, and says where they would be how to build them.
    if let Err(reason) = web::build(workspace) {
        println!("The web pages are not built: {reason:#}");
    }
    let mut cargo = workspace.cargo(&["run", "--package", "ombud"]);
    if release {
        cargo.arg("--release");
    }
    // On Unix cargo becomes the server, as we become cargo: one process, one Ctrl-C.
    shell::hand_over(cargo.args(["--", "up"]).args(forwarded))
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    release: bool,
    forwarded: Vec<String>,
}

/// Checked before the build, so that a typing error costs no minutes.
fn parse(args: &[String]) -> Result<Options> {
    let mut options = Options { release: false, forwarded: Vec::new() };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let (flag, inline) = match arg.split_once('=') {
            Some((flag, value)) => (flag, Some(value.to_owned())),
            None => (arg.as_str(), None),
        };
        match flag {
            "--release" => options.release = true,
            "--fresh" => options.forwarded.push(flag.to_owned()),
            "--port" | "--data" | "--orders" => {
                let value = inline
                    .or_else(|| args.next().cloned())
                    .with_context(|| format!("{flag} needs a value"))?;
                check(flag, &value)?;
                options.forwarded.extend([flag.to_owned(), value]);
            }
            _ => bail!("`up` does not know `{arg}`; `cargo xtask help` lists its options"),
        }
    }
    Ok(options)
}

fn check(flag: &str, value: &str) -> Result<()> {
    let (fits, wanted) = match flag {
        "--port" => (value.parse::<u16>().is_ok(), "a number up to 65535"),
        "--orders" => (value.parse::<u32>().is_ok(), "a number"),
        _ => (!value.is_empty(), "a folder"),
    };
    if fits { Ok(()) } else { bail!("{flag} needs {wanted}, not `{value}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_checked_and_passed_on() {
        let options = parsed("--fresh --port=8080 --orders 500 --release").unwrap();
        assert!(options.release);
        assert_eq!(options.forwarded, ["--fresh", "--port", "8080", "--orders", "500"]);
        for wrong in ["--port", "--port 70000", "--orders -1", "--data=", "now"] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }
}
