//! `cargo xtask test`: all set-up, then every check and test, as one table of steps.
//!
//! A step passes, fails, or is skipped with its reason said and counted; none is left out silently.
//! A failure does not stop the steps after it: one run shows everything that is wrong.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

mod machine;
mod postgres;
pub(crate) mod python;
mod weights;

use crate::shell::{self, Workspace};
use crate::{openapi, tidy, web};

/// One row of the table: what runs, and when it may be left out.
struct Step {
    name: &'static str,
    action: Action,
    /// Makes the machine ready for the step; an `Err` is the reason why it cannot run here.
    prepare: fn(&mut Session) -> Result<()>,
    /// Whether a machine that cannot run the step skips it; otherwise it fails.
    may_skip: bool,
    /// Whether `--quick` runs it too.
    quick: bool,
}

/// How a step is done.
enum Action {
    /// By making the machine ready.
    Prepared,
    Cargo(&'static [&'static str]),
    /// By a program that the tests' build has made: a build of its package alone chooses other features
    /// of what it depends on, and compiles half of that anew.
    Program(&'static str),
    Own(&'static str, fn(&Session) -> Result<()>),
}

const STEPS: &[Step] = &[
    Step {
        name: "toolchain",
        action: Action::Prepared,
        prepare: |session| machine::toolchain(&session.workspace),
        may_skip: false,
        quick: true,
    },
    Step {
        name: "format",
        action: Action::Cargo(&["fmt", "--all", "--check"]),
        prepare: nothing,
        may_skip: false,
        quick: true,
    },
    Step {
        name: "tidy",
        action: Action::Own("cargo xtask tidy", |session| tidy::run(&session.workspace)),
        prepare: nothing,
        may_skip: false,
        quick: true,
    },
    Step {
        name: "lints",
        action: Action::Cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        prepare: nothing,
        may_skip: false,
        quick: true,
    },
    Step {
        name: "openapi",
        action: Action::Own("cargo xtask openapi --check", |session| {
            openapi::check(&session.workspace)
        }),
        prepare: nothing,
        may_skip: false,
        quick: true,
    },
    POSTGRESQL,
    NATS,
    LOCAL_MODEL,
    LETTERS_OF_PHOTOS,
    ENCODER_WEIGHTS,
    Step {
        name: "web",
        action: Action::Own("types, lints, tests and build of web/", |session| {
            web::check(&session.workspace)
        }),
        prepare: |session| web::prepare(&session.workspace),
        may_skip: true,
        quick: false,
    },
    TESTS,
    Step {
        name: "doc tests",
        action: Action::Cargo(&["test", "--workspace", "--doc", "--quiet"]),
        prepare: machine::doc_tests,
        may_skip: true,
        quick: false,
    },
    Step {
        name: "api fuzz",
        action: Action::Program("api-fuzz"),
        prepare: python::schemathesis,
        may_skip: true,
        quick: false,
    },
    Step {
        name: "power loss",
        action: Action::Program("power-loss"),
        prepare: machine::power_loss,
        may_skip: true,
        quick: false,
    },
    // Last, because the end of a log is what one reads first, and a failed story tells most.
    Step {
        name: "stories",
        action: Action::Own("stories in a real browser", |session| {
            web::stories(&session.workspace, &session.environment)
        }),
        prepare: |session| {
            let (chromium, binary) = web::browser(&session.workspace, python::apt_install)?;
            session.found("OMBUD_TEST_CHROMIUM", chromium);
            session.found("OMBUD_TEST_BINARY", binary);
            Ok(())
        },
        may_skip: true,
        quick: false,
    },
];

const POSTGRESQL: Step = Step {
    name: "postgresql",
    action: Action::Prepared,
    prepare: postgres::prepare,
    may_skip: true,
    quick: true,
};

const NATS: Step = Step {
    name: "nats",
    action: Action::Prepared,
    prepare: python::nats,
    may_skip: true,
    quick: true,
};

const LOCAL_MODEL: Step = Step {
    name: "local model",
    action: Action::Prepared,
    prepare: python::local_model,
    may_skip: true,
    quick: false,
};

const LETTERS_OF_PHOTOS: Step = Step {
    name: "letters of photos",
    action: Action::Prepared,
    prepare: python::tesseract,
    may_skip: true,
    quick: false,
};

const ENCODER_WEIGHTS: Step = Step {
    name: "encoder weights",
    action: Action::Prepared,
    prepare: weights::prepare,
    may_skip: true,
    quick: true,
};

const TESTS: Step = Step {
    name: "tests",
    action: Action::Own("all tests, on every storage engine of this machine", tests),
    prepare: nothing,
    may_skip: false,
    quick: true,
};

/// With words to filter by, only the tests run, and what they need.
const FILTERED_STEPS: &[Step] =
    &[POSTGRESQL, NATS, LOCAL_MODEL, LETTERS_OF_PHOTOS, ENCODER_WEIGHTS, TESTS];

/// What the steps of one run share.
struct Session {
    workspace: Workspace,
    quick: bool,
    filters: Vec<String>,
    /// For the children: where set-up put things.
    environment: Vec<(&'static str, PathBuf)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Report {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let mut session = session(workspace.clone(), args)?;
    let steps = if session.filters.is_empty() { STEPS } else { FILTERED_STEPS };
    let data = workspace.path("../shared/data");
    if data.is_dir() {
        session.environment.push(("OMBUD_TEST_DATA", data.canonicalize()?));
    }
    let mut reports = Vec::new();
    for (step, number) in steps.iter().zip(1..) {
        println!("\n==> [{number}/{}] {}: {}", steps.len(), step.name, step.command());
        let (outcome, took) = timed(|| session.outcome(step));
        if let Outcome::Failed(reason) | Outcome::Skipped(reason) = &outcome {
            println!("    {}", parts(reason).0);
        }
        reports.push(Report { name: step.name, outcome, took });
    }
    print!("\n{}", summary(&reports));
    let failed = reports.iter().any(|report| matches!(report.outcome, Outcome::Failed(_)));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn session(workspace: Workspace, args: &[String]) -> Result<Session> {
    let (flags, filters): (Vec<_>, Vec<_>) =
        args.iter().cloned().partition(|arg| arg.starts_with('-'));
    if let Some(unknown) = flags.iter().find(|flag| *flag != "--quick") {
        bail!("`test` does not know `{unknown}`; `cargo xtask help` lists its options");
    }
    let quick = !flags.is_empty();
    Ok(Session { workspace, quick, filters, environment: Vec::new() })
}

impl Session {
    fn outcome(&mut self, step: &Step) -> Outcome {
        if self.quick && !step.quick {
            return Outcome::Skipped("left out by --quick".to_owned());
        }
        match (step.prepare)(self) {
            Ok(()) => {}
            Err(reason) if step.may_skip => {
                return Outcome::Skipped(format!("skipped: {reason:#}"));
            }
            Err(reason) => return Outcome::Failed(format!("failed: {reason:#}")),
        }
        let done = match step.action {
            Action::Prepared => Ok(()),
            Action::Cargo(args) => shell::runs(&mut self.cargo(args)),
            Action::Program(name) => self.program(name),
            Action::Own(_, run) => run(self),
        };
        match done {
            Ok(()) => Outcome::Passed,
            Err(error) => Outcome::Failed(format!("failed: {error:#}")),
        }
    }

    fn program(&self, name: &str) -> Result<()> {
        shell::runs(&mut self.cargo(&["build", "--workspace", "--all-targets"]))?;
        let mut command = Command::new(self.workspace.target_dir().join("debug").join(name));
        command.current_dir(self.workspace.root());
        command.envs(self.environment.iter().map(|(name, path)| (name, path)));
        shell::runs(&mut command)
    }

    fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.workspace.cargo(args);
        command.envs(self.environment.iter().map(|(name, path)| (name, path)));
        command
    }

    /// Says what set-up found, and remembers it for the children.
    fn found(&mut self, name: &'static str, path: PathBuf) {
        println!("    {name}={}", path.display());
        self.environment.push((name, path));
    }
}

impl Step {
    fn command(&self) -> String {
        match self.action {
            Action::Prepared => "set-up".to_owned(),
            Action::Cargo(args) => format!("cargo {}", args.join(" ")),
            Action::Program(name) => format!("target/debug/{name}"),
            Action::Own(name, _) => name.to_owned(),
        }
    }
}

fn nothing(_: &mut Session) -> Result<()> {
    Ok(())
}

/// nextest when it is installed (a process for each test), cargo's own runner otherwise.
fn tests(session: &Session) -> Result<()> {
    let nextest = shell::quietly(&mut session.workspace.cargo(&["nextest", "--version"])).is_ok();
    let args: &[&str] = if nextest {
        &["nextest", "run", "--workspace", "--no-fail-fast"]
    } else {
        &["test", "--workspace", "--tests", "--no-fail-fast", "--"]
    };
    let mut command = session.cargo(args);
    command.args(&session.filters);
    println!("    {}", shell::shown(&command));
    shell::runs(&mut command)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the time a step took is shown, nothing depends on it"
)]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// A row for each step and the counts; before them what the failed ones said last, which a log that is cut
/// to its end would lose.
fn summary(reports: &[Report]) -> String {
    let [mut text, mut said] = [String::new(), String::new()];
    let [mut passed, mut failed, mut skipped] = [0; 3];
    for Report { name, outcome, took } in reports {
        let (count, word, reason) = match outcome {
            Outcome::Passed => (&mut passed, "passed", ""),
            Outcome::Failed(reason) => (&mut failed, "FAILED", reason.as_str()),
            Outcome::Skipped(reason) => (&mut skipped, "skipped", reason.as_str()),
        };
        *count += 1;
        let (reason, last) = parts(reason);
        if !last.is_empty() {
            said.push_str(&format!("--- {name} said last:\n{last}\n\n"));
        }
        let reason = reason.split_once(": ").map_or(reason, |(_, rest)| rest);
        let line = format!("{name:<12} {word:<8} {:>7.1} s  {reason}", took.as_secs_f64());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    format!("{said}{text}{passed} passed, {failed} failed, {skipped} skipped\n")
}

/// A reason's first line, and what follows it.
fn parts(reason: &str) -> (&str, &str) {
    reason.split_once('\n').unwrap_or((reason, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn try_step(quick: bool, step: &Step) -> Outcome {
        let args = if quick { vec!["--quick".to_owned()] } else { Vec::new() };
        session(Workspace::find().unwrap(), &args).unwrap().outcome(step)
    }

    #[test]
    fn a_step_that_cannot_run_is_skipped_only_where_the_table_says_so() {
        let step = |may_skip| Step {
            name: "x",
            action: Action::Prepared,
            prepare: |_| bail!("no loop devices"),
            may_skip,
            quick: false,
        };
        let skipped = Outcome::Skipped("skipped: no loop devices".to_owned());
        assert_eq!(try_step(false, &step(true)), skipped);
        let failed = Outcome::Failed("failed: no loop devices".to_owned());
        assert_eq!(try_step(false, &step(false)), failed);
        let left_out = Outcome::Skipped("left out by --quick".to_owned());
        assert_eq!(try_step(true, &step(true)), left_out);
    }

    #[test]
    fn a_command_that_fails_fails_its_step() {
        let step = |args| Step {
            name: "x",
            action: Action::Cargo(args),
            prepare: nothing,
            may_skip: true,
            quick: true,
        };
        assert_eq!(try_step(true, &step(&["--version"])), Outcome::Passed);
        let outcome = try_step(true, &step(&["no-such-command"]));
        let Outcome::Failed(reason) = outcome else { panic!("it passed") };
        assert!(reason.starts_with("failed: cargo no-such-command"), "{reason}");
    }

    #[test]
    fn the_summary_counts_and_ends_with_the_counts() {
        let report = |name, outcome| Report { name, outcome, took: Duration::from_millis(1_500) };
        let text = summary(&[
            report("format", Outcome::Passed),
            report("lints", Outcome::Failed("failed: cargo clippy\nerror: unused".to_owned())),
            report("power loss", Outcome::Skipped("skipped: not root".to_owned())),
        ]);
        assert_eq!(
            text,
            "--- lints said last:\nerror: unused\n\n\
             format       passed       1.5 s\n\
             lints        FAILED       1.5 s  cargo clippy\n\
             power loss   skipped      1.5 s  not root\n\
             1 passed, 1 failed, 1 skipped\n"
        );
    }

    #[test]
    fn filters_and_flags_are_told_apart() {
        let args = ["--quick".to_owned(), "refund".to_owned()];
        let session = session(Workspace::find().unwrap(), &args).unwrap();
        assert!(session.quick);
        assert_eq!(session.filters, ["refund"]);
    }
}
