//! `cargo xtask openapi`: the checked-in `openapi.json` is what the code says, or it is an error.
//!
//! The description comes from the binary (`ombud openapi`); it is never edited by hand.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::shell::{self, Workspace};

const FILE: &str = "openapi.json";
const DIFF_LINES_MAX: usize = 12;

/// Writes `openapi.json` at the root of the repository.
///
/// # Errors
/// When the binary does not build, writes no JSON, or the file cannot be written.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let path = workspace.path(FILE);
    let text = generated(workspace)?;
    fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{FILE}: {} lines", text.lines().count());
    Ok(())
}

/// Compares the checked-in file with what the code says.
///
/// # Errors
/// The difference; when the binary does not build or writes no JSON.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let generated = generated(workspace)?;
    let Ok(checked_in) = fs::read_to_string(workspace.path(FILE)) else {
        bail!("{FILE} is missing: run `cargo xtask openapi` and commit it");
    };
    if let Some(difference) = difference(&checked_in, &generated) {
        bail!(
            "{FILE} is not what the code says\n\
             (- checked in, + code):\n{difference}\n\
             fix: run `cargo xtask openapi`, look at the change, commit it"
        );
    }
    println!("{FILE} is up to date");
    Ok(())
}

fn generated(workspace: &Workspace) -> Result<String> {
    let mut cargo = workspace.cargo(&["run", "--quiet", "--package", "ombud", "--", "openapi"]);
    let text = shell::stdout(&mut cargo)?;
    serde_json::from_str::<serde_json::Value>(&text).context("`ombud openapi` wrote no JSON")?;
    Ok(format!("{}\n", text.trim_end()))
}

/// The lines between the common beginning and the common end of two texts, shortened.
fn difference(old: &str, new: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let before = old.iter().zip(&new).take_while(same).count();
    let room = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(room).take_while(same).count();
    let middle = |lines: &[&str], sign: char| {
        let changed = lines.len().saturating_sub(before + after);
        let mut shown: Vec<String> = lines
            .iter()
            .skip(before)
            .take(changed.min(DIFF_LINES_MAX))
            .map(|line| format!("  {sign} {line}"))
            .collect();
        if changed > DIFF_LINES_MAX {
            shown.push(format!("  {sign} … {} more lines", changed - DIFF_LINES_MAX));
        }
        shown
    };
    let mut lines = vec![format!("  from line {}:", before + 1)];
    lines.extend(middle(&old, '-'));
    lines.extend(middle(&new, '+'));
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_only_what_changed() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        let shown = difference("a\nb\nc\n", "a\nx\ny\nc\n").unwrap();
        assert_eq!(shown, "  from line 2:\n  - b\n  + x\n  + y");
        let added = difference("a\na\n", "a\na\na\n").unwrap();
        assert_eq!(added, "  from line 3:\n  + a");
        let long = difference("", &"z\n".repeat(50)).unwrap();
        assert!(long.ends_with("+ … 38 more lines"), "{long}");
    }
}
