//! `ombud assistant check`: what the static checker finds in procedures, and what their simulations do.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use app::assistant::{Intents, intents::Learnt, shipped, simulations};
use assistant::book::Book;
use clap::Args;

/// Most files of a book: more is the wrong folder.
const FILES_MAX: usize = 5_000;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A folder with `catalogue.toml`, `procedures/` and `texts/`; the procedures that ship when absent
    folder: Option<PathBuf>,
    /// Learn first, and begin the simulations also with messages that people wrote; takes a minute
    #[arg(long)]
    paraphrases: bool,
}

pub(super) fn run(options: &Options) -> Result<ExitCode> {
    let files = match &options.folder {
        None => shipped::files(),
        Some(folder) if !folder.is_dir() => {
            bail!("FOLDER {}: there is no such folder", folder.display())
        }
        Some(folder) => read_files(folder)?,
    };
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let shown = options.folder.as_ref().map_or_else(String::new, |path| path.display().to_string());
    let book = Book::parse_unproved(&files).context(shown)?;
    let problems = book.problems();
    for problem in &problems {
        println!("{problem}");
    }
    let count = book.procedures.len();
    if !problems.is_empty() {
        println!("{count} procedures, {} problems", problems.len());
        return Ok(ExitCode::FAILURE);
    }
    let languages = book.catalogue.languages.join(", ");
    println!("good: {count} procedures in {languages}");
    println!(
        "every path ends or reaches a person; no tool that changes something is without identity, \
         policy and confirmation; every text is there in every language"
    );
    simulate(&Arc::new(book), &files, options.paraphrases)
}

/// Runs the examples, and with `learn` what people wrote in their place.
fn simulate(book: &Arc<Book>, files: &[(&str, &str)], learn: bool) -> Result<ExitCode> {
    let learnt =
        learn.then(|| Learnt::shipped(&models::classify::Options::default())).transpose()?;
    let intents: Option<Arc<dyn Intents>> = learnt.map(|learnt| Arc::new(learnt) as _);
    let written = if learn { simulations::paraphrases() } else { Vec::new() };
    let report = simulations::run(book, files, intents.as_ref(), &written)?;
    for failure in report.failures.iter().chain(&report.wrong) {
        println!("{failure}");
    }
    let (ran, failed) = (report.examples, report.failures.len());
    println!("{ran} examples simulated, {failed} came otherwise than they say");
    if learn {
        let (all, alike, wrong) = (report.paraphrases, report.alike, report.wrong.len());
        println!("{all} begun with paraphrases: {alike} came alike, {wrong} did something else");
    }
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read_files(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    Ok(files)
}

/// Every TOML file below a folder, named from the folder on with `/` between the parts.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let shown = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(shown)? {
        let path = entry.with_context(shown)?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> =
                name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            files.push((parts.join("/"), text));
        }
        if files.len() > FILES_MAX {
            bail!("more than {FILES_MAX} files below {}: is it the right folder?", root.display());
        }
    }
    Ok(())
}
