//! `ombud assistant check`: what the static checker finds in procedures.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use assistant::book::Book;
use clap::Args;

/// Most files of a book: more is the wrong folder.
const FILES_MAX: usize = 5_000;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder; the procedures that ship when absent
    folder: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Result<ExitCode> {
    let book = match &options.folder {
        None => app::assistant::shipped::book()?,
        Some(folder) => read_book(folder)?,
    };
    let problems = book.problems();
    for problem in &problems {
        println!("{problem}");
    }
    let count = book.procedures.len();
    if problems.is_empty() {
        let languages = book.catalogue.languages.join(", ");
        println!("good: {count} procedures in {languages}");
        println!(
            "every path ends or reaches a person; no tool that changes something is without identity, \
             policy and confirmation; every text is there in every language"
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!("{count} procedures, {} problems", problems.len());
    Ok(ExitCode::FAILURE)
}

fn read_book(folder: &Path) -> Result<Book> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Book::parse_unproved(&files).with_context(|| folder.display().to_string())
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
